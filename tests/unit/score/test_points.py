"""Points: rounding, weights, halves, coverage."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.model.prospect import CENTRALITY, CONTRIBUTIONS, FIT
from chainprospect.model.rules import ScoreWeights
from chainprospect.score.points import effective_weights, ranking, scores


def columns(values, known=True):
    return {name: (np.array([value]), np.array([known])) for name, value in zip(CONTRIBUTIONS, values, strict=True)}


def test_default_effective_weights_are_the_own_ones() -> None:
    weights = ScoreWeights()
    assert effective_weights(weights) == pytest.approx(weights.own)
    assert sum(effective_weights(weights).values()) == pytest.approx(100)


def test_a_half_of_zero_leaves_the_other() -> None:
    found = scores(columns([1.0] * 5 + [0.0] * 6), ScoreWeights(centrality=100, fit=0))
    assert (found.score[0], found.centrality[0], found.fit[0]) == (100, 100, 0)
    assert found.coverage[0] == 1


def test_rounding_is_half_even_on_the_decimal() -> None:
    # 10 x .123455 = 1.23455 and 10 x .123445 = 1.23445: exact ties in decimal.
    values = dict.fromkeys(CONTRIBUTIONS, 0.0) | {"tie_strength": 0.123455, "industry": 0.123445}
    found = scores(columns(list(values.values())), ScoreWeights())
    assert found.points[CONTRIBUTIONS.index("tie_strength"), 0] == 1.2346
    assert found.points[CONTRIBUTIONS.index("industry"), 0] == 1.2344


@given(
    st.lists(st.integers(0, 1_000_000), min_size=11, max_size=11),
    st.lists(st.integers(0, 40), min_size=11, max_size=11),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_points_sum_to_the_score(millionths, own, centrality, fit) -> None:
    by_name = dict(zip(CONTRIBUTIONS, own, strict=True))
    halves = {"centrality": centrality, "fit": fit}
    for half, names in (("centrality", CENTRALITY), ("fit", FIT)):
        if not sum(by_name[name] for name in names):
            halves[half] = 0
    if not sum(halves.values()):
        return
    weights = ScoreWeights(**halves, own=MappingProxyType({name: float(value) for name, value in by_name.items()}))
    found = scores(columns([value / 1_000_000 for value in millionths]), weights)
    exact = []
    for name, value in zip(CONTRIBUTIONS, millionths, strict=True):
        half, names = ("centrality", CENTRALITY) if name in CENTRALITY else ("fit", FIT)
        total = sum(by_name[item] for item in names)
        share = Decimal(0)
        if total:
            share = Decimal(halves[half] * by_name[name] * value) / Decimal(total * sum(halves.values())) / 10_000
        exact.append(share.quantize(Decimal("0.0001"), ROUND_HALF_EVEN))
    assert [Decimal(str(round(value, 4))) for value in found.points[:, 0]] == [value.normalize() + 0 for value in exact]
    assert Decimal(str(round(float(found.score[0]), 4))) == sum(exact)
    assert round(sum(found.points[:, 0].tolist()), 4) == found.score[0]


def test_ranking_breaks_ties_by_coverage_then_id() -> None:
    table = {name: (np.array([0.5, 0.5, 0.5]), np.array([True, False, True])) for name in CONTRIBUTIONS}
    found = scores(table, ScoreWeights())
    assert ranking(found, np.array([9, 1, 4])).tolist() == [2, 0, 1]
    assert found.coverage.tolist() == [1.0, 0.0, 1.0]
