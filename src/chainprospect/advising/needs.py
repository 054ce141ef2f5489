"""Needs of one company, from any store: its dossier, its credit need, the bank's products, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from chainprospect.advise.accounts import Accounts, accounts_of
from chainprospect.advise.completeness import completeness
from chainprospect.advise.credit import Credit, Typed, credit_need
from chainprospect.advise.needs import Needs, needs_of
from chainprospect.advise.offers import Shelf
from chainprospect.advise.ratios import peer_days
from chainprospect.advise.triggers import View
from chainprospect.advise.unreal import checks
from chainprospect.advise.worth import Worth, worth_of
from chainprospect.advising.credit import peer_accounts, room_for
from chainprospect.advising.dossier import dossiers
from chainprospect.model.bank import ClientType, caps_of
from chainprospect.model.company import IdArray
from chainprospect.model.dossier import Dossier
from chainprospect.model.ports import Store
from chainprospect.model.rules import Question


@dataclass(frozen=True, slots=True, eq=False)
class NeedsAnswer:
    """What `needs` tells of one company; `type` is None where its ownership is unknown."""

    dossier: Dossier
    accounts: Accounts | None
    credit: Credit
    needs: Needs
    worth: Worth
    room: float
    type: ClientType | None


def needs_at(
    store: Store, numbers: IdArray, question: Question, shelf: Shelf, types: dict[str, ClientType]
) -> tuple[NeedsAnswer, ...]:
    """
    Needs of some companies, in the order asked for.

    Parameters
    ----------
    shelf
        The bank's products, with what the client asks of them.
    types
        Types of clients by ownership.

    Notes
    -----
    At most 200 peers a company are read, for what lacks in its books and for the volume of its market.
    """
    return tuple(_answer(store, dossier, shelf, types) for dossier in dossiers(store, numbers, question))


def _answer(store: Store, dossier: Dossier, shelf: Shelf, types: dict[str, ClientType]) -> NeedsAnswer:
    accounts = accounts_of(dossier.financials)
    credit = credit_need(dossier, accounts, Typed(), peer_days(peer_accounts(store, dossier.peers)))
    view = View(dossier, accounts, credit, checks(dossier, accounts, credit, None))
    room = room_for(dossier, caps_of(shelf.means))
    needs = needs_of(view, completeness(dossier, accounts, shelf.means), shelf, room)
    worth = worth_of(view, needs, store.standings(dossier.peers.numbers), shelf.means)
    kind = dossier.company.ownership
    return NeedsAnswer(dossier, accounts, credit, needs, worth, room, types.get(kind) if kind else None)
