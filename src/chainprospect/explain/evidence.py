"""What is said of one contribution: a phrase for the facts that it was computed from, and for some a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from chainprospect.explain.catalogue import aside, clauses, counted, listed, say
from chainprospect.explain.figures import age, ago
from chainprospect.explain.titles import event_title, missing_title
from chainprospect.explain.voice import Voice, industry_words, size_facts, size_words
from chainprospect.model.figures import called, day, decimal, growth, known, money, percent
from chainprospect.model.prospect import Contribution

_EVENTS_NAMED: Final = 2
_EVENTS_TOLD: Final = 3
# An event that adds less than this is history, not an occasion.
_EFFECT_TOLD: Final = 0.05
# Below it a tie with nothing unknown is small, old and a small share: the visit cannot rest on it alone.
_LOW_TIE: Final = 0.4

# The phrase, and the sentence where the contribution gives one.
Said: TypeAlias = tuple[str, str | None]


def said_of(part: Contribution, voice: Voice) -> Said:
    """What one contribution rests on, in a phrase, and its reason; an unknown one says that it counts half."""
    speak = _SPEAKERS.get(part.name)
    phrase, reason = speak(part, voice) if speak is not None else ("", None)
    return phrase if part.known else f"{phrase}{say(voice.lang, 'half')}", reason


def _unknown_columns(facts: Mapping[str, Any], lang: str) -> str:
    """The names of what is unknown of a tie, as a list in words."""
    return listed(lang, [missing_title(column, lang) for column in facts.get("unknown") or ()])


def _tie_parts(facts: Mapping[str, Any], lang: str) -> list[str]:
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


def _bank_parts(facts: Mapping[str, Any], lang: str) -> list[str]:
    """What is known of a company's banks."""
    banks = known(facts.get("other_banks"))
    parts = []
    if banks is not None:
        parts.append(say(lang, "evidence.banks_none") if banks == 0 else counted(lang, "evidence.banks", round(banks)))
    ours, main = facts.get("main_is_ours"), facts.get("main_bank")
    if ours:
        parts.append(say(lang, "evidence.main_ours"))
    elif ours is not None and main:
        parts.append(say(lang, "evidence.main_other", bank=called(str(main))))
    elif ours is not None:
        parts.append(say(lang, "evidence.main_other_unnamed"))
    if facts.get("listed"):
        parts.append(say(lang, "evidence.listed"))
    return parts


def _event_words(event: Mapping[str, Any], lang: str) -> str:
    """What happened and when."""
    word = event_title(str(event.get("type")), lang)
    date = event.get("date")
    if not date:
        return say(lang, "evidence.event_undated", event=word)
    return say(lang, "evidence.event", event=word, date=day(str(date), lang))


def _by_effect(part: Contribution) -> list[Mapping[str, Any]]:
    """Events of a timing contribution, those that say most first, then the newest."""
    events = sorted(part.facts.get("events") or (), key=lambda event: str(event.get("date") or ""), reverse=True)
    return sorted(events, key=lambda event: -(known(event.get("effect")) or 0.0))


def _proximity(part: Contribution, voice: Voice) -> Said:
    p = known(part.facts.get("p"))
    if not p:
        return say(voice.lang, "evidence.proximity_none"), None
    return say(voice.lang, "evidence.proximity", p=percent(p)), None


def _chain_likeness(part: Contribution, voice: Voice) -> Said:
    if not known(part.facts.get("likeness")):
        return say(voice.lang, "evidence.likeness_none"), None
    side, named = part.facts.get("side"), part.facts.get("anchor")
    side = side if side in ("upstream", "downstream") else "via"
    anchor = called(str(named)) if named else say(voice.lang, "the_anchor")
    return say(voice.lang, f"evidence.likeness_{side}", anchor=anchor, value=decimal(part.value)), None


def _tie_strength(part: Contribution, voice: Voice) -> Said:
    facts, lang = part.facts, voice.lang
    if not facts.get("source") or not facts.get("target"):
        return say(lang, "evidence.tie_none" if part.known else "evidence.tie_blank"), None
    source, target = called(str(facts["source"])), called(str(facts["target"]))
    parts, unknown = _tie_parts(facts, lang), _unknown_columns(facts, lang)
    words = [*parts, *([say(lang, "evidence.tie_unknown", columns=unknown)] if unknown else [])]
    several = facts.get("hops") != 1
    phrase = say(
        lang,
        "evidence.tie" if several else "evidence.tie_only",
        source=source,
        target=target,
        parts=say(lang, "paren.join").join(words) if words else say(lang, "evidence.tie_blank"),
    )
    if part.known and part.value >= _LOW_TIE and not several:
        return phrase, None
    if unknown:
        parts.append(say(lang, "reason.weakest_columns", columns=unknown))
    if part.known:
        key = "reason.weakest" if several else "reason.weakest_low"
        parts.append(say(lang, "reason.weakest_strength", value=decimal(part.value)))
    else:
        key = "reason.weakest" if several else "reason.weakest_blank"
        if several or not parts:
            parts.append(say(lang, "reason.weakest_unknown"))
    return phrase, say(lang, key, source=source, target=target, parts=say(lang, "paren.join").join(parts))


