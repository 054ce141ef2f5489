"""Needs: what raises each, what stands in for a product we cannot do, and when nothing is offered."""

from __future__ import annotations

import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.completeness import completeness
from chainprospect.advise.credit import Typed, credit_need
from chainprospect.advise.needs import needs_of
from chainprospect.advise.offers import Constraints, Shelf
from chainprospect.advise.triggers import SUB_NEEDS, View
from chainprospect.advise.unreal import checks
from chainprospect.model.bank import BankMeans, ProductTerms
from chainprospect.model.relation import Kind, Kinds
from chainprospect.references import products

BOOKS = {
    "revenue": 3600.0,
    "cogs": 2400.0,
    "ebit": 0.0,
    "interest": 0.0,
    "receivables": 300.0,
    "inventory": 200.0,
    "payables": 600.0,
    "prepayments": 0.0,
    "advances": 0.0,
    "own_funds": 100.0,
    "short_loans": 0.0,
    "cash": 100.0,
    "current_assets": 1000.0,
    "current_liabilities": 500.0,
    "total_assets": 2000.0,
    "total_liabilities": 1000.0,
    "long_loans": 0.0,
}
OPEN = {"know_client": 0.0, "know_business": 0.0, "know_risk": 0.0}


@pytest.fixture
def needs(dossier, statement):
    def make(*, books=None, means=None, room=1e9, asked=None, terms=None, **given):
        statements = (statement(**books),) if books else ()
        standing = {"growth": 0.0, **given.pop("standing", {})}
        who = dossier(financials=statements, standing=standing, **given)
        accounts = accounts_of(statements)
        credit = credit_need(who, accounts, Typed(), {})
        bank = BankMeans(**{**OPEN, **(means or {})})
        shelf = Shelf(products(), bank, terms or {}, asked or Constraints())
        view = View(who, accounts, credit, checks(who, accounts, credit, None))
        return needs_of(view, completeness(who, accounts, bank), shelf, room)

    return make


def raised(found) -> set[str]:
    return {each.id for each in found.needs} - {"everyday"}


def need(found, ident):
    return next(each for each in found.needs if each.id == ident)


def offered(found, ident) -> list[str]:
    return [offer.product.id for offer in need(found, ident).offers]


def test_every_product_that_a_need_names_is_in_the_table() -> None:
    known = {each.id for each in products()}
    assert {ident for each in SUB_NEEDS for ident in each.products} <= known
    assert known == {ident for each in SUB_NEEDS for ident in each.products}
    assert {each.need for each in SUB_NEEDS} == {"purchase", "sales", "cash", "financing", "wealth", "cross"}


def test_a_company_without_a_gap_still_has_a_need(needs) -> None:
    """A39: need is not only a gap; B24: the everyday services are always there."""
    found = needs(books={**BOOKS, "own_funds": 9000.0})
    assert "gap" not in raised(found)
    assert found.plan
    assert offered(found, "everyday") == ["everyday_services", "collection_payroll"]


@pytest.mark.parametrize(
    ("changed", "ident"),
    [
        ({"payables": 200.0}, "pay_later"),
        ({"prepayments": 5.0}, "pay_later"),
    ],
)
def test_short_terms_or_prepayment_ask_to_pay_later(needs, partner, changed, ident) -> None:
    """B43."""
    up = {Kinds.GOODS: (partner("C1", arrives=True),)}
    assert ident in raised(needs(books={**BOOKS, **changed}, up=up))
    assert ident not in raised(needs(books=BOOKS, up=up))
    assert ident not in raised(needs(books={**BOOKS, **changed}))


