"""`show`: all that is known of one company, and where it comes from; or its sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

import typer

from chainprospect.cli.exits import DONE
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """What `show` asks for."""

    company: Annotated[str, typer.Argument(metavar="COMPANY")]
    sheet: Annotated[bool, typer.Option("--sheet")] = False
    json: Json = False


def show(context: typer.Context, asked: ToTell) -> int:
    """Print one company's facts with provenance, its relations, its size band and the gates that would hold it."""
    from chainprospect import prospecting
    from chainprospect.cli import profile
    from chainprospect.cli.plain import as_plain

    session: Session = context.obj
    settings = session.settings()
    if asked.sheet:
        return _sheet(session, asked)
    found = prospecting.show(session.home(settings), asked.company, settings)
    if asked.json:
        session.talk.document(json.dumps(as_plain(found), ensure_ascii=False, indent=1))
        return DONE
    for line in profile.lines(found, session.talk):
        session.talk.data(line)
    return DONE


def _sheet(session: Session, asked: ToTell) -> int:
    from chainprospect.advising.dossier import day_of
    from chainprospect.advising.sheet import sheet
    from chainprospect.asking import find_one
    from chainprospect.cli import company_sheet
    from chainprospect.cli.advice import head, open_store, print_document, question

    rules, settings = question(session, None)
    with open_store(session) as store:
        found = sheet(store, find_one(store, asked.company).number, rules)
        begun = head(store, day_of(store, rules), found.company)
    if asked.json:
        print_document(session, {**begun, **company_sheet.document(found, settings.show.lang)})
        return DONE
    for line in company_sheet.lines(found, session.talk):
        session.talk.data(line)
    return DONE
