"""The contributions: each a column of values in [0, 1] on a fixed scale, and whether it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import FeatureBatch
from chainprospect.model.places import ELSEWHERE, SAME_PROVINCE, SERVED
from chainprospect.model.relation import DAYS_A_MONTH, UNDATED
from chainprospect.model.rules import BankProfile, EventRule
from chainprospect.model.runs import among, distinct, union
from chainprospect.score.gates import Yardsticks, by_label
from chainprospect.score.size import Bands
from chainprospect.score.verdicts import UNKNOWN, VERDICTS

Column: TypeAlias = tuple[NDArray[np.float64], NDArray[np.bool_]]

HALF: Final = 0.5
POLICY_VALUES: Final = {"favoured": 1.0, "neutral": 0.5, "review": 0.3, "block": 0.3}
REGION_VALUES: Final = {SERVED: 1.0, SAME_PROVINCE: 0.7, ELSEWHERE: 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """
    What the walk says of a batch of candidates, as aligned columns.

    `probability` of proximity; `likeness` on its scale; `strength` of the best chain's weakest hop and whether it is
    `strength_known`; `unmarked` anchors not marked as clients that trade with it directly.
    """

    probability: NDArray[np.float64]
    likeness: NDArray[np.float64]
    strength: NDArray[np.float64]
    strength_known: NDArray[np.bool_]
    unmarked: NDArray[np.int64]


def contributions(
    features: FeatureBatch,
    found: Bands,
    ties: Ties,
    yardsticks: Yardsticks,
    events: Mapping[str, EventRule],
    as_of_day: int | None,
) -> dict[str, Column]:
    """
    Value (0.5 when unknown) and known mark of every contribution, by name.

    Formulas and the source of their constants stand in docs/score.md. Each depends on the company's own features only.
    """
    return {
        "proximity": _known(_proximity(ties.probability)),
        "chain_likeness": _known(ties.likeness),
        "tie_strength": _with_known(ties.strength, ties.strength_known),
        "common_anchors": _known(1.0 - 0.5 ** (features.client_partners + ties.unmarked).astype(np.float64)),
        "connectedness": _known(np.clip(np.log2(1.0 + features.partners) / 8.0, 0.0, 1.0)),
        "size": found.values(),
        "industry": _industry(features, yardsticks),
        "openness": _openness(features, yardsticks.bank),
        "region": _region(features, yardsticks),
        "growth": _growth(features),
        "timing": timing(features, events, as_of_day),
    }


def _known(values: NDArray[np.float64]) -> Column:
    return values, np.ones(len(values), np.bool_)


def _with_known(values: NDArray[np.float64], known: NDArray[np.bool_]) -> Column:
    return np.where(known, values, HALF), known


def _proximity(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """clamp((log10 p + 5)/4): 1e-5 and less is 0, 1e-1 and more is 1."""
    with np.errstate(divide="ignore"):
        return np.clip((np.log10(probability) + 5.0) / 4.0, 0.0, 1.0)


def _industry(features: FeatureBatch, yardsticks: Yardsticks) -> Column:
    found = yardsticks.verdicts(features).verdict
    values = np.array([POLICY_VALUES.get(word, HALF) for word in VERDICTS])[found]
    return values, found != UNKNOWN


def _our_codes(features: FeatureBatch, bank: BankProfile) -> NDArray[np.int64]:
    """Codes by which our own bank is named in this batch, ascending."""
    named = union(features.banks.values, features.main_bank).tolist() if bank.names else []
    ours = [code for code in named if code >= 0 and features.bank_labels[code] in bank.names]
    return np.array(ours, np.int64)


def other_banks(features: FeatureBatch, bank: BankProfile) -> NDArray[np.float64]:
    """Distinct banks other than ours that each company works with; NaN when unknown."""
    ours = _our_codes(features, bank)
    starts = features.banks.starts
    rows = np.repeat(np.arange(len(features.numbers)), np.diff(starts))
    other = ~among(features.banks.values, ours)
    counted = np.bincount(rows[other], minlength=len(features.numbers)).astype(np.float64)
    return np.where(np.diff(starts) > 0, counted, features.bank_count)


def main_bank_is_ours(features: FeatureBatch, bank: BankProfile) -> NDArray[np.int8]:
    """1 where the main bank is ours, 0 where it is another, -1 where it is unknown."""
    ours = _our_codes(features, bank)
    return np.where(features.main_bank < 0, -1, among(features.main_bank, ours)).astype(np.int8)


def _openness(features: FeatureBatch, bank: BankProfile) -> Column:
    """1/(1 + .25 · other banks), x .8 if its main bank is not ours, x .8 if listed."""
    others = other_banks(features, bank)
    values = 1.0 / (1.0 + 0.25 * others)
    values = np.where(main_bank_is_ours(features, bank) == 0, values * 0.8, values)
    values = np.where(features.listed == 1, values * 0.8, values)
    return _with_known(values, ~np.isnan(others))


def _region(features: FeatureBatch, yardsticks: Yardsticks) -> Column:
    """In a region we serve 1, same province .7, else 0; neutral and known while no regions are set."""
    if not yardsticks.bank.regions:
        return _known(np.full(len(features.numbers), HALF))
    values = np.full(len(features.numbers), HALF)
    for code in distinct(features.region.codes[features.region.codes >= 0]).tolist():
        found = yardsticks.places.standing(yardsticks.bank.regions, features.region.labels[code])
        values[features.region.codes == code] = REGION_VALUES[found]
    return values, by_label(features.region, lambda _: True, unknown=False)


def _growth(features: FeatureBatch) -> Column:
    """clamp(.5 + (g - g_industry)/.4): 20 points above the industry is 1."""
    ahead = features.growth - features.industry_growth
    return _with_known(np.clip(0.5 + ahead / 0.4, 0.0, 1.0), ~np.isnan(ahead))


def event_effects(
    features: FeatureBatch, events: Mapping[str, EventRule], as_of_day: int | None
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Of every event: w·2^(-age/half-life) (undated: half of w), whether it is past, and its age in months."""
    codes, place = np.unique(features.event_type, return_inverse=True)
    types = [events.get(features.event_types[code]) for code in codes.tolist()]
    weight = np.array([rule.weight if rule else 0.0 for rule in types])[place]
    half_life = np.array([rule.half_life_months if rule else 1.0 for rule in types])[place]
    undated = (features.event_day == UNDATED) | (as_of_day is None)
    days = (as_of_day or 0) - features.event_day.astype(np.int64)
    ages = np.where(undated, np.nan, days / DAYS_A_MONTH)
    left = np.where(undated, HALF, np.exp2(-np.nan_to_num(ages) / half_life))
    return weight * left, undated | (days >= 0), ages


def timing(features: FeatureBatch, events: Mapping[str, EventRule], as_of_day: int | None) -> Column:
    """1 - Π(1 - w·2^(-age/half-life)) over past events; unknown without any."""
    effect, past, _ = event_effects(features, events, as_of_day)
    rows = np.repeat(np.arange(len(features.numbers)), np.diff(features.events.starts))
    left = np.ones(len(features.numbers))
    np.multiply.at(left, rows[past], 1.0 - effect[past])
    return _with_known(1.0 - left, np.bincount(rows[past], minlength=len(left)) > 0)
