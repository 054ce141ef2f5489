"""How strong one tie is, and how much of it is left after time."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.relation import DAYS_A_MONTH, UNDATED, RelationBatch

HALF_LIFE_MONTHS: Final = 13.0
UNKNOWN: Final = 0.5


def age_months(day: NDArray[np.int32], as_of_day: int | None) -> NDArray[np.float64]:
    """
    Age in months of 30.4375 days, never below 0; NaN where undated or where nothing says what day it is.

    Parameters
    ----------
    day
        Days since 1970-01-01, `UNDATED` when blank.
    as_of_day
        The day ages run to.
    """
    if as_of_day is None:
        return np.full(day.shape, np.nan)
    ages = np.maximum(as_of_day - day.astype(np.int64), 0) / DAYS_A_MONTH
    return np.where(day == UNDATED, np.nan, ages)


def recency(ages: NDArray[np.float64], half_life: float = HALF_LIFE_MONTHS) -> NDArray[np.float64]:
    """2^(-age/half-life), in (0, 1]; 0.5 where the age is unknown."""
    left: NDArray[np.float64] = np.where(np.isnan(ages), UNKNOWN, np.exp2(-np.nan_to_num(ages) / half_life))
    return left


def tie_strength(batch: RelationBatch, as_of_day: int | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """
    Strength of each relation in [0, 1] and whether anything is known of it.

    .4·clamp(log10(CNY a year)/9) + .4·largest share + .2·recency; an unknown term counts .5, and a relation of which
    all three are unknown is unknown as a whole.
    """
    ages = age_months(batch.day, as_of_day)
    with np.errstate(divide="ignore", invalid="ignore"):
        money = np.clip(np.log10(batch.amount) / 9.0, 0.0, 1.0)
    no_money, no_share, no_date = np.isnan(batch.amount), np.isnan(batch.share), np.isnan(ages)
    strength = (
        0.4 * np.where(no_money, UNKNOWN, money)
        + 0.4 * np.where(no_share, UNKNOWN, np.clip(batch.share, 0.0, 1.0))
        + 0.2 * recency(ages)
    )
    known = ~(no_money & no_share & no_date)
    # Sums of the same terms must compare equal whatever order an engine added them in.
    return np.round(strength, 12), known


def walk_weight(batch: RelationBatch, as_of_day: int | None) -> NDArray[np.float64]:
    """Confidence times what time left of it, in (0, 1]: the weight proximity flows by."""
    return batch.confidence * recency(age_months(batch.day, as_of_day))
