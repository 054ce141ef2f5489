"""Why a lead stands where it stands: one sentence a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from chainprospect.explain.catalogue import aside, clauses, listed, say, say_or, some
from chainprospect.explain.chain import chain_sentence
from chainprospect.explain.evidence import (
    anchor_name,
    bank_parts,
    by_effect,
    event_words,
    evidence,
    industry_of,
    tie_parts,
    unknown_columns,
)
from chainprospect.explain.figures import ago, called, decimal, known
from chainprospect.explain.titles import flag_title, missing_title
from chainprospect.explain.voice import Voice, size_facts, size_words
from chainprospect.model.prospect import Contribution, Lead

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_EVENTS_TOLD: Final = 3
# An event that adds less than this is history, not an occasion.
_EFFECT_TOLD: Final = 0.05
# Below it a tie with nothing unknown is small, old and a small share: the visit cannot rest on it alone.
_LOW_TIE: Final = 0.4
_VIAS_TOLD: Final = 2
_SHARES_TOLD: Final = 3


def word_lead(
    lead: Lead,
    *,
    lang: str,
    names: Mapping[str, str],
    roles: Mapping[str, str] = _NOTHING,
    industries: Mapping[str, str] = _NOTHING,
) -> Lead:
    """
    The lead with every contribution's evidence and its reasons in words; nothing else changes.

    Parameters
    ----------
    lead
        A scored lead or lookalike.
    lang
        `zh` or `en`.
    names
        Company ids to names, for the ids that a lookalike shares with the anchor; an id that lacks stays an id.
    roles
        Company ids to roles, so that a middleman or intermediary on a chain is called what it is.
    industries
        Section letters and two-digit divisions of GB/T 4754 to names, for companies that state only a code.

    Returns
    -------
    worded
        `reasons` in the order: chain or likeness, why now, fit, weakest link, what is missing, flags.
    """
    return worded(lead, Voice(lang, names, roles, industries))


def worded(lead: Lead, voice: Voice) -> Lead:
    """The lead in the words of one voice, as `word_lead` says."""
    parts = tuple(
        [
            Contribution(
                part.name, part.value, part.weight, part.points, part.known, part.facts, evidence(part, lead, voice)
            )
            for part in lead.contributions
        ]
    )
    return replace(lead, contributions=parts, reasons=_reasons(lead, voice))


def _reasons(lead: Lead, voice: Voice) -> tuple[str, ...]:
    parts = {part.name: part for part in lead.contributions}
    sentences = [
        _likeness(lead, parts.get("chain_likeness"), voice) if lead.inferred else chain_sentence(lead, voice),
        _why_now(parts.get("timing"), voice),
        _size(parts.get("size"), voice),
        _industry(parts.get("industry"), lead, voice),
        _openness(parts.get("openness"), lead, voice),
        _weakest(parts.get("tie_strength"), lead, voice),
        _missing(lead, voice),
        *_flags(lead, voice),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _likeness(lead: Lead, part: Contribution | None, voice: Voice) -> str:
    lang = voice.lang
    anchor = anchor_name(part.facts if part is not None else {}, lead, voice)
    if not lead.likeness:
        return say(lang, "reason.likeness_bare", anchor=anchor)
    vias = [called(like.via.name) for like in lead.likeness]
    told = [
        (via, _shares(like.shares, voice))
        for via, like in zip(vias[:_VIAS_TOLD], lead.likeness, strict=False)
        if like.shares
    ]
    if len(vias) == 1 and told:
        shares = say(lang, "reason.likeness_shares", shares=told[0][1])
    elif told:
        each = [say(lang, "reason.likeness_shares_of", via=via, shares=shared) for via, shared in told]
        shares = say(lang, "reason.likeness_shares", shares=clauses(lang, each))
    else:
        shares = ""
    words = say(lang, "reason.likeness_one" if len(vias) == 1 else "reason.likeness_many", anchor=anchor)
    return say(
        lang,
        "reason.likeness_downstream" if lead.side == "downstream" else "reason.likeness_upstream",
        anchor=anchor,
        vias=some(lang, vias, _VIAS_TOLD),
        likeness=words + shares,
    )


def _shares(shares: Sequence[str], voice: Voice) -> str:
    """What a peer shares with the anchor: a few by name, the others counted."""
    names = [voice.name(ident) for ident in shares[:_SHARES_TOLD]]
    return listed(voice.lang, names, _SHARES_TOLD, len(shares))


def _why_now(part: Contribution | None, voice: Voice) -> str | None:
    if part is None:
        return None
    lang = voice.lang
    told = [event for event in by_effect(part) if (known(event.get("effect")) or 0.0) >= _EFFECT_TOLD]
    words = []
    for event in told[:_EVENTS_TOLD]:
        months, text = known(event.get("age_months")), event.get("text")
        facts = [called(str(text))] if text else []
        if months is not None and event.get("date"):
            facts.append(ago(months, lang))
        words.append(say(lang, "reason.event", event=event_words(event, lang), facts=aside(lang, facts)))
    return say(lang, "reason.now", events=clauses(lang, words)) if words else None


def _size(part: Contribution | None, voice: Voice) -> str | None:
    if part is None:
        return None
    facts, lang = part.facts, voice.lang
    low, high = facts.get("low"), facts.get("high")
    if low is None or high is None:
        return say(lang, "reason.size_unknown")
    key = f"reason.size_{low}" if low == high else "reason.size_range"
    return say(lang, key, size=size_words(low, high, lang), facts=aside(lang, size_facts(facts, lang)))


def _industry(part: Contribution | None, lead: Lead, voice: Voice) -> str | None:
    standing = part.facts.get("standing") if part is not None else None
    if part is None or standing not in ("favoured", "neutral"):
        return None
    words = industry_of(part, lead, voice)
    return say(voice.lang, f"reason.industry_{standing}", industry=words) if words else None


def _openness(part: Contribution | None, lead: Lead, voice: Voice) -> str | None:
    parts = bank_parts(part, lead, voice.lang) if part is not None else []
    return say(voice.lang, "reason.openness", parts=clauses(voice.lang, parts)) if parts else None


def _weakest(part: Contribution | None, lead: Lead, voice: Voice) -> str | None:
    if part is None or not lead.chains:
        return None
    facts, lang = part.facts, voice.lang
    source, target = facts.get("source"), facts.get("target")
    low = not part.known or part.value < _LOW_TIE
    if not source or not target or not (low or len(lead.chains[0].relations) > 1):
        return None
    words = tie_parts(facts, lang)
    unknown = unknown_columns(facts, lang)
    if unknown:
        words.append(say(lang, "reason.weakest_columns", columns=unknown))
    several = len(lead.chains[0].relations) > 1
    if part.known:
        key = "reason.weakest" if several else "reason.weakest_low"
        words.append(say(lang, "reason.weakest_strength", value=decimal(part.value)))
    else:
        key = "reason.weakest" if several else "reason.weakest_blank"
        if several or not words:
            words.append(say(lang, "reason.weakest_unknown"))
    parts = say(lang, "paren.join").join(words)
    return say(lang, key, source=called(str(source)), target=called(str(target)), parts=parts)


def _missing(lead: Lead, voice: Voice) -> str | None:
    if not lead.missing:
        return None
    columns = listed(voice.lang, [missing_title(column, voice.lang) for column in lead.missing])
    return say(voice.lang, "reason.missing", columns=columns)


def _flags(lead: Lead, voice: Voice) -> list[str]:
    lang = voice.lang
    return [
        say_or(lang, f"reason.flag.{flag}", "") or say(lang, "reason.flag_other", flag=called(flag_title(flag, lang)))
        for flag in lead.flags
    ]
