"""Identifiers, industry codes and code words."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from chainprospect.load.cells import Cell, Hint, parse_cell
from chainprospect.load.headers import private
from chainprospect.load.ids import Industry, parse_industry, parse_lei, parse_ticker, parse_uscc
from chainprospect.load.units import Bad
from chainprospect.load.words import choices, code_of, country_of
from chainprospect.model.ids import check_uscc
from chainprospect.resources import query

USCC = "91110000600037341L"


def test_reference_vectors(shared):
    vectors = json.loads((shared / "reference" / "id_vectors.json").read_text("utf-8"))
    for row in vectors["uscc"]:
        if "code" in row:
            assert isinstance(parse_uscc(row["code"]), str) is row["valid"], row
    for row in vectors["lei"]:
        assert isinstance(parse_lei(row.get("lei", row.get("short"))), str) is row.get("valid", row.get("ours")), row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91110000600037342L", Bad("uscc_check")),
        ("9111000060003734", Bad("uscc_length", "16")),
        ("110000600037341", Bad("old_licence")),
        ("91350100M000100Y4Z", Bad("uscc_signs")),
        ("9.11E+17", Bad("ruined_id")),
        ("9.1110000060E+17", Bad("ruined_id")),
        ("911100006000373000", Bad("ruined_id")),
        (f" {USCC.lower()} ", USCC),
        ("９１１１００００６０００３７３４１Ｌ", USCC),
        ("9111 0000 6000 3734 1L", USCC),
    ],
)
def test_credit_codes(text, code):
    assert parse_uscc(text) == code


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_sign_of_a_credit_code_is_always_seen(place, sign):
    changed = USCC[:place] + sign + USCC[place + 1 :]
    assert changed == USCC or isinstance(parse_uscc(changed), Bad)


def test_leis():
    assert parse_lei("213800kud8lajwsq9d15") == "213800KUD8LAJWSQ9D15"
    assert parse_lei("213800KUD8LXJWSQ9D15") == Bad("lei_check")
    assert parse_lei("1") == Bad("lei_signs", "1")


def test_tickers_and_own_ids():
    assert parse_ticker("600519.sh") == "600519.SH"
    assert parse_ticker("6.00519E+05") == Bad("ruined_id")
    assert parse_cell("id", "9.11E+17") == Bad("ruined_id")
    assert parse_cell("id", "TW:2317") == Cell("TW:2317")
    assert parse_cell("id", "5E12") == Cell("5E12")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("C38", "C38", "电气机械和器材制造业"),
        ("38", "C38", "电气机械和器材制造业"),
        ("c3811", "C3811", "电气机械和器材制造业"),
        ("6", "B06", "煤炭开采和洗选业"),
        ("061", "B061", "煤炭开采和洗选业"),
        ("C", "C", "制造业"),
        ("制造业", "C", "制造业"),
        ("电气机械和器材制造", "C38", "电气机械和器材制造"),
        ("C38 变压器", "C38", "变压器"),
        ("Semiconductors", None, "Semiconductors"),
        ("A38", None, "A38"),
        ("99", None, "99"),
    ],
)
def test_industries(text, code, name):
    assert parse_industry(text) == Industry(code, name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("中国", "CN"),
        ("CHN", "CN"),
        ("台灣", "TW"),
        ("Taiwan, China", "TW"),
        ("U.S.A.", "US"),
        ("na", "NA"),
        ("火星", None),
    ],
)
def test_countries(text, code):
    assert country_of(text) == code


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("role", "律师事务所", "law_firm"),
        ("role", "Producer", "producer"),
        ("ownership", "国企", "state"),
        ("status", "存续（在营、开业、在册）", "active"),
        ("kind", "担保", "guarantees"),
        ("grade", "官方名录", "official_list"),
        ("event", "新建产线", "new_line"),
        ("event", "tender won", "tender_won"),
        ("kind", "同学", None),
    ],
)
def test_code_words(column, text, code):
    assert code_of(column, text) == code


@pytest.mark.parametrize("column", ["role", "ownership", "status", "kind", "grade", "event"])
def test_every_choice_offered_is_read(column):
    for lang in ("zh", "en"):
        assert [code_of(column, word) for word in choices(column, lang)] == list(choices(column, "en"))


def test_event_types_are_those_of_the_reference(shared):
    with (shared / "reference" / "event_types.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["type"], row["zh"]) for row in rows] == list(
        zip(choices("event", "en"), choices("event", "zh"), strict=True)
    )


@pytest.mark.parametrize(
    ("kind", "text", "hint", "cell"),
    [
        ("bool", "是", Hint(), Cell("true")),
        ("bool", "✓", Hint(), Cell("true")),
        ("bool", "无", Hint(), Cell("false")),
        ("bool", "也许", Hint(), Bad("unreadable_bool")),
        ("share", "1.00005", Hint(), Cell("1.0")),
        ("share", "1.01", Hint(), Bad("share_range")),
        ("share", "12", Hint(), Bad("share_range")),
        ("share", "0.5", Hint(percent=True, mixed=True), Bad("ambiguous_share")),
        ("share", "-1%", Hint(), Bad("share_range")),
        ("rate", "15", Hint(), Bad("rate_range")),
        ("rate", "-15%", Hint(), Cell("-0.15")),
        ("count", "3.5", Hint(), Bad("not_whole")),
        ("count", "1,200笔", Hint(), Cell("1200", None)),
        ("money", "-5", Hint(), Bad("negative_number")),
        ("signed_money", "(5)万", Hint(), Cell("-50000.0", None, own=True)),
        ("signed_money", "-5万", Hint(), Cell("-50000.0", None, own=True)),
        ("role", "星际商人", Hint(), Cell("星际商人")),
        ("currency", "新台币", Hint(), Cell("TWD")),
        ("period", "2023年", Hint(), Cell("2023", "2023-12-31")),
    ],
)
def test_cells(kind, text, hint, cell):
    assert parse_cell(kind, text, hint) == cell


def test_every_field_that_privacy_forbids_is_refused(shared):
    with (shared / "reference" / "privacy_fields.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["design_decision"].startswith(("REFUSE", "do not store"))]
    words = {
        "age/birth date": ["age", "birth date"],
        "health, religion, political, finances of person": ["health", "religion"],
    }
    for row in rows:
        for word in words.get(row["seed_field"], row["seed_field"].split(",")):
            assert private(word.strip()), word
    for word in ("家庭情况", "爱好", "年龄", "性格特点", "宗教信仰", "健康状况", "配偶姓名", "生日"):
        assert private(word), word
    for word in ("健康产业", "percentage", "联系人", "职务", "stage", "企业性质"):
        assert not private(word), word


@given(
    st.text("0123456789AN", min_size=1, max_size=1),
    st.text("0123456789A", min_size=7, max_size=7),
    st.text("0123456789ABCDEFGHIJKLMNPQRTUWXYZ", min_size=9, max_size=9),
    st.booleans(),
)
def test_the_engine_and_the_library_know_the_same_uscc(engine, first, digits, rest, right):
    body = first + digits + rest
    code = body + (uscc.calc_check_digit(body) if right and not set(body) & set("IZ") else "7")
    for text in (code, code.lower(), f" {code}", code[:17]):
        assert engine.execute("SELECT uscc_stands($text)", {"text": text}).fetchall() == [(check_uscc(text),)]


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        connection.execute(query("duckdb/uscc_stands.sql"))
        yield connection
