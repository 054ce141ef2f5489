"""`explain`: why one company stands where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.ask import question
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json, Terms
from chainprospect.cli.session import Session

if TYPE_CHECKING:
    from chainprospect.model.prospect import Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExplain(Terms):
    """What `explain` asks for."""

    anchor: Annotated[str, typer.Argument(metavar="ANCHOR")]
    company: Annotated[str, typer.Argument(metavar="COMPANY")]
    json: Json = False


def explain(context: typer.Context, asked: ToExplain) -> int:
    """Show every contribution and chain of one company."""
    from chainprospect import prospecting
    from chainprospect.cli import one_lead

    session: Session = context.obj
    query, settings = question(session, asked)
    found = prospecting.answered(
        session.home(settings),
        lambda store: prospecting.explain(store, [asked.anchor], asked.company, query, lang=settings.show.lang),
    )
    if asked.json:
        session.talk.document(_document(found, settings.show.lang))
    if found is None:
        session.talk.say("explain_none", anchor=asked.anchor, company=asked.company)
        return NOTHING
    if not asked.json:
        for line in one_lead.lead(found, session.talk):
            session.talk.data(line)
    return DONE


def _document(found: Lead | None, lang: str) -> str:
    """The lead in the shape it has in `prospect --json`; `null` when there is none."""
    from chainprospect import prospecting
    from chainprospect.model.prospect import Counts, Prospects

    if found is None:
        return "null"
    alone = Prospects("", lang, None, (), {}, Counts(0, 0, 0, 0), (found,), (), ())
    lead = json.loads(prospecting.to_json(alone))["leads"][0]
    return json.dumps(lead, ensure_ascii=False, indent=1)