def test_purchase_needs_from_the_graph(needs, partner) -> None:
    """B43: standing, a strong supplier, a maker whose dealer it is."""
    supplier = {Kinds.GOODS: (partner("C1", arrives=True, revenue=5e8),)}
    assert "sure_payment" in raised(needs(up=supplier, standing={"revenue": 5e7}))
    assert "sure_payment" not in raised(needs(up=supplier, standing={"revenue": 6e7}))
    assert "sure_payment" not in raised(needs(up=supplier))
    assert "pay_cost" in raised(needs(up=supplier, company={"ownership": "state"}))
    assert "pay_cost" not in raised(needs(up=supplier, company={"ownership": "private"}))
    maker = {Kinds.GOODS: (partner("C1", kind=Kind.DISTRIBUTES, arrives=True),)}
    assert offered(needs(up=maker), "dealer_stock") == ["confirmed_warehouse", "bank_acceptance"]


def test_orders_and_stock_from_events(needs, partner) -> None:
    """B43: a tender won asks for material and for money before goods are shipped."""
    found = needs(events=[("tender_won", "2024-05-01")])
    assert raised(found) == {"orders", "stock_up"}
    assert offered(found, "orders") == ["order_finance", "working_capital_loan"]
    assert raised(needs(events=[("tender_won", "2023-05-01")])) == set()
    core = {Kinds.GOODS: (partner("C1", is_client=True),)}
    assert "orders" in raised(needs(books={**BOOKS, "cash": 199.0}, down=core))
    assert "orders" not in raised(needs(books={**BOOKS, "cash": 200.0}, down=core))


def test_sales_needs(needs, partner) -> None:
    """B44: faster return, dealers, quality of sales."""
    core = {Kinds.GOODS: (partner("C1", core_client=True),)}
    found = needs(down=core)
    assert offered(found, "faster_return") == [
        "reverse_factoring",
        "factoring",
        "receivables_pledge",
        "bill_discounting",
    ]
    assert need(found, "faster_return").stage == "inspire"
    assert need(found, "faster_return").unknown == ("receivables", "ar_days")
    dealers = {Kinds.GOODS: tuple(partner(f"C{n}", kind=Kind.DISTRIBUTES) for n in (1, 2, 3))}
    assert need(needs(down=dealers), "dealer_finance").stage == "create"
    assert "dealer_finance" not in raised(needs(down={Kinds.GOODS: dealers[Kinds.GOODS][:2]}))
    assert "sales_quality" in raised(needs(books={**BOOKS, "receivables": 601.0}))
    assert "sales_quality" not in raised(needs(books={**BOOKS, "receivables": 600.0}))


def test_slow_stock_of_dear_goods_raises_buyer_credit(needs, partner) -> None:
    """A41."""
    dear = {Kinds.GOODS: (partner("C1", amount=5e6, count=5),)}
    cheap = {Kinds.GOODS: (partner("C1", amount=5e6, count=6),)}
    slow = {**BOOKS, "inventory": 601.0}
    found = needs(books=slow, down=dear)
    assert offered(found, "slow_stock") == ["buyer_credit", "dealer_finance"]
    assert [(fact.name, fact.value) for fact in need(found, "slow_stock").facts][-1] == ("delivery_value", 1e6)
    assert "slow_stock" not in raised(needs(books=slow, down=cheap))
    assert "slow_stock" not in raised(needs(books=BOOKS, down=dear))
    slower = {**BOOKS, "inventory": 230.0, "inventory_open": 200.0, "revenue_open": 3600.0}
    assert "slow_stock" in raised(needs(books=slower, down=dear))


def test_cash_management_needs(needs, partner) -> None:
    """B45: less idle, collect and pay, adjust inside, centralise, monitor."""
    owned = {Kinds.OWNS: tuple(partner(f"C{n}", kind=Kind.OWNS) for n in (1, 2))}
    assert raised(needs(down=owned)) == {"monitor"}
    assert raised(needs(down=owned, other_banks=2.0)) == {"monitor", "centralise"}
    loans = needs(books={**BOOKS, "short_loans": 1.0, "receivables": 0.0}, down=owned)
    assert {"adjust_inside", "internal", "monitor"} <= raised(loans)
    assert "centralise" in raised(needs(events=[("treasury_centralisation", "2024-09-01")]))
    assert raised(needs(standing={"employees": 100.0})) == {"collect_and_pay"}
    assert raised(needs(standing={"employees": 99.0})) == set()
    assert raised(needs(buyers=20)) == {"collect_and_pay"}
    assert "less_idle" in raised(needs(books={**BOOKS, "cash": 401.0}))
    assert "less_idle" not in raised(needs(books={**BOOKS, "cash": 400.0}))


