"""Bare forms of many merge forms at once, and the numbers by which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.runs import ranges
from chainprospect.model.signs import Signs, signs_of
from chainprospect.resolve.names import OFFICES, WHOLE_COUNTRY, Places, bare_form

# Forms that are looked at together: bounds the memory.
_PART: Final = 1 << 18
# One edit in a text of this length leaves its beginning or its ending of half that length whole.
SHORTEST: Final = 6
SHORTEST_LATIN: Final = 12
_SIGN_BITS: Final = 21
_LATIN_BITS: Final = 7
_LATIN_END: Final = np.uint64(1 << 63)


@dataclass(frozen=True, slots=True)
class BareForms:
    """
    Forms without region and legal form, as the part that is left of each form.

    `begin` and `end` are where that part lies, `spliced` the few texts that are put together of two; `region` is a
    number for the place that each form named, -1 for none.
    """

    forms: Sequence[str]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    region: NDArray[np.int32]
    spliced: Mapping[int, str]

    def texts(self, which: NDArray[np.int64]) -> list[str]:
        """Some of the bare texts."""
        parts = zip(which.tolist(), self.begin[which].tolist(), self.end[which].tolist(), strict=True)
        forms, spliced = self.forms, self.spliced
        return [forms[number][begin:end] if end else spliced[number] for number, begin, end in parts]


@dataclass(frozen=True, slots=True)
class BareKeys:
    """
    What is compared of bare texts, an array each: equal texts have equal numbers.

    - `hash`: of the whole text; different texts may, rarely, share one
    - `head`, `tail`: the first and the last half of `SHORTEST` signs, in latin script of `SHORTEST_LATIN`, exactly
    - `long`: whether the text has so many signs; only then its head and tail mean something
    """

    hash: NDArray[np.uint64]
    head: NDArray[np.uint64]
    tail: NDArray[np.uint64]
    long: NDArray[np.bool_]

    def of(self, which: NDArray[np.int64]) -> BareKeys:
        """Those of some of the texts."""
        return BareKeys(self.hash[which], self.head[which], self.tail[which], self.long[which])


@dataclass(frozen=True, slots=True)
class _PlaceTree:
    # Spellings of places, sign by sign: an edge is (node, sign) as one number, in order, and leads to a node; `region`
    # is the number of the place whose spelling ends in a node, -1 where none does.
    numbers: Mapping[str, int]
    edges: NDArray[np.int64]
    leads: NDArray[np.int64]
    region: NDArray[np.int64]

    def longest(
        self, signs: NDArray[np.uint32], start: NDArray[np.int64], stop: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Signs of the longest place that each text begins with, and its number; 0 and -1 where there is none."""
        size = np.zeros(len(start), dtype=np.int64)
        region = np.full(len(start), -1, dtype=np.int64)
        which, node = np.arange(len(start)), np.zeros(len(start), dtype=np.int64)
        for step in count(1):
            inside = start[which] + step <= stop[which]
            which, node = which[inside], node[inside]
            edge = node << _SIGN_BITS | signs[start[which] + step - 1]
            place = np.minimum(np.searchsorted(self.edges, edge), len(self.edges) - 1)
            goes = self.edges[place] == edge
            which, node = which[goes], self.leads[place[goes]]
            if not which.size:
                break
            ends = self.region[node] >= 0
            size[which[ends]], region[which[ends]] = step, self.region[node[ends]]
        return size, region


def bare_forms(forms: Sequence[str], places: Places, *, threads: int = 1) -> tuple[BareForms, BareKeys]:
    """
    `bare_form` of each merge form, and the numbers by which bare texts are compared.

    Forms that end like a Chinese company's are taken apart in one array; those with brackets and those that begin or
    end in another way are left to `bare_form`. So many `threads` look at parts of the forms.
    """
    tree = _place_tree(places)
    # At least one part, so that there are arrays of no rows.
    starts = range(0, max(len(forms), 1), _PART)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda start: _part(forms[start : start + _PART], tree, places), starts))
    spliced = {
        start + number: text for start, part in zip(starts, parts, strict=True) for number, text in part[1].items()
    }
    begins, ends, regions, *keys = (np.concatenate(column) for column in zip(*(part[0] for part in parts), strict=True))
    return BareForms(forms, begins, ends, regions, spliced), BareKeys(*keys)


def _part(forms: Sequence[str], tree: _PlaceTree, places: Places) -> tuple[tuple[NDArray[Any], ...], dict[int, str]]:
    """Begin, end, region and the four numbers of each form; and the texts that are put together of two."""
    said = signs_of(forms)
    begin, end, region, odd = _in_one_array(said, tree)
    spliced: dict[int, str] = {}
    for number in odd.tolist():
        text, name = bare_form(forms[number], places)
        at = forms[number].find(text)
        if at < 0:
            spliced[number] = text
        begin[number], end[number] = (0, 0) if at < 0 else (at, at + len(text))
        region[number] = -1 if name is None else tree.numbers[name]
    # Texts put together of two stand behind all others: every bare text is then one run of signs.
    more = signs_of(list(spliced.values()))
    first, size = said.starts[:-1] + begin, end - begin
    which = np.array(list(spliced), dtype=np.int64)
    first[which], size[which] = len(said.signs) + more.starts[:-1], more.sizes
    signs = np.concatenate([said.signs, more.signs])[ranges(first, size)]
    bare = Signs(signs, np.concatenate([[0], np.cumsum(size)]))
    small = (array.astype(np.int32) for array in (begin, end, region))
    return (*small, _hashes(bare), *_ends(bare)), spliced


