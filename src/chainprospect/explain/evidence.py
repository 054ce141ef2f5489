"""One short phrase a contribution: the facts it was computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from chainprospect.explain.catalogue import aside, clauses, counted, listed, say
from chainprospect.explain.figures import age, called, day, decimal, growth, known, money, percent
from chainprospect.explain.titles import event_title, missing_title
from chainprospect.explain.voice import Voice, industry_words, size_facts, size_words
from chainprospect.model.prospect import Contribution, Lead

_EVENTS_NAMED: Final = 2


def evidence(part: Contribution, lead: Lead, voice: Voice) -> str:
    """What one contribution rests on, in a phrase; an unknown one says that it counts half."""
    speak = _PHRASES.get(part.name)
    phrase = speak(part, lead, voice) if speak is not None else ""
    return phrase if part.known else f"{phrase}{say(voice.lang, 'half')}"


def anchor_name(facts: Mapping[str, Any], lead: Lead, voice: Voice) -> str:
    """The anchor that a fact is about: the one it names, else the lead's first."""
    named = facts.get("anchor")
    if named:
        return called(str(named))
    return called(lead.anchors[0].name) if lead.anchors else say(voice.lang, "the_anchor")


def unknown_columns(facts: Mapping[str, Any], lang: str) -> str:
    """The names of what is unknown of a tie, as a list in words."""
    return listed(lang, [missing_title(column, lang) for column in facts.get("unknown") or ()])


def tie_parts(facts: Mapping[str, Any], lang: str) -> list[str]:
    """What is known of a tie: amount, share, age."""
    amount, share, months = (known(facts.get(key)) for key in ("amount_cny", "share", "age_months"))
    parts = []
    if amount is not None:
        parts.append(say(lang, "evidence.tie_amount", money=money(amount, lang)))
    if share is not None:
        parts.append(say(lang, "evidence.tie_share", share=percent(share)))
    if months is not None:
        parts.append(say(lang, "evidence.tie_age", age=age(months, lang)))
    return parts


def industry_of(part: Contribution, lead: Lead, voice: Voice) -> str | None:
    """A lead's industry in words; where the fact has only a code, the company's own text names it."""
    return industry_words({**part.facts, "text": part.facts.get("text") or lead.company.industry}, voice)


def bank_parts(part: Contribution, lead: Lead, lang: str) -> list[str]:
    """What is known of a company's banks."""
    facts = part.facts
    banks = known(facts.get("other_banks"))
    parts = []
    if banks is not None:
        parts.append(say(lang, "evidence.banks_none") if banks == 0 else counted(lang, "evidence.banks", round(banks)))
    ours, main = facts.get("main_is_ours"), facts.get("main_bank") or lead.company.main_bank
    if ours:
        parts.append(say(lang, "evidence.main_ours"))
    elif ours is not None and main:
        parts.append(say(lang, "evidence.main_other", bank=called(str(main))))
    elif ours is not None:
        parts.append(say(lang, "evidence.main_other_unnamed"))
    if facts.get("listed"):
        parts.append(say(lang, "evidence.listed"))
    return parts


def event_words(event: Mapping[str, Any], lang: str) -> str:
    """What happened and when."""
    word = event_title(str(event.get("type")), lang)
    date = event.get("date")
    if not date:
        return say(lang, "evidence.event_undated", event=word)
    return say(lang, "evidence.event", event=word, date=day(str(date), lang))


def by_effect(part: Contribution) -> list[Mapping[str, Any]]:
    """Events of a timing contribution, those that say most first, then the newest."""
    events = sorted(part.facts.get("events") or (), key=lambda event: str(event.get("date") or ""), reverse=True)
    return sorted(events, key=lambda event: -(known(event.get("effect")) or 0.0))


def _proximity(part: Contribution, _lead: Lead, voice: Voice) -> str:
    p = known(part.facts.get("p"))
    if not p:
        return say(voice.lang, "evidence.proximity_none")
    return say(voice.lang, "evidence.proximity", p=percent(p))


def _chain_likeness(part: Contribution, lead: Lead, voice: Voice) -> str:
    if not known(part.facts.get("likeness")):
        return say(voice.lang, "evidence.likeness_none")
    side = lead.side if lead.side in ("upstream", "downstream") else "via"
    anchor = anchor_name(part.facts, lead, voice)
    return say(voice.lang, f"evidence.likeness_{side}", anchor=anchor, value=decimal(part.value))


