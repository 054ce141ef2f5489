"""Rings around a company in the graph: circular trade and guarantees that come back."""

from __future__ import annotations

import numpy as np

from chainprospect.advise.rings import RingRules, Rings, ring_of, rings_through
from chainprospect.model.company import Company
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Relation, Side


def rings_around(store: Store, company: Company, kinds: Kinds, rules: RingRules) -> Rings:
    """
    Rings of one group of kinds through a company, within the budgets.

    Notes
    -----
    Half of the longest ring is walked forwards and half backwards; costs what is read, at most `rules.companies` times
    `rules.relations_per_company` relations a step.
    """
    ties: dict[tuple[str, str], Relation] = {}
    whole = True
    steps = {Side.DOWNSTREAM: (rules.longest + 1) // 2, Side.UPSTREAM: rules.longest // 2}
    numbers = np.array([company.number], np.int64)
    for side, count in steps.items():
        seen = frontier = np.array([company.number], np.int64)
        for _ in range(count):
            if not len(frontier):
                break
            batch = store.relations_of(frontier, side, kinds, rules.relations_per_company)
            whole &= int(batch.total.sum()) == len(batch.other)
            for relation in store.relations(batch.relation):
                # Of parallel ties the one with the largest amount comes first in the budget.
                ties.setdefault((relation.source, relation.target), relation)
            fresh = np.setdiff1d(batch.other, seen)
            whole &= len(fresh) <= rules.companies
            frontier = fresh[: rules.companies]
            seen = np.union1d(seen, frontier)
        numbers = np.union1d(numbers, seen)
    ways: dict[str, list[str]] = {}
    for source, target in ties:
        ways.setdefault(source, []).append(target)
    found, all_of_them = rings_through(ways, company.id, rules.longest, rules.most)
    members = {ident for ring in found for ident in ring}
    kept = [each for each in store.companies(numbers) if each.id in members] if members else []
    groups = store.features(np.array([each.number for each in kept], np.int64)).group.tolist()
    of = {each.id: group for each, group in zip(kept, groups, strict=True)}
    told = tuple(ring_of(ring, ties, of) for ring in found)
    return Rings(told, whole and all_of_them, {each.id: each.name for each in kept})
