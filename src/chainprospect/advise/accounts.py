"""A company's accounts of one year: what stands at its end, what stood at its start, and where that is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import statement_source
from chainprospect.model.financial import Financial

# How an average over the year was made: from both ends, or from its end alone.
BOTH_ENDS, CLOSING_ONLY = "statement", "closing_only"


@dataclass(frozen=True, slots=True)
class Accounts:
    """
    The newest statement of a whole year, and the one of the year before where there is one in the same currency.

    Money is in units of the statement's currency.
    """

    year: Financial
    before: Financial | None = None

    @property
    def currency(self) -> str:
        """The currency of both statements."""
        return self.year.currency

    @property
    def source(self) -> str:
        """Where the newest statement stands."""
        return statement_source(self.year)

    def closing(self, item: str) -> float | None:
        """A line item of the year or at its end; None unknown."""
        return self.year.items.get(item)

    def opening(self, item: str) -> float | None:
        """A line item at the year's start or of the year before: as the statement says, else the earlier statement."""
        stated = self.year.items.get(f"{item}_open")
        if stated is not None or self.before is None:
            return stated
        return self.before.items.get(item)

    def average(self, item: str) -> float | None:
        """Mean of start and end; the end alone where the start is unknown."""
        closing, opening = self.closing(item), self.opening(item)
        return closing if closing is None or opening is None else (closing + opening) / 2

    def basis(self, item: str) -> str:
        """What an average rests on."""
        return CLOSING_ONLY if self.opening(item) is None else BOTH_ENDS

    def fact(self, item: str) -> FactUsed:
        """A line item as a fact with its period, file and row."""
        value = self.closing(item)
        return FactUsed(item, value, self.currency, None if value is None else self.source)


def accounts_of(statements: Sequence[Financial]) -> Accounts | None:
    """
    The accounts of the newest whole year; None where no statement is of one.

    Parameters
    ----------
    statements
        Of one company, newest first. A year before counts only when its period ends a year earlier, same currency.
    """
    years = [each for each in statements if not each.part_year]
    if not years:
        return None
    newest = years[0]
    before = next((each for each in years[1:] if _a_year_before(each, newest)), None)
    return Accounts(newest, before)


def _a_year_before(earlier: Financial, later: Financial) -> bool:
    if earlier.currency != later.currency or earlier.period_end is None or later.period_end is None:
        return False
    (first, first_day), (second, second_day) = (_year_and_day(each.period_end or "") for each in (earlier, later))
    return first + 1 == second and first_day == second_day


def _year_and_day(iso: str) -> tuple[int, str]:
    # A leap day ends February as the day before does.
    return int(iso[:4]), iso[5:].replace("02-29", "02-28")
