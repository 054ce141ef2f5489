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
from chainprospect.stores.snapshot.layout import Arrays, ArrayWriter, RowWriter, days, filled

if TYPE_CHECKING:
    from chainprospect.stores.tables import Tables


def write_statements(tables: Tables, writer: ArrayWriter, companies: RowWriter, rows: RowWriter) -> None:
    """Statements in their order, by the company they belong to, and the known line items of each."""
    columns = tables.columns("duckdb/financial_columns.sql")
    companies.ragged("financials", columns["company"])
    rows.column("period_end", days(columns["day"]))
    rows.column("part_year", columns["part_year"].astype(np.int8))
    rows.column("row", filled(columns["row"], 0).astype(np.int64))
    items = tables.columns("duckdb/financial_items.sql", {"items": list(ITEMS)})
    rows.ragged("items", items["number"])
    writer.array("features/items.item", items["item"].astype(np.uint8))
    writer.array("features/items.value", items["value"].astype(np.float64))


def statements(arrays: Arrays, numbers: IdArray, fx: Mapping[str, float]) -> tuple[tuple[Financial, ...], ...]:
    """Statements of each company in the order asked for, the newest first."""
    company, columns = Columns(arrays, "company"), Columns(arrays, "financial")
    bounds, places = company.ragged("financials", numbers)
    owners = company.plain("id", np.repeat(numbers, np.diff(bounds)))
    currencies = [currency or "" for currency in columns.said("currency", places)]
    rows = zip(
        owners,
        columns.said("period", places),
        columns.days("period_end", places),
        currencies,
        columns.words("part_year", places),
        _items(columns, places),
        columns.said("file", places),
        columns.column("row", places).tolist(),
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
    bounds, held = columns.ragged("items", places)
    names = [ITEMS[item] for item in columns.arrays["features/items.item"][held].tolist()]
    values = columns.arrays["features/items.value"][held].tolist()
    return [dict(zip(names[start:end], values[start:end], strict=True)) for start, end in pairwise(bounds.tolist())]
