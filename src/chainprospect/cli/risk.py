"""`risk`: what is known of a company's risk, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from chainprospect.cli.advice import ToAdvise, head, open_store, plain_facts, print_document, question
from chainprospect.cli.exits import DONE
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chainprospect.advise.concentration import Concentration
    from chainprospect.advise.rings import Rings
    from chainprospect.advise.risk import Evaluation, Risk
    from chainprospect.model.dossier import Partner

_MEMBERS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAssess(ToAdvise):
    """What `risk` asks for."""


def risk(context: typer.Context, asked: ToAssess) -> int:
    """Print the five evaluations, concentration, the group's exposure, guarantees and rings of one company."""
    from chainprospect.advising.dossier import day_of
    from chainprospect.advising.risk import risk as assess
    from chainprospect.asking import find_one

    session: Session = context.obj
    rules, _ = question(session, asked.as_of)
    with open_store(session) as store:
        found = assess(store, find_one(store, asked.company).number, rules)
        begun = head(store, day_of(store, rules), found.company)
    if asked.json:
        print_document(session, {**begun, **document(found)})
        return DONE
    for line in lines(found, session.talk):
        session.talk.data(line)
    return DONE


def document(found: Risk) -> dict[str, Any]:
    """The risk below the head of its document."""
    group, given = found.group, found.guarantees
    return {
        "evaluations": [_plain_evaluation(each) for each in found.evaluations],
        "customers": _plain_concentration(found.customers, found),
        "suppliers": _plain_concentration(found.suppliers, found),
        "group": {
            "members": [{"id": each.id, "name": each.name} for each in group.members],
            "whole": group.whole,
            "loans": group.loans,
            "loans_unknown": group.loans_unknown,
            "deposits": group.deposits,
            "contribution": group.contribution,
            "blacklisted": list(group.blacklisted),
        },
        "guarantees": {
            "given": _plain_partners(given.given),
            "given_amount": given.given_amount,
            "received": _plain_partners(given.received),
            "received_amount": given.received_amount,
            "of_net_assets": given.of_net_assets,
        },
        "circular_trade": _plain_rings(found.circles.trade),
        "guarantee_rings": _plain_rings(found.circles.guarantees),
    }


def _plain_evaluation(found: Evaluation) -> dict[str, Any]:
    checks = [
        {"name": check.name, "status": check.status, "limit": check.limit, "facts": plain_facts(check.facts)}
        for check in found.checks
    ]
    return {"name": found.name, "status": found.status, "checks": checks}


def _plain_concentration(found: Concentration, whole: Risk) -> dict[str, Any]:
    top = found.top
    return {
        "partners": found.partners,
        "known": found.known,
        "covered": found.covered,
        "top": None if top is None else {"id": top.other, "name": whole.names.get(top.other, top.other)},
        "top_share": None if top is None else top.share,
        "top_basis": None if top is None else top.basis,
        "top_five": found.top_five,
        "hhi": found.hhi,
        "hhi_high": found.hhi_high,
        "of_record": found.of_record,
    }


def _plain_partners(partners: Sequence[Partner]) -> list[dict[str, Any]]:
    return [
        {
            "company": {"id": each.company.id, "name": each.company.name},
            "amount_cny": each.relation.amount_cny,
            "as_of": each.relation.as_of,
            "source_ref": each.relation.source_ref,
        }
        for each in partners
    ]


def _plain_rings(found: Rings) -> dict[str, Any]:
    rings = [
        {
            "companies": [{"id": ident, "name": found.names[ident]} for ident in ring.companies],
            "smallest": ring.smallest,
            "related": ring.related,
            "relations": [
                {
                    "source": each.source,
                    "target": each.target,
                    "kind": each.kind.word,
                    "product": each.product,
                    "amount_cny": each.amount_cny,
                    "as_of": each.as_of,
                    "source_ref": each.source_ref,
                }
                for each in ring.relations
            ],
        }
        for ring in found.rings
    ]
    return {"rings": rings, "whole": found.whole}


def lines(found: Risk, talk: Talk) -> list[str]:
    """Lines that tell the risk of a company."""
    from chainprospect.advise.risk_text import concentration_words

    columns, lang = room(), talk.lang
    told = [talk.word("one_title", name=found.company.name, id=found.company.id)]
    for evaluation in found.evaluations:
        told += ["", *_evaluation(evaluation, talk)]
    told.append("")
    for key, each in (("risk_customers", found.customers), ("risk_suppliers", found.suppliers)):
        told += wrap(talk.word(key, text=concentration_words(each, found.names, lang)), columns)
    return [*told, *_group(found, talk), *_guarantees(found, talk), *_rings(found, talk)]


def _evaluation(found: Evaluation, talk: Talk) -> list[str]:
    from chainprospect.advise.risk_text import check_facts, check_words, status_words
    from chainprospect.advise.words import say

    title = say(talk.lang, f"risk.evaluation_{found.name}")
    told = [talk.word("risk_evaluation", name=title, status=status_words(found.status, talk.lang))]
    for check in found.checks:
        text = talk.word(
            "risk_check",
            status=status_words(check.status, talk.lang),
            check=check_words(check, talk.lang),
            facts=check_facts(check, talk.lang),
        )
        told += wrap(text, room(), "  ")
    return told


def _money(amount: float | None, talk: Talk) -> str:
    from chainprospect.advise.words import say
    from chainprospect.model.figures import money

    return say(talk.lang, "common.unknown") if amount is None else money(amount, talk.lang)


def _group(found: Risk, talk: Talk) -> list[str]:
    group = found.group
    if len(group.members) < 2:
        return wrap(talk.word("risk_no_group"), room())
    names = talk.word("listing").join(each.name for each in group.members[:_MEMBERS_SHOWN])
    more = len(group.members) - _MEMBERS_SHOWN
    told = wrap(
        talk.word(
            "risk_group",
            n=len(group.members),
            names=names + (talk.word("and_more", more=more) if more > 0 else ""),
            loans=_money(group.loans, talk),
            deposits=_money(group.deposits, talk),
        ),
        room(),
    )
    if group.loans_unknown:
        told += wrap(talk.word("risk_group_unknown", n=group.loans_unknown), room(), "  ")
    if group.blacklisted:
        told += wrap(talk.word("risk_group_listed", ids=talk.word("listing").join(group.blacklisted)), room(), "  ")
    if not group.whole:
        told += wrap(talk.word("risk_group_cut"), room(), "  ")
    return told


def _guarantees(found: Risk, talk: Talk) -> list[str]:
    given = found.guarantees
    if not given.given and not given.received:
        return wrap(talk.word("risk_no_guarantees"), room())
    told = talk.word(
        "risk_guarantees",
        given=len(given.given),
        given_amount=_money(given.given_amount, talk),
        received=len(given.received),
        received_amount=_money(given.received_amount, talk),
    )
    return wrap(told, room())


def _rings(found: Risk, talk: Talk) -> list[str]:
    from chainprospect.advise.risk_text import ring_words

    told: list[str] = []
    for kind, rings in (("trade", found.circles.trade), ("guarantee", found.circles.guarantees)):
        for ring in rings.rings:
            told += wrap(ring_words(ring, kind, rings.names, talk.lang), room())
        if not rings.rings and rings.whole:
            told += wrap(talk.word(f"risk_no_ring_{kind}"), room())
        elif not rings.whole:
            told += wrap(talk.word(f"risk_ring_cut_{kind}"), room())
    return told
