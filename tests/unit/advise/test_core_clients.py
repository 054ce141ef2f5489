"""Core clients: the few that give most, wallets, products, whom to give up, whom to mine (rows A06, A25, B20, B24)."""

from __future__ import annotations

import itertools
from math import e

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.advise.core import ClientStanding, Wallet, curve, return_on_loans, to_drop
from chainprospect.advise.coverage import GUARANTEE, Pick, cover
from chainprospect.advise.held import bank_products, product_gap
from chainprospect.model.approach import AnchorRules
from chainprospect.model.bank import BankMeans, products_of
from chainprospect.resources import rows_of

PRODUCTS = products_of(rows_of("products"))
RULES = AnchorRules()


def test_the_smallest_set_that_gives_four_fifths() -> None:
    found = curve({1: 5.0, 2: 60.0, 3: 20.0, 4: 10.0, 5: 5.0}, 0.8)
    assert [(row.company, row.share, row.cumulative, row.core) for row in found.rows] == [
        (2, 0.6, 0.6, True),
        (3, 0.2, 0.8, True),
        (4, 0.1, 0.9, False),
        (1, 0.05, 0.95, False),
        (5, 0.05, 1.0, False),
    ]
    assert (found.core, found.share, found.total) == (2, 0.8, 100.0)


def test_what_costs_more_than_it_gives_is_never_core() -> None:
    found = curve({1: -30.0, 2: 10.0, 3: 0.0}, 1.0)
    assert [(row.company, row.share, row.core) for row in found.rows] == [(2, 1.0, True), (3, 0, False), (1, 0, False)]
    assert (found.total, found.core, found.share) == (10.0, 1, 1.0)


def test_without_a_positive_contribution_there_is_no_core() -> None:
    assert (curve({1: -1.0, 2: 0.0}, 0.8).core, curve({1: -1.0}, 0.8).share) == (0, 0.0)
    assert curve({}, 0.8).rows == ()


AMOUNTS = st.lists(st.integers(-50, 200), min_size=1, max_size=8)


