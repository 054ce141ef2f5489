"""Telling: ranked columns become leads with chains, evidence and names, worded later in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainprospect.expand.chains import ChainFinder, Path
from chainprospect.expand.likeness import Likely
from chainprospect.expand.peers import Peer, Peers
from chainprospect.expand.reach import SIDES
from chainprospect.expand.reached import Reached
from chainprospect.expand.ties import age_months
from chainprospect.judging import Judged
from chainprospect.model.company import Company
from chainprospect.model.ports import Store
from chainprospect.model.prospect import (
    CONTRIBUTIONS,
    GATES,
    Chain,
    CompanyRef,
    Contribution,
    Excluded,
    Lead,
    Likeness,
)
from chainprospect.model.relation import Event, Relation
from chainprospect.model.rules import Question
from chainprospect.score.evidence import UNPRICED, EventEffect, Evidence
from chainprospect.score.gates import OPEN, Yardsticks, gate_facts
from chainprospect.score.points import Scores
from chainprospect.score.size import band_of


@dataclass(frozen=True, slots=True)
class Told:
    """Leads of one list, not yet worded, and every company that their evidence mentions."""

    leads: tuple[Lead, ...]
    mentioned: tuple[Company, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row about to be told: its rank, chains, peers and events by number."""

    row: int
    rank: int
    paths: tuple[Path, ...]
    peers: tuple[Peer, ...]
    events: tuple[EventEffect, ...]


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """
    Everything that the rows of one list mention, by number, fetched once.

    `shares` has the ids of partners that peers share; `scored` the value, weight, points and known mark of every
    contribution, by row.
    """

    companies: Mapping[int, Company]
    refs: Mapping[int, CompanyRef]
    relations: Mapping[int, Relation]
    events: Mapping[int, Event]
    shares: Mapping[tuple[int, ...], tuple[str, ...]]
    scored: Mapping[int, Sequence[tuple[float, float, float, bool]]]


