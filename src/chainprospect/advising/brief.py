"""The brief of one company from a store: everything that a visit needs, gathered from the other pieces of advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from chainprospect.advise.offers import Shelf
from chainprospect.advise.signals import Timed
from chainprospect.advise.visit import Proposals, Slot, before_visit, profile_slots, proposals
from chainprospect.advising.dossier import day_of
from chainprospect.advising.introducing import Circle, Introductions, introduce
from chainprospect.advising.needs import NeedsAnswer, needs_at
from chainprospect.advising.signals import signals_of
from chainprospect.asking import anchor_set, find_one, iso_day
from chainprospect.model.bank import ClientType
from chainprospect.model.contact import Contact
from chainprospect.model.dossier import Dossier
from chainprospect.model.ports import Store
from chainprospect.model.prospect import Lead
from chainprospect.model.relation import Kinds
from chainprospect.model.rules import Question


@dataclass(frozen=True, slots=True)
class Occasion:
    """
    What the bank brings to a brief.

    `day` is the one on which the visit is asked for (days since 1970-01-01), None for that of the data; `closed` are
    days on which nobody works. `people` are the contacts by company id who may be told of, `named` whether with their
    names. `worked` is the status by company id of the leads in the book.
    """

    shelf: Shelf
    types: dict[str, ClientType]
    circle: Circle
    day: int | None = None
    closed: tuple[int, ...] = ()
    people: Mapping[str, Sequence[Contact]] = field(default_factory=dict)
    named: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """
    All that a brief tells of one company.

    `lead` is its place around `anchors`, None where no chain is known; `day` the date of the brief.
    """

    snapshot: str
    as_of: str | None
    day: int
    answer: NeedsAnswer
    lead: Lead | None
    timed: Timed
    introductions: Introductions
    before: tuple[Slot, ...]
    profile: tuple[Slot, ...]
    proposals: Proposals
    people: tuple[Contact, ...]
    named: bool
    status: str | None

    @property
    def dossier(self) -> Dossier:
        """What is known of the company."""
        return self.answer.dossier


def brief_of(
    store: Store, text: str, anchors: Sequence[str], occasion: Occasion, question: Question, *, lang: str
) -> Brief:
    """
    The brief of one company.

    Parameters
    ----------
    text
        Its name or id.
    anchors
        Names or ids of the clients whose chain is told; without any, the client that trades most with it.
    lang
        Language of the lead's reasons.

    Raises
    ------
    UnknownCompany
        None or several companies answer to a name.

    Notes
    -----
    One answer of `needs`, of `signals`, of `intro` and of `explain`.
    """
    from chainprospect.prospecting import explain

    number = find_one(store, text).number
    me = np.array([number], np.int64)
    (answer,) = needs_at(store, me, question, occasion.shelf, occasion.types)
    company = answer.dossier.company
    around = list(anchors) or _client_of(answer.dossier)
    itself = number in anchor_set(store, around).numbers.tolist() if around else True
    lead = None if itself else explain(store, around, company.id, question, lang=lang)
    as_of = day_of(store, question)
    day = occasion.day if occasion.day is not None else as_of or 0
    (timed,) = signals_of(store, me, question)
    return Brief(
        snapshot=store.facts.snapshot,
        as_of=iso_day(as_of),
        day=day,
        answer=answer,
        lead=lead,
        timed=timed,
        introductions=introduce(store, company.id, occasion.circle, question),
        before=before_visit(answer.dossier, answer.accounts),
        profile=profile_slots(answer.dossier, answer.accounts),
        proposals=proposals(day, occasion.closed),
        people=tuple(occasion.people.get(company.id, ())),
        named=occasion.named,
        status=question.worked.get(company.id),
    )


def _client_of(dossier: Dossier) -> list[str]:
    """The client that trades with it: a core client before others, then in budget order."""
    clients = [each.company for each in dossier.on(Kinds.GOODS) if each.company.is_client]
    return [each.id for each in sorted(clients, key=lambda each: not each.core_client)[:1]]


def briefs_around(
    store: Store, anchors: Sequence[str], top: int, occasion: Occasion, question: Question, *, lang: str
) -> tuple[Brief, ...]:
    """
    The briefs of the best leads around anchors, best first.

    Raises
    ------
    UnknownCompany
        An anchor is not in the store, or several companies answer to it.
    """
    from chainprospect.prospecting import prospect

    found = prospect(store, anchors, question, lang=lang, top=top)
    return tuple(brief_of(store, lead.company.id, anchors, occasion, question, lang=lang) for lead in found.leads)
