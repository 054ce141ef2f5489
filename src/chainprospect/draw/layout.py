"""Where companies stand: x is the signed tier, y is ordered by barycentre sweeps so that few ties cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.draw.scene import ANCHOR, CENTRE, DOWN, LOOKALIKE, UP, VIA, Scene

SWEEPS: Final = 6

# Columns of the picture; the tier columns are the signed tiers themselves, the bands lie below them.
BAND_UP: Final = -100
BAND_VIA: Final = 100
BAND_DOWN: Final = 101


@dataclass(frozen=True, slots=True)
class Layout:
    """
    Column and order of every company, and who is shown before anything is opened.

    `column` is the signed tier (0 for the anchors), or one of the bands `BAND_UP` (lookalikes among suppliers),
    `BAND_VIA` (introduced) and `BAND_DOWN` (lookalikes among buyers). `order` counts from 0 at the top of its column.
    `depth` counts the middlemen a company stands behind within its tier. `first` marks the opening view.
    `crossings` counts crossing pairs of ties between neighbouring columns.
    """

    column: NDArray[np.int16]
    order: NDArray[np.int32]
    depth: NDArray[np.int8]
    first: NDArray[np.bool_]
    crossings: int


def arrange(scene: Scene, *, rows: int = 16, children: int = 10, band: int = 6) -> Layout:
    """
    Lay out a scene.

    Children of one parent stand together, parents in the order that crosses fewest ties: columns are sorted by the
    mean position of their neighbours, inwards and outwards in turn, and the best of the sweeps is kept.

    Parameters
    ----------
    scene
        What is drawn.
    rows
        Companies shown at first in one tier column.
    children
        Companies shown at first around one parent on one side.
    band
        Companies shown at first in each band.

    Returns
    -------
    layout
        Aligned with `scene.companies`; equal for equal scenes.

    Notes
    -----
    O(sweeps · (companies + relations) · log).
    """
    column = _columns(scene)
    depth = _depths(scene, column)
    order, crossings = _sweep(scene, column, depth)
    return Layout(column, order, depth, _first_shown(scene, column, rows, children, band), crossings)


def _columns(scene: Scene) -> NDArray[np.int16]:
    companies = scene.companies
    side, tier = companies.side.astype(np.int16), companies.tier.astype(np.int16)
    column = np.where(side == UP, -np.maximum(tier, 1), np.where(side == DOWN, np.maximum(tier, 1), 0)).astype(np.int16)
    lookalike = companies.standing == LOOKALIKE
    column[lookalike & (side == UP)] = BAND_UP
    column[lookalike & (side != UP)] = BAND_DOWN
    column[~lookalike & (side == VIA)] = BAND_VIA
    column[companies.standing == ANCHOR] = CENTRE
    return column


def _depths(scene: Scene, column: NDArray[np.int16]) -> NDArray[np.int8]:
    """How many parents in a row stand in the company's own column."""
    parent = scene.companies.parent
    depth = np.zeros(len(parent), dtype=np.int8)
    above = parent.astype(np.int64)
    for _ in range(8):
        same = (above >= 0) & (column[above] == column) & (column != CENTRE)
        if not same.any():
            break
        depth[same] += 1
        above = np.where(same, parent[above], -1)
    return depth


