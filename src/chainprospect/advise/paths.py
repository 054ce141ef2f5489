"""Most probable paths: a few of the best ways from one party to another, when every step may fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from math import log, prod
from typing import TypeAlias

# Parties are known by a text; each leads to others, with the probability in (0, 1] that the step succeeds.
Ways: TypeAlias = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Path:
    """Parties in order, and the probability that every step between them succeeds."""

    parties: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class _Closed:
    """What a search may not use: parties, and steps."""

    parties: Set[str] = frozenset()
    steps: Set[tuple[str, str]] = frozenset()


def best_paths(ways: Ways, start: str, goal: str, most_steps: int, count: int) -> tuple[Path, ...]:
    """
    The `count` most probable paths that meet no party twice.

    Parameters
    ----------
    most_steps
        Steps in a path, 1 or more.

    Returns
    -------
    paths
        Most probable first; of equally probable ones the shorter, then by the parties' texts. Fewer than `count`
        where there are no more.

    Notes
    -----
    Yen's algorithm (Management Science 17, 1971) on the lengths -ln p, of which the sum is least where the product of
    the probabilities is largest; O(count · steps² · ties).
    """
    first = _best(ways, (start,), goal, most_steps, _Closed())
    found = [] if first is None else [first]
    waiting: dict[tuple[str, ...], float] = {}
    while found and len(found) < count:
        _branch(ways, found, goal, most_steps, waiting)
        if not waiting:
            break
        chosen = min(waiting, key=lambda parties: _order(waiting[parties], parties))
        found.append(chosen)
        del waiting[chosen]
    return tuple(Path(parties, probability(ways, parties)) for parties in found)


def probability(ways: Ways, parties: Sequence[str]) -> float:
    """Probability that every step of a path succeeds, rounded to 12 decimals."""
    return round(prod(ways[left][right] for left, right in pairwise(parties)), 12)


def at_least_one(paths: Sequence[Path], cold: float = 0.0) -> float:
    """
    Probability that some way succeeds: 1 − Π(1 − p) over paths that share no party between their ends.

    Paths are taken in the order given, those that meet a party of one taken before are passed over: what they share
    may fail for both. `cold` is the probability of a call without introduction, which shares nothing.
    """
    met: set[str] = set()
    fails = 1.0 - cold
    for path in paths:
        between = set(path.parties[1:-1])
        if not between & met:
            met |= between
            fails *= 1.0 - path.probability
    return round(1.0 - fails, 12)


def _branch(
    ways: Ways, found: Sequence[tuple[str, ...]], goal: str, most_steps: int, waiting: dict[tuple[str, ...], float]
) -> None:
    """Add to `waiting` the best paths that leave the last one found at each of its parties."""
    last = found[-1]
    for at in range(len(last) - 1):
        root = last[: at + 1]
        taken = {(path[at], path[at + 1]) for path in found if path[: at + 1] == root}
        closed = _Closed(frozenset(root[:-1]), frozenset(taken))
        path = _best(ways, root, goal, most_steps - at, closed)
        if path is not None and path not in found:
            waiting[path] = _length(ways, path)


def _best(ways: Ways, root: tuple[str, ...], goal: str, most_steps: int, closed: _Closed) -> tuple[str, ...] | None:
    """The most probable path that goes on from `root` within so many more steps; by Bellman's recursion over steps."""
    reached: dict[str, tuple[float, tuple[str, ...]]] = {root[-1]: (0.0, root)}
    best: tuple[float, tuple[str, ...]] | None = None
    for _ in range(most_steps):
        further: dict[str, tuple[float, tuple[str, ...]]] = {}
        for party, (length, path) in reached.items():
            for after, chance in ways.get(party, {}).items():
                if after in path or after in closed.parties or (party, after) in closed.steps:
                    continue
                candidate = (length - log(chance), (*path, after))
                if after not in further or _order(*candidate) < _order(*further[after]):
                    further[after] = candidate
        here = further.pop(goal, None)
        if here is not None and (best is None or _order(*here) < _order(*best)):
            best = here
        reached = further
    return None if best is None else best[1]


def _length(ways: Ways, parties: Sequence[str]) -> float:
    return sum(-log(ways[left][right]) for left, right in pairwise(parties))


def _order(length: float, parties: tuple[str, ...]) -> tuple[float, int, tuple[str, ...]]:
    # Sums of the same logarithms in another order must compare equal.
    return round(length, 12), len(parties), parties
