"""Judging: what was reached, or is alike, meets the gates and gets its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainprospect.expand.chains import ChainFinder
from chainprospect.expand.likeness import Likely, scaled
from chainprospect.expand.reach import SIDES
from chainprospect.expand.reached import Reached
from chainprospect.model.company import FeatureBatch, IdArray
from chainprospect.model.ports import Store
from chainprospect.model.prospect import GATES
from chainprospect.model.relation import Side
from chainprospect.model.rules import Question
from chainprospect.model.runs import among, distinct, union
from chainprospect.score.contributions import Ties, contributions
from chainprospect.score.gates import OPEN, Yardsticks, gates
from chainprospect.score.points import Scores, ranking, scores
from chainprospect.score.size import Bands, bands
from chainprospect.score.verdicts import Verdicts

UPSTREAM, DOWNSTREAM = SIDES.index(Side.UPSTREAM), SIDES.index(Side.DOWNSTREAM)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """One list of companies before gates: where they stand and what ties them to the anchors, as aligned columns."""

    company: IdArray
    side: NDArray[np.int8]
    tier: NDArray[np.int64]
    by: NDArray[np.bool_]
    ties: Ties
    likeness: NDArray[np.float64]
    likeness_anchor: NDArray[np.int64]
    inferred: bool


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Candidates with features, gates and scores; `order` ranks the rows that passed every gate."""

    candidates: Candidates
    features: FeatureBatch
    bands: Bands
    gate: NDArray[np.int8]
    verdicts: Verdicts
    scores: Scores
    order: NDArray[np.int64]

    def gated(self) -> dict[str, int]:
        """How many each gate took, in gate order, gates that took none left out."""
        counts = np.bincount(self.gate[self.gate != OPEN], minlength=len(GATES))
        return {name: int(count) for name, count in zip(GATES, counts, strict=True) if count}

    def excluded_rows(self) -> NDArray[np.int64]:
        """Rows a gate took, by gate and company id."""
        rows = np.flatnonzero(self.gate != OPEN)
        return rows[np.lexsort((self.candidates.company[rows], self.gate[rows]))]


def reached_candidates(store: Store, reached: Reached, found: tuple[Likely, ...], finder: ChainFinder) -> Candidates:
    """Everything reached, as candidates for the leads."""
    likeness, raw, anchor = _likeness(store, found, reached.company)
    upstream, downstream = reached.side == UPSTREAM, reached.side == DOWNSTREAM
    best = np.where(upstream, UPSTREAM, np.where(downstream, DOWNSTREAM, _larger_side(likeness)))
    rows = np.arange(len(reached.company))
    marked = store.features(reached.anchors.numbers).is_client == 1
    known = reached.known.copy()
    # Where equally good chains differ in what is known of their weakest hop, the chain that is kept decides.
    for row in np.flatnonzero(reached.known & reached.unknown).tolist():
        chain = finder.chains(int(reached.company[row]))[0]
        known[row] = chain.known[chain.weakest]
    ties = Ties(
        reached.probability,
        likeness[best, rows],
        reached.strength,
        known,
        (reached.tied & ~marked).sum(axis=1, dtype=np.int64),
    )
    return Candidates(
        reached.company,
        reached.side,
        reached.tier,
        reached.by,
        ties,
        raw[best, rows],
        anchor[best, rows],
        inferred=False,
    )


def alike_candidates(store: Store, reached: Reached, found: tuple[Likely, ...], sides: tuple[Side, ...]) -> Candidates:
    """Companies with chain likeness on one of `sides` but no chain within reach, as candidates for the lookalikes."""
    allowed = [item for item in found if item.side in sides]
    known = union(reached.company, reached.anchors.numbers)
    pool = union(*(item.company for item in allowed)) if allowed else np.empty(0, np.int64)
    company = pool[~among(pool, known)]
    likeness, raw, anchor = _likeness(store, tuple(allowed), company)
    best = _larger_side(likeness)
    rows = np.arange(len(company))
    by = np.zeros((len(company), len(reached.anchors.numbers)), np.bool_)
    for index, number in enumerate(reached.anchors.numbers):
        for item in allowed:
            if item.anchor == number:
                by[:, index] |= among(company, item.company) & (best == SIDES.index(item.side))
    none = np.zeros(len(company))
    ties = Ties(none, likeness[best, rows], none, np.ones(len(company), np.bool_), np.zeros(len(company), np.int64))
    return Candidates(
        company,
        best.astype(np.int8),
        np.zeros(len(company), np.int64),
        by,
        ties,
        raw[best, rows],
        anchor[best, rows],
        inferred=True,
    )


def _likeness(
    store: Store, found: tuple[Likely, ...], company: IdArray
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of each company on each side (2 rows): the largest likeness on its scale, as it is, and its anchor."""
    best, raw = np.zeros((2, len(company))), np.zeros((2, len(company)))
    anchor = np.full((2, len(company)), -1, np.int64)
    scale = {Side.UPSTREAM: store.facts.supplier_scale, Side.DOWNSTREAM: store.facts.buyer_scale}
    for item in found:
        side = SIDES.index(item.side)
        place = np.minimum(np.searchsorted(item.company, company), max(len(item.company) - 1, 0))
        if not len(item.company) or not len(company):
            continue
        value = np.where(item.company[place] == company, item.likeness[place], 0.0)
        more = value > raw[side]
        raw[side][more] = value[more]
        best[side][more] = scaled(value[more], scale[item.side])
        anchor[side][more] = item.anchor
    return best, raw, anchor


def _larger_side(likeness: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.where(likeness[DOWNSTREAM] > likeness[UPSTREAM], DOWNSTREAM, UPSTREAM)


def judge(
    store: Store,
    candidates: Candidates,
    anchors: IdArray,
    question: Question,
    yardsticks: Yardsticks,
    as_of_day: int | None,
) -> Judged:
    """Gates and scores of every candidate; a lead's score depends on its own features only."""
    features = store.features(candidates.company)
    found = bands(features, yardsticks.sizes)
    anchor_groups = distinct(store.features(anchors).group)
    gate = gates(features, found, anchor_groups, yardsticks)
    columns = contributions(features, found, candidates.ties, yardsticks, question.events, as_of_day)
    result = scores(columns, question.weights)
    if question.filters.min_score is not None and "min_score" not in question.gates.include:
        gate[(gate == OPEN) & (result.score < question.filters.min_score)] = GATES.index("min_score")
    order = ranking(result, candidates.company)
    return Judged(candidates, features, found, gate, yardsticks.verdicts(features), result, order[gate[order] == OPEN])
