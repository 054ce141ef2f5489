"""The book's file, `book.sqlite`: opened to read or to write, its engine's errors told in a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chainprospect.errors import StoreUnavailable
from chainprospect.stores.durable import disk
from chainprospect.stores.sqlite_file import read_only_address

BOOK_NAME = "book.sqlite"


class BookFile:
    """The file of the book and the tables that one kind of record keeps in it; it is made by the first writing."""

    def __init__(self, workspace: Path, tables: Sequence[str]) -> None:
        self.path, self._tables = workspace / BOOK_NAME, tables

    def read(self, table: str, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query over one table; none where the file or the table is not there yet."""
        if not self.path.is_file():
            return []
        with self.translated():
            try:
                return self._rows(table, sql, values, immutable=False)
            except sqlite3.OperationalError:
                # In a folder that cannot be written SQLite cannot share its log: read the file as it lies.
                return self._rows(table, sql, values, immutable=True)

    def _rows(self, table: str, sql: str, values: Sequence[str | int], *, immutable: bool) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(read_only_address(self.path, immutable=immutable), uri=True)) as file:
            there = file.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
            return file.execute(sql, values).fetchall() if there else []

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction in which no other process writes; it is whole, or as if it had not been."""
        with disk(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.translated(), closing(sqlite3.connect(self.path)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            # What is forgotten is overwritten, so that nobody reads it out of the file.
            file.execute("PRAGMA secure_delete = ON")
            with file:
                file.execute("BEGIN IMMEDIATE")
                for table in self._tables:
                    file.execute(table)
                yield file

    @contextmanager
    def translated(self) -> Iterator[None]:
        """What the engine says as a sentence of ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(
                f"the book cannot be read or written ({error}); check the rights of the workspace and its free space.",
                store=self.path,
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnavailable(
                "the book is damaged; put a backup in its place, or move it away and begin anew with: "
                "chainprospect review, mark",
                store=self.path,
            ) from error


def now() -> str:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
