"""Leads in the user's book: a trail to which entries are only ever added; a lead stands where its last entry says."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from chainprospect.model.working import FIELDS, Met, Step, Wanted, Worked, meet
from chainprospect.stores.book_file import BookFile, now

_COLUMNS = "entry, at, origin, company, name, status, owner, note, next"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS lead_trail (entry INTEGER PRIMARY KEY, at TEXT NOT NULL, origin TEXT NOT NULL,"
    " company TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, owner TEXT, note TEXT, next TEXT)",
    "CREATE INDEX IF NOT EXISTS lead_of ON lead_trail (company, entry)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS lead_trail_no_{act} BEFORE {act} ON lead_trail"
        " BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END"
        for act in ("update", "delete")
    ),
)
_LAST = "entry IN (SELECT max(entry) FROM lead_trail GROUP BY company)"


class LeadBook:
    """Worked leads of a workspace."""

    def __init__(self, workspace: Path) -> None:
        self._file = BookFile(workspace, _TABLES)

    def statuses(self) -> Mapping[str, str]:
        """Status by company id."""
        rows = self._file.read("lead_trail", f"SELECT company, status FROM lead_trail WHERE {_LAST}")  # noqa: S608
        return dict(sorted(rows))

    def leads(self) -> tuple[Worked, ...]:
        """Where every lead stands, by company id."""
        sql = f"SELECT {_COLUMNS} FROM lead_trail WHERE {_LAST} ORDER BY company"  # noqa: S608
        return tuple(_worked(row) for row in self._file.read("lead_trail", sql))

    def trail(self, company: str | None = None) -> tuple[Worked, ...]:
        """Every entry, of one company or of all, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM lead_trail WHERE ? IN (company, '') ORDER BY entry"  # noqa: S608
        return tuple(_worked(row) for row in self._file.read("lead_trail", sql, (company or "",)))

    def change(self, wanted: Sequence[Wanted]) -> tuple[Met, ...]:
        """Make changes in one transaction; what became of each, in their order."""
        with self._file.writing() as file:
            return tuple(self._change(file, each) for each in wanted)

    @staticmethod
    def _change(file: sqlite3.Connection, wanted: Wanted) -> Met:
        last = "SELECT status, owner, note, next FROM lead_trail WHERE company = ? ORDER BY entry DESC LIMIT 1"
        row = file.execute(last, (wanted.company,)).fetchone()
        met = meet(Step(*row) if row else Step(), wanted)
        if met.changed:
            values = (getattr(met.step, field) for field in FIELDS)
            file.execute(
                "INSERT INTO lead_trail VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
                (now(), wanted.origin, wanted.company, wanted.name, *values),
            )
        return met


def _worked(row: tuple[int, str, str, str, str, str, str | None, str | None, str | None]) -> Worked:
    entry, at, origin, company, name, *step = row
    return Worked(company, name, Step(*step), entry, at, origin)
