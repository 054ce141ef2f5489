"""Regions: the same place however it is written."""

from __future__ import annotations

import pytest

from chainprospect.references import chinese_places

PLACES = chinese_places()


@pytest.mark.parametrize("text", ["江苏省苏州市", "江苏苏州", "苏州", "苏州市", " 江苏 苏州 "])
def test_one_place_in_many_spellings(text) -> None:
    assert PLACES.place(text).province == "江苏省"
    assert PLACES.place(text).rest == "苏州"


@pytest.mark.parametrize(
    ("served", "region", "standing"),
    [
        ("江苏省", "苏州市", "served"),
        ("苏州", "江苏省苏州市工业园区", "served"),
        ("苏州市", "江苏省南京市", "same_province"),
        ("苏州市", "江苏省", "same_province"),
        ("江苏省", "浙江省杭州市", "elsewhere"),
        ("上海市", "上海市浦东新区", "served"),
        ("内蒙古自治区", "内蒙古包头", "served"),
        ("新疆", "新疆维吾尔自治区乌鲁木齐市", "served"),
        ("吉林省", "吉林市", "served"),
        ("吉林市", "吉林省长春市", "same_province"),
        ("Taiwan", "Japan", "elsewhere"),
        ("Japan", "Japan Tokyo", "served"),
    ],
)
def test_standing(served, region, standing) -> None:
    assert PLACES.standing([served], region) == standing


def test_the_best_standing_of_several_wins() -> None:
    assert PLACES.standing(["浙江省", "南京"], "苏州") == "same_province"
    assert PLACES.standing(["浙江省", "南京", "苏州"], "苏州") == "served"
