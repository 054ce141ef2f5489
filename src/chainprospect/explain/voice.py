"""Who speaks: the language, and the names that numbers and codes go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chainprospect.explain.catalogue import say
from chainprospect.explain.titles import band_title, role_title
from chainprospect.model.figures import called, known, money


@dataclass(frozen=True, slots=True)
class Voice:
    """
    The language and the names of what the score only knows by id or code.

    `names` maps company ids to names, `roles` company ids to roles (middlemen and intermediaries are told by it),
    `industries` section letters and two-digit divisions to names. All may lack entries.
    """

    lang: str
    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)

    def name(self, company: str) -> str:
        """A company's name, or its id when nobody told."""
        return called(self.names.get(company, company))

    def role(self, company: str) -> str | None:
        """What a company's role is called, or None when unknown."""
        role = self.roles.get(company)
        return None if role is None else role_title(role, self.lang)


def industry_words(facts: Mapping[str, Any], voice: Voice) -> str | None:
    """An industry by its own text, else the name its code goes by, with the code; None when neither is known."""
    code, text = facts.get("code"), facts.get("text")
    if not code:
        return called(str(text)) if text else None
    name = str(text) if text else _division_name(str(code), voice)
    if name is None or name == code:
        return called(str(code))
    return say(voice.lang, "industry.code", name=called(name), code=called(str(code)))


def _division_name(code: str, voice: Voice) -> str | None:
    letter = code[:1] if code[:1].isalpha() else ""
    digits = code[len(letter) :]
    return voice.industries.get(digits[:2]) or voice.industries.get(letter)


def size_words(low: str | None, high: str | None, lang: str) -> str:
    """A band, a range of bands, or that nothing is known."""
    if low is None or high is None or low == high:
        return band_title(low if low is not None else high, lang)
    return say(lang, "size.range", low=band_title(low, lang), high=band_title(high, lang))


def size_facts(facts: Mapping[str, Any], lang: str) -> list[str]:
    """The metrics that a size rests on."""
    parts = []
    staff, revenue = known(facts.get("employees")), known(facts.get("revenue"))
    if staff is not None:
        parts.append(say(lang, "staff.one" if staff == 1 else "staff.many", n=f"{staff:,.0f}"))
    if revenue is not None:
        parts.append(say(lang, "revenue", money=money(revenue, lang)))
    return parts
