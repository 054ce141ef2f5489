"""Names taken all at once come out as names taken one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.resolve import bare, forms
from chainprospect.resolve.bare import bare_forms, in_text_order
from chainprospect.resolve.forms import merge_forms
from chainprospect.resolve.names import Places, bare_form, merge_form, read_places

WORDS = (
    *("上海", "苏州市", "江苏省", "中国", "宏达", "电缆", "ABC", "Foo Bar", "Ｆｏｏ", "ｶﾞｽ", "か\u3099", "é", "e\u0301"),
    *("有限责任公司", "有限責任公司", "股份公司", "有限公司", "公司", "股份", "责任", "集团", "分公司", "总公司", "責"),
    *(
        "株式会社",
        "株式會社",
        "(",
        ")",
        "（",
        "】",
        "〔上海〕",
        "(中国)",
        "（普通合伙）",
        " ",
        "\u3000",
        "\t",
        "\n",
        "\u200b",
    ),
    *("Co., Ltd.", "GmbH", "inc", " & ", ".", "_", "-", "7", "①", "한국", "ß", "İ", "\U00020bb7", "\x00", "社"),
)
NAMES = st.lists(st.one_of(st.lists(st.sampled_from(WORDS), max_size=7).map("".join), st.text(max_size=8)), max_size=8)
PLACES = read_places([("上海市", "上海市"), ("江苏省", "江苏省"), ("江苏省", "苏州市")])


@pytest.fixture(autouse=True, scope="module")
def parts_of_three():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "_PART", 3)
        patch.setattr(bare, "_PART", 3)
        yield


@given(NAMES)
def test_merge_forms(names):
    assert merge_forms(names) == [merge_form(name) for name in names]


def test_a_name_that_is_its_own_form_is_handed_back():
    names = ["宏达电缆有限公司", "foo bar", "宏达电缆有限责任公司"]
    assert [form is name for form, name in zip(merge_forms(names), names, strict=True)] == [True, True, False]


@given(NAMES, st.sampled_from([PLACES, read_places(())]))
def test_bare_forms(names, some: Places):
    texts = [form for form in map(merge_form, names) if form]
    wanted = [bare_form(text, some) for text in texts]
    found, _ = bare_forms(texts, some)
    assert found.texts(np.arange(len(texts))) == [one.text for one in wanted]
    numbers = {name: number for number, name in enumerate(sorted({*some.known.values(), "中国"}))}
    assert found.region.tolist() == [-1 if one.region is None else numbers[one.region] for one in wanted]


@given(NAMES)
def test_equal_bare_texts_have_equal_keys(names):
    texts = [form for form in map(merge_form, names) if form]
    found, keys = bare_forms(texts, PLACES)
    said = found.texts(np.arange(len(texts)))
    shortest = [12 if text.isascii() else 6 for text in said]
    assert keys.long.tolist() == [len(text) >= least for text, least in zip(said, shortest, strict=True)]
    long = np.flatnonzero(keys.long)
    heads = [said[number][: shortest[number] // 2] for number in long.tolist()]
    tails = [said[number][-shortest[number] // 2 :] for number in long.tolist()]
    assert same(keys.hash.tolist()) == same(said)
    for key, ends in ((keys.head[long], heads), (keys.tail[long], tails)):
        assert same(key.tolist()) == same(ends)
        assert [ends[number] for number in np.lexsort(in_text_order(key)[::-1]).tolist()] == sorted(ends)


@pytest.mark.parametrize("threads", [1, 3])
def test_parts_and_threads_make_no_difference(monkeypatch, threads):
    names = [f"苏州{sign}宏达（中国）电缆有限责任公司 {number}" for number, sign in enumerate("甲乙丙丁戊己庚")] * 3
    names += [f"{sign}宏(苏州)达电缆公司" for sign in "甲乙丙丁戊"]
    whole = merge_forms(names), *bare_forms(names, PLACES)
    monkeypatch.setattr("chainprospect.resolve.forms._PART", 4)
    monkeypatch.setattr("chainprospect.resolve.bare._PART", 4)
    forms, bare, keys = merge_forms(names, threads=threads), *bare_forms(names, PLACES, threads=threads)
    assert forms == whole[0]
    every = np.arange(len(names))
    assert len(bare.spliced) >= 5
    assert (bare.texts(every), bare.region.tolist()) == (whole[1].texts(every), whole[1].region.tolist())
    for part in ("hash", "head", "tail", "long"):
        assert getattr(keys, part).tolist() == getattr(whole[2], part).tolist()


def same(values: list) -> list[int]:
    return [values.index(value) for value in values]
