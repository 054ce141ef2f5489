"""Runs of whole numbers."""

from __future__ import annotations

import numpy as np

from chainprospect.model.runs import among, distinct, ranges, union


def test_ranges_stand_one_after_the_other() -> None:
    assert ranges(np.array([5, 0, 9]), np.array([2, 3, 0])).tolist() == [5, 6, 0, 1, 2]


def test_distinct_and_union_are_ascending() -> None:
    assert distinct(np.array([3, 1, 3, 2])).tolist() == [1, 2, 3]
    assert distinct(np.empty(0, np.int64)).tolist() == []
    assert union(np.array([3, 1]), np.array([2, 3]), np.empty(0, np.int64)).tolist() == [1, 2, 3]


def test_among_finds_what_stands_in_an_ascending_array() -> None:
    assert among(np.array([9, 1, 4, 0]), np.array([1, 4, 7])).tolist() == [False, True, True, False]
    assert among(np.array([1]), np.empty(0, np.int64)).tolist() == [False]
    assert among(np.empty(0, np.int64), np.array([1])).tolist() == []
