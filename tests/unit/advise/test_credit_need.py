"""Where each input of the credit need comes from, when it is a range, and when it is refused (A40)."""

from __future__ import annotations

import json

import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.credit import Typed, credit_need
from chainprospect.advise.credit_sentences import need_sentences
from chainprospect.advise.working_capital import Span, at

SHEET = {
    "revenue": 20315.74,
    "cogs": 19178.09,
    "ebit": 903.12,
    "interest": 0.0,
    "receivables_open": 893.7,
    "receivables": 1551.16,
    "inventory_open": 713.09,
    "inventory": 1346.22,
    "payables_open": 1.0,
    "payables": 1.0,
    "prepayments_open": 1880.64,
    "prepayments": 1810.14,
    "advances_open": 133.91,
    "advances": 25.19,
    "own_funds": 3001.22,
    "short_loans": 0.0,
}


@pytest.fixture
def credit(dossier, statement):
    """The credit need of a company with a statement of these items."""

    def make(items, *, typed=None, peers=None, **given):
        statements = tuple(items) if isinstance(items, list) else (statement(**items),) if items else ()
        who = dossier(financials=statements, **given)
        return credit_need(who, accounts_of(statements), Typed(typed or {}), peers or {})

    return make


def test_a_published_balance_sheet(credit, shared) -> None:
    case = next(
        each
        for each in json.loads((shared / "reference/wc_vectors.json").read_text("utf-8"))
        if each["id"] == "B_sheet"
    )
    exact = case["exact"]
    found = credit(SHEET, typed={"expected_sales": case["inputs"]["expected_sales"]})
    short = {"ar_days": "ar", "inv_days": "inv", "ap_days": "ap", "prepay_days": "pre", "advance_days": "adv"}
    assert {short[name]: mean for name, mean in found.averages.items()} == pytest.approx(exact["avg"], rel=1e-12)
    days = {key: found.input(name).span.exact for name, key in short.items()}
    assert days == pytest.approx(exact["days"], rel=1e-12)
    assert found.input("margin").span.exact == pytest.approx(exact["margin"], rel=1e-12)
    assert found.input("growth").span.exact == pytest.approx(exact["growth"], rel=1e-12)
    assert found.need.net_days.exact == pytest.approx(exact["net_days"], rel=1e-12)
    assert found.need.turns.exact == pytest.approx(exact["turns"], rel=1e-12)
    assert found.need.wc.exact == pytest.approx(exact["wc"], rel=1e-12)
    assert found.need.new_line.exact == pytest.approx(exact["new_line"], rel=1e-12)
    assert found.missing == ()


def test_growth_is_the_companys_own_then_that_of_its_books(credit, statement) -> None:
    two = [statement("2023", **SHEET), statement("2022", revenue=16000.0, receivables=900.0)]
    assert credit(two).input("growth").span == at(20315.74 / 16000 - 1)
    told = credit(two, standing={"growth": 0.05}).input("growth")
    assert (told.span, told.basis) == (at(0.05), "company")
    assert told.facts[0].source == "firms.csv:2"


def test_the_year_before_counts_only_when_it_ends_a_year_earlier(credit, statement) -> None:
    far = [statement("2023", revenue=110.0), statement("2021", revenue=100.0)]
    assert credit(far).input("growth").missing
    other = [statement("2023", revenue=110.0), statement("2022", currency="USD", revenue=100.0)]
    assert credit(other).input("growth").missing


@pytest.mark.parametrize(
    ("items", "margin", "basis"),
    [
        ({"ebit": 12.0, "interest": 2.0, "net_profit": 7.0, "tax": 1.0}, 0.1, "statement"),
        ({"net_profit": 7.0, "tax": 1.0, "ebit": 12.0}, 0.08, "statement"),
        ({"net_profit": 7.0, "ebit": 12.0}, 0.07, "derived"),
        ({"ebit": 12.0}, 0.12, "derived"),
    ],
)
def test_margin_is_total_profit_as_well_as_it_is_told(credit, items, margin, basis) -> None:
    found = credit({"revenue": 100.0, **items}).input("margin")
    assert (found.span, found.basis) == (at(margin), basis)


def test_a_balance_without_its_start_is_taken_from_its_end(credit) -> None:
    found = credit({"revenue": 360.0, "receivables": 90.0}).input("ar_days")
    assert (found.span, found.basis) == (at(90.0), "closing_only")


def test_cost_of_sales_follows_from_gross_profit(credit) -> None:
    found = credit({"revenue": 500.0, "gross_profit": 140.0, "inventory": 90.0}).input("inv_days")
    assert found.span == at(90.0)


