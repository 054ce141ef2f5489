"""What the bank decides: reach, weights, gates, policy. Every value has a default that stands in docs/score.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chainprospect.model.policy import PolicyRule


def _frozen(pairs: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(pairs))


@dataclass(frozen=True, slots=True)
class ReachRules:
    """
    How far the walk goes and what it may touch.

    Tiers per side are 0-6. Budgets: relations kept per company and side, companies per intermediary, companies a query.
    """

    upstream: int = 2
    downstream: int = 2
    lookalikes: bool = True
    via: bool = True
    relations_per_company: int = 200
    companies_per_intermediary: int = 20
    companies: int = 50_000


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """
    Own weights of the contributions and the two halves; all ≥ 0, at least one of each used half > 0.

    Effective weight = half x own weight / sum of own weights of that half.
    """

    centrality: float = 50.0
    fit: float = 50.0
    own: Mapping[str, float] = field(
        default_factory=lambda: _frozen(
            {
                "proximity": 12.0,
                "chain_likeness": 18.0,
                "tie_strength": 10.0,
                "common_anchors": 6.0,
                "connectedness": 4.0,
                "size": 14.0,
                "industry": 10.0,
                "openness": 8.0,
                "region": 6.0,
                "growth": 6.0,
                "timing": 6.0,
            }
        )
    )


@dataclass(frozen=True, slots=True)
class GateRules:
    """Thresholds of the size gates (CNY, persons) and the gates that are open (`include`)."""

    too_large_revenue: float = 5e9
    too_large_employees: float = 10_000.0
    include: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """
    What the user narrows the list to; empty means no filter.

    `sizes` holds bands; `industries` GB/T 4754 code prefixes (with or without the section letter); `regions` places;
    `roles` roles that alone may pass; `hide_worked` leaves out the leads that are in the user's book.
    """

    sizes: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    min_score: float | None = None
    hide_worked: bool = False


@dataclass(frozen=True, slots=True)
class PolicyRules:
    """
    Industry policy as GB/T 4754 code prefixes without the section letter, or one section letter.

    The longest matching prefix wins; at equal length block beats review beats favoured. Over them stand rules that
    measure something, of which the strictest wins: the bank's own (`rules`) and, while `packaged`, those of the
    packaged table. `companies` names the bank's file of companies with what it knows of them (empty: none).
    """

    favoured: tuple[str, ...] = ()
    review: tuple[str, ...] = ("25", "26", "30", "31", "32", "44")
    block: tuple[str, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    packaged: bool = True
    companies: str = ""


@dataclass(frozen=True, slots=True)
class BankProfile:
    """Our own bank: its names as they stand in the data, and the regions it serves."""

    names: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRule:
    """How much an event of one type says: weight in [0, 1], half-life in months (> 0)."""

    weight: float
    half_life_months: float


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question to the engine: the anchors with their restart weights (> 0), the date ages run to, and all rules.

    `as_of_day` is days since 1970-01-01, None for the newest date in the data. `worked` is the status by company id of
    the leads in the user's book.
    """

    reach: ReachRules = ReachRules()
    weights: ScoreWeights = field(default_factory=ScoreWeights)
    gates: GateRules = GateRules()
    filters: Filters = Filters()
    policy: PolicyRules = PolicyRules()
    bank: BankProfile = BankProfile()
    events: Mapping[str, EventRule] = field(default_factory=dict)
    as_of_day: int | None = None
    worked: Mapping[str, str] = field(default_factory=dict)
