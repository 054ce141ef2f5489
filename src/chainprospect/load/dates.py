"""Dates and reporting periods as people and spreadsheets write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from chainprospect.load.units import Bad, plain

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2199
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)

_TIME = r"(?:[ T]\s*\d{1,2}[:时]\d{2}(?:[:分]\d{2}(?:\.\d+)?)?秒?\s*(?:z|[ap]m|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*[日号]?|\s*月)?" + _TIME, re.IGNORECASE
)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME, re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})\s*年?(?:度|底|末)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})", re.IGNORECASE)
_MONTHS: Final = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("jan", "january"),
                ("feb", "february"),
                ("mar", "march"),
                ("apr", "april"),
                ("may",),
                ("jun", "june"),
                ("jul", "july"),
                ("aug", "august"),
                ("sep", "sept", "september"),
                ("oct", "october"),
                ("nov", "november"),
                ("dec", "december"),
            ),
            start=1,
        )
        for name in names
    }
)


def parse_date(text: str) -> date | Bad:
    """
    Date as written: `2024-03-05`, `2024/3/5`, `2024年3月5日`, `20240305`, `5 Mar 2024`, an Excel serial.

    A month or a year without a day is its first day. Day and month are taken from `13/5/2024` where only one
    reading is a date; where both are, the cell is refused.
    """
    body = plain(text)
    for pattern in (_YEAR_FIRST, _DIGITS, _YEAR):
        found = pattern.fullmatch(body)
        if found is not None:
            year, month, day = (*(int(part) if part else 1 for part in found.groups()), 1, 1)[:3]
            return _date(year, month, day)
    found = _SERIAL.fullmatch(body)
    if found is not None:
        return _EXCEL_DAY_ZERO + timedelta(days=int(found[1])) if int(found[1]) < 73_051 else Bad("impossible_date")
    found = _YEAR_LAST.fullmatch(body)
    if found is not None:
        return _either(int(found[3]), int(found[1]), int(found[2]))
    return _worded(body)


def _worded(body: str) -> date | Bad:
    found = _DAY_MONTH.fullmatch(body)
    if found is not None and found[2].casefold() in _MONTHS:
        return _date(int(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
    found = _MONTH_DAY.fullmatch(body)
    if found is not None and found[1].casefold() in _MONTHS:
        return _date(int(found[3]), _MONTHS[found[1].casefold()], int(found[2] or 1))
    return Bad("unreadable_date")


def _either(year: int, first: int, second: int) -> date | Bad:
    if first != second and first <= 12 and second <= 12:
        return Bad("ambiguous_date")
    return _date(year, second, first) if second <= 12 else _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | Bad:
    try:
        return _inside(date(year, month, day))
    except ValueError:
        return Bad("impossible_date")


def _inside(day: date) -> date | Bad:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else Bad("impossible_date")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: its short name (`2023`, `2023H1`, `2023Q3`, `2023-06`) and its last day."""

    name: str
    end: date


_YEARLY = re.compile(r"(?:fy)?(\d{4})(?:年度?|年年?报|年度报告|fy|a|annual)?", re.IGNORECASE)
_PART = re.compile(
    r"(\d{4})年?[- ]?(?:(?P<q>q[1-4]|[1-4]q|第?[一二三四1-4]季[度报]?)|"
    r"(?P<h>h[12]|[12]h|上半年|下半年|半年度?|中报|半年报)|"
    r"(?P<span>1[-~至到]\d{1,2}月?)|(?P<a>年报|年度报告|全年))(?:报告?)?",
    re.IGNORECASE,
)
_NUMERALS: Final = MappingProxyType({"一": 1, "二": 2, "三": 3, "四": 4})


def parse_period(text: str) -> Period | Bad:
    """Reporting period as written: `2023`, `2023Q3`, `2023年上半年`, `2023年1-6月`, `2023-06`, `2023-12-31`."""
    body = plain(text).replace(" ", "")
    found = _YEARLY.fullmatch(body)
    if found is not None:
        return _ended(int(found[1]), 12, found[1])
    found = _PART.fullmatch(body)
    if found is not None:
        return _part(int(found[1]), found)
    day = parse_date(text)
    if isinstance(day, Bad):
        return Bad("unreadable_period") if day.code != "impossible_date" else day
    if re.fullmatch(r"\d{4}[-/.年]?\d{1,2}月?", body):
        return _ended(day.year, day.month, f"{day.year:04}-{day.month:02}")
    if (day.month, day.day) == (12, 31):
        return Period(f"{day.year:04}", day)
    return Period(day.isoformat(), day)


def _part(year: int, found: re.Match[str]) -> Period | Bad:
    if found["a"]:
        return _ended(year, 12, f"{year:04}")
    if found["span"]:
        last = int(re.sub(r"\D", " ", found["span"]).split()[1])
        names = {3: "Q1", 6: "H1", 12: ""}
        return _ended(year, last, f"{year:04}{names[last]}" if last in names else f"{year:04}-{last:02}")
    if found["h"]:
        second = "2" in found["h"] or found["h"] == "下半年"
        return _ended(year, 12 if second else 6, f"{year:04}H{2 if second else 1}")
    sign = next(sign for sign in found["q"] if sign in "1234一二三四")
    quarter = _NUMERALS[sign] if sign in _NUMERALS else int(sign)
    return _ended(year, quarter * 3, f"{year:04}Q{quarter}")


def _ended(year: int, month: int, name: str) -> Period | Bad:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return Bad("impossible_date")
    return Period(name, date(year, month, monthrange(year, month)[1]))
