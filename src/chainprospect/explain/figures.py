"""Ages as people say them."""

from __future__ import annotations

from chainprospect.explain.catalogue import say
from chainprospect.model.figures import figure


def age(months: float, lang: str) -> str:
    """How long ago: months below two years, then years."""
    whole = round(months)
    if whole < 1:
        return say(lang, "age.days")
    if whole < 24:
        return say(lang, "age.month" if whole == 1 else "age.months", n=whole)
    return say(lang, "age.years", n=figure(round(months / 12, 1)))


def ago(months: float, lang: str) -> str:
    """How long ago, as a phrase of its own."""
    return say(lang, "ago", age=age(months, lang))
