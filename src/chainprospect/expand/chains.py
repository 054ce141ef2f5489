"""Chains: the best paths from the anchors to one candidate, kept as evidence."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from chainprospect.expand.reach import MIDDLEMEN_IN_A_ROW, Hops, ViaTies, Walk
from chainprospect.expand.reached import Reached
from chainprospect.model.relation import Side

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


@dataclass(frozen=True, slots=True)
class _Hop:
    near: int
    relation: int
    strength: float
    known: bool


class ChainFinder:
    """
    Finds the best chains of one candidate after another on what the walks found.

    Order: fewest tiers, then upstream before downstream, then the largest weakest-hop tie strength, fewest hops, ids.
    Preparing is O(relations found · log); one candidate costs what lies between it and the anchors within its tiers.
    """

    def __init__(self, reached: Reached) -> None:
        self._walks = [(_Sources(item.hops), item) for item in reached.walks]
        self._via = reached.via

    def chains(self, company: int) -> tuple[Path, ...]:
        """At most three chains of a candidate, best first."""
        found = list(_via_chains(self._via, company))
        if found:
            return tuple(sorted(found, key=_order)[:CHAINS_KEPT])
        reaching = []
        for sources, item in self._walks:
            place = int(np.searchsorted(item.company, company))
            if place < len(item.company) and item.company[place] == company:
                reaching.append((sources, item, int(item.tier[place])))
        deepest = max((item.tiers for _, item, _ in reaching), default=0)
        for tiers in range(1, deepest + 1):
            at_tier: list[Path] = []
            for sources, item, least in reaching:
                if least <= tiers <= item.tiers:
                    at_tier += _search(sources, item, company, tiers)
            found += sorted(at_tier, key=_order)
            if len(found) >= CHAINS_KEPT:
                break
        return tuple(found[:CHAINS_KEPT])


def _order(path: Path) -> tuple[int, int, float, int, tuple[int, ...]]:
    side = 0 if path.side == Side.UPSTREAM else 1
    return path.tiers, side, -min(path.strengths), len(path.relations), path.companies


class _Sources:
    """Who each company was found from: the strongest relation of each pair."""

    def __init__(self, hops: Hops) -> None:
        order = np.lexsort((hops.relation, -hops.strength, hops.near, hops.far))
        near, far = hops.near[order], hops.far[order]
        first = np.ones(len(far), np.bool_)
        first[1:] = (far[1:] != far[:-1]) | (near[1:] != near[:-1])
        self._rows = order[first]
        self._far = far[first]
        self._hops = hops

    def of(self, company: int) -> Iterator[_Hop]:
        """Hops that lead to `company`, by the near company's number."""
        low, high = np.searchsorted(self._far, [company, company + 1])
        hops = self._hops
        for row in self._rows[low:high].tolist():
            yield _Hop(int(hops.near[row]), int(hops.relation[row]), float(hops.strength[row]), bool(hops.known[row]))


def _search(sources: _Sources, found: Walk, company: int, tiers: int) -> list[Path]:
    """The best chains of exactly so many tiers, best first: best-first search inside what can lead there."""
    ahead, rest = _between(sources, found, company, tiers)
    paths: list[Path] = []
    # (bound of tiers left unused is fixed; weakest hop, hops, companies) orders what is popped.
    queue: list[tuple[float, int, tuple[int, ...], int, int, tuple[_Hop, ...]]] = []
    heapq.heappush(queue, (-np.inf, 0, (found.anchor,), 0, 0, ()))
    for _ in range(SEARCH_LIMIT):
        if not queue or len(paths) == CHAINS_KEPT:
            break
        weakest, hops, companies, used, run, taken = heapq.heappop(queue)
        here = companies[-1]
        if here == company:
            if used == tiers:
                paths.append(_path(found.side, tiers, companies, taken))
            continue
        spent = used if run else used + 1
        for hop, far in ahead.get(here, ()):
            if far in companies or spent + rest[far] > tiers:
                continue
            next_run = (run + 1) % (MIDDLEMEN_IN_A_ROW + 1) if _is_middleman(found, far) else 0
            heapq.heappush(
                queue,
                (max(weakest, -hop.strength), hops + 1, (*companies, far), spent, next_run, (*taken, hop)),
            )
    return paths


def _path(side: Side, tiers: int, companies: tuple[int, ...], taken: tuple[_Hop, ...]) -> Path:
    return Path(
        side,
        tiers,
        companies,
        tuple(hop.relation for hop in taken),
        tuple(hop.strength for hop in taken),
        tuple(hop.known for hop in taken),
    )


def _between(
    sources: _Sources, found: Walk, company: int, tiers: int
) -> tuple[dict[int, list[tuple[_Hop, int]]], dict[int, int]]:
    """Hops on chains from the anchor to `company` within `tiers`, by near company, and the tiers each still needs."""
    rest = {company: 0}
    ahead: dict[int, list[tuple[_Hop, int]]] = defaultdict(list)
    ring = [company]
    done: set[int] = set()
    while ring:
        wider: list[int] = []
        for far in ring:
            if far in done or far == found.anchor:
                continue
            done.add(far)
            for hop in sources.of(far):
                middle = _is_middleman(found, hop.near)
                need = rest[far] + (0 if middle else 1)
                if _tier(found, hop.near) + need > tiers or hop.near == company:
                    continue
                ahead[hop.near].append((hop, far))
                if need < rest.get(hop.near, tiers + 1):
                    rest[hop.near] = need
                    done.discard(hop.near)
                    wider.append(hop.near)
                elif hop.near not in done:
                    wider.append(hop.near)
        ring = wider
    return {near: sorted(set(hops), key=lambda item: item[1]) for near, hops in ahead.items()}, rest


def _tier(found: Walk, company: int) -> int:
    if company == found.anchor:
        return 0
    place = int(np.searchsorted(found.company, company))
    return int(found.tier[place])


def _is_middleman(found: Walk, company: int) -> bool:
    if company == found.anchor:
        return False
    return bool(found.middleman[int(np.searchsorted(found.company, company))])


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
