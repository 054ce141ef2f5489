"""Rings: goods that come back to who sold them, guarantees that come back to who gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chainprospect.model.relation import Relation

# Steps a search may take, so that a dense neighbourhood ends it too.
_MOST_STEPS = 100_000


@dataclass(frozen=True, slots=True)
class RingRules:
    """
    How far rings are looked for.

    A ring has at most `longest` companies; `relations_per_company` are read of each company on a side, `companies` at
    most in a step, and `most` rings are told.
    """

    longest: int
    relations_per_company: int = 50
    companies: int = 500
    most: int = 20


@dataclass(frozen=True, slots=True)
class Ring:
    """
    Companies in a ring, by id, from the one that was asked for; each is tied to the next and the last to the first.

    `relations` are those ties in that order; `smallest` is the smallest amount on it, CNY a year, None where any is
    unknown. `related` says that two of its companies are of one ownership group.
    """

    companies: tuple[str, ...]
    relations: tuple[Relation, ...]
    smallest: float | None
    related: bool


@dataclass(frozen=True, slots=True)
class Rings:
    """
    Rings through one company, short ones first, then by ids.

    `whole` is false where the budgets left relations out or there are more rings than are told. `names` are those of
    the companies in them, by id.
    """

    rings: tuple[Ring, ...]
    whole: bool
    names: Mapping[str, str] = field(default_factory=dict)


def rings_through(
    ways: Mapping[str, Sequence[str]], start: str, longest: int, most: int
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """
    Rings through one company.

    Parameters
    ----------
    ways
        Ids that each company leads to.
    longest
        Companies that a ring has at most (2 or more).
    most
        Rings that are told.

    Returns
    -------
    rings
        Each the ids of its companies from `start`, in the order (length, ids); and whether these are all.
    """
    back = _steps_back(ways, start, longest)
    found: list[tuple[str, ...]] = []
    steps = 0
    for length in range(2, longest + 1):
        stack: list[tuple[str, ...]] = [(start,)]
        while stack:
            path = stack.pop()
            steps += 1
            if steps > _MOST_STEPS:
                return tuple(found), False
            onward = sorted(set(ways.get(path[-1], ())))
            if len(path) == length:
                if start in onward:
                    if len(found) == most:
                        return tuple(found), False
                    found.append(path)
                continue
            left = length - len(path)
            # The last pushed is looked at first.
            stack += [
                (*path, each) for each in reversed(onward) if each not in path and back.get(each, left + 1) <= left
            ]
    return tuple(found), True


def _steps_back(ways: Mapping[str, Sequence[str]], start: str, longest: int) -> dict[str, int]:
    """Fewest steps from each company to `start`."""
    into: dict[str, list[str]] = {}
    for source, targets in ways.items():
        for target in targets:
            into.setdefault(target, []).append(source)
    steps, frontier = {start: 0}, [start]
    for step in range(1, longest):
        frontier = [each for company in frontier for each in into.get(company, ()) if each not in steps]
        steps.update(dict.fromkeys(frontier, step))
    return steps


def ring_of(companies: Sequence[str], ties: Mapping[tuple[str, str], Relation], groups: Mapping[str, int]) -> Ring:
    """A ring with its relations, by the ids of its companies in order; `groups` are their ownership groups."""
    relations = tuple(ties[pair] for pair in zip(companies, [*companies[1:], companies[0]], strict=True))
    amounts = [relation.amount_cny for relation in relations]
    known = [amount for amount in amounts if amount is not None]
    return Ring(
        tuple(companies),
        relations,
        min(known) if len(known) == len(amounts) else None,
        len({groups[company] for company in companies}) < len(companies),
    )
