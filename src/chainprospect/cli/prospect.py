"""`prospect`: the leads around one or more anchors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.ask import question, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING, UsageError
from chainprospect.cli.hints import quoted
from chainprospect.cli.options import Narrowed
from chainprospect.cli.session import Session

if TYPE_CHECKING:
    from chainprospect.model.prospect import Prospects
    from chainprospect.model.rules import Question
    from chainprospect.settings import Settings

_SHOW = "output"
_MANY = "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToProspect(Narrowed):
    """What `prospect` asks for."""

    anchors: Annotated[list[str] | None, typer.Argument(metavar="ANCHOR")] = None
    top: Annotated[str | None, typer.Option("--top", metavar="N", rich_help_panel=_SHOW)] = None
    explain: Annotated[bool, typer.Option("--explain", rich_help_panel=_SHOW)] = False
    show_excluded: Annotated[bool, typer.Option("--show-excluded", rich_help_panel=_SHOW)] = False
    json: Annotated[bool, typer.Option("--json", rich_help_panel=_SHOW)] = False
    csv: Annotated[bool, typer.Option("--csv", rich_help_panel=_SHOW)] = False
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", rich_help_panel=_SHOW)] = None
    anchors_file: Annotated[str | None, typer.Option("--anchors", metavar="FILE", rich_help_panel=_MANY)] = None
    format: Annotated[str | None, typer.Option("--format", metavar="FORMAT", rich_help_panel=_MANY)] = None
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N", rich_help_panel=_MANY)] = None
    fresh: Annotated[bool, typer.Option("--fresh", rich_help_panel=_MANY)] = False


def prospect(context: typer.Context, asked: ToProspect) -> int:
    """List, rank and explain the companies around anchors."""
    session: Session = context.obj
    talk = session.talk
    query, settings = question(session, asked)
    if asked.anchors_file is not None or asked.format is not None or asked.jobs is not None or asked.fresh:
        from chainprospect.cli.many import many, refuse

        refuse(session, asked)
        return many(session, asked, query, settings)
    if not asked.anchors:
        raise UsageError(talk.word("anchor_or_file"), context)
    return _one(session, asked, query, settings)


def _one(session: Session, asked: ToProspect, query: Question, settings: Settings) -> int:
    """One list around the anchors that were typed."""
    from chainprospect import prospecting

    talk, lang, anchors = session.talk, settings.show.lang, asked.anchors or []
    if asked.json and asked.csv:
        raise wrong("--csv", "--json", talk.word("json_or_csv"))
    top = whole(asked.top, "--top", lang, least=1)
    on_screen = not (asked.json or asked.csv or asked.output)
    told = settings.show.top if on_screen and top is None else top
    shown = top or settings.show.top
    # A screen alone needs no more than it shows; the counts tell how many there are.
    told = top if asked.output or asked.json or asked.csv else shown
    excluded = asked.show_excluded or bool(asked.output)
    result = prospecting.answered(
        session.home(settings),
        lambda store: prospecting.prospect(store, anchors, query, lang=lang, top=told, excluded=excluded),
    )
    if asked.output:
        prospecting.write(result, Path(asked.output), lang=lang)
    if asked.json:
        kept = result if asked.show_excluded else replace(result, excluded=())
        talk.document(prospecting.json_pieces(kept))
    elif asked.csv:
        talk.document(prospecting.to_csv(result))
    else:
        from chainprospect.cli import screen

        screen.show(session, result, shown, explain=asked.explain, excluded=asked.show_excluded)
    if asked.output:
        talk.say("written", path=asked.output, leads=len(result.leads), lookalikes=len(result.lookalikes))
    return _close(session, asked, result)


def _close(session: Session, asked: ToProspect, result: Prospects) -> int:
    talk = session.talk
    if not result.leads:
        from chainprospect.cli import screen

        for line in screen.why_empty(result, talk):
            talk.line(line)
    if not result.leads and not result.lookalikes:
        return NOTHING
    best = (result.leads or result.lookalikes)[0]
    anchors = " ".join(quoted(anchor) for anchor in asked.anchors or [])
    if not (asked.json or asked.csv):
        talk.line()
        session.hint("next_explain", anchor=quoted(best.anchors[0].name), company=quoted(best.company.name))
        if not asked.output:
            session.hint("next_write", anchor=anchors)
            session.hint("next_map", anchor=anchors)
    return DONE
