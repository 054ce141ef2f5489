"""Credit need of one company: where each input of the formula comes from, and what is said when some are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.working_capital import (
    NOUGHT,
    AverageBalance,
    Cycle,
    Means,
    Need,
    Span,
    at,
    average_balance,
    working_capital,
)
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier

DAYS: Final = ("inv_days", "ar_days", "ap_days", "prepay_days", "advance_days")
INPUTS: Final = ("sales", "margin", "growth", *DAYS, "own", "existing_loans", "other")
# What may be typed besides: each stands in for one of the inputs.
ALSO_TYPED: Final = ("expected_sales", "ar_turns", "inv_turns", "ar_reduction")
MONEY: Final = ("sales", "own", "existing_loans", "other", "expected_sales", "ar_reduction")
# Of each item in days: its line item, and whether sales or the cost of sales turn it.
TURNED: Final = MappingProxyType(
    {
        "inv_days": ("inventory", "cogs"),
        "ar_days": ("receivables", "revenue"),
        "ap_days": ("payables", "cogs"),
        "prepay_days": ("prepayments", "cogs"),
        "advance_days": ("advances", "revenue"),
    }
)
# Our own figures, for an input that neither the company nor its peers tell.
STAND_INS: Final[Mapping[str, Span]] = MappingProxyType(
    {
        "margin": Span(0.0, 0.15),
        "growth": Span(0.0, 0.10),
        "inv_days": Span(15.0, 120.0),
        "ar_days": Span(30.0, 120.0),
        "ap_days": Span(30.0, 120.0),
        "prepay_days": Span(0.0, 30.0),
        "advance_days": Span(0.0, 30.0),
    }
)
# Of the working capital, the part that own funds are taken to pay at most where they are unknown.
OWN_AT_MOST: Final = 0.30
# With more inputs than this missing a range says nothing.
MOST_MISSING: Final = 3


@dataclass(frozen=True, slots=True)
class Input:
    """
    One input of the formula, with the facts it comes from.

    `span` is None where nothing bounds it. `basis`: `typed`; `statement`, `closing_only`, `derived` (of the accounts);
    `company` (its own record); `assumed` (0, since nothing tells otherwise); `peers`, `stand_in` (a range: it is
    missing); `none`.
    """

    name: str
    span: Span | None
    basis: str
    facts: tuple[FactUsed, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether it is bounded at best."""
        return self.basis in ("peers", "stand_in", "none")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the user typed: inputs by name in the currency of the accounts, and the amount that is asked for."""

    inputs: Mapping[str, float] = field(default_factory=dict)
    ask: float | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """
    The credit need of one company, in units of `currency`.

    `need` is None where it is refused: `refused` names then what is missing. `missing` names the inputs that are
    ranges. `averages` holds the mean balances behind the days, by line item. `second` is the average-balance method,
    where its inputs are known. `growth` and `margin` are exact where `inputs` say so.
    """

    currency: str
    inputs: tuple[Input, ...]
    averages: Mapping[str, float]
    need: Need | None
    second: AverageBalance | None
    refused: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Inputs that are not known exactly."""
        return tuple(each.name for each in self.inputs if each.missing)

    def input(self, name: str) -> Input:
        """One input by its name."""
        return next(each for each in self.inputs if each.name == name)


def credit_need(
    dossier: Dossier, accounts: Accounts | None, typed: Typed, peer_days: Mapping[str, Span], currency: str = "CNY"
) -> Credit:
    """
    Working capital that a company needs and the new line it leaves room for.

    Parameters
    ----------
    accounts
        Of its newest whole year, None without one.
    typed
        Stands before everything else.
    peer_days
        Days between the quartiles of its peers, by input, where enough of them are known.
    currency
        Of typed money where there are no accounts.

    Returns
    -------
    credit
        Exact, a range, or refused: without sales, or with more than 3 inputs missing.

    Notes
    -----
    Margin = total profit / sales: EBIT less interest, else net profit plus tax, else net profit alone, else EBIT.
    Growth: the company's own record, else sales against the year before. Own funds: as stated, else current assets less
    current liabilities, not below 0. Balances are means of both ends of the year, the end alone where the start is
    unknown. Own funds that are unknown lie between 0 and 30 % of the working capital; loans that are unknown between
    ours and all of it.
    """
    found = {
        "sales": _sales(dossier, accounts),
        "margin": _margin(accounts),
        "growth": _growth(dossier, accounts),
        **{name: _days(name, accounts) for name in DAYS},
        "own": _own(accounts),
        "existing_loans": _loans(accounts),
        "other": Input("other", NOUGHT, "assumed"),
    }
    for name, value in typed.inputs.items():
        found.update(_typed(name, value, found["sales"], typed.inputs))
    bounded = {name: _bounded(each, dossier, accounts, peer_days) for name, each in found.items()}
    money = accounts.currency if accounts else currency
    averages = _averages(accounts)
    refused = _refused(bounded)
    if refused:
        second = _second(bounded, typed.inputs)
        return Credit(money, tuple(bounded.values()), averages, None, second, refused)
    before_means = _need(bounded, Means())
    bounded.update(_means(bounded, before_means.wc, dossier, accounts))
    means = Means(*(_span(bounded[name]) for name in ("own", "existing_loans", "other")))
    need = _need(bounded, means)
    return Credit(money, tuple(bounded.values()), averages, need, _second(bounded, typed.inputs), ())


