"""Shares tasks among two processes: `python crew.py FOLDER TASK...` prints the tasks that were done, one a line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from chainprospect.errors import OutputError
from chainprospect.sharing import share


@contextmanager
def opened(folder: Path, asker: int) -> Iterator[Callable[[str], None]]:
    """Writes who did a task; some tasks are bad for whoever is not the one who asked."""

    def work(task: str) -> None:
        mine = os.getpid() == asker
        if task == "kills" and not mine:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if task == "breaks" and not mine:
            raise RuntimeError(task)
        if task == "fails" or (task == "fails elsewhere" and not mine):
            raise OutputError("the disk is full; make room and repeat, or name another place.", path=folder)
        (folder / task).write_text("here" if mine else "there")

    yield work


if __name__ == "__main__":
    for done in share(partial(opened, Path(sys.argv[1]), os.getpid()), sys.argv[2:], 2):
        sys.stdout.write(f"{done}\n")
