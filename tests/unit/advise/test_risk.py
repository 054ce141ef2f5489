"""The five evaluations as a checklist (A07), what a company hangs on, its group, and whom it answers for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chainprospect.advise.ratios import references
from chainprospect.advise.rings import Ring, Rings
from chainprospect.advise.risk import Circles, Group, risk
from chainprospect.advise.risk_text import check_words, concentration_words, ring_words, status_words
from chainprospect.advising.risk import group_of
from chainprospect.advising.risk import risk as assess
from chainprospect.model.relation import Kind, Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.resources import rows_of

NONE = Rings((), whole=True)
ALONE = Group((), True, None, None, None, 0, ())
SHEET = references(rows_of("ratios"))
BOOKS = {
    "revenue": 1000.0,
    "total_assets": 1000.0,
    "total_liabilities": 600.0,
    "current_assets": 450.0,
    "current_liabilities": 300.0,
    "net_profit": 50.0,
    "ebit": 90.0,
    "interest": 30.0,
    "operating_cash_flow": 10.0,
    "net_assets": 400.0,
}


NO_CIRCLE = Circles(NONE, NONE)


def risk_of(dossier, circles=NO_CIRCLE):
    return risk(dossier, SHEET, ALONE, circles)


def statuses(found):
    return {evaluation.name: evaluation.status for evaluation in found.evaluations}


def checks(found):
    return {check.name: check.status for evaluation in found.evaluations for check in evaluation.checks}


def test_nothing_known_is_unknown_five_times_and_never_a_pass(dossier):
    found = risk_of(dossier(policy="unknown"))
    assert statuses(found) == dict.fromkeys(
        ("legal_person", "finance", "credit_standing", "project", "repayment"), "unknown"
    )
    held = checks(found)
    # Not being on a list is all that the list can say; everything else is unknown.
    assert {name for name, status in held.items() if status == "pass"} == {"blacklist"}
    assert {name for name, status in held.items() if status == "fail"} == set()


def good(dossier, partner, statement, **given):
    """A company of which everything is known and good."""
    base = {
        "company": {"uscc": "91329900MAXX00058D", "status": "active"},
        "standing": {
            "active": True,
            "founded": "2003-12-10",
            "revenue": 1000.0,
            "growth": 0.1,
            "industry_growth": 0.05,
            "net_assets": 400.0,
        },
        "events": [("tender_won", "2024-05-01")],
        "financials": (statement(**BOOKS),),
        "up": {Kinds.OWNS: [partner("C8", arrives=True, kind=Kind.OWNS)]},
        "down": {
            Kinds.GOODS: [partner("C1", amount=400.0)],
            Kinds.GUARANTEES: [partner("C9", kind=Kind.GUARANTEES, amount=100.0)],
        },
    }
    return dossier(**{**base, **given})


def test_everything_known_and_good_passes(dossier, partner, statement):
    found = risk_of(good(dossier, partner, statement))
    assert set(checks(found).values()) == {"pass"}
    assert set(statuses(found).values()) == {"pass"}
    assert found.guarantees.of_net_assets == 0.25
    assert found.guarantees.given_amount == 100.0
    assert found.guarantees.received_amount is None


@pytest.mark.parametrize(
    ("change", "check", "evaluation"),
    [
        ({"financials": {"total_liabilities": 700.0}}, "debt_ratio", "finance"),
        ({"financials": {"current_liabilities": 301.0}}, "current_ratio", "finance"),
        ({"financials": {"net_profit": -1.0}}, "profit", "finance"),
        ({"financials": {"operating_cash_flow": 0.0}}, "operating_cash_flow", "repayment"),
        ({"financials": {"ebit": 29.0}}, "interest_cover", "repayment"),
        ({"events": [("default", "2024-05-01"), ("new_line", "2024-05-01")]}, "default", "credit_standing"),
        ({"gates": ("blacklist",)}, "blacklist", "credit_standing"),
        ({"policy": "block"}, "policy", "project"),
    ],
)
def test_one_bad_fact_fails_its_check_and_its_evaluation(dossier, partner, statement, change, check, evaluation):
    given = dict(change)
    if "financials" in change:
        given["financials"] = (statement(**{**BOOKS, **change["financials"]}),)
    found = risk_of(good(dossier, partner, statement, **given))
    assert {name for name, status in checks(found).items() if status == "fail"} == {check}
    assert {name for name, status in statuses(found).items() if status == "fail"} == {evaluation}


def test_what_lies_ahead_of_the_day_asked_for_does_not_count(dossier, partner, statement):
    # The dossier's day is 2024-10-04.
    found = risk_of(good(dossier, partner, statement, events=[("tender_won", "2024-05-01"), ("default", "2024-10-05")]))
    assert checks(found)["default"] == "pass"
    ahead = risk_of(good(dossier, partner, statement, events=[("tender_won", "2024-10-05")]))
    assert (checks(ahead)["plan"], checks(ahead)["default"]) == ("unknown", "unknown")


def test_a_review_is_unknown_and_not_allowed(dossier, partner, statement):
    assert checks(risk_of(good(dossier, partner, statement, policy="review")))["policy"] == "unknown"


def test_half_of_the_sales_to_one_customer_fails(dossier, partner, statement):
    down = {Kinds.GOODS: [partner("C1", amount=500.0)]}
    found = risk_of(good(dossier, partner, statement, down=down))
    assert checks(found)["top_customer"] == "fail"
    assert found.customers.top.share == 0.5
    # What is measured against the record alone is not known to be half of all sales.
    blank = replace(good(dossier, partner, statement, down=down).standing, revenue=None)
    unknown = risk_of(replace(good(dossier, partner, statement, down=down), standing=blank))
    assert checks(unknown)["top_customer"] == "unknown"
    assert unknown.customers.of_record


def test_a_guarantee_without_its_amount_leaves_the_sum_unknown(dossier, partner, statement):
    given = [partner("C9", kind=Kind.GUARANTEES, amount=100.0), partner("C7", kind=Kind.GUARANTEES)]
    found = risk_of(good(dossier, partner, statement, down={Kinds.GUARANTEES: given}))
    assert found.guarantees.given_amount is None
    assert checks(found)["guaranteed"] == "unknown"


def test_a_ring_of_guarantees_fails_and_a_cut_search_is_unknown(dossier, partner, statement):
    tie = good(dossier, partner, statement).of(Kinds.GUARANTEES, Side.DOWNSTREAM).partners[0].relation
    ring = Rings((Ring(("C0", "C9"), (tie, tie), 100.0, related=True),), True, {"C0": "示例公司", "C9": "C9"})
    found = risk_of(good(dossier, partner, statement), Circles(NONE, ring))
    assert checks(found)["guarantee_ring"] == "fail"
    assert ring_words(ring.rings[0], "guarantee", ring.names, "zh") == (
        "担保绕回：示例公司 → C9 → 示例公司、其中最小金额 100 元、其中有同一集团的企业"
    )
    cut = risk_of(good(dossier, partner, statement), Circles(NONE, Rings((), whole=False)))
    assert checks(cut)["guarantee_ring"] == "unknown"


def test_words_in_both_languages(dossier, partner, statement):
    found = risk_of(good(dossier, partner, statement))
    debt = next(check for check in found.evaluations[1].checks if check.name == "debt_ratio")
    assert check_words(debt, "en") == "debts below 70% of assets"
    assert check_words(debt, "zh") == "资产负债率低于 70%"
    assert [status_words(word, "en") for word in ("pass", "fail", "unknown")] == ["known good", "known bad", "unknown"]
    assert concentration_words(found.customers, found.names, "en") == (
        "C1 has 40%; the five largest 40%; HHI 0.160 to 0.520; 1 of 1 known"
    )
    assert concentration_words(found.suppliers, {}, "zh") == "没有记录"
    assert concentration_words(replace(found.suppliers, partners=3), {}, "zh") == "3 家均不知其占比"


# --- from a store


@pytest.fixture(scope="module")
def group_world(memory_world):
    """M owns A (blank stake) and .4 of B; A owns .6 of C; all but B are one group."""
    companies = [
        {"id": "A", "is_client": True, "loan_balance": 70.0, "deposit_balance": 10.0},
        {"id": "B", "is_client": True, "loan_balance": 500.0},
        {"id": "C", "is_client": True, "blacklisted": True},
        {"id": "M"},
    ]
    relations = [
        {"source": "M", "target": "A", "kind": "owns"},
        {"source": "M", "target": "B", "kind": "owns", "share": 0.4},
        {"source": "A", "target": "C", "kind": "owns", "share": 0.6},
        {"source": "A", "target": "B", "kind": "supplies", "amount": 5.0},
        {"source": "B", "target": "A", "kind": "supplies", "amount": 4.0},
        {"source": "A", "target": "C", "kind": "guarantees", "amount": 3.0},
        {"source": "C", "target": "A", "kind": "guarantees", "amount": 2.0},
    ]
    return memory_world(companies, relations)


def test_the_group_adds_up_what_is_known_and_counts_what_is_not(group_world):
    found = group_of(group_world, 0)
    assert [company.id for company in found.members] == ["A", "C", "M"]
    assert (found.loans, found.deposits, found.contribution) == (70.0, 10.0, None)
    assert (found.loans_unknown, found.blacklisted, found.whole) == (1, ("C",), True)
    assert group_of(group_world, 1).loans == 500.0


def test_the_risk_of_a_company_in_a_store(group_world):
    found = assess(group_world, 0, Question())
    assert [ring.companies for ring in found.circles.trade.rings] == [("A", "B")]
    assert found.circles.trade.rings[0].smallest == 4.0
    assert [ring.companies for ring in found.circles.guarantees.rings] == [("A", "C")]
    assert found.circles.guarantees.rings[0].related
    assert checks(found)["guarantee_ring"] == "fail"
    assert checks(found)["owners"] == "pass"
    assert found.names["B"] == "B"


def test_a_group_beyond_the_budget_says_so(memory_world):
    stakes = [{"source": "A", "target": f"S{number:03d}", "kind": "owns", "share": 1.0} for number in range(201)]
    found = group_of(memory_world([], stakes), 0)
    assert not found.whole
    assert len(found.members) <= 201
