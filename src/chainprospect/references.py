"""Reference tables that the product ships, read once a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from chainprospect.model.bank import ClientType, Product, products_of
from chainprospect.model.company import IdArray
from chainprospect.model.places import Places, places
from chainprospect.model.policy import ANY, PolicyRule, Threshold, packaged_rule
from chainprospect.model.ports import Store
from chainprospect.model.rules import PolicyRules, Question
from chainprospect.resources import rows_of
from chainprospect.score.gates import Yardsticks
from chainprospect.score.size import SizeRules, size_rules
from chainprospect.score.verdicts import PolicyBook


def national_sizes() -> SizeRules:
    """The national size table."""
    return size_rules(rows_of("size_bands_cn"), rows_of("size_map_gbt4754"), rows_of("gbt4754_2017_divisions"))


def chinese_places() -> Places:
    """China's provinces and prefectures."""
    return places(rows_of("regions_cn"))


def yardsticks(question: Question) -> Yardsticks:
    """
    Everything a company is measured against under this question, without the bank's own list of companies.

    Policy rules whose date lies after the question's are left out; without a date all are in force.
    """
    since = question.as_of_day
    rules = tuple(rule for rule in policy_rules(question.policy) if _in_force(rule, since))
    book = PolicyBook(question.policy, rules, {row["name"]: row["province"] for row in rows_of("provinces_en")})
    return Yardsticks(question.gates, question.filters, book, question.bank, national_sizes(), chinese_places())


def measured(store: Store, question: Question) -> Yardsticks:
    """
    Everything a company of this store is measured against: the date is its newest, unless the question has one.

    Raises
    ------
    InputError
        The bank's own list of companies cannot be read.
    """
    day = store.facts.newest_day if question.as_of_day is None else question.as_of_day
    found = yardsticks(replace(question, as_of_day=day))
    stated = listed_companies(store, question.policy)
    if stated.values:
        found = replace(found, policy=replace(found.policy, stated=stated.values))
    hidden = question.worked if question.filters.hide_worked else ()
    return replace(found, hidden=numbers_of(store, hidden)) if hidden else found


def numbers_of(store: Store, ids: Iterable[str]) -> IdArray:
    """Numbers of the companies with these ids, ascending; ids that the store does not know are left out."""
    return np.array(sorted({match.number for match in store.by_id(tuple(ids)) if match is not None}), np.int64)


def policy_rules(policy: PolicyRules) -> tuple[PolicyRule, ...]:
    """
    The packaged rules that measure something or speak of listed companies, then the bank's own.

    The packaged rows that speak of whole industries are the defaults of the list `review`.
    """
    packaged = [packaged_rule(row) for row in rows_of("policy_rules")] if policy.packaged else []
    return (*(rule for rule in packaged if rule.metric != ANY), *policy.rules)


def _in_force(rule: PolicyRule, day: int | None) -> bool:
    return day is None or rule.since is None or int(np.datetime64(rule.since, "D").astype(np.int64)) <= day


@dataclass(frozen=True, slots=True)
class ListedCompanies:
    """
    What the bank's own list states: by metric, the value of each company number.

    `unmatched` are its companies that the store does not know, or knows several of; `rows` counts all.
    """

    values: Mapping[str, Mapping[int, Threshold]] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    rows: int = 0


def listed_companies(store: Store, policy: PolicyRules) -> ListedCompanies:
    """
    The bank's own list of companies, matched to those of a store by whole name or id; nothing without a list.

    Raises
    ------
    InputError
        The list cannot be read.
    """
    if not policy.companies:
        return ListedCompanies()
    from pathlib import Path

    from chainprospect.load.policy_list import read_stated

    values: dict[str, dict[int, Threshold]] = {}
    unmatched: dict[str, None] = {}
    rows = read_stated(Path(policy.companies))
    for row, same in zip(rows, store.by_id([row.company for row in rows]), strict=True):
        meant = (same,) if same else store.search(row.company, 3, whole=True)
        if len(meant) != 1:
            unmatched[row.company] = None
            continue
        values.setdefault(row.metric, {})[meant[0].number] = row.value
    return ListedCompanies(values, tuple(unmatched), len(rows))


def products() -> tuple[Product, ...]:
    """The packaged table of products, in its order."""
    return products_of(rows_of("products"))


def client_types(stated: Mapping[str, Mapping[str, Any]]) -> dict[str, ClientType]:
    """Types of clients by ownership: the packaged table, and over it what the bank states."""
    found = {}
    for row in rows_of("client_types"):
        said: dict[str, Any] = {name: value for name, value in row.items() if name != "type"}
        said["decision_weeks"] = float(said["decision_weeks"])
        found[row["type"]] = ClientType(**{**said, **stated.get(row["type"], {})})
    return found


def industry_codes(text: str) -> Sequence[str]:
    """GB/T 4754 divisions (`C38`) whose name, or whose section's name, holds `text`; empty when none does."""
    wanted = text.strip().casefold()
    return [
        row["section"] + row["division"]
        for row in rows_of("gbt4754_2017_divisions")
        if wanted in row["division_name"].casefold() or wanted in row["section_name"].casefold()
    ]
