"""The brief as a document for programs: what was found, then the page in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from chainprospect.advise.visit import Slot, completeness_of, place, theme
from chainprospect.asking import iso_day
from chainprospect.cli.advice import SCHEMA, plain_facts

if TYPE_CHECKING:
    from chainprospect.advise.offers import Shelf
    from chainprospect.advise.visit import Proposal
    from chainprospect.advising.brief import Brief
    from chainprospect.model.brief import BriefPage


def document(found: Sequence[Brief], pages: Sequence[BriefPage], shelf: Shelf) -> dict[str, Any]:
    """Briefs, best first; money in CNY unless a currency is named, None unknown."""
    first = found[0]
    return {
        "schema": SCHEMA,
        "snapshot": first.snapshot,
        "as_of": first.as_of,
        "date": iso_day(first.day),
        "briefs": [_brief(each, page, shelf) for each, page in zip(found, pages, strict=True)],
    }


def _brief(found: Brief, page: BriefPage, shelf: Shelf) -> dict[str, Any]:
    company, needs, credit = found.dossier.company, found.answer.needs, found.answer.credit
    line = None if credit.need is None else credit.need.new_line
    wanted = theme(needs)
    paths = found.introductions.paths
    return {
        "company": {"id": company.id, "name": company.name},
        "status": found.status,
        "lead": None
        if found.lead is None
        else {
            "rank": found.lead.rank,
            "score": found.lead.score,
            "side": found.lead.side,
            "tier": found.lead.tier,
            "gate": found.lead.gate,
            "anchors": [{"id": each.id, "name": each.name} for each in found.lead.anchors],
        },
        "timing": {"value": found.timed.value, "points": found.timed.points},
        "needs": {"status": needs.status, "plan": list(needs.plan), "no_plan": needs.no_plan},
        "credit": {
            "currency": credit.currency,
            "low": None if line is None else line.low,
            "high": None if line is None else line.high,
            "refused": list(credit.refused),
            "room": found.answer.room,
        },
        "introduction": None
        if not paths
        else {"probability": paths[0].probability, "person": paths[0].person, "company": paths[0].asked},
        "client_type": company.ownership,
        "before_visit": [_slot(slot) for slot in found.before],
        "profile": {
            "completeness": round(completeness_of(found.profile), 6),
            "slots": [_slot(slot) for slot in found.profile],
        },
        "visit": {
            "theme": None
            if wanted is None
            else {"id": wanted, "zh": shelf.product(wanted).zh, "en": shelf.product(wanted).en},
            "place": place(found.status),
            "first": _when(found.proposals.first),
            "second": _when(found.proposals.second),
            "fallback": _when(found.proposals.fallback),
            "follow_up": iso_day(found.proposals.follow_up),
        },
        "page": asdict(page),
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "name": slot.name,
        "share": round(slot.share, 6),
        "missing": list(slot.missing),
        "facts": plain_facts(slot.facts),
    }


def _when(proposal: Proposal) -> dict[str, Any]:
    return {"date": iso_day(proposal.day), "hour": proposal.hour}
