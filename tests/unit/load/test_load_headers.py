"""Headers to columns, and sheets to tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainprospect.errors import InputError
from chainprospect.load.columns import SHEETS, TABLE_WORDS, TABLES, key
from chainprospect.load.files import Sheet
from chainprospect.load.headers import match_header, plan_sheet
from chainprospect.load.mapping import read_mapping, table_mappings
from chainprospect.load.tables import implied_kind, table_named, table_of
from chainprospect.load.units import Unit


def _sheet(header: str, hint: str = "x") -> Sheet:
    return Sheet(Path("x.csv"), "x.csv", hint, "text", tuple(header.split(",")), ())


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_title_and_name_finds_its_own_column(table):
    for column in table.columns:
        for header in (column.name, column.zh, column.name.upper(), f" {column.zh} * "):
            found = match_header(header, table)
            assert found is not None
            assert found.column.name == column.name, header


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_header_names_two_columns(table):
    owners: dict[str, set[str]] = {}
    for column in table.columns:
        for header in column.headers:
            owners.setdefault(key(header), set()).add(column.name)
    # In a partner's row `products` is the company's own column, and otherwise what it trades.
    assert {header: names for header, names in owners.items() if len(names) > 1} in (
        {},
        {"products": {"product", "products"}},
    )


def test_the_template_names_columns_that_are():
    for name, columns in SHEETS.items():
        for column in columns:
            assert TABLES[name].column(column).zh
    assert set(TABLE_WORDS) <= set(TABLES)


@pytest.mark.parametrize(
    ("header", "column", "unit", "percent"),
    [
        ("营业收入（万元）", "revenue", Unit(1e4), ""),
        ("营业收入_万元", "revenue", Unit(1e4), ""),
        ("营业收入/亿元", "revenue", Unit(1e8), ""),
        ("Revenue (USD mn)", "revenue", Unit(1e6, "USD"), ""),
        ("REVENUE_USD_MN", "revenue", Unit(1e6, "USD"), ""),
        ("营业收入（含税，万元）", "revenue", Unit(1e4), ""),
        ("员工人数（人）", "employees", Unit(1.0), ""),
        ("营收增长率%", "growth", None, "percent"),
        ("公司名称（全称）", "name", None, ""),
        ("公司名称*", "name", None, ""),
        ("公司名称（必填）", "name", None, ""),
        ("Ｃｏｍｐａｎｙ　Name", "name", None, ""),
    ],
)
def test_a_header_carries_its_unit(header, column, unit, percent):
    found = match_header(header, TABLES["companies"])
    assert found is not None
    assert (found.column.name, found.unit, found.percent) == (column, unit, percent)


def test_a_unit_that_cannot_be_read_is_never_dropped():
    assert match_header("营业收入（万元/月均）", TABLES["companies"]) is None


def test_shares_know_their_percent_sign():
    relations = TABLES["relations"]
    assert [match_header(text, relations).percent for text in ("占买方采购比(%)", "占比", "share")] == [
        "percent",
        "ratio",
        "",
    ]


@pytest.mark.parametrize(
    ("header", "hint", "table"),
    [
        ("id,name,country,industry_code,role,revenue", "x", "companies"),
        ("公司名称,营业收入", "客户", "clients"),
        ("公司名称,营业收入", "clients", "clients"),
        ("source,target,kind,product", "x", "relations"),
        ("供应商,采购商,年交易额（万元）", "x", "relations"),
        ("供应商,客户,产品", "x", "relations"),
        ("买方,卖方", "x", "relations"),
        ("company,suppliers,customers", "x", "companies"),
        ("公司名称,供应商,采购商", "x", "companies"),
        ("付款人,收款人,金额,日期", "x", "payments"),
        ("公司名称,事件类型,日期", "x", "events"),
        ("company,type,date,text,source_ref", "x", "events"),
        ("公司名称,报告期,营业收入,营业成本,应收账款", "x", "financials"),
        ("公司名称,日期,营业收入,总资产", "x", "companies"),
        ("company,period,currency,unit,revenue", "x", "financials"),
        ("公司名称,原因", "黑名单", "blacklist"),
        ("公司名称,列入原因", "x", "blacklist"),
        ("所属客户,公司名称,产品", "供应商", "suppliers"),
        ("所属客户,公司名称,产品", "华东经销商", "distributors"),
        ("客户,中介机构", "中介", "intermediaries"),
        ("买了什么,多少", "x", None),
    ],
)
def test_a_table_is_told_by_its_columns_or_name(header, hint, table):
    told = table_of(_sheet(header, hint), None, (), anchored=False)
    assert (told[0].name if told else None) == table


def test_a_list_needs_an_anchor():
    sheet = _sheet("年份,供应商名称,国家")
    assert table_of(sheet, None, (), anchored=True)[0].name == "list"
    with pytest.raises(
        InputError, match=r"x\.csv: a list of names needs the company they belong to; name it with --anchor\."
    ):
        plan_sheet(sheet, TABLES["list"], None, {})


def test_kinds_that_headers_imply():
    assert implied_kind(("股东", "被投资企业", "比例")) == "owns"
    assert implied_kind(("担保人", "债务人")) == "guarantees"
    assert implied_kind(("供应商", "采购商")) is None


def test_tables_are_named_in_both_languages():
    assert table_named("流水").name == "payments"
    with pytest.raises(InputError, match=r"there is no table 'relatoins'; did you mean relations\?"):
        table_named("relatoins")


def test_private_columns_are_refused_and_unknown_ones_ignored():
    plan = plan_sheet(_sheet("公司名称,家庭情况,联系人,爱好,营业收入"), TABLES["companies"], None, {})
    assert [found.column.name for found in plan.fields] == ["name", "revenue"]
    assert (plan.ignored, plan.refused) == (("联系人",), ("家庭情况", "爱好"))


@pytest.mark.parametrize(
    ("header", "table", "message"),
    [
        (
            "客户号,企业编号,公司名称",
            "companies",
            "x.csv, column 企业编号: the headers '客户号' and '企业编号' both name the column id; drop one, "
            'or name the right one in a mapping file: id = "企业编号".',
        ),
        (
            "公司名称,公司名称",
            "companies",
            "x.csv, column 公司名称: the header '公司名称' stands twice; rename or drop one of the two columns.",
        ),
        (
            "供应商,采购单位名,产品",
            "relations",
            "x.csv: no column for target (采购商) of the table relations was found; "
            "the headers are 供应商, 采购单位名, 产品. Did you mean '采购单位名'? "
            'Rename one, or add to a mapping file: [relations] target = "their header".',
        ),
        (
            "营业收入,员工人数",
            "companies",
            "x.csv: no column for name (公司名称) of the table companies was found; "
            "the headers are 营业收入, 员工人数. "
            'Rename one, or add to a mapping file: [companies] name = "their header".',
        ),
    ],
)
def test_headers_that_cannot_be_told_are_named(header, table, message):
    with pytest.raises(InputError) as told:
        plan_sheet(_sheet(header), TABLES[table], None, {})
    assert str(told.value) == message


def test_the_canonical_header_wins_and_the_other_is_listed():
    plan = plan_sheet(_sheet("编号,id,name,金额,收入,营业收入"), TABLES["companies"], None, {})
    assert [(found.header, found.column.name) for found in plan.fields] == [
        ("id", "id"),
        ("name", "name"),
        ("营业收入", "revenue"),
    ]
    assert plan.ignored == ("编号", "金额", "收入")


def test_a_mapping_names_headers_units_constants_and_splits(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(
        '[relations]\nsource = "卖家们"\namount = { header = "量", unit = "万元" }\nas_of = "year"\n'
        '[relations.constants]\ntarget = "国网"\n[relations.split]\nsource = "/"\n',
        "utf-8",
    )
    (mapping,) = table_mappings(read_mapping(path))
    sheet = _sheet("卖家们,量,year,采购商")
    assert table_of(sheet, None, (mapping,), anchored=False) == (TABLES["relations"], mapping)
    plan = plan_sheet(sheet, mapping.table, mapping, {})
    assert [(found.column.name, found.unit, found.split) for found in plan.fields] == [
        ("source", None, "/"),
        ("amount", Unit(1e4), None),
        ("as_of", None, None),
    ]
    assert dict(plan.constants) == {"target": "国网"}
    assert plan.ignored == ("采购商",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[relation]\n", "[relation] is no table of a mapping; did you mean relations?"),
        ('[relations]\nsuorce = "a"\n', "[relations] has no column 'suorce'; did you mean source?"),
        ("[relations]\nsource = [1]\n", "source: [1] is no text; put it in quotes."),
        (
            '[relations]\namount = { header = "a", unit = "斤" }\n',
            "amount: '斤' is no unit; write one like 万元 or USD mn.",
        ),
        ('[relations]\nsource = { heder = "a" }\n', "[relations] source: did you mean header?"),
        ("[relations\n", "the mapping file is not TOML"),
    ],
)
def test_a_bad_mapping_is_told(tmp_path, text, message):
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        read_mapping(path)
    assert str(told.value).startswith(f"{path}: {message}")


def test_a_missing_mapping_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no such mapping file; check the name"):
        read_mapping(tmp_path / "none.toml")


def test_a_mapped_header_must_be_there():
    (mapping,) = table_mappings({"relations": {"source": "卖家", "target": "买家"}})
    with pytest.raises(
        InputError, match=r"the mapping names '卖家' for source, which is not in the header: 甲, 买家\."
    ):
        plan_sheet(_sheet("甲,买家"), mapping.table, mapping, {})
