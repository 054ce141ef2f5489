"""The list of leads to work with: as a workbook that may come back, as CSV for a CRM, or in a workbook of your own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import OutputError, SettingsError
from chainprospect.export.industries import industry_name
from chainprospect.export.many import write_table
from chainprospect.export.placing import place
from chainprospect.export.plain import number
from chainprospect.export.words import word
from chainprospect.export.workbook import workbook
from chainprospect.model.company import Company
from chainprospect.model.contact import Contact
from chainprospect.model.working import Worked
from chainprospect.resources import rows_of

CONTACT_COLUMNS: Final = ("contact_name", "contact_title", "contact_phone", "contact_email")
# Stands for what is not known of one of several people, so that their lists stay side by side.
NO_LINE: Final = "–"
LIST_COLUMNS: Final = (
    "rank",
    "company_id",
    "company",
    "lead_status",
    "lead_owner",
    "lead_next",
    "lead_note",
    "score",
    "side",
    "tier",
    "anchors",
    "chain",
    "reasons",
    "missing",
    "size",
    "industry",
    "region",
    "uscc",
    "employees",
    "revenue",
    "currency",
    "contact_roles",
    *CONTACT_COLUMNS,
    "book_entry",
)


def company_row(company: Company, names: Mapping[str, str]) -> dict[str, Any]:
    """A row of a company that is in the book and on no list of prospects now."""
    blank: dict[str, Any] = dict.fromkeys(LIST_COLUMNS)
    return blank | {
        "company_id": company.id,
        "company": company.name,
        "industry": industry_name(company.industry_code, company.industry, names),
        "region": company.region,
        "uscc": company.uscc,
        "employees": number(company.employees),
        "revenue": number(company.revenue),
        "currency": company.currency,
    }


def with_book(
    row: Mapping[str, Any], worked: Worked | None, people: Sequence[Contact], *, named: bool
) -> dict[str, Any]:
    """
    A row with what the book says of its company.

    The people's parts in decisions are always told; their names, posts, telephones and addresses only when `named`.
    """
    told = {column: row.get(column) for column in LIST_COLUMNS}
    told |= {"size_low": row.get("size_low"), "size_high": row.get("size_high"), "book_entry": 0}
    if worked is not None:
        step = worked.step
        told |= {
            "lead_status": step.status,
            "lead_owner": step.owner,
            "lead_next": step.next,
            "lead_note": step.note,
            "book_entry": worked.entry,
        }
    told["contact_roles"] = tuple(dict.fromkeys(each.decides for each in people if each.decides)) or None
    if named and people:
        told |= {
            f"contact_{name}": tuple(getattr(each, name) or NO_LINE for each in people)
            for name in ("name", "title", "phone", "email")
        }
    return told


def presets() -> tuple[str, ...]:
    """Names of the column sets for CRM programs."""
    return tuple(dict.fromkeys(row["preset"] for row in rows_of("crm_presets")))


def write_list(path: Path, rows: Sequence[Mapping[str, Any]], *, lang: str, named: bool) -> None:
    """
    Write the list: .xlsx (which may come back with other statuses) or .csv.

    Raises
    ------
    OutputError
        The suffix names no format, or the path cannot be written.
    """
    columns = [column for column in LIST_COLUMNS if named or column not in CONTACT_COLUMNS]
    if path.suffix.lower() == ".xlsx":
        place(path, [workbook(lang, [("worked", columns, rows)])])
    elif path.suffix.lower() == ".csv":
        write_table(path, columns, rows)
    else:
        raise OutputError("a list of leads is written as .xlsx or .csv; end the name in one of them.", path=path)


def write_preset(path: Path, rows: Iterable[Mapping[str, Any]], preset: str) -> None:
    """
    Write CSV with the columns and the statuses of a CRM program.

    Raises
    ------
    SettingsError
        There is no such preset.
    OutputError
        The path cannot be written, or is no .csv.
    """
    if preset not in presets():
        known = ", ".join(presets())
        raise SettingsError(f"there is no such preset; there are {known}.", key=preset, origin="--preset")
    if path.suffix.lower() != ".csv":
        raise OutputError("a list for a CRM is written as .csv; end the name in .csv.", path=path)
    shape = [row for row in rows_of("crm_presets") if row["preset"] == preset]
    statuses = next(row for row in rows_of("crm_statuses") if row["preset"] == preset)
    write_table(path, [each["header"] for each in shape], (_preset_row(row, shape, statuses) for row in rows))


def _preset_row(
    row: Mapping[str, Any], shape: Sequence[Mapping[str, str]], statuses: Mapping[str, str]
) -> dict[str, Any]:
    made = {
        **row,
        "lead_status": statuses[row["lead_status"] or "new"],
        "source": "chainprospect",
        "topic": f"{row['company']} ({row['company_id']})",
        "about": " | ".join(row["reasons"] or ()) or row["lead_note"],
        # One person a lead: the one who weighs most in a decision.
        **{column: _first(row[column]) for column in CONTACT_COLUMNS},
        **{column: _whole(row[column]) for column in ("revenue", "employees")},
    }
    return {each["header"]: made[each["column"]] or each["blank"] or None for each in shape}


def _first(values: tuple[str, ...] | None) -> str | None:
    return values[0] if values and values[0] != NO_LINE else None


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() else value


def cell(row: Mapping[str, Any], column: str, lang: str) -> Any:
    """A value as a person reads it: machine words in words, lists on one line."""
    value = row[column]
    group = {"lead_status": "worked", "contact_roles": "decides", "side": "side", "missing": "missing", "size": "band"}
    said = group.get(column)
    if column == "size" and value is None and row.get("size_low") is not None:
        low, high = (word(f"band.{row[key]}", lang) for key in ("size_low", "size_high"))
        return word("text.range", lang, low=low, high=high)
    if isinstance(value, tuple):
        return ("；" if lang == "zh" else "; ").join(word(f"{said}.{item}", lang) if said else item for item in value)
    return word(f"{said}.{value}", lang) if said and isinstance(value, str) else value
