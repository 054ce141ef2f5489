"""The two streams: answers on stdout, talk on stderr, in the reader's language and whatever the console can print."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from chainprospect.cli.words import known, word

if TYPE_CHECKING:
    from chainprospect.model.ports import Progress

PLAIN_WIDTH = 120
_BLOCK = 1 << 18


class Talk:
    """
    Where a command speaks: `data` is the answer, everything else is talk and stays silent under `quiet`.

    The language may change once, when the settings file is read.
    """

    def __init__(self, lang: str = "zh", *, quiet: bool = False, verbose: int = 0) -> None:
        self.lang, self.quiet, self.verbose = lang, quiet, verbose
        self._line_open = False

    def word(self, key: str, **values: object) -> str:
        """The text `key` in the reader's language."""
        return word(self.lang, key, **values)

    def knows(self, key: str) -> bool:
        """Whether there is a text `key`."""
        return known(self.lang, key)

    def data(self, text: str) -> None:
        """Print a line of the answer for a person, in the console's own encoding."""
        sys.stdout.write(text + "\n")

    def document(self, text: str | Iterable[str]) -> None:
        """Print a document, or its pieces, for a program: UTF-8 whatever the console says, line ends as they are."""
        buffer = getattr(sys.stdout, "buffer", None)
        sys.stdout.flush()
        end = "\n"
        for piece in (text,) if isinstance(text, str) else _blocks(text):
            if buffer is None:
                sys.stdout.write(piece)
            else:
                buffer.write(piece.encode("utf-8", "backslashreplace"))
            end = "" if piece.endswith("\n") else "\n"
        if buffer is None:
            sys.stdout.write(end)
        else:
            buffer.write(end.encode())
            buffer.flush()

    def say(self, key: str, **values: object) -> None:
        """Say the text `key` on stderr."""
        self.line(self.word(key, **values))

    def line(self, text: str = "") -> None:
        """Say a finished line on stderr, after all of the answer so far, where both go to one file."""
        if not self.quiet:
            sys.stdout.flush()
            self._close_line()
            sys.stderr.write(text + "\n")

    def complain(self, text: str) -> None:
        """Say what went wrong; not even `quiet` hides it."""
        self._close_line()
        sys.stderr.write(text + "\n")

    def progress(self) -> Progress:
        """A progress line that rewrites itself on a terminal; one line a step under `-v`; else silence."""
        if self.quiet or not (self.verbose or sys.stderr.isatty()):
            return _silent
        return self._rewriting() if sys.stderr.isatty() else self._step_by_step()

    def _rewriting(self) -> Progress:
        last = 0.0

        def show(step: str, done: int, total: int | None) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last < 0.1 and done != total:
                return
            last = now
            sys.stderr.write("\r\x1b[2K" + self._progress_text(step, done, total))
            sys.stderr.flush()
            self._line_open = True

        return show

    def _step_by_step(self) -> Progress:
        told = ""

        def show(step: str, done: int, total: int | None) -> None:
            nonlocal told
            if step != told:
                told = step
                self.line(self._progress_text(step, done, total))

        return show

    def _progress_text(self, step: str, done: int, total: int | None) -> str:
        # A step is a word of ours or the name of a file; words without a text are steps of the table building.
        key = f"step_{step}" if known(self.lang, f"step_{step}") else "step_tables"
        name = self.word(key) if key != "step_tables" or step.isidentifier() else step
        if total:
            return f"{name} {done:,} / {total:,}"
        return f"{name} {done:,}" if done else name

    def _close_line(self) -> None:
        if self._line_open:
            sys.stderr.write("\r\x1b[2K")
            self._line_open = False


def _silent(step: str, done: int, total: int | None) -> None:
    """Report no progress."""


def room() -> int:
    """Console columns there are, or a readable width when nobody looks at a console."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return PLAIN_WIDTH
    return max(60, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns)


def open_streams() -> None:
    """Let no character break a stream: UTF-8 into files and pipes, the console's own encoding with `?` otherwise."""
    chosen = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            redirected = not stream.isatty()
            stream.reconfigure(encoding="utf-8" if redirected and not chosen else None, errors="replace")


def abandon(stream: TextIO) -> None:
    """Send what is left of `stream` nowhere: its reader has gone."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces together, some hundred kilobytes at a time: a system call for each costs more than making them."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)


def open_log(verbose: int, *, quiet: bool) -> None:
    """Send the log to stderr: warnings, with `-v` what is done, with `-vv` everything."""
    level = logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    close_log()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("chainprospect")
    logger.addHandler(handler)
    logger.setLevel(level)


def close_log() -> None:
    """Leave the log as it was found: a caller in the same process has its own."""
    logger = logging.getLogger("chainprospect")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
