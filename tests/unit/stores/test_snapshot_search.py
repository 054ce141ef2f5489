"""Finding companies by parts of their texts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainprospect.model.identity import Identity
from chainprospect.stores.snapshot import search_index
from chainprospect.stores.snapshot.read import SnapshotStore
from chainprospect.stores.snapshot.search import SearchFile, search_key
from chainprospect.stores.snapshot.write import write_snapshot
from chainprospect.stores.tables import Tables


def found(store, text: str, limit: int = 10) -> list[tuple[str, str, str]]:
    return [(match.id, match.how, match.text) for match in store.search(text, limit)]


@pytest.fixture(scope="module")
def taiwan(make_world):
    world = make_world()
    world.source(
        "a",
        companies=[
            {"own_id": "TW:2317", "name": "鴻海", "name_en": "Hon Hai Precision", "ticker": "TW 2317"},
            {"own_id": "TW:0001", "name": "鴻海精密工業", "aliases": ["富士康", "Foxconn"]},
            {"own_id": "TW:0002", "name": "台灣鴻海", "former_names": ["海鴻電子"]},
            {"own_id": "TW:0003", "name": "群創", "aliases": ["鴻海系面板"]},
            {"own_id": "TW:0004", "name": "大鴻海運", "uscc": "91110000600037341L", "lei": "213800KUD8LAJWSQ9D15"},
            {"own_id": "TW:0005", "name": "海鴻"},
            {"own_id": "TW:9999", "name": "文曄", "name_en": "WT  Micro (electronics)"},
            {"own_id": "TW:99", "name": "ＡＢＣ（股）公司"},
        ],
        relations=[{"source": "鴻海精密工業", "target": "蘋果 Apple"}],
    )
    with world.store() as store:
        yield store


def test_the_whole_name_stands_before_its_four_longer_ones(taiwan):
    assert found(taiwan, "鴻海") == [
        ("TW:2317", "name", "鴻海"),
        ("TW:0003", "start", "鴻海系面板"),
        ("TW:0001", "start", "鴻海精密工業"),
        ("TW:0002", "substring", "台灣鴻海"),
        ("TW:0004", "substring", "大鴻海運"),
    ]


def test_the_limit_cuts_the_end(taiwan):
    assert [ident for ident, *_ in found(taiwan, "鴻海", 2)] == ["TW:2317", "TW:0003"]
    assert found(taiwan, "鴻海", 0) == []


@pytest.mark.parametrize(
    ("text", "ident", "how"),
    [
        ("TW:2317", "TW:2317", "id"),
        ("tw:2317", "TW:2317", "id"),
        ("TW2317", "TW:2317", "id"),
        ("富士康", "TW:0001", "alias"),
        ("foxconn", "TW:0001", "alias"),
        ("ＦＯＸＣＯＮＮ", "TW:0001", "alias"),
        ("hon hai precision", "TW:2317", "alias"),
        ("海鴻電子", "TW:0002", "alias"),
        ("91110000600037341l", "TW:0004", "id"),
        ("213800KUD8LAJWSQ9D15", "TW:0004", "id"),
        ("abc(股)公司", "TW:99", "name"),
        ("Hon", "TW:2317", "start"),
        ("precis", "TW:2317", "substring"),
        ("cision", "TW:2317", "substring"),
        ("xco", "TW:0001", "substring"),
        ("電子", "TW:0002", "substring"),
        ("micro (", "TW:9999", "substring"),
        ("曄", "TW:9999", "substring"),
        ("文", "TW:9999", "start"),
        ("果a", "X蘋果 apple", "substring"),
        ("x蘋", "X蘋果 apple", "start"),
    ],
)
def test_every_kind_of_text_is_found(taiwan, text, ident, how):
    assert found(taiwan, text, 1)[0][:2] == (ident, how)


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "鴻鴻", "海精公", "nothing", "富士x"])
def test_what_nobody_is_called_finds_nothing(taiwan, text):
    assert found(taiwan, text) == []


@pytest.mark.parametrize(
    "text",
    ['"', "'", "''", '""', "*", "鴻*", "NEAR", "NEAR(a b)", "a OR b", "NOT", "鴻海)", "%", "_", "\\", "--",
     "; DROP TABLE entry", "\x00", "a\x00b", "col:x", "^鴻", "-鴻", "{", "\U0010ffff", "x" * 100_000, "鴻" * 5_000],
)  # fmt: skip
def test_hostile_text_is_only_text(taiwan, text):
    assert found(taiwan, text) == []
    assert found(taiwan, "鴻海", 1) == [("TW:2317", "name", "鴻海")]


def test_hostile_names_are_found_by_their_signs(world):
    names = ['a"b', "c'd", "e*f", "NEAR", "g%h", "i_j", "k\\l", "甲;--乙", "=1+1", "(x)"]
    world.source("a", companies=[{"name": name} for name in names])
    with world.store() as store:
        for name in names:
            assert [match.text for match in store.search(name) if match.how == "name"] == [name]
        assert [match.text for match in store.search('"b')] == ['a"b']
        assert [match.text for match in store.search("_")] == ["i_j"]
        assert [match.text for match in store.search("%")] == ["g%h"]


def test_a_company_stands_once_with_its_best_text(world):
    world.source("a", companies=[{"own_id": "甲乙丙", "name": "甲乙", "aliases": ["甲", "大甲", "甲乙丙丁"]}])
    with world.store() as store:
        assert found(store, "甲") == [("甲乙丙", "alias", "甲")]
        assert found(store, "乙") == [("甲乙丙", "substring", "甲乙")]
        assert found(store, "甲乙丙") == [("甲乙丙", "id", "甲乙丙")]


def test_equal_matches_stand_in_the_order_of_their_ids(world):
    world.source("a", companies=[{"own_id": f"{i:03}", "name": f"同名{i % 10}厂"} for i in reversed(range(60))])
    with world.store() as store:
        assert [ident for ident, *_ in found(store, "同名", 60)] == [f"{i:03}" for i in range(60)]
        assert [ident for ident, *_ in found(store, "名3", 60)] == [f"{i:03}" for i in range(60) if i % 10 == 3]


def test_ids_that_were_merged_away_are_still_found(world, tmp_path):
    world.source("a", companies=[{"own_id": "A1", "name": "甲"}, {"own_id": "B2", "name": "乙"}])
    (tmp_path / "s").mkdir()
    with Tables(world.sources, fx={}, temp=tmp_path) as tables:
        tables.mentions(list, bool)
        tables.assign(Identity(np.zeros(2, np.int64), ["A1"], ["甲"], ()))
        write_snapshot(tables, tmp_path / "s")
    with SnapshotStore(tmp_path / "s") as store:
        assert found(store, "B2") == [("A1", "id", "B2")]
        assert found(store, "乙") == [("A1", "alias", "乙")]


@pytest.mark.parametrize("size", [7, 1_000_000])
def test_every_part_of_every_text_is_found(world, monkeypatch, size):
    monkeypatch.setattr("chainprospect.stores.snapshot.write._SEARCH_PART", size)
    draw = random.Random(7)
    signs = "鴻海精密電子abcXYZ12-（）é\U00020bb7ゾ한"
    names = sorted({"".join(draw.choices(signs, k=draw.randint(1, 9))) for _ in range(60)})
    world.source("a", companies=[{"own_id": f"#{i}", "name": name} for i, name in enumerate(names)])
    with world.store() as store:
        texts = {company.id: {company.id, company.name, *company.aliases} for company in
                 store.companies(range(store.facts.companies))}  # fmt: skip
        for name in draw.sample(names, 25):
            start = draw.randrange(len(name))
            part = name[start : draw.randint(start + 1, len(name))]
            wanted = {i for i, said in texts.items() if any(search_key(part) in search_key(text) for text in said)}
            assert {ident for ident, *_ in found(store, part, 1000)} == wanted


@given(
    st.lists(st.text("aAｂ鴻海\u3000ﾞか\U00020bb7\x00é.", max_size=6), min_size=1, max_size=30),
    st.text("aAb鴻海か\U00020bb7\x00é", min_size=1, max_size=3),
    st.integers(1, 8),
)
@settings(max_examples=40, deadline=None)
def test_the_file_answers_as_a_walk_over_all_texts(tmp_path_factory, texts, asked, size):
    texts = sorted(texts, key=len)
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "_SORTED_A_PAGE", 2)
        patch.setattr(search_index, "_GRAMMED_A_PAGE", 3)
        search_index.write_search(
            path,
            (
                (np.arange(len(texts), dtype=np.int32)[at : at + size], np.ones(size, np.int8), texts[at : at + size])
                for at in range(0, len(texts), size)
            ),
        )
    key = search_key(asked)
    words = {0: "name", 1: "start", 2: "substring"}
    matches = [
        (0 if found == key else 1 if found.startswith(key) else 2, number)
        for number, found in enumerate(map(search_key, texts))
        if key in found
    ]
    wanted = [(number, words[rank], texts[number]) for rank, number in sorted(matches)]
    file = SearchFile(path)
    assert file.find(asked, 100) == wanted
    assert file.find(asked, 100, whole=True) == [one for one in wanted if one[1] == "name"]
    file.close()
