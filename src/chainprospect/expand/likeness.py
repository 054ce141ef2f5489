"""Chain likeness: who is likely to supply (or buy from) an anchor though no record says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import IdArray
from chainprospect.model.ports import Store, WalkFacts
from chainprospect.model.relation import Kinds, RelationBatch, Side
from chainprospect.model.runs import distinct, firsts, ranges, union

OWN_PARTNERS: Final = 400
PEERS_OF_EACH: Final = 1_000
PEERS: Final = 2_000
PARTNERS_OF_PEER: Final = 400
CANDIDATES: Final = 1_000
OTHER_SIDE: Final = 0.5
PEER_POWER: Final = 1.35
DEGREE_POWER: Final = -0.1

SCALE_SAMPLE: Final = 400
SCALE_LEAST_PARTNERS: Final = 3
SCALE_LEAST_COMPANIES: Final = 20
SCALE_QUANTILE: Final = 0.999
SCALE_DEFAULT: Final = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Likely:
    """
    Companies likely to stand on one side of one `anchor`.

    `company` ascending with `likeness` (> 0, before its scale) aligned. For the evidence: peers that trade like the
    anchor, one row a tie (`tie_company`, `tie_peer`, `tie_share` of the likeness), and what each peer shares with the
    anchor on the same side and on the other, as sorted pairs (peers, partners).
    """

    anchor: int
    side: Side
    company: IdArray
    likeness: NDArray[np.float64]
    tie_company: IdArray
    tie_peer: IdArray
    tie_share: NDArray[np.float64]
    shared: tuple[IdArray, IdArray]
    shared_across: tuple[IdArray, IdArray]


def likely(store: Store, anchor: int, side: Side) -> Likely:
    """
    Companies that trade with the companies which trade like the anchor.

    Upstream: with V the suppliers of anchor a, do distinct buyers, di distinct suppliers, goods relations only,
    parallel ones once, b ≠ a:
    w_b = Σ_{s∈V, s→b} do_s^-½ / √(di_b·|V|) + ½·Σ_{x: a→x, b→x} di_x^-½ / √(do_b·|buyers of a|),
    likeness(c) = do_c^-0.1 · Σ_{b: c→b} w_b^1.35. For c that already supplies a its own tie is left out. Downstream is
    the mirror image.

    Notes
    -----
    Capped in budget order: 400 partners of a on each side, 1,000 peers of each, the best 2,000 peers, 400 partners of
    each, the best 1,000 candidates; ties by company id. Degrees are uncapped. Cost is bounded by the caps; degrees are
    asked of those candidates alone that may be among the best.
    """
    back = Side.DOWNSTREAM if side == Side.UPSTREAM else Side.UPSTREAM
    me = np.array([anchor], np.int64)
    own = store.walk_facts(me)
    near_peer, near_partner, near_term = _shared(store, me, side, back, own)
    far_peer, far_partner, far_term = _shared(store, me, back, side, own)

    peers = union(near_peer, far_peer)
    if not len(peers):
        return _nobody(anchor, side)
    near_at, far_at = np.searchsorted(peers, near_peer), np.searchsorted(peers, far_peer)
    far_term = OTHER_SIDE * far_term
    weight = np.bincount(near_at, near_term, len(peers)).astype(np.float64)
    weight += np.bincount(far_at, far_term, len(peers))
    best = _largest(weight, PEERS)

    found = store.relations_of(peers[best], side, Kinds.GOODS, PARTNERS_OF_PEER)
    candidate, place, row = _distinct(found)
    peer = best[place]
    share = _shares(weight, candidate, peer, (near_partner, near_at, near_term))
    low, high = np.searchsorted(candidate, [anchor, anchor + 1])
    share[low:high] = 0.0

    begins = np.flatnonzero(firsts(candidate))
    companies = candidate[begins]
    peers_of_each = np.diff(begins, append=len(candidate))
    total = _totals(found, row[begins], np.add.reduceat(share, begins), peers_of_each)
    kept = _largest(total, CANDIDATES)
    kept = kept[total[kept] > 0]
    told = np.zeros(len(companies), np.bool_)
    told[kept] = True
    tie = np.repeat(told, peers_of_each) & (share > 0)
    return Likely(
        anchor,
        side,
        companies[kept],
        total[kept],
        candidate[tie],
        peers[peer[tie]],
        share[tie],
        (near_peer, near_partner),
        (far_peer, far_partner),
    )


def _totals(
    found: RelationBatch, row: NDArray[np.int64], share: NDArray[np.float64], peers: NDArray[np.int64]
) -> NDArray[np.float64]:
    """
    Likeness of each candidate that may be among the best, 0 of the others: their degrees are not asked for.

    A company has at least the partners through which it was found, which bounds its likeness from above. `row` is one
    of those that found it.
    """
    most = share * peers.astype(np.float64) ** DEGREE_POWER
    total = np.zeros(len(row))

    def weigh(places: NDArray[np.int64]) -> None:
        degree = found.partners_back(row[places])
        total[places] = share[places] * degree.astype(np.float64) ** DEGREE_POWER

    first = _largest(most, CANDIDATES)
    weigh(first)
    if len(first) < len(row):
        able = most >= total[first].min()
        able[first] = False
        weigh(np.flatnonzero(able))
    return total


def _toward(facts: WalkFacts, side: Side) -> NDArray[np.int64]:
    """Distinct partners on that side: suppliers upstream, buyers downstream."""
    return facts.suppliers if side == Side.UPSTREAM else facts.buyers


def _shared(
    store: Store, me: IdArray, side: Side, back: Side, own: WalkFacts
) -> tuple[IdArray, IdArray, NDArray[np.float64]]:
    """Peers that share a partner of mine on one side: (peer, partner, do^-½ / √|my partners| / √di), sorted."""
    near = store.relations_of(me, side, Kinds.GOODS, OWN_PARTNERS)
    mine, _, row = _distinct(near)
    degree = near.partners_back(row)
    batch = store.relations_of(mine, back, Kinds.GOODS, PEERS_OF_EACH)
    peer, partner, row = _distinct(batch)
    keep = peer != me[0]
    peer, partner, row = peer[keep], partner[keep], row[keep]
    begins = firsts(peer)
    of_peer = np.sqrt(batch.partners_back(row[begins]))[np.cumsum(begins) - 1]
    term = degree[partner] ** -0.5 / np.sqrt(np.maximum(_toward(own, side)[0], 1))
    return peer, mine[partner], term / of_peer


def _distinct(batch: RelationBatch) -> tuple[IdArray, NDArray[np.int64], NDArray[np.int64]]:
    """Distinct pairs of a far end and a place in the frontier, sorted, and a row of each: one sort of whole numbers."""
    bits = len(batch.other).bit_length()
    keys = (batch.other << bits) | np.arange(len(batch.other))
    keys.sort()
    row = keys & ((1 << bits) - 1)
    company, place = keys >> bits, batch.origin[row]
    first = firsts(company)
    first[1:] |= place[1:] != place[:-1]
    return company[first], place[first], row[first]


def _largest(values: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Places of the largest values, ascending; among equals the first."""
    if len(values) <= most:
        return np.arange(len(values), dtype=np.int64)
    limit = np.partition(values, len(values) - most)[len(values) - most]
    above = values > limit
    equal = np.flatnonzero(values == limit)[: most - np.count_nonzero(above)]
    above[equal] = True
    return np.flatnonzero(above)


