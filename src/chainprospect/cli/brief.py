"""`brief`: one page to take to a visit, for a company or for the best leads around an anchor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import AsOf, Include, known_people, open_store, print_document, question
from chainprospect.cli.ask import day, items, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING, UsageError
from chainprospect.cli.options import Json, Open, Output
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import room

if TYPE_CHECKING:
    from chainprospect.advise.offers import Shelf
    from chainprospect.advising.brief import Brief, Occasion
    from chainprospect.model.brief import BriefPage
    from chainprospect.model.ports import Store
    from chainprospect.model.rules import Question
    from chainprospect.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ToBrief:
    """What `brief` asks for."""

    company: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
    around: Annotated[list[str] | None, typer.Option("--around", metavar="ANCHOR")] = None
    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    output: Output = None
    date: Annotated[str | None, typer.Option("--date", metavar="DATE")] = None
    closed: Annotated[list[str] | None, typer.Option("--closed", metavar="DATE")] = None
    with_contacts: Annotated[bool, typer.Option("--with-contacts")] = False
    include: Include = None
    as_of: AsOf = None
    json: Json = False
    open: Open = False


def brief(context: typer.Context, asked: ToBrief) -> int:
    """Write a page for each visit: who, why now, what to offer, whom to ask, what is unknown, when."""
    from chainprospect.advising.brief import brief_of, briefs_around
    from chainprospect.advising.brief_page import brief_page

    session: Session = context.obj
    rules, settings = question(session, asked.as_of, asked.include)
    lang = settings.show.lang
    top = _wanted(context, asked, lang)
    with open_store(session) as store:
        occasion = occasion_of(session, store, asked, rules, settings)
        if top is not None:
            found = briefs_around(store, asked.around or [], top, occasion, rules, lang=lang)
        else:
            found = (brief_of(store, asked.company or "", asked.around or [], occasion, rules, lang=lang),)
    pages = [brief_page(each, occasion.shelf, lang) for each in found]
    if not pages:
        session.talk.say("brief_nobody")
        return NOTHING
    _hand_out(session, asked, found, pages, occasion.shelf)
    return DONE


def _wanted(context: typer.Context, asked: ToBrief, lang: str) -> int | None:
    """How many leads are wanted; None for the company that was named."""
    talk = context.obj.talk
    top = whole(asked.top, "--top", lang, least=1)
    if top is None and asked.company is None:
        raise UsageError(talk.word("brief_of_whom"), context)
    if top is not None and asked.company is not None:
        raise wrong("--top", str(top), talk.word("company_or_top"))
    if top is not None and not asked.around:
        raise UsageError(talk.word("brief_around_whom"), context)
    if asked.open and not asked.output:
        raise wrong("--open", "", talk.word("open_what"))
    return top


def occasion_of(session: Session, store: Store, asked: ToBrief, rules: Question, settings: Settings) -> Occasion:
    """What the bank brings: its products, whom it knows, the day, the people who may be told of."""
    from chainprospect.advise.offers import Shelf
    from chainprospect.advising.brief import Occasion
    from chainprospect.advising.introducing import Circle
    from chainprospect.listing import day_of_clock
    from chainprospect.references import client_types, products

    lang = settings.show.lang
    people: dict[str, Any] = {}
    if (session.workspace / "book.sqlite").is_file():
        from chainprospect.contacting import contacts_of

        people = dict(contacts_of(session.workspace, day_of_clock(store, rules.as_of_day)))
    friends = settings.people + known_people(session, store, rules.as_of_day)
    return Occasion(
        Shelf(products(), settings.profile, settings.products),
        client_types(settings.client_types),
        Circle(friends, settings.intro, 1),
        day(asked.date, lang, "--date"),
        tuple(_closed(asked.closed, lang)),
        people,
        asked.with_contacts,
    )


def _closed(typed: list[str] | None, lang: str) -> list[int]:
    """Days typed one by one, or as first..last."""
    days: list[int] = []
    for text in items(typed):
        first, _, last = text.partition("..")
        begin = day(first, lang, "--closed") or 0
        end = day(last, lang, "--closed") or 0 if last else begin
        days += range(begin, min(end, begin + 366) + 1)
    return days


def _hand_out(session: Session, asked: ToBrief, found: tuple[Brief, ...], pages: list[BriefPage], shelf: Shelf) -> None:
    talk, lang = session.talk, session.talk.lang
    if asked.output:
        from chainprospect.export.brief_page import write_briefs

        write_briefs(pages, Path(asked.output), lang=lang)
    if asked.json:
        from chainprospect.cli.brief_document import document

        print_document(session, document(found, pages, shelf))
    elif not asked.output:
        for page in pages:
            for line in lines(page):
                talk.data(line)
    if asked.output:
        talk.say("brief_written", path=asked.output, briefs=len(pages))
        if not asked.with_contacts and any(each.people for each in found):
            talk.say("contacts_left_out")
        if asked.open:
            from chainprospect.cli.browser import open_page

            open_page(Path(asked.output), talk)


def lines(page: BriefPage) -> list[str]:
    """A brief as a console shows it."""
    told = [page.title, page.subtitle]
    for section in page.sections:
        told += ["", section.title]
        for line in section.lines:
            first, *rest = wrap(line, room(), "    ")
            told += [("  □ " if section.boxes else "  - ") + first.lstrip(), *rest]
    return [*told, "", *wrap(page.footer, room())]
