"""
Finding companies by any part of an id, name or alias: `search.sqlite`, as `search_index` writes it.

Whole texts and beginnings are found where they stand in order, any other part of two signs by the entries that hold
its grams, without a scan, in any script; and the text asked for never becomes query language.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import StoreUnavailable
from chainprospect.model.runs import distinct
from chainprospect.stores.snapshot.manifest import damaged
from chainprospect.stores.sqlite_file import read_only_address

HOWS = ("id", "name", "alias")
ENTRIES_A_PAGE = 128
SIGN_BITS = 21
GRAM_BITS = 2 * SIGN_BITS
_GRAMS_ASKED = 48

Docs: TypeAlias = NDArray[np.int32]
_NO_DOCS: Docs = np.empty(0, np.int32)


def search_key(text: str) -> str:
    """Text as it is compared: NFKC, case folded, without white space."""
    if text.isascii():
        return "".join(text.lower().split())
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _query_grams(key: str) -> list[tuple[int, int]]:
    """Ranges of grams, each of which an entry with `key` holds one of; the first is in, the last is not."""
    if len(key) == 1:
        return [(ord(key) << SIGN_BITS, (ord(key) + 1) << SIGN_BITS)]
    grams = sorted({ord(a) << SIGN_BITS | ord(b) + 1 for a, b in pairwise(key)})[:_GRAMS_ASKED]
    return [(gram, gram + 1) for gram in grams]


class SearchFile:
    """Answers searches from `search.sqlite`, opened when first asked and never written."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        self._path = path
        # SQLite itself does not notice that the end of a file is cut off.
        self._size = size
        self._file: sqlite3.Connection | None = None

    def find(self, text: str, limit: int, *, whole: bool = False) -> list[tuple[int, str, str]]:
        """
        Companies whose texts hold `text`, or with `whole` are it, as (number, how, text), best first.

        Whole texts come before those that start with it and those that hold it elsewhere; within each, the shorter
        text, then the smaller company number. A company stands once, with its best text.
        """
        key = search_key(text)
        if not key or limit < 1:
            return []
        try:
            return self._find(key, limit, whole=whole)
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(
                f"cannot be searched ({error}); check the folder's rights.", store=self._path
            ) from error
        except sqlite3.DatabaseError as error:
            raise damaged(self._path) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _find(self, key: str, limit: int, *, whole: bool) -> list[tuple[int, str, str]]:
        found: dict[int, tuple[int, str, str]] = {}

        def keep(rows: Iterable[tuple[int, int, str]], word: str | None) -> bool:
            for number, how, text in rows:
                if number not in found:
                    found[number] = (number, word or HOWS[how], text)
                    if len(found) == limit:
                        return True
            return False

        file = self._opened()
        parts = range(_parts(file))
        # What starts with the key is the key itself, or goes on with any sign.
        last = key + ("\0" if whole else "\U0010ffff")
        matches = [_beginning(file, part, key, last) for part in parts]
        for place, word in ((0, None), (1, "start")):
            for match in matches:
                if keep(_entries(file, match[place]), word):
                    return list(found.values())
        if whole:
            return list(found.values())
        for part in parts:
            if keep(_holding(file, part, key), "substring"):
                break
        return list(found.values())

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            if not self._path.is_file() or self._size not in (None, self._path.stat().st_size):
                raise damaged(self._path)
            address = read_only_address(self._path, immutable=True)
            self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
        return self._file


def _parts(file: sqlite3.Connection) -> int:
    last = file.execute("SELECT part FROM sorted ORDER BY page DESC LIMIT 1").fetchone()
    return last[0] + 1 if last else 0


def _beginning(file: sqlite3.Connection, part: int, key: str, last: str) -> tuple[Docs, Docs]:
    """Entries of a part whose keys are `key`, and those with keys after it but before `last`, each ascending."""
    before = file.execute(
        "SELECT page FROM sorted WHERE part = ? AND first < ? ORDER BY first DESC, page DESC LIMIT 1", (part, key)
    ).fetchone()
    if before is None:
        before = file.execute(
            "SELECT page FROM sorted WHERE part = ? ORDER BY first, page LIMIT 1", (part,)
        ).fetchone() or (0,)
    whole, start = [_NO_DOCS], [_NO_DOCS]
    # By page alone, and no further than the key: asked for by part, every page of it would be sorted first.
    pages = file.execute("SELECT part, first, docs, keys FROM sorted WHERE page >= ? ORDER BY page", before)
    for owner, first, docs, text in pages:
        if owner != part or first >= last:
            break
        keys = text.decode().split("\n")
        places = bisect_left(keys, key), bisect_right(keys, key), bisect_left(keys, last)
        held = np.frombuffer(docs, "<i4")
        whole.append(held[places[0] : places[1]])
        start.append(held[places[1] : places[2]])
    return np.sort(np.concatenate(whole)), np.sort(np.concatenate(start))


def _entries(file: sqlite3.Connection, docs: Docs) -> Iterator[tuple[int, int, str]]:
    """Entries by number, ascending."""
    pages = docs // ENTRIES_A_PAGE
    starts = np.flatnonzero(np.diff(pages, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(docs)]):
        page = int(pages[start])
        numbers, hows, sizes, texts = file.execute(
            "SELECT numbers, hows, sizes, texts FROM entry WHERE page = ?", (page,)
        ).fetchone()
        number, how = np.frombuffer(numbers, "<i4").tolist(), np.frombuffer(hows, "<i1").tolist()
        ends = np.cumsum(np.frombuffer(sizes, "<i4")).tolist()
        whole = texts.decode()
        for doc in (docs[start:end] - page * ENTRIES_A_PAGE).tolist():
            yield number[doc], how[doc], whole[ends[doc - 1] if doc else 0 : ends[doc]]


def _holding(file: sqlite3.Connection, part: int, key: str) -> Iterator[tuple[int, int, str]]:
    """Entries of a part with `key` anywhere, in order of preference."""
    lists = []
    for low, high in _query_grams(key):
        docs = _grammed(file, part, low, high)
        if not len(docs):
            return
        lists.append(docs)
    lists.sort(key=len)
    found = lists[0]
    for other in lists[1:]:
        place = np.minimum(np.searchsorted(other, found), len(other) - 1)
        found = found[other[place] == found]
    for number, how, text in _entries(file, found):
        if key in search_key(text):
            yield number, how, text


def _grammed(file: sqlite3.Connection, part: int, low: int, high: int) -> Docs:
    """Entries of a part that hold a gram of a range, ascending."""
    base = part << GRAM_BITS
    before = file.execute("SELECT max(place) FROM gram WHERE place BETWEEN ? AND ?", (base, base + low)).fetchone()[0]
    pages = file.execute(
        "SELECT grams, starts, docs FROM gram WHERE place >= ? AND place < ? ORDER BY place",
        (before or base, base + high),
    )
    found = [_NO_DOCS]
    several = False
    for grams, starts, docs in pages:
        first, last = np.searchsorted(np.frombuffer(grams, "<i8"), (low, high)).tolist()
        bounds = np.frombuffer(starts, "<i4")
        found.append(np.frombuffer(docs, "<i4")[bounds[first] : bounds[last]])
        several |= last - first > 1
    held = np.concatenate(found)
    return distinct(held.astype(np.int64)).astype(np.int32) if several or len(found) > 2 else held
