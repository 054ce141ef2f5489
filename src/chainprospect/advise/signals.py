"""Why now: what happened to a company, how much of it is left, and what it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chainprospect.model.company import Company
from chainprospect.model.relation import Event
from chainprospect.model.rules import EventRule


@dataclass(frozen=True, slots=True)
class Signal:
    """
    One event and what it adds to the timing of its company.

    `effect` is weight · 2^(-age / half-life), half the weight where it is undated. An event that lies ahead has a
    negative age and adds nothing yet (`counts` is false). An event of a type without a rule adds nothing.
    """

    event: Event
    rule: EventRule | None
    age_months: float | None
    effect: float
    counts: bool


@dataclass(frozen=True, slots=True)
class Timed:
    """
    The signals of one company, those that add most first, then by event number.

    `value` is the timing contribution 1 - Π(1 - effect) in [0, 1], None without any past event; `points` is what that
    adds to a score of 100, and `most` what it could add at most. `side` and `tier` are those of the chain from the
    anchor, None where none was asked for. `warning` says that a default is among the events.
    """

    company: Company
    value: float | None
    points: float | None
    most: float
    signals: tuple[Signal, ...]
    side: str | None = None
    tier: int | None = None

    @property
    def warning(self) -> bool:
        """Whether it has defaulted."""
        return any(signal.event.type == "default" and signal.counts for signal in self.signals)


def ordered(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """Signals that count before those ahead, the largest effect first, then by number."""
    return tuple(sorted(signals, key=lambda each: (not each.counts, -each.effect, each.event.number)))


def most_timely(found: Sequence[Timed]) -> tuple[Timed, ...]:
    """Companies in the order of their timing, then of id; those without a past event last."""
    return tuple(sorted(found, key=lambda each: (each.value is None, -(each.value or 0.0), each.company.id)))
