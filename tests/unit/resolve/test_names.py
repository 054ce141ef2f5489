"""Names: what makes two one, and what only makes them alike."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.resolve.names import Bare, bare_form, merge_form, read_places, region_of


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("上海电气（集团）总公司", "上海电气(集团)总公司"),
        ("上海电气【集团】总公司", "上海电气〔集团〕总公司"),
        ("远景电缆有限责任公司", "远景电缆有限公司"),
        ("远景电缆股份公司", "远景电缆股份有限公司"),
        ("遠景電纜有限責任公司", "遠景電纜有限公司"),
        ("远景 电缆\u3000有限公司", "远景电缆有限公司"),
        ("\ufeff远景\u200b电缆有限公司\x00", "远景电缆有限公司"),
        ("ＡＢＣ电缆有限公司", "abc电缆有限公司"),
        ("Faraway Cable (China) Co., Ltd.", "FARAWAY  CABLE（CHINA）CO.,LTD."),
        ("ｶﾞｽ電機", "ガス電機"),
    ],
)
def test_one_form(left, right):
    assert merge_form(left) == merge_form(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("中天科技", "中利科技"),
        ("上海宏达有限公司", "南京宏达有限公司"),
        ("远景电缆有限公司", "远景电缆股份有限公司"),
        ("远景电缆集团有限公司", "远景电缆有限公司"),
        ("远景电缆有限公司", "远景电缆有限公司合肥分公司"),
        ("远景电缆", "远景电缆有限公司"),
        ("Best Buy", "Bestbuy"),
    ],
)
def test_two_forms(left, right):
    assert merge_form(left) != merge_form(right)


def test_forms_are_as_written_here():
    assert merge_form("阿里巴巴（中国）网络技术有限责任公司") == "阿里巴巴(中国)网络技术有限公司"
    assert merge_form(" Foo\tBar  Co., Ltd. ") == "foo bar co.,ltd."
    assert merge_form("中天 科技 ABC Cable") == "中天科技abc cable"
    assert merge_form("\u200b \x07") == ""


def test_form_vectors_are_compatibility_forms(shared):
    cases = json.loads((shared / "reference" / "name_vectors.json").read_text("utf-8"))
    assert [merge_form(case["raw"]) for case in cases] == [merge_form(case["nfkc"]) for case in cases]
    assert merge_form(cases[6]["raw"]) == merge_form(cases[7]["raw"])


@pytest.mark.parametrize(
    ("name", "text", "region"),
    [
        ("上海宏达有限公司", "宏达", "上海市"),
        ("南京宏达有限责任公司", "宏达", "南京市"),
        ("江苏省南京市宏达电子股份公司", "宏达电子", "南京市"),
        ("江苏中天科技股份有限公司", "中天科技", "江苏省"),
        ("深圳市腾讯计算机系统有限公司", "腾讯计算机系统", "深圳市"),
        ("宏达(上海)电缆有限公司", "宏达电缆", "上海市"),
        ("宏达电缆(中国)有限公司", "宏达电缆", "中国"),
        ("内蒙古伊兴电力", "伊兴电力", "内蒙古自治区"),
        ("延边恒泰电力", "恒泰电力", "延边朝鲜族自治州"),
        ("阿里巴巴网络", "阿里巴巴网络", None),
        ("东方电缆", "东方电缆", None),
        ("东方市宏达电缆", "宏达电缆", "东方市"),
        ("上海有限公司", "上海", None),
        ("宏达电缆有限公司合肥分公司", "宏达电缆有限公司合肥分公司", None),
        ("宏达会计师事务所(特殊普通合伙)", "宏达会计师事务所", None),
        ("株式会社宏达", "宏达", None),
        ("Foo Bar Co., Ltd.", "foo bar", None),
        ("Foo Bar Inc", "foo bar", None),
        ("Tesco", "tesco", None),
        ("有限公司", "有限公司", None),
        ("", "", None),
    ],
)
def test_bare_form(places, name, text, region):
    assert bare_form(name, places) == Bare(text, region)
    assert region_of(name, places) == region


def test_the_earlier_place_has_the_short_form():
    places = read_places(
        [("海南省", "海南省"), ("青海省", "海南藏族自治州"), ("吉林省", "吉林省"), ("吉林省", "吉林市")]
    )
    assert region_of("海南宏达", places) == "海南省"
    assert region_of("海南藏族自治州宏达", places) == "海南藏族自治州"
    assert region_of("吉林市宏达", places) == "吉林市"


def test_place_table(places):
    full = set(places.known.values())
    assert len(full) == 399
    for short in (
        "北京",
        "苏州",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
        "新疆",
        "香港",
        "澳门",
        "台湾",
        "恩施",
        "锡林郭勒",
        "博尔塔拉",
    ):
        assert places.known[short].startswith(short)


@given(st.text())
def test_form_is_its_own_form(text):
    form = merge_form(text)
    assert merge_form(form) == form


@given(st.text("有限责任公司股份責 (（〔)）〕aＡ.,&\u200b\u3000", max_size=16))
def test_form_of_legal_forms_is_its_own_form(text):
    form = merge_form(text)
    assert merge_form(form) == form
    assert " (" not in form


@given(st.text("上海市有限公司宏达株式会社(中国)分总co. ", max_size=14))
def test_bare_form_leaves_something(text):
    places = read_places([("上海市", "上海市")])
    form = merge_form(text)
    assert bool(bare_form(text, places).text) == bool(form)
    assert bare_form(text, places) == bare_form(form, places)


def test_a_million_names_take_seconds(places):
    names = [f"上海宏达{number}科技股份有限公司" for number in range(50_000)]
    start = time.perf_counter()
    for name in names:
        merge_form(name)
        bare_form(name, places)
    assert time.perf_counter() - start < 5
