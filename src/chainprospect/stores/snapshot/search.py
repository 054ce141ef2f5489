"""
Finding companies by any part of an id, name or alias: `search.sqlite`.

Table `entry` holds every text with its key (NFKC, case folded, no white space) in the order of preference: length of
the text, company number. Table `gram` maps two neighbouring signs, or one sign of a script without word breaks, to the
entries that hold them, as int32 arrays. Any part of two signs is thus found without a scan, in any script, and the
text asked for never becomes query language.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count, pairwise
from pathlib import Path

import numpy as np

from chainprospect.errors import StoreUnavailable
from chainprospect.stores.snapshot.graph import distinct
from chainprospect.stores.snapshot.manifest import damaged
from chainprospect.stores.sqlite_file import read_only_address

HOWS = ("id", "name", "alias")
# From here on scripts write words without breaks (CJK radicals, kana, hangul, ideographs), so one sign may be a query.
_UNBROKEN = 0x2E80
# A gram is two signs of 21 bits each; its place in the table adds the number of the part it was written with.
_SHIFT = 21
_PART_BITS = 20
_GRAMS_ASKED = 48
_BATCH = 400
_TABLES = (
    "CREATE TABLE entry (doc INTEGER PRIMARY KEY, number INTEGER, how INTEGER, text TEXT, key TEXT)",
    "CREATE TABLE gram (place INTEGER PRIMARY KEY, docs BLOB)",
)


def search_key(text: str) -> str:
    """Text as it is compared: NFKC, case folded, without white space."""
    if text.isascii():
        return "".join(text.lower().split())
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def write_search(path: Path, parts: Iterable[Sequence[tuple[int, int, str]]]) -> None:
    """
    Write the search file.

    Parameters
    ----------
    path
        The file to write; it does not exist.
    parts
        Entries as (number, index into HOWS, text) in order of preference, part by part to bound the memory.
    """
    try:
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA journal_mode = OFF")
            file.execute("PRAGMA synchronous = OFF")
            for table in _TABLES:
                file.execute(table)
            first = 0
            for part, rows in enumerate(parts):
                keys = [search_key(text) for _, _, text in rows]
                docs = range(first, first + len(rows))
                entries = ((doc, *row, key) for doc, row, key in zip(docs, rows, keys, strict=True))
                file.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", entries)
                grams = ((gram << _PART_BITS | part, held) for gram, held in _grams(keys, first))
                file.executemany("INSERT INTO gram VALUES (?, ?)", grams)
                first += len(rows)
            file.execute("CREATE INDEX entry_key ON entry (key)")
            file.commit()
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(
            f"the disk refused ({error}); free some space or check the folder, and load again.", store=path
        ) from error


def _grams(keys: list[str], first: int) -> Iterator[tuple[int, bytes]]:
    """Each gram with the entries that hold it, both ascending; `first` numbers the first key."""
    signs = np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32)
    doc = np.repeat(np.arange(len(keys), dtype=np.int64), np.fromiter(map(len, keys), np.int64, len(keys)))
    # Dense numbers for the signs, from 1 in code-point order, leave room to sort gram and entry as one number.
    seen = np.zeros(0x110000, np.bool_)
    seen[signs] = True
    alphabet = np.flatnonzero(seen)
    dense = np.zeros(0x110000, np.int64)
    dense[alphabet] = np.arange(1, len(alphabet) + 1)
    base = len(alphabet) + 1
    code = dense[signs]
    alone = signs >= _UNBROKEN
    paired = doc[1:] == doc[:-1]
    grams = np.concatenate([code[alone], code[:-1][paired] * base + code[1:][paired]])
    docs = np.concatenate([doc[alone], doc[:-1][paired]])
    packed = distinct(grams * np.int64(max(len(keys), 1)) + docs)
    kind = packed // max(len(keys), 1)
    held = (packed - kind * len(keys) + first).astype("<i4").tobytes()
    changes = np.flatnonzero(np.diff(kind)) + 1
    bounds = [0, *changes.tolist(), len(kind)] if len(kind) else [0]
    left, right = np.divmod(kind[bounds[:-1]], base)
    points = np.concatenate([[0], alphabet])
    for gram, (start, end) in zip(((points[left] << _SHIFT) | points[right]).tolist(), pairwise(bounds), strict=True):
        yield gram, held[4 * start : 4 * end]


def _query_grams(key: str) -> list[int]:
    if len(key) == 1:
        return [ord(key)] if ord(key) >= _UNBROKEN else []
    return sorted({(ord(a) << _SHIFT) | ord(b) for a, b in pairwise(key)})[:_GRAMS_ASKED]


class SearchFile:
    """Answers searches from `search.sqlite`, opened when first asked and never written."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        self._path = path
        # SQLite itself does not notice that the end of a file is cut off.
        self._size = size
        self._file: sqlite3.Connection | None = None

    def find(self, text: str, limit: int) -> list[tuple[int, str, str]]:
        """
        Companies whose texts hold `text`, as (number, how, text), best first.

        Whole texts come before those that start with it and those that hold it elsewhere; within each, the shorter
        text, then the smaller company number. A company stands once, with its best text.
        """
        key = search_key(text)
        if not key or limit < 1:
            return []
        try:
            return self._find(key, limit)
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

    def _find(self, key: str, limit: int) -> list[tuple[int, str, str]]:
        found: dict[int, tuple[int, str, str]] = {}

        def keep(rows: Iterable[tuple[int, int, str]], word: str | None) -> bool:
            for number, how, text in rows:
                if number not in found:
                    found[number] = (number, word or HOWS[how], text)
                    if len(found) == limit:
                        return True
            return False

        file = self._opened()
        whole = file.execute("SELECT number, how, text FROM entry WHERE key = ? ORDER BY doc", (key,))
        _ = keep(whole, None) or keep(_starting(file, key), "start") or keep(_holding(file, key), "substring")
        return list(found.values())

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            if not self._path.is_file() or self._size not in (None, self._path.stat().st_size):
                raise damaged(self._path)
            address = read_only_address(self._path, immutable=True)
            self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
        return self._file


