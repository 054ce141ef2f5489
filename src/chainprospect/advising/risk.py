"""The risk of one company from any store: its dossier, its ownership group, the rings it stands in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainprospect.advise.ratios import references
from chainprospect.advise.rings import RingRules
from chainprospect.advise.risk import Circles, Group, Risk
from chainprospect.advise.risk import risk as assess
from chainprospect.advising.circles import rings_around
from chainprospect.advising.dossier import dossiers
from chainprospect.model.company import Company
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.resources import rows_of

MEMBERS_KEPT = 200
_STAKES_KEPT = 200
# Goods go round by way of three others at most: longer ways are found between any two companies.
TRADE = RingRules(longest=4)
GUARANTEE = RingRules(longest=6)


def risk(store: Store, number: int, question: Question) -> Risk:
    """
    The risk of one company.

    Notes
    -----
    The dossier, the relations of its group's members, and up to three steps of goods and guarantees either way, all
    within fixed budgets.
    """
    dossier = dossiers(store, np.array([number], np.int64), question)[0]
    circles = Circles(
        rings_around(store, dossier.company, Kinds.GOODS, TRADE),
        rings_around(store, dossier.company, Kinds.GUARANTEES, GUARANTEE),
    )
    return assess(dossier, references(rows_of("ratios")), group_of(store, number), circles)


def group_of(store: Store, number: int) -> Group:
    """The ownership group of a company, walked along stakes over one half, and what we have with it."""
    members = frontier = np.array([number], np.int64)
    whole = True
    while len(frontier) and whole:
        found = []
        for side in (Side.UPSTREAM, Side.DOWNSTREAM):
            batch = store.relations_of(frontier, side, Kinds.OWNS, _STAKES_KEPT)
            whole &= int(batch.total.sum()) == len(batch.other)
            found.append(batch.other[~(batch.share <= 0.5)])
        frontier = np.setdiff1d(np.concatenate(found), members)
        whole &= len(members) + len(frontier) <= MEMBERS_KEPT
        members = np.union1d(members, frontier[: max(0, MEMBERS_KEPT - len(members))])
    companies, standings = store.companies(members), store.standings(members)
    listed = store.features(members).blacklisted.tolist()
    return Group(
        companies,
        whole,
        _sum(each.loan_balance for each in standings),
        _sum(each.deposit_balance for each in standings),
        _sum(each.contribution for each in standings),
        sum(
            company.is_client is True and stands.loan_balance is None
            for company, stands in zip(companies, standings, strict=True)
        ),
        _ids(company for company, bad in zip(companies, listed, strict=True) if bad),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _ids(companies: Iterable[Company]) -> tuple[str, ...]:
    return tuple(company.id for company in companies)
