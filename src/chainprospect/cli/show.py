"""`show`: all that is known of one company, and where it comes from."""

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
    json: Json = False


def show(context: typer.Context, asked: ToTell) -> int:
    """Print one company's facts with provenance, its relations, its size band and the gates that would hold it."""
    from chainprospect import prospecting
    from chainprospect.cli import profile
    from chainprospect.cli.plain import as_plain

    session: Session = context.obj
    settings = session.settings()
    found = prospecting.show(session.home(settings), asked.company, settings)
    if asked.json:
        session.talk.document(json.dumps(as_plain(found), ensure_ascii=False, indent=1))
        return DONE
    for line in profile.lines(found, session.talk):
        session.talk.data(line)
    return DONE
