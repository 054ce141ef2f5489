"""Reach: walk goods-flow arrows outward from the anchors, tier by tier."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chainprospect.expand.ties import tie_strength, walk_weight
from chainprospect.model.company import IdArray
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, RelationBatch, Side
from chainprospect.model.rules import ReachRules
from chainprospect.model.runs import among, distinct, firsts, union

SIDES = (Side.UPSTREAM, Side.DOWNSTREAM, Side.VIA)
# Middlemen in a row that lengthen the chain but not the tier; the next one counts as ordinary.
MIDDLEMEN_IN_A_ROW = 2


@dataclass(frozen=True, slots=True, eq=False)
class Hops:
    """
    Relations a walk found, as aligned columns, in (near, far, relation) order.

    `near` is the end from which the walk came, `far` the end it found. `strength` and `known` are the tie strength,
    `weight` the weight that proximity flows by.
    """

    near: IdArray
    far: IdArray
    relation: NDArray[np.int64]
    strength: NDArray[np.float64]
    known: NDArray[np.bool_]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """
    What was reached from one anchor on one side within `tiers`.

    `company` is ascending; `tier`, `middleman`, and of the best chain's weakest hop the `strength` and whether it is
    `known` or may be `unknown` (both when equally good chains differ) are aligned with it. `hops` are the relations
    found; `asked` and `left_out` say of every company whose relations were read how many the budget left out.
    """

    anchor: int
    side: Side
    tiers: int
    company: IdArray
    tier: NDArray[np.int64]
    middleman: NDArray[np.bool_]
    strength: NDArray[np.float64]
    known: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    hops: Hops
    asked: IdArray
    left_out: NDArray[np.int64]
    cut_companies: int


@dataclass(slots=True)
class _States:
    """Walk states found so far: a company with the middlemen in a row that end at it (0: ordinary)."""

    key: IdArray = field(default_factory=lambda: np.empty(0, np.int64))
    tier: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    strength: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    known: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    unknown: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))


_RUNS = MIDDLEMEN_IN_A_ROW + 1


def walk(store: Store, anchor: int, side: Side, tiers: int, rules: ReachRules, as_of_day: int | None) -> Walk:
    """
    Walk one side of one anchor.

    A chain never turns round. A trade middleman lengthens the chain but not the tier: what it trades stands where it
    stands, also at the last tier; the third in a row counts as ordinary.

    Parameters
    ----------
    tiers
        Goods-flow steps, 0-6.

    Returns
    -------
    found
        Everything within `tiers`, at most `rules.companies` companies in (tier, id) order.

    Notes
    -----
    O(relations touched); independent of the size of the graph.
    """
    walker = _Walker(store, anchor, side, rules, as_of_day)
    for tier in range(1, tiers + 1):
        if not walker.step(tier):
            break
    return walker.result(tiers)


class _Walker:
    """One walk under way."""

    def __init__(self, store: Store, anchor: int, side: Side, rules: ReachRules, as_of_day: int | None) -> None:
        self.store, self.anchor, self.side, self.rules, self.as_of_day = store, anchor, side, rules, as_of_day
        self.states = _States(
            key=np.array([anchor * _RUNS], np.int64),
            tier=np.zeros(1, np.int64),
            strength=np.full(1, np.inf),
            known=np.zeros(1, np.bool_),
            unknown=np.zeros(1, np.bool_),
        )
        self.company = np.array([anchor], np.int64)
        self.middleman = np.zeros(1, np.bool_)
        self.read: list[tuple[IdArray, Hops, NDArray[np.int64]]] = []
        self.asked = np.empty(0, np.int64)
        self.cut_companies = 0

    def step(self, tier: int) -> bool:
        """Walk one tier on; false when nothing new was found or the budget of companies is spent."""
        before = len(self.states.key)
        ordinary = (self.states.tier == tier - 1) & (self.states.key % _RUNS == 0)
        if not ordinary.any():
            return False
        self._expand(np.flatnonzero(ordinary), tier)
        for run in range(1, _RUNS):
            in_row = (self.states.tier == tier) & (self.states.key % _RUNS == run)
            if in_row.any():
                self._expand(np.flatnonzero(in_row), tier)
        return len(self.states.key) > before and not self.cut_companies

    def _expand(self, states: NDArray[np.int64], tier: int) -> None:
        """Find what the companies of these states trade with and give it its state at `tier`."""
        companies, run = self.states.key[states] // _RUNS, self.states.key[states] % _RUNS
        hops, batch = self._relations(companies)
        keep = self._admit(batch)
        if not keep.any():
            return
        far, origin = hops.far[keep], batch.origin[keep]
        strength, known = hops.strength[keep], hops.known[keep]
        middle = self.middleman[np.searchsorted(self.company, far)]
        next_run = np.where(middle, (run[origin] + 1) % _RUNS, 0)
        best, state_known, state_unknown = (
            self.states.strength[states][origin],
            self.states.known[states][origin],
            self.states.unknown[states][origin],
        )
        # The first of several equally weak hops, counted from the anchor, is the weakest.
        here = strength < best
        self._merge(
            far * _RUNS + next_run,
            np.minimum(strength, best),
            np.where(here, known, state_known),
            np.where(here, ~known, state_unknown),
            tier,
        )

    def _relations(self, companies: IdArray) -> tuple[Hops, RelationBatch]:
        batch = self.store.relations_of(companies, self.side, Kinds.GOODS, self.rules.relations_per_company)
        strength, known = tie_strength(batch, self.as_of_day)
        hops = Hops(
            companies[batch.origin],
            batch.other,
            batch.relation,
            strength,
            known,
            walk_weight(batch, self.as_of_day),
        )
        fresh = ~among(companies, self.asked)
        if fresh.any():
            left_out = batch.total - np.bincount(batch.origin, minlength=len(companies))
            self.read.append((companies[fresh], _pick(hops, fresh[batch.origin]), left_out[fresh]))
            self.asked = union(self.asked, companies[fresh])
        return hops, batch

    def _admit(self, batch: RelationBatch) -> NDArray[np.bool_]:
        """Which far ends may be reached: never the anchor, and new ones only while the budget of companies lasts."""
        far = batch.other
        fresh = np.flatnonzero(~among(far, self.company))
        fresh = fresh[np.argsort(far[fresh], kind="stable")]
        fresh = fresh[firsts(far[fresh])]
        new = far[fresh]
        room = self.rules.companies - (len(self.company) - 1)
        self.cut_companies += max(len(new) - room, 0)
        new = new[: max(room, 0)]
        if len(new):
            company = np.concatenate([self.company, new])
            middleman = np.concatenate([self.middleman, batch.middlemen(fresh[: len(new)])])
            order = np.argsort(company, kind="stable")
            self.company, self.middleman = company[order], middleman[order]
        admitted: NDArray[np.bool_] = among(far, self.company) & (far != self.anchor)
        return admitted

    def _merge(
        self,
        key: IdArray,
        strength: NDArray[np.float64],
        known: NDArray[np.bool_],
        unknown: NDArray[np.bool_],
        tier: int,
    ) -> None:
        """Keep, of every state not found at an earlier tier, the largest weakest hop."""
        at_tier = self.states.tier == tier
        fresh = ~among(key, np.sort(self.states.key[~at_tier]))
        key = np.concatenate([self.states.key[at_tier], key[fresh]])
        strength = np.concatenate([self.states.strength[at_tier], strength[fresh]])
        known = np.concatenate([self.states.known[at_tier], known[fresh]])
        unknown = np.concatenate([self.states.unknown[at_tier], unknown[fresh]])
        if not len(key):
            return
        order = np.lexsort((-strength, key))
        key, strength, known, unknown = key[order], strength[order], known[order], unknown[order]
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        group = np.cumsum(np.concatenate([[True], key[1:] != key[:-1]])) - 1
        equal = strength == strength[starts][group]
        old = ~at_tier
        self.states = _States(
            np.concatenate([self.states.key[old], key[starts]]),
            np.concatenate([self.states.tier[old], np.full(len(starts), tier, np.int64)]),
            np.concatenate([self.states.strength[old], strength[starts]]),
            np.concatenate([self.states.known[old], np.logical_or.reduceat(known & equal, starts)]),
            np.concatenate([self.states.unknown[old], np.logical_or.reduceat(unknown & equal, starts)]),
        )

    def result(self, tiers: int) -> Walk:
        """Reached companies with their lowest tier and, at that tier, the best chain's weakest hop."""
        states = self.states
        company = states.key // _RUNS
        order = np.lexsort((-states.strength, states.tier, company))
        order = order[company[order] != self.anchor]
        company, tier, strength = company[order], states.tier[order], states.strength[order]
        first = np.concatenate([[True], company[1:] != company[:-1]]) if len(company) else np.empty(0, np.bool_)
        starts, group = np.flatnonzero(first), np.cumsum(first) - 1
        equal = (tier == tier[starts][group]) & (strength == strength[starts][group])
        known = np.logical_or.reduceat(states.known[order] & equal, starts) if len(starts) else first
        unknown = np.logical_or.reduceat(states.unknown[order] & equal, starts) if len(starts) else first
        hops = _sorted(_join([part for _, part, _ in self.read]))
        inside = among(hops.far, self.company)
        return Walk(
            self.anchor,
            self.side,
            tiers,
            company[starts],
            tier[starts],
            self.middleman[np.searchsorted(self.company, company[starts])],
            strength[starts],
            known,
            unknown,
            _pick(hops, inside),
            np.concatenate([part for part, _, _ in self.read]) if self.read else np.empty(0, np.int64),
            np.concatenate([part for _, _, part in self.read]) if self.read else np.empty(0, np.int64),
            self.cut_companies,
        )


