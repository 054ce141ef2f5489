"""What a visit is prepared with: nine facts (A10), seven slots (B40), times (B48), theme and place (B49)."""

from __future__ import annotations

import numpy as np
import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.needs import Needs
from chainprospect.advise.visit import (
    APPEAR,
    BEFORE_VISIT,
    BRING,
    SLOTS,
    Proposal,
    before_visit,
    completeness_of,
    place,
    profile_slots,
    proposals,
    theme,
)
from chainprospect.model.relation import Kind, Kinds


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def dates(*typed: str) -> tuple[int, ...]:
    return tuple(day(text) for text in typed)


def test_nothing_known_leaves_nine_things_to_ask(dossier) -> None:
    slots = before_visit(dossier(policy="unknown"), None)
    assert tuple(slot.name for slot in slots) == BEFORE_VISIT
    assert len(BEFORE_VISIT) == 9
    assert [slot.share for slot in slots] == [0.0] * 9
    assert slots[3].missing == ("operating_cash_flow", "receivables", "payables")


def test_what_is_known_before_a_visit_says_where_it_stands(dossier, partner, statement) -> None:
    found = dossier(
        company={
            "uscc": "913",
            "ownership": "private",
            "industry_code": "C3821",
            "status": "active",
            "main_bank": "Bank",
        },
        standing={"founded": "2001-01-01", "revenue": 2e8},
        up={Kinds.OWNS: [partner("C5", kind=Kind.OWNS, arrives=True, share=0.6)]},
        events=[("new_line", "2024-05-01"), ("expansion", "2024-08-01"), ("default", "2023-01-01")],
        other_banks=2.0,
    )
    accounts = accounts_of((statement(receivables=5e6, payables=1e6),))
    slots = {slot.name: slot for slot in before_visit(found, accounts)}
    facts = {fact.name: (fact.value, fact.source) for slot in slots.values() for fact in slot.facts}
    assert facts["owner_names"] == ("C5 60%", "C5 → C0 (owns, filing)")
    assert facts["goals"] == ("2024-08-01 expansion", "expansion, 2024-08-01")
    assert facts["problems"] == ("2023-01-01 default", "default, 2023-01-01")
    assert facts["receivables"] == (5e6, "2023, books.csv:2")
    assert facts["identifier"] == ("913", "firms.csv:2")
    assert slots["organisation"].missing == ("subsidiaries",)
    assert slots["cash_pattern"].missing == ("operating_cash_flow",)
    assert slots["operation"].missing == ("growth",)
    assert slots["other_banks"].share == 1.0


def test_a_profile_has_seven_slots_and_its_completeness_is_their_mean(dossier) -> None:
    found = dossier(
        company={"industry_code": "C3821", "products": ("valves",), "region": "江苏省", "listed": False},
        standing={"employees": 300.0, "revenue": 2e8, "assets": 3e8, "growth": 0.1},
    )
    slots = profile_slots(found, None)
    assert tuple(slot.name for slot in slots) == SLOTS
    assert [round(slot.share, 4) for slot in slots] == [0.6667, 0.0, 0.0, 1.0, 1.0, 0.5, 0.0]
    assert completeness_of(slots) == pytest.approx((2 / 3 + 1 + 1 + 0.5) / 7)
    assert slots[0].missing == ("industry_growth",)


@pytest.mark.parametrize(
    ("asked", "closed", "first", "second", "fallback", "follow_up"),
    [
        # A Friday: two working days later is Tuesday, which may be the second choice.
        ("2026-06-26", (), "2026-07-01", "2026-06-30", "2026-07-02", "2026-07-06"),
        # A Wednesday: Friday is the earliest, so both fall into the next week.
        ("2026-07-01", (), "2026-07-08", "2026-07-07", "2026-07-09", "2026-07-13"),
        # A Saturday counts as the Monday after it.
        ("2026-06-27", (), "2026-07-01", "2026-07-07", "2026-07-09", "2026-07-06"),
        # A week in which nobody works puts everything off.
        (
            "2026-09-29",
            ("2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"),
            "2026-10-14",
            "2026-10-13",
            "2026-10-15",
            "2026-10-19",
        ),
    ],
)
def test_two_times_and_a_fallback_on_working_days(asked, closed, first, second, fallback, follow_up) -> None:
    found = proposals(day(asked), dates(*closed))
    assert found.first == Proposal(day(first), "09:00")
    assert found.second == Proposal(day(second), "14:30")
    assert found.fallback == Proposal(day(fallback), "10:00")
    assert found.follow_up == day(follow_up)


def test_the_theme_is_the_first_product_of_the_plan() -> None:
    assert theme(Needs("offered", (), (), (), ("factoring", "deposit"), None)) == "factoring"
    assert theme(Needs("facts_missing", (), (), (), (), "facts_missing")) is None


def test_the_first_meeting_is_at_the_clients_and_a_later_one_may_be_at_the_bank() -> None:
    assert [place(status) for status in (None, "new", "contacted", "visiting", "won")] == [
        *("office", "office", "office"),
        *("bank_room", "bank_room"),
    ]


def test_what_to_bring_and_how_to_appear() -> None:
    assert BRING == ("plan", "pen", "calculator", "cards", "notebook")
    assert APPEAR == ("hair", "clothes", "cuffs", "shoes")
