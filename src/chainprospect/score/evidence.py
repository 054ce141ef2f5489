"""What each contribution of one lead was computed from, what is missing, and what to watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import FeatureBatch, SizeBand
from chainprospect.model.rules import EventRule
from chainprospect.score.contributions import Ties, event_effects, main_bank_is_ours, other_banks
from chainprospect.score.gates import Yardsticks, known
from chainprospect.score.policy import standing
from chainprospect.score.size import NO_BAND, Bands, band_of, metrics_of

WARNING_EVENT: Final = "default"
UNPRICED: Final = "no_exchange_rate"


@dataclass(frozen=True, slots=True)
class EventEffect:
    """One past event of a lead: its number, type, age in months (None undated) and what it adds before combining."""

    number: int
    type: str
    age_months: float | None
    effect: float


class Evidence:
    """
    Facts behind the contributions of a batch, told one company at a time.

    What needs the whole batch is computed once; `facts` costs the same for every company.
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
        self._standings: dict[int, str] = {}
        self._bands: dict[int, SizeBand] = {}

    def facts(self, row: int) -> dict[str, dict[str, Any]]:
        """
        Facts by contribution; None where unknown.

        What only the walk and the texts know (names of the weakest hop, event texts) is added by the caller.
        """
        features = self._features
        band = self.band(row)
        listed, ours = int(features.listed[row]), int(self._ours[row])
        main = int(features.main_bank[row])
        region = features.region.text(row)
        code = features.industry.text(row)
        return {
            "proximity": {"p": float(self._ties.probability[row])},
            "chain_likeness": {},
            "tie_strength": {},
            "common_anchors": {"count": int(features.client_partners[row] + self._ties.unmarked[row])},
            "connectedness": {"partners": int(features.partners[row])},
            "size": {
                "band": band.band,
                "low": band.low,
                "high": band.high,
                "employees": known(features.employees[row]),
                "revenue": known(features.revenue[row]),
                "basis": band.basis,
            },
            "industry": {"code": code, "standing": self._standing(row)},
            "openness": {
                "other_banks": known(self._others[row]),
                "main_bank": features.bank_labels[main] if main >= 0 else None,
                "main_is_ours": None if ours < 0 else bool(ours),
                "listed": None if listed < 0 else bool(listed),
            },
            "region": {"region": region, "standing": self._region_standing(region)},
            "growth": {
                "growth": known(features.growth[row]),
                "industry_growth": known(features.industry_growth[row]),
            },
            "timing": {},
        }

    def band(self, row: int) -> SizeBand:
        """The size band of one company, with the rule and the metrics it rests on."""
        found = self._bands.get(row)
        if found is None:
            found = self._bands[row] = band_of(self._found, self._features, self._yardsticks.sizes, row)
        return found

    def events(self, row: int) -> tuple[EventEffect, ...]:
        """Past events of one company, those that say most first, then by number."""
        features = self._features
        effect, past, ages = self._effects
        low, high = int(features.events.starts[row]), int(features.events.starts[row + 1])
        if low == high:
            return ()
        found = [
            EventEffect(
                int(features.events.values[at]),
                features.event_types[int(features.event_type[at])],
                known(ages[at]),
                round(float(effect[at]), 6),
            )
            for at in range(low, high)
            if past[at]
        ]
        return tuple(sorted(found, key=lambda item: (-item.effect, item.number)))

    def missing(self, row: int) -> tuple[str, ...]:
        """Columns that would say more of this company, in the order of the contributions."""
        features, found = self._features, self._found
        names: list[str] = []
        if not self._ties.strength_known[row]:
            names += ["amount", "share", "date"]
        names += self._missing_size(row, int(found.low[row]), int(found.high[row]))
        if self._standing(row) == "unknown":
            names.append("industry")
        if np.isnan(self._others[row]):
            names.append("banks")
        if features.region.codes[row] < 0 and self._yardsticks.bank.regions:
            names.append("region")
        names += [name for name in ("growth", "industry_growth") if np.isnan(getattr(features, name)[row])]
        if not self.events(row):
            names.append("events")
        return tuple(names)

    def _missing_size(self, row: int, low: int, high: int) -> list[str]:
        if low == NO_BAND:
            return ["size"]
        if low >= 0 and low == high:
            return []
        keys = self._found.keys.get(int(self._features.industry.codes[row]), ())
        metrics = metrics_of(self._yardsticks.sizes, keys) or ("employees", "revenue")
        return [name for name in metrics if np.isnan(getattr(self._features, name)[row])]

    def flags(self, row: int) -> tuple[str, ...]:
        """Machine words for what a person should watch, in a fixed order."""
        features = self._features
        marks = {
            "policy_review": self._standing(row) == "review",
            UNPRICED: bool(features.unpriced[row]),
            "no_size_band": int(self._found.low[row]) == NO_BAND,
            "default_event": any(item.type == WARNING_EVENT for item in self.events(row)),
        }
        return tuple(name for name, holds in marks.items() if holds)

    def _standing(self, row: int) -> str:
        """What the policy says of a company's industry; each industry is looked up once."""
        code = int(self._features.industry.codes[row])
        found = self._standings.get(code)
        if found is None:
            label = self._features.industry.text(row)
            found = standing(label, self._yardsticks.policy, self._yardsticks.sizes)
            self._standings[code] = found
        return found

    def _region_standing(self, region: str | None) -> str:
        if not self._yardsticks.bank.regions:
            return "not_set"
        return self._yardsticks.places.standing(self._yardsticks.bank.regions, region) if region else "unknown"
