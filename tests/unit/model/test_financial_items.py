"""The line items of a statement, wherever they are listed."""

from __future__ import annotations

import re

from chainprospect.load import columns
from chainprospect.model.financial import ITEMS, LINE_ITEMS, Financial
from chainprospect.resources import query


def test_the_items_are_those_that_are_read_and_those_that_are_kept():
    assert LINE_ITEMS == columns.LINE_ITEMS
    kept = re.findall(r"(\w+) DOUBLE", query("duckdb/schema_financials.sql"))
    assert tuple(kept) == ITEMS
    assert ITEMS[:4] == ("revenue", "revenue_open", "cogs", "cogs_open")


def test_an_amount_in_cny_needs_the_item_and_a_rate():
    usd = Financial("a", "2024", "2024-12-31", "USD", False, 7.0, {"cash": 2.0, "tax": 0.0})
    assert (usd.cny("cash"), usd.cny("tax"), usd.cny("revenue")) == (14.0, 0.0, None)
    assert Financial("a", "2024", None, "EUR", False, None, {"cash": 2.0}).cny("cash") is None
