"""Contacts in the user's book, those who objected, and a trail that names people by pseudonym alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Final
from unicodedata import normalize

from chainprospect.model.contact import Contact
from chainprospect.stores.book_file import BookFile, now

_FIELDS: Final = tuple(field.name for field in fields(Contact))
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS contact (company TEXT, company_name TEXT, person TEXT, name TEXT, title TEXT,"
    " phone TEXT, email TEXT, decides TEXT, gender TEXT, education TEXT, career TEXT, introducer TEXT, consent INTEGER,"
    " last_contact TEXT, source_ref TEXT, kept TEXT, PRIMARY KEY (company, person))",
    "CREATE TABLE IF NOT EXISTS objection (person TEXT PRIMARY KEY, at TEXT)",
    "CREATE TABLE IF NOT EXISTS contact_trail (entry INTEGER PRIMARY KEY, at TEXT, what TEXT, company TEXT,"
    " person TEXT, origin TEXT)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS contact_trail_no_{act} BEFORE {act} ON contact_trail"
        " BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END"
        for act in ("update", "delete")
    ),
)


def pseudonym(company: str, name: str) -> str:
    """
    What a person is called where his name must not stand: `P` and 12 hex digits of company id and name.

    It is known again when the same person is loaded again, and tells nobody who he is.
    """
    folded = "".join(normalize("NFKC", name).casefold().split())
    return "P" + blake2b(f"{company}\x1f{folded}".encode(), digest_size=6).hexdigest()


class ContactBook:
    """Contacts of a workspace."""

    def __init__(self, workspace: Path) -> None:
        self._file = BookFile(workspace, _TABLES)

    def contacts(self) -> tuple[Contact, ...]:
        """Everybody kept who has not objected, by company id, then by name."""
        rows = self._file.read("contact", f"SELECT {', '.join(_FIELDS)} FROM contact ORDER BY company, name, person")  # noqa: S608
        gone = self.objected()
        found = (Contact(**{**dict(zip(_FIELDS, row, strict=True)), "consent": bool(row[12])}) for row in rows)
        return tuple(each for each in found if each.person not in gone)

    def objected(self) -> frozenset[str]:
        """Pseudonyms of those who objected."""
        return frozenset(person for (person,) in self._file.read("objection", "SELECT person FROM objection"))

    def trail(self) -> tuple[tuple[str, str, str, str, str], ...]:
        """Every change as (time in UTC, what, company id, pseudonym, origin), oldest first."""
        rows = self._file.read(
            "contact_trail", "SELECT at, what, company, person, origin FROM contact_trail ORDER BY entry"
        )
        return tuple((at, what, company, person, origin) for at, what, company, person, origin in rows)

    def keep(self, contacts: Sequence[Contact], origin: str) -> tuple[int, int]:
        """Keep people, each in place of what was known of him; how many are new, and how many changed."""
        known = {(each.company, each.person): each for each in self.contacts()}
        gone = self.objected()
        new = changed = 0
        with self._file.writing() as file:
            for each in contacts:
                held = known.get((each.company, each.person))
                if each.person in gone or held == each or (held and _same(held, each)):
                    continue
                new, changed = (new, changed + 1) if held else (new + 1, changed)
                values = [getattr(each, name) for name in _FIELDS]
                file.execute(f"INSERT OR REPLACE INTO contact VALUES ({', '.join('?' * len(_FIELDS))})", values)  # noqa: S608
                entry = (now(), "changed" if held else "added", each.company, each.person, origin)
                file.execute("INSERT INTO contact_trail VALUES (NULL, ?, ?, ?, ?, ?)", entry)
        return new, changed

    def object(self, contacts: Iterable[Contact]) -> None:
        """These people objected: all that was known of them goes, and they are not kept again."""
        with self._file.writing() as file:
            for each in contacts:
                file.execute("DELETE FROM contact WHERE person = ?", (each.person,))
                file.execute("INSERT OR REPLACE INTO objection VALUES (?, ?)", (each.person, now()))
                entry = (now(), "objected", each.company, each.person, "")
                file.execute("INSERT INTO contact_trail VALUES (NULL, ?, ?, ?, ?, ?)", entry)

    def purge(self, whole: Iterable[Contact], aside: Iterable[Contact]) -> None:
        """Forget people whose time is over, and of others what may be kept for a shorter time only."""
        with self._file.writing() as file:
            for each in whole:
                file.execute("DELETE FROM contact WHERE company = ? AND person = ?", (each.company, each.person))
                entry = (now(), "purged", each.company, each.person, "")
                file.execute("INSERT INTO contact_trail VALUES (NULL, ?, ?, ?, ?, ?)", entry)
            for each in aside:
                file.execute(
                    "UPDATE contact SET education = NULL, career = NULL, introducer = NULL, consent = 0"
                    " WHERE company = ? AND person = ?",
                    (each.company, each.person),
                )
                entry = (now(), "shortened", each.company, each.person, "")
                file.execute("INSERT INTO contact_trail VALUES (NULL, ?, ?, ?, ?, ?)", entry)


def _same(held: Contact, given: Contact) -> bool:
    """Whether nothing but the day of keeping differs: loading a file again starts no clock anew."""
    return all(getattr(held, name) == getattr(given, name) for name in _FIELDS if name != "kept")