def _shares(
    weight: NDArray[np.float64],
    candidate: IdArray,
    peer: NDArray[np.int64],
    own: tuple[IdArray, NDArray[np.int64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """What each tie says: its peer's weight, less what the candidate itself gave to it, to the power 1.35."""
    partner, at, term = own
    share: NDArray[np.float64] = (weight**PEER_POWER)[peer]
    # Candidates ascend: the ties of an own partner stand together.
    whose = distinct(partner)
    low = np.searchsorted(candidate, whose)
    mine = ranges(low, np.searchsorted(candidate, whose, side="right") - low)
    if not len(mine):
        return share
    span = int(max(partner.max(), candidate.max())) + 1
    # Peers ascend, and partners within each: the keys are in order already.
    keys = at * span + partner
    wanted = peer[mine] * span + candidate[mine]
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[place] == wanted
    mine, place = mine[hit], place[hit]
    whole = weight[peer[mine]]
    left = whole - term[place]
    # What floating point leaves of a peer known through this candidate alone is nothing.
    share[mine] = np.where(left < 1e-12 * whole, 0.0, np.maximum(left, 0.0)) ** PEER_POWER
    return share


def _nobody(anchor: int, side: Side) -> Likely:
    none = np.empty(0, np.int64)
    return Likely(anchor, side, none, np.empty(0), none, none, np.empty(0), (none, none), (none, none))


def scaled(likeness: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """√(x/(x+k)), in [0, 1)."""
    return np.sqrt(likeness / (likeness + scale))


def scale_samples(ids: Iterable[str], *partners: NDArray[np.int64]) -> tuple[IdArray, ...]:
    """
    Companies whose likely partners set the scale, ascending, for each of several counts of partners by company.

    The 400 with the smallest BLAKE2b-64 of the UTF-8 id, among those with at least 3 partners by that count.
    """
    from hashlib import blake2b

    marks = np.logical_or.reduce([counts >= SCALE_LEAST_PARTNERS for counts in partners])
    able = np.flatnonzero(marks)
    # One after the other: a store reads many ids together much faster than each by itself.
    digests = b"".join(blake2b(ident.encode(), digest_size=8).digest() for ident in compress(ids, marks.tolist()))
    hashes = np.frombuffer(digests, ">u8")
    ordered = able[np.argsort(hashes, kind="stable")].astype(np.int64)
    return tuple(np.sort(ordered[counts[ordered] >= SCALE_LEAST_PARTNERS][:SCALE_SAMPLE]) for counts in partners)


def likeness_scale(
    store: Store, sample: IdArray, side: Side, each: Callable[..., Iterable[NDArray[np.float64]]] = map
) -> float:
    """
    Scale k of one side: 99.9 % quantile (linear) of the likenesses around a sample; 0.2 under 20 companies.

    `each` applies a function to every company of the sample, in order; as `map` does, or on several threads.
    """
    if len(sample) < SCALE_LEAST_COMPANIES:
        return SCALE_DEFAULT
    values = np.concatenate(list(each(lambda number: likely(store, number, side).likeness, sample.tolist())))
    return float(np.quantile(values, SCALE_QUANTILE)) if len(values) else SCALE_DEFAULT
