"""Timing (A08, A22-A25): events with their half-lives, and exactly what they add to a score."""

from __future__ import annotations

import json

import numpy as np
import pytest

from chainprospect.advise.signals import most_timely
from chainprospect.advise.words import say
from chainprospect.advising.signals import signals_around, signals_of
from chainprospect.model.relation import DAYS_A_MONTH
from chainprospect.model.rules import EventRule, Question, ReachRules
from chainprospect.settings import default_events

TODAY = 20_000
EVENTS = {"new_line": EventRule(0.8, 12.0), "bank_change": EventRule(0.7, 9.0), "default": EventRule(0.0, 12.0)}


def months_ago(months):
    return TODAY - round(months * DAYS_A_MONTH)


@pytest.fixture(scope="module")
def world(memory_world):
    """An anchor buying from A, B and a client K; D buys from nobody."""
    relations = [{"source": ident, "target": "Z", "kind": "supplies", "amount": 1e6} for ident in ("A", "B", "K")]
    events = [
        {"company": "A", "type": "new_line", "day": months_ago(12)},
        {"company": "A", "type": "bank_change", "day": months_ago(0)},
        {"company": "A", "type": "new_line", "day": months_ago(-6)},
        {"company": "B", "type": "new_line"},
        {"company": "B", "type": "default", "day": months_ago(1)},
        {"company": "B", "type": "ribbon_cut", "day": months_ago(1)},
        {"company": "K", "type": "bank_change", "day": months_ago(9)},
    ]
    return memory_world([{"id": "D"}, {"id": "K", "is_client": True}], relations, events, as_of_day=TODAY)


def of(world, *numbers):
    return signals_of(world, np.array(numbers, np.int64), Question(events=EVENTS, as_of_day=TODAY))


def test_an_event_halves_by_its_half_life_and_one_ahead_adds_nothing(world):
    (found,) = of(world, 0)
    assert [(each.event.type, each.counts) for each in found.signals] == [
        ("bank_change", True),
        ("new_line", True),
        ("new_line", False),
    ]
    assert [each.effect for each in found.signals] == pytest.approx([0.7, 0.4, 0.0], abs=1e-3)
    assert [each.age_months for each in found.signals] == pytest.approx([0.0, 12.0, -6.0], abs=0.02)


def test_the_timing_is_what_the_score_takes(world):
    (found,) = of(world, 0)
    assert found.value == pytest.approx(1 - 0.3 * 0.6, abs=1e-3)
    # Timing weighs 6 of the 50 of fit, which is half of the score.
    assert found.most == 6.0
    assert found.points == pytest.approx(6.0 * found.value, abs=1e-4)
    around = signals_around(world, ["Z"], Question(events=EVENTS, as_of_day=TODAY, reach=ReachRules()))
    assert (around.found[0].company.id, around.found[0].value) == ("A", found.value)


def test_undated_a_warning_and_a_type_without_a_rule(world):
    (found,) = of(world, 1)
    assert [(each.event.type, each.effect) for each in found.signals] == [
        ("new_line", 0.4),
        ("default", 0.0),
        ("ribbon_cut", 0.0),
    ]
    assert found.signals[2].rule is None
    assert found.signals[0].age_months is None
    assert found.value == 0.4
    assert found.warning


def test_without_events_timing_is_unknown_and_not_zero(world):
    (found,) = of(world, 2)
    assert (found.company.id, found.value, found.points, found.signals) == ("D", None, None, ())


def test_around_an_anchor_the_most_timely_come_first_and_gates_are_counted(world):
    found = signals_around(world, ["Z"], Question(events=EVENTS, as_of_day=TODAY))
    assert [(each.company.id, each.side, each.tier) for each in found.found] == [
        ("A", "upstream", 1),
        ("B", "upstream", 1),
    ]
    # K is our client already.
    assert (found.asked, found.gated) == (2, 1)
    assert [company.id for company in found.anchors] == ["Z"]


def test_the_most_timely_come_first_and_the_unknown_last(world):
    assert [each.company.id for each in most_timely(of(world, 2, 1, 0, 3))] == ["A", "B", "K", "D"]


def test_the_half_life_is_the_decay_of_the_vectors(memory_world, shared):
    wanted = json.loads((shared / "reference/graph_vectors.json").read_text("utf-8"))["edge_decay_half_life_13m"]
    events = [{"company": "A", "type": "new_line", "day": months_ago(int(age))} for age in wanted]
    rule = {"new_line": EventRule(1.0, 13.0)}
    store = memory_world([{"id": "A"}], [], events, as_of_day=TODAY)
    (found,) = signals_of(store, np.array([0], np.int64), Question(events=rule, as_of_day=TODAY))
    # Ages in whole days lie within half a day of the months that are meant.
    assert sorted((each.effect for each in found.signals), reverse=True) == pytest.approx(
        sorted(wanted.values(), reverse=True), abs=2e-3
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_type_of_event_says_what_it_opens(lang):
    assert all(say(lang, f"signals.opens_{name}") for name in default_events())
