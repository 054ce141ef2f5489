"""Columns as the page takes them over: the narrowest bytes that hold every number."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from chainprospect.draw import build_scene
from chainprospect.draw.compact import compact, packed
from chainprospect.draw.layout import arrange
from chainprospect.draw.payload import payload


def unpacked(column, count):
    if isinstance(column, int):
        return [column] * count
    kind, text = column
    return np.frombuffer(base64.b64decode(text), dtype=f"<{kind}").tolist()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([-1, 127], "i1"),
        ([0, 255], "u1"),
        ([-1, 200], "i2"),
        ([0, 65_535], "u2"),
        ([-1, 65_535], "i4"),
        ([0, 2**32 - 1], "u4"),
        ([0, 2**32], "f8"),
    ],
)
def test_a_column_takes_the_narrowest_kind(values, kind):
    column = packed(values)
    assert column[0] == kind
    assert unpacked(column, 2) == values


def test_bytes_are_little_endian():
    assert packed([0, 258]) == ("i2", base64.b64encode(b"\x00\x00\x02\x01").decode())


@pytest.mark.parametrize(("values", "expected"), [([3, 3, 3], 3), ([-1], -1), ([], 0)])
def test_a_column_of_one_value_is_that_value(values, expected):
    assert packed(values) == expected


def test_nothing_is_lost(made):
    answers, view = made.made_reached(300)
    scene = build_scene(answers, reached=view)
    data = payload(scene, arrange(scene), lang="zh")
    picture, words = compact(data)
    companies, relations = data["companies"], data["relations"]
    assert picture["companies"]["count"] == len(companies["id"])
    assert picture["relations"]["count"] == len(relations["source"])
    for key in ("id", "name", "apart", "others"):
        assert words[key] == companies[key]
    for key in ("standing", "parent", "column", "rank", "high"):
        assert unpacked(picture["companies"][key], len(companies["id"])) == companies[key]
    assert placed(picture) == dict(enumerate(zip(companies["column"], companies["order"], strict=True)))
    assert picture["companies"]["anchors"] == [here for here, one in enumerate(companies["standing"]) if one == 0]
    assert picture["companies"]["leads"] == companies["standing"].count(1) > 0
    for key in ("source", "target", "kind", "grade"):
        assert unpacked(picture["relations"][key], len(relations["source"])) == relations[key]
    scores = unpacked(picture["companies"]["score"], len(companies["id"]))
    assert [(one - 1) / 100 if one else None for one in scores] == companies["score"]
    amounts = unpacked(picture["relations"]["amount"], len(relations["source"]))
    assert [one - 1 if one else None for one in amounts] == relations["amount"]
    assert picture.keys() | words.keys() == data.keys() | {"id", "name", "apart", "others", "later"}
    assert words["later"] == {"companies": {}, "relations": {}}
    assert isinstance(companies["order"], list)


def placed(picture):
    """Column and place in it of every company."""
    rows = unpacked(picture["companies"]["rows"], picture["companies"]["count"])
    found = {}
    for column, length in picture["companies"]["columns"]:
        found |= {here: (column, place) for place, here in enumerate(rows[:length])}
        del rows[:length]
    return found


def test_what_is_not_seen_from_afar_follows_with_the_words(made):
    answers, view = made.made_reached(6_000)
    data = payload(*_arranged(build_scene(answers, reached=view)), lang="zh")
    picture, words = compact(data)
    later, there = words["later"], picture["companies"] | picture["relations"]
    assert set(later["companies"]) == {"tier", "tie", "industry", "region", "gate", "rank"}
    assert set(later["relations"]) == {"grade", "amount"}
    assert not there.keys() & (later["companies"].keys() | later["relations"].keys())
    assert unpacked(later["companies"]["region"], len(words["id"])) == data["companies"]["region"]
    assert unpacked(later["relations"]["grade"], picture["relations"]["count"]) == data["relations"]["grade"]


def test_the_opening_view_has_names_for_all_it_shows(made):
    data = payload(*_arranged(build_scene(made.made_answer(60))), lang="zh")
    picture, _ = compact(data)
    named = picture["companies"]["named"]
    assert set(named) >= set(data["companies"]["first"])
    assert picture["companies"]["name"] == [data["companies"]["name"][here] for here in named]


def test_a_whole_picture_names_the_anchors_and_the_best_first(made):
    answers, view = made.made_reached(900)
    data = payload(*_arranged(build_scene(answers, reached=view)), lang="zh")
    named = compact(data)[0]["companies"]["named"]
    score = [one or 0 for one in data["companies"]["score"]]
    anchors = [here for here, standing in enumerate(data["companies"]["standing"]) if standing == 0]
    assert named[: len(anchors)] == anchors
    assert len(named) == 400
    rest = sorted(set(range(len(score))) - set(anchors), key=lambda here: (-score[here], here))
    assert named[len(anchors) :] == rest[: 400 - len(anchors)]


def _arranged(scene):
    return scene, arrange(scene)
