"""The company sheet in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chainprospect.advise.facts import fact_text, title, value_text
from chainprospect.advise.sheet import Compared, Finding, Others, Section, Segment
from chainprospect.advise.words import say, say_or
from chainprospect.model.advice import FactUsed
from chainprospect.model.figures import called, figure, percent

# Facts whose values are words of ours.
_WORDED: Final = frozenset(
    {"upstream_position", "downstream_position", "channel", "policy", "price_performance", "innovation"}
)
_UNIT_PRICE: Final = "unit_price: "


def section_title(section: Section, lang: str) -> str:
    """What a section is called."""
    return say(lang, f"sheet.section_{section.name}")


def fact_words(fact: FactUsed, lang: str) -> str:
    """A fact of the sheet with its name, its value and where it stands."""
    if fact.name in _WORDED and isinstance(fact.value, str):
        return fact_text(replace(fact, value=say_or(lang, f"sheet.{fact.value}", fact.value)), lang)
    return fact_text(fact, lang)


def unknown_words(section: Section, lang: str) -> str:
    """Names of the facts of a section that are unknown; empty when none is."""
    facts = (*section.facts, *(each.fact for each in section.compared))
    names = dict.fromkeys(compared_title(fact, lang) for fact in facts if not fact.known)
    return say(lang, "common.listing").join(names)


def compared_title(fact: FactUsed, lang: str) -> str:
    """What a fact is called; a unit price by its product."""
    if fact.name.startswith(_UNIT_PRICE):
        return say(lang, "sheet.unit_price", product=called(fact.name.removeprefix(_UNIT_PRICE)))
    return title(fact.name, lang)


def compared_row(each: Compared, lang: str) -> list[str]:
    """A comparison as cells: name, value, median of kin, percentile among them, median of rivals, where from."""
    fact = each.fact
    return [
        compared_title(fact, lang),
        value_text(fact, lang),
        _others_text(fact, each.kin, lang),
        percent(each.kin.percentile) if each.kin.percentile is not None else "",
        _others_text(fact, each.rivals, lang),
        fact.source or "",
    ]


def _others_text(fact: FactUsed, found: Others, lang: str) -> str:
    if found.median is None:
        return say(lang, "sheet.against_few", known=found.known)
    return say(lang, "sheet.against", median=value_text(replace(fact, value=found.median), lang), known=found.known)


def segment_words(segment: Segment, roles: Mapping[str, str], lang: str) -> str:
    """One segment of the buyers; `roles` tells what roles are called."""
    name = say(lang, "sheet.nameless")
    if segment.name is not None:
        name = roles.get(segment.name, segment.name) if segment.by == "role" else segment.name
    if segment.share is None:
        return say(lang, "sheet.segment_blank", name=called(name), buyers=segment.buyers)
    return say(lang, "sheet.segment", name=called(name), buyers=segment.buyers, share=percent(segment.share))


def finding_words(finding: Finding, lang: str) -> str:
    """What the facts of a section say."""
    values = {
        name: called(value) if isinstance(value, str) else percent(value) if name == "share" else figure(value)
        for name, value in finding.values.items()
    }
    return say(lang, f"sheet.{finding.key}", **values)
