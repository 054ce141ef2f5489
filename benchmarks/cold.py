"""Emptying the page cache before a cold measurement, and what it holds after one."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SWITCH: Final = Path("/proc/sys/vm/drop_caches")


def forget(folder: Path) -> None:
    """Drop the pages of every file below a folder; programs and libraries stay in memory."""
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            try:
                # What is not written yet cannot be dropped.
                os.fsync(file)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(file)


def forget_everything() -> None:
    """Drop the whole page cache of the machine, Python and its libraries with it."""
    os.sync()
    _SWITCH.write_text("3\n", "ascii")


def whole_machine() -> Callable[[], None] | None:
    """What drops the whole page cache, or None where this user may not."""
    return forget_everything if os.access(_SWITCH, os.W_OK) else None


def pieces_in_memory(folder: Path) -> dict[str, list[tuple[int, int]]]:
    """First byte and length of every run of pages in memory, by the path of each file below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size and (runs := _runs(_in_memory(path))):
            found[str(path)] = runs
    return found


def _in_memory(path: Path) -> NDArray[np.bool_]:
    """Whether each page of a file is in memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        pages = np.zeros(-(-len(whole) // mmap.PAGESIZE), np.uint8)
        mapped = np.frombuffer(whole, np.uint8)
        place, length, told = map(ctypes.c_void_p, (mapped.ctypes.data, len(whole), pages.ctypes.data))
        failed = ctypes.CDLL(None, use_errno=True).mincore(place, length, told)
        # The map cannot be closed while an array looks at it.
        del mapped
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    # The other bits have no meaning yet.
    return (pages & 1).astype(np.bool_)


def _runs(pages: NDArray[np.bool_]) -> list[tuple[int, int]]:
    turns = np.flatnonzero(np.diff(pages.astype(np.int8), prepend=0, append=0)) * mmap.PAGESIZE
    return [(int(first), int(end - first)) for first, end in zip(turns[::2], turns[1::2], strict=True)]
