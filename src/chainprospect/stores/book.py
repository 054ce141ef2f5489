"""The user's book, `book.sqlite`: what a person decided, and when."""

from __future__ import annotations

from pathlib import Path

from chainprospect.errors import InputError
from chainprospect.model.identity import Decisions
from chainprospect.stores.book_file import BookFile, now

_TABLES = (
    'CREATE TABLE IF NOT EXISTS decision ("left" TEXT, "right" TEXT, verdict TEXT, PRIMARY KEY ("left", "right"))',
    'CREATE TABLE IF NOT EXISTS trail (entry INTEGER PRIMARY KEY, at TEXT, what TEXT, "left" TEXT, "right" TEXT)',
)


class Book:
    """Decisions of the review, with a trail of every change; the file is made by the first decision."""

    def __init__(self, workspace: Path) -> None:
        self._file = BookFile(workspace, _TABLES)

    @property
    def path(self) -> Path:
        """Where the book lies."""
        return self._file.path

    def decisions(self) -> Decisions:
        """All decisions in force."""
        rows = self._file.read("decision", 'SELECT "left", "right", verdict FROM decision')
        return Decisions(
            accepted=frozenset((left, right) for left, right, verdict in rows if verdict == "accept"),
            rejected=frozenset((left, right) for left, right, verdict in rows if verdict == "reject"),
        )

    def trail(self) -> tuple[tuple[str, str, str, str], ...]:
        """Every change as (time in UTC, what, left, right), oldest first."""
        rows = self._file.read("trail", 'SELECT at, what, "left", "right" FROM trail ORDER BY entry')
        return tuple((at, what, left, right) for at, what, left, right in rows)

    def accept(self, left: str, right: str) -> None:
        """Two company ids are one company."""
        self._decide(left, right, "accept")

    def reject(self, left: str, right: str) -> None:
        """Two company ids stay two companies."""
        self._decide(left, right, "reject")

    def forget(self, left: str, right: str) -> bool:
        """Take a decision back; whether there was one."""
        pair = _pair(left, right)
        there = 'SELECT 1 FROM decision WHERE "left" = ? AND "right" = ?'
        if self._file.read("decision", there, pair) == []:
            return False
        with self._file.writing() as file:
            file.execute('DELETE FROM decision WHERE "left" = ? AND "right" = ?', pair)
            file.execute("INSERT INTO trail VALUES (NULL, ?, 'forget', ?, ?)", (now(), *pair))
        return True

    def _decide(self, left: str, right: str, verdict: str) -> None:
        pair = _pair(left, right)
        with self._file.writing() as file:
            file.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)", (*pair, verdict))
            file.execute("INSERT INTO trail VALUES (NULL, ?, ?, ?, ?)", (now(), verdict, *pair))


def _pair(left: str, right: str) -> tuple[str, str]:
    if left == right:
        raise InputError(f"{left!r} is named twice; name two different companies.")
    return (left, right) if left < right else (right, left)
