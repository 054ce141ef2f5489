"""The book of decisions."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from chainprospect.errors import InputError, StoreUnavailable
from chainprospect.model.identity import Decisions
from chainprospect.stores.book import Book


def test_an_untouched_book_holds_nothing_and_makes_no_file(tmp_path: Path):
    book = Book(tmp_path / "new")
    assert book.decisions() == Decisions()
    assert book.trail() == ()
    assert not book.forget("a", "b")
    assert not (tmp_path / "new").exists()


def test_decisions_are_kept_smaller_id_first(tmp_path: Path):
    book = Book(tmp_path / "数据")
    book.accept("b", "a")
    book.reject("c", "'; DROP TABLE decision")
    again = Book(tmp_path / "数据").decisions()
    assert again == Decisions(frozenset({("a", "b")}), frozenset({("'; DROP TABLE decision", "c")}))


def test_the_last_decision_holds_and_the_trail_keeps_all(tmp_path: Path):
    book = Book(tmp_path)
    book.accept("a", "b")
    book.reject("b", "a")
    assert book.decisions() == Decisions(rejected=frozenset({("a", "b")}))
    assert book.forget("b", "a")
    assert book.decisions() == Decisions()
    trail = book.trail()
    assert [entry[1:] for entry in trail] == [("accept", "a", "b"), ("reject", "a", "b"), ("forget", "a", "b")]
    assert all(at.endswith("+00:00") for at, *_ in trail)


def test_a_company_is_no_pair_with_itself(tmp_path: Path):
    with pytest.raises(InputError, match="'a' is named twice; name two different companies"):
        Book(tmp_path).accept("a", "a")


def test_the_file_is_in_wal_mode(tmp_path: Path):
    Book(tmp_path).accept("a", "b")
    with sqlite3.connect(tmp_path / "book.sqlite") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def test_a_damaged_book_is_named(tmp_path: Path):
    path = tmp_path / "book.sqlite"
    path.write_bytes(b"no database at all" * 100)
    for act in (Book(tmp_path).decisions, lambda: Book(tmp_path).accept("a", "b")):
        with pytest.raises(StoreUnavailable) as caught:
            act()
        assert str(caught.value) == (
            f"{path}: the book is damaged; put a backup in its place, or move it away and begin anew with: "
            "chainprospect review, mark"
        )


def test_a_book_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch):
    def closed(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(sqlite3, "connect", closed)
    with pytest.raises(StoreUnavailable) as caught:
        Book(tmp_path).accept("a", "b")
    assert str(caught.value) == (
        f"{tmp_path / 'book.sqlite'}: the book cannot be read or written (attempt to write a readonly database); "
        "check the rights of the workspace and its free space."
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch):
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", closed)
    with pytest.raises(StoreUnavailable, match="cannot be written; name a workspace"):
        Book(tmp_path / "x").accept("a", "b")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_closed_folder_is_still_read(open_folder, closed):
    Book(open_folder).accept("a", "b")
    with closed(open_folder):
        assert Book(open_folder).decisions().accepted == {("a", "b")}
        with pytest.raises(StoreUnavailable, match="the book cannot be read or written"):
            Book(open_folder).reject("a", "b")
