"""Checks for a credit need that is not real: asked beyond need, short money for long use, loans beside deposits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.credit import Credit, cost_of_sales
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier, event_source
from chainprospect.model.relation import DAYS_A_MONTH

CLEAR, WARNING, UNKNOWN = "clear", "warning", "unknown"
# Our own figures: an ask this many times the need is far above it; cash for a month of costs is working cash.
FAR_ABOVE: Final = 1.5
MONTHS_OF_CASH: Final = 1.0
# The training material's line: receivables older than this tie up money and add risk.
RECEIVABLE_DAYS: Final = 60.0
PROJECT_EVENTS: Final = ("new_line", "technical_upgrade")
PROJECT_MONTHS: Final = 12.0


@dataclass(frozen=True, slots=True)
class Check:
    """
    One check.

    `standing`: `clear`, `warning`, or `unknown` where a fact lacks: unknown is never clear. `figure` is what it found
    (a ratio for the ask, money for funds, days for receivables), None unless it warns.
    """

    name: str
    standing: str
    facts: tuple[FactUsed, ...]
    figure: float | None = None


def checks(dossier: Dossier, accounts: Accounts | None, credit: Credit, ask: float | None) -> tuple[Check, ...]:
    """
    All checks, in a fixed order; that of the ask only where an amount was asked for.

    Notes
    -----
    ask_above_need: ask / new line above 1 (far above from 1.5), against the upper end of a range.
    short_for_long: long-lived assets (total - current) exceed net assets and long loans by the money found.
    loans_and_deposits: min(cash - one month of the cost of sales, loans) above 0.
    receivables_over_60: receivables turn in more than 60 days. project_event: a new line or an upgrade in the last 12
    months, so that a short loan may pay for plant.
    """
    found = [] if ask is None else [_ask(credit, ask)]
    return (
        *found,
        _short_for_long(accounts),
        _loans_and_deposits(accounts),
        _receivables(credit),
        _project(dossier),
    )


def _ask(credit: Credit, ask: float) -> Check:
    asked = FactUsed("ask", ask, credit.currency, "typed")
    if credit.need is None:
        return Check("ask_above_need", UNKNOWN, (asked, FactUsed("new_line", None, credit.currency)))
    most = credit.need.new_line.high
    facts = (asked, FactUsed("new_line", most, credit.currency, "formula"))
    if ask <= most:
        return Check("ask_above_need", CLEAR, facts)
    return Check("ask_above_need", WARNING, facts, ask / most if most > 0 else None)


def _short_for_long(accounts: Accounts | None) -> Check:
    facts = _facts(accounts, ("total_assets", "current_assets", "net_assets", "long_loans"))
    values = _numbers(facts)
    if values is None:
        return Check("short_for_long", UNKNOWN, facts)
    total, current, worth, loans = values
    over = (total - current) - (worth + loans)
    return Check("short_for_long", WARNING, facts, over) if over > 0 else Check("short_for_long", CLEAR, facts)


def _loans_and_deposits(accounts: Accounts | None) -> Check:
    facts = _facts(accounts, ("cash", "short_loans"))
    cost = cost_of_sales(accounts) if accounts else None
    source = accounts.source if accounts and cost is not None else None
    facts = (*facts, FactUsed("cogs", cost, accounts.currency if accounts else "", source))
    values = _numbers(facts)
    if values is None:
        return Check("loans_and_deposits", UNKNOWN, facts)
    cash, loans, costs = values
    idle = min(cash - costs * MONTHS_OF_CASH / 12.0, loans)
    return Check("loans_and_deposits", WARNING, facts, idle) if idle > 0 else Check("loans_and_deposits", CLEAR, facts)


def _receivables(credit: Credit) -> Check:
    each = credit.input("ar_days")
    days = each.span.exact if each.span and not each.missing else None
    facts = (FactUsed("ar_days", days, "days", None if days is None else each.basis), *each.facts)
    if days is None:
        return Check("receivables_over_60", UNKNOWN, facts)
    return Check("receivables_over_60", *((WARNING, facts, days) if days > RECEIVABLE_DAYS else (CLEAR, facts)))


def _project(dossier: Dossier) -> Check:
    """An event that says nothing of its date counts; one of the future does not."""
    facts = tuple(
        FactUsed("events", event.type, "", event_source(event))
        for event in dossier.events
        if event.type in PROJECT_EVENTS and _recent(event.date, dossier.as_of)
    )
    if facts:
        return Check("project_event", WARNING, facts, float(len(facts)))
    known = bool(dossier.events)
    return Check("project_event", CLEAR if known else UNKNOWN, (FactUsed("events", "none" if known else None),))


def _recent(date: str | None, as_of: int | None) -> bool:
    if date is None or as_of is None:
        return True
    months = (as_of - day_number(date)) / DAYS_A_MONTH
    return 0 <= months <= PROJECT_MONTHS


def day_number(iso: str) -> int:
    """Days from 1970-01-01 to an ISO date."""
    import numpy as np

    return int(np.datetime64(iso, "D").astype(np.int64))


def _facts(accounts: Accounts | None, items: tuple[str, ...]) -> tuple[FactUsed, ...]:
    return tuple(accounts.fact(item) if accounts else FactUsed(item, None) for item in items)


def _numbers(facts: tuple[FactUsed, ...]) -> list[float] | None:
    """Values of facts that are all known."""
    values = [fact.value for fact in facts]
    return None if any(value is None for value in values) else [float(value) for value in values if value is not None]
