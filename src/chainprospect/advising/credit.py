"""Credit need of one company, from any store: its accounts, those of its peers, the bank's caps, the checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chainprospect.advise.accounts import Accounts, accounts_of
from chainprospect.advise.credit import Credit, Typed, credit_need
from chainprospect.advise.ratios import Ratio, peer_days, ratios, references
from chainprospect.advise.unreal import Check, checks
from chainprospect.advising.dossier import dossiers
from chainprospect.model.bank import BankMeans, Caps, caps_of
from chainprospect.model.company import Peers
from chainprospect.model.dossier import Dossier
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.resources import rows_of


@dataclass(frozen=True, slots=True, eq=False)
class CreditAnswer:
    """
    What `credit` tells of one company.

    `room` is what the bank may still lend to it, CNY, by its caps and the loans that it has from us.
    `above_caps`: the new line's upper end, or the amount asked for, exceeds that room; None where that cannot be told.
    `peers_known` counts peers with accounts of a whole year.
    """

    dossier: Dossier
    accounts: Accounts | None
    credit: Credit
    typed: Typed
    checks: tuple[Check, ...]
    ratios: tuple[Ratio, ...]
    peers_known: int
    caps: Caps
    room: float
    above_caps: bool | None


def accounts_at(store: Store, number: int) -> Accounts | None:
    """The accounts of one company's newest whole year; None without any."""
    return accounts_of(store.financials_of(np.array([number], np.int64))[0])


def credit_of(store: Store, number: int, question: Question, means: BankMeans, typed: Typed) -> CreditAnswer:
    """
    The credit need of one company with its checks and its ratio sheet.

    Parameters
    ----------
    typed
        In the currency of the company's accounts; CNY where it has none.

    Notes
    -----
    At most 200 peers are read.
    """
    dossier = dossiers(store, np.array([number], np.int64), question)[0]
    accounts = accounts_of(dossier.financials)
    peers = peer_accounts(store, dossier.peers)
    credit = credit_need(dossier, accounts, typed, peer_days(peers))
    sheet = references(rows_of("ratios"))
    caps = caps_of(means)
    room = room_for(dossier, caps)
    return CreditAnswer(
        dossier,
        accounts,
        credit,
        typed,
        checks(dossier, accounts, credit, typed.ask),
        ratios(accounts, _guarantees(dossier, accounts), peers, sheet) if accounts else (),
        len(peers),
        caps,
        room,
        _above(credit, typed, room, _rate(accounts)),
    )


def peer_accounts(store: Store, peers: Peers) -> tuple[Accounts, ...]:
    """Accounts of the peers that have some of a whole year, by company number."""
    found = (accounts_of(statements) for statements in store.financials_of(peers.numbers))
    return tuple(accounts for accounts in found if accounts is not None)


def room_for(dossier: Dossier, caps: Caps) -> float:
    """What the caps leave for one client, CNY, after the loans that it has from us."""
    lent = dossier.standing.loan_balance or 0.0
    limits = [cap for cap in (caps.loan, caps.exposure) if cap is not None]
    return max(0.0, min([*(cap - lent for cap in limits), caps.project]))


def _rate(accounts: Accounts | None) -> float | None:
    return accounts.year.rate if accounts else 1.0


def _above(credit: Credit, typed: Typed, room: float, rate: float | None) -> bool | None:
    wanted = [value for value in (typed.ask, credit.need.new_line.high if credit.need else None) if value is not None]
    return None if rate is None or not wanted else max(wanted) * rate > room


def _guarantees(dossier: Dossier, accounts: Accounts | None) -> float | None:
    """What it guarantees for others in its accounts' currency; None without any on record, or where one is unpriced."""
    given = dossier.of(Kinds.GUARANTEES, Side.DOWNSTREAM)
    amounts = [partner.relation.amount_cny for partner in given.partners]
    rate = _rate(accounts)
    if not amounts or not rate or len(amounts) < given.total or any(amount is None for amount in amounts):
        return None
    return sum(amount for amount in amounts if amount is not None) / rate
