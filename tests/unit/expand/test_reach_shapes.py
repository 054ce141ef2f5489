"""Reach on shapes drawn by hand: diamond, loop, hub, bridge between sides, middlemen in a ring."""

from __future__ import annotations

import numpy as np
import pytest

from chainprospect.expand.chains import ChainFinder
from chainprospect.expand.proximity import proximity
from chainprospect.expand.reach import SIDES
from chainprospect.expand.reached import AnchorSet, expand
from chainprospect.model.rules import ReachRules

DAY = 20_000


@pytest.fixture
def reach(memory_world):
    """Who is reached from the first company of a drawing, by id, and the chains to each."""

    def make(arrows: str, *, traders: str = "", **rules):
        ties = []
        for arrow in arrows.split():
            source, target = arrow.split(">")
            ties.append({"source": source, "target": target, "kind": "supplies", "day": DAY})
        roles = [{"id": ident, "role": "trader"} for ident in traders.split()]
        store = memory_world(roles, ties)
        ids = sorted({end for tie in ties for end in (tie["source"], tie["target"])})
        anchors = AnchorSet(np.array([ids.index("a")], np.int64), np.ones(1))
        reached = expand(store, anchors, ReachRules(**rules), DAY)
        finder = ChainFinder(reached)
        found = {
            ids[number]: (SIDES[side].value, tier)
            for number, side, tier in zip(
                reached.company.tolist(), reached.side.tolist(), reached.tier.tolist(), strict=True
            )
        }
        chains = {
            ids[number]: ["".join(ids[item] for item in path.companies) for path in finder.chains(number)]
            for number in reached.company.tolist()
        }
        return found, chains, reached

    return make


def test_a_diamond_has_two_chains(reach):
    found, chains, _ = reach("b>a c>a d>b d>c")
    assert found == {"b": ("upstream", 1), "c": ("upstream", 1), "d": ("upstream", 2)}
    assert chains["d"] == ["abd", "acd"]


def test_a_loop_ends_where_it_began(reach):
    found, chains, _ = reach("b>a c>b a>c b>c", upstream=6, downstream=6)
    # c is two above and one below: below is nearer. b is one above.
    assert found == {"b": ("upstream", 1), "c": ("downstream", 1)}
    assert chains["c"] == ["ac", "abc"]
    assert chains["b"] == ["ab", "acb"]


def test_a_chain_never_turns(reach):
    found, _, _ = reach("b>a b>x y>x a>p q>p", upstream=4, downstream=4)
    assert found == {"b": ("upstream", 1), "p": ("downstream", 1)}


def test_no_tiers_reach_nobody(reach):
    assert reach("b>a a>c", upstream=0, downstream=0)[0] == {}
    assert reach("b>a a>c", upstream=0)[0] == {"c": ("downstream", 1)}


def test_anchors_that_know_only_each_other_reach_nobody(memory_world):
    store = memory_world([], [{"source": "a", "target": "b", "kind": "supplies", "day": DAY}])
    reached = expand(store, AnchorSet(np.array([0, 1], np.int64), np.full(2, 0.5)), ReachRules(), DAY)
    assert reached.company.tolist() == []


def test_a_hub_keeps_its_budget_and_counts_the_rest(reach):
    suppliers = " ".join(f"s{number}>a" for number in range(9))
    found, _, reached = reach(suppliers, relations_per_company=4)
    assert set(found) == {"s0", "s1", "s2", "s3"}
    assert (reached.cut, reached.cut_companies) == (5, 0)
    found, _, reached = reach(suppliers, companies=2)
    assert set(found) == {"s0", "s1"}
    assert (reached.cut, reached.cut_companies) == (0, 7)


def test_a_ring_of_middlemen_ends(reach):
    found, chains, _ = reach("t>a u>t t>u v>u", traders="t u", upstream=1)
    assert found == {"t": ("upstream", 1), "u": ("upstream", 1), "v": ("upstream", 1)}
    assert chains["v"] == ["atuv"]


def test_the_third_middleman_in_a_row_is_ordinary(reach):
    found, _, _ = reach("t>a u>t v>u w>v x>w", traders="t u v w", upstream=2)
    assert {ident: tier for ident, (_, tier) in found.items()} == {"t": 1, "u": 1, "v": 1, "w": 2, "x": 2}


def test_proximity_loses_what_goes_elsewhere():
    """b passes half of what it has to a, the other half to a partner that was not reached."""
    p = proximity(
        np.array([0, 1]),
        np.array([1, 2]),
        np.array([1.0, 0.0]),
        (np.array([0, 0]), np.array([1, 1]), np.array([0.25, 1.0])),
    )
    # p0 = .15 + .85·p1/2, p1 = .85·p0, the pair once with its largest weight.
    first = 0.15 / (1 - 0.85 * 0.85 / 2)
    assert p.tolist() == pytest.approx([first, 0.85 * first], rel=1e-11)
