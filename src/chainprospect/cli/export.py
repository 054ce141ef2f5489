"""`export`: the list to work with, for Excel, for a CRM, or in a workbook of your own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from chainprospect.cli.ask import question, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Narrowed
from chainprospect.cli.session import Session

_SHOW = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHandOut(Narrowed):
    """What `export` asks for."""

    anchors: Annotated[list[str] | None, typer.Argument(metavar="ANCHOR")] = None
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", rich_help_panel=_SHOW)] = "leads.xlsx"
    top: Annotated[str | None, typer.Option("--top", metavar="N", rich_help_panel=_SHOW)] = None
    preset: Annotated[str | None, typer.Option("--preset", metavar="CRM", rich_help_panel=_SHOW)] = None
    template: Annotated[str | None, typer.Option("--template", metavar="FILE", rich_help_panel=_SHOW)] = None
    with_contacts: Annotated[bool, typer.Option("--with-contacts", rich_help_panel=_SHOW)] = False


def export(context: typer.Context, asked: ToHandOut) -> int:
    """Write the leads around anchors, or those of the book, with what the book says of each."""
    session: Session = context.obj
    query, settings = question(session, asked)
    lang, path = settings.show.lang, Path(asked.output)
    if asked.preset and asked.template:
        raise wrong("--template", "--preset", session.talk.word("preset_or_template"))
    top = whole(asked.top, "--top", lang, least=1)
    rows = _rows(session, asked, query, top)
    if asked.template:
        from chainprospect.export.filled import fill_template

        fill_template(Path(asked.template), path, rows, lang=lang)
    elif asked.preset:
        from chainprospect.export.lead_list import write_preset

        write_preset(path, rows, asked.preset)
    else:
        from chainprospect.export.lead_list import write_list

        write_list(path, rows, lang=lang, named=asked.with_contacts)
    session.talk.say("list_written", path=path, leads=len(rows))
    if not asked.with_contacts and any(row["contact_roles"] for row in rows):
        session.talk.say("contacts_left_out")
    if path.suffix.lower() == ".xlsx" and not asked.template:
        session.hint("list_back", path=path)
    return DONE if rows else NOTHING


def _rows(session: Session, asked: ToHandOut, query: Any, top: int | None) -> list[dict[str, Any]]:
    from chainprospect import prospecting
    from chainprospect.cli.advice import open_store
    from chainprospect.listing import book_rows, day_of_clock, prospect_rows
    from chainprospect.working import leads

    lang, named = session.talk.lang, asked.with_contacts
    with open_store(session) as store:
        day = day_of_clock(store, query.as_of_day)
        if not asked.anchors:
            found = leads(session.workspace)[:top]
            return book_rows(store, found, session.workspace, day, lang, named=named)
        result = prospecting.prospect(store, asked.anchors, query, lang=lang, top=top)
    return prospect_rows(result, session.workspace, day, named=named)
