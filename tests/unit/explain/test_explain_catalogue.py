"""Both catalogues say the same things."""

from __future__ import annotations

import csv
import re
from importlib import resources
from string import Formatter

import pytest

from chainprospect.explain import (
    band_title,
    contribution_title,
    event_title,
    flag_title,
    gate_opener,
    gate_title,
    grade_title,
    kind_title,
    missing_title,
    role_title,
    side_title,
)
from chainprospect.explain.catalogue import CATALOGUES, listed
from chainprospect.model.company import BANDS, ROLES
from chainprospect.model.prospect import CONTRIBUTIONS, GATES
from chainprospect.model.relation import GRADES, Kind, Side

HAN = re.compile("[\u4e00-\u9fff]")


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_both_catalogues_have_the_same_keys_in_the_same_order() -> None:
    assert list(CATALOGUES["zh"]) == list(CATALOGUES["en"])


def test_both_catalogues_have_the_same_placeholders() -> None:
    differing = {
        key: (placeholders(text), placeholders(CATALOGUES["en"][key]))
        for key, text in CATALOGUES["zh"].items()
        if placeholders(text) != placeholders(CATALOGUES["en"][key])
    }
    # Chinese has no plural and no word for "in turn" before a verb that English puts elsewhere.
    assert differing == {}


def test_no_chinese_in_english_and_every_sentence_ends() -> None:
    for key, text in CATALOGUES["en"].items():
        assert not HAN.search(text), key
    for key in CATALOGUES["en"]:
        if key.startswith(("reason.now", "reason.flag.", "reason.size_", "excluded.self", "reason.missing")):
            assert CATALOGUES["zh"][key].endswith("。"), key
            assert CATALOGUES["en"][key].endswith("."), key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_machine_word_has_a_title(lang: str) -> None:
    titles = [
        *(gate_title(gate, lang) for gate in GATES),
        *(contribution_title(name, lang) for name in CONTRIBUTIONS),
        *(band_title(band, lang) for band in (*BANDS, None)),
        *(side_title(side, lang) for side in Side),
        *(role_title(role, lang) for role in ROLES),
        *(kind_title(kind.word, lang) for kind in Kind),
        *(grade_title(grade, lang) for grade in GRADES),
    ]
    assert all(titles)
    if lang == "zh":
        assert all(HAN.search(title) for title in titles)


def test_titles_read_as_a_colleague_says_them() -> None:
    assert gate_title("too_large", "zh") == "规模过大"
    assert contribution_title("openness", "zh") == "合作空间"
    assert side_title("upstream", "zh") == "上游"
    assert role_title("trader", "en") == "trader"
    assert kind_title("supplies", "zh") == "供货"
    assert grade_title("official_list", "en") == "official list"
    assert flag_title("policy_review", "zh") == "须政策审查"
    assert missing_title("banks", "zh") == "合作银行"
    assert missing_title("openness", "en") == "room for our bank"


def test_words_we_never_heard_stay_as_they_are() -> None:
    assert gate_title("brand_new", "zh") == "brand_new"
    assert flag_title("brand_new", "en") == "brand_new"
    assert missing_title("brand_new", "en") == "brand_new"


def test_event_types_are_called_as_the_reference_table_calls_them() -> None:
    table = resources.files("chainprospect.reference").joinpath("event_types.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        assert event_title(row["type"], "zh") == row["zh"]
        assert event_title(row["type"], "en") != row["type"] or row["type"] in ("expansion", "listing", "restructuring")


@pytest.mark.parametrize(
    ("gate", "zh", "en"),
    [
        ("already_client", "--include already_client", "--include already_client"),
        ("role", "--include role", "--include role"),
        ("too_large", "--include too_large 或 --size any", "--include too_large or --size any"),
        ("too_small", "--include too_small 或 --size any", "--include too_small or --size any"),
        ("region", "去掉 --region", "drop --region"),
        ("size", "去掉 --size", "drop --size"),
        ("min_score", "调低或去掉 --min-score", "lower or drop --min-score"),
    ],
)
def test_each_gate_names_the_flag_that_opens_it(gate: str, zh: str, en: str) -> None:
    assert gate_opener(gate, "zh") == zh
    assert gate_opener(gate) == en


def test_what_goes_beyond_a_list_is_counted_though_only_its_first_are_given() -> None:
    names = ["甲", "乙", "丙", "丁", "戊"]
    for lang in ("zh", "en"):
        for many in range(6):
            whole = listed(lang, names[:many], 3)
            assert listed(lang, names[: min(many, 3)], 3, many) == whole
