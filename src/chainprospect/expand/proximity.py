"""Proximity: personalised PageRank from the anchors on what was reached."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import IdArray

RESTART: Final = 0.15
TOLERANCE: Final = 1e-12


def proximity(
    companies: IdArray,
    partners: NDArray[np.int64],
    restart: NDArray[np.float64],
    pairs: tuple[IdArray, IdArray, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """
    Probability that a walk which starts again at the anchors stands at each company.

    A company passes .85·w/(number of its distinct goods partners in the whole graph) to each partner it was found to
    trade with; what goes to partners that were not reached is lost.

    Parameters
    ----------
    companies
        Companies of the subgraph, ascending.
    partners
        Their distinct goods partners in the whole graph, aligned.
    restart
        Restart weight of each, aligned; sums to 1.
    pairs
        Both ends and weight (0-1] of every relation found, in any direction, parallel ones repeated.

    Returns
    -------
    probability
        Aligned with `companies`, rounded to 12 significant digits.

    Notes
    -----
    p = .15·s + .85·Wᵀp, iterated until the L1 change is below 1e-12; O(relations found) a round. The relations count
    once a pair, with the largest weight, taken undirected.
    """
    left, right, weight = pairs
    a, b = np.searchsorted(companies, left), np.searchsorted(companies, right)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((-weight, high, low))
    low, high, weight = low[order], high[order], weight[order]
    first = np.ones(len(low), np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    low, high, weight = low[first], high[first], weight[first]
    giver, taker = np.concatenate([low, high]), np.concatenate([high, low])
    flow = (1.0 - RESTART) * np.concatenate([weight, weight]) / np.maximum(partners, 1)[giver]
    base = RESTART * restart
    here = base
    while True:
        after = base + np.bincount(taker, weights=flow * here[giver], minlength=len(companies))
        change = float(np.abs(after - here).sum())
        here = after
        if change < TOLERANCE:
            return significant(here, 12)


def significant(values: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """Values rounded to so many significant digits; 0 stays 0."""
    with np.errstate(divide="ignore"):
        power = np.where(values > 0, np.floor(np.log10(values)), 0.0)
    scale = 10.0 ** (digits - 1 - power)
    rounded: NDArray[np.float64] = np.rint(values * scale) / scale
    return rounded
