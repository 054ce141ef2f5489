"""What advice reads of a snapshot: standings, statements, clients, peers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from chainprospect.model.company import Standing

EVERYONE = np.arange(3)


def test_a_statement_stands_where_the_latest_load_states_it(world):
    year = {"company": "甲", "period": "2024", "period_end": date(2024, 12, 31)}
    world.source("新", load=2, financials=[
        {**year, "revenue": 1.0, "file": "new.xlsx[财务]", "row": 9},
        {**year, "revenue": 0.5, "file": "new.xlsx[财务]", "row": 3},
    ])  # fmt: skip
    world.source("旧", load=1, financials=[{**year, "revenue": 0.1, "cash": 3.0, "file": "old.csv", "row": 2}])
    with world.store() as store:
        ((statement,),) = store.financials_of(np.array([0]))
    assert (statement.items, statement.file, statement.row) == ({"revenue": 0.5, "cash": 3.0}, "new.xlsx[财务]", 3)


@pytest.mark.parametrize("turned", [False, True])
def test_statements_run_from_the_newest_whatever_the_order_of_rows(world, turned):
    rows = [
        {"company": "甲", "period": period, "period_end": end, "currency": currency, "cash": 1.0}
        for period, end, currency in [
            ("2024H1", date(2024, 6, 30), None),
            ("2023", date(2023, 12, 31), "USD"),
            ("2023", date(2023, 12, 31), "CNY"),
            ("x", None, None),
            ("2024", date(2024, 6, 30), None),
        ]
    ]
    world.source("a", financials=rows[::-1] if turned else rows, companies=[{"name": "乙"}])
    with world.store(USD=7.0) as store:
        of = {company.name: company.number for company in store.companies(np.arange(2))}
        found, none, again = store.financials_of(np.array([of["甲"], of["乙"], of["甲"]]))
    assert [(each.period, each.currency, each.rate, each.part_year) for each in found] == [
        ("2024H1", "CNY", 1.0, True),
        ("2024", "CNY", 1.0, False),
        ("2023", "CNY", 1.0, False),
        ("2023", "USD", 7.0, False),
        ("x", "CNY", 1.0, False),
    ]
    assert none == ()
    assert again == found


def test_every_amount_is_priced_in_its_own_currency(world):
    world.source("表", companies=[
        {"own_id": "1", "name": "甲", "net_assets": 2.0, "contribution": 3.0, "currency": "USD",
         "as_of": date(2024, 1, 1)},
        {"own_id": "1", "name": "甲", "market_cap": 5.0, "loan_balance": 7.0, "contribution": 9.0},
        {"own_id": "2", "name": "乙", "deposit_balance": 1.0, "contribution": 1.0, "currency": "EUR"},
        {"own_id": "3", "name": "丙", "status": "deregistered", "products_held": ["结算", "贷款"]},
    ])  # fmt: skip
    with world.store(USD=7.0) as store:
        assert store.standings(EVERYONE) == (
            Standing(0, net_assets=14.0, contribution=21.0, market_cap=5.0, loan_balance=7.0),
            Standing(1),
            Standing(2, products_held=("结算", "贷款"), active=False),
        )
        assert store.clients().tolist() == []


def test_peers_share_the_division_and_the_province_however_they_are_written(world):
    world.source("表", companies=[
        {"own_id": str(number), "name": f"公司{number}", "industry_code": code, "region": region}
        for number, (code, region) in enumerate([
            ("C38", "江苏省"), ("C3811", "苏州"), ("C38", "江苏南京"), ("C39", "江苏省"), ("C38", "上海市"),
            ("C38", "Osaka"), ("C", "江苏省"), (None, "江苏省"), ("C38", None),
        ])
    ])  # fmt: skip
    with world.store() as store:
        found = [store.peers_of(number, 1) for number in range(9)]
    assert [(each.division, each.province, each.numbers.tolist(), each.total) for each in found] == [
        ("C38", "江苏省", [1], 2),
        ("C38", "江苏省", [0], 2),
        ("C38", "江苏省", [0], 2),
        ("C39", "江苏省", [], 0),
        ("C38", "上海市", [], 0),
        ("C38", None, [], 0),
        (None, "江苏省", [], 0),
        (None, "江苏省", [], 0),
        ("C38", None, [], 0),
    ]
