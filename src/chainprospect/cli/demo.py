"""`demo`: the sample economy, from files to leads, list and map."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from chainprospect.cli.ask import question
from chainprospect.cli.browser import open_page
from chainprospect.cli.exits import DONE
from chainprospect.cli.hints import quoted
from chainprospect.cli.load import found
from chainprospect.cli.options import Narrowed, Open, Output
from chainprospect.cli.session import PROGRAM, SETTINGS_NAME, Session
from chainprospect.errors import OutputError, StoreUnavailable

FOLDER = "chainprospect-demo"
TOP = 10
# The sample's giant: the buyer that everybody supplies and nobody should visit.
GIANT = "华衡电网"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToShow:
    """What `demo` asks for."""

    output: Output = None
    open: Open = False


def demo(context: typer.Context, asked: ToShow) -> int:
    """Load the sample, print its leads, write the list and the map."""
    from chainprospect import prospecting
    from chainprospect.cli import load_report, screen
    from chainprospect.handing import Drawing

    folder = Path(asked.output or FOLDER)
    session = _session(context.obj, folder)
    talk = session.talk
    query, settings = question(session, Narrowed())
    lang = settings.show.lang
    requests = prospecting.requests_for(found([str(_sample())], lang))
    report = prospecting.build(folder, requests, settings, progress=talk.progress())
    load_report.tell(session, report, onward=False)
    anchor = GIANT
    with prospecting.open_store(folder) as store:
        result = prospecting.prospect(store, [anchor], query, lang=lang, excluded=True)
        prospecting.write(result, folder / "leads.xlsx", lang=lang)
        shown, of = prospecting.map_page(
            store, [anchor], query, folder / "map.html", Drawing("chain", lang, everything=False)
        )
    talk.line()
    screen.show(session, result, TOP, explain=False, excluded=False)
    talk.line()
    talk.say("written", path=folder / "leads.xlsx", leads=len(result.leads), lookalikes=len(result.lookalikes))
    talk.say("map_written", path=folder / "map.html", shown=shown, of=of)
    best = (result.leads or result.lookalikes)[0].company.name
    session.hint("next_explain", anchor=quoted(anchor), company=quoted(best))
    session.hint("demo_giant", anchor=GIANT)
    if asked.open:
        open_page(folder / "map.html", talk)
    return DONE


def _sample() -> Path:
    """The packaged sample."""
    from chainprospect.resources import resource_folder

    try:
        return resource_folder("sample_data")
    except FileNotFoundError as error:
        raise StoreUnavailable(
            "the installation lacks it; install chainprospect again.", store="sample_data"
        ) from error


def _session(session: Session, folder: Path) -> Session:
    """A session in the demo's folder, with the sample's own settings; settings that are there already stay."""
    settings = folder / SETTINGS_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            shutil.copyfile(_sample() / SETTINGS_NAME, settings)
    except OSError as error:
        text = session.talk.word("cannot_write", text=error.strerror)
        raise OutputError(text, path=folder) from error
    program = f"{PROGRAM} -w {quoted(str(folder))}"
    return replace(session, workspace=folder, settings_file=settings, program=program, store=None, database=None)