def test_own_funds_follow_from_what_is_current(credit) -> None:
    found = credit({"revenue": 1.0, "current_assets": 70.0, "current_liabilities": 50.0}).input("own")
    assert (found.span, found.basis) == (at(20.0), "derived")
    assert credit({"revenue": 1.0, "current_assets": 50.0, "current_liabilities": 70.0}).input("own").span == at(0.0)


def test_three_missing_inputs_give_a_range(credit) -> None:
    whole = {name: value for name, value in SHEET.items() if not name.startswith(("advances", "prepayments"))}
    found = credit(whole)
    assert found.missing == ("growth", "prepay_days", "advance_days")
    assert found.input("growth").span == Span(0.0, 0.10)
    assert found.input("prepay_days").span == Span(0.0, 30.0)
    ar, inv, ap = (found.input(name).span.exact for name in ("ar_days", "inv_days", "ap_days"))
    assert found.need.net_days == Span(inv + ar - ap + 0.0 - 30.0, inv + ar - ap + 30.0 - 0.0)
    assert found.need.wc.low < found.need.wc.high
    (said,) = need_sentences(found, "en")[:1]
    assert said.startswith("Missing: growth, days of prepayments, days of advances. So there is a range only: ")


def test_peers_stand_before_our_own_bounds(credit) -> None:
    whole = {name: value for name, value in SHEET.items() if not name.startswith("advances")}
    found = credit(whole, peers={"advance_days": Span(3.0, 9.0)}, standing={"industry_growth": 0.04})
    assert (found.input("advance_days").span, found.input("advance_days").basis) == (Span(3.0, 9.0), "peers")
    assert found.input("growth").span == Span(0.0, 0.04)


def test_own_funds_and_loans_that_are_unknown_bound_the_line_by_the_need_itself(credit) -> None:
    whole = {name: value for name, value in SHEET.items() if name not in ("own_funds", "short_loans")}
    found = credit(whole, typed={"growth": 0.0}, standing={"loan_balance": 500.0})
    wc = found.need.wc.exact
    assert found.input("own").span == Span(0.0, 0.30 * wc)
    assert found.input("existing_loans").span == Span(500.0, wc)
    assert found.need.new_line == Span(0.0, wc - 500.0)


def test_too_much_missing_is_refused_by_name(credit) -> None:
    found = credit({"revenue": 100.0, "receivables": 10.0, "net_profit": 5.0})
    assert found.need is None
    assert found.refused == (
        "growth",
        "inv_days",
        "ap_days",
        "prepay_days",
        "advance_days",
        "own",
        "existing_loans",
    )
    assert need_sentences(found, "zh") == [
        "缺的太多，不作测算。请补：企业增长率、存货周转天数、应付账款周转天数、预付账款周转天数、预收账款周转天数、"
        "自有资金、现有流动资金贷款。"
    ]


def test_without_sales_nothing_is_reckoned(credit) -> None:
    whole = {name: value for name, value in SHEET.items() if name != "revenue"}
    assert "sales" in credit(whole).refused
    assert credit({}).refused[0] == "sales"


def test_sales_without_books_are_those_of_the_companys_record(credit) -> None:
    found = credit({}, standing={"revenue": 5e7})
    assert (found.input("sales").span, found.input("sales").basis) == (at(5e7), "company")
    assert "sales" not in found.refused
    assert credit({"revenue": 7.0}, standing={"revenue": 5e7}).input("sales").span == at(7.0)


def test_a_part_of_a_year_is_no_year(credit, statement) -> None:
    from dataclasses import replace

    half = replace(statement("2023", **SHEET), period="2023H1", part_year=True)
    assert credit([half]).need is None


def test_everything_typed_needs_no_statement(credit) -> None:
    typed = {
        "sales": 25000.0,
        "margin": 0.18,
        "growth": 0.2,
        "inv_days": 210.0,
        "ar_days": 195.0,
        "ap_days": 110.0,
        "prepay_days": 0.0,
        "advance_days": 0.0,
        "own": 2200.0,
        "existing_loans": 11000.0,
    }
    found = credit({}, typed=typed)
    assert found.need.new_line.exact == 6958.333333333332
    assert need_sentences(found, "en")[0] == (
        "Working capital needed CNY 20.2 k; room for a new line CNY 6.96 k (net cycle 295 days, 1.22 turns a year)."
    )


def test_the_second_method_stands_alone(credit) -> None:
    found = credit(
        {}, typed={"expected_sales": 22000.0, "ar_turns": 3.5, "inv_turns": 2.5, "own": 1500.0, "ar_reduction": 2000.0}
    )
    assert found.need is None
    assert found.second.wc == pytest.approx(15085.714285714286, rel=1e-12)
    assert found.second.line == pytest.approx(11585.714285714286, rel=1e-12)
