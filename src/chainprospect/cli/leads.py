"""`leads`: the leads in the book, and the trail of what became of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.ask import day, items, one_of
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json, Output
from chainprospect.cli.session import Session
from chainprospect.cli.table import cut, table
from chainprospect.cli.talk import room

if TYPE_CHECKING:
    from chainprospect.model.working import Worked

NAME_ROOM = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class ToListLeads:
    """What `leads` asks for."""

    company: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS")] = None
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME")] = None
    due: Annotated[str | None, typer.Option("--due", metavar="DATE")] = None
    trail: Annotated[bool, typer.Option("--trail")] = False
    json: Json = False
    output: Output = None


def leads(context: typer.Context, asked: ToListLeads) -> int:
    """List the leads in the book, those with the nearest next step first."""
    from chainprospect import working

    session: Session = context.obj
    lang = session.settings().show.lang
    company = _company(session, asked.company)
    if asked.trail:
        found = working.trail(session.workspace, company)
    else:
        statuses = frozenset(_status(text, session) for text in items(asked.status))
        due = None if day(asked.due, lang, "--due") is None else str(asked.due).strip()
        picked = working.Picked(statuses, asked.owner, due)
        chosen = working.leads(session.workspace, picked)
        found = tuple(each for each in chosen if company in (None, each.company))
    if asked.output:
        return _write(session, found, Path(asked.output))
    if asked.json:
        key = "trail" if asked.trail else "leads"
        document = {"schema": 1, key: [plain(each, trail=asked.trail) for each in found]}
        session.talk.document(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        _show(session, found, trail=asked.trail)
    return DONE if found else NOTHING


def _company(session: Session, text: str | None) -> str | None:
    if text is None:
        return None
    from chainprospect.asking import find_one
    from chainprospect.cli.advice import open_store

    with open_store(session) as store:
        return find_one(store, text).id


def _status(text: str, session: Session) -> str:
    from chainprospect.model.working import STATUSES

    said = {session.talk.word(f"status_{status}"): status for status in STATUSES}
    return one_of(said.get(text, text.casefold()), STATUSES, "--status", session.talk.lang)


def plain(each: Worked, *, trail: bool) -> dict[str, Any]:
    """A lead, or an entry of the trail, as a document holds it."""
    step = each.step
    told: dict[str, Any] = {
        "company": {"id": each.company, "name": each.name},
        "status": step.status,
        "owner": step.owner,
        "next": step.next,
        "note": step.note,
        "entry": each.entry,
        "at": each.at,
    }
    return {**told, "origin": each.origin} if trail else told


def _show(session: Session, found: tuple[Worked, ...], *, trail: bool) -> None:
    talk = session.talk
    if not found:
        talk.say("leads_none")
        return
    shown = ("entry", "at", "company", "status", "owner", "next", "origin", "note")
    names = shown if trail else tuple(name for name in shown if name not in ("entry", "at", "origin"))
    heads = [talk.word(f"head_book_{name}") for name in names]
    rows = []
    for each in found:
        step = each.step
        cells = {
            "entry": str(each.entry),
            "at": each.at,
            "company": cut(each.name, NAME_ROOM),
            "status": talk.word(f"status_{step.status}"),
            "owner": step.owner or "",
            "next": step.next or "",
            "origin": each.origin,
            "note": step.note or "",
        }
        rows.append([cells[name] for name in names])
    for line in table(heads, rows, right=(0,) if trail else (), room=room(), flow=True):
        talk.data(line)


def _write(session: Session, found: tuple[Worked, ...], path: Path) -> int:
    from chainprospect.cli.advice import open_store
    from chainprospect.export.lead_list import write_list
    from chainprospect.listing import book_rows, day_of_clock

    lang = session.talk.lang
    with open_store(session) as store:
        day_now = day_of_clock(store, None)
        rows = book_rows(store, found, session.workspace, day_now, lang, named=False)
    write_list(path, rows, lang=lang, named=False)
    session.talk.say("list_written", path=path, leads=len(rows))
    return DONE if rows else NOTHING
