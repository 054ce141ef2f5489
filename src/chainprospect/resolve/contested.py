"""Forms that several companies with identifiers bear: which of those companies merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BITS: Final = (1, 2, 4)


def merges(
    forms: NDArray[np.int64], roots: NDArray[np.int64], kinds: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Pairs of companies that one form makes one.

    Companies of a form contradict when some kind of identifier is present in both. Where none contradict, all merge.
    Where some do, those merge that fit each other and, but for each other, nobody. Each merge may settle or unsettle
    another form, so forms are taken in order again until nothing moves.

    Parameters
    ----------
    forms, roots
        Distinct (form, company), ordered by form.
    kinds
        By company: bit 1 own id, 2 USCC, 4 LEI; never 0 for those in `roots`.
    """
    distinct, place = np.unique(forms, return_inverse=True)
    bearers = np.bincount(place)
    by_kind = [np.bincount(place, weights=(kinds[roots] & bit) > 0, minlength=len(distinct)) for bit in _BITS]
    # A kind that all bearers of a form have keeps them all apart, whatever merges elsewhere.
    open_forms = bearers >= 2
    for found in by_kind:
        open_forms &= found < bearers
    live = open_forms[place]
    forms_per_root = np.bincount(roots[live], minlength=1)
    alone = np.zeros(len(roots), dtype=np.bool_)
    alone[live] = forms_per_root[roots[live]] == 1
    isolated = np.bincount(place, weights=alone, minlength=len(distinct)) == bearers
    simple = open_forms & isolated
    for found in by_kind:
        simple &= found <= 1
    starts = np.concatenate([[0], np.cumsum(bearers)[:-1]]) if len(distinct) else np.empty(0, np.int64)
    chosen = simple[place]
    left, right = roots[chosen], roots[starts[place[chosen]]]
    rest = live & ~chosen
    slow = _one_by_one(zip(forms[rest].tolist(), roots[rest].tolist(), strict=True), kinds)
    return np.concatenate([left, slow[:, 0]]), np.concatenate([right, slow[:, 1]])


def _one_by_one(bearers: Iterable[tuple[int, int]], kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    by_form: dict[int, list[int]] = defaultdict(list)
    parent: dict[int, int] = {}
    mask: dict[int, int] = {}
    for form, root in bearers:
        by_form[form].append(root)
        parent[root] = root
        mask[root] = int(kinds[root])

    def find(root: int) -> int:
        while parent[root] != root:
            parent[root] = parent[parent[root]]
            root = parent[root]
        return root

    ties: list[tuple[int, int]] = []
    moved = True
    while moved:
        moved = False
        for form in sorted(by_form):
            roots = {find(root) for root in by_form[form]}
            by_mask: dict[int, list[int]] = defaultdict(list)
            for root in roots:
                by_mask[mask[root]].append(root)
            for group in _fitting({kind: len(found) for kind, found in by_mask.items()}):
                first, *others = [by_mask[kind][0] for kind in group]
                for other in others:
                    parent[other] = first
                    mask[first] |= mask[other]
                    ties.append((first, other))
                    moved = True
    return np.array(ties, dtype=np.int64).reshape(-1, 2)


def _fitting(counts: dict[int, int]) -> list[list[int]]:
    """
    Groups of masks whose companies all fit each other and nobody else.

    Companies of one mask contradict, so that a group holds one company of each of its masks.
    """
    groups = []
    seen: set[int] = set()
    for start in sorted(counts):
        if start in seen:
            continue
        group, edge = {start}, [start]
        while edge:
            mask = edge.pop()
            found = {other for other in counts if not other & mask} - group
            group |= found
            edge += found
        seen |= group
        fit = all(not one & other for one in group for other in group if one != other)
        if len(group) >= 2 and fit and all(counts[mask] == 1 for mask in group):
            groups.append(sorted(group))
    return groups
