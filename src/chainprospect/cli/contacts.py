"""`contacts`: the people at companies whom the book keeps, for as long as it may."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import AsOf, open_store
from chainprospect.cli.ask import day, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import cut, table, wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.contacting import Kept
    from chainprospect.model.contact import Contact

SHOWN = 20
NAME_ROOM = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ToKnow:
    """What `contacts` asks for."""

    file: Annotated[str | None, typer.Argument(metavar="FILE")] = None
    company: Annotated[str | None, typer.Option("--company", metavar="COMPANY")] = None
    objected: Annotated[str | None, typer.Option("--object", metavar="NAME")] = None
    expired: Annotated[bool, typer.Option("--expired")] = False
    purge: Annotated[bool, typer.Option("--purge")] = False
    trail: Annotated[bool, typer.Option("--trail")] = False
    as_of: AsOf = None
    json: Json = False


def contacts(context: typer.Context, asked: ToKnow) -> int:
    """Keep the people of a file, list them, forget them."""
    session: Session = context.obj
    lang = session.settings().show.lang
    typed = [
        name
        for name, value in (
            ("FILE", asked.file),
            ("--object", asked.objected),
            ("--expired", asked.expired),
            ("--purge", asked.purge),
            ("--trail", asked.trail),
        )
        if value
    ]
    if len(typed) > 1:
        raise wrong(typed[0], typed[1], session.talk.word("contacts_one_act"))
    if asked.objected:
        return _object(session, asked, asked.objected)
    if asked.trail:
        return _trail(session, asked)
    from chainprospect.listing import day_of_clock

    with open_store(session) as store:
        today = day_of_clock(store, day(asked.as_of, lang))
        if asked.file:
            from chainprospect.contacting import keep_contacts

            return _tell(session, keep_contacts(store, session.workspace, Path(asked.file), today), asked)
        company = None
        if asked.company is not None:
            from chainprospect.asking import find_one

            company = find_one(store, asked.company).id
    return _purge(session, asked, today) if asked.purge else _list(session, asked, today, company)


def _object(session: Session, asked: ToKnow, name: str) -> int:
    from chainprospect.contacting import object_to

    found = object_to(session.workspace, name, asked.company)
    session.talk.say("contacts_objected", person=found.person, company=found.company_name)
    return DONE


def _purge(session: Session, asked: ToKnow, today: int) -> int:
    from chainprospect.contacting import purge_contacts

    people, shortened = purge_contacts(session.workspace, today)
    if asked.json:
        session.talk.document(json.dumps({"schema": 1, "purged": people, "shortened": shortened}, indent=1))
    session.talk.say("contacts_purged", people=people, shortened=shortened)
    return DONE


def _trail(session: Session, asked: ToKnow) -> int:
    from chainprospect.stores.contact_book import ContactBook

    rows = ContactBook(session.workspace).trail()
    names = ("at", "what", "company", "person", "origin")
    if asked.json:
        document = {"schema": 1, "trail": [dict(zip(names, row, strict=True)) for row in rows]}
        session.talk.document(json.dumps(document, ensure_ascii=False, indent=1))
        return DONE if rows else NOTHING
    heads = [session.talk.word(f"head_book_{name}") for name in names]
    for line in table(heads, [list(row) for row in rows], room=room(), flow=True) if rows else ():
        session.talk.data(line)
    return DONE if rows else NOTHING


def _list(session: Session, asked: ToKnow, today: int, company: str | None) -> int:
    from chainprospect.contacting import contacts_of, expired_contacts
    from chainprospect.model.contact import months_since

    talk = session.talk
    if asked.expired:
        whole, aside = expired_contacts(session.workspace, today)
        people = [(each, "whole") for each in whole] + [(each, "aside") for each in aside]
    else:
        people = [(each, "") for found in contacts_of(session.workspace, today).values() for each in found]
    people = [(each, over) for each, over in people if company in (None, each.company)]
    if asked.json:
        rows = [{**_plain(each), "months": round(months_since(each, today), 2), "over": over} for each, over in people]
        talk.document(json.dumps({"schema": 1, "contacts": rows}, ensure_ascii=False, indent=1))
        return DONE if people else NOTHING
    if not people:
        talk.say("contacts_none_expired" if asked.expired else "contacts_none")
        return NOTHING
    heads = [talk.word(f"head_contact_{name}") for name in ("company", "name", "title", "decides", "last", "line")]
    rows_shown = [
        [
            cut(each.company_name, NAME_ROOM),
            each.name,
            each.title or "",
            talk.word(f"decides_{each.decides}") if each.decides else "",
            each.last_contact or "",
            talk.word("listing").join(filter(None, (each.phone, each.email))),
        ]
        for each, _ in people
    ]
    for line in table(heads, rows_shown, room=room(), flow=True):
        talk.data(line)
    if asked.expired:
        session.hint("contacts_purge_hint")
    return DONE


def _plain(each: Contact) -> dict[str, Any]:
    names = ("person", "name", "title", "phone", "email", "decides", "gender", "education", "career", "introducer")
    told: dict[str, Any] = {"company": {"id": each.company, "name": each.company_name}}
    told |= {name: getattr(each, name) for name in names}
    return told | {"consent": each.consent, "last_contact": each.last_contact, "source_ref": each.source_ref}


def _tell(session: Session, kept: Kept, asked: ToKnow) -> int:
    from chainprospect.load.private import private_field
    from chainprospect.load.report import word_reject

    talk = session.talk
    reasons = {name: field for name in kept.refused if (field := private_field(name))}
    if asked.json:
        document = {
            "schema": 1,
            "read": kept.read,
            "new": kept.new,
            "changed": kept.changed,
            "unchanged": kept.unchanged,
            "refused": [
                {"column": name, "field": field.name, "reason": field.reason(talk.lang)}
                for name, field in reasons.items()
            ],
            "ignored": list(kept.ignored),
            "rejects": [
                {"file": each.file, "row": each.row, "column": each.column, "reason": word_reject(each, talk.lang)}
                for each in kept.rejects
            ],
            "flagged": [{"row": each.row, "column": each.column, "fields": list(each.fields)} for each in kept.flagged],
        }
        talk.document(json.dumps(document, ensure_ascii=False, indent=1))
    counts = {"new": kept.new, "changed": kept.changed, "unchanged": kept.unchanged, "rejected": len(kept.rejects)}
    talk.say("contacts_kept", read=kept.read, **counts)
    for line in _remarks(kept, talk):
        talk.line(line)
    return DONE if kept.read > len(kept.rejects) else NOTHING


def _remarks(kept: Kept, talk: Talk) -> list[str]:
    from chainprospect.load.private import private_field, private_fields
    from chainprospect.load.report import word_reject

    lines: list[str] = []
    for name in kept.refused:
        field = private_field(name)
        reason = field.reason(talk.lang) if field else ""
        lines += wrap(talk.word("contacts_refused", column=name, reason=reason), room(), "  ")
    if kept.ignored:
        lines += wrap(talk.word("contacts_ignored", columns=talk.word("listing").join(kept.ignored)), room(), "  ")
    for each in kept.rejects[:SHOWN]:
        where = talk.word("reject_where", file=each.file, row=each.row, column=each.column)
        lines += wrap(where + word_reject(each, talk.lang), room(), "  ")
    titles = {field.name: field.title(talk.lang) for field in private_fields()}
    for flag in kept.flagged[:SHOWN]:
        fields = talk.word("listing").join(titles[name] for name in flag.fields)
        lines += wrap(talk.word("contacts_flagged", row=flag.row, column=flag.column, fields=fields), room(), "  ")
    return lines