def test_financing_needs(needs) -> None:
    """B46, A40: a gap, a project, cheaper money, loans beside deposits."""
    gap = needs(books={**BOOKS, "payables": 0.0})
    loan = need(gap, "gap").offers[0]
    # 30 days of receivables and 30 of stock on sales of 3600: 600, less own funds of 100.
    assert (loan.product.id, loan.amount) == ("working_capital_loan", 500.0)
    assert need(needs(books={**BOOKS, "payables": 0.0}, room=120.0), "gap").offers[0].amount == 120.0
    assert offered(needs(events=[("new_line", "2024-09-01")]), "project") == ["project_loan", "debt_substitution"]
    heavy = {**BOOKS, "short_loans": 300.0, "long_loans": 100.0}
    assert "lower_cost" in raised(needs(books=heavy))
    assert "lower_cost" not in raised(needs(books={**heavy, "long_loans": 99.0}))
    assert "lower_cost" not in raised(needs(books={**heavy, "total_liabilities": 1401.0}))
    assert "side_by_side" in raised(needs(books={**BOOKS, "short_loans": 10.0, "cash": 201.0}))


def test_wealth_needs(needs) -> None:
    """B47: idle funds, the interbank market, projects; the last two ask for care."""
    rich = {**BOOKS, "cash": 300.0, "own_funds": 9000.0}
    assert "idle_funds" in raised(needs(books=rich))
    assert "idle_funds" not in raised(needs(books={**rich, "cash": 299.0}))
    assert "idle_funds" not in raised(needs(books={**rich, "own_funds": 0.0, "payables": 0.0}))
    flush = needs(books={**rich, "cash": 5e7 + 200.0})
    assert need(flush, "interbank").offers[0].care
    assert {"interbank", "project_investment"} <= raised(flush)
    assert "interbank" not in raised(needs(books={**rich, "cash": 5e7 + 199.0}))


def test_other_services(needs, partner) -> None:
    """A24: a new firm starts with its basic account; trade across a border is settled."""
    assert offered(needs(events=[("incorporation", "2024-09-01")]), "new_firm")[0] == "basic_account"
    abroad = {Kinds.GOODS: (partner("C1", country="DE"),)}
    assert "cross_border" in raised(needs(down=abroad, company={"country": "CN"}))
    assert "cross_border" not in raised(needs(down=abroad, company={"country": "DE"}))


def test_a_product_we_cannot_do_is_dropped_and_another_named(needs) -> None:
    """B17."""
    found = need(needs(books=BOOKS, means={"cannot": ("reverse_factoring",)}), "faster_return")
    assert [offer.product.id for offer in found.offers] == ["factoring", "receivables_pledge", "bill_discounting"]
    assert [(each.product.id, each.reason, each.instead) for each in found.dropped] == [
        ("reverse_factoring", "cannot", "factoring")
    ]
    all_gone = needs(books=BOOKS, means={"cannot": ("everyday_services", "collection_payroll")})
    assert offered(all_gone, "everyday") == ["trade_settlement"]


def test_products_we_have_are_the_only_ones_where_they_are_named(needs) -> None:
    found = needs(books=BOOKS, means={"products": ("factoring",)})
    assert offered(found, "faster_return") == ["factoring"]
    assert found.plan == ("factoring",)
    assert {each.reason for each in need(found, "everyday").dropped} == {"not_ours"}
    nothing = needs(means={"products": ("buyer_credit",)})
    assert (nothing.plan, nothing.no_plan) == ((), "all_dropped")


def test_crowded_products_stand_last_and_are_marked(needs) -> None:
    """B19."""
    found = need(needs(books=BOOKS, means={"crowded": ("reverse_factoring",)}), "faster_return")
    assert [(offer.product.id, offer.crowded) for offer in found.offers][-1] == ("reverse_factoring", True)


