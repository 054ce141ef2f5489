"""
Files of a snapshot: plain arrays (`.npy`, one dimension) and packed texts (`.utf8`), both memory-mapped on reading.

An array's name is its path without suffix (`graph/goods.upstream.far`). Type and length stand in the manifest, so
that opening needs no parsing and a cut file is noticed.

What is said of one company, relation, event or statement is one row of `rows/TABLE.npy`, so that an answer reads a page
of the disk for it and not one for each column. Its texts lie end to end in `texts/TABLE.utf8`, from the row's `texts`
on; the field `COLUMN.end` says how far from there each text column ends, in the order in which they lie.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import StoreUnavailable
from chainprospect.model.relation import UNDATED, Kinds, Side
from chainprospect.model.runs import distinct, ranges
from chainprospect.stores.snapshot.manifest import damaged

# Parts of a list within one text; the writer takes the sign out of what it joins.
LIST_MARK = "\x1f"
# Of a larger file an answer needs a page here and there: what the system reads ahead of each would be thrown away.
# A smaller one is read whole sooner than page by page.
_READ_AHEAD = 1 << 20
_TEXTS_AT_ONCE = 100_000
# Places tried before many are read, and seconds each may take where its page is in memory.
_TRIED = 32
_IN_MEMORY_S = 5e-6
# Rows brought together at once: bounds the memory.
_ROWS_AT_ONCE = 1 << 16

# Type of an array: that of numbers as numpy writes it, or names and types of the fields of rows.
Kind: TypeAlias = str | tuple[tuple[str, str], ...]
Bounds: TypeAlias = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]


class ArrayWriter:
    """Writes the arrays and texts of one snapshot and remembers what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arrays: dict[str, tuple[Kind, int]] = {}

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Write a one-dimensional array."""
        values = np.ascontiguousarray(values)
        self._npy(name, values.dtype, len(values), [values])
        self.arrays[name] = (values.dtype.str, len(values))

    def texts(self, name: str, texts: Iterable[str]) -> None:
        """Write texts end to end with their offsets, one a row; a blank is an empty text."""
        texts = list(texts)
        offsets = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(np.fromiter((len(text.encode()) for text in texts), np.int64, len(texts)), out=offsets[1:])
        self.array(f"{name}.offsets", offsets)
        self.packed(name, texts)

    def packed(self, name: str, texts: Iterable[str]) -> None:
        """Write texts end to end; where each begins stands elsewhere."""
        left = iter(texts)
        with self._opened(f"{name}.utf8") as file:
            while part := "".join(islice(left, _TEXTS_AT_ONCE)):
                file.write(part.encode())

    def rows(self, name: str) -> RowWriter:
        """Rows of a table, of which one column after the other will be said."""
        return RowWriter(self, name)

    def write_rows(self, name: str, columns: Mapping[str, tuple[Path, np.dtype[Any]]], length: int) -> None:
        """Write columns that stand in files of their own as the rows of a table."""
        with ExitStack() as opened:
            files = {column: opened.enter_context(path.open("rb")) for column, (path, _) in columns.items()}

            def next_part(part: NDArray[Any], _: slice) -> None:
                for column, file in files.items():
                    part[column] = np.fromfile(file, columns[column][1], len(part))

            self.table(f"rows/{name}", {column: dtype for column, (_, dtype) in columns.items()}, length, next_part)

    def table(
        self,
        name: str,
        fields: Mapping[str, np.dtype[Any]],
        length: int,
        fill: Callable[[NDArray[Any], slice], None],
    ) -> None:
        """Write rows of several fields: `fill` is given one part after the other, blank, and where it stands."""
        # The widest first: then each field lies where the machine reads it in one go.
        kind = tuple((field, fields[field].str) for field in sorted(fields, key=lambda field: -fields[field].itemsize))
        dtype = np.dtype(list(kind), align=True)

        def parts() -> Iterator[NDArray[Any]]:
            for first in range(0, length, _ROWS_AT_ONCE):
                part = np.zeros(min(_ROWS_AT_ONCE, length - first), dtype)
                fill(part, slice(first, first + len(part)))
                yield part

        self._npy(name, dtype, length, parts())
        self.arrays[name] = (kind, length)

    def _npy(self, name: str, dtype: np.dtype[Any], length: int, parts: Iterable[NDArray[Any]]) -> None:
        # Not np.save: on a full disk it hides the system's error number.
        head = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (length,)}
        with self._opened(f"{name}.npy") as file:
            np.lib.format.write_array_header_1_0(file, head)
            for part in parts:
                file.write(part.data)

    def _opened(self, name: str) -> BinaryIO:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


class RowWriter:
    """
    The rows of one table while they are made.

    Columns come one by one, whole; each waits in a file of its own until `close` brings them together as rows.
    """

    def __init__(self, writer: ArrayWriter, name: str) -> None:
        self._writer, self._name = writer, name
        self._columns: dict[str, tuple[Path, np.dtype[Any]]] = {}
        self._length = 0

    def column(self, name: str, values: NDArray[Any]) -> None:
        """Say one column; all have the same length."""
        if self._columns and len(values) != self._length:
            raise ValueError(f"{self._name}.{name}: {len(values)} rows among columns of {self._length}")
        self._length = len(values)
        path = self._writer.folder / f".{self._name}.{name}.column"
        values = np.ascontiguousarray(values)
        with path.open("wb") as file:
            file.write(values.data)
        self._columns[name] = (path, values.dtype)

    def texts(self, sizes: Mapping[str, NDArray[np.int32]], rows: Iterable[str]) -> None:
        """
        Say the texts of the table.

        Parameters
        ----------
        sizes
            Bytes of each row's text in UTF-8, by column.
        rows
            The texts of a row end to end in the order of `sizes`, row by row; rows without any may be left out.
        """
        end = np.zeros(self._length, np.int32)
        for name, size in sizes.items():
            end = end + size
            self.column(f"{name}.end", end)
        begin = np.zeros(len(end), np.int64)
        np.cumsum(end[:-1], out=begin[1:])
        self.column("texts", begin)
        self._writer.packed(f"texts/{self._name}", rows)

    def ragged(self, name: str, owner: NDArray[Any]) -> None:
        """Say where the values of each row lie, and how many they are, for values in the order of their owners."""
        self.bounds(name, starts(owner, self._length))

    def bounds(self, name: str, starts: NDArray[np.int64]) -> None:
        """Say where the values of each row lie: row i's from `starts[i]` to `starts[i + 1]`."""
        self.column(f"{name}.start", small(starts[:-1]))
        self.column(f"{name}.count", small(np.diff(starts)))

    def close(self) -> None:
        """Bring the columns together."""
        self._writer.write_rows(self._name, self._columns, self._length)
        for path, _ in self._columns.values():
            path.unlink()


