"""A file of contacts: the people at companies, without what is private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from chainprospect.errors import InputError
from chainprospect.load.cells import BLANK_TEXTS, parse_cell
from chainprospect.load.columns import CONTACTS
from chainprospect.load.files import Sheet, read_sheets
from chainprospect.load.headers import Field, Plan, known_header, match_header, plan_sheet
from chainprospect.load.report import Reject, reject
from chainprospect.load.units import Bad

# Facts of a person that are kept only when anybody may read them.
PUBLIC: Final = ("education", "career")
_PARSED: Final = ("decides", "gender", "consent", "last_contact")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row: where it stands, the company as written, and the person's values by column."""

    file: str
    row: int
    company: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class ContactFile:
    """
    What a file of contacts holds.

    `ignored` are headers not known, `refused` those of private facts: what stands under them is not read.
    """

    rows: tuple[ContactRow, ...]
    rejects: tuple[Reject, ...]
    ignored: tuple[str, ...]
    refused: tuple[str, ...]


def read_contacts(path: Path) -> ContactFile:
    """
    The people of every sheet that holds any.

    A row without company or name, or with a cell that cannot be read, is a reject.

    Raises
    ------
    InputError
        The file cannot be read, or no sheet has the columns company and name.
    """
    rows: list[ContactRow] = []
    rejects: list[Reject] = []
    plans: list[Plan] = []
    with TemporaryDirectory(prefix="chainprospect-") as temp:
        for sheet in read_sheets(path, _known, Path(temp)):
            if not _peopled(sheet):
                continue
            plans.append(plan_sheet(sheet, CONTACTS, None, {}))
            for told in _read(sheet, plans[-1]):
                (rejects if isinstance(told, Reject) else rows).append(told)  # type: ignore[arg-type]
    if not plans:
        raise InputError(
            "has no table with the columns company and name (公司, 姓名); see docs/advice/contacts.md.", path=path
        )
    return ContactFile(
        tuple(rows),
        tuple(rejects),
        tuple(dict.fromkeys(header for plan in plans for header in plan.ignored)),
        tuple(dict.fromkeys(header for plan in plans for header in plan.refused)),
    )


def _known(cell: str) -> bool:
    return known_header(cell) or bool(cell.strip() and match_header(cell, CONTACTS))


def _peopled(sheet: Sheet) -> bool:
    found = {match.column.name for head in sheet.header if head and (match := match_header(head, CONTACTS))}
    return {"company", "name"} <= found


def _read(sheet: Sheet, plan: Plan) -> Iterator[ContactRow | Reject]:
    headers = {found.column.name: found.header for found in plan.fields}
    for number, cells in sheet.rows:
        told = _values(sheet, number, cells, plan.fields)
        if isinstance(told, Reject):
            yield told
            continue
        if not told:
            continue
        blank = next((name for name in ("company", "name") if name not in told), None)
        aside = next((name for name in PUBLIC if name in told), None)
        if blank is not None:
            yield reject((sheet.label, number, headers[blank]), "", "missing", "")
        elif aside is not None and not told.get("source_ref", "").startswith(("http://", "https://")):
            yield reject((sheet.label, number, headers[aside]), "", "contact_public", "")
        else:
            yield ContactRow(sheet.label, number, told.pop("company"), told)


def _values(sheet: Sheet, number: int, cells: Sequence[str], fields: tuple[Field, ...]) -> dict[str, str] | Reject:
    told: dict[str, str] = {}
    for found in fields:
        text = " ".join(cells[found.position].split()) if found.position < len(cells) else ""
        if not text or text.casefold() in BLANK_TEXTS:
            continue
        if found.column.name in _PARSED:
            value = parse_cell(found.column.type, text)
            if isinstance(value, Bad):
                return reject((sheet.label, number, found.header), text, value.code, value.arg)
            text = value.value or ""
        told[found.column.name] = text
    return told
