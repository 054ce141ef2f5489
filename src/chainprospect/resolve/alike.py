"""Bare names that are one character apart, found in blocks of a common beginning or ending."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from chainprospect.resolve.bare import BareForms, BareKeys, in_text_order
from chainprospect.resolve.names import Places, bare_form

_TEXTS_A_BLOCK: Final = 40
_COMPARISONS: Final = 200_000
# A difference in one of these is a difference in meaning: 第一/第二, 华东/华南, 上/下.
_TELLING: Final = frozenset("0123456789〇零一二三四五六七八九十百千甲乙丙丁东南西北中東上下左右前后大小新老總总分")


def alike_texts(bare: BareForms, keys: BareKeys, which: NDArray[np.int64], places: Places) -> list[tuple[int, int]]:
    """
    Pairs of texts that are one character apart, as positions in `which`.

    Only texts of at least six characters (twelve in latin script) are compared, and only with texts that share their
    first or last three (six). A difference in a number, a direction or the name of a place is no likeness. Endings
    that many texts share say nothing: large blocks are left out, and so is what goes beyond a fixed amount of work.

    Parameters
    ----------
    bare, keys
        All texts and their keys.
    which
        Those to compare, no two alike.

    Returns
    -------
    pairs
        From the smallest blocks first, each pair once.
    """
    compared = _compared(keys.of(which))
    left, right = bare.texts(which[compared[0]]), bare.texts(which[compared[1]])
    near = cpdist(left, right, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.uint8) == 1
    alike = [number for number in np.flatnonzero(near).tolist() if _alike(left[number], right[number], places)]
    return list(dict.fromkeys(zip(*compared[:, alike].tolist(), strict=True)))


def _compared(keys: BareKeys) -> NDArray[np.int64]:
    """Positions of texts that share a block, as two rows, from the smallest blocks first."""
    long = np.flatnonzero(keys.long)
    # Blocks of a common ending stand before those of a common beginning.
    blocks = [_blocks(end[long]) for end in (keys.tail, keys.head)]
    members = np.concatenate([long[order] for order, *_ in blocks])
    key = np.concatenate([key for _, key, _, _ in blocks])
    start = np.concatenate([start + side * len(long) for side, (_, _, start, _) in enumerate(blocks)])
    size = np.concatenate([size for *_, size in blocks])
    side = np.repeat([0, 1], [len(blocks[0][1]), len(blocks[1][1])])
    work = np.cumsum(np.bincount(size, weights=size * (size - 1) // 2))
    some = np.flatnonzero(size <= np.searchsorted(work, _COMPARISONS))
    first, rest = in_text_order(key[some])
    some = some[np.lexsort((rest, first, side[some], size[some]))]
    some = some[np.cumsum(size[some] * (size[some] - 1) // 2) <= _COMPARISONS]
    pairs = [np.empty((2, 0), dtype=np.int64)]
    for same in range(2, _TEXTS_A_BLOCK + 1):
        start_of = start[some[size[some] == same], None]
        pairs.append(np.stack([members[start_of + place].ravel() for place in np.triu_indices(same, 1)]))
    return np.concatenate(pairs, axis=1)


def _blocks(
    key: NDArray[np.uint64],
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Texts by key, and of each block of two to `_TEXTS_A_BLOCK` texts its key, its first place and its size."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    start = np.flatnonzero(new)
    size = np.diff(start, append=len(key))
    usable = (size >= 2) & (size <= _TEXTS_A_BLOCK)
    return order, ordered[start[usable]], start[usable], size[usable]


def _alike(one: str, other: str, places: Places) -> bool:
    """Whether the one letter in which two texts differ says little."""
    place = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
    # A letter more on one side is all that differs, or the two letters at the place do.
    changed = {1: one[place : place + 1], -1: other[place : place + 1]}.get(
        len(one) - len(other), one[place : place + 1] + other[place : place + 1]
    )
    if not _TELLING.isdisjoint(changed):
        return False
    return not (_in_place(one, place, places) or _in_place(other, place, places))


def _in_place(text: str, position: int, places: Places) -> bool:
    """Whether a place name stands at a position inside a text."""
    for start in range(max(0, position - 3), position + 1):
        tail = text[start:]
        found = bare_form(tail, places)
        if found.region is not None and len(tail) - len(found.text) > position - start:
            return True
    return False
