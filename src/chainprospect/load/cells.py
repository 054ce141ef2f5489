"""Cells: typed values to text, and text to the value that its column holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from chainprospect.load.dates import parse_date, parse_period
from chainprospect.load.ids import parse_industry, parse_lei, parse_ticker, parse_uscc, ruined
from chainprospect.load.units import Bad, Unit, currency_of, parse_amount, parse_fraction, parse_unit, plain
from chainprospect.load.words import code_of, country_of

# Stand for a line break, and between the values of a list, inside one cell: Unicode keeps both from being characters.
LINE_BREAK: Final = "\ufdd0"
LIST_BREAK: Final = "\ufdd1"

# Cells that say that nothing is known, lower case. A name or a text may be `NA`; a number or a code cannot.
BLANK_TEXTS: Final = (
    *("-", "--", "---", "—", "——", "–", "/", "\\", "n/a", "#n/a", "#value!", "#ref!", "#null!", "#name?", "null"),
    *(
        "无",
        "無",
        "未知",
        "不详",
        "不詳",
        "暂无",
        "空",
        "(null)",
        "none",
        "nan",
        "<na>",
        "nat",
        "?",
        "？",
        "未填",
        "待补充",
    ),
)
BLANK_VALUES: Final = (
    *BLANK_TEXTS,
    "na",
    "n.a.",
    "nil",
    "tbd",
    "不适用",
    "保密",
    "未披露",
    "－",
    "…",
    "...",
    "*",
    "unknown",
)

# A fraction may be so far above 1 by rounding.
FRACTION_SLACK: Final = 1.0001
# Growth above this, written bare, is rather a percentage without its sign.
_BARE_GROWTH: Final = 2.0
_WIDEST_GROWTH: Final = 100.0
_YES: Final = frozenset(
    ("是", "有", "y", "yes", "true", "t", "1", "✓", "✔", "√", "☑", "对", "真", "1.0", "on", "已上市", "上市")
)
_NO: Final = frozenset(
    ("否", "无", "無", "n", "no", "false", "f", "0", "✗", "✘", "×", "☐", "错", "假", "0.0", "off", "未上市")
)


@dataclass(frozen=True, slots=True)
class Hint:
    """
    What a column's header says of its cells.

    `unit` is its unit; `percent` says that bare numbers are percentages; `mixed` that some are and some may not be,
    so that a bare number up to 1 cannot be told.
    """

    unit: Unit | None = None
    percent: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A parsed cell as text that the engine casts: `value`, and beside it `extra` (currency, period end, industry name).

    `own` says that the cell names its own unit, so that a row's unit does not apply.
    """

    value: str | None
    extra: str | None = None
    own: bool = False


Parser: TypeAlias = Callable[[str, Hint], "Cell | Bad"]


def parse_cell(kind: str, text: str, hint: Hint | None = None) -> Cell | Bad:
    """Value of a cell that is not blank, by its column's type."""
    return _PARSERS[kind](text, hint or Hint())


def needs_parser(kind: str) -> bool:
    """Whether cells of a column type are read one by one, rather than taken as text or list."""
    return kind in _PARSERS


def _amount(text: str, hint: Hint, *, signed: bool = False, whole: bool = False) -> Cell | Bad:
    found = parse_amount(text, hint.unit)
    if isinstance(found, Bad):
        return found
    if found.value < 0 and not signed:
        return Bad("negative_number")
    if whole and not found.value.is_integer():
        return Bad("not_whole")
    return Cell(str(int(found.value)) if whole else repr(found.value), found.currency, found.own)


def _fraction(text: str, hint: Hint) -> Cell | Bad:
    value = parse_fraction(text, percent=hint.percent)
    if isinstance(value, Bad):
        return value
    bare = plain(text).replace(".", "", 1).isdecimal()
    if hint.mixed and bare and 0 < value <= 0.01 * FRACTION_SLACK:
        return Bad("ambiguous_share")
    if not 0 <= value <= FRACTION_SLACK:
        return Bad("share_range")
    return Cell(repr(min(value, 1.0)))


