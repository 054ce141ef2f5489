"""The bank's own list of companies: what it knows of each that policy rules measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from chainprospect.errors import InputError
from chainprospect.load.columns import key
from chainprospect.load.files import Sheet, read_sheets

# Headers of the three columns, as `key` leaves them.
_COLUMNS: Final = (
    ("company", ("company", "name", "id", "uscc", "企业", "企业名称", "公司", "公司名称", "统一社会信用代码")),
    ("metric", ("metric", "指标", "项目")),
    ("value", ("value", "值", "取值", "数值")),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One row: the company as written, the metric, and its value (a number where it reads as one)."""

    row: int
    company: str
    metric: str
    value: float | str


def read_stated(path: Path) -> tuple[Stated, ...]:
    """
    Rows of a list with the columns company, metric and value; rows with a blank one are left out.

    Raises
    ------
    InputError
        The file cannot be read, or lacks a column.
    """
    with TemporaryDirectory(prefix="chainprospect-") as temp:
        for sheet in read_sheets(path, _known, Path(temp)):
            places = _places(sheet)
            return tuple(_rows(sheet, places))
    raise InputError("holds no table; give the columns company, metric and value.", path=path)


def _known(cell: str) -> bool:
    return any(key(cell) in {key(name) for name in names} for _, names in _COLUMNS)


def _places(sheet: Sheet) -> list[int]:
    heads = [key(head) for head in sheet.header]
    places = []
    for column, names in _COLUMNS:
        found = next((heads.index(key(name)) for name in names if key(name) in heads), None)
        if found is None:
            raise InputError("is missing; give the columns company, metric and value.", path=sheet.path, column=column)
        places.append(found)
    return places


def _rows(sheet: Sheet, places: list[int]) -> list[Stated]:
    found = []
    for number, cells in sheet.rows:
        company, metric, value = (cells[place].strip() if place < len(cells) else "" for place in places)
        if company and metric and value:
            found.append(Stated(number, company, metric, _value(value)))
    return found


def _value(text: str) -> float | str:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return text
