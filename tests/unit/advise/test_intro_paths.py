"""Warm paths: the most probable ones, in a total order, bounded in steps (rows A16, B08)."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path as File

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.advise.paths import Path, at_least_one, best_paths, probability


def ways_of(steps):
    ways: dict[str, dict[str, float]] = {}
    for left, right, chance in steps:
        ways.setdefault(left, {})[right] = chance
    return ways


@pytest.fixture(scope="module")
def vector(shared: File):
    return json.loads((shared / "reference" / "graph_vectors.json").read_text("utf-8"))["warm_path"]


def test_the_vector_of_warm_paths(vector) -> None:
    ways = ways_of(vector["edges"])
    found = best_paths(ways, "RM", "GM_prospect", 4, 5)
    assert list(found[0].parties) == vector["best"]
    assert found[0].probability == vector["prob"] == 0.56
    named = {"LAWYER": "via LAWYER", "CFO_core": "via CFO_core", "GM_prospect": "cold"}
    assert {named[path.parties[1]]: path.probability for path in found} == vector["all"]
    assert at_least_one(found) == vector["at_least_one_of_disjoint"]


def test_a_cold_call_shares_nobody(vector) -> None:
    ways = ways_of([step for step in vector["edges"] if step[:2] != ["RM", "GM_prospect"]])
    found = best_paths(ways, "RM", "GM_prospect", 4, 5)
    assert [path.probability for path in found] == [0.56, 0.45]
    assert at_least_one(found, cold=0.1) == 0.7822
    assert at_least_one((), cold=0.1) == 0.1
    assert at_least_one(()) == 0


def test_no_way_is_no_path() -> None:
    assert best_paths({}, "a", "z", 3, 3) == ()
    assert best_paths(ways_of([("z", "a", 0.9)]), "a", "z", 3, 3) == ()


def test_steps_are_bounded() -> None:
    ways = ways_of([("a", "b", 1.0), ("b", "c", 1.0), ("c", "z", 1.0), ("a", "z", 0.2)])
    assert best_paths(ways, "a", "z", 2, 3) == (Path(("a", "z"), 0.2),)
    assert best_paths(ways, "a", "z", 3, 3) == (Path(("a", "b", "c", "z"), 1.0), Path(("a", "z"), 0.2))


def test_of_equally_probable_paths_the_shorter_then_the_smaller_ids() -> None:
    steps = [("a", "c", 0.5), ("a", "b", 0.5), ("b", "z", 0.5), ("c", "z", 0.5), ("a", "z", 0.25)]
    found = best_paths(ways_of(steps), "a", "z", 3, 9)
    assert [path.parties for path in found] == [("a", "z"), ("a", "b", "z"), ("a", "c", "z")]
    assert {path.probability for path in found} == {0.25}
    assert best_paths(ways_of(steps), "a", "z", 3, 2) == found[:2]


def test_no_party_twice_even_where_every_step_is_sure() -> None:
    steps = [("a", "b", 1.0), ("b", "a", 1.0), ("b", "c", 1.0), ("c", "b", 1.0), ("c", "z", 0.5)]
    assert best_paths(ways_of(steps), "a", "z", 6, 9) == (Path(("a", "b", "c", "z"), 0.5),)


def test_paths_that_share_a_party_count_once() -> None:
    shared = [Path(("a", "b", "z"), 0.5), Path(("a", "b", "c", "z"), 0.4), Path(("a", "d", "z"), 0.2)]
    assert at_least_one(shared) == 0.6


STEPS = st.dictionaries(
    st.tuples(st.sampled_from("abcdz"), st.sampled_from("abcdz")).filter(lambda pair: pair[0] != pair[1]),
    st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.8, 1.0]),
    max_size=14,
)


@given(STEPS, st.integers(1, 4), st.integers(1, 6))
def test_paths_are_those_of_trying_them_all(steps, most, count) -> None:
    ways = ways_of([(*pair, chance) for pair, chance in steps.items()])
    tried = [
        ("a", *between, "z")
        for size in range(most)
        for between in itertools.permutations("bcd", size)
        if all(pair in steps for pair in itertools.pairwise(("a", *between, "z")))
    ]

    def order(parties):
        length = sum(-math.log(steps[pair]) for pair in itertools.pairwise(parties))
        return round(length, 12), len(parties), parties

    found = best_paths(ways, "a", "z", most, count)
    assert [path.parties for path in found] == sorted(tried, key=order)[:count]
    assert all(path.probability == probability(ways, path.parties) for path in found)
