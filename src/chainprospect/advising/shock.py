"""A demand shock on the graph: who supplies the target, who supplies them, and what share of their sales it is."""

from __future__ import annotations

import numpy as np

from chainprospect.advise.shares import Parts, parts
from chainprospect.advise.shock import Hit, Shock, ShockRules, chain_to, losses, lost_sales, through
from chainprospect.model.company import Company, IdArray, Standing
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Relation, RelationBatch, Side


class _Spread:
    """A shock under way: the sellers read so far, with their sales."""

    def __init__(self, store: Store, target: Company, drop: float, rules: ShockRules) -> None:
        self.store, self.target, self.rules = store, target, rules
        self.drops = {target.id: drop}
        self.sales: dict[str, Parts] = {}
        self.known: dict[str, tuple[Company, Standing, int]] = {}
        self.numbers = np.array([target.number], np.int64)
        self.lost = dict(self.drops)
        self.cut = self.cut_companies = 0

    def step(self, frontier: IdArray, tier: int) -> IdArray:
        """Read the suppliers of a frontier; those that lose enough to be walked on from."""
        batch = self.store.relations_of(frontier, Side.UPSTREAM, Kinds.GOODS, self.rules.relations_per_company)
        self.cut += int(batch.total.sum()) - len(batch.other)
        fresh = _largest_first(batch)
        fresh = fresh[~np.isin(fresh, self.numbers)]
        room = max(0, self.rules.companies - len(self.numbers) + 1)
        self.cut_companies += max(0, len(fresh) - room)
        fresh = np.sort(fresh[:room])
        self.numbers = np.union1d(self.numbers, fresh)
        self.read(fresh, tier)
        self.lost = losses(self.drops, self.sales)
        ids = [company.id for company in self.store.companies(fresh)]
        enough = [self.lost.get(ident, 0.0) >= self.rules.least for ident in ids]
        return fresh[np.array(enough, np.bool_)] if len(fresh) else fresh

    def read(self, sellers: IdArray, tier: int) -> None:
        """Parts of the sales of some sellers."""
        batch = self.store.relations_of(sellers, Side.DOWNSTREAM, Kinds.GOODS, self.rules.relations_per_company)
        self.cut += int(batch.total.sum()) - len(batch.other)
        sold: list[list[Relation]] = [[] for _ in sellers]
        for origin, relation in zip(batch.origin.tolist(), self.store.relations(batch.relation), strict=True):
            sold[origin].append(relation)
        companies, standings = self.store.companies(sellers), self.store.standings(sellers)
        for company, standing, ties in zip(companies, standings, sold, strict=True):
            self.sales[company.id] = parts(ties, Side.DOWNSTREAM, standing.revenue)
            self.known[company.id] = (company, standing, tier)


def _largest_first(batch: RelationBatch) -> IdArray:
    """Companies at the far ends, each once: those first that stand first in the budget of somebody, then by number."""
    counts = np.bincount(batch.origin, minlength=len(batch.total))
    rank = np.arange(len(batch.other)) - (np.cumsum(counts) - counts)[batch.origin]
    order = np.lexsort((batch.other, rank))
    numbers, first = np.unique(batch.other[order], return_index=True)
    return numbers[np.argsort(first)]


def shock(store: Store, target: int, drop: float, rules: ShockRules) -> Shock:
    """
    What a drop in a company's demand does to its suppliers, and to theirs.

    Parameters
    ----------
    target
        Number of the company that buys less.
    drop
        Fraction of its purchases, in (0, 1].

    Notes
    -----
    Four calls to the store a tier; costs what is reached, at most `rules.companies` companies and 200 relations of
    each on either side.
    """
    company = store.companies(np.array([target], np.int64))[0]
    spread = _Spread(store, company, drop, rules)
    spread.read(np.array([target], np.int64), 0)
    frontier = np.array([target], np.int64)
    for tier in range(1, rules.tiers + 1):
        if not len(frontier):
            break
        frontier = spread.step(frontier, tier)
    reached = [ident for ident in spread.sales if ident != company.id]
    borne_out = losses(spread.drops, spread.sales, assumed=False)
    hits = [
        _hit(spread, ident, borne_out.get(ident, 0.0))
        for ident in reached
        if spread.lost.get(ident, 0.0) >= rules.least
    ]
    hits.sort(key=lambda hit: (-hit.loss, hit.company.id))
    return Shock(
        company,
        drop,
        rules,
        tuple(hits),
        {ident: known.name for ident, (known, _, _) in spread.known.items()},
        spread.cut,
        spread.cut_companies,
        len(reached) - len(hits),
    )


def _hit(spread: _Spread, ident: str, known_loss: float) -> Hit:
    company, standing, tier = spread.known[ident]
    ways = through(ident, spread.lost, spread.sales)
    loss = spread.lost[ident]
    return Hit(
        company,
        tier,
        loss,
        known_loss,
        lost_sales(loss, standing.revenue, ways),
        chain_to(ident, spread.target.id, spread.lost, spread.sales),
        ways,
    )