def _rate(text: str, hint: Hint) -> Cell | Bad:
    value = parse_fraction(text, percent=hint.percent)
    if isinstance(value, Bad):
        return value
    said = hint.percent or any(sign in plain(text) for sign in "%‰成")
    return Cell(repr(value)) if abs(value) <= (_WIDEST_GROWTH if said else _BARE_GROWTH) else Bad("rate_range")


def _date(text: str, _hint: Hint) -> Cell | Bad:
    value = parse_date(text)
    return value if isinstance(value, Bad) else Cell(value.isoformat())


def _period(text: str, _hint: Hint) -> Cell | Bad:
    value = parse_period(text)
    return value if isinstance(value, Bad) else Cell(value.name, value.end.isoformat())


def _bool(text: str, _hint: Hint) -> Cell | Bad:
    word = plain(text).casefold()
    if word in _YES:
        return Cell("true")
    return Cell("false") if word in _NO else Bad("unreadable_bool")


def _currency(text: str, _hint: Hint) -> Cell | Bad:
    code = currency_of(text)
    return Cell(code) if code else Bad("unknown_currency")


def _unit(text: str, _hint: Hint) -> Cell | Bad:
    unit = parse_unit(text)
    return Cell(repr(unit.factor), unit.currency) if unit else Bad("unknown_unit")


def _country(text: str, _hint: Hint) -> Cell | Bad:
    code = country_of(text)
    return Cell(code) if code else Bad("unknown_country")


def _industry(text: str, _hint: Hint) -> Cell:
    industry = parse_industry(text)
    return Cell(industry.code, industry.name)


def _checked(parse: Callable[[str], str | Bad]) -> Parser:
    def parser(text: str, _hint: Hint) -> Cell | Bad:
        value = parse(text)
        return value if isinstance(value, Bad) else Cell(value)

    return parser


def _closed(column: str) -> Parser:
    """Words of a closed list: any other is refused."""

    def parser(text: str, _hint: Hint) -> Cell | Bad:
        code = code_of(column, text)
        return Cell(code) if code else Bad(f"unknown_{column}")

    return parser


def _open(column: str) -> Parser:
    """Words of a list that may grow: any other is kept as written."""

    def parser(text: str, _hint: Hint) -> Cell | Bad:
        return Cell(code_of(column, text) or text)

    return parser


def _ruined(text: str, _hint: Hint) -> Cell | Bad:
    return Bad("ruined_id") if ruined(text) else Cell(text)


_PARSERS: Final[Mapping[str, Parser]] = MappingProxyType(
    {
        "id": _ruined,
        "name": _ruined,
        "uscc": _checked(parse_uscc),
        "lei": _checked(parse_lei),
        "ticker": _checked(parse_ticker),
        "country": _country,
        "industry": _industry,
        "industry_code": _industry,
        "role": _open("role"),
        "ownership": _open("ownership"),
        "status": _open("status"),
        "kind": _closed("kind"),
        "grade": _closed("grade"),
        "event": _closed("event"),
        "decides": _closed("decides"),
        "gender": _closed("gender"),
        "currency": _currency,
        "unit": _unit,
        "money": _amount,
        "number": _amount,
        "signed_money": lambda text, hint: _amount(text, hint, signed=True),
        "count": lambda text, hint: _amount(text, hint, whole=True),
        "rate": _rate,
        "share": _fraction,
        "fraction": _fraction,
        "date": _date,
        "period": _period,
        "bool": _bool,
    }
)


def cell_text(value: Any) -> str:
    """
    Text of a typed cell, as a person would have typed it.

    A whole number that a double cannot hold keeps its exponent (`9.11E+17`): a ruined identifier is seen.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    return _other_text(value)


def _number_text(value: float) -> str:
    if value != value:  # noqa: PLR0124  a missing number is the one that differs from itself
        return ""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def _other_text(value: Any) -> str:
    """Text of dates, lists, records, and of what frames hold: numpy scalars and arrays, marks of the missing."""
    if str(value) in ("NaT", "<NA>", "nan"):
        return ""
    if isinstance(value, dt.datetime):
        text = value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    elif isinstance(value, list | tuple | set):
        text = LIST_BREAK.join(cell_text(item) for item in value)
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False)
    elif hasattr(value, "tolist"):
        text = cell_text(value.tolist())
    else:
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text
