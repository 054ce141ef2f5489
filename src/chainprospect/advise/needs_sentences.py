"""Needs in words: the outcome, each need, each product with its limits, and how to approach the client."""

from __future__ import annotations

from collections.abc import Callable

from chainprospect.advise.credit_sentences import names
from chainprospect.advise.facts import title
from chainprospect.advise.needs import Needs
from chainprospect.advise.offers import Dropped, Offer, Shelf
from chainprospect.advise.words import say, say_or
from chainprospect.advise.worth import Worth
from chainprospect.model.bank import BankMeans, ClientType
from chainprospect.model.dossier import Dossier
from chainprospect.model.figures import called, figure, money, percent


def status_sentence(needs: Needs, shelf: Shelf, gate_title: Callable[[str, str], str], lang: str) -> str:
    """What came out: a plan, or why nothing is offered and what to do first."""
    comma = say(lang, "common.listing")
    if needs.status == "gated":
        return say(lang, "needs.status.gated", gates=comma.join(gate_title(gate, lang) for gate in needs.stopped_by))
    if needs.status == "facts_missing":
        short = [block for block in needs.blocks if not block.enough]
        missing = [name for block in short for name in block.missing]
        blocks = comma.join(_block(block.name, block.share, block.least, lang) for block in short)
        return say(lang, "needs.status.facts_missing", blocks=blocks, missing=names(missing, lang))
    if needs.no_plan:
        return say(lang, f"needs.status.{needs.no_plan}")
    plan = comma.join(shelf.product(ident).name(lang) for ident in needs.plan)
    return say(lang, "needs.status.offered", n=len(needs.needs), plan=plan)


def known_sentence(needs: Needs, lang: str) -> str:
    """How much of the client, its business and its risk is known."""
    comma = say(lang, "common.listing")
    blocks = comma.join(_block(block.name, block.share, block.least, lang) for block in needs.blocks)
    return say(lang, "needs.known", blocks=blocks)


def _block(name: str, share: float, least: float, lang: str) -> str:
    title = say(lang, f"needs.block.{name}")
    return say(lang, "needs.block", name=title, share=percent(share), least=percent(least))


def offer_text(offer: Offer, lang: str) -> str:
    """A product with its limits and what to mind."""
    product, terms = offer.product, offer.terms
    parts = []
    if offer.amount is not None:
        parts.append(say(lang, "needs.offer_amount", amount=money(offer.amount, lang)))
    if product.advance is not None and offer.facts:
        of = title(offer.facts[0].name, lang)
        parts.append(say(lang, "needs.offer_advance", part=percent(product.advance), of=of))
    if product.tenor_months is not None:
        parts.append(say(lang, "needs.offer_tenor", n=figure(product.tenor_months)))
    if terms.cost is not None:
        parts.append(percent(terms.cost))
    marks = (("crowded", offer.crowded), ("held", offer.held), ("care", offer.care))
    parts += [say(lang, f"needs.offer_{name}") for name, holds in marks if holds]
    if not parts:
        return product.name(lang)
    return say(lang, "needs.offer", name=product.name(lang), parts=say(lang, "common.listing").join(parts))


def dropped_text(dropped: Dropped, shelf: Shelf, lang: str) -> str:
    """A product that is not offered, why, and what stands in for it."""
    told = say(lang, f"needs.dropped.{dropped.reason}", name=dropped.product.name(lang))
    if dropped.instead is None:
        return told + say(lang, "needs.nothing_instead")
    return told + say(lang, "needs.instead", name=shelf.product(dropped.instead).name(lang))


def type_sentence(ownership: str | None, found: ClientType | None, lang: str) -> str:
    """How a client of this type decides and how to approach it."""
    if found is None or ownership is None:
        return say(lang, "needs.type_unknown")
    return say(
        lang,
        "needs.type",
        type=say_or(lang, f"needs.ownership.{ownership}", ownership),
        weeks=figure(found.decision_weeks),
        loyalty=say(lang, f"needs.loyalty.{found.loyalty}"),
        organisation=say_or(lang, f"needs.organisation.{found.organisation}", found.organisation),
        approach=found.approach(lang),
    )


def worth_sentences(worth: Worth, means: BankMeans, lang: str) -> list[str]:
    """Income against cost, and the market, as far as the bank states what it wants of them."""
    told = []
    if means.client_cost is not None:
        values = {"volume": worth.volume, "income": worth.income, "cost": means.client_cost}
        said = {name: _money(value, lang) for name, value in values.items()}
        told.append(say(lang, "needs.worth", verdict=say(lang, f"needs.worth.{_verdict(worth.pays)}"), **said))
    if means.min_market is not None:
        verdict = say(lang, f"needs.market.{_verdict(worth.market_enough)}")
        market, least = money(worth.market, lang), money(means.min_market, lang)
        told.append(say(lang, "needs.market", n=worth.market_known, market=market, least=least, verdict=verdict))
    return told


def policy_sentence(dossier: Dossier, lang: str) -> str | None:
    """That its industry needs a review, with the rule where a rule says so."""
    if dossier.policy != "review":
        return None
    rule = dossier.policy_rule
    return say(lang, "needs.policy_review", rule=say(lang, "needs.policy_rule", rule=called(rule)) if rule else "")


def _money(value: float | None, lang: str) -> str:
    return say(lang, "common.unknown") if value is None else money(value, lang)


def _verdict(holds: bool | None) -> str:
    return "unknown" if holds is None else "yes" if holds else "no"
