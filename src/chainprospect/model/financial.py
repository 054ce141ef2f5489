"""A company's statement for one period: its line items, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LINE_ITEMS: Final = (
    "revenue",
    "cogs",
    "gross_profit",
    "net_profit",
    "interest",
    "ebit",
    "operating_cash_flow",
    "cash",
    "receivables",
    "inventory",
    "prepayments",
    "payables",
    "advances",
    "current_assets",
    "current_liabilities",
    "total_assets",
    "total_liabilities",
    "net_assets",
    "short_loans",
    "long_loans",
    "own_funds",
    "rd_expense",
    "tax",
)
# Each line item, followed by its twin for the period's start; the place of an item here is stored.
ITEMS: Final = tuple(name for item in LINE_ITEMS for name in (item, f"{item}_open"))


@dataclass(frozen=True, slots=True)
class Financial:
    """
    One company's statement for one period.

    `items` holds the known ones of `ITEMS`, in that order, in units of `currency`; an item that is not in it is
    unknown. `company` is an id, `period` a short name (`2023`, `2023H1`, `2023Q3`, `2023-06`), `period_end` ISO text or
    None; `part_year` says that the period is visibly less than a year. `rate` is CNY per unit at the frozen rates, None
    without one. `file` and `row` say where the statement stands in the latest load that states it.
    """

    company: str
    period: str
    period_end: str | None
    currency: str
    part_year: bool
    rate: float | None
    items: Mapping[str, float]
    file: str | None = None
    row: int | None = None

    def cny(self, item: str) -> float | None:
        """A line item in CNY, None where it is unknown or its currency has no rate."""
        value = self.items.get(item)
        return None if value is None or self.rate is None else value * self.rate
