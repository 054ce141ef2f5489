"""`map`: the relationship map, as one page that opens anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from chainprospect.cli.ask import one_of, question, whole
from chainprospect.cli.browser import open_page
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Anchors, Json, Narrowed, Open, Output
from chainprospect.cli.session import Session

STYLES = ("chain", "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMap(Narrowed):
    """What `map` asks for."""

    anchors: Anchors
    output: Output = None
    style: Annotated[str, typer.Option("--style", metavar="chain|network")] = "chain"
    everything: Annotated[bool, typer.Option("--all")] = False
    max_companies: Annotated[str | None, typer.Option("--max-companies", metavar="N")] = None
    open: Open = False
    json: Json = False


def map_page(context: typer.Context, asked: ToMap) -> int:
    """Draw the map of the companies around anchors into one page."""
    from chainprospect import prospecting
    from chainprospect.handing import Drawing

    session: Session = context.obj
    query, settings = question(session, asked)
    lang = settings.show.lang
    one_of(asked.style, STYLES, "--style", lang)
    limit = whole(asked.max_companies, "--max-companies", lang, least=1)
    path = Path(asked.output or "map.html")
    drawing = Drawing(asked.style, lang, asked.everything, limit)
    scene = prospecting.answered(
        session.home(settings), lambda store: prospecting.map_scene(store, asked.anchors, query, drawing)
    )
    shown, of = prospecting.map_page(scene, path, drawing)
    if asked.json:
        session.talk.document(json.dumps({"path": str(path), "shown": shown, "of": of}, ensure_ascii=False))
    session.talk.say("map_written", path=path, shown=shown, of=of)
    if asked.open:
        open_page(path, session.talk)
    return DONE if shown else NOTHING
