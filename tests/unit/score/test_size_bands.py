"""Size bands against the reference vectors and the edges of the rule."""

from __future__ import annotations

import json

import numpy as np
import pytest

from chainprospect.references import national_sizes
from chainprospect.score.size import band_of, bands

RULES = national_sizes()


def band(features_of, code, **metrics):
    features = features_of([{"industry_code": code, **metrics}])
    return band_of(bands(features, RULES), features, RULES, 0)


def test_reference_vectors(shared, features_of) -> None:
    vectors = json.loads((shared / "reference/size_vectors.json").read_text("utf-8"))
    assert len(vectors) >= 15
    for vector in vectors:
        metrics = {
            "employees": vector.get("employees"),
            "revenue": None if vector.get("revenue_wan") is None else vector["revenue_wan"] * 1e4,
            "assets": None if vector.get("assets_wan") is None else vector["assets_wan"] * 1e4,
        }
        found = band(features_of, vector["gbt"], **metrics)
        expect = vector["expect"]
        if isinstance(expect, dict):
            assert (found.band, found.low, found.high) == (None, expect["low"], expect["high"]), vector
        else:
            assert (found.band, found.low, found.high) == (expect, expect, expect), vector


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("C38", ("industry",)),
        ("38", ("industry",)),
        ("C3829", ("industry",)),
        ("C", ("industry",)),
        ("F5191", ("wholesale",)),
        ("F", ("retail", "wholesale")),
        ("K70", ("NONE", "other", "property_mgmt", "realestate_dev")),
        ("7010", ("realestate_dev",)),
        ("59", ("storage", "transport")),
        ("Q", ("NONE", "other")),
        ("84", ("NONE",)),
        ("J66", ("FIN",)),
        ("83", ("NONE",)),
        ("Z9", ()),
        ("machines", ()),
        (None, ()),
    ],
)
def test_rule_keys_of_a_code(code, keys) -> None:
    assert RULES.keys_of(code) == keys


def test_a_short_code_takes_the_range_over_its_rules(features_of) -> None:
    found = band(features_of, "F", employees=60, revenue=30_000e4)
    assert (found.low, found.high) == ("medium", "medium")
    found = band(features_of, "F", employees=15, revenue=30_000e4)
    assert (found.band, found.low, found.high) == ("small", "small", "small")
    found = band(features_of, "F", employees=60)
    assert (found.band, found.low, found.high) == (None, "micro", "medium")


def test_values(features_of) -> None:
    features = features_of(
        [
            {"industry_code": "C", "employees": 1000, "revenue": 4e8},
            {"industry_code": "C", "employees": 400},
            {"industry_code": "C"},
            {"employees": 400, "revenue": 1e8},
            {"industry_code": "84", "employees": 400},
            {"industry_code": "C", "employees": 5, "revenue": 1e6},
        ]
    )
    values, known = bands(features, RULES).values()
    assert values == pytest.approx([0.8, (0.2 + 0.5 + 1.0) / 3, 0.5, 0.5, 0.5, 0.2])
    assert known.tolist() == [True, True, False, False, False, True]
    assert np.all((values >= 0) & (values <= 1))