def slices_of(kinds: Kinds, side: Side) -> str:
    """What the relations of one group and side are called, in `graph/` and in the rows of companies."""
    return f"{kinds.name.lower()}.{side.value}"


def starts(owner: NDArray[Any], owners: int) -> NDArray[np.int64]:
    """Where the rows of each owner begin, for rows in the order of their owners."""
    found = np.zeros(owners + 1, np.int64)
    np.cumsum(np.bincount(owner.astype(np.int64), minlength=owners), out=found[1:])
    return found


def filled(values: NDArray[Any], blank: float) -> NDArray[Any]:
    """A column of an engine with its blanks filled."""
    return np.ma.filled(values, blank) if isinstance(values, np.ma.MaskedArray) else values


def floats(values: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers as they are kept: NaN where unknown."""
    return np.asarray(filled(values, np.nan), np.float64)


def days(values: NDArray[Any]) -> NDArray[np.int32]:
    """Day numbers as they are kept: `UNDATED` where blank."""
    return filled(values, UNDATED).astype(np.int32)


def small(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers as int32 where they fit."""
    if len(values) and int(values.max()) >= 2**31:
        return values
    return values.astype(np.int32, copy=False)


class Arrays:
    """Opens arrays and texts when first asked for; closing lets go of every file."""

    def __init__(self, folder: Path, described: Mapping[str, tuple[Kind, int]]) -> None:
        self._folder = folder
        self._described = described
        self._open: dict[str, NDArray[Any]] = {}
        self._maps: dict[str, tuple[mmap.mmap | bytes, int]] = {}
        self._texts: dict[str, Texts] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._described

    def __getitem__(self, name: str) -> NDArray[Any]:
        array = self._open.get(name)
        if array is None:
            array = self._open[name] = self._map(name)
        return array

    def at(self, name: str, places: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Values of an array at places that may lie far apart."""
        self.ahead(name, places)
        values: NDArray[Any] = self[name][places]
        return values

    def ahead(self, name: str, places: NDArray[np.integer[Any]]) -> None:
        """Have what is about to be read of an array brought into memory together."""
        width = self[name].dtype.itemsize
        whole, start = self._maps[name]
        begins = places.astype(np.int64, copy=False) * width + start
        _ahead(whole, begins, begins + width)

    def texts(self, name: str) -> Texts:
        """A packed text column."""
        column = self._texts.get(name)
        if column is None:
            offsets = self[f"{name}.offsets"]
            packed, path = self._packed(name, int(offsets[-1]))

            def bounds(rows: NDArray[np.integer[Any]]) -> Bounds:
                return offsets[rows], offsets[rows + 1]

            column = self._texts[name] = Texts(len(offsets) - 1, bounds, packed, path)
        return column

    def row_texts(self, table: str, name: str) -> Texts:
        """A text column of a table of rows."""
        column = self._texts.get(f"{table}.{name}")
        if column is None:
            rows = self[f"rows/{table}"]
            ends = [field for field in rows.dtype.names or () if field.endswith(".end")]
            place = ends.index(f"{name}.end")
            begin, end = rows["texts"], rows[ends[place]]
            before = rows[ends[place - 1]] if place else None
            last = len(rows) - 1
            held = int(begin[last]) + int(rows[ends[-1]][last]) if len(rows) else 0
            packed, path = self._packed(f"texts/{table}", held)

            def bounds(numbers: NDArray[np.integer[Any]]) -> Bounds:
                start = begin[numbers]
                return start if before is None else start + before[numbers], start + end[numbers]

            column = self._texts[f"{table}.{name}"] = Texts(len(rows), bounds, packed, path)
        return column

    def close(self) -> None:
        """Let go of all files."""
        self._open.clear()
        self._maps.clear()
        self._texts.clear()

    def _packed(self, name: str, held: int) -> tuple[mmap.mmap | bytes, Path]:
        path = self._folder / f"{name}.utf8"
        packed = _mapped(path)
        if len(packed) != held:
            raise damaged(path)
        return packed, path

    def _map(self, name: str) -> NDArray[Any]:
        path = self._folder / f"{name}.npy"
        if name not in self._described:
            raise damaged(path)
        kind, length = self._described[name]
        dtype = np.dtype(kind) if isinstance(kind, str) else np.dtype(list(kind), align=True)
        whole = _mapped(path)
        start = len(whole) - length * dtype.itemsize
        # A header of version 1 says its own length in bytes 8 and 9.
        if start < 10 or whole[:8] != b"\x93NUMPY\x01\x00" or start != 10 + int.from_bytes(whole[8:10], "little"):
            raise damaged(path)
        self._maps[name] = (whole, start)
        if length == 0:
            return np.empty(0, dtype)
        return np.frombuffer(whole, dtype, length, start)


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            try:
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                # An empty file cannot be mapped.
                return b""
            if len(whole) > _READ_AHEAD and hasattr(mmap, "MADV_RANDOM"):
                whole.madvise(mmap.MADV_RANDOM)
            return whole
    except FileNotFoundError as error:
        raise damaged(path) from error
    except OSError as error:
        raise StoreUnavailable(f"cannot be read: {error.strerror}; check the folder's rights.", store=path) from error


def _ahead(whole: mmap.mmap | bytes, begins: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> None:
    """
    Have the pages of many places read together where they are not in memory.

    One after the other, each would wait for the disk; a disk that is asked for many at once gives many times as much.
    A few places are tried first: where these are in memory nothing is asked.
    """
    # A blank has no place of its own, and may begin behind the last byte.
    held = ends > begins
    begins, ends = begins[held], ends[held]
    if len(begins) < 2 * _TRIED or len(whole) <= _READ_AHEAD or isinstance(whole, bytes):
        return
    if not hasattr(mmap, "MADV_WILLNEED"):
        return
    tried = begins[:: len(begins) // _TRIED].tolist()
    clock = perf_counter()
    for place in tried:
        whole[place]
    if perf_counter() - clock < _IN_MEMORY_S * len(tried):
        return
    page = mmap.PAGESIZE
    first = begins.astype(np.int64, copy=False) // page
    pages = distinct(ranges(first, (ends - 1) // page - first + 1))
    gaps = np.flatnonzero(np.diff(pages) > 1)
    starts = pages[np.concatenate([[0], gaps + 1])].tolist()
    lasts = pages[np.concatenate([gaps, [len(pages) - 1]])].tolist()
    for start, last in zip(starts, lasts, strict=True):
        whole.madvise(mmap.MADV_WILLNEED, start * page, (last - start + 1) * page)


class Texts(Sequence[str]):
    """Packed texts; an empty one is a blank."""

    __slots__ = ("_bounds", "_length", "_packed", "_path")

    def __init__(
        self,
        length: int,
        bounds: Callable[[NDArray[np.integer[Any]]], Bounds],
        packed: mmap.mmap | bytes,
        path: Path,
    ) -> None:
        self._length, self._bounds, self._packed, self._path = length, bounds, packed, path

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return tuple(self[i] for i in range(*row.indices(len(self))))
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self.at(np.array([row]))[0] or ""

    def __iter__(self) -> Iterator[str]:
        if isinstance(self._packed, mmap.mmap) and hasattr(mmap, "MADV_SEQUENTIAL"):
            self._packed.madvise(mmap.MADV_SEQUENTIAL)
        for first in range(0, len(self), _TEXTS_AT_ONCE):
            for text in self.at(np.arange(first, min(first + _TEXTS_AT_ONCE, len(self)))):
                yield text or ""

    def at(self, rows: NDArray[np.integer[Any]]) -> list[str | None]:
        """Texts of many rows; a blank is None."""
        packed = self._packed
        begins, ends = self._bounds(rows)
        _ahead(packed, begins, ends)
        try:
            return [
                packed[a:b].decode() if b > a else None for a, b in zip(begins.tolist(), ends.tolist(), strict=True)
            ]
        except UnicodeDecodeError as error:
            raise damaged(self._path) from error
