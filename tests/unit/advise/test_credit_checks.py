"""Checks for a credit need that is not real (A40, A36, B46); unknown is never clear."""

from __future__ import annotations

import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.credit import Typed, credit_need
from chainprospect.advise.credit_sentences import check_sentence
from chainprospect.advise.unreal import checks

WHOLE = {
    "revenue": 3600.0,
    "cogs": 2400.0,
    "ebit": 0.0,
    "interest": 0.0,
    "receivables": 600.0,
    "inventory": 200.0,
    "payables": 0.0,
    "prepayments": 0.0,
    "advances": 0.0,
    "own_funds": 100.0,
    "short_loans": 300.0,
}


@pytest.fixture
def found(dossier, statement):
    def make(items, ask=None, **given):
        statements = (statement(**items),)
        who = dossier(financials=statements, standing={"growth": 0.0}, **given)
        accounts = accounts_of(statements)
        credit = credit_need(who, accounts, Typed({}, ask), {})
        return {check.name: check for check in checks(who, accounts, credit, ask)}

    return make


def test_an_ask_beyond_the_need(found) -> None:
    # Receivables 60 days, stock 30 days: need 900, less 400 that are there.
    assert found(WHOLE, 500.0)["ask_above_need"].standing == "clear"
    over = found(WHOLE, 1000.0)["ask_above_need"]
    assert (over.standing, over.figure) == ("warning", 2.0)
    assert check_sentence(over, "CNY", "zh") == "申请 1,000 元，高于测算上限 500 元（2 倍）：请核实用途。"
    none = found({**WHOLE, "own_funds": 900.0}, 1.0)["ask_above_need"]
    assert (none.standing, none.figure) == ("warning", None)
    assert found({"revenue": 3600.0}, 1.0)["ask_above_need"].standing == "unknown"
    assert "ask_above_need" not in found(WHOLE)


def test_short_money_for_long_use(found) -> None:
    books = {"total_assets": 1000.0, "current_assets": 400.0, "net_assets": 350.0, "long_loans": 50.0}
    over = found({**WHOLE, **books})["short_for_long"]
    assert (over.standing, over.figure) == ("warning", 200.0)
    assert found({**WHOLE, **books, "long_loans": 250.0})["short_for_long"].standing == "clear"
    unknown = found(WHOLE)["short_for_long"]
    assert unknown.standing == "unknown"
    assert check_sentence(unknown, "CNY", "en") == (
        "Short money for long use: unknown (missing total assets, current assets, net assets, long loans)."
    )


def test_loans_beside_deposits(found) -> None:
    idle = found({**WHOLE, "cash": 450.0})["loans_and_deposits"]
    assert (idle.standing, idle.figure) == ("warning", 250.0)
    assert found({**WHOLE, "cash": 900.0})["loans_and_deposits"].figure == 300.0
    assert found({**WHOLE, "cash": 200.0})["loans_and_deposits"].standing == "clear"
    assert found(WHOLE)["loans_and_deposits"].standing == "unknown"


def test_receivables_over_sixty_days(found) -> None:
    assert found(WHOLE)["receivables_over_60"].standing == "clear"
    late = found({**WHOLE, "receivables": 610.0})["receivables_over_60"]
    assert (late.standing, late.figure) == ("warning", 61.0)
    assert check_sentence(late, "CNY", "en") == "Receivables turn in 61 days, over 60: money is tied up and risk rises."
    assert found({"revenue": 1.0})["receivables_over_60"].standing == "unknown"


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ([("new_line", "2024-03-01")], "warning"),
        ([("technical_upgrade", None)], "warning"),
        ([("new_line", "2022-03-01")], "clear"),
        ([("new_line", "2025-03-01")], "clear"),
        ([("merger", "2024-03-01")], "clear"),
        ([], "unknown"),
    ],
)
def test_a_project_behind_a_short_loan(found, events, standing) -> None:
    assert found(WHOLE, events=events)["project_event"].standing == standing


def test_every_check_says_something_in_both_languages(found) -> None:
    for check in (*found({**WHOLE, "cash": 900.0}, 9e9).values(), *found({"revenue": 1.0}, 9e9).values()):
        for lang in ("zh", "en"):
            assert check_sentence(check, "CNY", lang).endswith(("。", "."))