class Teller:
    """
    Tells rows of judged candidates as leads.

    Everything that rows mention is fetched from the store once for all of them.
    """

    def __init__(
        self,
        store: Store,
        reached: Reached,
        found: Sequence[Likely],
        question: Question,
        yardsticks: Yardsticks,
        as_of_day: int | None,
    ) -> None:
        self._store, self._reached = store, reached
        self._anchors: list[int] = reached.anchors.numbers.tolist()
        self._peers = {(item.side, item.anchor): Peers(item) for item in found}
        self._question, self._yardsticks, self._as_of_day = question, yardsticks, as_of_day

    def leads(self, judged: Judged, rows: Sequence[tuple[int, int]], finder: ChainFinder) -> Told:
        """
        Leads for (row, rank) pairs, in the order given.

        Notes
        -----
        O(rows told); chains are searched per row.
        """
        evidence = Evidence(
            judged.features,
            judged.bands,
            judged.candidates.ties,
            self._yardsticks,
            self._question.events,
            self._as_of_day,
        )
        drafts = [self._draft(judged, evidence, row, rank, finder) for row, rank in rows]
        companies = self._companies(judged, drafts)
        # Many lookalikes are told by the same peers, so that what these share is named once.
        shares = {shares for draft in drafts for _, shares in draft.peers}
        told = _Mentioned(
            companies,
            {number: CompanyRef(company.id, company.name) for number, company in companies.items()},
            self._relations(drafts),
            self._events(drafts),
            {numbers: tuple([companies[number].id for number in numbers]) for numbers in shares},
            _scored(judged.scores, [draft.row for draft in drafts]),
        )
        leads = tuple(self._lead(judged, evidence, draft, told) for draft in drafts)
        return Told(leads, tuple(companies.values()))

    def excluded(self, judged: Judged, rows: Sequence[int]) -> tuple[Excluded, ...]:
        """What the gates took, in the order given, not yet worded."""
        numbers = judged.candidates.company[np.asarray(rows, np.int64)]
        companies = self._store.companies(numbers)
        return tuple(self._excluded(judged, row, company) for row, company in zip(rows, companies, strict=True))

    def _excluded(self, judged: Judged, row: int, company: Company) -> Excluded:
        gate = GATES[int(judged.gate[row])]
        inferred = judged.candidates.inferred
        facts: dict[str, Any] = dict(gate_facts(gate, judged.features, judged.bands, row, self._yardsticks))
        if gate == "self":
            facts["anchor"] = self._ref(self._anchor_of_group(judged, row)).name
        elif gate == "not_active":
            facts["status"] = company.status
        elif gate == "min_score":
            facts |= {"score": float(judged.scores.score[row]), "limit": self._question.filters.min_score}
        elif gate in ("too_small", "size"):
            facts["basis"] = band_of(judged.bands, judged.features, self._yardsticks.sizes, row).basis
        tier = None if inferred else int(judged.candidates.tier[row])
        return Excluded(company, gate, SIDES[judged.candidates.side[row]].value, tier, inferred, facts)

    def _anchor_of_group(self, judged: Judged, row: int) -> int:
        anchors = self._reached.anchors.numbers
        same = self._store.features(anchors).group == judged.features.group[row]
        return int(anchors[same][0])

    def _ref(self, number: int) -> CompanyRef:
        company = self._store.companies(np.array([number], np.int64))[0]
        return CompanyRef(company.id, company.name)

    def _draft(self, judged: Judged, evidence: Evidence, row: int, rank: int, finder: ChainFinder) -> _Row:
        company = int(judged.candidates.company[row])
        if not judged.candidates.inferred:
            return _Row(row, rank, finder.chains(company), (), evidence.events(row))
        side, anchor = SIDES[judged.candidates.side[row]], int(judged.candidates.likeness_anchor[row])
        return _Row(row, rank, (), self._peers[side, anchor].best(company), evidence.events(row))

    def _companies(self, judged: Judged, drafts: Sequence[_Row]) -> Mapping[int, Company]:
        wanted = set(self._reached.anchors.numbers.tolist())
        wanted.update(judged.candidates.company[[draft.row for draft in drafts]].tolist())
        wanted.update(number for draft in drafts for path in draft.paths for number in path.companies)
        # Many are told by the same peers.
        peers = dict.fromkeys(peer for draft in drafts for peer in draft.peers)
        wanted.update(peer for peer, _ in peers)
        for shares in {shares for _, shares in peers}:
            wanted.update(shares)
        numbers = np.array(sorted(wanted), np.int64)
        return {company.number: company for company in self._store.companies(numbers)}

    def _relations(self, drafts: Sequence[_Row]) -> Mapping[int, Relation]:
        wanted = sorted({number for draft in drafts for path in draft.paths for number in path.relations})
        return {item.number: item for item in self._store.relations(np.array(wanted, np.int64))}

    def _events(self, drafts: Sequence[_Row]) -> Mapping[int, Event]:
        wanted = sorted({event.number for draft in drafts for event in draft.events})
        return {item.number: item for item in self._store.events(np.array(wanted, np.int64))}

    def _lead(self, judged: Judged, evidence: Evidence, draft: _Row, told: _Mentioned) -> Lead:
        row, candidates, found = draft.row, judged.candidates, judged.scores
        refs, relations, events = told.refs, told.relations, told.events
        facts = evidence.facts(row)
        anchor = int(candidates.likeness_anchor[row])
        facts["chain_likeness"] = {
            "likeness": round(float(candidates.likeness[row]), 12),
            "anchor": refs[anchor].name if anchor >= 0 else None,
        }
        facts["tie_strength"] = self._tie_facts(draft.paths, refs, relations)
        facts["timing"] = {"events": [_event_facts(item, events[item.number]) for item in draft.events]}
        side = SIDES[candidates.side[row]].value
        gate = int(judged.gate[row])
        return Lead(
            rank=draft.rank,
            company=told.companies[int(candidates.company[row])],
            size=evidence.band(row),
            score=float(found.score[row]),
            centrality=float(found.centrality[row]),
            fit=float(found.fit[row]),
            coverage=float(found.coverage[row]),
            side=side,
            tier=None if candidates.inferred else int(candidates.tier[row]),
            inferred=candidates.inferred,
            anchors=tuple(
                [
                    refs[number]
                    for number, reaches in zip(self._anchors, candidates.by[row].tolist(), strict=True)
                    if reaches
                ]
            ),
            contributions=tuple(
                [
                    Contribution(name, value, weight, points, known, facts[name])
                    for name, (value, weight, points, known) in zip(CONTRIBUTIONS, told.scored[row], strict=True)
                ]
            ),
            chains=tuple(_chain(path, refs, relations) for path in draft.paths),
            likeness=tuple([Likeness(refs[peer], told.shares[shares]) for peer, shares in draft.peers]),
            missing=evidence.missing(row),
            flags=_flags(evidence.flags(row), told, draft.paths),
            gate=None if gate == OPEN else GATES[gate],
        )

    def _tie_facts(
        self, paths: Sequence[Path], refs: Mapping[int, CompanyRef], relations: Mapping[int, Relation]
    ) -> dict[str, Any]:
        if not paths:
            return {}
        path = paths[0]
        at = path.weakest
        relation = relations[path.relations[at]]
        shares = [
            share for share in (relation.share, relation.share_of_target, relation.share_of_source) if share is not None
        ]
        names = {ref.id: ref.name for ref in (refs[path.companies[at]], refs[path.companies[at + 1]])}
        age = None
        if relation.as_of is not None and self._as_of_day is not None:
            day = np.array([np.datetime64(relation.as_of, "D").astype(np.int64)], np.int32)
            age = float(age_months(day, self._as_of_day)[0])
        terms = {"amount": relation.amount_cny, "share": max(shares, default=None), "date": age}
        return {
            "source": names[relation.source],
            "target": names[relation.target],
            "amount_cny": relation.amount_cny,
            "share": terms["share"],
            "age_months": age,
            "unknown": [name for name, value in terms.items() if value is None],
        }


def _scored(found: Scores, rows: Sequence[int]) -> Mapping[int, Sequence[tuple[float, float, float, bool]]]:
    columns = (found.value[:, rows].T, found.points[:, rows].T, found.known[:, rows].T)
    weight = found.weight.tolist()
    scored = zip(rows, *(column.tolist() for column in columns), strict=True)
    return {row: list(zip(value, weight, points, known, strict=True)) for row, value, points, known in scored}


def _flags(own: tuple[str, ...], told: _Mentioned, paths: Sequence[Path]) -> tuple[str, ...]:
    """The company's own flags, and the mark of an amount on its chains that no rate turns into CNY."""
    ties = [told.relations[number] for path in paths for number in path.relations]
    unpriced = any(tie.amount is not None and tie.amount_cny is None for tie in ties)
    return (*own, UNPRICED) if unpriced and UNPRICED not in own else own


def _event_facts(effect: EventEffect, event: Event) -> dict[str, Any]:
    return {
        "type": effect.type,
        "date": event.date,
        "text": event.text,
        "age_months": effect.age_months,
        "effect": effect.effect,
    }


def _chain(path: Path, refs: Mapping[int, CompanyRef], relations: Mapping[int, Relation]) -> Chain:
    return Chain(
        path.side.value,
        path.tiers,
        tuple(refs[number] for number in path.companies),
        tuple(relations[number] for number in path.relations),
        path.strengths,
        path.weakest,
    )
