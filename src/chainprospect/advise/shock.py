"""A drop in demand that runs from a buyer up to its suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chainprospect.advise.shares import Part, Parts
from chainprospect.model.company import Company

# Changes of a loss below this end the rounds; a loop of trade converges towards its sum.
_SETTLED: Final = 1e-12
_MOST_ROUNDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class ShockRules:
    """
    How far a shock is followed.

    `tiers` of suppliers (1-6); a company that loses less than the fraction `least` of its sales is neither listed nor
    walked on from; at most `companies` are read, 200 relations a company and side.
    """

    tiers: int = 3
    least: float = 0.001
    companies: int = 1_000
    relations_per_company: int = 200


@dataclass(frozen=True, slots=True)
class Through:
    """One buyer through which a loss comes: its part of the seller's sales, and how much less it buys."""

    part: Part
    buyer_loss: float


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A company that a shock reaches.

    `loss` is the fraction of its sales, in (0, 1]; `known_loss` what is left of it when every assumed share counts
    nothing. `lost_sales` is CNY a year, None where neither its sales nor the amounts are known. `tier` counts goods
    steps from the target. `chain` runs by ids from the target to it, through the buyer that brings most at every step;
    `through` tells every buyer that buys less, the one that brings most first.
    """

    company: Company
    tier: int
    loss: float
    known_loss: float
    lost_sales: float | None
    chain: tuple[str, ...]
    through: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class Shock:
    """
    What a drop in one company's demand does to its suppliers, and to theirs.

    `hits` are sorted by loss, then id. `names` maps every id in them to a name. `cut` counts relations, `cut_companies`
    companies left out by the budgets; `below` those reached whose loss is under `rules.least`.
    """

    target: Company
    drop: float
    rules: ShockRules
    hits: tuple[Hit, ...]
    names: Mapping[str, str]
    cut: int
    cut_companies: int
    below: int

    @property
    def assumed(self) -> int:
        """Shares on the way that were assumed."""
        return sum(through.part.assumed for hit in self.hits for through in hit.through)


def losses(drops: Mapping[str, float], sales: Mapping[str, Parts], *, assumed: bool = True) -> dict[str, float]:
    """
    How much less every company sells.

    loss of a seller = Σ over its buyers of (buyer's part of its sales · loss of the buyer), at least its own drop and
    at most 1; round loops it is the limit of the sums along all chains. This is the upstream half of the economic
    systemic risk index of Diem et al. (2022), with linear inputs.

    Parameters
    ----------
    drops
        Companies hit first, by id, each with a fraction in [0, 1].
    sales
        Parts of the sales of every seller, by id; a company without is only a buyer.
    assumed
        Whether shares that were assumed count; without them the losses are those that the records bear out.

    Returns
    -------
    losses
        Fractions in [0, 1], by id, of every company that loses anything.
    """
    found = dict(drops)
    # Buyers that never lose anything need not be asked again and again.
    live = {
        seller: [
            (part.share, part.other)
            for part in sales[seller].parts
            if (part.other in sales or part.other in drops) and (assumed or not part.assumed)
        ]
        for seller in sorted(sales)
    }
    for _ in range(_MOST_ROUNDS):
        change = 0.0
        for seller, buyers in live.items():
            lost = sum(share * found.get(other, 0.0) for share, other in buyers)
            lost = min(1.0, max(drops.get(seller, 0.0), lost))
            change = max(change, lost - found.get(seller, 0.0))
            if lost:
                found[seller] = lost
        if change < _SETTLED:
            break
    return found


def through(seller: str, lost: Mapping[str, float], sales: Mapping[str, Parts]) -> tuple[Through, ...]:
    """Buyers that bring a loss to a seller, the one that brings most first, then by id."""
    found = [Through(part, lost[part.other]) for part in sales[seller].parts if lost.get(part.other, 0.0) > 0]
    return tuple(sorted(found, key=lambda each: (-each.part.share * each.buyer_loss, each.part.other)))


def chain_to(seller: str, target: str, lost: Mapping[str, float], sales: Mapping[str, Parts]) -> tuple[str, ...]:
    """Ids from the target to a seller, through the buyer that brings most at every step and stands on no loop."""
    chain = [seller]
    while chain[-1] != target:
        ways = through(chain[-1], lost, sales) if chain[-1] in sales else ()
        onward = [each.part.other for each in ways if each.part.other not in chain]
        if not onward:
            return tuple(reversed(chain))
        chain.append(target if target in onward else onward[0])
    return tuple(reversed(chain))


def lost_sales(loss: float, revenue: float | None, ways: tuple[Through, ...]) -> float | None:
    """Sales lost, CNY a year: the loss of all sales where they are known, else of the amounts on record."""
    if revenue is not None:
        return loss * revenue
    known = [each.part.amount * each.buyer_loss for each in ways if each.part.amount is not None]
    return sum(known) if known else None
