"""Chains: the best paths from the anchors to one candidate, kept as evidence."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from chainprospect.expand.reach import MIDDLEMEN_IN_A_ROW, ViaTies, Walk
from chainprospect.expand.reached import Reached
from chainprospect.model.relation import Side
from chainprospect.model.runs import firsts

CHAINS_KEPT: Final = 3
# Beyond so many partial paths the rest of a tier's chains are not looked at; only dense, deep walks come near it.
SEARCH_LIMIT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Path:
    """
    One chain by numbers, anchor first.

    `relations[i]`, `strengths[i]` and `known[i]` belong to the hop between `companies[i]` and `companies[i + 1]`.
    """

    side: Side
    tiers: int
    companies: tuple[int, ...]
    relations: tuple[int, ...]
    strengths: tuple[float, ...]
    known: tuple[bool, ...]

    @property
    def weakest(self) -> int:
        """Index of the weakest hop, the first of equals."""
        return self.strengths.index(min(self.strengths))


# A hop by the company it comes from: near company, relation, strength, whether anything is known of it.
_Hop: TypeAlias = tuple[int, int, float, bool]


class ChainFinder:
    """
    Finds the best chains of one candidate after another on what the walks found.

    Order: fewest tiers, then upstream before downstream, then the largest weakest-hop tie strength, fewest hops, ids.
    Preparing is O(relations found · log); one candidate costs what lies between it and the anchors within its tiers.
    """

    def __init__(self, reached: Reached) -> None:
        self._trails = [_Trail(item) for item in reached.walks]
        self._via = reached.via

    def chains(self, company: int) -> tuple[Path, ...]:
        """At most three chains of a candidate, best first."""
        found = list(_via_chains(self._via, company))
        if found:
            return tuple(sorted(found, key=_order)[:CHAINS_KEPT])
        reaching = [(trail, trail.tiers[company]) for trail in self._trails if company in trail.tiers]
        deepest = max((trail.walk.tiers for trail, _ in reaching), default=0)
        for tiers in range(1, deepest + 1):
            at_tier: list[Path] = []
            for trail, least in reaching:
                if least <= tiers <= trail.walk.tiers:
                    at_tier += _search(trail, company, tiers)
            found += sorted(at_tier, key=_order)
            if len(found) >= CHAINS_KEPT:
                break
        return tuple(found[:CHAINS_KEPT])


def _order(path: Path) -> tuple[int, int, float, int, tuple[int, ...]]:
    side = 0 if path.side == Side.UPSTREAM else 1
    return path.tiers, side, -min(path.strengths), len(path.relations), path.companies


class _Trail:
    """One walk as chains are searched on it: its companies by number, and who each was found from."""

    def __init__(self, walk: Walk) -> None:
        hops = walk.hops
        order = np.lexsort((hops.relation, -hops.strength, hops.near, hops.far))
        # The strongest relation of each pair.
        order = order[firsts(hops.far[order]) | firsts(hops.near[order])]
        self.walk = walk
        self.tiers: dict[int, int] = dict(zip(walk.company.tolist(), walk.tier.tolist(), strict=True))
        self.middlemen: set[int] = set(walk.company[walk.middleman].tolist())
        self._far = hops.far[order]
        self._columns = [column[order] for column in (hops.near, hops.relation, hops.strength, hops.known)]
        self._sources: dict[int, list[_Hop]] = {}

    def sources(self, company: int) -> list[_Hop]:
        """Hops that lead to `company`, by the near company's number."""
        found = self._sources.get(company)
        if found is None:
            low, high = self._far.searchsorted((company, company + 1)).tolist()
            found = self._sources[company] = list(
                zip(*(column[low:high].tolist() for column in self._columns), strict=True)
            )
        return found

    def tier(self, company: int) -> int:
        """Tier of a company of the walk, 0 for its anchor."""
        return 0 if company == self.walk.anchor else self.tiers[company]


def _search(trail: _Trail, company: int, tiers: int) -> list[Path]:
    """The best chains of exactly so many tiers, best first: best-first search inside what can lead there."""
    ahead, rest = _between(trail, company, tiers)
    paths: list[Path] = []
    # (bound of tiers left unused is fixed; weakest hop, hops, companies) orders what is popped.
    queue: list[tuple[float, int, tuple[int, ...], int, int, tuple[_Hop, ...]]] = []
    heapq.heappush(queue, (-np.inf, 0, (trail.walk.anchor,), 0, 0, ()))
    for _ in range(SEARCH_LIMIT):
        if not queue or len(paths) == CHAINS_KEPT:
            break
        weakest, hops, companies, used, run, taken = heapq.heappop(queue)
        here = companies[-1]
        if here == company:
            if used == tiers:
                paths.append(_path(trail.walk.side, tiers, companies, taken))
            continue
        spent = used if run else used + 1
        for hop, far in ahead.get(here, ()):
            if far in companies or spent + rest[far] > tiers:
                continue
            next_run = (run + 1) % (MIDDLEMEN_IN_A_ROW + 1) if far in trail.middlemen else 0
            heapq.heappush(
                queue,
                (max(weakest, -hop[2]), hops + 1, (*companies, far), spent, next_run, (*taken, hop)),
            )
    return paths


def _path(side: Side, tiers: int, companies: tuple[int, ...], taken: tuple[_Hop, ...]) -> Path:
    _, relations, strengths, known = zip(*taken, strict=True)
    return Path(side, tiers, companies, relations, strengths, known)


def _between(trail: _Trail, company: int, tiers: int) -> tuple[dict[int, list[tuple[_Hop, int]]], dict[int, int]]:
    """Hops on chains from the anchor to `company` within `tiers`, by near company, and the tiers each still needs."""
    rest = {company: 0}
    ahead: dict[int, list[tuple[_Hop, int]]] = defaultdict(list)
    ring = [company]
    done: set[int] = set()
    while ring:
        wider: list[int] = []
        for far in ring:
            if far in done or far == trail.walk.anchor:
                continue
            done.add(far)
            for hop in trail.sources(far):
                near = hop[0]
                need = rest[far] + (0 if near in trail.middlemen else 1)
                if near == company or trail.tier(near) + need > tiers:
                    continue
                ahead[near].append((hop, far))
                if need < rest.get(near, tiers + 1):
                    rest[near] = need
                    done.discard(near)
                    wider.append(near)
                elif near not in done:
                    wider.append(near)
        ring = wider
    return {near: sorted(set(hops), key=lambda item: item[1]) for near, hops in ahead.items()}, rest


def _via_chains(via: ViaTies, company: int) -> Iterator[Path]:
    low, high = np.searchsorted(via.company, [company, company + 1])
    for row in range(int(low), int(high)):
        anchor, through = int(via.anchor[row]), int(via.through[row])
        first, second = int(via.first[row]), int(via.second[row])
        strengths = (float(via.first_strength[row]), float(via.second_strength[row]))
        known = (bool(via.first_known[row]), bool(via.second_known[row]))
        if through < 0:
            yield Path(Side.VIA, 1, (anchor, company), (first,), strengths[:1], known[:1])
        else:
            yield Path(Side.VIA, 1, (anchor, through, company), (first, second), strengths, known)