def _pick(hops: Hops, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Hops:
    return Hops(
        hops.near[rows], hops.far[rows], hops.relation[rows], hops.strength[rows], hops.known[rows], hops.weight[rows]
    )


def _sorted(hops: Hops) -> Hops:
    return _pick(hops, np.lexsort((hops.relation, hops.far, hops.near)))


def _join(parts: list[Hops]) -> Hops:
    if not parts:
        none = np.empty(0, np.int64)
        return Hops(none, none, none, np.empty(0), np.empty(0, np.bool_), np.empty(0))
    return Hops(
        np.concatenate([part.near for part in parts]),
        np.concatenate([part.far for part in parts]),
        np.concatenate([part.relation for part in parts]),
        np.concatenate([part.strength for part in parts]),
        np.concatenate([part.known for part in parts]),
        np.concatenate([part.weight for part in parts]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class ViaTies:
    """
    Companies met through an intermediary of an anchor (`through` its number) or referred by the anchor (`through` -1).

    One row a way, as aligned columns in (company, anchor, through) order: relation numbers of the first and second
    hop (`second` is -1 for a referral), their strengths and whether they are known.
    """

    company: IdArray
    anchor: IdArray
    through: IdArray
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    first_strength: NDArray[np.float64]
    second_strength: NDArray[np.float64]
    first_known: NDArray[np.bool_]
    second_known: NDArray[np.bool_]
    left_out: int


def via_ties(store: Store, anchors: IdArray, rules: ReachRules, as_of_day: int | None) -> ViaTies:
    """
    Ways to companies that share an intermediary with an anchor, or that an anchor refers.

    An intermediary brings its first `rules.companies_per_intermediary` companies in budget order; anchors never count
    as found.
    """
    up = store.relations_of(anchors, Side.UPSTREAM, Kinds.INTERMEDIATES, rules.relations_per_company)
    helpers = distinct(up.other)
    down = store.relations_of(helpers, Side.DOWNSTREAM, Kinds.INTERMEDIATES, rules.companies_per_intermediary)
    up_strength, up_known = tie_strength(up, as_of_day)
    down_strength, down_known = tie_strength(down, as_of_day)
    left_out = int(up.total.sum() - len(up.other) + down.total.sum() - len(down.other))

    # Every (anchor, intermediary) row meets every (intermediary, company) row of the same intermediary.
    position = np.searchsorted(helpers, up.other)
    counts = np.bincount(down.origin, minlength=len(helpers))
    starts = np.concatenate([[0], np.cumsum(counts)])
    repeat = counts[position]
    left = np.repeat(np.arange(len(up.other)), repeat)
    right = np.repeat(starts[position], repeat) + _ramps(repeat)

    refers = store.relations_of(anchors, Side.DOWNSTREAM, Kinds.REFERS, rules.relations_per_company)
    refer_strength, refer_known = tie_strength(refers, as_of_day)
    left_out += int(refers.total.sum() - len(refers.other))
    alone = np.full(len(refers.other), -1, np.int64)

    company = np.concatenate([down.other[right], refers.other])
    anchor = np.concatenate([anchors[up.origin[left]], anchors[refers.origin]])
    through = np.concatenate([up.other[left], alone])
    columns = ViaTies(
        company,
        anchor,
        through,
        np.concatenate([up.relation[left], refers.relation]),
        np.concatenate([down.relation[right], alone]),
        np.concatenate([up_strength[left], refer_strength]),
        np.concatenate([down_strength[right], refer_strength]),
        np.concatenate([up_known[left], refer_known]),
        np.concatenate([down_known[right], refer_known]),
        left_out,
    )
    fresh = ~among(company, np.sort(anchors))
    order = np.lexsort((through, anchor, company))
    return pick_via(columns, order[fresh[order]])


def pick_via(ties: ViaTies, rows: NDArray[np.bool_] | NDArray[np.int64]) -> ViaTies:
    """The chosen rows of `ties`, in the order given."""
    return ViaTies(
        ties.company[rows],
        ties.anchor[rows],
        ties.through[rows],
        ties.first[rows],
        ties.second[rows],
        ties.first_strength[rows],
        ties.second_strength[rows],
        ties.first_known[rows],
        ties.second_known[rows],
        ties.left_out,
    )


def _ramps(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … of each length, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) - np.repeat(ends - lengths, lengths)


def left_out_by_budget(walks: list[Walk]) -> int:
    """Relations that the budget left out, each company and side counted once however many anchors came by."""
    total = 0
    for side in (Side.UPSTREAM, Side.DOWNSTREAM):
        of_side = [item for item in walks if item.side == side]
        if of_side:
            asked = np.concatenate([item.asked for item in of_side])
            left_out = np.concatenate([item.left_out for item in of_side])
            total += int(left_out[np.unique(asked, return_index=True)[1]].sum())
    return total
