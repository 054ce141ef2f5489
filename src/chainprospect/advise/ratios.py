"""The ratio sheet: a company's ratios against their reference values and against its peers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.credit import TURNED, cost_of_sales, days_of
from chainprospect.advise.working_capital import Span

# With fewer peers known than this, no median and no rank is told.
FEWEST_PEERS: Final = 3
# With fewer, their quartiles bound no missing input.
FEWEST_FOR_BOUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Reference:
    """What a ratio should be: its family, its formula in line items, and its bounds (None: none)."""

    id: str
    family: str
    formula: str
    low: float | None
    high: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """
    One ratio of a company.

    `value` is None where it is unknown; `missing` names then the line items that lack. `standing`: `within` or
    `outside` of the reference, `no_reference`, `unknown`. `peers` counts the peers whose ratio is known, `median` is
    theirs, `percentile` the part of them that lies below it, equal ones half (0-1); None with fewer than 3.
    """

    reference: Reference
    value: float | None
    standing: str
    missing: tuple[str, ...]
    peers: int
    median: float | None
    percentile: float | None


def references(rows: Iterable[Mapping[str, str]]) -> tuple[Reference, ...]:
    """References from the rows of the packaged table `ratios`, in its order."""
    return tuple(
        Reference(row["id"], row["family"], row["formula"], _number(row["low"]), _number(row["high"]), row["note"])
        for row in rows
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def ratios(
    accounts: Accounts, guarantees: float | None, peers: Sequence[Accounts], sheet: Sequence[Reference]
) -> tuple[Ratio, ...]:
    """
    The ratio sheet of one company, in the order of the references.

    Parameters
    ----------
    accounts
        Of its newest whole year.
    guarantees
        What it guarantees for others, in units of its accounts' currency; None where no guarantee is on record.
    peers
        Accounts of companies of the same industry and region.
    sheet
        The ratios wanted.
    """
    found = []
    for reference in sheet:
        value, missing = _value(reference.id, accounts, guarantees)
        others = sorted(other for other in (_value(reference.id, peer, None)[0] for peer in peers) if other is not None)
        # An amount is no ratio: those of other firms say nothing of it.
        enough = len(others) >= FEWEST_PEERS and reference.id not in AMOUNTS
        rank = _percentile(value, others) if enough and value is not None else None
        median = quantile(others, 0.5) if enough else None
        found.append(Ratio(reference, value, _standing(value, reference), missing, len(others), median, rank))
    return tuple(found)


AMOUNTS: Final = ("op_cash_flow", "ebitda")


def peer_days(peers: Sequence[Accounts]) -> dict[str, Span]:
    """Days between the quartiles of the peers, by input of the credit formula, where 5 of them or more are known."""
    spans: dict[str, Span] = {}
    for name in TURNED:
        known = sorted(days for days in (days_of(name, peer) for peer in peers) if days is not None)
        if len(known) >= FEWEST_FOR_BOUNDS:
            spans[name] = Span(quantile(known, 0.25), quantile(known, 0.75))
    return spans


def quantile(ordered: Sequence[float], part: float) -> float:
    """The linear quantile of numbers in ascending order."""
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _percentile(value: float, others: Sequence[float]) -> float:
    below = sum(other < value for other in others)
    equal = sum(other == value for other in others)
    return (below + equal / 2) / len(others)


def _standing(value: float | None, reference: Reference) -> str:
    if value is None:
        return "unknown"
    if reference.low is None and reference.high is None:
        return "no_reference"
    above = reference.low is None or value >= reference.low
    below = reference.high is None or value <= reference.high
    return "within" if above and below else "outside"


def _value(name: str, accounts: Accounts, guarantees: float | None) -> tuple[float | None, tuple[str, ...]]:
    """The ratio and the line items that lack for it."""
    if name == "guarantee_ratio":
        return _guarantee_ratio(accounts, guarantees)
    formula = FORMULAS.get(name)
    if formula is None:
        return None, UNLOADED[name]
    said = {item: _read(accounts, item) for item in formula.items}
    missing = tuple(item for item, value in said.items() if value is None)
    if missing:
        return None, missing
    return formula.of([value for value in said.values() if value is not None]), ()


def _guarantee_ratio(accounts: Accounts, guarantees: float | None) -> tuple[float | None, tuple[str, ...]]:
    worth = accounts.closing("net_assets")
    said = {"guarantees": guarantees, "net_assets": worth}
    missing = tuple(item for item, value in said.items() if value is None)
    if guarantees is None or worth is None or worth <= 0:
        return None, missing
    return guarantees / worth, ()


def _read(accounts: Accounts, item: str) -> float | None:
    """A line item, or with `mean ` before it the mean of both ends, or with `_open` behind it the year before."""
    if item.startswith("mean "):
        return accounts.average(item.removeprefix("mean "))
    if item.endswith("_open"):
        return accounts.opening(item.removesuffix("_open"))
    return cost_of_sales(accounts) if item == "cogs" else accounts.closing(item)


@dataclass(frozen=True, slots=True)
class Formula:
    """Line items that a ratio is made of, and how; None where what it is divided by is not above 0."""

    items: tuple[str, ...]
    of: Callable[[Sequence[float]], float | None]


def _over(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None


def _change(now: float, before: float) -> float | None:
    return now / before - 1 if before > 0 else None


FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType(
    {
        "debt_ratio": Formula(("total_liabilities", "total_assets"), lambda of: _over(of[0], of[1])),
        "loan_cover": Formula(("net_assets", "short_loans", "long_loans"), lambda of: _over(of[0], of[1] + of[2])),
        "current_ratio": Formula(("current_assets", "current_liabilities"), lambda of: _over(of[0], of[1])),
        "quick_ratio": Formula(
            ("current_assets", "inventory", "current_liabilities"), lambda of: _over(of[0] - of[1], of[2])
        ),
        "cash_ratio": Formula(("cash", "current_liabilities"), lambda of: _over(of[0], of[1])),
        "op_cash_flow": Formula(("operating_cash_flow",), lambda of: of[0]),
        "sales_growth": Formula(("revenue", "revenue_open"), lambda of: _change(of[0], of[1])),
        "ar_turns": Formula(("revenue", "mean receivables"), lambda of: _over(of[0], of[1])),
        "inv_turns": Formula(("cogs", "mean inventory"), lambda of: _over(of[0], of[1])),
        "op_margin": Formula(("ebit", "interest", "revenue"), lambda of: _over(of[0] - of[1], of[2])),
        "roe": Formula(("net_profit", "mean net_assets"), lambda of: _over(of[0], of[1])),
        "interest_cover": Formula(("ebit", "interest"), lambda of: _over(of[0], of[1])),
        "asset_turns": Formula(("revenue", "mean total_assets"), lambda of: _over(of[0], of[1])),
        "net_margin": Formula(("net_profit", "revenue"), lambda of: _over(of[0], of[1])),
        "capital_accum": Formula(("net_assets", "net_assets_open"), lambda of: _change(of[0], of[1])),
    }
)
# Ratios whose line items no table of ours holds: they stand on the sheet as unknown.
UNLOADED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "cash_collection": ("cash_from_sales",),
        "cash_payment": ("cash_for_purchases",),
        "ebitda": ("depreciation",),
    }
)
