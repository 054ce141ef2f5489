"""Numbers, units, currencies and fractions as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.load.units import Amount, Bad, Unit, currency_of, parse_amount, parse_fraction, parse_unit


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1234.5", 1234.5, None),
        ("1,234.5", 1234.5, None),
        ("1'234", 1234.0, None),
        ("5 000", 5000.0, None),
        ("３２０万", 3_200_000.0, None),
        ("1.1万", 11_000.0, None),
        ("3.5亿元", 350_000_000.0, None),
        ("2千万", 20_000_000.0, None),
        ("人民币500万元", 5_000_000.0, "CNY"),
        ("USD 3.2mn", 3_200_000.0, "USD"),
        ("US$3 million", 3_000_000.0, "USD"),
        ("$5m", 5_000_000.0, "USD"),
        ("NT$ 30亿", 3_000_000_000.0, "TWD"),
        ("5bn HKD", 5_000_000_000.0, "HKD"),
        ("￥1,000.00", 1000.0, "CNY"),
        ("(500)", -500.0, None),
        ("-$5", -5.0, "USD"),
        ("−5", -5.0, None),
        ("约500万", 5_000_000.0, None),
        ("1.2万人", 12_000.0, None),
        ("1.2E+05", 120_000.0, None),
    ],
)
def test_an_amount_is_read_with_its_unit_and_currency(text, value, currency):
    found = parse_amount(text)
    assert isinstance(found, Amount)
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    "text", ["", "万", "很多", "12abc", "5,00", "1.234,56", "500-1000人", "nan", "inf", "1e", "5 m USD x", ">5"]
)
def test_what_is_no_number_is_refused(text):
    assert parse_amount(text) == Bad("unreadable_number")


def test_a_number_beyond_all_measure_is_refused():
    assert parse_amount("1e400") == Bad("absurd_number")


def test_the_cells_unit_stands_before_the_headers():
    header = Unit(1e4, "USD")
    assert parse_amount("5", header) == Amount(50_000.0, "USD")
    assert parse_amount("5亿", header) == Amount(500_000_000.0, "USD", own=True)
    assert parse_amount("500元", header) == Amount(500.0, "USD", own=True)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("万元", Unit(1e4)),
        ("亿元", Unit(1e8)),
        ("单位：万元", Unit(1e4)),
        ("USD mn", Unit(1e6, "USD")),
        ("百万新台币", Unit(1e6, "TWD")),
        ("人民币亿元", Unit(1e8, "CNY")),
        ("k", Unit(1e3)),
        ("人", Unit(1.0)),
        ("", Unit(1.0)),
        ("x", None),
        ("万亿万", None),
    ],
)
def test_units(text, unit):
    assert parse_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("元", "CNY"),
        ("RMB", "CNY"),
        ("美元", "USD"),
        ("新台币", "TWD"),
        ("ＮＴ＄", "TWD"),
        ("xof", "XOF"),
        ("现金", None),
    ],
)
def test_currencies(text, code):
    assert currency_of(text) == code


@pytest.mark.parametrize(
    ("text", "percent", "value"),
    [
        ("12%", False, 0.12),
        ("１２％", True, 0.12),
        ("0.12", False, 0.12),
        ("12", True, 0.12),
        ("-5%", False, -0.05),
        ("1成", False, 0.1),
        ("5‰", False, 0.005),
        ("abc", False, Bad("unreadable_fraction")),
    ],
)
def test_fractions(text, percent, value):
    assert parse_fraction(text, percent=percent) == value


@given(st.floats(min_value=0, max_value=1e15, allow_nan=False), st.sampled_from(["{:.2f}", "{:,.2f}", "CNY {:.2f}"]))
def test_a_written_amount_reads_as_itself(value, form):
    text = form.format(value)
    found = parse_amount(text)
    assert isinstance(found, Amount)
    assert found.value == float(f"{value:.2f}")


@given(st.integers(0, 10**9), st.sampled_from([("万", 4), ("亿", 8), ("k", 3), ("百万", 6)]))
def test_a_unit_multiplies_exactly(number, unit):
    word, power = unit
    found = parse_amount(f"{number / 100:.2f}{word}")
    assert isinstance(found, Amount)
    assert found.value == float(f"{number}e{power - 2}")


@given(st.text(max_size=30))
def test_no_text_raises(text):
    parse_amount(text)
    parse_fraction(text)
    parse_unit(text)
