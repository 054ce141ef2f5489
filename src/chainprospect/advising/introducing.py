"""Introductions from a store: who could bring us to a company, walked backwards from it a tier at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.advise.introductions import (
    BANK,
    Affinity,
    ClientType,
    Known,
    Override,
    Tie,
    WarmPath,
    affinities,
    affinity,
    warm_paths,
)
from chainprospect.advising.dossier import day_of
from chainprospect.asking import find_one, iso_day
from chainprospect.errors import UnknownCompany
from chainprospect.expand.ties import tie_strength
from chainprospect.model.approach import Acquaintance, IntroRules
from chainprospect.model.company import BANDS, Company, IdArray
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kinds, Relation, RelationBatch, Side
from chainprospect.model.rules import Question
from chainprospect.references import measured
from chainprospect.resources import rows_of
from chainprospect.score.gates import Yardsticks, gates_that_hold
from chainprospect.score.size import bands

# Who stands at the far end of a relation, seen from the company that is introduced.
_ENDS: Final = (
    (Kinds.REFERS, Side.UPSTREAM, "referral"),
    (Kinds.OWNS, Side.UPSTREAM, "owner"),
    (Kinds.OWNS, Side.DOWNSTREAM, "owned"),
    (Kinds.INTERMEDIATES, Side.UPSTREAM, "intermediary"),
    (Kinds.INTERMEDIATES, Side.DOWNSTREAM, "served"),
    (Kinds.GOODS, Side.DOWNSTREAM, "buyer"),
    (Kinds.GOODS, Side.UPSTREAM, "supplier"),
)


@dataclass(frozen=True, slots=True)
class Introductions:
    """
    Who could introduce us to a company.

    `cold` is the probability of a call without introduction, `any_way` that some way succeeds, that call among them.
    `companies` and `relations` hold whatever the paths mention, by id and number. `without_consent` counts
    acquaintances left out, `not_found` names their companies that the data does not hold, `cut` counts relations and
    `cut_companies` companies that the budgets left unread.
    """

    snapshot: str
    as_of: str | None
    company: Company
    gates: tuple[str, ...]
    paths: tuple[WarmPath, ...]
    cold: float
    any_way: float
    override: Override
    companies: Mapping[str, Company]
    relations: Mapping[int, Relation]
    without_consent: int
    not_found: tuple[str, ...]
    cut: int
    cut_companies: int


@dataclass(frozen=True, slots=True)
class Circle:
    """What the bank brings to an introduction: whom its people know, the rules, how many paths are wanted."""

    people: tuple[Acquaintance, ...] = ()
    rules: IntroRules = IntroRules()
    count: int = 3


def introduce(store: Store, text: str, circle: Circle, question: Question) -> Introductions:
    """
    The most probable ways to one company.

    Parameters
    ----------
    text
        Its name or id.
    circle
        Whom the bank's people know, the rules, and how many paths are wanted.
    question
        Its gates, policy, bank and date are read.

    Raises
    ------
    UnknownCompany
        None or several companies answer to `text`.

    Notes
    -----
    Seven calls for relations a tier; at most 200 relations of a kind and side of the company wanted, 50 of each of the
    200 likeliest others, so that the cost does not depend on the size of the graph.
    """
    wanted = find_one(store, text).number
    me = np.array([wanted], np.int64)
    friends, not_found = _friends(store, circle.people)
    measures = measured(store, question)
    walker = _Backwards(store, circle.rules, measures, day_of(store, question), frozenset(friends))
    ties = walker.walk(wanted, question.reach.relations_per_company)
    company = store.companies(me)[0]
    known = walker.known(wanted, friends)
    paths, any_way = warm_paths(company.id, ties, known, circle.rules, circle.count)
    features = store.features(me)
    gates = gates_that_hold(features, bands(features, measures.sizes), np.empty(0, np.int64), measures)[0]
    best = paths[0].probability if paths else None
    return Introductions(
        snapshot=store.facts.snapshot,
        as_of=iso_day(walker.as_of_day),
        company=company,
        gates=gates,
        paths=paths,
        cold=circle.rules.cold,
        any_way=any_way,
        override=Override("too_large" in gates, circle.rules.override, best),
        companies=walker.mentioned(paths),
        relations=_relations(store, paths),
        without_consent=sum(not each.consent for each in circle.people),
        not_found=not_found,
        cut=walker.cut,
        cut_companies=walker.cut_companies,
    )


def _friends(
    store: Store, people: Sequence[Acquaintance]
) -> tuple[dict[int, tuple[Acquaintance, ...]], tuple[str, ...]]:
    """Acquaintances with consent by the number of the company they are at, and the companies that are not found."""
    found: dict[int, tuple[Acquaintance, ...]] = {}
    missing: list[str] = []
    for each in people:
        try:
            number = find_one(store, each.company).number
        except UnknownCompany:
            missing.append(each.company)
            continue
        if each.consent:
            found[number] = (*found.get(number, ()), each)
    return found, tuple(dict.fromkeys(missing))


def _relations(store: Store, paths: Sequence[WarmPath]) -> dict[int, Relation]:
    numbers = sorted({step.tie.relation for path in paths for step in path.steps if step.tie is not None})
    return dict(zip(numbers, store.relations(np.array(numbers, np.int64)), strict=True))


@dataclass(frozen=True, slots=True)
class _Found:
    """Who stands around a frontier, as aligned columns: company introduced and introducer by number, and the tie."""

    introduced: IdArray
    introducer: IdArray
    way: str
    base: NDArray[np.float64]
    strength: NDArray[np.float64]
    known: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    relation: NDArray[np.int64]

    def probability(self) -> NDArray[np.float64]:
        """As `Tie.probability` has it."""
        return np.maximum(np.round(self.base * (0.5 + 0.5 * self.strength) * self.confidence, 6), 1e-6)


class _Backwards:
    """A walk from the company wanted towards whom the bank knows."""

    def __init__(
        self,
        store: Store,
        rules: IntroRules,
        measures: Yardsticks,
        as_of_day: int | None,
        friends: frozenset[int],
    ) -> None:
        self.store, self.rules, self.measures, self.as_of_day = store, rules, measures, as_of_day
        self.table: tuple[Affinity, ...] = affinities(rows_of("affinities"))
        self.friends = np.array(sorted(friends), np.int64)
        self.found: list[_Found] = []
        self.clients = np.empty(0, np.int64)
        self.company: dict[int, Company] = {}
        self.cut = self.cut_companies = 0

    def walk(self, wanted: int, first: int) -> list[Tie]:
        """Ties on the ways to `wanted`; its own relations are read up to `first` of a kind and side."""
        asked = frontier = np.array([wanted], np.int64)
        likely = np.ones(1)
        for tier in range(self.rules.introducers):
            rows = self._around(frontier, first if tier == 0 else self.rules.relations)
            if tier + 1 == self.rules.introducers or not rows:
                break
            frontier, likely = self._next(frontier, likely, rows, asked)
            if not len(frontier):
                break
            asked = np.union1d(asked, frontier)
        return self._ties(asked)

    def known(self, wanted: int, friends: Mapping[int, tuple[Acquaintance, ...]]) -> Known:
        """Whom of the companies met the bank knows."""
        here = self.store.features(np.array([wanted], np.int64))
        clients = np.union1d(self.clients, here.numbers[here.is_client == 1])
        self._read(np.concatenate([clients, self.friends, here.numbers]))
        core = {number: bool(self.company[number].core_client) for number in clients.tolist()}
        return Known(
            {self.company[number].id: each for number, each in friends.items()},
            {self.company[number].id: mark for number, mark in core.items()},
        )

    def mentioned(self, paths: Sequence[WarmPath]) -> dict[str, Company]:
        """Companies of the paths by id."""
        ids = {party for path in paths for step in path.steps for party in (step.source, step.target)}
        by_id = {company.id: company for company in self.company.values()}
        return {ident: by_id[ident] for ident in sorted(ids) if not ident.startswith(BANK)}

    def _around(self, frontier: IdArray, limit: int) -> list[_Found]:
        """Who may introduce the companies of a frontier; those struck off or on the blacklist may not."""
        rows = []
        for kinds, side, way in _ENDS:
            batch = self.store.relations_of(frontier, side, kinds, limit)
            self.cut += int(batch.total.sum()) - len(batch.other)
            if not len(batch.other):
                continue
            strength, known = tie_strength(batch, self.as_of_day)
            others = np.unique(batch.other)
            features = self.store.features(others)
            fit = ~features.blacklisted & (features.active != 0)
            self.clients = np.union1d(self.clients, others[fit & (features.is_client == 1)])
            keep = fit[np.searchsorted(others, batch.other)]
            base = self._base(way, frontier, batch)
            rows.append(
                _Found(
                    frontier[batch.origin][keep],
                    batch.other[keep],
                    way,
                    base[keep],
                    strength[keep],
                    known[keep],
                    batch.confidence[keep],
                    batch.relation[keep],
                )
            )
        self.found += rows
        return rows

    def _base(self, way: str, frontier: IdArray, batch: RelationBatch) -> NDArray[np.float64]:
        if way != "intermediary":
            return np.full(len(batch.other), float(getattr(self.rules, way)))
        features = self.store.features(frontier)
        high = bands(features, self.measures.sizes).high.tolist()
        types = [
            ClientType(company.industry_code, company.ownership, BANDS[band] if band >= 0 else None)
            for company, band in zip(self.store.companies(frontier), high, strict=True)
        ]
        roles = self.store.features(batch.other).role
        return np.array(
            [affinity(self.table, roles.text(row), types[at]) for row, at in enumerate(batch.origin.tolist())]
        )

    def _next(
        self, frontier: IdArray, likely: NDArray[np.float64], rows: Sequence[_Found], asked: IdArray
    ) -> tuple[IdArray, NDArray[np.float64]]:
        """The likeliest introducers not read yet whom the bank does not know, and how likely they lead to the end."""
        order = np.argsort(frontier)
        before = np.concatenate([likely[order][np.searchsorted(frontier[order], each.introduced)] for each in rows])
        introducer = np.concatenate([each.introducer for each in rows])
        chance = before * np.concatenate([each.probability() for each in rows])
        new = ~(np.isin(introducer, asked) | np.isin(introducer, self.clients) | np.isin(introducer, self.friends))
        introducer, chance = introducer[new], np.round(chance[new], 12)
        best = np.lexsort((-chance, introducer))
        introducer, chance = introducer[best], chance[best]
        first = np.concatenate([[True], introducer[1:] != introducer[:-1]])[: len(introducer)]
        introducer, chance = introducer[first], chance[first]
        kept = np.lexsort((introducer, -chance))[: self.rules.companies]
        self.cut_companies += len(introducer) - len(kept)
        return introducer[kept], chance[kept]

    def _ties(self, asked: IdArray) -> list[Tie]:
        """Ties whose introducer the bank knows or that was read itself."""
        useful = np.concatenate([asked, self.clients, self.friends])
        kept = [(each, np.flatnonzero(np.isin(each.introducer, useful)).tolist()) for each in self.found]
        numbers = [column[rows] for each, rows in kept for column in (each.introducer, each.introduced)]
        self._read(np.concatenate(numbers) if numbers else np.empty(0, np.int64))
        return [
            Tie(
                self.company[int(each.introducer[row])].id,
                self.company[int(each.introduced[row])].id,
                each.way,
                float(each.base[row]),
                float(each.strength[row]),
                bool(each.known[row]),
                float(each.confidence[row]),
                int(each.relation[row]),
            )
            for each, rows in kept
            for row in rows
        ]

    def _read(self, numbers: IdArray) -> None:
        """Read companies not read yet."""
        new = np.array(sorted(set(numbers.tolist()) - self.company.keys()), np.int64)
        self.company.update(zip(new.tolist(), self.store.companies(new), strict=True))
