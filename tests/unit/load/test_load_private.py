"""Private facts are refused by their headers (A11, A15, A18, B53), in Chinese and English, with the reason."""

from __future__ import annotations

import csv

import pytest

from chainprospect.errors import InputError
from chainprospect.load.columns import TABLES
from chainprospect.load.contacts import read_contacts
from chainprospect.load.files import Sheet
from chainprospect.load.headers import plan_sheet, speaks_of_people
from chainprospect.load.mapping import TableMapping
from chainprospect.load.private import private_field, private_fields, private_in


def sheet(*header: str) -> Sheet:
    from pathlib import Path

    return Sheet(Path("a.csv"), "a.csv", "a", "text", header, ())


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("家庭情况", "family"),
        ("配偶姓名", "family"),
        ("Children", "family"),
        ("爱好（休闲）", "hobbies"),
        ("hobbies", "hobbies"),
        ("性格特点", "personality"),
        ("Personality type", "personality"),
        ("年 龄", "age"),
        ("Date of birth", "age"),
        ("健康状况", "health"),
        ("medical history", "health"),
        ("宗教信仰", "religion"),
        ("政治面貌", "politics"),
        ("民族", "origin"),
        ("个人资产", "finances"),
        ("亲友", "relatives"),
        ("身份证号", "identity"),
        ("home address", "identity"),
    ],
)
def test_a_private_header_is_known_by_what_it_asks(header: str, field: str) -> None:
    found = private_field(header)
    assert found is not None
    assert found.name == field


def test_every_private_fact_has_a_reason_in_both_languages() -> None:
    assert [field.name for field in private_fields()] == [
        *("family", "relatives", "hobbies", "personality", "age", "health", "religion", "politics", "origin"),
        *("finances", "identity"),
    ]
    assert private_fields()[2].reason("zh") == "对企业授信没有正当用途"
    assert private_fields()[2].reason("en") == "no legitimate use in credit to companies"


def test_what_the_reference_table_refuses_is_refused(shared) -> None:
    with (shared / "reference" / "privacy_fields.csv").open(encoding="utf-8") as stream:
        refused = [row["seed_field"] for row in csv.DictReader(stream) if "REFUSE" in row["design_decision"]]
    assert len(refused) == 4
    for text in refused:
        words = text.replace(" of person", "").split(", ")
        assert [word for word in words if not private_field(word if word != "finances" else "personal finances")] == []


def test_a_mapping_may_not_bring_a_private_column_in() -> None:
    mapping = TableMapping(TABLES["companies"], {"aliases": "爱好"})
    with pytest.raises(InputError) as caught:
        plan_sheet(sheet("公司名称", "爱好"), TABLES["companies"], mapping, {})
    assert str(caught.value) == (
        "a.csv, column 爱好: the mapping names '爱好' for aliases, a private fact that is never stored; take it out."
    )


def test_free_text_is_flagged_by_whole_words() -> None:
    assert [field.name for field in private_in("谈票据；他喜欢高尔夫，两个孩子")] == ["family", "hobbies"]
    assert [field.name for field in private_in("His hobby is golf")] == ["hobbies"]
    assert private_in("a valid card of the familyfirm, 账龄三年") == ()


def test_a_list_of_people_is_no_table_of_companies() -> None:
    assert speaks_of_people(sheet("company", "name", "title"))
    assert speaks_of_people(sheet("公司", "姓名", "职务", "资料来源"))
    assert not speaks_of_people(sheet("公司名称", "联系人", "联系电话", "员工人数"))
    assert not speaks_of_people(sheet("公司名称", "地区"))


def test_people_are_read_and_private_columns_are_not(tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "公司,姓名,职务,决策角色,爱好,学历,资料来源,同意引荐,最近联系日期,备用\n"
        "甲公司,周一,财务总监,财务,围棋,,名片,是,2026/3/5,x\n"
        "甲公司,周二,,老大,,,,,,\n"
        ",周三,,,,,,,,\n"
        "乙公司,周四,,,,硕士,名片,,,\n"
        "乙公司,周五,,,,硕士,https://example.com/zhou,否,,\n",
        "utf-8",
    )
    found = read_contacts(path)
    assert found.refused == ("爱好",)
    assert found.ignored == ("备用",)
    assert [(row.row, row.company, row.values) for row in found.rows] == [
        (
            2,
            "甲公司",
            {
                "name": "周一",
                "title": "财务总监",
                "decides": "finance",
                "source_ref": "名片",
                "consent": "true",
                "last_contact": "2026-03-05",
            },
        ),
        (
            6,
            "乙公司",
            {"name": "周五", "education": "硕士", "source_ref": "https://example.com/zhou", "consent": "false"},
        ),
    ]
    assert [(each.row, each.column, each.code) for each in found.rejects] == [
        (3, "决策角色", "unknown_decides"),
        (4, "公司", "missing"),
        (5, "学历", "contact_public"),
    ]


def test_a_file_without_people_says_what_is_missing(tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("姓名,职务\n周一,总监\n", "utf-8")
    with pytest.raises(InputError, match="has no table with the columns company and name"):
        read_contacts(path)
