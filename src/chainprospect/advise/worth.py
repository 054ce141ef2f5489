"""Whether a client is worth its cost, and whether its market is large enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chainprospect.advise.needs import Needs
from chainprospect.advise.triggers import View
from chainprospect.model.advice import FactUsed
from chainprospect.model.bank import BankMeans
from chainprospect.model.company import Standing


@dataclass(frozen=True, slots=True)
class Worth:
    """
    Income against cost, and the volume of the market.

    `volume` is the money that may pass through us: the largest amount a plan may pay, and its cash; `income` the bank's
    margin of it; both CNY a year, None unknown. `pays`: income covers the cost of a client. `market` is the yearly
    sales of its peers and itself, a lower bound where not all of them are known; `market_enough` None where that bound
    does not reach the least market wanted, or none is stated.
    """

    volume: float | None
    income: float | None
    pays: bool | None
    market: float
    market_known: int
    market_enough: bool | None
    facts: tuple[FactUsed, ...]


def worth_of(view: View, needs: Needs, peers: Sequence[Standing], means: BankMeans) -> Worth:
    """
    Income against cost, and the volume of the market in its industry and region.

    Parameters
    ----------
    peers
        Companies of the same industry and region, as many as were read.
    """
    paid = [offer.amount for need in needs.needs for offer in need.offers if offer.facts and offer.amount is not None]
    cash = view.item("cash")
    rate = view.accounts.year.rate if view.accounts else None
    held = cash.value * rate if isinstance(cash.value, float) and rate is not None else None
    known = [part for part in (max(paid, default=None), held) if part is not None]
    volume = sum(known) if known else None
    income = None if volume is None else volume * means.margin
    pays = None if income is None or means.client_cost is None else income >= means.client_cost
    sales = [each.revenue for each in (view.dossier.standing, *peers) if each.revenue is not None]
    market = sum(sales)
    enough = True if means.min_market is not None and market >= means.min_market else None
    if means.min_market is not None and enough is None and _all_known(view, peers, sales):
        enough = False
    return Worth(volume, income, pays, market, len(sales), enough, (cash,))


def _all_known(view: View, peers: Sequence[Standing], sales: Sequence[float]) -> bool:
    """Whether the market is no lower bound: every peer was read and states its sales."""
    return len(peers) == view.dossier.peers.total and len(sales) == len(peers) + 1