def _neighbours(scene: Scene, column: NDArray[np.int16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ties between neighbouring columns as (nearer to the anchor, farther), each pair once."""
    source = np.concatenate([scene.relations.source, scene.companies.parent]).astype(np.int64)
    target = np.concatenate([scene.relations.target, np.arange(len(column))]).astype(np.int64)
    source, target = source[source >= 0], target[source >= 0]
    far = np.abs(column)
    swap = far[source] > far[target]
    inner, outer = np.where(swap, target, source), np.where(swap, source, target)
    straight = (far[outer] - far[inner] == 1) | (column[outer] == BAND_VIA)
    straight &= ~((column[inner] != CENTRE) & (np.sign(column[inner]) != np.sign(column[outer])))
    straight &= column[inner] != column[outer]
    pairs = np.unique(np.stack([inner[straight], outer[straight]]), axis=1)
    return pairs[0], pairs[1]


def _sweep(scene: Scene, column: NDArray[np.int16], depth: NDArray[np.int8]) -> tuple[NDArray[np.int32], int]:
    companies = scene.companies
    count = len(companies)
    inner, outer = _neighbours(scene, column)
    # Sorting by (rank 0 last, rank, position) is the order a list would have.
    liking = np.lexsort((np.arange(count), companies.rank, companies.rank == 0))
    liking_rank = np.empty(count, dtype=np.int64)
    liking_rank[liking] = np.arange(count)
    columns = sorted({int(one) for one in column}, key=lambda one: (abs(one), one))
    members = {one: np.flatnonzero(column == one) for one in columns}
    place = np.zeros(count)
    if CENTRE in members:
        _number(place, members[CENTRE], [np.arange(len(members[CENTRE]), dtype=np.float64)])
    best: tuple[int, NDArray[np.float64]] | None = None
    for sweep in range(SWEEPS):
        for one in columns:
            if one != CENTRE or sweep > 0:
                _outward(scene, place, members[one], (inner, outer), liking_rank, depth)
        cost = _crossings(place, column, inner, outer)
        if best is None or cost < best[0]:
            best = (cost, place.copy())
        if cost == 0:
            break
        for one in reversed(columns):
            _inward(place, members[one], (inner, outer))
    if best is None:
        return np.zeros(0, dtype=np.int32), 0
    order = np.zeros(count, dtype=np.int32)
    for one in columns:
        order[members[one][np.argsort(best[1][members[one]], kind="stable")]] = np.arange(len(members[one]))
    return order, best[0]


def _number(place: NDArray[np.float64], rows: NDArray[np.int64], keys: list[NDArray[np.float64]]) -> None:
    """Places 0-1 down one column, sorted by the keys, the first the strongest."""
    order = np.lexsort(tuple(reversed(keys)))
    place[rows[order]] = (np.arange(len(rows)) + 0.5) / max(1, len(rows))


def _means(
    place: NDArray[np.float64], rows: NDArray[np.int64], here: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Mean place of the neighbours of each row; its own place where it has none."""
    total = np.bincount(here, weights=place[other], minlength=len(place))
    ties = np.bincount(here, minlength=len(place))
    return np.where(ties[rows] > 0, total[rows] / np.maximum(1, ties[rows]), place[rows])


def _outward(
    scene: Scene,
    place: NDArray[np.float64],
    rows: NDArray[np.int64],
    ties: tuple[NDArray[np.int64], NDArray[np.int64]],
    liking: NDArray[np.int64],
    depth: NDArray[np.int8],
) -> None:
    """Sort one column by parent, then by all its nearer neighbours; those behind a middleman follow him."""
    inner, outer = ties
    parent = scene.companies.parent[rows].astype(np.int64)
    middle = np.round(_means(place, rows, outer, inner), 9)
    outside = depth[rows] == 0
    of_parent = np.where(parent >= 0, place[parent], middle)
    block = np.where(parent >= 0, parent, -1)
    # What the inward sweep found decides among equals; before it, all places are 0 and the list's order decides.
    _number(
        place, rows, [of_parent, block.astype(np.float64), middle, place[rows].copy(), liking[rows].astype(np.float64)]
    )
    for level in range(1, int(depth[rows].max(initial=0)) + 1):
        behind = depth[rows] == level
        ahead = place.copy()
        step = 1 / (4 * max(1, len(rows)) ** (level + 1))
        ahead[rows[behind]] = place[parent[behind]] + step * (1 + place[rows[behind]])
        settled = outside | (depth[rows] <= level)
        keys = np.where(settled, ahead[rows], 2.0)
        _number(place, rows, [keys, liking[rows].astype(np.float64)])


def _inward(
    place: NDArray[np.float64], rows: NDArray[np.int64], ties: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> None:
    """Sort one column by the mean place of those that stand behind it."""
    inner, outer = ties
    behind = np.round(_means(place, rows, inner, outer), 9)
    _number(place, rows, [behind, place[rows].copy()])


def _crossings(
    place: NDArray[np.float64], column: NDArray[np.int16], inner: NDArray[np.int64], outer: NDArray[np.int64]
) -> int:
    total = 0
    for one in np.unique(column[outer]):
        of_column = column[outer] == one
        left, right = place[inner[of_column]], place[outer[of_column]]
        order = np.lexsort((right, left))
        _, ranks = np.unique(right[order], return_inverse=True)
        total += inversions(ranks.astype(np.int64))
    return total


def inversions(values: NDArray[np.int64]) -> int:
    """
    Pairs that stand in falling order.

    Counted bit by bit from the highest: among values that agree in all higher bits, each 1 before a 0 is one pair.
    """
    total = 0
    if len(values) < 2:
        return 0
    for bit in range(int(values.max()).bit_length() - 1, -1, -1):
        group = values >> (bit + 1)
        order = np.argsort(group, kind="stable")
        ones = (values[order] >> bit) & 1
        before = np.cumsum(ones) - ones
        starts = np.searchsorted(group[order], group[order], side="left")
        total += int(((before - before[starts]) * (1 - ones)).sum())
    return total


def _first_shown(scene: Scene, column: NDArray[np.int16], rows: int, children: int, band: int) -> NDArray[np.bool_]:
    """Best first, each with the companies on its way to the anchor, until its column or its parent is full."""
    companies = scene.companies
    shown = companies.standing == ANCHOR
    in_column: dict[int, int] = {}
    of_parent: dict[tuple[int, int], int] = {}
    score = np.where(np.isnan(companies.score), -1.0, companies.score)
    ranked = np.lexsort((np.arange(len(companies)), -score, companies.rank, companies.rank == 0))
    for here in ranked.tolist():
        way = []
        step = here
        while step >= 0 and not shown[step] and step not in way:
            way.append(step)
            step = int(companies.parent[step])
        places = [int(column[one]) for one in way]
        around = [(int(companies.parent[one]), int(column[one])) for one in way]
        room = all(
            in_column.get(one, 0) + places.count(one) <= (band if abs(one) >= BAND_VIA else rows) for one in set(places)
        ) and all(of_parent.get(one, 0) < children or one[0] < 0 for one in around)
        if not room:
            continue
        for one, at, parent in zip(way, places, around, strict=True):
            shown[one] = True
            in_column[at] = in_column.get(at, 0) + 1
            of_parent[parent] = of_parent.get(parent, 0) + 1
    return np.asarray(shown, dtype=np.bool_)