def test_limits_of_a_product(needs) -> None:
    found = need(needs(books=BOOKS), "faster_return")
    factoring = found.offers[1]
    assert (factoring.amount, factoring.product.advance, factoring.product.tenor_months) == (270.0, 0.9, 12.0)
    assert need(needs(books=BOOKS, room=100.0), "faster_return").offers[1].amount == 100.0
    none = needs(books=BOOKS, room=0.0)
    assert {each.reason for each in need(none, "faster_return").dropped} == {"no_room"}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (Constraints(max_cost=0.04), "cost"),
        (Constraints(min_return=0.02), "return"),
        (Constraints(max_days=5.0), "days"),
    ],
)
def test_constraints_on_cost_return_and_speed(needs, asked, reason) -> None:
    """A05: what is not stated is no answer to a constraint."""
    terms = {
        "reverse_factoring": ProductTerms(0.05, 0.01, 6.0),
        "factoring": ProductTerms(0.04, 0.02, 5.0),
    }
    found = need(needs(books=BOOKS, asked=asked, terms=terms), "faster_return")
    assert [offer.product.id for offer in found.offers] == ["factoring"]
    assert {each.product.id: each.reason for each in found.dropped} == {
        "reverse_factoring": reason,
        "receivables_pledge": f"{reason}_unknown",
        "bill_discounting": f"{reason}_unknown",
    }


def test_stages(needs) -> None:
    """B42: meet, inspire, create, deepen."""
    assert (need(needs(books=BOOKS), "faster_return").stage, need(needs(books=BOOKS), "faster_return").level) == (
        "meet",
        1,
    )
    held = needs(books=BOOKS, standing={"products_held": ("保理",)})
    assert (need(held, "faster_return").stage, need(held, "faster_return").level) == ("deepen", 4)
    assert [offer.product.id for offer in need(held, "faster_return").offers if offer.held] == ["factoring"]


def test_a_service_among_several_counts_as_the_product(needs) -> None:
    """B24."""
    found = needs(standing={"employees": 500.0, "products_held": ("代发工资", "年金")})
    assert [(offer.product.id, offer.held) for offer in need(found, "collect_and_pay").offers] == [
        ("collection_payroll", True),
        ("everyday_services", True),
    ]


@pytest.mark.parametrize("gate", ["blacklist", "policy_block", "not_active", "interbank", "role", "too_large"])
def test_nothing_is_offered_to_a_company_that_failed_a_gate(needs, gate) -> None:
    found = needs(books=BOOKS, gates=(gate,))
    assert (found.status, found.stopped_by, found.needs, found.plan) == ("gated", (gate,), (), ())
    assert found.no_plan == "gated"


def test_a_client_is_stopped_by_no_gate_of_new_leads(needs) -> None:
    assert needs(books=BOOKS, gates=("already_client", "too_large")).status == "offered"
    assert needs(books=BOOKS, gates=("blacklist", "already_client")).stopped_by == ("blacklist",)


def test_nothing_is_offered_before_enough_is_known(needs) -> None:
    """A03: then the missing facts are the next step."""
    found = needs(means={"know_client": 0.5, "know_business": 0.0, "know_risk": 0.0}, company={"region": "江苏省"})
    assert (found.status, found.needs, found.no_plan) == ("facts_missing", (), "facts_missing")
    client = found.blocks[0]
    assert (client.share, client.enough) == (2 / 6, False)
    assert client.missing == ("identifier", "industry", "ownership", "founded")
    more = needs(
        means={"know_client": 0.5, "know_business": 0.0, "know_risk": 0.0},
        company={"region": "江苏省", "ownership": "private"},
    )
    assert more.status == "offered"


def test_scores_are_the_raised_part_of_each_core_need(needs) -> None:
    """B41."""
    assert needs(standing={"employees": 500.0}).scores == {
        "purchase": 0.0,
        "sales": 0.0,
        "cash": 0.2,
        "financing": 0.0,
        "wealth": 0.0,
    }