def _in_one_array(said: Signs, tree: _PlaceTree) -> tuple[NDArray[np.int64], ...]:
    """Begin, end and region of forms, and which of them are another matter."""
    first, stop = said.starts[:-1].copy(), said.starts[1:] - _chinese_legal_form(said)
    region = np.full(len(first), -1, dtype=np.int64)
    odd = said.any(said.signs == ord("(")) | _other_legal_form(said)
    left = np.flatnonzero(~odd)
    for _ in range(2):
        size, place = tree.longest(said.signs, first[left], stop[left])
        cut = (size > 0) & (stop[left] - first[left] - size >= 2)
        left = left[cut]
        first[left] += size[cut]
        region[left] = place[cut]
    # A name that is nothing but a legal form keeps it.
    stop = np.where(stop > first, stop, said.starts[1:])
    return first - said.starts[:-1], stop - said.starts[:-1], region, np.flatnonzero(odd)


def _place_tree(places: Places) -> _PlaceTree:
    numbers = {name: number for number, name in enumerate(sorted({*places.known.values(), WHOLE_COUNTRY}))}
    nodes: dict[tuple[int, int], int] = {}
    region = [-1]
    for spelling, name in places.known.items():
        node = 0
        for sign in spelling:
            node = nodes.setdefault((node, ord(sign)), len(region))
            if node == len(region):
                region.append(-1)
        region[node] = numbers[name]
    # An edge that no text has keeps the search for edges simple where there are no places.
    edges = sorted([*((node << _SIGN_BITS | sign, to) for (node, sign), to in nodes.items()), (-1, 0)])
    return _PlaceTree(
        numbers,
        np.array([edge for edge, _ in edges], dtype=np.int64),
        np.array([to for _, to in edges], dtype=np.int64),
        np.array(region, dtype=np.int64),
    )


def _from_end(said: Signs, place: int) -> NDArray[np.uint32]:
    """The sign so many places from the end of each text, 0 where the text is shorter."""
    at = said.starts[1:] - place
    found = said.signs[np.maximum(at, 0)]
    found[at < said.starts[:-1]] = 0
    return found


def _other_legal_form(said: Signs) -> NDArray[np.bool_]:
    """Texts that may begin or end with a legal form that is not Chinese."""
    start = np.minimum(said.starts[:-1], len(said.signs) - 1)
    last = _from_end(said, 1)
    odd: NDArray[np.bool_] = (last < 128) | (last == ord("社")) | (said.signs[start] == ord("株"))
    return odd


def _chinese_legal_form(said: Signs) -> NDArray[np.int64]:
    """Signs of the Chinese legal form at the end of each text: 公司, 有限公司 or 股份有限公司; an office has none."""
    company = (_from_end(said, 2) == ord("公")) & (_from_end(said, 1) == ord("司"))
    limited = company & (_from_end(said, 4) == ord("有")) & (_from_end(said, 3) == ord("限"))
    stock = limited & (_from_end(said, 6) == ord("股")) & (_from_end(said, 5) == ord("份"))
    office = np.isin(_from_end(said, 3), [ord(text[0]) for text in OFFICES])
    return np.where(limited, 4 + 2 * stock, np.where(company & ~office, 2, 0))


def _hashes(said: Signs) -> NDArray[np.uint64]:
    place = np.arange(len(said.signs), dtype=np.uint64) - np.repeat(said.starts[:-1], said.sizes).astype(np.uint64)
    mixed = (said.signs + (place << np.uint64(_SIGN_BITS))) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    # No text is empty, so that every sum has its own signs.
    return np.add.reduceat(mixed, said.starts[:-1]) if len(mixed) else mixed


def _ends(said: Signs) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.bool_]]:
    """Head, tail and `long` of texts."""
    latin = ~said.any(said.signs >= 128)
    long = said.sizes >= np.where(latin, SHORTEST_LATIN, SHORTEST)
    head = np.zeros(len(latin), dtype=np.uint64)
    tail = np.zeros(len(latin), dtype=np.uint64)
    for script, half, bits, mark in (
        (long & ~latin, SHORTEST // 2, _SIGN_BITS, np.uint64(0)),
        (long & latin, SHORTEST_LATIN // 2, _LATIN_BITS, _LATIN_END),
    ):
        for step in range(half):
            shift = np.uint64(bits * (half - 1 - step))
            head[script] |= said.signs[said.starts[:-1][script] + step].astype(np.uint64) << shift
            tail[script] |= said.signs[said.starts[1:][script] - half + step].astype(np.uint64) << shift
        head[script] |= mark
        tail[script] |= mark
    return head, tail, long


def in_text_order(ends: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Heads or tails as their first three signs and what follows: in the order of these, texts are in order."""
    latin = ends >= _LATIN_END
    signs = [(ends >> np.uint64(_LATIN_BITS * place)) & np.uint64((1 << _LATIN_BITS) - 1) for place in (5, 4, 3)]
    first = signs[0] << np.uint64(2 * _SIGN_BITS) | signs[1] << np.uint64(_SIGN_BITS) | signs[2]
    rest = (ends & np.uint64((1 << 3 * _LATIN_BITS) - 1)) + np.uint64(1)
    return np.where(latin, first, ends), np.where(latin, rest, np.uint64(0))