def _span(each: Input) -> Span:
    return each.span or NOUGHT


def _need(inputs: Mapping[str, Input], means: Means) -> Need:
    sales, margin, growth = (_span(inputs[name]) for name in ("sales", "margin", "growth"))
    return working_capital(sales, margin, growth, Cycle(*(_span(inputs[name]) for name in DAYS)), means)


def _refused(inputs: Mapping[str, Input]) -> tuple[str, ...]:
    """Names of what is missing, when a range would say nothing."""
    missing = tuple(name for name, each in inputs.items() if each.missing)
    return missing if inputs["sales"].span is None or len(missing) > MOST_MISSING else ()


def _typed(name: str, value: float, sales: Input, typed: Mapping[str, float]) -> dict[str, Input]:
    """The inputs that one typed number sets."""
    fact = (FactUsed(name, value, "", "typed"),)
    if name in INPUTS:
        return {name: Input(name, at(value), "typed", fact)}
    if name in ("ar_turns", "inv_turns") and value > 0:
        days = name.replace("turns", "days")
        return {days: Input(days, at(360.0 / value), "typed", fact)}
    before = typed.get("sales", sales.span.exact if sales.span else None)
    if name == "expected_sales" and before:
        return {"growth": Input("growth", at(value / before - 1), "typed", (*fact, *sales.facts))}
    return {}


def _none(name: str, *facts: FactUsed) -> Input:
    return Input(name, None, "none", facts)


def _sales(dossier: Dossier, accounts: Accounts | None) -> Input:
    """Of the statement, else of the company's own record, which is CNY."""
    sales = accounts.closing("revenue") if accounts else None
    if accounts is not None and sales is not None:
        return Input("sales", at(sales), "statement", (accounts.fact("revenue"),))
    own, rate = dossier.standing.revenue, accounts.year.rate if accounts else 1.0
    if own is None or not rate:
        return _none("sales", FactUsed("revenue", None))
    return Input("sales", at(own / rate), "company", (dossier.fact("revenue", own, "CNY"),))


_PROFITS: Final = (
    ("ebit", "interest", -1.0),
    ("net_profit", "tax", 1.0),
    ("net_profit", None, 0.0),
    ("ebit", None, 0.0),
)


def _margin(accounts: Accounts | None) -> Input:
    sales = accounts.closing("revenue") if accounts else None
    if accounts is None or not sales:
        return _none("margin", FactUsed("net_profit", None))
    for profit, other, sign in _PROFITS:
        gained, more = accounts.closing(profit), accounts.closing(other) if other else 0.0
        if gained is not None and more is not None:
            names = [name for name in (profit, other, "revenue") if name]
            basis = "statement" if other else "derived"
            facts = tuple(accounts.fact(name) for name in names)
            return Input("margin", at((gained + sign * more) / sales), basis, facts)
    return _none("margin", FactUsed("net_profit", None))


def _growth(dossier: Dossier, accounts: Accounts | None) -> Input:
    growth = dossier.standing.growth
    if growth is not None:
        return Input("growth", at(growth), "company", (dossier.fact("growth", growth, "fraction"),))
    if accounts is None:
        return _none("growth", FactUsed("growth", None))
    sales, before = accounts.closing("revenue"), accounts.opening("revenue")
    if sales is None or not before:
        return _none("growth", FactUsed("growth", None))
    earlier = FactUsed("revenue_open", before, accounts.currency, accounts.source)
    return Input("growth", at(sales / before - 1), "statement", (accounts.fact("revenue"), earlier))


def cost_of_sales(accounts: Accounts) -> float | None:
    """As stated, else sales less gross profit."""
    cogs = accounts.closing("cogs")
    if cogs is not None:
        return cogs
    sales, gross = accounts.closing("revenue"), accounts.closing("gross_profit")
    return None if sales is None or gross is None else sales - gross


