"""The risk of a company in words."""

from __future__ import annotations

from collections.abc import Mapping

from chainprospect.advise.concentration import Concentration
from chainprospect.advise.facts import fact_text
from chainprospect.advise.rings import Ring
from chainprospect.advise.risk import Check
from chainprospect.advise.words import say
from chainprospect.model.figures import called, figure, money, percent


def status_words(status: str, lang: str) -> str:
    """`pass`, `fail` or `unknown` in words."""
    return say(lang, f"risk.{status}")


def check_words(check: Check, lang: str) -> str:
    """What a check asks."""
    fraction = check.facts[0].unit == "fraction"
    limit = "" if check.limit is None else percent(check.limit) if fraction else figure(check.limit)
    return say(lang, f"risk.check_{check.name}", limit=limit)


def check_facts(check: Check, lang: str) -> str:
    """The facts that a check stands on."""
    return say(lang, "common.listing").join(fact_text(fact, lang) for fact in check.facts)


def concentration_words(found: Concentration, names: Mapping[str, str], lang: str) -> str:
    """Concentration of customers or suppliers in one sentence."""
    if not found.partners:
        return say(lang, "risk.concentration_nobody")
    if found.top is None or found.top_five is None or found.hhi is None or found.hhi_high is None:
        return say(lang, "risk.concentration_none", partners=found.partners)
    told = say(
        lang,
        "risk.concentration",
        top=called(names.get(found.top.other, found.top.other)),
        share=percent(found.top.share),
        five=percent(found.top_five),
        low=f"{found.hhi:.3f}",
        high=f"{min(found.hhi_high, 1.0):.3f}",
        known=found.known,
        partners=found.partners,
    )
    return f"{told} ({say(lang, 'risk.of_record')})" if found.of_record else told


def ring_words(ring: Ring, kind: str, names: Mapping[str, str], lang: str) -> str:
    """A ring by the names of its companies; `kind` is `trade` or `guarantee`."""
    around = " → ".join(called(names.get(ident, ident)) for ident in (*ring.companies, ring.companies[0]))
    parts = [say(lang, f"risk.ring_{kind}", companies=around)]
    if ring.smallest is None:
        parts.append(say(lang, "risk.ring_amount_unknown"))
    else:
        parts.append(say(lang, "risk.ring_amount", amount=money(ring.smallest, lang)))
    if ring.related:
        parts.append(say(lang, "risk.ring_related"))
    return say(lang, "common.listing").join(parts)
