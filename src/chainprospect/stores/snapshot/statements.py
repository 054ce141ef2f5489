"""Statements of companies: written with their known line items alone, read company by company."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import IdArray
from chainprospect.model.financial import ITEMS, Financial
from chainprospect.stores.snapshot.columns import Columns
from chainprospect.stores.snapshot.layout import ArrayWriter, days, filled, starts

if TYPE_CHECKING:
    from chainprospect.stores.tables import Tables


def write_statements(tables: Tables, companies: int, writer: ArrayWriter) -> None:
    """Statements in their order, by the company they belong to, and the known line items of each."""
    columns = tables.columns("duckdb/financial_columns.sql")
    writer.array("features/financials.starts", starts(columns["company"], companies))
    writer.array("features/financials.period_end", days(columns["day"]))
    writer.array("features/financials.part_year", columns["part_year"].astype(np.int8))
    writer.array("features/financials.row", filled(columns["row"], 0).astype(np.int64))
    items = tables.columns("duckdb/financial_items.sql", {"items": list(ITEMS)})
    writer.array("features/financials.items.starts", starts(items["number"], len(columns["company"])))
    writer.array("features/financials.items.item", items["item"].astype(np.uint8))
    writer.array("features/financials.items.value", items["value"].astype(np.float64))


def statements(columns: Columns, numbers: IdArray, fx: Mapping[str, float]) -> tuple[tuple[Financial, ...], ...]:
    """Statements of each company in the order asked for, the newest first."""
    bounds, places = columns.ragged("financials", numbers)
    owners = columns.plain("company.id", np.repeat(numbers, np.diff(bounds)))
    currencies = [currency or "" for currency in columns.said("financial.currency", places)]
    rows = zip(
        owners,
        columns.said("financial.period", places),
        columns.days("financials.period_end", places),
        currencies,
        columns.words("financials.part_year", places),
        _items(columns, places),
        columns.said("financial.file", places),
        columns.arrays["features/financials.row"][places].tolist(),
        strict=True,
    )
    found = [
        Financial(
            owner or "", period or "", end, currency, part_year is True, fx.get(currency), items, file, row or None
        )
        for owner, period, end, currency, part_year, items, file, row in rows
    ]
    return tuple(tuple(found[start:end]) for start, end in pairwise(bounds.tolist()))


def _items(columns: Columns, places: NDArray[np.int64]) -> list[dict[str, float]]:
    bounds, held = columns.ragged("financials.items", places)
    names = [ITEMS[item] for item in columns.arrays["features/financials.items.item"][held].tolist()]
    values = columns.arrays["features/financials.items.value"][held].tolist()
    return [dict(zip(names[start:end], values[start:end], strict=True)) for start, end in pairwise(bounds.tolist())]
