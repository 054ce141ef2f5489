"""Runs of whole numbers: where several lie one after the other, and each value once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions start, start + 1, … of several runs, one run after the other."""
    total = int(counts.sum())
    begins = np.cumsum(counts) - counts
    return np.repeat(starts - begins, counts) + np.arange(total, dtype=np.int64)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct values in ascending order."""
    values = np.sort(values)
    if not len(values):
        return values
    keep = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=keep[1:])
    return values[keep]
