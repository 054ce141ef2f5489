"""Points: values and weights become a score that its parts sum to exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import IdArray
from chainprospect.model.prospect import CENTRALITY, CONTRIBUTIONS, FIT
from chainprospect.model.rules import ScoreWeights
from chainprospect.score.contributions import Column

_MILLION = 1_000_000
_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """
    Scores of a batch, as aligned columns; rows of the two-dimensional ones stand in the order of `CONTRIBUTIONS`.

    `value` in [0, 1] with 6 decimals, `points` with 4; `weight` the effective weights. `score`, `centrality`, `fit`
    0-100 with 4 decimals; `coverage` 0-1 with 6.
    """

    value: NDArray[np.float64]
    known: NDArray[np.bool_]
    points: NDArray[np.float64]
    weight: NDArray[np.float64]
    score: NDArray[np.float64]
    centrality: NDArray[np.float64]
    fit: NDArray[np.float64]
    coverage: NDArray[np.float64]


def effective_weights(weights: ScoreWeights) -> Mapping[str, float]:
    """Half x own weight / sum of own weights of that half, by contribution."""
    effective: dict[str, float] = {}
    for half, names in ((weights.centrality, CENTRALITY), (weights.fit, FIT)):
        total = sum(weights.own[name] for name in names)
        effective.update({name: half * weights.own[name] / total if total else 0.0 for name in names})
    return effective


def scores(columns: Mapping[str, Column], weights: ScoreWeights) -> Scores:
    """
    Scores of every company of a batch.

    points = 100 · effective weight · value / Σ effective weights, rounded half-even to 4 decimals; the score is their
    sum. Rounding is done on whole millionths, so that a tie is a tie.
    """
    millionths = np.stack([np.rint(columns[name][0] * _MILLION) for name in CONTRIBUTIONS])
    known = np.stack([columns[name][1] for name in CONTRIBUTIONS])
    effective = effective_weights(weights)
    own = np.array([weights.own[name] for name in CONTRIBUTIONS])
    halves = {"centrality": (weights.centrality, CENTRALITY), "fit": (weights.fit, FIT)}
    both = weights.centrality + weights.fit
    points = np.zeros_like(millionths)
    parts: dict[str, NDArray[np.float64]] = {}
    for half, (worth, names) in halves.items():
        rows = [CONTRIBUTIONS.index(name) for name in names]
        total = own[rows].sum()
        if not total:
            parts[half] = np.zeros(millionths.shape[1])
            continue
        points[rows] = np.rint(worth * own[rows, None] * millionths[rows] / (total * both))
        parts[half] = np.rint((own[rows, None] * millionths[rows]).sum(axis=0) / total) / _TEN_THOUSAND
    weight = np.array([effective[name] for name in CONTRIBUTIONS])
    coverage = np.rint((weight[:, None] * known).sum(axis=0) / weight.sum() * _MILLION) / _MILLION
    return Scores(
        millionths / _MILLION,
        known,
        points / _TEN_THOUSAND,
        weight,
        points.sum(axis=0) / _TEN_THOUSAND,
        parts["centrality"],
        parts["fit"],
        coverage,
    )


def ranking(found: Scores, numbers: IdArray) -> NDArray[np.int64]:
    """Rows from the best down: score, then coverage, then company id."""
    return np.lexsort((numbers, -found.coverage, -found.score))
