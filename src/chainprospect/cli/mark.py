"""`mark`: where a lead stands with us, one by one or from a list that comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import open_store
from chainprospect.cli.ask import day, one_of, wrong
from chainprospect.cli.exits import DONE, UsageError
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.model.working import Met
    from chainprospect.working import TakenBack

PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMark:
    """What `mark` asks for."""

    company: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
    status: Annotated[str | None, typer.Argument(metavar="STATUS")] = None
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME")] = None
    next: Annotated[str | None, typer.Option("--next", metavar="DATE")] = None
    file: Annotated[str | None, typer.Option("--from", metavar="FILE")] = None
    json: Json = False


def mark(context: typer.Context, asked: ToMark) -> int:
    """Write into the book where a lead stands, or take the edits of an exported list."""
    session: Session = context.obj
    session.settings()
    if asked.file is not None:
        typed = {"COMPANY": asked.company, "--note": asked.note, "--owner": asked.owner, "--next": asked.next}
        if (flag := next((name for name, value in typed.items() if value is not None), None)) is not None:
            raise wrong("--from", flag, session.talk.word("mark_from_alone"))
        return _from(session, Path(asked.file), as_document=asked.json)
    if asked.company is None:
        raise UsageError(session.talk.word("mark_nobody"), context)
    return _one(session, asked, asked.company, _fields(session, asked))


def _fields(session: Session, asked: ToMark) -> dict[str, str | None]:
    from chainprospect.model.working import STATUSES

    lang = session.talk.lang
    fields: dict[str, str | None] = {}
    if asked.status is not None:
        said = {session.talk.word(f"status_{status}"): status for status in STATUSES}
        typed = asked.status.strip().casefold()
        fields["status"] = one_of(said.get(typed, typed), STATUSES, "STATUS", lang)
    fields |= {name: value for name in ("owner", "note") if (value := getattr(asked, name)) is not None}
    if asked.next is not None:
        if asked.next.strip():
            day(asked.next, lang, "--next")
        fields["next"] = asked.next.strip() or None
    if not fields:
        raise wrong("STATUS", "", session.talk.word("mark_nothing"))
    return fields


def _one(session: Session, asked: ToMark, company: str, fields: dict[str, str | None]) -> int:
    from chainprospect.working import mark as change

    talk = session.talk
    with open_store(session) as store:
        found, met = change(store, session.workspace, company, fields)
    if asked.json:
        document = {"schema": 1, "company": {"id": found.id, "name": found.name}, **_met(met)}
        talk.document(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        key = "mark_done" if met.changed else "mark_same"
        talk.data(talk.word(key, company=found.name, step=step_text(met.step, talk)))
    flag_note(asked.note, talk)
    return DONE


def step_text(step: Any, talk: Talk) -> str:
    """Where a lead stands, in a line."""
    parts = [talk.word(f"status_{step.status}")]
    parts += [
        talk.word(f"marked_{name}", value=getattr(step, name))
        for name in ("owner", "next", "note")
        if getattr(step, name)
    ]
    return talk.word("listing").join(parts)


def flag_note(note: str | None, talk: Talk) -> None:
    """Say that a note seems to speak of a person's private life."""
    from chainprospect.load.private import private_in

    if note and (found := private_in(note)):
        fields = talk.word("listing").join(field.title(talk.lang) for field in found)
        for line in wrap(talk.word("note_private", fields=fields), room()):
            talk.line(line)


def _met(met: Met) -> dict[str, Any]:
    return {
        "status": met.step.status,
        "owner": met.step.owner,
        "note": met.step.note,
        "next": met.step.next,
        "changed": list(met.changed),
        "conflicts": [{"field": each.field, "sheet": each.sheet, "book": each.book} for each in met.conflicts],
    }


def _from(session: Session, path: Path, *, as_document: bool) -> int:
    from chainprospect.working import take_back

    talk = session.talk
    with open_store(session) as store:
        rows = take_back(store, session.workspace, path)
    changed = [row for row in rows if row.met is not None and row.met.changed]
    disputed = [row for row in rows if row.met is not None and row.met.conflicts]
    problems = [row for row in rows if row.problem is not None]
    if as_document:
        document = {
            "schema": 1,
            "read": len(rows),
            "changed": len(changed),
            "rows": [_row(row) for row in rows if row.problem or (row.met and (row.met.changed or row.met.conflicts))],
        }
        talk.document(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for row in changed:
            if row.met is not None:
                talk.data(talk.word("mark_done", company=row.name, step=step_text(row.met.step, talk)))
    counts = {"read": len(rows), "changed": len(changed), "conflicts": len(disputed), "problems": len(problems)}
    talk.say("mark_taken", file=path.name, **counts)
    for line in _disputes(disputed, talk) + _problems(problems, talk):
        talk.line(line)
    for row in changed:
        flag_note(row.note if row.met and "note" in row.met.changed else None, talk)
    return DONE


def _row(row: TakenBack) -> dict[str, Any]:
    begun: dict[str, Any] = {"row": row.row, "company": {"id": row.company, "name": row.name}, "problem": row.problem}
    return begun if row.met is None else {**begun, **_met(row.met)}


def _disputes(rows: list[TakenBack], talk: Talk) -> list[str]:
    lines: list[str] = []
    for row in rows[:PROBLEMS_SHOWN]:
        for each in row.met.conflicts if row.met else ():
            said = {"sheet": _said(each.field, each.sheet, talk), "book": _said(each.field, each.book, talk)}
            where = {"row": row.row, "company": row.name, "field": talk.word(f"field_{each.field}")}
            lines += wrap(talk.word("mark_conflict", **where, **said), room(), "  ")
    return lines


def _said(field: str, value: str | None, talk: Talk) -> str:
    if value is None:
        return talk.word("blank")
    return talk.word(f"status_{value}") if field == "status" else value


def _problems(rows: list[TakenBack], talk: Talk) -> list[str]:
    lines: list[str] = []
    for row in rows[:PROBLEMS_SHOWN]:
        value = row.value or ""
        if row.problem == "barred" and row.met is not None:
            value = talk.word(f"status_{row.value}")
            held = talk.word(f"status_{row.met.step.status or 'new'}")
            text = talk.word("problem_barred", row=row.row, company=row.name, value=value, held=held)
        else:
            text = talk.word(f"problem_{row.problem}", row=row.row, value=value)
        lines += wrap(text, room(), "  ")
    return lines
