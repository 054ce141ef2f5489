"""Merge forms of many names at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.signs import plain_folds, refolded
from chainprospect.resolve.names import BRACKETS, merge_form, one_spelling

# Names that are looked at together: bounds the memory.
_PART: Final = 1 << 18


def merge_forms(names: Sequence[str], *, threads: int = 1) -> list[str]:
    """
    `merge_form` of each name; a name that is its own form is handed back as it is.

    Signs that fold each by itself are folded in one array; a name with other signs is left to `merge_form`. So many
    `threads` look at parts of the names.
    """
    folds = plain_folds()
    for sign, bracket in BRACKETS.items():
        folds[sign] = bracket
    with ThreadPoolExecutor(threads) as pool:
        parts = (names[start : start + _PART] for start in range(0, len(names), _PART))
        return list(chain.from_iterable(pool.map(_part, parts, repeat(folds))))


def _part(names: Sequence[str], folds: NDArray[np.uint16]) -> list[str]:
    forms, made, odd = refolded(names, folds, _idle_spaces)
    for number in np.flatnonzero(made.any(_legal_forms(made.signs))).tolist():
        forms[number] = one_spelling(forms[number])
    for number in odd.tolist():
        forms[number] = merge_form(names[number])
    return forms


def _idle_spaces(signs: NDArray[np.uint16], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Spaces but the first of those between two words of latin letters or digits."""
    idle: NDArray[np.bool_] = signs == ord(" ")
    edges = np.flatnonzero(np.diff(idle, prepend=False, append=False))
    # Runs of spaces, as first and behind the last; one at the end of a name may go on in the next.
    first, behind = edges[::2], edges[1::2]
    inside = (first > 0) & (behind < len(signs))
    first, behind = first[inside], behind[inside]
    words = _word(signs[first - 1]) & _word(signs[behind])
    first, behind = first[words], behind[words]
    together = np.searchsorted(starts, first - 1, "right") == np.searchsorted(starts, behind, "right")
    idle[first[together]] = False
    return idle


def _word(signs: NDArray[np.uint16]) -> NDArray[np.bool_]:
    word: NDArray[np.bool_] = ((signs >= ord("a")) & (signs <= ord("z"))) | ((signs >= ord("0")) & (signs <= ord("9")))
    return word


def _legal_forms(signs: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Signs that may belong to a legal form of two spellings: 责 before 任, 份 before 公."""
    marks = np.zeros(len(signs), dtype=np.bool_)
    before, after = signs[:-1], signs[1:]
    marks[:-1] = ((before == ord("责")) | (before == ord("責"))) & (after == ord("任"))
    marks[:-1] |= (before == ord("份")) & (after == ord("公"))
    return marks
