"""How well a ranking foresaw what came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Foresight:
    """
    Measures of a ranking against what came true, each in [0, 1] but `lift`.

    `ranked` counts what was ranked, `true` what came true of it; `first` is how many are looked at: `precision`,
    `recall` and `ndcg_first` are of these, and `lift` is precision over `base_rate`. `ndcg`, `auc`, `average_precision`
    and `reciprocal_rank` are of the whole ranking. All but `base_rate` are None where nothing came true; `auc` is None
    where everything did.
    """

    ranked: int
    true: int
    first: int
    base_rate: float | None
    precision: float | None = None
    recall: float | None = None
    lift: float | None = None
    ndcg_first: float | None = None
    ndcg: float | None = None
    auc: float | None = None
    average_precision: float | None = None
    reciprocal_rank: float | None = None


def foresight(came_true: Sequence[bool], first: int) -> Foresight:
    """
    Measure a ranking.

    Parameters
    ----------
    came_true
        Of every ranked thing, best first, whether it came true.
    first
        How many of the best are looked at (1 or more).

    Notes
    -----
    The usual measures of retrieval: normalised discounted cumulative gain with log2 of rank + 1, area under the
    receiver operating curve as the part of pairs ranked rightly, average precision, reciprocal rank of the first hit.
    """
    ranked, true = len(came_true), sum(came_true)
    base_rate = true / ranked if ranked else None
    if not true or base_rate is None:
        return Foresight(ranked, true, first, base_rate)
    places = [place for place, came in enumerate(came_true, start=1) if came]
    hits = sum(place <= first for place in places)
    looked_at = min(first, ranked)
    return Foresight(
        ranked,
        true,
        first,
        base_rate,
        hits / looked_at,
        hits / true,
        hits / looked_at / base_rate,
        _ndcg(places, true, first),
        _ndcg(places, true, ranked),
        _auc(places, ranked),
        sum(found / place for found, place in enumerate(places, start=1)) / true,
        1 / places[0],
    )


def _ndcg(places: Sequence[int], true: int, first: int) -> float:
    gained = sum(1 / log2(place + 1) for place in places if place <= first)
    return gained / sum(1 / log2(place + 1) for place in range(1, min(true, first) + 1))


def _auc(places: Sequence[int], ranked: int) -> float | None:
    others = ranked - len(places)
    # Of each hit, the others that stand below it.
    rightly = sum(others - (place - found) for found, place in enumerate(places, start=1))
    return rightly / (len(places) * others) if others else None