@given(AMOUNTS, st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_no_smaller_set_gives_as_much(amounts, share) -> None:
    found = curve({number: float(amount) for number, amount in enumerate(amounts)}, share)
    wanted = share * sum(amount for amount in amounts if amount > 0)
    smallest = next(
        size
        for size in range(len(amounts) + 1)
        if any(sum(part) >= wanted - 1e-9 for part in itertools.combinations(amounts, size))
    )
    assert found.core == smallest


# --- wallet


def test_our_part_of_the_wallet() -> None:
    wallet = Wallet(30.0, 120.0)
    assert (wallet.share, wallet.gap, wallet.doubtful) == (0.25, 90.0, False)


def test_more_than_the_whole_is_doubtful_and_an_unknown_is_no_zero() -> None:
    assert (Wallet(9.0, 6.0).share, Wallet(9.0, 6.0).gap, Wallet(9.0, 6.0).doubtful) == (1.0, 0.0, True)
    assert (Wallet(None, 6.0).share, Wallet(None, 6.0).gap, Wallet(None, 6.0).doubtful) == (None, None, False)
    assert (Wallet(5.0, None).share, Wallet(5.0, None).gap) == (None, None)
    assert (Wallet(0.0, 0.0).share, Wallet(0.0, 0.0).gap) == (None, 0.0)


# --- products


def texts(products):
    return [each.id for each in products]


def test_products_held_are_read_from_what_was_loaded() -> None:
    gap = product_gap(("流动资金贷款", "代发工资", "贴现", "结算账户", "保函", "Factoring", "wealth_deposit"), PRODUCTS)
    assert texts(gap.held) == [
        "factoring",
        "bill_discounting",
        "collection_payroll",
        "working_capital_loan",
        "wealth_deposit",
        "everyday_services",
    ]
    assert gap.unmatched == ("保函",)
    assert gap.untouched == ("purchase",)
    assert len(gap.open) == len(PRODUCTS) - 6
    assert not set(texts(gap.open)) & set(texts(gap.held))


def test_of_several_products_the_longest_name_is_meant() -> None:
    assert texts(product_gap(("国际结算",), PRODUCTS).held) == ["trade_settlement"]
    assert texts(product_gap(("反向保理",), PRODUCTS).held) == ["reverse_factoring"]
    assert product_gap(("保函",), PRODUCTS).untouched == ("purchase", "sales", "cash", "financing", "wealth")


def test_what_it_uses_is_unknown_where_nothing_was_loaded() -> None:
    assert product_gap((), PRODUCTS) is None


def test_what_the_bank_cannot_do_is_no_gap() -> None:
    assert "factoring" not in texts(bank_products(PRODUCTS, BankMeans(cannot=("factoring",))))
    assert texts(bank_products(PRODUCTS, BankMeans(products=("factoring", "buyer_credit")))) == [
        "factoring",
        "buyer_credit",
    ]


# --- whom to give up


@pytest.mark.parametrize(
    ("standing", "drop"),
    [
        (ClientStanding(-1.0, 100.0), False),
        (ClientStanding(-1.0, None, risks=("default",)), True),
        (ClientStanding(0.0, 100.0, risks=("default",)), True),
        (ClientStanding(0.9, 100.0, risks=("default",)), True),
        (ClientStanding(1.0, 100.0, risks=("default",)), False),
        (ClientStanding(5.0, 0.0, risks=("blacklist",)), False),
        (ClientStanding(5.0, None, risks=("blacklist",)), None),
        (ClientStanding(None, 100.0, risks=("blacklist",)), None),
        (ClientStanding(None, None), False),
    ],
)
def test_little_return_and_high_risk_together(standing, drop) -> None:
    assert to_drop(standing, RULES) is drop


def test_return_on_what_is_lent() -> None:
    assert return_on_loans(ClientStanding(3.0, 100.0)) == 0.03
    assert return_on_loans(ClientStanding(3.0, 0.0)) is None
    assert return_on_loans(ClientStanding(None, 100.0)) is None


# --- whom to mine


def test_anchors_one_after_the_other_each_with_what_it_adds() -> None:
    found = cover({1: {10, 11, 12}, 2: {12, 13}, 3: {10, 11}, 4: {14}}, 3)
    assert found.picks == (Pick(1, (10, 11, 12), 3), Pick(2, (13,), 4), Pick(4, (14,), 5))
    assert [pick.gain for pick in found.picks] == [3, 1, 1]
    assert (found.covered, found.reachable, found.at_most) == (5, 5, 5)


def test_an_anchor_that_adds_nothing_is_not_picked_and_ties_go_to_the_smaller_number() -> None:
    found = cover({7: {1, 2}, 5: {1, 2}, 6: set()}, 5)
    assert [pick.anchor for pick in found.picks] == [5]
    assert cover({}, 3).picks == ()
    assert (cover({}, 3).covered, cover({}, 3).at_most) == (0, 0)


def test_old_gains_are_not_computed_again() -> None:
    reaches = {number: set(range(10 * number, 10 * number + 30 - number)) for number in range(1, 30, 3)}
    lazy = cover(reaches, 4)
    assert lazy.rounds < 4 * len(reaches)


REACHES = st.dictionaries(st.integers(0, 6), st.sets(st.integers(10, 20), max_size=5), max_size=6)


@given(REACHES, st.integers(1, 4))
def test_greedy_is_what_it_says_and_never_below_its_guarantee(reaches, count) -> None:
    found = cover(reaches, count)
    covered: set[int] = set()
    for pick in found.picks:
        gains = {anchor: len(prospects - covered) for anchor, prospects in reaches.items()}
        best = min(gains, key=lambda anchor: (-gains[anchor], anchor))
        assert (pick.anchor, pick.gain) == (best, gains[best])
        covered |= reaches[pick.anchor]
        assert pick.covered == len(covered)
    best_possible = max(
        (len(set().union(*part)) for part in itertools.combinations(reaches.values(), min(count, len(reaches)))),
        default=0,
    )
    assert pytest.approx(1 - 1 / e) == GUARANTEE
    assert GUARANTEE * best_possible <= found.covered <= best_possible <= found.at_most <= found.reachable
