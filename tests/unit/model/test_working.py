"""Statuses that may follow one another (A02, B50), and how a list that comes back meets the book."""

from __future__ import annotations

import pytest

from chainprospect.model.working import FOLLOWING, STATUSES, Conflict, Met, Step, Wanted, may_follow, meet


def wanted(base: Step | None = None, **fields: str | None) -> Wanted:
    return Wanted("A1", "Alpha", fields, "mark", base)


def test_the_stages_and_what_may_follow_each() -> None:
    assert STATUSES == ("new", "contacted", "visiting", "won", "lost", "later")
    assert {status: set(after) for status, after in FOLLOWING.items()} == {
        "new": {"contacted", "visiting", "later", "lost"},
        "contacted": {"visiting", "later", "lost"},
        "visiting": {"won", "later", "lost"},
        "won": {"visiting", "lost"},
        "lost": {"contacted", "later"},
        "later": {"contacted", "visiting", "lost"},
    }


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        (None, "new", True),
        (None, "visiting", True),
        (None, "won", False),
        ("new", "new", True),
        ("contacted", "won", False),
        ("visiting", "won", True),
        ("lost", "visiting", False),
    ],
)
def test_a_client_is_won_after_a_visit_only(old: str | None, new: str, may: bool) -> None:
    assert may_follow(old, new) is may


def test_a_note_alone_takes_a_lead_up() -> None:
    assert meet(Step(), wanted(note="call on Monday")) == Met(Step("new", note="call on Monday"), ("status", "note"))


def test_what_is_already_so_changes_nothing() -> None:
    held = Step("contacted", "Li", None, "2026-07-01")
    assert meet(held, wanted(status="contacted", owner="Li", next="2026-07-01")) == Met(held)


def test_a_status_that_may_not_follow_bars_the_whole_change() -> None:
    held = Step("contacted")
    assert meet(held, wanted(status="won", note="signed")) == Met(held, barred="won")


def test_a_cell_that_was_not_edited_never_turns_the_book_back() -> None:
    base, now = Step("new", note="old"), Step("contacted", "Li", "newer")
    assert meet(now, wanted(base, status="new", owner=None, note="old", next=None)) == Met(now)


def test_an_edit_that_the_book_knows_nothing_of_is_taken_beside_what_changed_elsewhere() -> None:
    base, now = Step("new"), Step("contacted", "Li")
    met = meet(now, wanted(base, status="new", owner=None, note="met at the fair"))
    assert met == Met(Step("contacted", "Li", "met at the fair"), ("note",))


def test_two_edits_of_one_field_are_a_conflict_and_the_book_stays() -> None:
    base, now = Step("new", note="a"), Step("new", note="b")
    assert meet(now, wanted(base, note="c")) == Met(now, (), (Conflict("note", "c", "b"),))
    assert meet(now, wanted(base, note="b")) == Met(now)


def test_a_cell_that_was_emptied_blanks_the_field() -> None:
    base = Step("visiting", "Li", "note", "2026-07-01")
    assert meet(base, wanted(base, owner=None)).step == Step("visiting", None, "note", "2026-07-01")
