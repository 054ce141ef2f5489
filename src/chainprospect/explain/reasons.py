"""Why a lead stands where it stands: one sentence a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from chainprospect.explain.catalogue import clauses, listed, say, say_or, some
from chainprospect.explain.chain import chain_sentence
from chainprospect.explain.evidence import said_of
from chainprospect.explain.titles import flag_title, missing_title
from chainprospect.explain.voice import Voice
from chainprospect.model.figures import called
from chainprospect.model.prospect import Contribution, Lead

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
# Contributions that give a reason of their own, in the order of the reasons.
_REASONS: Final = ("timing", "size", "industry", "openness", "tie_strength")
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
    return Wording(Voice(lang, names, roles, industries)).lead(lead)


class Wording:
    """
    Words leads in one voice.

    What several leads share (a contribution, what is missing) is one value, and it is worded once.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        # By identity; the contribution is kept, so that no other takes its place in memory.
        self._told: dict[int, tuple[Contribution, Contribution, str | None]] = {}
        self._ends: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {}

    def lead(self, lead: Lead) -> Lead:
        """The lead in words, as `word_lead` says."""
        told = [self._told.get(id(part)) or self._tell(part) for part in lead.contributions]
        said = {part.name: sentence for _, part, sentence in told}
        first = _likeness(lead, self._voice) if lead.inferred else chain_sentence(lead, self._voice)
        sentences = [first, *map(said.get, _REASONS)]
        return lead.worded(
            tuple([part for _, part, _ in told]),
            (*[sentence for sentence in sentences if sentence], *self._end(lead)),
        )

    def _tell(self, part: Contribution) -> tuple[Contribution, Contribution, str | None]:
        """A contribution, itself with its evidence in words, and the sentence that it gives as a reason."""
        evidence, reason = said_of(part, self._voice)
        found = self._told[id(part)] = (part, part.worded(evidence), reason)
        return found

    def _end(self, lead: Lead) -> tuple[str, ...]:
        """What is missing, and the flags."""
        key = (lead.missing, lead.flags)
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = (*_missing(lead.missing, self._voice), *_flags(lead.flags, self._voice))
        return found


def _likeness(lead: Lead, voice: Voice) -> str:
    lang = voice.lang
    anchor = _anchor(lead, voice)
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


def _anchor(lead: Lead, voice: Voice) -> str:
    """The anchor that a lead is like: the one that its likeness names, else its first."""
    named = next((part.facts.get("anchor") for part in lead.contributions if part.name == "chain_likeness"), None)
    if named:
        return called(str(named))
    return called(lead.anchors[0].name) if lead.anchors else say(voice.lang, "the_anchor")


def _shares(shares: Sequence[str], voice: Voice) -> str:
    """What a peer shares with the anchor: a few by name, the others counted."""
    names = [voice.name(ident) for ident in shares[:_SHARES_TOLD]]
    return listed(voice.lang, names, _SHARES_TOLD, len(shares))


def _missing(missing: Sequence[str], voice: Voice) -> list[str]:
    if not missing:
        return []
    columns = listed(voice.lang, [missing_title(column, voice.lang) for column in missing])
    return [say(voice.lang, "reason.missing", columns=columns)]


def _flags(flags: Sequence[str], voice: Voice) -> list[str]:
    lang = voice.lang
    return [
        say_or(lang, f"reason.flag.{flag}", "") or say(lang, "reason.flag_other", flag=called(flag_title(flag, lang)))
        for flag in flags
    ]
