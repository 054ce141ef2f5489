"""`needs`: what a company needs, which products answer it, and how to approach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli import advice
from chainprospect.cli.exits import DONE
from chainprospect.cli.session import Session

if TYPE_CHECKING:
    from chainprospect.advise.offers import Constraints


@dataclass(frozen=True, slots=True, kw_only=True)
class ToServe(advice.ToAdvise):
    """What `needs` asks for."""

    max_cost: Annotated[str | None, typer.Option("--max-cost", metavar="RATE")] = None
    min_return: Annotated[str | None, typer.Option("--min-return", metavar="RATE")] = None
    max_days: Annotated[str | None, typer.Option("--max-days", metavar="N")] = None
    include: advice.Include = None


def needs(context: typer.Context, asked: ToServe) -> int:
    """Print the needs of one company with their facts and products."""
    import numpy as np

    from chainprospect.advise.offers import Shelf
    from chainprospect.advising.needs import needs_at
    from chainprospect.asking import find_one
    from chainprospect.cli import needs_page
    from chainprospect.references import client_types, products

    session: Session = context.obj
    question, settings = advice.question(session, asked.as_of, asked.include)
    shelf = Shelf(products(), settings.profile, settings.products, _constraints(asked, session.talk.lang))
    with advice.open_store(session) as store:
        number = find_one(store, asked.company).number
        types = client_types(settings.client_types)
        (found,) = needs_at(store, np.array([number], np.int64), question, shelf, types)
        if asked.json:
            begun = advice.head(store, found.dossier.as_of, found.dossier.company)
            advice.print_document(session, {**begun, **needs_page.document(found, shelf, session.talk.lang)})
        else:
            for line in needs_page.lines(found, shelf, session.talk):
                session.talk.data(line)
    return DONE


def _constraints(asked: ToServe, lang: str) -> Constraints:
    from chainprospect.advise.offers import Constraints
    from chainprospect.cli.ask import number

    rates = {"--max-cost": asked.max_cost, "--min-return": asked.min_return}
    cost, least = (_rate(text, flag, lang) for flag, text in rates.items())
    return Constraints(cost, least, number(asked.max_days, "--max-days", lang))


def _rate(text: str | None, flag: str, lang: str) -> float | None:
    """A yearly rate as a fraction or percentage; None when nothing was typed."""
    from chainprospect.cli.ask import wrong
    from chainprospect.cli.words import word
    from chainprospect.load.units import parse_fraction

    if text is None:
        return None
    found = parse_fraction(text)
    if not isinstance(found, float) or not 0 <= found <= 1:
        raise wrong(flag, text, word(lang, "rate_shape"))
    return found
