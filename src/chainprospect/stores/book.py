"""The user's book, `book.sqlite`: what a person decided, and when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from chainprospect.errors import InputError, StoreUnavailable
from chainprospect.model.identity import Decisions
from chainprospect.stores.durable import disk
from chainprospect.stores.sqlite_file import read_only_address

_TABLES = (
    'CREATE TABLE IF NOT EXISTS decision ("left" TEXT, "right" TEXT, verdict TEXT, PRIMARY KEY ("left", "right"))',
    'CREATE TABLE IF NOT EXISTS trail (entry INTEGER PRIMARY KEY, at TEXT, what TEXT, "left" TEXT, "right" TEXT)',
)


class Book:
    """Decisions of the review, with a trail of every change; the file is made by the first decision."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / "book.sqlite"

    def decisions(self) -> Decisions:
        """All decisions in force."""
        rows = self._read('SELECT "left", "right", verdict FROM decision')
        return Decisions(
            accepted=frozenset((left, right) for left, right, verdict in rows if verdict == "accept"),
            rejected=frozenset((left, right) for left, right, verdict in rows if verdict == "reject"),
        )

    def trail(self) -> tuple[tuple[str, str, str, str], ...]:
        """Every change as (time in UTC, what, left, right), oldest first."""
        rows = self._read('SELECT at, what, "left", "right" FROM trail ORDER BY entry')
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
        if self._read('SELECT 1 FROM decision WHERE "left" = ? AND "right" = ?', pair) == []:
            return False
        with self._writing() as file:
            file.execute('DELETE FROM decision WHERE "left" = ? AND "right" = ?', pair)
            file.execute("INSERT INTO trail VALUES (NULL, ?, 'forget', ?, ?)", (_now(), *pair))
        return True

    def _decide(self, left: str, right: str, verdict: str) -> None:
        pair = _pair(left, right)
        with self._writing() as file:
            file.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)", (*pair, verdict))
            file.execute("INSERT INTO trail VALUES (NULL, ?, ?, ?, ?)", (_now(), verdict, *pair))

    def _read(self, sql: str, values: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        if not self.path.is_file():
            return []
        with self._translated():
            try:
                with closing(sqlite3.connect(read_only_address(self.path), uri=True)) as file:
                    return file.execute(sql, values).fetchall()
            except sqlite3.OperationalError:
                # In a folder that cannot be written SQLite cannot share its log: read the file as it lies.
                with closing(sqlite3.connect(read_only_address(self.path, immutable=True), uri=True)) as file:
                    return file.execute(sql, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with disk(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._translated(), closing(sqlite3.connect(self.path)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            with file:
                for table in _TABLES:
                    file.execute(table)
                yield file

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(
                f"the book cannot be read or written ({error}); check the rights of the workspace and its free space.",
                store=self.path,
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnavailable(
                "the book is damaged; move this file away, and decide again with: chainprospect review", store=self.path
            ) from error


def _pair(left: str, right: str) -> tuple[str, str]:
    if left == right:
        raise InputError(f"{left!r} is named twice; name two different companies.")
    return (left, right) if left < right else (right, left)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
