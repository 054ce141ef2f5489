"""Communities: companies that trade more with each other than chance would have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

# Who trades with whom, both ways, with the weight; a company's own entry is twice what lies inside it.
Around: TypeAlias = Mapping[str, Mapping[str, float]]
# Passes over all companies at most, so that the search ends on any graph.
ROUNDS: Final = 20


def communities(ties: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, ...], ...]:
    """
    Companies grouped so that more trade lies inside groups than chance would put there.

    Parameters
    ----------
    ties
        Pairs of ids with a weight above 0; direction does not count, parallel ones add up, self-ties are left out.

    Returns
    -------
    groups
        Ids in ascending order, largest group first, equal ones by their first id.

    Notes
    -----
    The Louvain method (Blondel and others, Journal of Statistical Mechanics P10008, 2008) made repeatable: companies
    are visited in id order, each goes where modularity gains most, stays where nothing gains more, and of equal gains
    takes the group of the smallest id. O(ties) a pass.
    """
    around: Around = _around(ties)
    members = {company: [company] for company in around}
    while True:
        group = _moved(around)
        if len(set(group.values())) == len(group):
            break
        around, members = _joined(around, members, group)
    return tuple(sorted((tuple(sorted(each)) for each in members.values()), key=lambda each: (-len(each), each)))


def _around(ties: Iterable[tuple[str, str, float]]) -> Around:
    around: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    # In one order, so that sums come out the same whatever the order given.
    for left, right, weight in sorted((min(a, b), max(a, b), weight) for a, b, weight in ties):
        if left != right:
            around[left][right] += weight
            around[right][left] += weight
    return around


def _moved(around: Around) -> dict[str, str]:
    """The group of each company, named by one of its members, after passes until nobody moves."""
    group = {company: company for company in around}
    degree = {company: sum(around[company].values()) for company in around}
    inside = dict(degree)
    whole = sum(degree.values())
    for _ in range(ROUNDS):
        moves = 0
        for company in sorted(around):
            home = group[company]
            inside[home] -= degree[company]
            pull: dict[str, float] = defaultdict(float, {home: 0.0})
            for partner, weight in sorted(around[company].items()):
                if partner != company:
                    pull[group[partner]] += weight
            gain = {each: round(pull[each] - degree[company] * inside[each] / whole, 12) for each in pull}
            best = min(gain, key=lambda each: (-gain[each], each != home, each))
            inside[best] += degree[company]
            moves += best != home
            group[company] = best
        if not moves:
            break
    return group


def _joined(
    around: Around, members: Mapping[str, list[str]], group: Mapping[str, str]
) -> tuple[Around, dict[str, list[str]]]:
    """Groups as companies of the next pass, each named by its smallest member."""
    name: dict[str, str] = {}
    for company in sorted(group):
        name.setdefault(group[company], company)
    joined: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    held: dict[str, list[str]] = defaultdict(list)
    for company in sorted(around):
        here = name[group[company]]
        held[here] += members[company]
        for partner, weight in sorted(around[company].items()):
            joined[here][name[group[partner]]] += weight
    return joined, held
