"""`credit`: what working capital a company needs, whether an amount it asks for is reasonable, its ratio sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli import advice
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.session import Session

if TYPE_CHECKING:
    from chainprospect.advise.credit import Typed
    from chainprospect.cli.money import Yard


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLend(advice.ToAdvise):
    """What `credit` asks for."""

    ask: Annotated[str | None, typer.Option("--ask", metavar="AMOUNT")] = None
    input: Annotated[list[str] | None, typer.Option("--input", metavar="NAME=VALUE")] = None
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT")] = None


def credit(context: typer.Context, asked: ToLend) -> int:
    """Print the credit need of one company, the checks of it, and its ratios against peers."""
    from chainprospect.advising.credit import accounts_at, credit_of
    from chainprospect.asking import find_one
    from chainprospect.cli import credit_page
    from chainprospect.cli.money import yard

    session: Session = context.obj
    question, settings = advice.question(session, asked.as_of)
    with advice.open_store(session) as store:
        number = find_one(store, asked.company).number
        accounts = accounts_at(store, number)
        measure = yard(asked.unit, accounts.currency if accounts else "CNY", store.facts.fx, session.talk.lang)
        found = credit_of(store, number, question, settings.profile, _typed(asked, measure, session.talk.lang))
        if asked.json:
            begun = advice.head(store, found.dossier.as_of, found.dossier.company)
            advice.print_document(session, {**begun, **credit_page.document(found, measure, session.talk.lang)})
        else:
            for line in credit_page.lines(found, session.talk):
                session.talk.data(line)
    return NOTHING if found.credit.need is None and found.credit.second is None else DONE


def _typed(asked: ToLend, measure: Yard, lang: str) -> Typed:
    """What was typed, in the currency of the accounts."""
    from chainprospect.advise.credit import ALSO_TYPED, INPUTS, MONEY, Typed
    from chainprospect.cli.ask import one_of, wrong
    from chainprospect.cli.words import word

    inputs: dict[str, float] = {}
    for item in asked.input or ():
        name, sign, value = item.partition("=")
        if not sign:
            raise wrong("--input", item, word(lang, "input_shape"))
        one_of(name.strip(), (*INPUTS, *ALSO_TYPED), "--input", lang)
        flag = f"--input {name.strip()}"
        inputs[name.strip()] = measure.amount(value, flag) if name.strip() in MONEY else measure.number(value, flag)
    return Typed(inputs, None if asked.ask is None else measure.amount(asked.ask, "--ask"))
