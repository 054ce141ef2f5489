"""How long a person may be known: 24 months, and 12 for what goes beyond name, post and line (A13, A14, A16, A17)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from chainprospect.model.contact import Contact, as_of, aside_expired, expired, months_since, weight_of

KNOWN = Contact("A1", "Alpha", "P1", "Zhou", last_contact="2024-01-01", kept="2026-01-01")


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def test_the_clock_runs_from_the_last_contact_else_from_the_day_of_keeping() -> None:
    assert round(months_since(KNOWN, day("2025-01-01")), 4) == round(366 / 30.4375, 4)
    assert months_since(replace(KNOWN, last_contact=None), day("2026-01-31")) == 30 / 30.4375
    assert months_since(KNOWN, day("2023-01-01")) == 0.0


def test_after_24_months_a_person_is_not_told() -> None:
    # 730 days are 23.98 months, 731 are 24.02.
    assert not expired(KNOWN, day("2024-01-01") + 730)
    assert expired(KNOWN, day("2024-01-01") + 731)
    assert as_of(KNOWN, day("2026-06-30")) is None


def test_after_12_months_the_tie_and_the_public_facts_go() -> None:
    told = replace(KNOWN, introducer="Li", consent=True, education="MSc", career="prize", title="CFO")
    within, after = day("2024-01-01") + 365, day("2024-01-01") + 366
    assert as_of(told, within) == told
    assert aside_expired(told, after)
    assert as_of(told, after) == replace(KNOWN, title="CFO")
    assert not aside_expired(KNOWN, after)


def test_the_decision_maker_is_named_first() -> None:
    people = [
        replace(KNOWN, name=name, decides=decides)
        for name, decides in (("B", None), ("C", "finance"), ("A", "decision_maker"), ("A", "finance"))
    ]
    assert [(each.name, each.decides) for each in sorted(people, key=weight_of)] == [
        ("A", "decision_maker"),
        ("A", "finance"),
        ("C", "finance"),
        ("B", None),
    ]
