"""Candidates, leads and the answer they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chainprospect.model.company import Company, SizeBand
from chainprospect.model.relation import Relation

CENTRALITY = ("proximity", "chain_likeness", "tie_strength", "common_anchors", "connectedness")
FIT = ("size", "industry", "openness", "region", "growth", "timing")
CONTRIBUTIONS = CENTRALITY + FIT

# Checked in this order; the first that holds is named.
GATES = (
    "self",
    "blacklist",
    "not_active",
    "already_client",
    "policy_block",
    "interbank",
    "role",
    "too_large",
    "too_small",
    "region",
    "industry",
    "size",
    "worked",
    "min_score",
)


@dataclass(frozen=True, slots=True)
class CompanyRef:
    """A company by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    One part of a score.

    `value` in [0, 1] rounded to 6 decimals (0.5 when unknown); `weight` is the effective weight, `points` the share
    of the score (0-100). `facts` holds what the value was computed from; `evidence` says it in words.
    """

    name: str
    value: float
    weight: float
    points: float
    known: bool
    facts: Mapping[str, Any]
    evidence: str = ""

    def worded(self, evidence: str) -> Contribution:
        """The same with its evidence in words."""
        return Contribution(self.name, self.value, self.weight, self.points, self.known, self.facts, evidence)


@dataclass(frozen=True, slots=True)
class Chain:
    """
    One path kept as evidence, from anchor to lead.

    `relations[i]` ties `companies[i]` and `companies[i + 1]`; `weakest` is the index of the hop with the smallest
    tie strength; `strengths` are aligned with `relations`; `tiers` counts goods-flow steps, `side` its direction.
    """

    side: str
    tiers: int
    companies: tuple[CompanyRef, ...]
    relations: tuple[Relation, ...]
    strengths: tuple[float, ...]
    weakest: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """A company that trades like the anchor, and the ids of the partners the two share, in order."""

    via: CompanyRef
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """
    One ranked company: who, where on the chain, how many points and why.

    A lookalike has `inferred` true, `tier` None, no chains and its `likeness` as evidence. `missing` names the columns
    that would say more; `flags` are machine words (`policy_review`, `no_exchange_rate`, `default_event`, ...).
    """

    rank: int
    company: Company
    size: SizeBand
    score: float
    centrality: float
    fit: float
    coverage: float
    side: str
    tier: int | None
    inferred: bool
    anchors: tuple[CompanyRef, ...]
    contributions: tuple[Contribution, ...]
    chains: tuple[Chain, ...] = ()
    likeness: tuple[Likeness, ...] = ()
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    gate: str | None = None
    reasons: tuple[str, ...] = ()

    def worded(self, contributions: tuple[Contribution, ...], reasons: tuple[str, ...]) -> Lead:
        """The same in words; every lead of an answer is made anew, which `replace` takes three times as long for."""
        return Lead(
            self.rank, self.company, self.size, self.score, self.centrality, self.fit, self.coverage, self.side,
            self.tier, self.inferred, self.anchors, contributions, self.chains, self.likeness, self.missing, self.flags,
            self.gate, reasons,
        )  # fmt: skip

    def contribution(self, name: str) -> Contribution:
        """The contribution of that name."""
        return next(part for part in self.contributions if part.name == name)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A company that a gate took: which gate, the facts it judged by, and the reason in words."""

    company: Company
    gate: str
    side: str
    tier: int | None
    inferred: bool
    facts: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """
    How many were reached and where they went: `reached` = Σ `gated` + `scored`.

    `cut` counts relations, `cut_companies` companies left out by the budgets. Lookalikes are counted apart.
    `shown` counts the leads that this answer lists.
    """

    reached: int
    scored: int
    cut: int
    shown: int
    cut_companies: int = 0
    gated: Mapping[str, int] = field(default_factory=dict)
    lookalikes_found: int = 0
    lookalikes_scored: int = 0
    lookalikes_gated: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prospects:
    """
    The whole answer to one question, worded in one language.

    `settings` holds only what changes the answer. `as_of` is ISO text or None when the data has no dates.
    Leads and lookalikes are sorted by score, coverage and company id; excluded by gate order and company id.
    """

    snapshot: str
    lang: str
    as_of: str | None
    anchors: tuple[Company, ...]
    settings: Mapping[str, Any]
    counts: Counts
    leads: tuple[Lead, ...]
    lookalikes: tuple[Lead, ...]
    excluded: tuple[Excluded, ...]
