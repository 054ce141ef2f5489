"""Circular trade and guarantees that come back: found within the budgets, in one order, and never silently cut."""

from __future__ import annotations

import numpy as np

from chainprospect.advise.rings import RingRules, rings_through
from chainprospect.advising.circles import rings_around
from chainprospect.model.relation import Kinds


def test_rings_come_short_ones_first_and_each_once():
    ways = {"A": ["B", "C"], "B": ["A", "C"], "C": ["A", "D"], "D": ["A"]}
    found, whole = rings_through(ways, "A", 4, 20)
    assert found == (("A", "B"), ("A", "C"), ("A", "B", "C"), ("A", "C", "D"), ("A", "B", "C", "D"))
    assert whole


def test_the_longest_and_the_number_are_kept_to():
    ways = {"A": ["B", "C"], "B": ["A", "C"], "C": ["A", "D"], "D": ["A"]}
    assert rings_through(ways, "A", 2, 20) == ((("A", "B"), ("A", "C")), True)
    assert rings_through(ways, "A", 4, 1) == ((("A", "B"),), False)
    assert rings_through(ways, "D", 4, 20)[0] == (("D", "A", "C"), ("D", "A", "B", "C"))


def test_no_way_back_is_no_ring():
    assert rings_through({"A": ["B"], "B": ["C"]}, "A", 6, 20) == ((), True)
    assert rings_through({}, "A", 4, 20) == ((), True)


def world(memory_world, kind="supplies"):
    rows = [("A", "B", 9.0), ("B", "C", 5.0), ("C", "D", 7.0), ("D", "A", None), ("B", "A", 2.0), ("D", "E", 1.0)]
    relations = [
        {"source": source, "target": target, "kind": kind, "amount": amount} for source, target, amount in rows
    ]
    stake = {"source": "B", "target": "D", "kind": "owns", "share": 0.6}
    return memory_world([], [*relations, stake])


def around(store, kinds, **rules):
    company = store.companies(np.array([0], np.int64))[0]
    return rings_around(store, company, kinds, RingRules(**{"longest": 4, **rules}))


def test_rings_in_a_store_with_their_smallest_amount_and_who_is_related(memory_world):
    found = around(world(memory_world), Kinds.GOODS)
    assert [ring.companies for ring in found.rings] == [("A", "B"), ("A", "B", "C", "D")]
    assert [ring.smallest for ring in found.rings] == [2.0, None]
    # B owns more than half of D.
    assert [ring.related for ring in found.rings] == [False, True]
    assert [(tie.source, tie.target) for tie in found.rings[1].relations] == [
        ("A", "B"),
        ("B", "C"),
        ("C", "D"),
        ("D", "A"),
    ]
    assert found.whole
    assert found.names == {"A": "A", "B": "B", "C": "C", "D": "D"}


def test_guarantees_are_walked_apart_from_goods(memory_world):
    assert around(world(memory_world), Kinds.GUARANTEES).rings == ()
    found = around(world(memory_world, "guarantees"), Kinds.GUARANTEES, longest=6)
    assert [ring.companies for ring in found.rings] == [("A", "B"), ("A", "B", "C", "D")]


def test_a_budget_that_leaves_something_out_is_told(memory_world):
    found = around(world(memory_world), Kinds.GOODS, relations_per_company=1)
    assert not found.whole
