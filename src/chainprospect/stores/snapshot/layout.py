"""
Files of a snapshot: plain arrays (`.npy`, one dimension) and packed texts (`.utf8`), both memory-mapped on reading.

An array's name is its path without suffix (`graph/goods.upstream.starts`). Type and length stand in the manifest, so
that opening needs no parsing and a cut file is noticed.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import StoreUnavailable
from chainprospect.model.relation import UNDATED
from chainprospect.stores.snapshot.manifest import damaged

# Parts of a list within one text; the writer takes the sign out of what it joins.
LIST_MARK = "\x1f"
# Of a larger file an answer needs a page here and there: what the system reads ahead of each would be thrown away.
# A smaller one is read whole sooner than page by page.
_READ_AHEAD = 16 << 20
_TEXTS_AT_ONCE = 100_000


class ArrayWriter:
    """Writes the arrays and texts of one snapshot and remembers what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arrays: dict[str, tuple[str, int]] = {}

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Write a one-dimensional array."""
        path = self.folder / f"{name}.npy"
        path.parent.mkdir(parents=True, exist_ok=True)
        values = np.ascontiguousarray(values)
        # Not np.save: on a full disk it hides the system's error number.
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(values))
            file.write(values.data)
        self.arrays[name] = (values.dtype.str, len(values))

    def texts(self, name: str, texts: Iterable[str], sizes: NDArray[np.integer[Any]] | None = None) -> None:
        """
        Write texts end to end with their offsets; a blank is an empty text.

        Parameters
        ----------
        name
            Name of the column.
        texts
            One text a row, or those alone that are not blank when `sizes` is given.
        sizes
            Bytes of the text of each row in UTF-8 where they are known already: then the texts may come one by one.
        """
        if sizes is None:
            texts = list(texts)
            sizes = np.fromiter((len(text.encode()) for text in texts), np.int64, len(texts))
        offsets = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=offsets[1:])
        self.array(f"{name}.offsets", offsets)
        left = iter(texts)
        with (self.folder / f"{name}.utf8").open("wb") as file:
            while part := "".join(islice(left, _TEXTS_AT_ONCE)):
                file.write(part.encode())


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


class Arrays:
    """Opens arrays and texts when first asked for; closing lets go of every file."""

    def __init__(self, folder: Path, described: Mapping[str, tuple[str, int]]) -> None:
        self._folder = folder
        self._described = described
        self._open: dict[str, NDArray[Any]] = {}
        self._texts: dict[str, Texts] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._described

    def __getitem__(self, name: str) -> NDArray[Any]:
        array = self._open.get(name)
        if array is None:
            array = self._open[name] = self._map(name)
        return array

    def texts(self, name: str) -> Texts:
        """A packed text column."""
        column = self._texts.get(name)
        if column is None:
            offsets = self[f"{name}.offsets"]
            path = self._folder / f"{name}.utf8"
            packed = _mapped(path)
            if len(packed) != int(offsets[-1]):
                raise damaged(path)
            column = self._texts[name] = Texts(offsets, packed, path)
        return column

    def close(self) -> None:
        """Let go of all files."""
        self._open.clear()
        self._texts.clear()

    def _map(self, name: str) -> NDArray[Any]:
        path = self._folder / f"{name}.npy"
        if name not in self._described:
            raise damaged(path)
        kind, length = self._described[name]
        dtype = np.dtype(kind)
        whole = _mapped(path)
        start = len(whole) - length * dtype.itemsize
        # A header of version 1 says its own length in bytes 8 and 9.
        if start < 10 or whole[:8] != b"\x93NUMPY\x01\x00" or start != 10 + int.from_bytes(whole[8:10], "little"):
            raise damaged(path)
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


class Texts(Sequence[str]):
    """Packed texts; an empty one is a blank."""

    __slots__ = ("_offsets", "_packed", "_path")

    def __init__(self, offsets: NDArray[np.int64], packed: mmap.mmap | bytes, path: Path) -> None:
        self._offsets, self._packed, self._path = offsets, packed, path

    def __len__(self) -> int:
        return len(self._offsets) - 1

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
        return self._decoded(self._packed[int(self._offsets[row]) : int(self._offsets[row + 1])])

    def __iter__(self) -> Iterator[str]:
        offsets = self._offsets.tolist()
        if isinstance(self._packed, mmap.mmap) and hasattr(mmap, "MADV_SEQUENTIAL"):
            self._packed.madvise(mmap.MADV_SEQUENTIAL)
        whole = self._packed[:]
        for start, end in pairwise(offsets):
            yield self._decoded(whole[start:end])

    def at(self, rows: NDArray[np.integer[Any]]) -> list[str | None]:
        """Texts of many rows; a blank is None."""
        packed = self._packed
        starts = self._offsets[rows].tolist()
        ends = self._offsets[rows + 1].tolist()
        try:
            return [packed[a:b].decode() if b > a else None for a, b in zip(starts, ends, strict=True)]
        except UnicodeDecodeError as error:
            raise damaged(self._path) from error

    def _decoded(self, part: bytes) -> str:
        try:
            return part.decode()
        except UnicodeDecodeError as error:
            raise damaged(self._path) from error
