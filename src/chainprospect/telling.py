"""Telling: ranked columns become leads with chains, evidence and names, worded later in any language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.expand.chains import ChainFinder, Path
from chainprospect.expand.likeness import Likely
from chainprospect.expand.peers import Peer, Peers
from chainprospect.expand.reach import SIDES
from chainprospect.expand.reached import Reached
from chainprospect.expand.ties import age_months
from chainprospect.judging import Judged
from chainprospect.model.company import Company
from chainprospect.model.once import each
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
from chainprospect.score.evidence import UNPRICED, EventEffect, Evidence, Facts
from chainprospect.score.gates import OPEN, Yardsticks, gate_facts
from chainprospect.score.size import band_of
from chainprospect.score.verdicts import deciding_rule

Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Leads of one list, not yet worded, and every company that their evidence mentions."""

    leads: tuple[Lead, ...]
    mentioned: tuple[Company, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """
    What rows about to be told rest on, as lists aligned with them, and everything these mention, fetched once.

    `paths` of leads and `peers` of lookalikes (empty for the others) by number; companies, relations and events by
    their numbers, `refs` the companies' ids and names.
    """

    rows: Rows
    paths: Sequence[tuple[Path, ...]]
    peers: Sequence[tuple[Peer, ...]]
    events: Sequence[tuple[EventEffect, ...]]
    companies: Mapping[int, Company]
    refs: Mapping[int, CompanyRef]
    relations: Mapping[int, Relation]
    happened: Mapping[int, Event]


class Teller:
    """
    Tells rows of judged candidates as leads.

    Everything that rows mention is fetched from the store once for all of them, and what several rows have in common
    is told by one value that they share.
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
        self._peers = {(item.side, item.anchor): Peers(item) for item in found}
        self._question, self._yardsticks, self._as_of_day = question, yardsticks, as_of_day
        self._known: dict[int, Company] = {}

    def leads(self, judged: Judged, rows: Rows, finder: ChainFinder, *, rank: int = 1) -> Told:
        """
        Leads for rows of a list, in the order given; `rank` is that of the first.

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
        draft = self._draft(judged, rows, evidence.events(rows), finder)
        candidates, found, refs = judged.candidates, judged.scores, draft.refs
        anchors: list[int] = self._reached.anchors.numbers.tolist()
        told = zip(
            [draft.companies[number] for number in candidates.company[rows].tolist()],
            evidence.bands(rows),
            found.score[rows].tolist(),
            found.centrality[rows].tolist(),
            found.fit[rows].tolist(),
            found.coverage[rows].tolist(),
            [SIDES[side].value for side in candidates.side[rows].tolist()],
            [None if candidates.inferred else tier for tier in candidates.tier[rows].tolist()],
            each(
                lambda by: tuple([refs[number] for number, reaches in zip(anchors, by, strict=True) if reaches]),
                map(tuple, candidates.by[rows].tolist()),
            ),
            _contributions(judged, rows, self._facts(judged, evidence, draft)),
            [tuple([_chain(path, draft) for path in paths]) for paths in draft.paths],
            _likeness(draft),
            evidence.missing(rows, draft.events),
            self._with_status(_flags(evidence.flags(rows, draft.events), draft), candidates.company[rows], draft),
            [None if gate == OPEN else GATES[gate] for gate in judged.gate[rows].tolist()],
            strict=True,
        )
        leads = tuple(
            Lead(
                place, company, size, score, centrality, fit, coverage, side, tier, candidates.inferred, by, parts,
                chains, likeness, missing, flags, gate,
            )
            for place, (
                company, size, score, centrality, fit, coverage, side, tier, by, parts, chains, likeness, missing,
                flags, gate,
            ) in enumerate(told, rank)
        )  # fmt: skip
        return Told(leads, tuple(draft.companies.values()))

    def _with_status(self, flags: Sequence[tuple[str, ...]], numbers: Rows, draft: _Draft) -> list[tuple[str, ...]]:
        """Flags of each lead, the status that the user's book gives it last."""
        worked = self._question.worked
        found = [worked.get(draft.companies[number].id) for number in numbers.tolist()]
        return [own if status is None else (*own, f"worked:{status}") for own, status in zip(flags, found, strict=True)]

    def excluded(self, judged: Judged, rows: Sequence[int]) -> tuple[Excluded, ...]:
        """What the gates took, in the order given, not yet worded."""
        anchors = self._reached.anchors.numbers
        numbers = judged.candidates.company[np.asarray(rows, np.int64)]
        both = self._store.companies(np.concatenate([anchors, numbers]))
        groups = self._store.features(anchors).group.tolist()
        # Of several anchors in an ownership group the first one speaks for it.
        named = {group: anchor.name for group, anchor in reversed(list(zip(groups, both, strict=False)))}
        companies = both[len(anchors) :]
        return tuple(self._excluded(judged, row, company, named) for row, company in zip(rows, companies, strict=True))

    def _excluded(self, judged: Judged, row: int, company: Company, anchors: Mapping[int, str]) -> Excluded:
        gate = GATES[int(judged.gate[row])]
        inferred = judged.candidates.inferred
        facts: dict[str, Any] = dict(gate_facts(gate, judged.features, judged.bands, row, self._yardsticks))
        if gate == "policy_block":
            said = judged.verdicts
            facts |= deciding_rule(int(said.rule[row]), bool(said.sure[row]), self._yardsticks.policy)
        if gate == "self":
            facts["anchor"] = anchors[int(judged.features.group[row])]
        elif gate == "worked":
            facts["status"] = self._question.worked.get(company.id)
        elif gate == "not_active":
            facts["status"] = company.status
        elif gate == "min_score":
            facts |= {"score": float(judged.scores.score[row]), "limit": self._question.filters.min_score}
        elif gate in ("too_small", "size"):
            facts["basis"] = band_of(judged.bands, judged.features, self._yardsticks.sizes, row).basis
        tier = None if inferred else int(judged.candidates.tier[row])
        return Excluded(company, gate, SIDES[judged.candidates.side[row]].value, tier, inferred, facts)

    def _draft(
        self, judged: Judged, rows: Rows, events: Sequence[tuple[EventEffect, ...]], finder: ChainFinder
    ) -> _Draft:
        companies = judged.candidates.company[rows].tolist()
        nothing: list[tuple[()]] = [()] * len(companies)
        inferred = judged.candidates.inferred
        paths = nothing if inferred else [finder.chains(company) for company in companies]
        peers = self._best_peers(judged, rows) if inferred else nothing
        wanted = {*self._reached.anchors.numbers.tolist(), *companies}
        wanted.update(number for some in paths for path in some for number in path.companies)
        # Many lookalikes are told by the same peers.
        for peer, shares in {id(peer): peer for some in peers for peer in some}.values():
            wanted.add(peer)
            wanted.update(shares)
        ties = {number for some in paths for path in some for number in path.relations}
        happened = {event.number for some in events for event in some}
        found = self._companies(wanted)
        return _Draft(
            rows,
            paths,
            peers,
            events,
            found,
            {number: CompanyRef(company.id, company.name) for number, company in found.items()},
            {tie.number: tie for tie in self._store.relations(_numbers(ties))},
            {event.number: event for event in self._store.events(_numbers(happened))},
        )

    def _companies(self, wanted: set[int]) -> dict[int, Company]:
        """Companies by number; one that another list mentions too is not read again."""
        new = self._store.companies(_numbers(wanted - self._known.keys()))
        self._known.update((company.number, company) for company in new)
        return {number: self._known[number] for number in wanted}

    def _best_peers(self, judged: Judged, rows: Rows) -> list[tuple[Peer, ...]]:
        """Peers that say most for each row, those of the anchor and side that it is most alike on."""
        candidates = judged.candidates
        company, side, anchor = candidates.company[rows], candidates.side[rows], candidates.likeness_anchor[rows]
        found: list[tuple[Peer, ...]] = [()] * len(rows)
        for (own_side, own_anchor), peers in self._peers.items():
            places = np.flatnonzero((side == SIDES.index(own_side)) & (anchor == own_anchor))
            for place, best in zip(places.tolist(), peers.best(company[places]), strict=True):
                found[place] = best
        return found

    def _facts(self, judged: Judged, evidence: Evidence, draft: _Draft) -> dict[str, list[Facts]]:
        """Facts of every contribution: what the features say, and what only the walk and the texts know."""
        candidates, rows = judged.candidates, draft.rows
        facts = evidence.facts(rows)
        by_id = {id(one): one for one in facts["industry"]}
        facts["industry"] = each(
            lambda which, text: {**by_id[which], "text": text},
            map(id, facts["industry"]),
            [draft.companies[number].industry for number in candidates.company[rows].tolist()],
        )
        facts["chain_likeness"] = each(
            lambda likeness, anchor, side: {
                "likeness": likeness,
                "anchor": draft.refs[anchor].name if anchor >= 0 else None,
                "side": SIDES[side].value,
            },
            [round(likeness, 12) for likeness in candidates.likeness[rows].tolist()],
            candidates.likeness_anchor[rows].tolist(),
            candidates.side[rows].tolist(),
        )
        facts["tie_strength"] = self._tie_facts(draft)
        facts["timing"] = each(
            lambda events: {"events": [_event_facts(item, draft.happened[item.number]) for item in events]},
            draft.events,
        )
        return facts

    def _tie_facts(self, draft: _Draft) -> list[Facts]:
        """What is known of the weakest hop of each row's best chain, and how many hops the chain has."""
        names = {ref.id: ref.name for ref in draft.refs.values()}
        ages = self._ages(draft.relations.values())

        def facts(number: int, hops: int) -> Facts:
            relation = draft.relations[number]
            stated = (relation.share, relation.share_of_target, relation.share_of_source)
            terms = {
                "amount": relation.amount_cny,
                "share": max((share for share in stated if share is not None), default=None),
                "date": ages.get(number),
            }
            return {
                "source": names[relation.source],
                "target": names[relation.target],
                "amount_cny": terms["amount"],
                "share": terms["share"],
                "age_months": terms["date"],
                "unknown": [name for name, value in terms.items() if value is None],
                "hops": hops,
            }

        weakest = [
            (paths[0].relations[paths[0].weakest], len(paths[0].relations)) if paths else () for paths in draft.paths
        ]
        return each(lambda hop: facts(*hop) if hop else {}, weakest)

    def _ages(self, relations: Collection[Relation]) -> dict[int, float]:
        """Age in months of every relation that is dated."""
        dated = {tie.number: tie.as_of for tie in relations if tie.as_of is not None}
        if self._as_of_day is None:
            return {}
        days = np.array(list(dated.values()), "datetime64[D]").astype(np.int64).astype(np.int32)
        return dict(zip(dated, age_months(days, self._as_of_day).tolist(), strict=True))


def _numbers(wanted: set[int]) -> Rows:
    return np.array(sorted(wanted), np.int64)


def _contributions(judged: Judged, rows: Rows, facts: Mapping[str, list[Facts]]) -> list[tuple[Contribution, ...]]:
    """All contributions of every row; rows with the same facts share a contribution."""
    found = judged.scores

    def column(place: int, name: str) -> list[Contribution]:
        weight = float(found.weight[place])
        by_id = {id(one): one for one in facts[name]}
        return each(
            lambda value, points, known, which: Contribution(name, value, weight, points, known, by_id[which]),
            *(scored[place, rows].tolist() for scored in (found.value, found.points, found.known)),
            map(id, facts[name]),
        )

    return list(zip(*(column(place, name) for place, name in enumerate(CONTRIBUTIONS)), strict=True))


def _likeness(draft: _Draft) -> list[tuple[Likeness, ...]]:
    """The peers of every row; rows told by the same peer share what is said of it."""
    peers = {id(peer): peer for some in draft.peers for peer in some}
    told = {
        key: Likeness(draft.refs[number], tuple([draft.refs[share].id for share in shares]))
        for key, (number, shares) in peers.items()
    }
    return [tuple([told[id(peer)] for peer in some]) for some in draft.peers]


def _flags(own: Sequence[tuple[str, ...]], draft: _Draft) -> list[tuple[str, ...]]:
    """Each company's own flags, and the mark of an amount on its chains that no rate turns into CNY."""
    unpriced = {number for number, tie in draft.relations.items() if tie.amount is not None and tie.amount_cny is None}
    return [
        (*flags, UNPRICED)
        if UNPRICED not in flags and any(not unpriced.isdisjoint(path.relations) for path in paths)
        else flags
        for flags, paths in zip(own, draft.paths, strict=True)
    ]


def _event_facts(effect: EventEffect, event: Event) -> Facts:
    return {
        "type": effect.type,
        "date": event.date,
        "text": event.text,
        "age_months": effect.age_months,
        "effect": effect.effect,
    }


def _chain(path: Path, draft: _Draft) -> Chain:
    return Chain(
        path.side.value,
        path.tiers,
        tuple([draft.refs[number] for number in path.companies]),
        tuple([draft.relations[number] for number in path.relations]),
        path.strengths,
        path.weakest,
    )
