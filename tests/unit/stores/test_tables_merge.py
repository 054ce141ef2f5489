"""Merged facts, folded payments, relations and their evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chainprospect.errors import SettingsError, StoreUnavailable
from chainprospect.stores.tables import SourceRecords, Tables


def rows(tables: Tables, sql: str) -> list[tuple[Any, ...]]:
    return tables.connection.execute(sql).fetchall()


def company(world, columns: str, **fx: float) -> list[tuple[Any, ...]]:
    with world.tables(**fx) as tables:
        return rows(tables, f"SELECT {columns} FROM company ORDER BY number")


def test_newest_fact_wins_whatever_its_grade_and_load(world):
    world.source(
        "old", load=9, companies=[{"own_id": "1", "region": "旧", "as_of": date(2023, 1, 1), "grade": "filing"}]
    )
    world.source("new", load=1, companies=[{"own_id": "1", "region": "新", "as_of": date(2024, 1, 1), "grade": "news"}])
    assert company(world, "region, as_of") == [("新", date(2024, 1, 1))]


def test_a_dated_fact_beats_an_undated_one(world):
    world.source("a", companies=[{"own_id": "1", "region": "有日期", "as_of": date(1999, 1, 1)}])
    world.source("b", companies=[{"own_id": "1", "region": "无日期", "grade": "official_list"}])
    assert company(world, "region") == [("有日期",)]


def test_better_grade_then_latest_load_then_smallest_value(world):
    day = date(2024, 1, 1)
    world.source("a", load=3, companies=[{"own_id": "1", "region": "news", "as_of": day, "grade": "news"}])
    world.source("b", load=1, companies=[{"own_id": "1", "region": "filing", "as_of": day, "grade": "filing"}])
    world.source("c", load=1, companies=[{"own_id": "2", "region": "早", "as_of": day}])
    world.source("d", load=2, companies=[{"own_id": "2", "region": "晚", "as_of": day, "grade": "inferred"}])
    world.source("e", load=5, companies=[{"own_id": "3", "region": "b"}, {"own_id": "3", "region": "a"}])
    assert company(world, "region") == [("filing",), ("晚",), ("a",)]


def test_each_column_is_judged_apart_and_blanks_never_win(world):
    world.source("a", companies=[{"own_id": "1", "region": "江苏省", "role": "trader", "as_of": date(2020, 1, 1)}])
    world.source("b", companies=[{"own_id": "1", "role": "producer", "employees": 9.0, "as_of": date(2024, 1, 1)}])
    assert company(world, "region, role, employees, as_of") == [("江苏省", "producer", 9.0, date(2024, 1, 1))]


def test_money_travels_with_its_currency(world):
    world.source(
        "a", companies=[{"own_id": "1", "revenue": 100.0, "assets": 7.0, "currency": "TWD", "as_of": date(2024, 1, 1)}]
    )
    world.source("b", companies=[{"own_id": "1", "assets": 5.0, "currency": "USD", "as_of": date(2025, 1, 1)}])
    columns = "revenue, currency, revenue_cny, assets, assets_currency, assets_cny, unpriced"
    assert company(world, columns, TWD=0.25, USD=7.0) == [(100.0, "TWD", 25.0, 5.0, "USD", 35.0, False)]
    assert company(world, columns, TWD=0.25) == [(100.0, "TWD", 25.0, 5.0, "USD", None, True)]


def test_money_without_currency_is_cny(world):
    world.source("a", companies=[{"own_id": "1", "revenue": 3.0}])
    assert company(world, "revenue, currency, revenue_cny, unpriced") == [(3.0, "CNY", 3.0, False)]


def test_equal_amounts_of_two_currencies_take_the_smaller_word(world):
    world.source(
        "a", companies=[{"own_id": "1", "revenue": 3.0, "currency": c, "loan_balance": 1.0} for c in ("USD", "CNY")]
    )
    assert company(world, "revenue, currency, loan_balance_currency") == [(3.0, "CNY", "CNY")]


def test_lists_truths_and_dates_are_merged_whole(world):
    world.source(
        "a", companies=[{"own_id": "1", "banks": ["乙行", "丙行"], "listed": True, "founded": date(2001, 2, 3)}]
    )
    world.source("b", companies=[{"own_id": "1", "banks": ["甲行"], "listed": False, "products": ["电缆"]}])
    world.source("c", companies=[{"own_id": "1", "banks": [], "products": []}])
    assert company(world, "banks, listed, founded, products") == [(["甲行"], False, date(2001, 2, 3), ["电缆"])]


def test_all_names_are_kept_and_the_preferred_one_is_no_alias(world):
    world.source(
        "a", companies=[{"own_id": "1", "name": "甲公司", "aliases": ["老甲", "甲公司"], "former_names": ["旧"]}]
    )
    world.source(
        "b", companies=[{"own_id": "1", "name": "甲（公司）"}, {"own_id": "1", "former_names": ["更旧", "旧"]}]
    )
    world.source("c", relations=[{"source": "甲(公司)", "target": "乙"}])
    assert company(world, "id, name, aliases, former_names") == [
        ("1", "甲公司", ["甲(公司)", "甲（公司）", "老甲"], ["旧", "更旧"]),
        ("X乙", "乙", [], []),
    ]


def test_an_identifier_that_only_a_relation_gives_is_kept(world):
    world.source("a", relations=[{"source": "91110000600037341l", "target": "乙"}])
    assert company(world, "id, uscc, records") == [("91110000600037341L", "91110000600037341L", 0), ("X乙", None, 0)]


def test_statements_fill_revenue_and_assets_only_where_blank(world):
    world.source("a", companies=[{"own_id": "1"}, {"own_id": "2", "revenue": 9.0}, {"own_id": "3"}])
    world.source(
        "f",
        financials=[
            {"company": "1", "period": "2023", "period_end": date(2023, 12, 31), "revenue": 1.0, "total_assets": 5.0},
            {"company": "1", "period": "2024", "period_end": date(2024, 12, 31), "revenue": 2.0, "currency": "TWD"},
            {"company": "2", "period": "2024", "revenue": 7.0, "total_assets": 8.0},
            {"company": "3", "period": "2024Q3", "period_end": date(2024, 9, 30), "revenue": 3.0, "total_assets": 4.0},
            {"company": "3", "period": "2024-06-30", "period_end": date(2024, 6, 30), "revenue": 3.0},
            {"company": "3", "period": "2024年半年度", "period_end": date(2024, 6, 30), "revenue": 3.0},
        ],
    )
    assert company(world, "revenue, currency, revenue_cny, assets, assets_currency", TWD=0.2) == [
        (2.0, "TWD", 0.4, 5.0, "CNY"),
        (9.0, "CNY", 9.0, 8.0, "CNY"),
        (None, None, None, 4.0, "CNY"),
    ]


@pytest.mark.parametrize(
    "period", ["2024", "2024年", "2024年度", "FY2024", "2024-12-31", "2024/12", "2024年12月31日", None]
)
def test_a_whole_year_is_seen_as_one(world, period):
    world.source("f", financials=[{"company": "甲", "period": period, "revenue": 3.0}])
    assert company(world, "revenue") == [(3.0,)]


def test_one_statement_a_period_the_latest_load_first(world):
    world.source("a", load=2, financials=[{"company": "甲", "period": "2024", "revenue": 1.0}])
    world.source("b", load=1, financials=[{"company": "甲", "period": "2024", "revenue": 2.0, "cash": 3.0}])
    with world.tables() as tables:
        assert rows(tables, "SELECT company, period, currency, revenue, cash FROM financial") == [
            (0, "2024", "CNY", 1.0, 3.0)
        ]


def test_blacklist_names_the_latest_reason(world):
    world.source("a", load=1, blacklist=[{"company": "甲", "reason": "旧"}, {"company": "乙"}])
    world.source("b", load=2, blacklist=[{"company": "甲", "reason": "欠息"}, {"company": "甲", "reason": "涉诉"}])
    world.source("c", companies=[{"name": "丙"}])
    assert company(world, "name, blacklisted, blacklist_reason") == [
        ("丙", False, None),
        ("乙", True, None),
        ("甲", True, "欠息"),
    ]


def test_payments_run_against_the_goods_and_fold_over_sources(world):
    world.source("二月", payments=[
        {"payer": "买", "payee": "卖", "amount": 0.2, "count": 2, "first": date(2024, 2, 1), "last": date(2024, 2, 9),
         "currency": "CNY", "file": "b.csv", "row": 7},
        {"payer": "买", "payee": "卖", "amount": 5.0, "count": 1, "first": date(2024, 2, 3), "last": date(2024, 2, 3),
         "currency": "USD", "file": "b.csv", "row": 9},
    ])  # fmt: skip
    world.source("一月", payments=[
        {"payer": "买", "payee": "卖", "amount": 0.1, "count": 3, "first": date(2024, 1, 1), "last": date(2024, 1, 9),
         "file": "a.csv", "row": 5},
    ])  # fmt: skip
    with world.tables(USD=7.0) as tables:
        assert rows(tables, "SELECT id FROM company ORDER BY number") == [("X买",), ("X卖",)]
        assert rows(
            tables,
            'SELECT source_number, target_number, kind, amount, currency, count, start, "end", as_of, grade, '
            "amount_cny, file, row, src, place, confidence FROM evidence ORDER BY place",
        ) == [
            (1, 0, 0, 5.0, "USD", 1, *(date(2024, 2, 3),) * 3, "payment", 35.0, "b.csv", 9, "二月", 1, 1.0),
            (1, 0, 0, 0.1 + 0.2, "CNY", 5, date(2024, 1, 1), date(2024, 2, 9), date(2024, 2, 9), "payment", 0.1 + 0.2,
             "a.csv", 5, "一月; 二月", 2, 1.0),
        ]  # fmt: skip
        assert rows(tables, "SELECT amount_cny, evidence, day, amount, currency FROM relation") == [
            (35.0, 2, date(2024, 2, 9), 5.0, "USD")
        ]


def test_an_amount_over_more_than_twelve_months_is_a_year_of_it(world):
    world.source("a", relations=[
        {"source": "a", "target": "b", "amount": 240.0, "start": date(2020, 1, 1), "end": date(2022, 1, 1)},
        {"source": "a", "target": "c", "amount": 240.0, "start": date(2020, 1, 1), "end": date(2020, 12, 31)},
        {"source": "a", "target": "d", "amount": 240.0, "start": date(2020, 1, 1)},
        {"source": "a", "target": "e", "amount": 240.0, "start": date(2022, 1, 1), "end": date(2020, 1, 1)},
        {"source": "a", "target": "f", "amount": 240.0, "currency": "TWD"},
        {"source": "a", "target": "g", "amount": 240.0, "currency": "USD"},
    ])  # fmt: skip
    with world.tables(TWD=0.5) as tables:
        assert rows(tables, "SELECT amount_cny, amount, currency FROM relation ORDER BY number") == [
            (240.0 / (731 / 30.4375 / 12), 240.0, "CNY"),
            (240.0, 240.0, "CNY"),
            (240.0, 240.0, "CNY"),
            (240.0, 240.0, "CNY"),
            (120.0, 240.0, "TWD"),
            (None, 240.0, "USD"),
        ]


def test_exactly_365_days_are_not_more_than_twelve_months(world):
    world.source("a", relations=[
        {"source": "a", "target": "b", "amount": 10.0, "start": date(2021, 1, 1), "end": date(2022, 1, 1)},
        {"source": "a", "target": "c", "amount": 10.0, "start": date(2021, 1, 1), "end": date(2022, 1, 2)},
    ])  # fmt: skip
    with world.tables() as tables:
        assert rows(tables, "SELECT amount_cny FROM relation ORDER BY number") == [
            (10.0,),
            (10.0 / (366 / 30.4375 / 12),),
        ]


def test_a_relation_is_the_largest_of_its_evidence(world):
    world.source("a", relations=[
        {"source": "a", "target": "b", "amount": 5.0, "share_of_target": 0.1, "confidence": 0.5,
         "as_of": date(2024, 1, 1), "grade": "news", "product": "x"},
        {"source": "a", "target": "b", "amount": 9.0, "share_of_source": 0.4, "confidence": 0.2,
         "as_of": date(2022, 1, 1), "grade": "filing", "product": "y", "source_ref": "p. 3"},
        {"source": "a", "target": "b", "share": 0.2, "confidence": 0.9, "grade": "official_list", "product": "z"},
        {"source": "a", "target": "b", "kind": "distributes"},
        {"source": "b", "target": "a"},
    ])  # fmt: skip
    with world.tables() as tables:
        assert rows(
            tables,
            "SELECT number, source, target, kind, amount_cny, share, confidence, day, evidence, product, amount, "
            "grade, share_of_target, share_of_source, source_ref FROM relation ORDER BY number",
        ) == [
            (0, 0, 1, 0, 9.0, 0.4, 0.9, date(2024, 1, 1), 3, "y", 9.0, "filing", None, 0.4, "p. 3"),
            (1, 0, 1, 1, None, None, 1.0, None, 1, None, None, "inferred", None, None, None),
            (2, 1, 0, 0, None, None, 1.0, None, 1, None, None, "inferred", None, None, None),
        ]


def test_equal_amounts_are_represented_by_grade_then_date_then_text(world):
    def row(target: str, product: str, **more: object) -> dict[str, object]:
        return {"source": "a", "target": target, "product": product, **more}

    world.source("a", relations=[
        row("b", "old", grade="news", as_of=date(2025, 1, 1)), row("b", "graded", grade="payment"),
        row("c", "old", as_of=date(2020, 1, 1)), row("c", "newer", as_of=date(2021, 1, 1)), row("c", "blank"),
        row("d", "乙"), row("d", "丙"), row("d", "丁"),
    ])  # fmt: skip
    with world.tables() as tables:
        assert rows(tables, "SELECT product FROM relation ORDER BY number") == [("graded",), ("newer",), ("丁",)]


def test_identical_rows_stay_evidence(world):
    world.source("a", relations=[{"source": "a", "target": "b", "product": "x"}] * 3)
    with world.tables() as tables:
        assert rows(tables, 'SELECT place, "row", src FROM evidence ORDER BY place') == [
            (1, 2, "a"),
            (2, 3, "a"),
            (3, 4, "a"),
        ]


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ({"start": date(2020, 1, 1), "end": date(2021, 1, 1), "as_of": date(2022, 1, 1)}, date(2022, 1, 1)),
        ({"start": date(2020, 1, 1), "end": date(2023, 1, 1), "as_of": date(2022, 1, 1)}, date(2023, 1, 1)),
        ({"start": date(2020, 1, 1)}, date(2020, 1, 1)),
        ({"start": date(2030, 1, 1), "as_of": date(2022, 1, 1)}, date(2022, 1, 1)),
        ({}, None),
    ],
)
def test_age_runs_from_the_newest_of_end_and_as_of_else_start(world, row, day):
    world.source("a", relations=[{"source": "a", "target": "b", **row}])
    with world.tables() as tables:
        assert rows(tables, "SELECT day FROM relation") == [(day,)]


def test_newest_day_leaves_out_start_end_and_founded(world):
    late = date(2030, 1, 1)
    world.source(
        "a",
        companies=[{"name": "a", "founded": late, "as_of": date(2020, 1, 1)}],
        relations=[{"source": "a", "target": "b", "start": late, "end": late, "as_of": date(2021, 1, 1)}],
    )
    with world.tables() as tables:
        assert tables.newest_day() == (date(2021, 1, 1) - date(1970, 1, 1)).days
    world.source("e", events=[{"company": "a", "type": "listing", "date": date(2022, 5, 1)}])
    with world.tables() as tables:
        assert tables.newest_day() == (date(2022, 5, 1) - date(1970, 1, 1)).days
    world.source("p", payments=[{"payer": "a", "payee": "b", "last": date(2023, 5, 1)}])
    with world.tables() as tables:
        assert tables.newest_day() == (date(2023, 5, 1) - date(1970, 1, 1)).days


def test_a_world_without_dates_has_no_newest_day(world):
    world.source("a", relations=[{"source": "a", "target": "b"}])
    with world.tables() as tables:
        assert tables.newest_day() is None


def test_a_tie_with_itself_and_an_unknown_kind_are_rejected(world):
    world.source("a", relations=[
        {"source": "甲", "target": "甲"}, {"source": "甲", "target": "乙", "kind": "friends"},
        {"source": "甲", "target": "乙"},
    ], payments=[{"payer": "甲", "payee": "甲", "amount": 1.0}])  # fmt: skip
    with world.tables() as tables:
        assert tables.self_loops() == (
            ("payments.csv", 2, "payee", "甲", "a company cannot trade with itself"),
            ("relations.csv", 2, "source", "甲", "a company cannot trade with itself"),
            ("relations.csv", 3, "kind", "friends", "not a kind of relation"),
        )
        assert tables.count("relation") == 1


def test_events_told_twice_are_one_in_order_of_date(world):
    event = {"company": "甲", "type": "default", "date": date(2024, 1, 1), "text": "违约"}
    world.source("a", events=[event, {**event, "date": None}, {**event, "company": "乙"}, event])
    world.source("b", events=[event])
    with world.tables() as tables:
        assert rows(tables, "SELECT number, company, date FROM event ORDER BY number") == [
            (0, 0, date(2024, 1, 1)),
            (1, 1, date(2024, 1, 1)),
            (2, 1, None),
        ]


def test_a_wrong_memory_limit_names_the_setting(tmp_path):
    with pytest.raises(SettingsError, match=r'settings, load.memory_limit: .lots. is not a size; write one like "2GB"'):
        Tables([], fx={}, memory_limit="lots", temp=tmp_path)


def test_damaged_records_are_named(tmp_path, world):
    world.source("a", companies=[{"name": "甲"}])
    path = world.sources[0].folder / "companies.parquet"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(
        StoreUnavailable, match=r"companies.parquet.*load their files again|companies.parquet.*load again"
    ):
        world.tables()


def test_unknown_table_is_not_counted(tmp_path):
    with (
        Tables([SourceRecords("a", tmp_path, 1)], fx={}, temp=tmp_path) as tables,
        pytest.raises(ValueError, match="no such"),
    ):
        tables.count("company; DROP TABLE company")
