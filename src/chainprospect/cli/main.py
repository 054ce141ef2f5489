"""The commands in their order, the options before them, and the way in."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn

import typer

from chainprospect.cli.exits import DONE, Guard
from chainprospect.cli.hints import quoted
from chainprospect.cli.session import PROGRAM, Session, language_of, settings_file_of, workspace_of
from chainprospect.cli.shape import Commands, Group, takes
from chainprospect.cli.talk import Talk, abandon, close_log, open_log, open_streams

# Name, module below `cli`, what the command takes and the command itself: a module is imported when its command is.
COMMANDS = (
    ("load", "load", "ToLoad", "load"),
    ("check", "load", "Files", "check"),
    ("find", "find", "ToFind", "find"),
    ("show", "show", "ToTell", "show"),
    ("prospect", "prospect", "ToProspect", "prospect"),
    ("explain", "explain", "ToExplain", "explain"),
    ("map", "map", "ToMap", "map_page"),
    ("needs", "needs", "ToServe", "needs"),
    ("credit", "credit", "ToLend", "credit"),
    ("intro", "intro", "ToIntroduce", "intro"),
    ("brief", "brief", "ToBrief", "brief"),
    ("anchors", "anchors", "ToRankClients", "anchors"),
    ("packs", "packs", "ToPack", "packs"),
    ("signals", "signals", "ToSignal", "signals"),
    ("diff", "diff", "ToCompare", "diff"),
    ("risk", "risk", "ToAssess", "risk"),
    ("shock", "shock", "ToShock", "shock"),
    ("mark", "mark", "ToMark", "mark"),
    ("leads", "leads", "ToListLeads", "leads"),
    ("export", "export", "ToHandOut", "export"),
    ("contacts", "contacts", "ToKnow", "contacts"),
    ("review", "review", "ToReview", "review"),
    ("template", "template", "ToWrite", "template"),
    ("profile", "bank_profile", "ToProfile", "profile"),
    ("push", "push", "ToPush", "push"),
    ("pull", "pull", "ToPull", "pull"),
    ("settings", "settings_list", "ToList", "settings"),
    ("snapshots", "snapshots", "ToChoose", "snapshots"),
    ("doctor", "doctor", "ToExamine", "doctor"),
    ("demo", "demo", "ToShow", "demo"),
)

# Options of the whole that may also stand after the command, with whether a value follows.
WHOLE = {
    "-w": True,
    "--workspace": True,
    "--lang": True,
    "--settings": True,
    "--store": True,
    "--database": True,
    "-v": False,
    "--verbose": False,
    "-vv": False,
    "-q": False,
    "--quiet": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The options before the command."""

    workspace: Annotated[str | None, typer.Option("-w", "--workspace", metavar="FOLDER")] = None
    lang: Annotated[str | None, typer.Option("--lang", metavar="zh|en")] = None
    settings: Annotated[str | None, typer.Option("--settings", metavar="FILE")] = None
    store: Annotated[str | None, typer.Option("--store", metavar="URI")] = None
    database: Annotated[str | None, typer.Option("--database", metavar="NAME")] = None
    verbose: Annotated[int, typer.Option("-v", "--verbose", count=True)] = 0
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False
    version: Annotated[bool, typer.Option("--version")] = False


def _whole(context: typer.Context, asked: Whole) -> int:
    talk: Talk = context.obj
    talk.quiet, talk.verbose = asked.quiet, asked.verbose
    if asked.version:
        from chainprospect import __version__

        talk.data(f"{PROGRAM} {__version__}")
        raise typer.Exit(DONE)
    open_log(asked.verbose, quiet=asked.quiet)
    typed = [("-w", asked.workspace), ("--settings", asked.settings)]
    # What stands before an @ may be a password: such an address is refused, and never repeated.
    if "@" not in (asked.store or ""):
        typed += [("--store", asked.store), ("--database", asked.database)]
    program = " ".join([PROGRAM, *(f"{flag} {quoted(value)}" for flag, value in typed if value)])
    folder = workspace_of(asked.workspace, os.environ)
    file = settings_file_of(asked.settings, os.environ, folder)
    context.obj = Session(talk, folder, file, asked.lang, program, asked.store, asked.database)
    if context.invoked_subcommand is None:
        talk.data(context.get_help())
    return DONE


class Program(Group):
    """The whole, with its commands by name."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # typer would let commands be added; here they stand in the table.
        self.commands = Commands(COMMANDS)  # type: ignore[assignment]


def build() -> typer.Typer:
    """The whole command line, ready to parse."""
    app = typer.Typer(
        name=PROGRAM,
        cls=Program,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(takes(Whole)(_whole))
    return app


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options of the whole moved before the command, where typer looks for them."""
    first: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        if argument == "--":
            return [*first, *rest, argument, *left]
        name = argument.partition("=")[0] if argument.startswith("--") else argument
        if name not in WHOLE:
            rest.append(argument)
            continue
        first.append(argument)
        if WHOLE[name] and name == argument and left:
            first.append(left.pop(0))
    return [*first, *rest]


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command line and return its exit code; nothing is raised.

    Parameters
    ----------
    arguments
        What was typed after `chainprospect`; None takes it from the process.
    """
    typed = hoisted(sys.argv[1:] if arguments is None else arguments)
    talk = Talk(language_of(typed, os.environ))
    open_streams()
    with Guard(talk) as guard:
        command = typer.main.get_command(build())
        code = command.main(args=typed, prog_name=PROGRAM, standalone_mode=False, obj=talk)
        guard.code = code if isinstance(code, int) else DONE
    with Guard(talk) as flushing:
        sys.stdout.flush()
        sys.stderr.flush()
    close_log()
    if flushing.code != DONE:
        abandon(sys.stdout)
    return guard.code or flushing.code


def run() -> NoReturn:
    """Run the process's command line and end the process with its exit code."""
    # An answer makes a million small values and no cycles: looking for some again and again is a fifth of its time.
    gc.set_threshold(300_000, 50, 100)
    # No matrix is multiplied here; starting threads for it is a third of importing numpy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main()
    # What an answer still holds need not be looked through for cycles; an engine's bindings would take it for leaks.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)
