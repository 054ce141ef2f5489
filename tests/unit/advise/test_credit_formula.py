"""The working-capital formula: published cases to the last digit, and cycles that need nothing (A40)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chainprospect.advise.working_capital import (
    AverageBalance,
    Cycle,
    Means,
    Span,
    at,
    average_balance,
    working_capital,
)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, dict]:
    found = json.loads((shared / "reference/wc_vectors.json").read_text("utf-8"))
    return {case["id"]: case for case in found}


DAYS = ("inv_days", "ar_days", "ap_days", "prepay_days", "advance_days")


def test_the_published_case_in_days(vectors) -> None:
    given, exact = vectors["A_adbc"]["inputs"], vectors["A_adbc"]["exact"]
    need = working_capital(
        at(given["sales"]),
        at(given["margin"]),
        at(given["growth"]),
        Cycle(*(at(given[name]) for name in DAYS)),
        Means(at(given["own"]), at(given["existing_loans"]), at(given["other"])),
    )
    assert need.net_days.exact == exact["net_days"]
    assert need.turns == at(exact["turns"])
    assert need.wc.exact == exact["wc"]
    assert need.new_line.exact == exact["new_line"]
    assert need.surplus == at(0.0)
    assert need.flags == ()


def test_the_average_balance_method(vectors) -> None:
    given, exact = vectors["C_avgbalance"]["inputs"], vectors["C_avgbalance"]["exact"]
    found = average_balance(
        *(given[name] for name in ("expected_sales", "ar_turns", "inv_turns", "own", "ar_reduction"))
    )
    assert found == AverageBalance(**exact)


def test_a_negative_cycle_needs_nothing() -> None:
    cycle = Cycle(at(20.0), at(10.0), at(60.0), at(0.0), at(15.0))
    need = working_capital(at(10_000.0), at(0.1), at(0.0), cycle, Means())
    assert need.net_days.exact == -45
    assert need.turns is None
    assert need.wc == need.new_line == at(0.0)
    assert need.flags == ("negative_cycle",)


def test_a_cycle_of_no_days_divides_by_nothing() -> None:
    need = working_capital(at(10_000.0), at(0.1), at(0.0), Cycle(at(30.0), at(30.0), at(60.0)), Means())
    assert need.net_days == need.wc == need.new_line == at(0.0)
    assert need.turns is None
    assert need.flags == ("zero_cycle",)


def test_a_surplus_is_told_and_leaves_no_line() -> None:
    cycle = Cycle(at(30.0), at(60.0), at(0.0))
    need = working_capital(at(3_600.0), at(0.0), at(0.0), cycle, Means(at(500.0), at(300.0), at(200.0)))
    assert need.wc == at(900.0)
    assert need.new_line == at(0.0)
    assert need.surplus == at(100.0)
    assert need.flags == ("surplus",)


def test_a_range_in_gives_a_range_out() -> None:
    cycle = Cycle(Span(30.0, 60.0), at(60.0), Span(0.0, 30.0))
    need = working_capital(at(3_600.0), Span(0.0, 0.1), at(0.0), cycle, Means(Span(100.0, 200.0)))
    assert need.net_days == Span(60.0, 120.0)
    assert need.wc == Span(540.0, 1200.0)
    assert need.new_line == Span(340.0, 1100.0)
    assert need.turns == Span(3.0, 6.0)
    assert need.wc.exact is None
