"""Bare names that are one character apart, found in blocks of a common beginning or ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from chainprospect.resolve.names import Bare

# One edit in a name of this length leaves its beginning or its ending of half that length whole.
_SHORTEST: Final = 6
_SHORTEST_LATIN: Final = 12
_TEXTS_A_BLOCK: Final = 40
_COMPARISONS: Final = 200_000
# A difference in one of these is a difference in meaning: 第一/第二, 华东/华南, 上/下.
_TELLING: Final = frozenset("0123456789〇零一二三四五六七八九十百千甲乙丙丁东南西北中東上下左右前后大小新老總总分")


def alike_texts(texts: Sequence[str], bare: Callable[[str], Bare]) -> list[tuple[int, int]]:
    """
    Pairs of positions of texts that are one character apart.

    Only texts of at least six characters (twelve in latin script) are compared, and only with texts that share their
    first or last three (six). A difference in a number, a direction or the name of a place is no likeness. Endings
    that many texts share say nothing: large blocks are left out, and so is what goes beyond a fixed amount of work.

    Returns
    -------
    pairs
        From the smallest blocks first, each pair once.
    """
    pairs: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()
    for block in _blocks(texts):
        for pair in combinations(block, 2):
            if pair not in seen and _alike(texts[pair[0]], texts[pair[1]], bare):
                seen.add(pair)
                pairs.append(pair)
    return pairs


def _blocks(texts: Sequence[str]) -> Iterator[list[int]]:
    long_enough = [number for number, text in enumerate(texts) if len(text) >= (_shortest(text))]
    keys: dict[str, int] = {}
    key: NDArray[np.int64] = np.array(
        [keys.setdefault(end, len(keys)) for number in long_enough for end in _ends(texts[number])],
        dtype=np.int64,
    )
    member = np.repeat(np.array(long_enough, dtype=np.int64), 2)
    size = np.bincount(key, minlength=len(keys))
    comparisons = size * (size - 1) // 2
    usable = np.flatnonzero((size >= 2) & (size <= _TEXTS_A_BLOCK))
    names = list(keys)
    usable = np.array(sorted(usable.tolist(), key=lambda number: (size[number], names[number])), dtype=np.int64)
    usable = usable[np.cumsum(comparisons[usable]) <= _COMPARISONS]
    order = np.argsort(key, kind="stable")
    starts = np.cumsum(size) - size
    for number in usable.tolist():
        yield member[order[starts[number] : starts[number] + size[number]]].tolist()


def _shortest(text: str) -> int:
    return _SHORTEST_LATIN if text.isascii() else _SHORTEST


def _ends(text: str) -> tuple[str, str]:
    half = _shortest(text) // 2
    return "^" + text[:half], "$" + text[-half:]


def _alike(one: str, other: str, bare: Callable[[str], Bare]) -> bool:
    if Levenshtein.distance(one, other, score_cutoff=1) != 1:
        return False
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
    return not (_in_place(one, place, bare) or _in_place(other, place, bare))


def _in_place(text: str, position: int, bare: Callable[[str], Bare]) -> bool:
    """Whether a place name stands at a position inside a text."""
    for start in range(max(0, position - 3), position + 1):
        tail = text[start:]
        found = bare(tail)
        if found.region is not None and len(tail) - len(found.text) > position - start:
            return True
    return False
