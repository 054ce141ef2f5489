"""Offers: which products answer a need, which are left out and why, and how far each may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chainprospect.advise.held import meant_products
from chainprospect.advise.triggers import View
from chainprospect.model.advice import FactUsed
from chainprospect.model.bank import BankMeans, Product, ProductTerms

# What a product pays against, by line item; the others pay against nothing of the books.
PAID_AGAINST: Final[Mapping[str, str]] = {
    "inventory_finance": "inventory",
    "factoring": "receivables",
    "reverse_factoring": "receivables",
    "receivables_pledge": "receivables",
}
# Products that work round a loan of our own: their legality is checked case by case.
LEGAL_CARE: Final = ("interbank_access", "entrusted_loan", "debt_substitution")


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the client asks of a product: yearly cost at most, return at least (fractions), days at most."""

    max_cost: float | None = None
    min_return: float | None = None
    max_days: float | None = None

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return any(limit is not None for limit in (self.max_cost, self.min_return, self.max_days))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The bank's products: the packaged table, what the bank has and cannot do, its terms, and what is asked."""

    products: Sequence[Product]
    means: BankMeans
    terms: Mapping[str, ProductTerms] = field(default_factory=dict)
    asked: Constraints = Constraints()

    def product(self, ident: str) -> Product:
        """A product by its id."""
        return next(each for each in self.products if each.id == ident)


@dataclass(frozen=True, slots=True)
class Offer:
    """
    One product that answers a need.

    `amount` is what it may pay at most, CNY, None where nothing bounds it but the caps; `crowded`: too many banks sell
    it; `held`: the client has it from us already; `care`: its legality is checked case by case.
    """

    product: Product
    terms: ProductTerms
    amount: float | None
    crowded: bool
    held: bool
    care: bool
    facts: tuple[FactUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """
    One product that would answer a need, and why it is not offered.

    `reason`: `cannot` (we cannot do it), `not_ours` (not among the products we have), `cost`, `return`, `days` (beyond
    what is asked), `cost_unknown`, `return_unknown`, `days_unknown` (the bank states no such term). `instead` names the
    product that stands in for it, None where none does.
    """

    product: Product
    reason: str
    instead: str | None


def offers(
    wanted: Sequence[str], need: str, view: View, shelf: Shelf, room: float
) -> tuple[tuple[Offer, ...], tuple[Dropped, ...]]:
    """
    Products for one need in their order, crowded ones last, and those that were dropped.

    Parameters
    ----------
    wanted
        Ids of the products that answer it; where all are dropped, the first other one of the same core need stands in.
    room
        What the caps leave to lend, CNY.
    """
    kept, refused = _sorted_out(wanted, view, shelf, room)
    if not kept:
        kin = [each.id for each in shelf.products if each.need == need and each.id not in wanted]
        kept = _sorted_out(kin, view, shelf, room)[0][:1]
    kept.sort(key=lambda offer: offer.crowded)
    instead = kept[0].product.id if kept else None
    return tuple(kept), tuple(Dropped(shelf.product(ident), reason, instead) for ident, reason in refused.items())


def _sorted_out(wanted: Sequence[str], view: View, shelf: Shelf, room: float) -> tuple[list[Offer], dict[str, str]]:
    """Products that may be offered, and why each other one may not."""
    kept, refused = [], {}
    held = meant_products(view.dossier.standing.products_held, shelf.products)
    for ident in wanted:
        product = shelf.product(ident)
        reason = refusal(product, shelf)
        offer = _offer(product, view, shelf, room, held=product in held)
        if reason is None and offer.amount == 0:
            reason = "no_room"
        if reason is None:
            kept.append(offer)
        else:
            refused[ident] = reason
    return kept, refused


def refusal(product: Product, shelf: Shelf) -> str | None:
    """Why a product is not offered; None where it is."""
    if product.id in shelf.means.cannot:
        return "cannot"
    if shelf.means.products and product.id not in shelf.means.products:
        return "not_ours"
    terms, asked = shelf.terms.get(product.id, ProductTerms()), shelf.asked
    limits = (
        ("cost", terms.cost, asked.max_cost, 1.0),
        ("return", terms.returns, asked.min_return, -1.0),
        ("days", terms.days, asked.max_days, 1.0),
    )
    for name, stated, limit, sign in limits:
        if limit is None:
            continue
        if stated is None:
            return f"{name}_unknown"
        if sign * stated > sign * limit:
            return name
    return None


def _offer(product: Product, view: View, shelf: Shelf, room: float, *, held: bool) -> Offer:
    amount, facts = _amount(product, view, room)
    terms = shelf.terms.get(product.id, ProductTerms())
    return Offer(product, terms, amount, product.id in shelf.means.crowded, held, product.id in LEGAL_CARE, facts)


def _amount(product: Product, view: View, room: float) -> tuple[float | None, tuple[FactUsed, ...]]:
    """What a product may pay at most, with the fact it follows from: unknown where that is; room bounds all credit."""
    books = view.accounts
    fact, part, rate = None, 1.0, books.year.rate if books else None
    if product.id == "working_capital_loan":
        need = view.credit.need
        line = need.new_line.high if need else None
        fact = FactUsed("new_line", line, view.credit.currency, books.source if books and need else None)
    elif product.id in PAID_AGAINST:
        fact, part = view.item(PAID_AGAINST[product.id]), product.advance or 1.0
    if fact is None:
        return (room if product.credit else None), ()
    if not isinstance(fact.value, float) or rate is None:
        return (0.0 if room == 0 else None), (fact,)
    return min(room, fact.value * part * rate), (fact,)
