"""Working leads: the status of each in the user's book, changed one by one or by a list that comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from chainprospect.asking import find_one
from chainprospect.errors import InputError
from chainprospect.model.company import CompanyMatch
from chainprospect.model.ports import Store
from chainprospect.model.working import FIELDS, STATUSES, Met, Step, Wanted, Worked

NOTE_LIMIT = 1000
_TITLED = {"lead_status": "status", "lead_owner": "owner", "lead_note": "note", "lead_next": "next"}


def statuses(workspace: Path) -> Mapping[str, str]:
    """Status by company id of every lead in the book."""
    from chainprospect.stores.lead_book import LeadBook

    return LeadBook(workspace).statuses()


@dataclass(frozen=True, slots=True)
class Picked:
    """Which leads of the book are wanted: of these statuses, of this owner, with a next step until a day (ISO)."""

    statuses: frozenset[str] = frozenset()
    owner: str | None = None
    due: str | None = None


def leads(workspace: Path, picked: Picked = Picked()) -> tuple[Worked, ...]:
    """Leads of the book: those with the nearest next step first, those without one last, then by company id."""
    from chainprospect.stores.lead_book import LeadBook

    found = (each for each in LeadBook(workspace).leads() if _fits(each.step, picked))
    return tuple(sorted(found, key=lambda each: (each.step.next is None, each.step.next or "", each.company)))


def _fits(step: Step, picked: Picked) -> bool:
    return (
        (not picked.statuses or step.status in picked.statuses)
        and (picked.owner is None or step.owner == picked.owner)
        and (picked.due is None or (step.next is not None and step.next <= picked.due))
    )


def trail(workspace: Path, company: str | None = None) -> tuple[Worked, ...]:
    """Every entry of the trail, of one company id or of all, oldest first."""
    from chainprospect.stores.lead_book import LeadBook

    return LeadBook(workspace).trail(company)


def mark(
    store: Store, workspace: Path, text: str, fields: Mapping[str, str | None], origin: str = "mark"
) -> tuple[CompanyMatch, Met]:
    """
    Change where a lead stands.

    Parameters
    ----------
    text
        Name or id of its company.
    fields
        Values by field of `Step`; None blanks one.

    Raises
    ------
    UnknownCompany
        None or several companies answer to `text`.
    InputError
        The status may not follow the one that the book holds.
    StoreUnavailable
        The book cannot be written.
    """
    from chainprospect.stores.lead_book import LeadBook

    company = find_one(store, text)
    wanted = Wanted(company.id, company.name, {name: one_line(value) for name, value in fields.items()}, origin)
    met = LeadBook(workspace).change([wanted])[0]
    if met.barred is not None:
        raise _barred(company.name, met)
    return company, met


def _barred(name: str, met: Met) -> InputError:
    from chainprospect.model.working import FOLLOWING, NEW

    held = met.step.status or NEW
    after = ", ".join(FOLLOWING[held])
    return InputError(f"{name} stands as {held}, which {met.barred} may not follow; after it may come {after}.")


def one_line(text: str | None) -> str | None:
    """Text as the book keeps it: composed, on one line, at most a thousand characters; None when blank."""
    return re.sub(r"\s+", " ", normalize("NFC", text)).strip()[:NOTE_LIMIT] or None if text is not None else None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """
    What became of one row of a list that came back.

    `problem` says why nothing was read from it: `no_company`, `unknown_company`, `twice`, `no_entry` (the entry is none
    of this company's), `no_status`, `no_date`, `barred`; `value` is the cell behind it.
    """

    row: int
    company: str
    name: str
    met: Met | None = None
    problem: str | None = None
    value: str | None = None
    note: str | None = None


def take_back(store: Store, workspace: Path, path: Path) -> tuple[TakenBack, ...]:
    """
    Take the edits of an exported list into the book.

    A cell that still says what the book said when the list was written was not edited. One that was, and that nobody
    changed in the book since, is taken; one that the book changed to something else is a conflict and stays. All is
    written in one transaction.

    Raises
    ------
    InputError
        The file is no list that was exported.
    StoreUnavailable
        The book cannot be read or written.
    """
    from chainprospect.export.words import keys, word
    from chainprospect.load.lead_sheet import read_lead_sheet
    from chainprospect.stores.lead_book import LeadBook

    names = [name.removeprefix("column.") for name in keys() if name.startswith("column.")]
    titles = {name: name for name in names}
    titles |= {word(f"column.{name}", lang): name for lang in ("zh", "en") for name in names}
    book = LeadBook(workspace)
    steps = {(each.company, each.entry): each.step for each in book.trail()}
    rows = [_read(store, each.row, each.cells, steps) for each in read_lead_sheet(path, titles)]
    rows = _once(rows)
    fine = [(at, row) for at, (row, _) in enumerate(rows) if row.problem is None]
    wanted = [
        Wanted(row.company, row.name, fields, f"sheet:{path.name}:{row.row}", base)
        for row, (fields, base) in ((row, rows[at][1]) for at, row in fine)
    ]
    told = [row for row, _ in rows]
    for (at, row), met in zip(fine, book.change(wanted) if wanted else (), strict=True):
        problem = None if met.barred is None else "barred"
        told[at] = TakenBack(row.row, row.company, row.name, met, problem, met.barred, row.note)
    return tuple(told)


_Edit = tuple[Mapping[str, str | None], Step]
_NOTHING: _Edit = ({}, Step())


def _read(
    store: Store, row: int, cells: Mapping[str, str], steps: Mapping[tuple[str, int], Step]
) -> tuple[TakenBack, _Edit]:
    """One row as an edit of what the book said when the list was written, or what is wrong with it."""
    company, name = cells["company_id"], cells.get("company", "")
    base = _base(company, cells["book_entry"], steps)
    fields, problem = _fields(cells)
    if base is None:
        problem = "no_entry", cells["book_entry"]
    problem = _stranger(store, company) or problem
    if problem is not None or base is None:
        return TakenBack(row, company, name, None, *(problem or ())), _NOTHING
    return TakenBack(row, company, name, note=fields.get("note")), (fields, base)


def _stranger(store: Store, company: str) -> tuple[str, str] | None:
    """What is wrong with a company id."""
    if not company:
        return "no_company", ""
    (known,) = store.by_id((company,))
    return ("unknown_company", company) if known is None else None


def _base(company: str, text: str, steps: Mapping[tuple[str, int], Step]) -> Step | None:
    """The step that the book held when the list was written; None for an entry that is none of the company's."""
    entry = re.sub(r"\.0+$", "", text) or "0"
    if entry == "0":
        return Step()
    return steps.get((company, int(entry))) if entry.isdecimal() else None


def _fields(cells: Mapping[str, str]) -> tuple[Mapping[str, str | None], tuple[str, str] | None]:
    """Values by field of `Step`, and the cell that cannot be read. A blank status says nothing."""
    said = {_TITLED[column]: one_line(text) for column, text in cells.items() if column in _TITLED}
    problem: tuple[str, str] | None = None
    if (text := said.pop("status", None)) is not None:
        said["status"] = _status(text)
        problem = None if said["status"] else ("no_status", text)
    if (text := said.get("next")) is not None:
        said["next"] = _date(text)
        problem = problem if said["next"] else ("no_date", text)
    return {field: said[field] for field in FIELDS if field in said}, problem


def _once(rows: Sequence[tuple[TakenBack, _Edit]]) -> list[tuple[TakenBack, _Edit]]:
    """Rows with those that name a company again marked: nobody can tell which of them is meant."""
    said = Counter(row.company for row, _ in rows)
    return [
        (TakenBack(row.row, row.company, row.name, None, "twice", row.company), _NOTHING)
        if row.problem is None and said[row.company] > 1
        else (row, edit)
        for row, edit in rows
    ]


def _status(text: str) -> str | None:
    """The status that a cell says in either language."""
    from chainprospect.export.words import word

    said = {word(f"worked.{status}", lang): status for status in STATUSES for lang in ("zh", "en")}
    return (said | {status: status for status in STATUSES}).get(normalize("NFKC", text).strip().casefold())


def _date(text: str) -> str | None:
    from chainprospect.load.dates import parse_date
    from chainprospect.load.units import Bad

    found = parse_date(text)
    return None if isinstance(found, Bad) else found.isoformat()
