"""
Writing `search.sqlite`, in which companies are found by any part of an id, name or alias.

Entries are the texts in the order of preference: length of the text, company number. They are indexed in parts, each
by itself, which bounds the memory; many small things stand on one page, a row of the file, which makes writing them
fast. Each part begins a page. An entry's key is its text in NFKC, case folded, without white space.

- `entry`: `ENTRIES_A_PAGE` entries by number: company numbers (int32), hows (int8), signs in each text (int32), texts
- `sorted`: entries of a part in the order of their keys: the first key, the entries (int32), the keys, a line each
- `gram`: grams of a part in order: the grams (int64), where the entries of each begin (int32, one more than grams),
  the entries that hold them (int32). A gram is a sign and, one higher so that 0 is the end of a key, the sign after
  it; `place` is the first gram and, above it, the part
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import StoreUnavailable
from chainprospect.model.runs import distinct, firsts
from chainprospect.model.signs import Signs, plain_folds, refolded, signs_of
from chainprospect.stores.snapshot.search import ENTRIES_A_PAGE, GRAM_BITS, SIGN_BITS, search_key

_SORTED_A_PAGE: Final = 256
_GRAMMED_A_PAGE: Final = 8_192
_TABLES: Final = (
    "CREATE TABLE entry (page INTEGER PRIMARY KEY, numbers BLOB, hows BLOB, sizes BLOB, texts BLOB)",
    "CREATE TABLE sorted (page INTEGER PRIMARY KEY, part INTEGER, first TEXT, docs BLOB, keys BLOB)",
    "CREATE TABLE gram (place INTEGER PRIMARY KEY, grams BLOB, starts BLOB, docs BLOB)",
)


def write_search(
    path: Path, parts: Iterable[tuple[NDArray[np.int32], NDArray[np.int8], Sequence[str]]], *, threads: int = 1
) -> None:
    """
    Write the search file.

    Parameters
    ----------
    path
        The file to write; it does not exist.
    parts
        Numbers, indices into HOWS and texts of entries in order of preference, part by part to bound the memory.
    threads
        Parts that are made at once, while the one before is written: so many, and two more, are held in memory.
    """
    try:
        with closing(sqlite3.connect(path)) as file, ThreadPoolExecutor(threads) as pool:
            for setting in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF"):
                file.execute(f"PRAGMA {setting}")
            for table in _TABLES:
                file.execute(table)
            making: deque[Future[_Pages]] = deque()
            first = 0
            for part, (numbers, hows, texts) in enumerate(parts):
                making.append(pool.submit(_pages, numbers, hows, texts, part, first))
                first += -(-len(texts) // ENTRIES_A_PAGE) * ENTRIES_A_PAGE
                if len(making) > threads:
                    _write(file, making.popleft().result())
            while making:
                _write(file, making.popleft().result())
            file.execute("CREATE INDEX sorted_first ON sorted (part, first)")
            file.commit()
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(
            f"the disk refused ({error}); free some space or check the folder, and load again.", store=path
        ) from error


@dataclass(frozen=True, slots=True)
class _Pages:
    # The rows that a part adds to each table.
    entry: Sequence[tuple[int, bytes, bytes, bytes, bytes]]
    sorted: Sequence[tuple[int, str, bytes, bytes]]
    gram: Sequence[tuple[int, bytes, bytes, bytes]]


def _pages(numbers: NDArray[np.int32], hows: NDArray[np.int8], texts: Sequence[str], part: int, first: int) -> _Pages:
    """The rows of one part; `first` numbers its first entry."""
    keys, signs = _keys(texts)
    alphabet = np.flatnonzero(np.bincount(signs.signs))
    code = np.zeros(0x110000, dtype=np.min_scalar_type(len(alphabet)))
    code[alphabet] = np.arange(1, len(alphabet) + 1)
    coded = _Coded(code[signs.signs], signs.starts, alphabet)
    return _Pages(
        entry=list(_entries(numbers, hows, texts, first)),
        sorted=list(_sorted(keys, coded, part, first)),
        gram=list(_grams(coded, part, first)),
    )


def _write(file: sqlite3.Connection, pages: _Pages) -> None:
    file.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", pages.entry)
    file.executemany("INSERT INTO sorted (part, first, docs, keys) VALUES (?, ?, ?, ?)", pages.sorted)
    file.executemany("INSERT INTO gram VALUES (?, ?, ?, ?)", pages.gram)


@dataclass(frozen=True, slots=True)
class _Coded:
    # Keys as numbers of their signs from 1 in code-point order, which are smaller than the signs themselves; those of
    # key i are code[starts[i]:starts[i + 1]], and alphabet[n - 1] is the sign of number n.
    code: NDArray[np.unsignedinteger[Any]]
    starts: NDArray[np.int64]
    alphabet: NDArray[np.int64]


def _keys(texts: Sequence[str]) -> tuple[list[str], Signs]:
    keys, signs, odd = refolded(texts, plain_folds(), lambda signs, _: signs == ord(" "))
    for number in odd.tolist():
        keys[number] = search_key(texts[number])
    return keys, signs_of(keys) if len(odd) else signs


def _entries(
    numbers: NDArray[np.int32], hows: NDArray[np.int8], texts: Sequence[str], first: int
) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    number, how = numbers.astype("<i4"), hows.astype("<i1")
    size = np.fromiter(map(len, texts), "<i4", len(texts))
    for start in range(0, len(texts), ENTRIES_A_PAGE):
        page = slice(start, start + ENTRIES_A_PAGE)
        arrays = number[page].tobytes(), how[page].tobytes(), size[page].tobytes()
        yield (first + start) // ENTRIES_A_PAGE, *arrays, "".join(texts[page]).encode()


def _sorted(keys: Sequence[str], coded: _Coded, part: int, first: int) -> Iterator[tuple[int, str, bytes, bytes]]:
    order = _order(coded)
    docs = (order + first).astype("<i4")
    for start in range(0, len(order), _SORTED_A_PAGE):
        page = [keys[number] for number in order[start : start + _SORTED_A_PAGE].tolist()]
        yield part, page[0], docs[start : start + _SORTED_A_PAGE].tobytes(), "\n".join(page).encode()


def _order(coded: _Coded) -> NDArray[np.int64]:
    """The keys in code-point order, equal ones by number."""
    bits = max(len(coded.alphabet).bit_length(), 1)
    at_once = 62 // bits
    start, stop = coded.starts[:-1], coded.starts[1:]
    order = np.arange(len(start))
    # Keys that are equal so far have one group, the place of the first of them: only these are ordered further.
    group = np.zeros(len(start), dtype=np.int64)
    undecided = np.arange(len(start) if len(coded.code) else 0)
    done = 0
    while len(undecided):
        rows = order[undecided]
        head = np.zeros(len(rows), dtype=np.int64)
        for step in range(done, done + at_once):
            at = start[rows] + step
            head = head << bits | np.where(at < stop[rows], coded.code.take(at, mode="clip"), 0)
        done += at_once
        owner = group[undecided]
        within = np.lexsort((head, owner)) if done > at_once else np.argsort(head, kind="stable")
        order[undecided], head = rows[within], head[within]
        begins = np.flatnonzero(firsts(head) | firsts(owner))
        sizes = np.diff(begins, append=len(rows))
        group[undecided] = np.repeat(undecided[begins], sizes)
        # A key that is over has no sign, 0, at the end of its head.
        undecided = undecided[np.repeat(sizes > 1, sizes) & (head & ((1 << bits) - 1) > 0)]
    return order


def _grams(coded: _Coded, part: int, first: int) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Pages of grams with the entries that hold them, all ascending; `first` numbers the first key."""
    if not len(coded.code):
        return
    following = np.zeros_like(coded.code)
    following[:-1] = coded.code[1:]
    following[coded.starts[1:] - 1] = 0
    # By the second sign, then by the first: numbers of two bytes are sorted without comparing, entries stay ascending.
    order = np.argsort(following, kind="stable").astype(np.int32)
    order = order[np.argsort(coded.code[order], kind="stable")]
    left, right = coded.code[order], following[order]
    doc = np.repeat(np.arange(len(coded.starts) - 1, dtype=np.int32), np.diff(coded.starts))[order]
    new = firsts(left) | firsts(right)
    held = new | firsts(doc)
    left, right = left[new], right[new]
    starts = np.cumsum(held)[new] - 1
    docs = (doc[held] + first).astype("<i4")
    gram = (coded.alphabet[left - 1] << SIGN_BITS | np.append(0, coded.alphabet + 1)[right]).astype("<i8")
    starts = np.append(starts, len(docs))
    # A page ends with the gram that fills it.
    full = np.append(np.arange(_GRAMMED_A_PAGE, len(docs), _GRAMMED_A_PAGE), len(docs))
    for begin, end in pairwise([0, *distinct(np.searchsorted(starts, full)).tolist()]):
        bounds = starts[begin : end + 1]
        entries = docs[bounds[0] : bounds[-1]].tobytes()
        place = part << GRAM_BITS | int(gram[begin])
        yield place, gram[begin:end].tobytes(), (bounds - bounds[0]).astype("<i4").tobytes(), entries
