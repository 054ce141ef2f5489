"""Signals from a store: of one company, of our clients, or of everybody around an anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chainprospect.advise.signals import Signal, Timed, most_timely, ordered
from chainprospect.advising.dossier import day_of
from chainprospect.asking import anchor_set
from chainprospect.expand.reach import SIDES
from chainprospect.model.company import Company, FeatureBatch, IdArray
from chainprospect.model.ports import Store
from chainprospect.model.relation import Event
from chainprospect.model.rules import Question, ScoreWeights
from chainprospect.prospecting import weigh
from chainprospect.score.contributions import event_effects, timing
from chainprospect.score.points import effective_weights


@dataclass(frozen=True, slots=True)
class Around:
    """
    Companies around anchors with something to go by, the most timely first.

    `asked` counts the companies that passed every gate, with events or without; `gated` those with events that a gate
    took.
    """

    anchors: tuple[Company, ...]
    found: tuple[Timed, ...]
    asked: int
    gated: int


def signals_of(store: Store, numbers: IdArray, question: Question) -> tuple[Timed, ...]:
    """Signals of companies, in the order asked for; those without any event too."""
    return _timed(store, store.features(numbers), question)


def signals_around(store: Store, anchors: Sequence[str], question: Question) -> Around:
    """
    Signals of the leads around anchors.

    Raises
    ------
    UnknownCompany
        An anchor is not in the store, or several companies answer to it.

    Notes
    -----
    The walk and the gates of `prospect`; costs what is reached.
    """
    weighed = weigh(store, anchor_set(store, anchors), question)
    judged = weighed.leads
    some = np.diff(judged.features.events.starts) > 0
    rows = np.sort(judged.order)
    rows = rows[some[rows]]
    company = judged.candidates.company[rows]
    found = _timed(store, store.features(company), question)
    places = zip(judged.candidates.side[rows].tolist(), judged.candidates.tier[rows].tolist(), strict=True)
    placed = [
        replace(each, side=SIDES[side].value, tier=tier) for each, (side, tier) in zip(found, places, strict=True)
    ]
    return Around(
        store.companies(weighed.anchors.numbers),
        most_timely(placed),
        len(judged.order),
        int(np.count_nonzero(some)) - len(rows),
    )


def _timed(store: Store, features: FeatureBatch, question: Question) -> tuple[Timed, ...]:
    as_of = day_of(store, question)
    effect, past, ages = event_effects(features, question.events, as_of)
    value, known = timing(features, question.events, as_of)
    events = store.events(features.events.values)
    signals = [_signal(event, question, row) for event, row in zip(events, _rows(effect, past, ages), strict=True)]
    starts = features.events.starts.tolist()
    most = _most(question.weights)
    return tuple(
        Timed(
            company,
            round(float(value[row]), 6) if known[row] else None,
            round(most * float(value[row]), 4) if known[row] else None,
            most,
            ordered(signals[starts[row] : starts[row + 1]]),
        )
        for row, company in enumerate(store.companies(features.numbers))
    )


def _rows(
    effect: NDArray[np.float64], past: NDArray[np.bool_], ages: NDArray[np.float64]
) -> list[tuple[float, bool, float | None]]:
    return [
        (float(adds), bool(counts), None if np.isnan(age) else round(float(age), 2))
        for adds, counts, age in zip(effect, past, ages, strict=True)
    ]


def _signal(event: Event, question: Question, row: tuple[float, bool, float | None]) -> Signal:
    effect, counts, age = row
    return Signal(event, question.events.get(event.type), age, round(effect, 6) if counts else 0.0, counts)


def _most(weights: ScoreWeights) -> float:
    """Points that timing adds at most."""
    effective = effective_weights(weights)
    return round(100 * effective["timing"] / sum(effective.values()), 4)
