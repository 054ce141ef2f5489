"""Gates: who is not a lead, and the first reason why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import BANDS, Coded, FeatureBatch, IdArray
from chainprospect.model.places import Places
from chainprospect.model.prospect import GATES
from chainprospect.model.rules import BankProfile, Filters, GateRules
from chainprospect.model.runs import among, distinct
from chainprospect.score.policy import full_code, in_industries
from chainprospect.score.size import Bands, SizeRules
from chainprospect.score.verdicts import BLOCK, PolicyBook, Verdicts, verdicts

OPEN: Final = -1
ROLES_OUT: Final = frozenset({"law_firm", "accounting_firm", "tax_agent", "association", "park", "bank"})
INTERBANK_SECTION: Final = "J"


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """
    Everything a company is measured against: the bank's rules and the reference tables.

    `hidden` are companies by number that the user's book holds and the list leaves out.
    """

    gates: GateRules
    filters: Filters
    policy: PolicyBook
    bank: BankProfile
    sizes: SizeRules
    places: Places
    hidden: IdArray = field(default_factory=lambda: np.empty(0, np.int64))

    def verdicts(self, features: FeatureBatch) -> Verdicts:
        """What the bank's policy says of each company."""
        return verdicts(features, self.policy, self.sizes, self.places)


def gates(features: FeatureBatch, found: Bands, anchor_groups: IdArray, yardsticks: Yardsticks) -> NDArray[np.int8]:
    """
    The first gate that takes each company, as an index into `GATES`, or -1.

    Parameters
    ----------
    anchor_groups
        Ownership groups of the anchors.

    Notes
    -----
    Unknown facts pass every gate but the user's own filters: who asks for a region does not want an unknown one.
    """
    rules, filters = yardsticks.gates, yardsticks.filters
    sizes = yardsticks.sizes
    with np.errstate(invalid="ignore"):
        large = (features.revenue >= rules.too_large_revenue) | (features.employees >= rules.too_large_employees)
    roles_out = ROLES_OUT - filters.roles
    tests: dict[str, NDArray[np.bool_]] = {
        "self": among(features.group, anchor_groups),
        "blacklist": features.blacklisted,
        "not_active": features.active == 0,
        "already_client": features.is_client == 1,
        "policy_block": yardsticks.verdicts(features).verdict == BLOCK,
        "interbank": by_label(
            features.industry, lambda code: full_code(code, sizes)[0] == INTERBANK_SECTION, unknown=False
        ),
        "role": by_label(features.role, lambda role: role in roles_out, unknown=False),
        "too_large": large,
        "too_small": found.high == 0,
        "region": np.zeros(len(features.numbers), np.bool_),
    }
    if filters.roles:
        tests["role"] |= by_label(features.role, lambda role: role not in filters.roles, unknown=True)
    if filters.regions:
        tests["region"] = by_label(
            features.region,
            lambda region: not any(yardsticks.places.covers(item, region) for item in filters.regions),
            unknown=True,
        )
    if filters.industries:
        tests["industry"] = by_label(
            features.industry, lambda code: not in_industries(code, filters.industries, sizes), unknown=True
        )
    if filters.sizes:
        wanted = [BANDS.index(band) for band in filters.sizes]
        tests["size"] = ~np.logical_or.reduce([(found.low <= band) & (band <= found.high) for band in wanted])
    if len(yardsticks.hidden):
        tests["worked"] = np.isin(features.numbers, yardsticks.hidden)
    taken = np.full(len(features.numbers), OPEN, np.int8)
    for index, name in enumerate(GATES):
        if name in tests and name not in rules.include:
            taken[(taken == OPEN) & tests[name]] = index
    return taken


def gates_that_hold(
    features: FeatureBatch, found: Bands, anchor_groups: IdArray, yardsticks: Yardsticks
) -> tuple[tuple[str, ...], ...]:
    """Of each company every gate that would take it, were the ones before it open; gates that are open stay so."""
    holding: list[list[str]] = [[] for _ in features.numbers]
    opened = set(yardsticks.gates.include)
    for index, name in enumerate(GATES):
        if name in opened:
            continue
        closed = frozenset(GATES) - {name}
        only = replace(yardsticks, gates=replace(yardsticks.gates, include=closed))
        for row in np.flatnonzero(gates(features, found, anchor_groups, only) == index).tolist():
            holding[row].append(name)
    return tuple(tuple(names) for names in holding)


def by_label(column: Coded, test: Callable[[str], bool], *, unknown: bool) -> NDArray[np.bool_]:
    """A test asked once for every distinct label of a batch; `unknown` answers for blank ones."""
    answers = np.full(len(column.codes), unknown, np.bool_)
    for code in distinct(column.codes[column.codes >= 0]).tolist():
        answers[column.codes == code] = test(column.labels[code])
    return answers


def gate_facts(gate: str, features: FeatureBatch, found: Bands, row: int, yardsticks: Yardsticks) -> Mapping[str, Any]:
    """What a gate judged one company by; None where unknown."""
    code = features.industry.text(row)
    employees, revenue = known(features.employees[row]), known(features.revenue[row])
    low, high = int(found.low[row]), int(found.high[row])
    facts: dict[str, dict[str, Any]] = {
        "policy_block": {"code": code},
        "interbank": {"code": code},
        "industry": {"code": code},
        "role": {"role": features.role.text(row)},
        "region": {"region": features.region.text(row)},
        "too_large": {
            "revenue": revenue,
            "employees": employees,
            "limit_revenue": yardsticks.gates.too_large_revenue,
            "limit_employees": yardsticks.gates.too_large_employees,
        },
        "too_small": {"employees": employees, "revenue": revenue},
        "size": {"low": BANDS[low] if low >= 0 else None, "high": BANDS[high] if high >= 0 else None},
    }
    return facts.get(gate, {})


def known(value: float) -> float | None:
    """None for NaN."""
    number = float(value)
    return None if np.isnan(number) else number
