"""Contacts: the people at companies that the user's book keeps, for as long as it may, and hides where it must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chainprospect.asking import find_one, iso_day
from chainprospect.errors import InputError, UnknownCompany
from chainprospect.model.approach import Acquaintance
from chainprospect.model.contact import Contact, as_of, aside_expired, expired, weight_of
from chainprospect.model.ports import Store

if TYPE_CHECKING:
    from chainprospect.load.report import Reject

# Free texts of a row, in which private facts may hide.
_FREE: Final = ("title", "education", "career", "source_ref")


@dataclass(frozen=True, slots=True)
class Flagged:
    """A free text that seems to speak of private facts: where it stands, and the names of these facts."""

    row: int
    column: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file of contacts; `refused` are headers of private facts, whose cells were not read."""

    read: int
    new: int
    changed: int
    unchanged: int
    rejects: tuple[Reject, ...]
    ignored: tuple[str, ...]
    refused: tuple[str, ...]
    flagged: tuple[Flagged, ...]


def keep_contacts(store: Store, workspace: Path, path: Path, day: int) -> Kept:
    """
    Keep the people of a file, but for what is too old to be kept.

    Parameters
    ----------
    day
        The day from which the clock of a person without a last contact runs, days since 1970-01-01.

    Raises
    ------
    InputError
        The file cannot be read or holds no people.
    StoreUnavailable
        The book cannot be written.
    """
    from chainprospect.load.contacts import read_contacts
    from chainprospect.load.private import private_in
    from chainprospect.load.report import reject
    from chainprospect.stores.contact_book import ContactBook, pseudonym

    book, file = ContactBook(workspace), read_contacts(path)
    gone, rejects = book.objected(), list(file.rejects)
    kept: dict[tuple[str, str], Contact] = {}
    flagged: list[Flagged] = []
    for row in file.rows:
        try:
            company = find_one(store, row.company)
        except UnknownCompany:
            rejects.append(reject((row.file, row.row, "company"), row.company, "contact_company", ""))
            continue
        person = pseudonym(company.id, row.values["name"])
        if person in gone:
            rejects.append(reject((row.file, row.row, "name"), "", "contact_objected", ""))
            continue
        values: dict[str, Any] = {**row.values, "consent": row.values.get("consent") == "true"}
        made = as_of(Contact(company.id, company.name, person, **values, kept=iso_day(day) or ""), day)
        if made is None:
            rejects.append(reject((row.file, row.row, "last_contact"), values["last_contact"], "contact_expired", ""))
            continue
        kept[company.id, person] = made
        flagged += [
            Flagged(row.row, column, tuple(field.name for field in found))
            for column in _FREE
            if (found := private_in(row.values.get(column, "")))
        ]
    new, changed = book.keep(tuple(kept.values()), f"file:{path.name}")
    return Kept(
        len(file.rows) + len(file.rejects),
        new,
        changed,
        len(kept) - new - changed,
        tuple(sorted(rejects, key=lambda each: (each.file, each.row))),
        file.ignored,
        file.refused,
        tuple(flagged),
    )


def contacts_of(workspace: Path, day: int) -> Mapping[str, tuple[Contact, ...]]:
    """What may be known on a day of the people at each company id, the weightiest part in decisions first."""
    from chainprospect.stores.contact_book import ContactBook

    found: dict[str, list[Contact]] = {}
    for each in ContactBook(workspace).contacts():
        if (known := as_of(each, day)) is not None:
            found.setdefault(known.company, []).append(known)
    return {company: tuple(sorted(people, key=weight_of)) for company, people in found.items()}


def expired_contacts(workspace: Path, day: int) -> tuple[tuple[Contact, ...], tuple[Contact, ...]]:
    """People whose time is over on a day, and those of whom some facts are."""
    from chainprospect.stores.contact_book import ContactBook

    people = ContactBook(workspace).contacts()
    whole = tuple(each for each in people if expired(each, day))
    return whole, tuple(each for each in people if not expired(each, day) and aside_expired(each, day))


def purge_contacts(workspace: Path, day: int) -> tuple[int, int]:
    """Forget what may no longer be kept on a day; how many people went, and how many were shortened."""
    from chainprospect.stores.contact_book import ContactBook

    whole, aside = expired_contacts(workspace, day)
    if whole or aside:
        ContactBook(workspace).purge(whole, aside)
    return len(whole), len(aside)


def object_to(workspace: Path, name: str, company: str | None = None) -> Contact:
    """
    A person objected to being kept: hide him everywhere, from now on.

    Parameters
    ----------
    name
        His name or pseudonym.
    company
        Id or name of his company, where several have a person of that name.

    Raises
    ------
    InputError
        Nobody kept is called that, or several are.
    """
    from chainprospect.stores.contact_book import ContactBook

    book = ContactBook(workspace)
    found = [
        each
        for each in book.contacts()
        if name in (each.name, each.person) and company in (None, each.company, each.company_name)
    ]
    if not found:
        raise InputError(f"nobody kept is called {name!r}; list them with: chainprospect contacts")
    if len(found) > 1:
        where = ", ".join(each.company_name for each in found)
        raise InputError(f"{name!r} is at several companies ({where}); name one with --company.")
    book.object(found)
    return found[0]


def acquaintances(contacts: Mapping[str, Sequence[Contact]]) -> tuple[Acquaintance, ...]:
    """Whom of the contacts one of us knows well enough to introduce: the company, never the name or the post."""
    return tuple(
        Acquaintance(each.introducer, each.company, consent=each.consent)
        for people in contacts.values()
        for each in people
        if each.introducer
    )
