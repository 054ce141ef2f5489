"""Facts that advice stands on, as a person reads them."""

from __future__ import annotations

from chainprospect.advise.words import say, say_or
from chainprospect.model.advice import FactUsed
from chainprospect.model.figures import called, figure, money, percent

# Units of a count: each has a phrase of its own.
COUNTED = ("days", "persons", "times", "months")

# Facts whose value is a machine word.
WORDED = ("size_band", "standing", "events", "policy", "ownership", "status")


def title(name: str, lang: str) -> str:
    """What a fact is called; the machine word itself when it has no name."""
    item = name.removesuffix("_open")
    known = say_or(lang, f"fact.{name}", "")
    if known or item == name:
        return known or name
    return say(lang, "common.opening", name=title(item, lang))


def value_text(fact: FactUsed, lang: str) -> str:
    """A fact's value with its unit; an unknown is called unknown."""
    value, unit = fact.value, fact.unit
    if value is None:
        return say(lang, "common.unknown")
    if isinstance(value, bool):
        return say(lang, "common.yes" if value else "common.no")
    if isinstance(value, str):
        return say_or(lang, f"value.{value}", called(value)) if fact.name in WORDED else called(value)
    if unit == "fraction":
        return percent(value)
    if unit in COUNTED:
        return say(lang, f"common.{unit}", n=figure(value))
    return money(value, lang, unit) if unit else figure(value)


def fact_text(fact: FactUsed, lang: str) -> str:
    """A fact with its name, its value and where it stands."""
    name, value = title(fact.name, lang), value_text(fact, lang)
    if fact.source is None:
        return say(lang, "common.fact", name=name, value=value)
    return say(lang, "common.fact_source", name=name, value=value, source=called(fact.source))
