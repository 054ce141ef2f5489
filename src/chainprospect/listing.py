"""The list of leads to work with: prospects around anchors, or the book, with what the book says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chainprospect.contacting import contacts_of
from chainprospect.export.industries import industry_names
from chainprospect.model.company import Company
from chainprospect.model.ports import Store
from chainprospect.model.prospect import Prospects
from chainprospect.model.working import Worked
from chainprospect.references import numbers_of
from chainprospect.working import leads


def prospect_rows(result: Prospects, workspace: Path, day: int, *, named: bool) -> list[dict[str, Any]]:
    """
    Rows of the leads of an answer, then of its lookalikes, with what the book says of each.

    `day` is the one on which the people's clocks are read; their names are told only when `named`.
    """
    from chainprospect.export.table import rows

    return _with_book(rows(result), workspace, day, named=named)


def book_rows(
    store: Store, found: Sequence[Worked], workspace: Path, day: int, lang: str, *, named: bool
) -> list[dict[str, Any]]:
    """Rows of leads of the book, in the order given; one that the data no longer holds has its name alone."""
    from chainprospect.export.lead_list import company_row

    numbers = numbers_of(store, (each.company for each in found))
    companies = {company.id: company for company in store.companies(numbers)}
    names = industry_names(lang)
    here = [companies.get(each.company, Company(-1, each.company, each.name)) for each in found]
    return _with_book((company_row(company, names) for company in here), workspace, day, named=named)


def _with_book(rows: Any, workspace: Path, day: int, *, named: bool) -> list[dict[str, Any]]:
    from chainprospect.export.lead_list import with_book

    worked: Mapping[str, Worked] = {each.company: each for each in leads(workspace)}
    people = contacts_of(workspace, day)
    return [
        with_book(row, worked.get(row["company_id"]), people.get(row["company_id"], ()), named=named) for row in rows
    ]


def day_of_clock(store: Store, as_of_day: int | None) -> int:
    """The day on which clocks of people are read: the one asked for, else the newest in the data, else the first."""
    newest = store.facts.newest_day if as_of_day is None else as_of_day
    return 0 if newest is None else newest
