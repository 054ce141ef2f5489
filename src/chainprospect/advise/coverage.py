"""Coverage: a few anchors that together reach most of the prospects that nobody serves yet."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Set
from dataclasses import dataclass
from math import e
from typing import Final

# What greedy reaches is at least this part of the best possible, and no fast method does better in general.
GUARANTEE: Final = 1 - 1 / e


@dataclass(frozen=True, slots=True)
class Pick:
    """One anchor: the prospects it adds to those before it, ascending, and how many all so far cover; by number."""

    anchor: int
    new: tuple[int, ...]
    covered: int

    @property
    def gain(self) -> int:
        """How many prospects it adds."""
        return len(self.new)


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    Anchors in the order to mine them.

    `reachable` counts the prospects that all anchors reach together; `at_most` is a bound that no choice of as many
    anchors goes beyond; `rounds` counts how often a gain was computed.
    """

    picks: tuple[Pick, ...]
    reachable: int
    at_most: int
    rounds: int

    @property
    def covered(self) -> int:
        """How many prospects the picked anchors cover."""
        return self.picks[-1].covered if self.picks else 0


def cover(reaches: Mapping[int, Set[int]], count: int) -> Coverage:
    """
    Anchors that together reach the most prospects, one after the other, each with what it adds.

    Parameters
    ----------
    reaches
        Prospects that each anchor reaches, both by company number.
    count
        Anchors at most; one that adds nothing is not picked.

    Notes
    -----
    Greedy maximum coverage reaches at least 1 − 1/e (63 %) of the best choice of as many anchors (Nemhauser, Wolsey and
    Fisher, Mathematical Programming 14, 1978). Gains only shrink, so that an old gain is a bound and most are never
    computed again (lazy greedy: Minoux 1978). `at_most` is the least of three bounds: all that is reachable, the
    `count` largest reaches, and what is covered plus the `count` largest gains left. Ties by
    number, that is by company id.
    """
    waiting = [(-len(prospects), anchor) for anchor, prospects in reaches.items()]
    heapq.heapify(waiting)
    covered: set[int] = set()
    picks: list[Pick] = []
    rounds = 0
    while waiting and len(picks) < count:
        _, anchor = heapq.heappop(waiting)
        new = reaches[anchor] - covered
        rounds += 1
        if waiting and (-len(new), anchor) > waiting[0]:
            heapq.heappush(waiting, (-len(new), anchor))
            continue
        if not new:
            break
        covered |= new
        picks.append(Pick(anchor, tuple(sorted(new)), len(covered)))
    reachable = len(set[int]().union(*reaches.values()))
    largest = sorted((len(each) for each in reaches.values()), reverse=True)
    left = sorted((len(each - covered) for each in reaches.values()), reverse=True)
    at_most = min(reachable, sum(largest[:count]), len(covered) + sum(left[:count]))
    return Coverage(tuple(picks), reachable, at_most, rounds)