def _common_anchors(part: Contribution, voice: Voice) -> Said:
    count = round(known(part.facts.get("count")) or 0)
    return counted(voice.lang, "evidence.common", count) if count else say(voice.lang, "evidence.common_none"), None


def _connectedness(part: Contribution, voice: Voice) -> Said:
    count = round(known(part.facts.get("partners")) or 0)
    return counted(voice.lang, "evidence.partners", count) if count else say(voice.lang, "evidence.partners_none"), None


def _size(part: Contribution, voice: Voice) -> Said:
    lang, low, high = voice.lang, part.facts.get("low"), part.facts.get("high")
    size, facts = size_words(low, high, lang), aside(lang, size_facts(part.facts, lang))
    phrase = say(lang, "evidence.size", size=size, facts=facts)
    if low is None or high is None:
        return phrase, say(lang, "reason.size_unknown")
    return phrase, say(lang, f"reason.size_{low}" if low == high else "reason.size_range", size=size, facts=facts)


def _industry(part: Contribution, voice: Voice) -> Said:
    lang, words, standing = voice.lang, industry_words(part.facts, voice), part.facts.get("standing")
    if words is None or standing not in ("favoured", "neutral", "review"):
        return words or say(lang, "evidence.industry_unknown"), None
    phrase = say(lang, f"evidence.industry_{standing}", industry=words)
    if part.facts.get("rule"):
        key = "evidence.industry_rule" if part.facts.get("sure") else "evidence.industry_rule_unsure"
        phrase += say(lang, key, rule=called(str(part.facts["rule"])))
    # What is under review is told as a flag.
    return phrase, None if standing == "review" else say(lang, f"reason.industry_{standing}", industry=words)


def _openness(part: Contribution, voice: Voice) -> Said:
    lang, parts = voice.lang, _bank_parts(part.facts, voice.lang)
    reason = say(lang, "reason.openness", parts=clauses(lang, parts)) if parts else None
    if known(part.facts.get("other_banks")) is None:
        parts.insert(0, say(lang, "evidence.banks_unknown"))
    return clauses(lang, parts), reason


def _region(part: Contribution, voice: Voice) -> Said:
    region, standing = part.facts.get("region"), part.facts.get("standing")
    if standing in ("served", "same_province", "elsewhere") and region:
        return say(voice.lang, f"evidence.region_{standing}", region=called(str(region))), None
    return say(voice.lang, "evidence.region_not_set" if standing == "not_set" else "evidence.region_unknown"), None


def _growth(part: Contribution, voice: Voice) -> Said:
    lang, own, industry = voice.lang, known(part.facts.get("growth")), known(part.facts.get("industry_growth"))
    if own is None and industry is None:
        return say(lang, "evidence.growth_unknown"), None
    if own is None:
        return say(lang, "evidence.growth_industry", industry=growth(industry or 0.0)), None
    if industry is None:
        return say(lang, "evidence.growth_own", growth=growth(own)), None
    return say(lang, "evidence.growth", growth=growth(own), industry=growth(industry)), None


def _timing(part: Contribution, voice: Voice) -> Said:
    events = _by_effect(part)
    if not events:
        return say(voice.lang, "evidence.timing_none"), None
    # What added nothing, such as a default, is named only where nothing else is.
    telling = [event for event in events if known(event.get("effect"))] or events
    phrase = clauses(voice.lang, [_event_words(event, voice.lang) for event in telling[:_EVENTS_NAMED]])
    return phrase, _why_now(events, voice.lang)


def _why_now(events: Sequence[Mapping[str, Any]], lang: str) -> str | None:
    told = [event for event in events if (known(event.get("effect")) or 0.0) >= _EFFECT_TOLD]
    words = []
    for event in told[:_EVENTS_TOLD]:
        months, text = known(event.get("age_months")), event.get("text")
        facts = [called(str(text))] if text else []
        if months is not None and event.get("date"):
            facts.append(ago(months, lang))
        words.append(say(lang, "reason.event", event=_event_words(event, lang), facts=aside(lang, facts)))
    return say(lang, "reason.now", events=clauses(lang, words)) if words else None


_SPEAKERS: Final[Mapping[str, Callable[[Contribution, Voice], Said]]] = {
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
