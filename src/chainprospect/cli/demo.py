"""`demo`: the sample economy, from files to leads, list, map, core clients, packs and the brief of the best lead."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from chainprospect.cli.ask import question
from chainprospect.cli.browser import open_page
from chainprospect.cli.exits import DONE
from chainprospect.cli.hints import quoted
from chainprospect.cli.load import found
from chainprospect.cli.options import Narrowed, Open, Output
from chainprospect.cli.session import PROGRAM, SETTINGS_NAME, Session
from chainprospect.errors import OutputError, StoreUnavailable

if TYPE_CHECKING:
    from chainprospect.model.ports import Store
    from chainprospect.model.rules import Question
    from chainprospect.settings import Settings

FOLDER = "chainprospect-demo"
TOP = 10
SHOWN = 3
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
        drawing = Drawing("chain", lang, everything=False)
        shown, of = prospecting.map_page(
            prospecting.map_scene(store, [anchor], query, drawing), folder / "map.html", drawing
        )
        best = (result.leads or result.lookalikes)[0].company
        advice = _advice(session, store, best.id, query, settings)
    talk.line()
    screen.show(session, result, TOP, explain=False, excluded=False)
    for line in advice:
        talk.data(line)
    talk.line()
    talk.say("written", path=folder / "leads.xlsx", leads=len(result.leads), lookalikes=len(result.lookalikes))
    talk.say("map_written", path=folder / "map.html", shown=shown, of=of)
    session.hint("next_explain", anchor=quoted(anchor), company=quoted(best.name))
    session.hint("demo_brief", anchor=quoted(anchor))
    session.hint("demo_giant", anchor=GIANT)
    if asked.open:
        open_page(folder / "map.html", talk)
    return DONE


def _advice(session: Session, store: Store, best: str, query: Question, settings: Settings) -> list[str]:
    """The core clients, the packs of small firms, and the brief of the best lead, as their commands print them."""
    from chainprospect.advising.anchoring import Wanted, core_clients
    from chainprospect.advising.brief import brief_of
    from chainprospect.advising.brief_page import brief_page
    from chainprospect.advising.packing import packs_around
    from chainprospect.cli import anchors, brief, packs
    from chainprospect.model.bank import caps_of

    talk, lang = session.talk, settings.show.lang
    occasion = brief.occasion_of(session, store, brief.ToBrief(company=best), query, settings)
    wanted = Wanted(settings.anchors, occasion.shelf, occasion.types, TOP, SHOWN)
    clients = core_clients(store, wanted, query)
    small = packs_around(store, [GIANT], settings.packs, caps_of(settings.profile).group, query)
    page = brief_page(brief_of(store, best, [GIANT], occasion, query, lang=lang), occasion.shelf, lang)
    told = (
        anchors.lines(clients, talk, settings.anchors.core_share),
        packs.lines(small, talk, SHOWN),
        brief.lines(page),
    )
    return [line for lines in told for line in ("", *lines)]


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
    """A session in the demo's folder, with the sample's settings and what they name; settings that are there stay."""
    settings = folder / SETTINGS_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            shutil.copytree(_sample() / "policy", folder / "policy", dirs_exist_ok=True)
            shutil.copyfile(_sample() / SETTINGS_NAME, settings)
    except OSError as error:
        text = session.talk.word("cannot_write", text=error.strerror)
        raise OutputError(text, path=folder) from error
    program = f"{PROGRAM} -w {quoted(str(folder))}"
    return replace(session, workspace=folder, settings_file=settings, program=program, store=None, database=None)
