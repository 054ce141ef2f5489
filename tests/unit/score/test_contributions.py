"""Values of contributions on columns written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from chainprospect.model.relation import UNDATED
from chainprospect.model.rules import BankProfile, EventRule, Question
from chainprospect.references import yardsticks
from chainprospect.score.contributions import Ties, contributions, timing
from chainprospect.score.size import bands

AS_OF = 20_000
RULES = {"expansion": EventRule(0.5, 12.0), "default": EventRule(0.0, 12.0)}


def values_of(features, *, bank=BankProfile(), probability=0.0):  # noqa: B008 - frozen
    measures = yardsticks(Question(bank=bank))
    count = len(features.numbers)
    ties = Ties(
        np.full(count, probability),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, np.bool_),
        np.zeros(count, np.int64),
    )
    columns = contributions(features, bands(features, measures.sizes), ties, measures, RULES, AS_OF)
    return {name: (column[0].tolist(), column[1].tolist()) for name, column in columns.items()}


@pytest.mark.parametrize(
    ("probability", "value"), [(0.0, 0.0), (1e-6, 0.0), (1e-5, 0.0), (1e-3, 0.5), (1e-1, 1.0), (0.9, 1.0)]
)
def test_proximity_runs_from_one_in_a_hundred_thousand_to_one_in_ten(features_of, probability, value):
    found = values_of(features_of([{}]), probability=probability)["proximity"]
    assert found == ([pytest.approx(value, abs=1e-12)], [True])


def test_nothing_known_is_one_half(features_of):
    found = values_of(features_of([{}]))
    for name in ("tie_strength", "size", "industry", "openness", "growth", "timing"):
        assert found[name] == ([0.5], [False]), name
    # No regions are set: known as neutral.
    assert found["region"] == ([0.5], [True])
    assert found["common_anchors"] == ([0.0], [True])
    assert found["connectedness"] == ([0.0], [True])


@pytest.mark.parametrize(
    ("company", "value", "known"),
    [
        ({"banks": ["我行", "甲行"]}, 0.8, True),
        ({"banks": ["我行"]}, 1.0, True),
        ({"banks": ["甲行", "乙行", "丙行", "丁行"], "main_bank": "丁行"}, 0.4, True),
        ({"bank_count": 0.0}, 1.0, True),
        ({"bank_count": 4.0, "listed": True}, 0.4, True),
        ({"bank_count": 4.0, "listed": True, "main_bank": "甲行"}, 0.32, True),
        ({"bank_count": 4.0, "listed": False, "main_bank": "我行"}, 0.5, True),
        ({"main_bank": "甲行", "listed": True}, 0.5, False),
    ],
)
def test_openness(features_of, company, value, known):
    found = values_of(features_of([company]), bank=BankProfile(names=("我行",)))["openness"]
    assert found == ([pytest.approx(value)], [known])


def test_growth_beside_its_industry(features_of):
    found = values_of(
        features_of(
            [
                {"growth": 0.1, "industry_growth": 0.1},
                {"growth": 0.3, "industry_growth": 0.1},
                {"growth": -0.9, "industry_growth": 0.0},
                {"growth": 0.3},
                {"industry_growth": 0.3},
            ]
        )
    )["growth"]
    assert found[0] == pytest.approx([0.5, 1.0, 0.0, 0.5, 0.5])
    assert found[1] == [True, True, True, False, False]


def test_timing_counts_past_events_alone(memory_world):
    companies = [{"id": ident} for ident in ("fresh", "old", "future", "twice", "undated", "warning")]
    year = round(12 * 30.4375)
    events = [
        {"company": "fresh", "type": "expansion", "day": AS_OF},
        {"company": "old", "type": "expansion", "day": AS_OF - 2 * year},
        {"company": "future", "type": "expansion", "day": AS_OF + 1},
        {"company": "twice", "type": "expansion", "day": AS_OF},
        {"company": "twice", "type": "expansion", "day": AS_OF - 1},
        {"company": "undated", "type": "expansion"},
        {"company": "warning", "type": "default", "day": AS_OF},
    ]
    store = memory_world(companies, [], events, as_of_day=AS_OF)
    features = store.features(np.arange(6))
    assert UNDATED in features.event_day
    values, known = timing(features, RULES, AS_OF)
    names = sorted(row["id"] for row in companies)
    found = dict(zip(names, zip(values.round(6).tolist(), known.tolist(), strict=True), strict=True))
    yesterday = 0.5 * 2 ** (-1 / 30.4375 / 12)
    assert found == {
        "fresh": (0.5, True),
        "old": (pytest.approx(0.5 / 4, abs=1e-3), True),
        "future": (0.5, False),
        "twice": (pytest.approx(1 - 0.5 * (1 - yesterday), abs=1e-6), True),
        "undated": (0.25, True),
        "warning": (0.0, True),
    }
