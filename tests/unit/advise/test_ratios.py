"""The ratio sheet: values, reference bounds, and the place among peers (A37, A38)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.ratios import FORMULAS, UNLOADED, peer_days, ratios, references
from chainprospect.advise.working_capital import Span
from chainprospect.resources import rows_of

SHEET = references(rows_of("ratios"))
BOOKS = {
    "revenue": 1000.0,
    "revenue_open": 800.0,
    "cogs": 750.0,
    "net_profit": 50.0,
    "ebit": 90.0,
    "interest": 10.0,
    "operating_cash_flow": -5.0,
    "cash": 40.0,
    "receivables": 120.0,
    "receivables_open": 80.0,
    "inventory": 150.0,
    "inventory_open": 100.0,
    "current_assets": 400.0,
    "current_liabilities": 200.0,
    "total_assets": 1000.0,
    "total_liabilities": 750.0,
    "net_assets": 250.0,
    "net_assets_open": 200.0,
    "short_loans": 100.0,
    "long_loans": 0.0,
}


@pytest.fixture
def sheet(statement):
    def make(items, *, guarantees=None, peers=()):
        books = [accounts_of((statement(**peer),)) for peer in peers]
        return {
            each.reference.id: each for each in ratios(accounts_of((statement(**items),)), guarantees, books, SHEET)
        }

    return make


def test_every_ratio_of_the_table_stands_on_the_sheet(shared: Path, sheet) -> None:
    wanted = [row["id"] for row in csv.DictReader((shared / "reference/ratios.csv").read_text("utf-8").splitlines())]
    assert list(sheet(BOOKS)) == wanted
    assert set(wanted) == {*FORMULAS, *UNLOADED, "guarantee_ratio"}


def test_values_against_their_reference(sheet) -> None:
    found = sheet(BOOKS, guarantees=150.0)
    assert {name: (each.value, each.standing) for name, each in found.items()} == {
        "debt_ratio": (0.75, "outside"),
        "loan_cover": (2.5, "within"),
        "current_ratio": (2.0, "within"),
        "quick_ratio": (1.25, "within"),
        "cash_ratio": (0.2, "outside"),
        "guarantee_ratio": (0.6, "outside"),
        "op_cash_flow": (-5.0, "outside"),
        "cash_collection": (None, "unknown"),
        "cash_payment": (None, "unknown"),
        "sales_growth": (0.25, "within"),
        "ar_turns": (10.0, "within"),
        "inv_turns": (6.0, "within"),
        "op_margin": (0.08, "within"),
        "roe": (50 / 225, "within"),
        "interest_cover": (9.0, "no_reference"),
        "asset_turns": (1.0, "no_reference"),
        "net_margin": (0.05, "no_reference"),
        "ebitda": (None, "unknown"),
        "capital_accum": (0.25, "no_reference"),
    }
    assert found["ebitda"].missing == ("depreciation",)


def test_what_is_missing_is_named_and_nothing_divides_by_nothing(sheet) -> None:
    found = sheet({"total_assets": 0.0, "total_liabilities": 5.0, "net_assets": 10.0})
    assert (found["debt_ratio"].value, found["debt_ratio"].missing) == (None, ())
    assert found["debt_ratio"].standing == "unknown"
    assert found["current_ratio"].missing == ("current_assets", "current_liabilities")
    assert found["guarantee_ratio"].missing == ("guarantees",)


def test_peers_give_a_median_and_a_place(sheet) -> None:
    peers = [{"total_assets": 100.0, "total_liabilities": part} for part in (50.0, 75.0, 80.0, 60.0)]
    debt = sheet(BOOKS, peers=peers)["debt_ratio"]
    assert (debt.peers, debt.median, debt.percentile) == (4, 0.675, 0.625)
    few = sheet(BOOKS, peers=peers[:2])["debt_ratio"]
    assert (few.peers, few.median, few.percentile) == (2, None, None)


def test_an_amount_has_no_median(sheet) -> None:
    peers = [{"operating_cash_flow": flow} for flow in (1.0, 2.0, 3.0)]
    assert sheet(BOOKS, peers=peers)["op_cash_flow"].median is None


def test_days_of_five_peers_bound_what_is_missing(statement) -> None:
    books = [accounts_of((statement(revenue=360.0, receivables=days),)) for days in (10.0, 20.0, 30.0, 40.0, 50.0)]
    assert peer_days(books) == {"ar_days": Span(20.0, 40.0)}
    assert peer_days(books[:4]) == {}
