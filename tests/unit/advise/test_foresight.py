"""How well a ranking foresaw what came true: the vectors, exact values by hand, and nothing measured of nothing."""

from __future__ import annotations

import json
from math import log2

import pytest

from chainprospect.advise.foresight import foresight


def test_the_measures_of_the_vectors(shared):
    wanted = json.loads((shared / "reference/graph_vectors.json").read_text("utf-8"))["metrics"]
    assert wanted["score"] == sorted(wanted["score"], reverse=True)
    found = foresight([bool(each) for each in wanted["relevance"]], 5)
    assert {
        "precision_at_5": found.precision,
        "recall_at_5": found.recall,
        "base_rate": found.base_rate,
        "lift_at_5": found.lift,
        "ndcg_at_5": found.ndcg_first,
        "ndcg_all": found.ndcg,
        "roc_auc": found.auc,
        "average_precision": found.average_precision,
        "mrr": found.reciprocal_rank,
    } == pytest.approx({name: value for name, value in wanted.items() if name not in ("relevance", "score")}, abs=1e-9)


def test_by_hand():
    found = foresight([False, True, False, True], 2)
    assert (found.ranked, found.true, found.base_rate) == (4, 2, 0.5)
    assert (found.precision, found.recall, found.lift) == (0.5, 0.5, 1.0)
    assert found.auc == 0.25
    assert found.average_precision == 0.5
    assert found.reciprocal_rank == 0.5
    assert found.ndcg_first == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_a_list_shorter_than_what_is_looked_at():
    found = foresight([True, False], 20)
    assert (found.precision, found.recall, found.lift) == (0.5, 1.0, 1.0)
    assert (found.auc, found.ndcg) == (1.0, 1.0)


def test_nothing_true_everything_true_and_nothing_ranked():
    assert foresight([False, False], 5).base_rate == 0.0
    assert foresight([False, False], 5).precision is None
    assert foresight([], 5).base_rate is None
    everything = foresight([True, True], 5)
    assert (everything.precision, everything.lift, everything.auc) == (1.0, 1.0, None)
