"""What the machine words are called."""

from __future__ import annotations

from typing import Final

from chainprospect.explain.catalogue import say, say_or

_SIZE_GATES: Final = ("too_large", "too_small")
_FILTER_FLAGS: Final = {"region": "--region", "industry": "--industry", "size": "--size", "worked": "--hide-worked"}


def gate_title(gate: str, lang: str) -> str:
    """What a gate takes, in a few words."""
    return say_or(lang, f"gate.{gate}", gate)


def gate_opener(gate: str, lang: str = "en") -> str:
    """The flag that opens a gate, or the one to drop."""
    if gate in _SIZE_GATES:
        return say(lang, "opener.size_any", gate=gate)
    if gate in _FILTER_FLAGS:
        return say(lang, "opener.drop", flag=_FILTER_FLAGS[gate])
    if gate == "min_score":
        return say(lang, "opener.lower", flag="--min-score")
    return say(lang, "opener.include", gate=gate)


def contribution_title(name: str, lang: str) -> str:
    """What a contribution is called."""
    return say_or(lang, f"contribution.{name}", name)


def band_title(band: str | None, lang: str) -> str:
    """What a size band is called; None is an unknown size."""
    return say(lang, "size.unknown") if band is None else say_or(lang, f"band.{band}", band)


def side_title(side: str, lang: str) -> str:
    """What a side of the chain is called."""
    return say_or(lang, f"side.{side}", side)


def role_title(role: str, lang: str) -> str:
    """What a role is called."""
    return say_or(lang, f"role.{role}", role)


def kind_title(kind: str, lang: str) -> str:
    """What a kind of relation is called, by its word (`supplies`)."""
    return say_or(lang, f"kind.{kind}", kind)


def grade_title(grade: str, lang: str) -> str:
    """What a grade of evidence is called."""
    return say_or(lang, f"grade.{grade}", grade)


def event_title(kind: str, lang: str) -> str:
    """What a type of event is called."""
    return say_or(lang, f"event.{kind}", kind)


def status_title(status: str, lang: str) -> str:
    """What the status of a lead in the user's book is called."""
    return say_or(lang, f"worked.{status}", status)


def flag_title(flag: str, lang: str) -> str:
    """What a flag is called."""
    return say_or(lang, f"flag.{flag}", flag)


def missing_title(column: str, lang: str) -> str:
    """What a missing column is called."""
    return say_or(lang, f"column.{column}", say_or(lang, f"contribution.{column}", column))
