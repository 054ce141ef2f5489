"""Dossiers: all that the port says of some companies, in a number of calls that does not grow with what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from chainprospect.model.company import Company, IdArray, Standing
from chainprospect.model.dossier import Dossier, Partner, Partners
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Relation, RelationBatch, Side
from chainprospect.model.rules import Question
from chainprospect.references import measured
from chainprospect.score.contributions import main_bank_is_ours, other_banks
from chainprospect.score.gates import gates_that_hold, known
from chainprospect.score.size import band_of, bands
from chainprospect.score.verdicts import VERDICTS, PolicyBook, Verdicts, deciding_rule

PARTNERS_KEPT = 200
PEERS_KEPT = 200
SIDES = (Side.UPSTREAM, Side.DOWNSTREAM)

Batches: TypeAlias = Mapping[tuple[Kinds, Side], RelationBatch]


def day_of(store: Store, question: Question) -> int | None:
    """The day that ages run to: the one asked for, else the newest in the data."""
    return store.facts.newest_day if question.as_of_day is None else question.as_of_day


def dossiers(store: Store, numbers: IdArray, question: Question) -> tuple[Dossier, ...]:
    """
    Dossiers of companies, in the order asked for.

    Parameters
    ----------
    numbers
        Company numbers, each once.
    question
        Its gates, policy, bank and date are read; the anchors' own gate `self` never holds here.

    Notes
    -----
    About 20 calls to the store and one of `peers_of` a company; at most 200 relations a company, side and group of
    kinds.
    """
    measures = measured(store, question)
    as_of = day_of(store, question)
    features = store.features(numbers)
    found = bands(features, measures.sizes)
    said = measures.verdicts(features)
    gates = gates_that_hold(features, found, np.empty(0, np.int64), measures)
    others, ours = other_banks(features, measures.bank), main_bank_is_ours(features, measures.bank)
    ties = _ties(store, numbers)
    events = store.events(features.events.values)
    starts = features.events.starts.tolist()
    return tuple(
        Dossier(
            company=company,
            standing=stands,
            size=band_of(found, features, measures.sizes, row),
            gates=gates[row],
            policy=VERDICTS[int(said.verdict[row])],
            policy_rule=_rule(said, row, measures.policy),
            group=int(features.group[row]),
            degree=int(features.partners[row]),
            buyers=int(features.buyers[row]),
            suppliers=int(features.suppliers[row]),
            client_partners=int(features.client_partners[row]),
            other_banks=known(others[row]),
            main_is_ours=None if ours[row] < 0 else bool(ours[row]),
            financials=statements,
            events=events[starts[row] : starts[row + 1]],
            ties=ties[row],
            peers=store.peers_of(int(number), PEERS_KEPT),
            as_of=as_of,
        )
        for row, (number, company, stands, statements) in enumerate(
            zip(
                numbers.tolist(),
                store.companies(numbers),
                store.standings(numbers),
                store.financials_of(numbers),
                strict=True,
            )
        )
    )


def _rule(said: Verdicts, row: int, book: PolicyBook) -> str | None:
    rule = deciding_rule(int(said.rule[row]), bool(said.sure[row]), book).get("rule")
    return None if rule is None else str(rule)


@dataclass(frozen=True, slots=True)
class _Known:
    """Relations and companies of all batches, by number."""

    relations: Mapping[int, Relation]
    companies: Mapping[int, Company]
    standings: Mapping[int, Standing]


def _ties(store: Store, numbers: IdArray) -> tuple[tuple[Partners, ...], ...]:
    """Every group of kinds on both sides, of each company."""
    batches: Batches = {
        (kinds, side): store.relations_of(numbers, side, kinds, PARTNERS_KEPT) for kinds in Kinds for side in SIDES
    }
    ties = np.unique(np.concatenate([batch.relation for batch in batches.values()]))
    ends = np.unique(np.concatenate([batch.other for batch in batches.values()]))
    known_of = _Known(
        dict(zip(ties.tolist(), store.relations(ties), strict=True)),
        dict(zip(ends.tolist(), store.companies(ends), strict=True)),
        dict(zip(ends.tolist(), store.standings(ends), strict=True)),
    )
    return tuple(tuple(_partners(batches, known_of, row)) for row in range(len(numbers)))


def _partners(batches: Batches, known_of: _Known, row: int) -> Iterator[Partners]:
    for (kinds, side), batch in batches.items():
        rows = np.flatnonzero(batch.origin == row)
        relations, others = batch.relation[rows].tolist(), batch.other[rows].tolist()
        partners = tuple(
            Partner(known_of.relations[relation], known_of.companies[other], known_of.standings[other])
            for relation, other in zip(relations, others, strict=True)
        )
        yield Partners(kinds, side, partners, int(batch.total[row]))
