"""Who is mentioned, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.model.identity import Mentions
from chainprospect.stores.tables import SourceRecords, Tables, _coded

USCC = "91110000600037341L"
LEI = "213800KUD8LAJWSQ9D15"


def forms_of(names: Sequence[str]) -> list[str]:
    forms = [name.casefold().replace(" ", "") for name in names]
    return [name if form == name else form for name, form in zip(names, forms, strict=True)]


def mentions_of(world) -> Mentions:
    with Tables(world.sources, fx={}, memory_limit="500MB", threads=1, temp=world.folder / "t") as tables:
        return tables.mentions(forms_of, LEI.__eq__)


def said(mentions: Mentions) -> list[tuple[bool, str | None, str | None, str | None, str | None, int]]:
    def text(codes: np.ndarray, texts: list[str], i: int) -> str | None:
        return None if codes[i] < 0 else texts[codes[i]]

    return [
        (
            bool(mentions.is_reference[i]),
            text(mentions.own, mentions.own_texts, i),
            text(mentions.uscc, mentions.uscc_texts, i),
            text(mentions.lei, mentions.lei_texts, i),
            text(mentions.name, mentions.name_texts, i),
            int(mentions.rows[i]),
        )
        for i in range(len(mentions.own))
    ]


def test_a_reference_by_own_id_is_no_mention_and_any_other_is_an_identifier_else_a_name(world):
    world.source(
        "a",
        companies=[{"own_id": "甲", "name": "甲公司"}, {"own_id": USCC.lower(), "name": "乙公司"}],
        relations=[
            {"source": "甲", "target": USCC.lower()},
            {"source": USCC, "target": LEI.lower()},
            {"source": "91350100M000100Y4Z", "target": "甲公司"},
        ],
    )
    assert said(mentions_of(world)) == [
        (False, USCC.lower(), None, None, "乙公司", 1),
        (False, "甲", None, None, "甲公司", 1),
        (True, None, None, None, "91350100M000100Y4Z", 1),
        (True, None, None, None, "甲公司", 1),
        (True, None, None, LEI, None, 1),
        (True, None, USCC, None, None, 1),
    ]


def test_every_table_refers(world):
    world.source(
        "a",
        payments=[{"payer": "甲", "payee": "乙"}],
        events=[{"company": "丙", "type": "default"}],
        financials=[{"company": "丁", "period": "2024"}],
        blacklist=[{"company": "戊"}],
        relations=[{"source": "甲", "target": "甲"}],
    )
    assert {(name, rows) for *_, name, rows in said(mentions_of(world))} == {
        ("甲", 3),
        ("乙", 1),
        ("丙", 1),
        ("丁", 1),
        ("戊", 1),
    }


def test_equal_rows_are_one_mention_and_two_spellings_share_a_form(world):
    world.source("a", companies=[{"name": "Hua Tai"}, {"name": "HUATAI"}, {"name": "HUATAI"}])
    mentions = mentions_of(world)
    assert said(mentions) == [(False, None, None, None, "HUATAI", 2), (False, None, None, None, "Hua Tai", 1)]
    assert mentions.form.tolist() == [0, 0]
    assert mentions.form_texts == ["huatai"]


def test_texts_stand_in_code_point_order_beyond_the_basic_plane(world):
    names = ["Z", "a", "鴻海", "\U00020bb7野", "～"]
    world.source("a", companies=[{"name": name} for name in names])
    assert list(mentions_of(world).name_texts) == sorted(names)


def test_aliases_former_and_english_names_are_pairs(world):
    row = {"own_id": "1", "name": "甲", "aliases": ["A1", "a 1"], "former_names": ["旧"], "name_en": "Jia"}
    world.source("a", companies=[row, {"own_id": "2", "name": "乙"}])
    mentions = mentions_of(world)
    pairs = [
        (said(mentions)[m][1], mentions.form_texts[f])
        for m, f in zip(mentions.alias_of.tolist(), mentions.alias_form.tolist(), strict=True)
    ]
    assert pairs == [("1", "a1"), ("1", "jia"), ("1", "旧")]


def test_a_name_without_a_form_keeps_its_own(tmp_path: Path, world):
    world.source("a", companies=[{"name": "（）"}])
    with Tables(world.sources, fx={}, threads=1, temp=tmp_path) as tables:
        mentions = tables.mentions(lambda names: [""] * len(names), bool)
    assert mentions.form_texts == ["（）"]


def test_no_records_at_all_make_no_mentions(tmp_path: Path):
    (tmp_path / "r").mkdir()
    with Tables([SourceRecords("a", tmp_path / "r", 1)], fx={}, threads=1, temp=tmp_path) as tables:
        assert said(tables.mentions(list, bool)) == []


def test_a_folder_named_like_a_pattern_is_read_literally(tmp_path: Path, world):
    world.folder = tmp_path / "数据 [1]*'x"
    world.source("a", companies=[{"name": "甲"}])
    assert [name for *_, name, _ in said(mentions_of(world))] == ["甲"]
    assert world.store().facts.companies == 1


@given(st.sets(st.text("abAB 甲乙", max_size=3), max_size=20))
def test_forms_are_numbered_in_their_order(names):
    names = sorted(names)
    forms = forms_of(names)
    texts, codes = _coded(names, forms)
    assert texts == sorted(set(forms))
    assert codes[-1] == -1
    assert [texts[code] for code in codes[:-1]] == forms
