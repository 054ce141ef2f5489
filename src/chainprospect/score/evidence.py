"""What the contributions of leads were computed from, what is missing, and what to watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import FeatureBatch, SizeBand
from chainprospect.model.once import each
from chainprospect.model.rules import EventRule
from chainprospect.score.contributions import Ties, event_effects, main_bank_is_ours, other_banks
from chainprospect.score.gates import Yardsticks
from chainprospect.score.size import METRICS, NO_BAND, Bands, bands_of, metrics_of, stated_metrics
from chainprospect.score.verdicts import VERDICTS, deciding_rule

WARNING_EVENT: Final = "default"
UNPRICED: Final = "no_exchange_rate"

Facts: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EventEffect:
    """One past event of a lead: its number, type, age in months (None undated) and what it adds before combining."""

    number: int
    type: str
    age_months: float | None
    effect: float


class Evidence:
    """
    Facts behind the contributions of a batch, told of many rows at once, as lists aligned with the rows asked for.

    Rows of which the same is known share what is told of them. Asking costs O(rows asked for).
    """

    def __init__(
        self,
        features: FeatureBatch,
        found: Bands,
        ties: Ties,
        yardsticks: Yardsticks,
        events: Mapping[str, EventRule],
        as_of_day: int | None,
    ) -> None:
        self._features, self._found, self._ties, self._yardsticks = features, found, ties, yardsticks
        self._effects = event_effects(features, events, as_of_day)
        self._others: NDArray[np.float64] = other_banks(features, yardsticks.bank)
        self._ours = main_bank_is_ours(features, yardsticks.bank)
        self._verdicts = yardsticks.verdicts(features)

    def facts(self, rows: Rows) -> dict[str, list[Facts]]:
        """
        Facts by contribution; None where unknown.

        What only the walk and the texts know (likeness, the weakest hop, events) is added by the caller.
        """
        features = self._features
        bands = self.bands(rows)
        by_id = {id(band): band for band in bands}
        common = features.client_partners[rows] + self._ties.unmarked[rows]
        return {
            "proximity": each(lambda p: {"p": p}, self._ties.probability[rows].tolist()),
            "common_anchors": each(lambda count: {"count": count}, common.tolist()),
            "connectedness": each(lambda count: {"partners": count}, features.partners[rows].tolist()),
            "size": each(
                lambda band, employees, revenue: _size(by_id[band], employees, revenue),
                map(id, bands),
                stated(features.employees[rows]),
                stated(features.revenue[rows]),
            ),
            "industry": each(
                self._industry,
                features.industry.codes[rows].tolist(),
                self._standings(rows),
                self._verdicts.rule[rows].tolist(),
                self._verdicts.sure[rows].tolist(),
            ),
            "openness": each(
                self._banks,
                stated(self._others[rows]),
                features.main_bank[rows].tolist(),
                self._ours[rows].tolist(),
                features.listed[rows].tolist(),
            ),
            "region": each(self._region, features.region.codes[rows].tolist()),
            "growth": each(
                lambda own, industry: {"growth": own, "industry_growth": industry},
                stated(features.growth[rows]),
                stated(features.industry_growth[rows]),
            ),
        }

    def bands(self, rows: Rows) -> list[SizeBand]:
        """Size bands, with the rule and the metrics they rest on."""
        return bands_of(self._found, self._features, self._yardsticks.sizes, rows)

    def events(self, rows: Rows) -> list[tuple[EventEffect, ...]]:
        """Past events of each company, those that say most first, then by number."""
        bounds = self._features.events.starts
        return [
            self._past(low, high) if low < high else ()
            for low, high in zip(bounds[rows].tolist(), bounds[rows + 1].tolist(), strict=True)
        ]

    def missing(self, rows: Rows, events: Sequence[Sequence[EventEffect]]) -> list[tuple[str, ...]]:
        """Columns that would say more of each company, in the order of the contributions; `events` as `events` says."""
        features, found = self._features, self._found
        return each(
            self._missing,
            self._ties.strength_known[rows].tolist(),
            found.low[rows].tolist(),
            found.high[rows].tolist(),
            features.industry.codes[rows].tolist(),
            zip(*stated_metrics(features, rows), strict=True),
            self._standings(rows),
            np.isnan(self._others[rows]).tolist(),
            (features.region.codes[rows] < 0).tolist(),
            np.isnan(features.growth[rows]).tolist(),
            np.isnan(features.industry_growth[rows]).tolist(),
            map(bool, events),
        )

    def flags(self, rows: Rows, events: Sequence[Sequence[EventEffect]]) -> list[tuple[str, ...]]:
        """Machine words for what a person should watch, in a fixed order; `events` as `events` says."""
        warned = [any(event.type == WARNING_EVENT for event in some) for some in events]
        return each(
            _flags,
            self._standings(rows),
            self._features.unpriced[rows].tolist(),
            (self._found.low[rows] == NO_BAND).tolist(),
            warned,
        )

    def _standings(self, rows: Rows) -> list[str]:
        """What the policy says of each company."""
        return [VERDICTS[verdict] for verdict in self._verdicts.verdict[rows].tolist()]

    def _industry(self, code: int, standing: str, rule: int, sure: bool) -> Facts:
        label = None if code < 0 else self._features.industry.labels[code]
        return {"code": label, "standing": standing, **deciding_rule(rule, sure, self._yardsticks.policy)}

    def _banks(self, others: float | None, main: int, ours: int, listed: int) -> Facts:
        return {
            "other_banks": others,
            "main_bank": self._features.bank_labels[main] if main >= 0 else None,
            "main_is_ours": None if ours < 0 else bool(ours),
            "listed": None if listed < 0 else bool(listed),
        }

    def _region(self, code: int) -> Facts:
        region = None if code < 0 else self._features.region.labels[code]
        served = self._yardsticks.bank.regions
        if not served:
            return {"region": region, "standing": "not_set"}
        return {"region": region, "standing": self._yardsticks.places.standing(served, region) if region else "unknown"}

    def _past(self, low: int, high: int) -> tuple[EventEffect, ...]:
        features = self._features
        effect, past, ages = self._effects
        found = [
            EventEffect(
                int(features.events.values[at]),
                features.event_types[int(features.event_type[at])],
                stated(ages[at : at + 1])[0],
                round(float(effect[at]), 6),
            )
            for at in range(low, high)
            if past[at]
        ]
        return tuple(sorted(found, key=lambda item: (-item.effect, item.number)))

    def _missing(
        self, tie: bool, low: int, high: int, industry: int, metrics: Sequence[bool], policy: str, *blank: bool
    ) -> tuple[str, ...]:
        banks, region, growth, industry_growth, events = blank
        return (
            *(() if tie else ("amount", "share", "date")),
            *self._missing_size(low, high, industry, metrics),
            *(("industry",) if policy == "unknown" else ()),
            *(("banks",) if banks else ()),
            *(("region",) if region and self._yardsticks.bank.regions else ()),
            *(("growth",) if growth else ()),
            *(("industry_growth",) if industry_growth else ()),
            *(() if events else ("events",)),
        )

    def _missing_size(self, low: int, high: int, industry: int, metrics: Sequence[bool]) -> list[str]:
        if low == NO_BAND:
            return ["size"]
        if low >= 0 and low == high:
            return []
        wanted = metrics_of(self._yardsticks.sizes, self._found.keys.get(industry, ())) or ("employees", "revenue")
        return [name for name in wanted if not metrics[METRICS.index(name)]]


def _size(band: SizeBand, employees: float | None, revenue: float | None) -> Facts:
    return {
        "band": band.band,
        "low": band.low,
        "high": band.high,
        "employees": employees,
        "revenue": revenue,
        "basis": band.basis,
    }


def _flags(policy: str, unpriced: bool, no_band: bool, warned: bool) -> tuple[str, ...]:
    marks = {
        "policy_review": policy == "review",
        UNPRICED: unpriced,
        "no_size_band": no_band,
        "default_event": warned,
    }
    return tuple(name for name, holds in marks.items() if holds)


def stated(values: NDArray[np.float64]) -> list[float | None]:
    """A column as numbers, None where unknown."""
    return [None if isnan(value) else value for value in values.tolist()]
