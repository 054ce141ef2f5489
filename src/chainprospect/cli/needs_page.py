"""Needs on the screen and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainprospect.advise.facts import fact_text
from chainprospect.advise.needs_sentences import (
    dropped_text,
    known_sentence,
    offer_text,
    policy_sentence,
    status_sentence,
    type_sentence,
    worth_sentences,
)
from chainprospect.advise.words import say
from chainprospect.cli.advice import plain_facts
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import gate_title

if TYPE_CHECKING:
    from chainprospect.advise.needs import Need
    from chainprospect.advise.offers import Offer, Shelf
    from chainprospect.advising.needs import NeedsAnswer


def document(found: NeedsAnswer, shelf: Shelf, lang: str) -> dict[str, Any]:
    """The whole answer; money in CNY, None unknown."""
    needs, worth, kind = found.needs, found.worth, found.type
    return {
        "status": needs.status,
        "sentence": status_sentence(needs, shelf, gate_title, lang),
        "gates": list(found.dossier.gates),
        "stopped_by": list(needs.stopped_by),
        "policy": {"standing": found.dossier.policy, "rule": found.dossier.policy_rule},
        "completeness": {
            block.name: {
                "share": round(block.share, 6),
                "least": block.least,
                "enough": block.enough,
                "missing": list(block.missing),
                "facts": plain_facts(block.facts),
            }
            for block in needs.blocks
        },
        "next": list(needs.missing),
        "scores": {name: round(score, 6) for name, score in needs.scores.items()},
        "needs": [_need(each, lang) for each in needs.needs],
        "plan": list(needs.plan),
        "no_plan": needs.no_plan,
        "constraints": {
            "max_cost": shelf.asked.max_cost,
            "min_return": shelf.asked.min_return,
            "max_days": shelf.asked.max_days,
        },
        "room": found.room,
        "worth": {
            "volume": worth.volume,
            "income": worth.income,
            "cost": shelf.means.client_cost,
            "pays": worth.pays,
            "market": worth.market,
            "market_known": worth.market_known,
            "min_market": shelf.means.min_market,
            "market_enough": worth.market_enough,
        },
        "client_type": None
        if kind is None
        else {
            "type": found.dossier.company.ownership,
            "decision_weeks": kind.decision_weeks,
            "loyalty": kind.loyalty,
            "organisation": kind.organisation,
            "approach": kind.approach(lang),
        },
    }


def _need(each: Need, lang: str) -> dict[str, Any]:
    return {
        "need": each.need,
        "sub_need": each.id,
        "stage": each.stage,
        "level": each.level,
        "sentence": say(lang, f"needs.{each.id}"),
        "facts": plain_facts(each.facts),
        "unknown": list(each.unknown),
        "products": [_offer(offer, lang) for offer in each.offers],
        "dropped": [
            {"id": item.product.id, "name": item.product.name(lang), "reason": item.reason, "instead": item.instead}
            for item in each.dropped
        ],
    }


def _offer(offer: Offer, lang: str) -> dict[str, Any]:
    return {
        "id": offer.product.id,
        "name": offer.product.name(lang),
        "amount": offer.amount,
        "currency": "CNY",
        "tenor_months": offer.product.tenor_months,
        "advance": offer.product.advance,
        "cost": offer.terms.cost,
        "return": offer.terms.returns,
        "days": offer.terms.days,
        "crowded": offer.crowded,
        "held": offer.held,
        "legal_care": offer.care,
        "facts": plain_facts(offer.facts),
    }


def lines(found: NeedsAnswer, shelf: Shelf, talk: Talk) -> list[str]:
    """Lines that tell the whole answer to a person."""
    company, needs, lang = found.dossier.company, found.needs, talk.lang
    sentences = [status_sentence(needs, shelf, gate_title, lang)]
    if review := policy_sentence(found.dossier, lang):
        sentences.append(review)
    sentences.append(known_sentence(needs, lang))
    sentences.append(type_sentence(company.ownership, found.type, lang))
    sentences += worth_sentences(found.worth, shelf.means, lang)
    told = [talk.word("one_title", name=company.name, id=company.id)]
    told += [line for sentence in sentences for line in wrap(sentence, room())]
    for each in needs.needs:
        told += ["", *_lines(each, shelf, talk)]
    return told


def _lines(each: Need, shelf: Shelf, talk: Talk) -> list[str]:
    lang = talk.lang
    title = talk.word(
        "needs_title", need=say(lang, f"needs.need.{each.need}"), stage=say(lang, f"needs.stage.{each.stage}")
    )
    told = wrap(title + say(lang, f"needs.{each.id}"), room())
    told += [line for offer in each.offers for line in wrap("+ " + offer_text(offer, lang), room(), "  ")]
    told += [line for item in each.dropped for line in wrap("- " + dropped_text(item, shelf, lang), room(), "  ")]
    facts = "; ".join(fact_text(fact, lang) for fact in each.facts)
    return told + (wrap(talk.word("advice_facts") + " " + facts, room(), "  ") if facts else [])
