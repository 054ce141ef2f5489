"""Connected components: which things are one, given pairs that are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def components(count: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Label the things 0 to count - 1 by the smallest thing each is connected to.

    Each round hooks every root that has a smaller neighbour under it, then shortens all paths, so that the rounds
    grow with the logarithm of the longest path.
    """
    label = np.arange(count, dtype=np.int64)
    while left.size:
        ends = label[left], label[right]
        apart = ends[0] != ends[1]
        if not apart.any():
            break
        left, right = left[apart], right[apart]
        small = np.minimum(ends[0][apart], ends[1][apart])
        np.minimum.at(label, np.maximum(ends[0][apart], ends[1][apart]), small)
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
    return label


def linked(count: int, codes: NDArray[np.int64], values: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs that tie every thing with a code (>= 0, below `values`) to the first thing of the same code."""
    things = np.flatnonzero(codes >= 0)
    first = np.full(values, count, dtype=np.int64)
    np.minimum.at(first, codes[things], things)
    return things, first[codes[things]]
