"""The book of leads and of contacts: what is kept, what is only ever added to, what is forgotten."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from chainprospect.errors import StoreUnavailable
from chainprospect.model.contact import Contact
from chainprospect.model.working import Step, Wanted
from chainprospect.stores.book import Book
from chainprospect.stores.contact_book import ContactBook, pseudonym
from chainprospect.stores.lead_book import LeadBook


def wanted(company: str, base: Step | None = None, **fields: str | None) -> Wanted:
    return Wanted(company, f"Company {company}", fields, "mark", base)


def test_a_lead_stands_where_its_last_entry_says(tmp_path: Path) -> None:
    book = LeadBook(tmp_path)
    assert (book.statuses(), book.leads(), book.trail()) == ({}, (), ())
    assert not (tmp_path / "book.sqlite").exists()
    book.change([wanted("B", status="contacted"), wanted("A", status="new", owner="Li")])
    book.change([wanted("B", status="visiting", next="2026-07-01")])
    book.change([wanted("B", status="visiting")])
    assert book.statuses() == {"A": "new", "B": "visiting"}
    assert [(each.company, each.step, each.entry) for each in book.leads()] == [
        ("A", Step("new", "Li"), 2),
        ("B", Step("visiting", None, None, "2026-07-01"), 3),
    ]
    assert [(each.entry, each.company, each.step.status) for each in book.trail()] == [
        (1, "B", "contacted"),
        (2, "A", "new"),
        (3, "B", "visiting"),
    ]
    assert [each.entry for each in book.trail("B")] == [1, 3]
    assert all(each.at.endswith("+00:00") for each in book.trail())


def test_the_trail_can_only_be_added_to(tmp_path: Path) -> None:
    LeadBook(tmp_path).change([wanted("A", status="new")])
    file = sqlite3.connect(tmp_path / "book.sqlite")
    for act in ("UPDATE lead_trail SET status = 'won'", "DELETE FROM lead_trail"):
        with pytest.raises(sqlite3.IntegrityError, match="the trail is only ever added to"):
            file.execute(act)
    assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def test_a_book_of_decisions_alone_holds_no_lead_yet(tmp_path: Path) -> None:
    Book(tmp_path).accept("a", "b")
    assert LeadBook(tmp_path).statuses() == {}
    assert ContactBook(tmp_path).contacts() == ()
    LeadBook(tmp_path).change([wanted("A", status="new")])
    assert Book(tmp_path).decisions().accepted == {("a", "b")}


def test_a_damaged_book_is_named(tmp_path: Path) -> None:
    (tmp_path / "book.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnavailable, match="the book is damaged; put a backup in its place"):
        LeadBook(tmp_path).statuses()


def person(name: str, **facts: object) -> Contact:
    return Contact("A", "Alpha", pseudonym("A", name), name, kept="2026-01-01", **facts)  # type: ignore[arg-type]


def test_people_are_kept_changed_and_never_twice(tmp_path: Path) -> None:
    book = ContactBook(tmp_path)
    assert book.keep([person("Zhou", title="CFO"), person("Li")], "file:a.csv") == (2, 0)
    assert book.keep([person("Zhou", title="CFO"), person("Li")], "file:a.csv") == (0, 0)
    assert book.keep([person("Zhou", title="CEO", consent=True)], "file:b.csv") == (0, 1)
    assert book.contacts() == (person("Li"), person("Zhou", title="CEO", consent=True))
    assert [entry[1:] for entry in book.trail()] == [
        ("added", "A", person("Zhou").person, "file:a.csv"),
        ("added", "A", person("Li").person, "file:a.csv"),
        ("changed", "A", person("Zhou").person, "file:b.csv"),
    ]


def test_who_objects_is_gone_and_stays_away(tmp_path: Path) -> None:
    book = ContactBook(tmp_path)
    book.keep([person("Zhou", phone="021-1"), person("Li")], "file:a.csv")
    book.object([person("Zhou")])
    assert book.keep([person("Zhou", phone="021-1")], "file:a.csv") == (0, 0)
    assert [each.name for each in book.contacts()] == ["Li"]
    assert book.objected() == {pseudonym("A", "Zhou")}
    # Neither name nor telephone is left anywhere in the file.
    content = b"".join(path.read_bytes() for path in tmp_path.glob("book.sqlite*"))
    assert b"Li" in content
    assert b"Zhou" not in content
    assert b"021-1" not in content


def test_a_pseudonym_knows_a_person_again_and_nobody_else() -> None:
    assert pseudonym("A", "Zhou Yi") == pseudonym("A", "ｚｈｏｕ yi")
    assert pseudonym("A", "Zhou Yi") != pseudonym("B", "Zhou Yi")
    assert len(pseudonym("A", "周一")) == 13


def test_what_is_over_is_forgotten_whole_or_in_part(tmp_path: Path) -> None:
    book = ContactBook(tmp_path)
    book.keep([person("Zhou", introducer="Xu", consent=True, title="CFO"), person("Li")], "file:a.csv")
    book.purge([person("Li")], [person("Zhou")])
    assert book.contacts() == (person("Zhou", title="CFO"),)
    assert [entry[1] for entry in book.trail()] == ["added", "added", "purged", "shortened"]
