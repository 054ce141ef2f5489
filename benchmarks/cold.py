"""Emptying the page cache before a cold measurement."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

_SWITCH: Final = Path("/proc/sys/vm/drop_caches")


def forget(folder: Path) -> None:
    """Drop the pages of every file below a folder; programs and libraries stay in memory."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            try:
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
