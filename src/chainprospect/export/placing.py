"""A file in its place: whole, or as it was before."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from chainprospect.errors import OutputError

DRAFT: Final = ".chainprospect-*.tmp"


def place(path: Path, parts: Iterable[bytes]) -> None:
    """
    Write a file beside its place and move it there: a reader sees the old bytes or the new ones, never a part.

    Raises
    ------
    OutputError
        The path cannot be written.
    """
    try:
        if path.is_dir():
            raise OutputError("is a folder; name a file in it.", path=path)
        _put(Path(os.path.realpath(path)), parts)
    except OSError as error:
        raise OutputError(advice(error, path), path=path) from error


def _put(target: Path, parts: Iterable[bytes]) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")
    draft = target.parent / DRAFT.replace("*", os.urandom(6).hex())
    try:
        with draft.open("xb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        # Gone already when it was moved.
        with contextlib.suppress(OSError):
            draft.unlink()


def advice(error: OSError, target: Path) -> str:
    """What the system's refusal of a path means, and what to do."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"there is no folder {target.parent}; make it, or name another place."
    if isinstance(error, PermissionError):
        return (
            "cannot be written: it is write-protected or open in another program; close it (in Excel, say) and "
            "repeat, or name another place."
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; make room and repeat, or name another place."
    if error.errno == errno.EROFS:
        return "lies on a read-only disk; name another place."
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long; name a shorter one."
    return f"cannot be written: {error.strerror or error}; name another place."
