"""Dates and reporting periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.load.dates import Period, parse_date, parse_period
from chainprospect.load.units import Bad


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024年3月", date(2024, 3, 1)),
        ("2024年", date(2024, 1, 1)),
        ("2024", date(2024, 1, 1)),
        ("202403", date(2024, 3, 1)),
        ("20240305", date(2024, 3, 5)),
        ("２０２４－０３－０５", date(2024, 3, 5)),
        ("2024-03-05 12:30:00", date(2024, 3, 5)),
        ("2024-03-05T12:30:00Z", date(2024, 3, 5)),
        ("45356", date(2024, 3, 5)),
        ("45356.75", date(2024, 3, 5)),
        ("5 Mar 2024", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("13/5/2024", date(2024, 5, 13)),
        ("5/13/2024", date(2024, 5, 13)),
        ("5/5/2024", date(2024, 5, 5)),
    ],
)
def test_a_date_is_read(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-30", "impossible_date"),
        ("20241301", "impossible_date"),
        ("0001-01-01", "impossible_date"),
        ("99999", "impossible_date"),
        ("3/4/2024", "ambiguous_date"),
        ("去年", "unreadable_date"),
        ("24-3-5", "unreadable_date"),
        ("1", "unreadable_date"),
    ],
)
def test_what_is_no_date_is_refused(text, code):
    assert parse_date(text) == Bad(code)


@pytest.mark.parametrize(
    ("text", "name", "end"),
    [
        ("2023", "2023", date(2023, 12, 31)),
        ("2023年度", "2023", date(2023, 12, 31)),
        ("FY2023", "2023", date(2023, 12, 31)),
        ("2023年年报", "2023", date(2023, 12, 31)),
        ("2023-12-31", "2023", date(2023, 12, 31)),
        ("2023Q3", "2023Q3", date(2023, 9, 30)),
        ("2023年第三季度", "2023Q3", date(2023, 9, 30)),
        ("2023年上半年", "2023H1", date(2023, 6, 30)),
        ("2023年1-6月", "2023H1", date(2023, 6, 30)),
        ("2023年1-9月", "2023-09", date(2023, 9, 30)),
        ("2024-02", "2024-02", date(2024, 2, 29)),
        ("2023-09-30", "2023-09-30", date(2023, 9, 30)),
    ],
)
def test_a_period_is_read(text, name, end):
    assert parse_period(text) == Period(name, end)


def test_what_is_no_period_is_refused():
    assert parse_period("上期") == Bad("unreadable_period")
    assert parse_period("2023年1-13月") == Bad("impossible_date")


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(
    DAYS,
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d %b %Y", "%Y-%m-%d %H:%M:%S"]),
)
def test_a_written_date_reads_as_itself(day, form):
    assert parse_date(day.strftime(form)) == day


@given(st.dates(date(1927, 6, 1), date(2099, 12, 31)))
def test_a_serial_reads_as_the_day_it_counts(day):
    assert parse_date(str((day - date(1899, 12, 30)).days)) == day
    assert parse_date(str((day - date(1899, 12, 30)) / timedelta(days=1) + 0.5)) == day


@given(st.text(max_size=20))
def test_no_text_raises(text):
    parse_date(text)
    parse_period(text)
