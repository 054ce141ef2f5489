"""How much working capital a company needs: the regulator's formula, on ranges where an input is not known exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DAYS_A_YEAR: Final = 360.0
NEGATIVE_CYCLE, ZERO_CYCLE, SURPLUS = "negative_cycle", "zero_cycle", "surplus"


@dataclass(frozen=True, slots=True)
class Span:
    """A number that lies between two, or is known where both are equal."""

    low: float
    high: float

    @property
    def exact(self) -> float | None:
        """The number where it is known exactly."""
        return self.low if self.low == self.high else None

    def times(self, factor: float) -> Span:
        """The span times a number of 0 or more."""
        return Span(self.low * factor, self.high * factor)


def at(value: float) -> Span:
    """A number that is known."""
    return Span(value, value)


NOUGHT: Final = at(0.0)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Days that stock and receivables bind, that suppliers lend, that prepayments bind and advances lend."""

    inv_days: Span
    ar_days: Span
    ap_days: Span
    prepay_days: Span = NOUGHT
    advance_days: Span = NOUGHT


@dataclass(frozen=True, slots=True)
class Means:
    """What pays for working capital already, in one currency: own funds, working-capital loans, other channels."""

    own: Span = NOUGHT
    existing_loans: Span = NOUGHT
    other: Span = NOUGHT


@dataclass(frozen=True, slots=True)
class Need:
    """
    What the formula says; money in the currency of the inputs.

    `turns` is None where the cycle is 0 days or fewer. `wc` and `new_line` are never negative; `surplus` is what own
    funds, loans and other channels exceed the need by. `flags`: `negative_cycle`, `zero_cycle`, `surplus`.
    """

    net_days: Span
    turns: Span | None
    wc: Span
    new_line: Span
    surplus: Span
    flags: tuple[str, ...]


def working_capital(sales: Span, margin: Span, growth: Span, cycle: Cycle, means: Means) -> Need:
    """
    Working capital needed for the coming year, and the new loan it leaves room for.

    Parameters
    ----------
    sales
        Of the past year, in one currency (≥ 0).
    margin
        Total profit / sales of the past year, a fraction.
    growth
        Expected growth of sales, a fraction a year (> -1).

    Returns
    -------
    need
        Spans whose ends coincide where every input is known.

    Notes
    -----
    net days = stock + receivables - payables + prepayments - advances; turns = 360 / net days;
    wc = sales x (1 - margin) x (1 + growth) / turns; new line = wc - own funds - existing loans - other channels.
    Source: China's measures for working-capital loans (流动资金贷款管理办法), annex on measuring the need. A cycle of 0
    days or fewer needs nothing: it is never a negative or an endless amount.
    """
    net = Span(
        cycle.inv_days.low + cycle.ar_days.low - cycle.ap_days.high + cycle.prepay_days.low - cycle.advance_days.high,
        cycle.inv_days.high + cycle.ar_days.high - cycle.ap_days.low + cycle.prepay_days.high - cycle.advance_days.low,
    )
    wc = Span(
        _need(sales.low, margin.high, growth.low, net.low),
        _need(sales.high, margin.low, growth.high, net.high),
    )
    paid_low, paid_high = _sum(means.own, means.existing_loans, means.other)
    new_line = Span(max(0.0, wc.low - paid_high), max(0.0, wc.high - paid_low))
    surplus = Span(max(0.0, paid_low - wc.high), max(0.0, paid_high - wc.low))
    flags = {
        NEGATIVE_CYCLE: net.high < 0,
        ZERO_CYCLE: net.low == net.high == 0,
        SURPLUS: surplus.low > 0,
    }
    turns = Span(DAYS_A_YEAR / net.high, DAYS_A_YEAR / net.low) if net.low > 0 else None
    return Need(net, turns, wc, new_line, surplus, tuple(name for name, holds in flags.items() if holds))


def _need(sales: float, margin: float, growth: float, net_days: float) -> float:
    if net_days <= 0:
        return 0.0
    return max(0.0, sales * (1 - margin) * (1 + growth) / (DAYS_A_YEAR / net_days))


def _sum(*parts: Span) -> tuple[float, float]:
    return sum(part.low for part in parts), sum(part.high for part in parts)


@dataclass(frozen=True, slots=True)
class AverageBalance:
    """The second method, for comparison: sales over the turns of receivables and stock alone."""

    ar_days: float
    inv_days: float
    turns: float | None
    wc: float
    line: float


def average_balance(
    expected_sales: float, ar_turns: float, inv_turns: float, own: float, ar_reduction: float = 0.0
) -> AverageBalance:
    """
    Working capital by average balances: what receivables and stock bind of the sales expected.

    Parameters
    ----------
    expected_sales
        Of the coming year, in one currency.
    ar_turns, inv_turns
        Turns a year of receivables and of stock (> 0).
    own
        Own funds in working capital.
    ar_reduction
        Receivables that will be collected and not lent again.

    Notes
    -----
    turns = 360 / (receivable days + stock days); wc = expected sales / turns; line = wc - own - ar_reduction, not
    below 0. Source: the average-balance method of China's agricultural policy bank.
    """
    ar_days, inv_days = DAYS_A_YEAR / ar_turns, DAYS_A_YEAR / inv_turns
    days = ar_days + inv_days
    turns = DAYS_A_YEAR / days if days > 0 else None
    wc = expected_sales / turns if turns else 0.0
    return AverageBalance(ar_days, inv_days, turns, wc, max(0.0, wc - own - ar_reduction))
