"""Writing that survives a pulled plug, and the disk's refusals in our words."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chainprospect.errors import StoreUnavailable

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}
_NO_LINKS = {errno.EXDEV, errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EMLINK, errno.ENOTSUP, errno.EINVAL}
# Where a scanner may hold a fresh file open for a moment.
_SCANNED = os.name == "nt"
_RENAME_TRIES = 20


@contextmanager
def disk(store: Path) -> Iterator[None]:
    """Turn a full or closed disk into `StoreUnavailable` of `store`; other errors pass."""
    try:
        yield
    except OSError as error:
        told = refusal(error, store)
        if told is None:
            raise
        raise told from error


def is_full(error: OSError) -> bool:
    """Whether the disk or the user's share of it is full."""
    return error.errno in _FULL


def refusal(error: OSError, store: Path) -> StoreUnavailable | None:
    """What a full or closed disk means for the user, or None when the error is another one."""
    if is_full(error):
        return StoreUnavailable(
            "the disk is full; free some space and repeat. What was loaded before stands.", store=store
        )
    if error.errno in _CLOSED:
        return StoreUnavailable(
            "cannot be written; name a workspace that you may write with -w, or change the rights of this folder.",
            store=store,
        )
    if error.errno == errno.EFBIG:
        return StoreUnavailable(
            "a file would grow larger than this disk or your account allows; name a workspace elsewhere with -w.",
            store=store,
        )
    if error.errno in _NO_FOLDER:
        return StoreUnavailable("is no folder; name another workspace with -w.", store=store)
    return None


def sync_file(path: Path) -> None:
    """Force a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Force a folder's names to the disk, where the system can."""
    if os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        # Some network disks cannot; the files themselves are safe by then.
        with suppress(OSError):
            os.fsync(number)
    finally:
        os.close(number)


def swap_text(path: Path, text: str) -> None:
    """Replace a small file in one step: a reader sees the old text or the new."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    rename(fresh, path)
    sync_folder(path.parent)


def rename(path: Path, target: Path) -> None:
    """Rename in one step; waits a moment for a scanner that holds the file open, as happens on Windows."""
    for attempt in range(_RENAME_TRIES):
        try:
            path.replace(target)
        except PermissionError:
            if not _SCANNED or attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(0.05)
        else:
            return


def link_or_copy(path: Path, target: Path) -> bool:
    """Give a file a second name, or copy it where the disk has no hard links; whether it was linked."""
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(path, target)
        return False
    return True