def days_of(name: str, accounts: Accounts) -> float | None:
    """Days that one item turns in: 360 x its mean balance / sales or the cost of sales; None unknown."""
    item, by = TURNED[name]
    flow = cost_of_sales(accounts) if by == "cogs" else accounts.closing(by)
    balance = accounts.average(item)
    # 360 over the turns, as the measures write it, so that the figures agree to the last digit.
    return None if balance is None or not flow or flow < 0 else _turned(flow, balance)


def _turned(flow: float, balance: float) -> float:
    return 0.0 if balance == 0 else 360.0 / (flow / balance)


def _days(name: str, accounts: Accounts | None) -> Input:
    item, by = TURNED[name]
    days = days_of(name, accounts) if accounts else None
    if accounts is None or days is None:
        known = [accounts.fact(each) for each in (item, by)] if accounts else []
        return _none(name, *[fact for fact in known if not fact.known] or (FactUsed(item, None),))
    mean = FactUsed(item, accounts.average(item), accounts.currency, accounts.source)
    return Input(name, at(days), accounts.basis(item), (mean, accounts.fact(by)))


def _own(accounts: Accounts | None) -> Input:
    if accounts is None:
        return _none("own", FactUsed("own_funds", None))
    stated = accounts.closing("own_funds")
    if stated is not None:
        return Input("own", at(stated), "statement", (accounts.fact("own_funds"),))
    assets, liabilities = accounts.closing("current_assets"), accounts.closing("current_liabilities")
    if assets is None or liabilities is None:
        return _none("own", FactUsed("own_funds", None))
    facts = (accounts.fact("current_assets"), accounts.fact("current_liabilities"))
    return Input("own", at(max(0.0, assets - liabilities)), "derived", facts)


def _loans(accounts: Accounts | None) -> Input:
    loans = accounts.closing("short_loans") if accounts else None
    if accounts is None or loans is None:
        return _none("existing_loans", FactUsed("short_loans", None))
    return Input("existing_loans", at(loans), "statement", (accounts.fact("short_loans"),))


def _bounded(each: Input, dossier: Dossier, accounts: Accounts | None, peer_days: Mapping[str, Span]) -> Input:
    """An input that is missing, with what bounds it: its own accounts, its peers, our stand-ins."""
    if each.span is not None:
        return each
    if each.name in peer_days:
        return Input(each.name, peer_days[each.name], "peers", each.facts)
    span = STAND_INS.get(each.name)
    industry = dossier.standing.industry_growth
    if each.name == "growth" and industry is not None:
        span = Span(min(0.0, industry), max(0.0, industry))
    if each.name == "margin" and accounts is not None:
        sales, cost = accounts.closing("revenue"), cost_of_sales(accounts)
        if sales and cost is not None and cost <= sales:
            span = Span(0.0, (sales - cost) / sales)
    return each if span is None else Input(each.name, span, "stand_in", each.facts)


def _means(inputs: Mapping[str, Input], wc: Span, dossier: Dossier, accounts: Accounts | None) -> dict[str, Input]:
    """Bounds of own funds and loans that are unknown: they follow from the working capital itself."""
    found: dict[str, Input] = {}
    own, loans = inputs["own"], inputs["existing_loans"]
    if own.span is None:
        found["own"] = Input("own", Span(0.0, OWN_AT_MOST * wc.high), "stand_in", own.facts)
    if loans.span is None:
        ours = dossier.standing.loan_balance or 0.0
        rate = accounts.year.rate if accounts else 1.0
        least = ours / rate if rate else 0.0
        facts = (*loans.facts, dossier.fact("loan_balance", dossier.standing.loan_balance, "CNY"))
        found["existing_loans"] = Input("existing_loans", Span(least, max(least, wc.high)), "stand_in", facts)
    return found


def _averages(accounts: Accounts | None) -> dict[str, float]:
    if accounts is None:
        return {}
    means = {name: accounts.average(item) for name, (item, _) in TURNED.items()}
    return {name: mean for name, mean in means.items() if mean is not None}


def _second(inputs: Mapping[str, Input], typed: Mapping[str, float]) -> AverageBalance | None:
    """The average-balance method, where the sales expected, own funds and both turns are known."""
    ar_days, inv_days, own = (_span_or_none(inputs[name]) for name in ("ar_days", "inv_days", "own"))
    expected = typed.get("expected_sales")
    if expected is None:
        sales, growth = (_span_or_none(inputs[name]) for name in ("sales", "growth"))
        expected = None if sales is None or growth is None else sales * (1 + growth)
    if expected is None or own is None or not ar_days or not inv_days:
        return None
    return average_balance(expected, 360.0 / ar_days, 360.0 / inv_days, own, typed.get("ar_reduction", 0.0))


def _span_or_none(each: Input) -> float | None:
    return each.span.exact if each.span else None
