"""What the commands of advice share: the company they speak of, the store they ask, the document they print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.options import Json, Terms
from chainprospect.cli.session import Session

if TYPE_CHECKING:
    from chainprospect.model.advice import FactUsed
    from chainprospect.model.approach import Acquaintance
    from chainprospect.model.company import Company
    from chainprospect.model.ports import Store
    from chainprospect.model.rules import Question
    from chainprospect.settings import Settings

SCHEMA = 1
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE")]
Include = Annotated[list[str] | None, typer.Option("--include", metavar="GATE")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAdvise:
    """What every piece of advice on one company asks for."""

    company: Annotated[str, typer.Argument(metavar="COMPANY")]
    as_of: AsOf = None
    json: Json = False


def question(session: Session, as_of: str | None, include: Sequence[str] | None = None) -> tuple[Question, Settings]:
    """The bank's rules in force, with the date and the open gates of this call."""
    from chainprospect.cli.ask import question as asked

    return asked(session, Terms(as_of=as_of, include=list(include or ())))


@contextmanager
def open_store(session: Session) -> Iterator[Store]:
    """The store that this call asks: the database of the settings, else the workspace; one snapshot to the end."""
    from chainprospect.opening import opened_whole

    with opened_whole(session.home(session.settings())) as (store, sure):
        yield store
        sure()


def known_people(session: Session, store: Store, as_of_day: int | None) -> tuple[Acquaintance, ...]:
    """Whom of the contacts in the book one of us could introduce us to; who keeps no book opens no engine for it."""
    if not (session.workspace / "book.sqlite").is_file():
        return ()
    from chainprospect.contacting import acquaintances, contacts_of
    from chainprospect.listing import day_of_clock

    return acquaintances(contacts_of(session.workspace, day_of_clock(store, as_of_day)))


def head(store: Store, as_of_day: int | None, company: Company | None = None) -> dict[str, Any]:
    """How every document of advice begins."""
    from chainprospect.asking import iso_day

    begun: dict[str, Any] = {"schema": SCHEMA, "snapshot": store.facts.snapshot, "as_of": iso_day(as_of_day)}
    return begun if company is None else {**begun, "company": {"id": company.id, "name": company.name}}


def print_document(session: Session, document: dict[str, Any]) -> None:
    """Print a document for a program."""
    session.talk.document(json.dumps(document, ensure_ascii=False, indent=1))


def plain_facts(facts: Sequence[FactUsed]) -> list[dict[str, Any]]:
    """Facts as a document holds them; None is unknown."""
    return [{"name": fact.name, "value": fact.value, "unit": fact.unit, "source": fact.source} for fact in facts]


def fact_lines(facts: Sequence[FactUsed], lang: str, indent: str = "  ") -> list[str]:
    """Facts as a person reads them, one a line."""
    from chainprospect.advise.facts import fact_text

    return [indent + fact_text(fact, lang) for fact in facts]
