"""Sharing: one list of tasks done by several processes, whatever becomes of any of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from chainprospect.errors import ChainprospectError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
# Opens what a worker needs once, and gives what it does with a task; it is pickled, so it is a function of a module.
Opener: TypeAlias = Callable[[], AbstractContextManager[Callable[[Task], object]]]

_PATIENCE = 30.0
STDERR = 2


def cores() -> int:
    """Processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed is not None else os.cpu_count()) or 1


def share(opener: Opener[Task], tasks: Sequence[Task], workers: int) -> Generator[Task, None, None]:
    """
    Do all tasks; each is yielded when it is done, in no fixed order.

    Workers are fresh processes (no fork), so that it is the same on every system. A worker that is killed, or fails,
    leaves its task to this process, where whatever is wrong is raised. On leaving early, by Ctrl-C say, workers end
    the task in hand and no other; they end as well when this process is killed.

    Parameters
    ----------
    opener
        Opens what the tasks need, once a worker.
    tasks
        Any order; each is done once.
    workers
        Processes at most; with one, or one task, everything is done here.
    """
    left = dict(enumerate(tasks))
    if min(workers, len(tasks)) > 1:
        with closing(_shared(opener, tasks, min(workers, len(tasks)))) as shared:
            for place in shared:
                yield left.pop(place)
    if left:
        with opener() as work:
            for task in left.values():
                work(task)
                yield task


def _shared(opener: Opener[Task], tasks: Sequence[Task], workers: int) -> Generator[int, None, None]:
    """Places of the tasks that workers did."""
    context = multiprocessing.get_context("spawn")
    crew: dict[Connection, BaseProcess] = {}
    waiting = iter(range(len(tasks)))
    try:
        for _ in range(workers):
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, opener), daemon=True)
            with _deaf():
                process.start()
            there.close()
            crew[here] = process
        # A worker says that it is ready with -1, afterwards the place of what it has done.
        while crew:
            for pipe in wait(list(crew)):
                assert isinstance(pipe, Connection)
                try:
                    done = pipe.recv()
                    place = next(waiting, None)
                    pipe.send(None if place is None else (place, tasks[place]))
                except (EOFError, OSError):
                    _dismiss(pipe, crew)
                    continue
                if done >= 0:
                    yield done
                if place is None:
                    _dismiss(pipe, crew)
    finally:
        for pipe in list(crew):
            _dismiss(pipe, crew)


def _dismiss(pipe: Connection, crew: dict[Connection, BaseProcess]) -> None:
    """Let a worker go once it has ended the task in hand."""
    process = crew[pipe]
    pipe.close()
    process.join(_PATIENCE)
    if process.is_alive():
        process.terminate()
        process.join()
    del crew[pipe]


def _serve(pipe: Connection, opener: Opener[Task]) -> None:
    """Do tasks until none comes; what fails is met again, and told, by the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDERR)
    os.close(nowhere)
    with suppress(EOFError, OSError, ChainprospectError), opener() as work:
        pipe.send(-1)
        while (given := pipe.recv()) is not None:
            place, task = given
            work(task)
            pipe.send(place)


@contextmanager
def _deaf() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach: it is this process that ends the others."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # Started with the first process, it would let Ctrl-C through again before that one is there.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
