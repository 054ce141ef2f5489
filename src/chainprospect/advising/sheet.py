"""The company sheet from any store: the company, its peers, those who sell to its buyers, and who stands behind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.risk import purchases_of
from chainprospect.advise.sheet import Around, Market, Peer, Sheet
from chainprospect.advise.sheet_sales import sales
from chainprospect.advise.sheet_standing import production, standing
from chainprospect.advise.sheet_supply import MIDDLEMEN, product_key, supply, unit_price
from chainprospect.advising.dossier import dossiers
from chainprospect.model.company import IdArray, SizeBand
from chainprospect.model.dossier import Dossier, Partner
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.references import chinese_places, national_sizes
from chainprospect.score.size import band_of, bands

# Companies of the industry and region whose revenue makes the market; rivals kept; relations read of each.
MARKET_READ = 2_000
RIVALS_KEPT = 30
SELLERS_READ = 50
# Peers whose purchases are read for prices.
BUYERS_OF_PRICES = 60


def sheet(store: Store, number: int, question: Question) -> Sheet:
    """
    The sheet of one company.

    Notes
    -----
    Its dossier, at most 200 peers' accounts, the revenue of at most 2,000, and one step of relations around its
    partners: a fixed number of calls to the store.
    """
    dossier = dossiers(store, np.array([number], np.int64), question)[0]
    around = surroundings(store, dossier)
    accounts = accounts_of(dossier.financials)
    return Sheet(
        dossier.company,
        (
            supply(dossier, around, accounts),
            production(dossier, around, accounts),
            sales(dossier, around, accounts),
            standing(dossier, around, accounts),
        ),
        dossier.peers.total,
        len(around.rivals),
    )


def surroundings(store: Store, dossier: Dossier) -> Around:
    """What the sheet reads besides the dossier."""
    bought = dossier.of(Kinds.GOODS, Side.UPSTREAM).partners
    sold = dossier.of(Kinds.GOODS, Side.DOWNSTREAM).partners
    suppliers, buyers = _numbers(bought), _numbers(sold)
    kin = _peers(store, dossier.peers.numbers, {})
    shared = _sellers_to(store, buyers, dossier.company.number)
    rivals = _peers(store, np.array(sorted(shared), np.int64), shared)
    rivals = tuple(sorted(rivals, key=lambda peer: (-peer.shared, peer.company.id)))
    places = chinese_places()
    region = dossier.company.region
    provinces = {
        each.company.id: places.place(each.company.region).province if each.company.region else None
        for each in (*bought, *sold)
    }
    features = store.features(suppliers)
    ids = [company.id for company in store.companies(suppliers)]
    return Around(
        kin=kin,
        rivals=rivals,
        market=_market(store, dossier),
        bands=_bands(store, suppliers),
        provinces=provinces,
        purchases=_purchases(store, buyers),
        hops=_hops(store, bought),
        blacklisted=frozenset(ident for ident, bad in zip(ids, features.blacklisted.tolist(), strict=True) if bad),
        prices=_prices(store, dossier, bought, rivals),
        province=places.place(region).province if region else None,
    )


def _numbers(partners: tuple[Partner, ...]) -> IdArray:
    return np.unique(np.array([each.company.number for each in partners], np.int64))


def _peers(store: Store, numbers: IdArray, shared: Mapping[int, int]) -> tuple[Peer, ...]:
    rows = zip(
        numbers.tolist(), store.companies(numbers), store.standings(numbers), store.financials_of(numbers), strict=True
    )
    return tuple(
        Peer(company, stands, accounts_of(statements), shared.get(number, 0))
        for number, company, stands, statements in rows
    )


def _sellers_to(store: Store, buyers: IdArray, but: int) -> dict[int, int]:
    """Those who sell to most of the same buyers, with how many."""
    batch = store.relations_of(buyers, Side.UPSTREAM, Kinds.GOODS, SELLERS_READ)
    pairs = np.unique(np.column_stack([batch.other, batch.origin]), axis=0)
    sellers, counts = np.unique(pairs[:, 0], return_counts=True)
    order = np.lexsort((sellers, -counts))
    order = order[sellers[order] != but][:RIVALS_KEPT]
    return dict(zip(sellers[order].tolist(), counts[order].tolist(), strict=True))


def _market(store: Store, dossier: Dossier) -> Market:
    peers = store.peers_of(dossier.company.number, MARKET_READ)
    revenue = [each.revenue for each in store.standings(peers.numbers)]
    known = tuple(each for each in revenue if each is not None)
    return Market(known, peers.total, peers.total == len(peers.numbers))


def _bands(store: Store, numbers: IdArray) -> dict[str, SizeBand]:
    features, rules = store.features(numbers), national_sizes()
    found = bands(features, rules)
    return {
        company.id: band_of(found, features, rules, row)
        for row, company in enumerate(store.companies(numbers))
        if found.low[row] >= 0
    }


def _purchases(store: Store, buyers: IdArray) -> dict[str, float]:
    """What buyers buy in all, CNY a year, where their accounts say so."""
    rows = zip(store.companies(buyers), store.financials_of(buyers), strict=True)
    told = ((company.id, purchases_of(accounts_of(statements))) for company, statements in rows)
    return {ident: cost for ident, cost in told if cost is not None}


def _hops(store: Store, bought: tuple[Partner, ...]) -> dict[str, int | None]:
    """Of suppliers that trade: 2 where a maker supplies them, None where nothing says so."""
    traders = {each.company.number: each.company.id for each in bought if each.company.role in MIDDLEMEN}
    numbers = np.array(sorted(traders), np.int64)
    batch = store.relations_of(numbers, Side.UPSTREAM, Kinds.GOODS, SELLERS_READ)
    behind = np.unique(batch.other)
    makers = {company.number for company in store.companies(behind) if company.role == "producer"}
    found: dict[str, int | None] = dict.fromkeys(traders.values())
    for origin, other in zip(batch.origin.tolist(), batch.other.tolist(), strict=True):
        if other in makers:
            found[traders[int(numbers[origin])]] = 2
    return found


def _prices(
    store: Store, dossier: Dossier, bought: tuple[Partner, ...], rivals: tuple[Peer, ...]
) -> dict[str, tuple[float, ...]]:
    """What its peers pay for the products that it buys by the unit."""
    priced = [each.relation for each in bought if unit_price(each.relation) is not None]
    wanted = {product_key(each.product) for each in priced if each.product is not None}
    if not wanted:
        return {}
    near = [peer.company.number for peer in rivals]
    peers = np.unique(np.array([*near, *dossier.peers.numbers.tolist()], np.int64))[:BUYERS_OF_PRICES]
    batch = store.relations_of(peers, Side.UPSTREAM, Kinds.GOODS, SELLERS_READ)
    paid: dict[str, list[float]] = {}
    for relation in store.relations(batch.relation):
        price = unit_price(relation)
        if relation.product is not None and price is not None and product_key(relation.product) in wanted:
            paid.setdefault(product_key(relation.product), []).append(price)
    return {product: tuple(sorted(prices)) for product, prices in paid.items()}
