"""Asking: from typed names to the companies meant, and the settings an answer was made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from chainprospect.errors import InputError, SettingsError, UnknownCompany
from chainprospect.expand.reached import AnchorSet
from chainprospect.model.company import Company, CompanyMatch
from chainprospect.model.ports import Store
from chainprospect.model.rules import PolicyRules, Question
from chainprospect.score.verdicts import rule_text

NEAREST = 5
MATCHES = 50


def anchor_set(store: Store, anchors: Sequence[str]) -> AnchorSet:
    """Anchors as named, each once, with restart weights that sum to 1."""
    weights: dict[int, float] = {}
    for text in anchors:
        name, weight = _name_and_weight(store, text)
        number = find_one(store, name).number
        weights[number] = weights.get(number, 0.0) + weight
    values = np.array(list(weights.values()))
    return AnchorSet(np.array(list(weights), np.int64), values / values.sum())


def _name_and_weight(store: Store, text: str) -> tuple[str, float]:
    """A name with its weight; a name that holds `=` itself is tried whole first."""
    name, mark, number = text.rpartition("=")
    if not mark or store.search(text, 1, whole=True):
        return text, 1.0
    try:
        weight = float(number)
    except ValueError:
        return text, 1.0
    if not 0 < weight < float("inf"):
        raise SettingsError(f"{number} is not a weight; give a number above 0.", key=text, origin="anchor")
    return name, weight


def find_one(store: Store, text: str) -> CompanyMatch:
    """
    The one company that a text names: an exact id, name or alias beats a substring.

    Raises
    ------
    UnknownCompany
        None or several answer to it; the nearest are named.
    """
    # Ids may differ in case alone: what is typed to the letter is meant.
    (meant,) = store.by_id((text,))
    if meant is not None:
        return meant
    chosen = store.search(text, MATCHES, whole=True) or store.search(text, MATCHES)
    if len(chosen) == 1:
        return chosen[0]
    near = chosen or _nearest(store, text)
    raise UnknownCompany(text, [(match.id, match.name) for match in near[:NEAREST]], several=len(chosen) > 1)


def _nearest(store: Store, text: str) -> list[CompanyMatch]:
    """Companies that share a part of the text, when none holds it whole: the longest part that anything answers to."""
    clean = "".join(text.split())

    def parts(size: int) -> list[str]:
        return [clean[start : start + size] for start in range(len(clean) - size + 1)]

    # What holds a part holds every part of that: the longest is found by halving, which spares a store far away.
    known, least, most = 1, 2, len(clean) - 1
    while least <= most:
        size = (least + most) // 2
        if any(store.search(part, 1) for part in parts(size)):
            known, least = size, size + 1
        else:
            most = size - 1
    found: dict[int, CompanyMatch] = {}
    for part in parts(known) if known > 1 else []:
        for match in store.search(part, NEAREST):
            found.setdefault(match.number, match)
    return list(found.values())


def find(store: Store, text: str, limit: int = 20) -> tuple[tuple[CompanyMatch, Company], ...]:
    """Companies by name, alias, id or substring, best first."""
    matches = store.search(text, limit)
    companies = store.companies(np.array([match.number for match in matches], np.int64))
    return tuple(zip(matches, companies, strict=True))


def settings_that_matter(store: Store, anchors: AnchorSet, question: Question, as_of_day: int | None) -> dict[str, Any]:
    """Everything that changes the answer, in a fixed order; never where it came from."""
    filters, gates = question.filters, question.gates
    return {
        "as_of": iso_day(as_of_day),
        "reach": asdict(question.reach),
        "weights": {
            "centrality": question.weights.centrality,
            "fit": question.weights.fit,
            **question.weights.own,
        },
        "anchor_weights": [round(float(weight), 12) for weight in anchors.weights],
        "gates": {
            "too_large_revenue": gates.too_large_revenue,
            "too_large_employees": gates.too_large_employees,
            "include": sorted(gates.include),
        },
        "filters": {
            "size": sorted(filters.sizes),
            "region": list(filters.regions),
            "industry": list(filters.industries),
            "roles": sorted(filters.roles),
            "min_score": filters.min_score,
            **({"hide_worked": True} if filters.hide_worked else {}),
        },
        "policy": _policy(question.policy),
        "bank": {"names": list(question.bank.names), "regions": list(question.bank.regions)},
        "events": {name: [rule.weight, rule.half_life_months] for name, rule in question.events.items()},
        "fx": dict(sorted(store.facts.fx.items())),
        **({"worked": _sum(repr(sorted(question.worked.items())).encode())} if question.worked else {}),
    }


def _policy(policy: PolicyRules) -> dict[str, Any]:
    """The lists, then what stands over them: the bank's own rules, the packaged ones, the bank's list of companies."""
    said: dict[str, Any] = {name: list(getattr(policy, name)) for name in ("favoured", "review", "block")}
    said |= {"rules": [rule_text(rule) for rule in policy.rules], "packaged": policy.packaged}
    return said | ({"companies": _content(policy.companies)} if policy.companies else {})


def _content(file: str) -> str:
    """What a file holds, as a short sum: its place says nothing of the answer."""
    from pathlib import Path

    try:
        return _sum(Path(file).read_bytes())
    except OSError as error:
        raise InputError("cannot be read; check the setting policy.companies.", path=file) from error


def _sum(content: bytes) -> str:
    import hashlib

    return hashlib.blake2b(content, digest_size=8).hexdigest()


def iso_day(day: int | None) -> str | None:
    """ISO text of a day counted from 1970-01-01."""
    return None if day is None else str(np.datetime64(day, "D"))
