"""`load` and `check`: files into a new snapshot, or only a report of what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.ask import one_of, wrong
from chainprospect.cli.exits import DONE, NOTHING, WRONG
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.words import word
from chainprospect.errors import InputError

if TYPE_CHECKING:
    from chainprospect.load import LoadRequest

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet", ".jsonl", ".ndjson", ".json")
PACKED = (".gz", ".zst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What `check` asks for."""

    files: Annotated[list[str], typer.Argument(metavar="FILE")]
    table: Annotated[str | None, typer.Option("--as", metavar="TABLE")] = None
    source: Annotated[str | None, typer.Option("--source", metavar="NAME")] = None
    mapping: Annotated[str | None, typer.Option("--mapping", metavar="FILE")] = None
    anchor: Annotated[str | None, typer.Option("--anchor", metavar="NAME")] = None
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND")] = None
    grade: Annotated[str | None, typer.Option("--grade", metavar="GRADE")] = None
    strict: Annotated[bool, typer.Option("--strict")] = False
    json: Json = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLoad(Files):
    """What `load` asks for."""

    fresh: Annotated[bool, typer.Option("--fresh")] = False


def load(context: typer.Context, asked: ToLoad) -> int:
    """Read files into a new snapshot and report."""
    from chainprospect import prospecting
    from chainprospect.cli import load_report

    session: Session = context.obj
    settings = session.settings()
    lang = settings.show.lang
    report = prospecting.build(
        session.in_workspace("load files"),
        requests_of(asked, lang),
        settings,
        fresh=asked.fresh,
        strict=asked.strict,
        progress=session.talk.progress(),
    )
    if asked.json:
        session.talk.document(load_report.document(report, lang))
    load_report.tell(session, report)
    return DONE if report.companies else NOTHING


def check(context: typer.Context, asked: Files) -> int:
    """Read files and report, without writing anything."""
    from chainprospect import prospecting
    from chainprospect.cli import load_report

    session: Session = context.obj
    settings = session.settings()
    lang = settings.show.lang
    report = prospecting.check(requests_of(asked, lang), settings, progress=session.talk.progress())
    if asked.json:
        session.talk.document(load_report.document(report, lang))
    load_report.tell(session, report, checked=True)
    if asked.strict and report.rejected:
        return WRONG
    return DONE if report.companies else NOTHING


def requests_of(asked: Files, lang: str) -> Sequence[LoadRequest]:
    """
    What the engine is to read: each file a source of its own, unless a source was named.

    Raises
    ------
    InputError
        A file is not there.
    SettingsError
        A flag's value is unknown.
    """
    from chainprospect import prospecting
    from chainprospect.load.columns import TABLES
    from chainprospect.model.relation import GRADES, Kind

    if asked.anchor is not None and asked.table not in (None, "list"):
        raise wrong("--anchor", asked.anchor, word(lang, "anchor_of_list"))
    known = (
        ("table", "--as", "list" if asked.anchor is not None else asked.table, tuple(TABLES)),
        ("kind", "--kind", asked.kind, tuple(kind.word for kind in Kind)),
        ("grade", "--grade", asked.grade, GRADES),
    )
    options: dict[str, Any] = {"source": asked.source, "mapping": asked.mapping, "anchor": asked.anchor}
    for name, flag, value, words in known:
        options[name] = None if value is None else one_of(value, words, flag, lang)
    given = {name: value for name, value in options.items() if value is not None}
    files = found(asked.files, lang)
    return prospecting.requests_for(files, **given)


def found(typed: Sequence[str], lang: str) -> list[Path]:
    """The files that were typed: patterns that the console left alone and folders are looked through, by name."""
    files: list[Path] = []
    for text in typed:
        path = Path(text)
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.is_file() and readable(file))
            if not inside:
                raise InputError(word(lang, "folder_empty"), path=path)
            files += inside
        elif not path.exists() and any(mark in text for mark in "*?["):
            matching = sorted(file for file in path.parent.glob(path.name) if file.is_file())
            if not matching:
                raise InputError(word(lang, "nothing_matches"), path=path)
            files += matching
        elif not path.exists():
            raise InputError(word(lang, "no_such_file"), path=path)
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def readable(file: Path) -> bool:
    """Whether a file in a folder is a table, by its ending."""
    name = file.name.lower()
    if name.startswith(("~$", ".")):
        return False
    for ending in PACKED:
        name = name.removesuffix(ending)
    return name.endswith(SUFFIXES)
