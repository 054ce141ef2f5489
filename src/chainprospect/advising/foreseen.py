"""Whether an earlier snapshot's lists foresaw what a later one shows: leads that were won, guesses that came true."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from chainprospect.advise.foresight import Foresight, foresight
from chainprospect.asking import anchor_set, find_one
from chainprospect.model.company import Company
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.prospecting import weigh

# More partners than any company has on record.
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """
    What became of the lists around one anchor.

    A lead came true when it has become our client, a lookalike when it trades with the anchor now. `won` and `met` are
    those that did, with their rank then, best first.
    """

    anchor: Company
    leads: Foresight
    lookalikes: Foresight
    won: tuple[tuple[int, Company], ...]
    met: tuple[tuple[int, Company], ...]


def foreseen(old: Store, new: Store, anchor: str, question: Question, first: int) -> Foreseen:
    """
    Rank around an anchor as of the old store, and look in the new one what came true.

    Parameters
    ----------
    first
        How many of the best leads are looked at.

    Raises
    ------
    UnknownCompany
        The anchor is not in both stores, or several companies answer to it.
    """
    found = weigh(old, anchor_set(old, [anchor]), question)
    then = old.companies(found.anchors.numbers)[0]
    now = find_one(new, then.id).number
    gained = _ids(new, new.clients()) - _ids(old, old.clients())
    partners = _partners(new, now) - _partners(old, then.number)
    leads = old.companies(found.leads.candidates.company[found.leads.order])
    lookalikes = old.companies(found.lookalikes.candidates.company[found.lookalikes.order])
    return Foreseen(
        then,
        foresight([company.id in gained for company in leads], first),
        foresight([company.id in partners for company in lookalikes], first),
        _true(leads, gained),
        _true(lookalikes, partners),
    )


def _ids(store: Store, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> set[str]:
    return {company.id for company in store.companies(numbers)}


def _partners(store: Store, number: int) -> set[str]:
    me = np.array([number], np.int64)
    sides = (Side.UPSTREAM, Side.DOWNSTREAM)
    ends = [store.relations_of(me, side, Kinds.GOODS, _ALL).other for side in sides]
    return _ids(store, np.unique(np.concatenate(ends)))


def _true(ranked: Sequence[Company], came: Set[str]) -> tuple[tuple[int, Company], ...]:
    return tuple((rank, company) for rank, company in enumerate(ranked, start=1) if company.id in came)
