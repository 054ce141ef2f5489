"""Numbers as people write them."""

from __future__ import annotations

import math

import pytest

from chainprospect.model import figures


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (0, "0 元", "CNY 0"),
        (7.5, "7.5 元", "CNY 7.5"),
        (9_999, "9,999 元", "CNY 10 k"),
        (9_999.6, "1 万元", "CNY 10 k"),
        (12_300, "1.23 万元", "CNY 12.3 k"),
        (120e6, "1.2 亿元", "CNY 120 m"),
        (99_994_000, "9,999 万元", "CNY 100 m"),
        (99_996_000, "1 亿元", "CNY 100 m"),
        (999.4e6, "9.99 亿元", "CNY 999 m"),
        (999.6e6, "10 亿元", "CNY 1 bn"),
        (5e9, "50 亿元", "CNY 5 bn"),
        (6.6e12, "6.6 万亿元", "CNY 6.6 tn"),
        (-3.45e7, "-3,450 万元", "CNY -34.5 m"),
    ],
)
def test_money(amount: float, zh: str, en: str) -> None:
    assert figures.money(amount, "zh") == zh
    assert figures.money(amount, "en") == en


def test_money_in_other_currencies() -> None:
    assert figures.money(3e6, "zh", "USD") == "300 万美元"
    assert figures.money(1.5e8, "zh", "TWD") == "1.5 亿新台币"
    assert figures.money(1.5e8, "zh", "THB") == "1.5 亿 THB"
    assert figures.money(3e6, "en", "THB") == "THB 3 m"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.35, "35%"),
        (0.0999, "10%"),
        (0.035, "3.5%"),
        (0.02, "2%"),
        (0.00123, "0.12%"),
        (0.000123, "0.012%"),
        (0.0000099, "<0.001%"),
        (-0.035, "-3.5%"),
    ],
)
def test_percent(fraction: float, text: str) -> None:
    assert figures.percent(fraction) == text


def test_growth_carries_its_sign() -> None:
    assert [figures.growth(rate) for rate in (0.12, -0.035, 0.0, 0.0001, -1.0)] == [
        "+12%",
        "-3.5%",
        "0%",
        "0%",
        "-100%",
    ]


def test_days() -> None:
    assert figures.day("2024-05-01", "zh") == "2024年5月1日"
    assert figures.day("2024-05-01", "en") == "1 May 2024"
    assert figures.day("2024-13-01", "en") == "2024-13-01"
    assert figures.day("last spring", "zh") == "last spring"


def test_names_stay_on_one_line_and_turn_nothing_round() -> None:
    assert figures.called("宏远\r\n开关\x00\t公司") == "宏远 开关 公司"
    assert figures.called("abc\u202egnp") == "abc gnp"
    assert figures.called("名" * 40_000) == "名" * 79 + "…"
    assert figures.called("shalom שלום 🏭") == "shalom שלום 🏭"


def test_only_finite_numbers_are_known() -> None:
    assert figures.known(3) == 3.0
    for value in (None, math.nan, math.inf, "3", True):
        assert figures.known(value) is None
