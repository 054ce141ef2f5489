"""A list of leads as it comes back: the workbook that was exported, after somebody wrote in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from chainprospect.errors import InputError
from chainprospect.load.columns import key
from chainprospect.load.files import Sheet, read_sheets

# Without these nobody can tell whom a row means, and what was edited in it.
NEEDED: Final = ("company_id", "lead_status", "book_entry")
READ: Final = (*NEEDED, "company", "lead_owner", "lead_note", "lead_next")


@dataclass(frozen=True, slots=True)
class SheetLead:
    """One row: its number in the sheet, and the text of the columns that are there."""

    row: int
    cells: Mapping[str, str]


def read_lead_sheet(path: Path, titles: Mapping[str, str]) -> tuple[SheetLead, ...]:
    """
    Rows of the first sheet that is a list of leads.

    Parameters
    ----------
    titles
        Column by title, in whatever languages lists are written.

    Raises
    ------
    InputError
        The file cannot be read, is no workbook, or no sheet of it is a list of leads.
    """
    columns = {key(title): column for title, column in titles.items() if column in READ}
    with TemporaryDirectory(prefix="chainprospect-") as temp:
        for sheet in read_sheets(path, lambda cell: key(cell) in columns, Path(temp)):
            if sheet.form != "workbook":
                raise InputError("is no workbook; give the xlsx that was exported.", path=path)
            found = _places(sheet, columns)
            if set(NEEDED) <= set(found):
                return tuple(_rows(sheet, found))
    raise InputError(
        "has no sheet with the company id, the status and the book entry; export the list again and edit that file.",
        path=path,
    )


def _places(sheet: Sheet, columns: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(sheet.header):
        if (column := columns.get(key(head))) is not None:
            places.setdefault(column, place)
    return places


def _rows(sheet: Sheet, places: Mapping[str, int]) -> list[SheetLead]:
    rows = []
    for number, cells in sheet.rows:
        told = {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}
        if any(told.values()):
            rows.append(SheetLead(number, told))
    return rows