def _tie_strength(part: Contribution, lead: Lead, voice: Voice) -> str:
    facts, lang = part.facts, voice.lang
    source, target = facts.get("source"), facts.get("target")
    if not source or not target:
        return say(lang, "evidence.tie_none" if part.known else "evidence.tie_blank")
    parts = tie_parts(facts, lang)
    unknown = unknown_columns(facts, lang)
    if unknown:
        parts.append(say(lang, "evidence.tie_unknown", columns=unknown))
    words = say(lang, "paren.join").join(parts) if parts else say(lang, "evidence.tie_blank")
    several = not lead.chains or len(lead.chains[0].relations) > 1
    key = "evidence.tie" if several else "evidence.tie_only"
    return say(lang, key, source=called(str(source)), target=called(str(target)), parts=words)


def _common_anchors(part: Contribution, _lead: Lead, voice: Voice) -> str:
    count = round(known(part.facts.get("count")) or 0)
    return counted(voice.lang, "evidence.common", count) if count else say(voice.lang, "evidence.common_none")


def _connectedness(part: Contribution, _lead: Lead, voice: Voice) -> str:
    count = round(known(part.facts.get("partners")) or 0)
    return counted(voice.lang, "evidence.partners", count) if count else say(voice.lang, "evidence.partners_none")


def _size(part: Contribution, _lead: Lead, voice: Voice) -> str:
    facts, lang = part.facts, voice.lang
    size = size_words(facts.get("low"), facts.get("high"), lang)
    return say(lang, "evidence.size", size=size, facts=aside(lang, size_facts(facts, lang)))


def _industry(part: Contribution, lead: Lead, voice: Voice) -> str:
    words, standing = industry_of(part, lead, voice), part.facts.get("standing")
    if words is None or standing not in ("favoured", "neutral", "review"):
        return words or say(voice.lang, "evidence.industry_unknown")
    return say(voice.lang, f"evidence.industry_{standing}", industry=words)


def _openness(part: Contribution, lead: Lead, voice: Voice) -> str:
    parts = bank_parts(part, lead, voice.lang)
    if known(part.facts.get("other_banks")) is None:
        parts.insert(0, say(voice.lang, "evidence.banks_unknown"))
    return clauses(voice.lang, parts)


def _region(part: Contribution, _lead: Lead, voice: Voice) -> str:
    region, standing = part.facts.get("region"), part.facts.get("standing")
    if standing in ("served", "same_province", "elsewhere") and region:
        return say(voice.lang, f"evidence.region_{standing}", region=called(str(region)))
    return say(voice.lang, "evidence.region_not_set" if standing == "not_set" else "evidence.region_unknown")


def _growth(part: Contribution, _lead: Lead, voice: Voice) -> str:
    own, industry = known(part.facts.get("growth")), known(part.facts.get("industry_growth"))
    if own is None and industry is None:
        return say(voice.lang, "evidence.growth_unknown")
    if own is None:
        return say(voice.lang, "evidence.growth_industry", industry=growth(industry or 0.0))
    if industry is None:
        return say(voice.lang, "evidence.growth_own", growth=growth(own))
    return say(voice.lang, "evidence.growth", growth=growth(own), industry=growth(industry))


def _timing(part: Contribution, _lead: Lead, voice: Voice) -> str:
    events = by_effect(part)
    if not events:
        return say(voice.lang, "evidence.timing_none")
    # What added nothing, such as a default, is named only where nothing else is.
    telling = [event for event in events if known(event.get("effect"))] or events
    return clauses(voice.lang, [event_words(event, voice.lang) for event in telling[:_EVENTS_NAMED]])


_PHRASES: Final[Mapping[str, Callable[[Contribution, Lead, Voice], str]]] = {
    "proximity": _proximity,
    "chain_likeness": _chain_likeness,
    "tie_strength": _tie_strength,
    "common_anchors": _common_anchors,
    "connectedness": _connectedness,
    "size": _size,
    "industry": _industry,
    "openness": _openness,
    "region": _region,
    "growth": _growth,
    "timing": _timing,
}