def _starting(file: sqlite3.Connection, key: str) -> Iterator[tuple[int, int, str]]:
    """Entries that start with `key`, in order of preference; read in parts, for a short key starts many."""
    for part in count():
        rows = file.execute(
            "SELECT number, how, text FROM entry WHERE doc IN "
            "(SELECT doc FROM entry WHERE key > ? AND key < ? ORDER BY doc LIMIT ? OFFSET ?) ORDER BY doc",
            (key, key + "\U0010ffff", _BATCH, part * _BATCH),
        ).fetchall()
        yield from rows
        if len(rows) < _BATCH:
            return


def _holding(file: sqlite3.Connection, key: str) -> Iterator[tuple[int, int, str]]:
    """Entries with `key` anywhere, in order of preference."""
    grams = _query_grams(key)
    if not grams:
        yield from file.execute("SELECT number, how, text FROM entry WHERE instr(key, ?) > 0 ORDER BY doc", (key,))
        return
    lists = []
    for gram in grams:
        bounds = (gram << _PART_BITS, (gram + 1) << _PART_BITS)
        parts = file.execute("SELECT docs FROM gram WHERE place >= ? AND place < ? ORDER BY place", bounds).fetchall()
        if not parts:
            return
        lists.append(np.frombuffer(b"".join(docs for (docs,) in parts), "<i4"))
    lists.sort(key=len)
    found = lists[0]
    for other in lists[1:]:
        place = np.minimum(np.searchsorted(other, found), len(other) - 1)
        found = found[other[place] == found]
    for begin in range(0, len(found), _BATCH):
        part = found[begin : begin + _BATCH].tolist()
        marks = ", ".join("?" * len(part))
        yield from file.execute(
            f"SELECT number, how, text FROM entry WHERE doc IN ({marks}) AND instr(key, ?) > 0 ORDER BY doc",  # noqa: S608
            (*part, key),
        )
