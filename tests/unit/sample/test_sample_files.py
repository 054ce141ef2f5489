"""The sample's files: made again byte for byte, fictional, complete, and of numbers that agree with each other."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from stdnum import lei
from stdnum.cn import uscc

from chainprospect.load.columns import TABLES
from chainprospect.load.template import template_sheets, title
from chainprospect.load.words import spellings
from chainprospect.model.company import ROLES
from chainprospect.settings import default_events, resolve_settings

FILES = ("companies", "clients", "overseas", "relations", "other_relations", "qualified_list", "survey", "payments")
FILES += ("events", "financials", "blacklist", "small_firms", "small_relations")
RUINED = {"江苏霁湍电器有限公司", "江苏霁湄电器有限公司", "江苏霁蘅电器有限公司", ""}
GRID = "华衡电网有限公司"


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "sample_data"


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        name: list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8"), newline="")))
        for name in FILES
    }


@pytest.fixture(scope="module")
def sound(tables: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    return [row for row in tables["companies"] if row["公司名称"] not in RUINED]


def test_the_generator_writes_what_is_committed(folder: Path):
    done = subprocess.run(
        [sys.executable, "-B", str(folder / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("as written") == 17


def test_the_generator_says_how_it_is_used(folder: Path):
    done = subprocess.run(
        [sys.executable, "-B", str(folder / "generate.py"), "--wrong"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--check" in done.stderr


def test_files_have_no_byte_order_mark_and_fit_a_chinese_desktop(folder: Path):
    for name in FILES:
        body = (folder / f"{name}.csv").read_bytes()
        assert not body.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in body
        body.decode("utf-8").encode("gbk")


def test_it_says_that_it_is_fictional(folder: Path, tables):
    readme = (folder / "README.md").read_text("utf-8")
    assert "全部虚构" in readme
    assert "fictional" in readme
    for name in ("companies", "relations", "qualified_list", "survey", "events", "overseas"):
        column = "资料来源" if "资料来源" in tables[name][0] else "source_ref"
        assert all(row[column].startswith(("虚构", "fictional")) for row in tables[name]), name


def test_credit_codes_are_right_and_stand_nowhere(sound):
    codes = [row["统一社会信用代码"] for row in sound if row["统一社会信用代码"]]
    assert len(codes) > 300
    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) and code[4:8] == "9900" for code in codes)
    assert sum(not row["统一社会信用代码"] for row in sound) >= 10


def test_legal_entity_identifiers_are_right(tables):
    codes = [row["lei"] for row in tables["overseas"] if row["lei"]]
    assert len(set(codes)) == 4
    assert all(lei.is_valid(code) and len(code) == 20 for code in codes)
    assert {row["currency"] for row in tables["overseas"]} == {"USD", "EUR", "GBP"}


def test_about_four_hundred_companies_of_which_a_seventh_are_clients(sound, tables):
    names = {row["公司名称"] for row in (*sound, *tables["small_firms"])} | {row["name"] for row in tables["overseas"]}
    assert 350 <= len(names) <= 420
    assert 0.12 <= len(tables["clients"]) / len(names) <= 0.18
    assert sum(row["核心客户"] == "是" for row in tables["clients"]) == 6


def test_places_roles_sizes_and_standings_vary(sound):
    assert len({row["省市"][:2] for row in sound if row["省市"]}) >= 8
    assert len(set(Counter(row["企业角色"] for row in sound if row["企业角色"]))) == len(ROLES) - 1  # no media
    assert {row["经营状态"] for row in sound} >= {"存续", "注销", "吊销", "停业", "清算"}
    staff = [int(row["员工人数"]) for row in sound if row["员工人数"]]
    assert sum(count < 20 for count in staff) >= 8
    assert sum(count >= 10_000 for count in staff) >= 8
    assert sum(300 <= count < 1000 for count in staff) >= 100
    assert sum(not row["员工人数"] for row in sound) >= 10
    assert {row["合作银行"].isdecimal() for row in sound if row["合作银行"]} == {True, False}


def test_the_grid_company_is_a_giant_and_no_client(sound, tables):
    grid = next(row for row in sound if row["公司名称"] == GRID)
    assert (grid["员工人数"], grid["行业代码"], grid["简称"]) == ("200000", "D4420", "华衡电网")
    assert GRID not in {row["客户名称"] for row in tables["clients"]}
    assert {row["采购商"] for row in tables["qualified_list"]} == {GRID}
    assert len(tables["qualified_list"]) >= 50


def test_amounts_and_shares_are_possible(tables, sound):
    revenue = {row["公司名称"]: float(row["营业收入（万元）"]) for row in sound if row["营业收入（万元）"]}
    sold: Counter[str] = Counter()
    for row in tables["relations"]:
        if row["资料来源"] == "虚构错误行":
            continue
        for share in ("占买方采购比", "占卖方销售比"):
            assert not row[share] or 0 < float(row[share].rstrip("%")) <= 100, row
        if row["年交易额（万元）"] and row["供应商"] in revenue:
            years = 2 if row["开始日期"] and int(row["结束日期"][:4]) - int(row["开始日期"][:4]) == 2 else 1
            sold[row["供应商"]] += float(row["年交易额（万元）"]) / years
    assert all(amount <= revenue[name] * 1.01 for name, amount in sold.items())


def test_every_kind_of_relation_and_event_occurs(tables):
    kinds = Counter(row["kind"] for row in tables["other_relations"])
    assert set(kinds) == {"owns", "guarantees", "intermediates", "refers"}
    stakes = [row["share"] for row in tables["other_relations"] if row["kind"] == "owns"]
    assert "" in stakes
    assert {float(stake) > 0.5 for stake in stakes if stake} == {True, False}
    assert {row["关系类型"] for row in tables["relations"]} == {"", "供应", "经销"}
    words = {row["事件类型"] for row in tables["events"]}
    titles = {titles[0]: code for code, titles in spellings("event").items()}
    assert {titles.get(word, word) for word in words} == set(default_events())
    assert words & set(titles)
    assert words & set(default_events())


def test_books_balance(tables):
    for row in tables["financials"]:
        owed, owned = float(row["负债合计"]), float(row["净资产"])
        assert abs(float(row["资产总计"]) - owed - owned) <= 0.11, row["公司名称"]
        assert float(row["营业成本"]) < float(row["营业收入"])
        gross = float(row["营业收入"]) - float(row["营业成本"])
        assert abs(float(row["毛利润"]) - gross) <= 0.16, row["公司名称"]


def test_a_few_clients_give_most_and_two_cost_more_than_they_give(tables):
    given = sorted((int(row["综合贡献（万元）"]) for row in tables["clients"]), reverse=True)
    assert sum(given[:8]) >= 0.8 * sum(amount for amount in given if amount > 0)
    assert (given[-1], given[-2]) == (-8, 2)
    late = {row["公司名称"] for row in tables["events"] if row["日期"] == "2026-04-18"}
    assert len(late & {row["客户名称"] for row in tables["clients"]}) == 2


def test_small_firms_share_a_park_a_dealer_an_association_and_a_circle(tables):
    small = {row["公司名称"]: row for row in tables["small_firms"]}
    ties = [(row["source"], row["target"], row["kind"]) for row in tables["small_relations"]]
    assert sum(row["园区"] == "江苏省泽陵线缆配套园" for row in small.values()) == 5
    assert Counter(kind for *_, kind in ties) == {
        "supplies": 28,
        "distributes": 5,
        "intermediates": 4,
        "owns": 3,
        "guarantees": 2,
    }
    inside = {
        (source, target) for source, target, kind in ties if kind == "supplies" and {source, target} <= set(small)
    }
    assert len(inside) == 5


def test_the_later_list_loses_gains_and_grows(folder: Path, tables):
    with (folder / "later" / "small_relations.csv").open(encoding="utf-8", newline="") as stream:
        later = {(row["source"], row["target"], row["kind"]): row["amount"] for row in csv.DictReader(stream)}
    first = {(row["source"], row["target"], row["kind"]): row["amount"] for row in tables["small_relations"]}
    assert len(first.keys() - later.keys()) == 2
    assert len(later.keys() - first.keys()) == 1
    assert sum(float(later[tie]) > float(first[tie]) for tie in first.keys() & later.keys() if first[tie]) == 2


def test_payments_hold_what_is_to_be_left_out(tables):
    memos = Counter(row["摘要"].split()[0] for row in tables["payments"])
    assert (memos["代发工资"], memos["缴纳增值税"], memos["本单位账户划转"], memos["同业拆借"]) == (10, 10, 10, 3)
    assert memos["货款"] > 150


def test_the_workbook_has_the_headers_of_the_template(folder: Path):
    book = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True)
    expected = {
        TABLES[name].zh: [title(TABLES[name], TABLES[name].column(column), "zh") for column in columns]
        for name, columns in template_sheets().items()
    }
    assert book.sheetnames == ["说明", *expected]
    for name, headers in expected.items():
        first = next(iter(book[name].iter_rows(max_row=1, values_only=True)))
        assert list(first) == headers, name
    book.close()


def test_the_settings_of_the_sample_are_in_force(folder: Path):
    settings = resolve_settings(folder / "chainprospect.toml")
    assert settings.bank.names[0] == "澜江银行"
    assert settings.policy.favoured == ("38", "40", "06")
    assert settings.fx["USD"] == 7.1
    assert "GBP" not in settings.fx
    assert (settings.profile.net_capital, settings.profile.tier1_capital) == (4.2e9, 3.6e9)
    assert [(each.person, each.consent) for each in settings.people] == [
        ("周客户经理", True),
        ("周客户经理", True),
        ("许行长", True),
        ("许行长", False),
    ]
