"""Exit codes, and the one place that turns whatever went wrong into a sentence and a code."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Self

import typer

from chainprospect.cli.talk import Talk, abandon
from chainprospect.errors import (
    ChainprospectError,
    InputError,
    OutputError,
    SettingsError,
    StoreError,
    UnknownCompany,
)

DONE = 0
NOTHING = 1
WRONG = 2
STORE = 3
OUTPUT = 4
INTERRUPTED = 130

# In this order: the first class that fits decides.
CODES: tuple[tuple[type[BaseException], int], ...] = (
    (InputError, WRONG),
    (SettingsError, WRONG),
    (UnknownCompany, WRONG),
    (OutputError, OUTPUT),
    (StoreError, STORE),
    (KeyboardInterrupt, INTERRUPTED),
    (typer.Abort, INTERRUPTED),
    (BrokenPipeError, DONE),
    (OSError, OUTPUT),
    (BaseException, STORE),
)

# typer carries its own copy of click since 0.20, under a private name: its usage error is reached by inheritance.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def exit_code(error: BaseException) -> int:
    """The exit code that an error ends the command with."""
    if isinstance(error, UsageError):
        return WRONG
    return next(code for kind, code in CODES if isinstance(error, kind))


class Guard:
    """
    The last resort around a command: no error leaves it, `code` says how it ended.

    Known errors speak for themselves; anything else is told in one sentence, with its trace under `-v` only.
    """

    def __init__(self, talk: Talk) -> None:
        self.talk, self.code = talk, DONE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or isinstance(error, (typer.Exit, GeneratorExit)):
            return False
        if isinstance(error, SystemExit):
            self.code = error.code if isinstance(error.code, int) else DONE
            return True
        self.code = exit_code(error)
        if isinstance(error, BrokenPipeError):
            abandon(sys.stdout)
            return True
        self._tell(error)
        return True

    def _tell(self, error: BaseException) -> None:
        from chainprospect.cli.complaints import sentence

        try:
            self.talk.complain(sentence(error, self.talk.lang))
            if self.talk.verbose and not isinstance(error, (UsageError, KeyboardInterrupt)):
                self.talk.complain("".join(traceback.format_exception(error)).rstrip())
            elif not isinstance(error, (ChainprospectError, UsageError, KeyboardInterrupt, OSError, MemoryError)):
                self.talk.complain(self.talk.word("try_verbose"))
            sys.stderr.flush()
        except BrokenPipeError:
            abandon(sys.stderr)
