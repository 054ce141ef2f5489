"""One writer at a time: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from chainprospect.errors import StoreUnavailable

log = logging.getLogger(__name__)

# Windows locks bytes and keeps others from reading them: lock one that lies far behind the text.
_FAR = 1 << 30
_BUSY = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


class WriterLock:
    """Holds `path` locked while the context is open; a second holder is refused at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number: int | None = None

    def __enter__(self) -> Self:
        number = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(number)
        except OSError as error:
            if error.errno in _BUSY:
                os.lseek(number, 0, os.SEEK_SET)
                holder = os.read(number, 32)
                os.close(number)
                whom = holder.decode("ascii", "replace").strip() or "unknown"
                raise StoreUnavailable(
                    f"another load is writing this workspace (process {whom}); wait until it is done and repeat.",
                    store=self._path.parent,
                ) from error
            # A network disk without locks: go on, as a single user would expect.
            log.warning(
                "%s: this disk knows no locks (%s); do not load twice at the same time.", self._path, error.strerror
            )
        os.ftruncate(number, 0)
        os.write(number, f"{os.getpid()}\n".encode())
        self._number = number
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._number is not None:
            os.close(self._number)
            self._number = None


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        os.lseek(number, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
