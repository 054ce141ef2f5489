"""Runs of whole numbers: where several lie one after the other, and each value once."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Whole = TypeVar("Whole", bound=np.integer[Any])


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions start, start + 1, … of several runs, one run after the other."""
    total = int(counts.sum())
    begins = np.cumsum(counts) - counts
    return np.repeat(starts - begins, counts) + np.arange(total, dtype=np.int64)


def firsts(ordered: NDArray[Whole]) -> NDArray[np.bool_]:
    """Where each value of an ordered array stands for the first time."""
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def distinct(values: NDArray[Whole]) -> NDArray[Whole]:
    """Distinct values in ascending order; sorting is several times faster than numpy's `unique`, which hashes."""
    ordered = np.sort(values)
    return ordered[firsts(ordered)]


def union(*values: NDArray[Whole]) -> NDArray[Whole]:
    """Distinct values of several arrays in ascending order."""
    return distinct(np.concatenate(values))


def among(values: NDArray[Whole], ordered: NDArray[Whole]) -> NDArray[np.bool_]:
    """Which values stand in an ascending array: a search each, where numpy's `isin` would sort both."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values
    return found
