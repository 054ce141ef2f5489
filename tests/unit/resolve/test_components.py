"""Connected components agree with a walk."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.resolve.components import components, linked


def walk(count: int, ties: list[tuple[int, int]]) -> list[int]:
    label = list(range(count))
    for _ in range(count):
        for left, right in ties:
            label[left] = label[right] = min(label[left], label[right])
    return label


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))))
    )
)
def test_labels_are_those_of_a_walk(case):
    count, ties = case
    array = np.array(ties, dtype=np.int64).reshape(-1, 2)
    assert components(count, array[:, 0], array[:, 1]).tolist() == walk(count, ties)


def test_a_long_chain_in_any_order():
    count = 20_000
    order = np.random.default_rng(7).permutation(count)
    assert components(count, order[:-1], order[1:]).max() == 0
    line = np.arange(count)
    assert components(count, line[1:], line[:-1]).max() == 0


def test_linked_ties_to_the_first():
    left, right = linked(5, np.array([2, -1, 0, 2, 0]), 3)
    assert left.tolist() == [0, 2, 3, 4]
    assert right.tolist() == [0, 2, 0, 2]
