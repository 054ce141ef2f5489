"""The layout: columns by signed tier, bands, few crossings, the same places every time."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest

from chainprospect.draw.compose import build_scene
from chainprospect.draw.layout import BAND_DOWN, BAND_UP, BAND_VIA, arrange, inversions
from chainprospect.draw.scene import LOOKALIKE, ReachedView
from chainprospect.model.company import Coded
from chainprospect.model.relation import UNDATED


def view_of(anchor, near, far, ties):
    """Suppliers in two tiers around one anchor, from pairs (far, near)."""
    ids = [anchor, *near, *far]
    place = {ident: row for row, ident in enumerate(ids)}
    pairs = [(one, anchor) for one in near] + list(ties)
    count = len(ids)
    return ReachedView(
        ids=ids,
        names=ids,
        side=np.array([0] + [-1] * (count - 1), dtype=np.int8),
        tier=np.array([0] + [1] * len(near) + [2] * len(far), dtype=np.int8),
        low=np.full(count, -1, dtype=np.int8),
        high=np.full(count, -1, dtype=np.int8),
        industry=Coded(np.full(count, -1, dtype=np.int32), ()),
        region=Coded(np.full(count, -1, dtype=np.int32), ()),
        score=np.array([np.nan] + [50.0] * (count - 1)),
        gate=Coded(np.full(count, -1, dtype=np.int32), ()),
        source=np.array([place[one] for one, _ in pairs], dtype=np.int32),
        target=np.array([place[other] for _, other in pairs], dtype=np.int32),
        kind=np.zeros(len(pairs), dtype=np.uint8),
        amount=np.full(len(pairs), np.nan),
        grade=np.zeros(len(pairs), dtype=np.int8),
        day=np.full(len(pairs), UNDATED, dtype=np.int32),
    )


@pytest.mark.parametrize(
    ("values", "pairs"),
    [([], 0), ([3], 0), ([0, 1, 2], 0), ([2, 1, 0], 3), ([1, 1, 1], 0), ([2, 0, 2, 1], 3), ([5, 4, 4, 0], 5)],
)
def test_inversions_by_hand(values, pairs):
    assert inversions(np.array(values, dtype=np.int64)) == pairs


def test_inversions_against_counting_every_pair():
    values = np.random.default_rng(1).integers(0, 40, size=200)
    assert inversions(values) == sum(1 for a, b in combinations(values.tolist(), 2) if a > b)


def test_columns_are_signed_tiers_and_bands(made):
    scene = build_scene(made.made_answer(40, lookalikes=9))
    layout = arrange(scene)
    companies = scene.companies
    tiered = (np.abs(layout.column) < 100) & (companies.standing != LOOKALIKE)
    assert (layout.column[tiered] == np.where(companies.side == 1, 1, -1)[tiered] * companies.tier[tiered]).all()
    guesses = companies.standing == LOOKALIKE
    assert set(layout.column[guesses & (companies.side == -1)].tolist()) == {BAND_UP}
    assert set(layout.column[guesses & (companies.side == 1)].tolist()) == {BAND_DOWN}
    assert set(layout.column[~guesses & (companies.side == 2)].tolist()) == {BAND_VIA}


def test_order_numbers_each_column_from_the_top(made):
    layout = arrange(build_scene(made.made_answer(80, anchors=3)))
    for column in np.unique(layout.column):
        members = layout.column == column
        assert sorted(layout.order[members].tolist()) == list(range(int(members.sum())))


def test_crossed_pairs_are_uncrossed(made):
    answers = made.made_answer(0, lookalikes=0)
    view = view_of(
        answers["zh"].anchors[0].id, ["N1", "N2", "N3"], ["F1", "F2", "F3"], [("F1", "N3"), ("F2", "N2"), ("F3", "N1")]
    )
    layout = arrange(build_scene(answers, reached=view))
    assert layout.crossings == 0


def test_a_shared_supplier_brings_its_buyers_together(made):
    answers = made.made_answer(0, lookalikes=0)
    ties = [("F1", "N1"), ("F1", "N4"), ("F2", "N2"), ("F3", "N3")]
    scene = build_scene(
        answers, reached=view_of(answers["zh"].anchors[0].id, ["N1", "N2", "N3", "N4"], ["F1", "F2", "F3"], ties)
    )
    layout = arrange(scene)
    order = {ident: int(layout.order[here]) for here, ident in enumerate(scene.companies.ids)}
    assert abs(order["N1"] - order["N4"]) == 1
    assert layout.crossings == 0


def test_children_of_one_parent_stand_together(made):
    scene = build_scene(made.made_answer(200))
    layout = arrange(scene)
    for column in (-2, 2):
        rows = np.flatnonzero(layout.column == column)
        rows = rows[np.argsort(layout.order[rows])]
        parents = scene.companies.parent[rows].tolist()
        runs = [one for place, one in enumerate(parents) if place == 0 or parents[place - 1] != one]
        assert len(runs) == len(set(runs))


def test_whoever_stands_behind_a_middleman_follows_it(made):
    scene = build_scene(made.made_answer(60))
    layout = arrange(scene)
    middle = scene.companies.names.index("示例商贸有限公司")
    behind = np.flatnonzero((scene.companies.parent == middle) & (layout.column == layout.column[middle]))
    assert len(behind) > 0
    assert (layout.depth[behind] == 1).all()
    assert sorted(layout.order[behind].tolist()) == [int(layout.order[middle]) + 1 + k for k in range(len(behind))]


def test_first_view_holds_whole_chains_within_its_budgets(made):
    scene = build_scene(made.made_answer(500, lookalikes=60))
    layout = arrange(scene, rows=16, children=10, band=6)
    shown = np.flatnonzero(layout.first)
    assert all(layout.first[parent] for parent in scene.companies.parent[shown] if parent >= 0)
    for column in np.unique(layout.column[shown]):
        most = 6 if abs(column) >= 100 else 16
        if column != 0:
            assert int((layout.column[shown] == column).sum()) <= most
    best = int(np.flatnonzero(scene.companies.rank == 1)[0])
    assert layout.first[best]


def test_two_runs_give_the_same_places_whatever_came_before(made):
    answers = made.made_answer(120, anchors=2)
    one, other = arrange(build_scene(answers)), arrange(build_scene(answers))
    for field in ("column", "order", "depth", "first"):
        assert np.array_equal(getattr(one, field), getattr(other, field))
    assert one.crossings == other.crossings


def test_twenty_thousand_companies_in_three_seconds(made):
    answers, view = made.made_reached(20_000)
    scene = build_scene(answers, reached=view)
    started = time.perf_counter()
    layout = arrange(scene)
    assert time.perf_counter() - started < 3
    assert len(layout.order) == 20_001
