"""Packs from a store: the small firms around an anchor, and what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Final

import numpy as np

from chainprospect.advise.packs import Packs, SmallFirm, make_packs
from chainprospect.asking import anchor_set, iso_day
from chainprospect.model.advice import FactUsed
from chainprospect.model.approach import PackRules
from chainprospect.model.company import BANDS, Company, FeatureBatch, IdArray, Standing
from chainprospect.model.dossier import source_of
from chainprospect.model.industry import division_of
from chainprospect.model.places import Places
from chainprospect.model.ports import Store
from chainprospect.model.relation import Kind, Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.prospecting import weigh
from chainprospect.references import chinese_places
from chainprospect.score.gates import OPEN

_SMALL: Final = BANDS.index("small")
_RELATIONS: Final = 50


@dataclass(frozen=True, slots=True)
class PacksAround:
    """
    Packs of small firms around anchors.

    `companies` holds whoever is named, by id. `small` counts the small and micro firms reached that passed the gates,
    `left_out` those of them that the budget left out; `unsized` firms reached whose size is unknown, which are in no
    pack. `sales` says of each firm what its limit stands on; `guarantees` counts, by pack, those among its members.
    """

    snapshot: str
    as_of: str | None
    anchors: tuple[Company, ...]
    packs: Packs
    companies: Mapping[str, Company]
    sales: Mapping[str, FactUsed]
    guarantees: tuple[int, ...]
    group_cap: float | None
    small: int
    left_out: int
    unsized: int


def packs_around(
    store: Store, anchors: Sequence[str], rules: PackRules, group_cap: float | None, question: Question
) -> PacksAround:
    """
    Small and micro firms around anchors, grouped by what they share.

    Takes what `prospect` reaches with the gate `too_small` open: of firms whose band is small or micro, or may be
    either, those of the best score.

    Parameters
    ----------
    anchors
        Names or ids.
    group_cap
        What the bank may lend to one group, in CNY, None unknown.

    Raises
    ------
    UnknownCompany
        An anchor is not in the store, or several companies answer to it.

    Notes
    -----
    At most 50 relations a firm, side and group of kinds.
    """
    opened = replace(question.gates, include=question.gates.include | {"too_small"})
    reach = replace(question.reach, lookalikes=False)
    chosen = anchor_set(store, anchors)
    found = weigh(store, chosen, replace(question, gates=opened, reach=reach))
    judged = found.leads
    high = judged.bands.high[judged.order]
    small = judged.candidates.company[judged.order[(high >= 0) & (high <= _SMALL)]]
    numbers = np.sort(small[: rules.firms])
    gatherer = _Gatherer(store, numbers, chosen.numbers, rules)
    packs = make_packs(gatherer.firms(), gatherer.ties(), group_cap, rules)
    named = {key for pack in packs.packs for key in (pack.key, *pack.members)} | set(packs.alone)
    companies = {company.id: company for company in gatherer.companies.values() if company.id in named}
    return PacksAround(
        snapshot=store.facts.snapshot,
        as_of=iso_day(found.as_of_day),
        anchors=store.companies(chosen.numbers),
        packs=packs,
        companies=dict(sorted(companies.items())),
        sales=gatherer.sales,
        guarantees=tuple(gatherer.guarantees(pack.members) for pack in packs.packs),
        group_cap=group_cap,
        small=len(small),
        left_out=len(small) - len(numbers),
        unsized=int(((judged.gate == OPEN) & (judged.bands.high < 0)).sum()),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """One relation of a small firm: the firm and the other end by number, its kind, which way, its amount in CNY."""

    firm: int
    other: int
    kind: Kind
    side: Side
    amount: float


class _Gatherer:
    """What the port says of the small firms and of who stands around them."""

    def __init__(self, store: Store, numbers: IdArray, anchors: IdArray, rules: PackRules) -> None:
        self.store, self.numbers, self.rules = store, numbers, rules
        self.around = list(self._relations((Kinds.GOODS, Kinds.INTERMEDIATES)))
        self.bound = list(self._relations((Kinds.GUARANTEES,)))
        others = np.unique(np.array([each.other for each in self.around], np.int64))
        everyone = np.union1d(numbers, others)
        self.companies: dict[int, Company] = dict(zip(everyone.tolist(), store.companies(everyone), strict=True))
        self.standings: tuple[Standing, ...] = store.standings(numbers)
        features = store.features(others)
        place = {number: row for row, number in enumerate(others.tolist())}
        self.kinds = {number: self._kind(features, row, number in anchors) for number, row in place.items()}
        self.sales: dict[str, FactUsed] = {}
        self.partners = {number: int(features.partners[row]) for number, row in place.items()}

    def _relations(self, groups: Iterable[Kinds]) -> Iterator[_Around]:
        for kinds in groups:
            for side in (Side.UPSTREAM, Side.DOWNSTREAM):
                batch = self.store.relations_of(self.numbers, side, kinds, _RELATIONS)
                columns = (batch.origin, batch.other, batch.kind, batch.amount)
                for origin, other, kind, amount in zip(*(column.tolist() for column in columns), strict=True):
                    yield _Around(int(self.numbers[origin]), other, Kind(kind), side, amount)

    @staticmethod
    def _kind(features: FeatureBatch, row: int, anchor: bool) -> str:
        """What a company around the firms is to a pack: `core`, `distributor`, `association`, or nothing."""
        if anchor or features.is_client[row] == 1:
            return "core"
        role = features.role.text(row)
        return role if role in ("distributor", "association", "park") else ""

    def firms(self) -> list[SmallFirm]:
        """The firms with a year's sales and what each shares."""
        shares: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        sold: dict[int, list[float]] = defaultdict(list)
        for each in self.around:
            kind = self._shared(each)
            if kind is not None:
                other = self.companies[each.other]
                shares[each.firm][kind].add(other.name if kind == "park" else other.id)
            if each.side is Side.DOWNSTREAM and each.kind in Kinds.GOODS.value and not isnan(each.amount):
                sold[each.firm].append(each.amount)
        atlas = chinese_places()
        made = []
        for number, standing in zip(self.numbers.tolist(), self.standings, strict=True):
            company = self.companies[number]
            if company.park:
                shares[number]["park"].add(company.park)
            market = _market(company, atlas)
            if market is not None:
                shares[number]["market"].add(market)
            fact = self.sales[company.id] = _sales(company, standing, sold[number])
            held = {str(kind): frozenset(names) for kind, names in shares[number].items()}
            made.append(SmallFirm(company.id, None if fact.value is None else float(fact.value), held))
        return made

    def _shared(self, each: _Around) -> str | None:
        """What a firm shares with others through one relation."""
        other = self.kinds[each.other]
        if each.kind is Kind.INTERMEDIATES:
            return other if each.side is Side.UPSTREAM and other in ("association", "park") else None
        if other == "core":
            return "core_buyer" if each.side is Side.DOWNSTREAM else "core_seller"
        return "distributor" if other == "distributor" else None

    def ties(self) -> list[tuple[str, str, float]]:
        """Who trades with whom, once a relation, hubs left out."""
        return [
            (self.companies[each.firm].id, self.companies[each.other].id, 1.0)
            for each in self.around
            if each.kind in Kinds.GOODS.value and self.partners[each.other] <= self.rules.hub
        ]

    def guarantees(self, members: Sequence[str]) -> int:
        """How many guarantees bind two of these firms, by id."""
        inside = {number for number in self.numbers.tolist() if self.companies[number].id in members}
        pairs = {
            (each.firm, each.other)
            for each in self.bound
            if each.side is Side.DOWNSTREAM and each.firm in inside and each.other in inside
        }
        return len(pairs)


def _sales(company: Company, standing: Standing, sold: Sequence[float]) -> FactUsed:
    """A year's sales: its revenue, else what its known buyers pay, which is less than all; unknown without either."""
    if standing.revenue is not None:
        record = source_of(company.source_file, company.source_row, company.source_ref)
        return FactUsed("revenue", standing.revenue, "CNY", record)
    if sold:
        return FactUsed("known_sales", round(sum(sold), 2), "CNY", f"{len(sold)} relations")
    return FactUsed("revenue", None, "CNY")


def _market(company: Company, atlas: Places) -> str | None:
    """Industry division and place, as one market; None where either is unknown."""
    division = division_of(company.industry_code)
    if division is None or not company.region:
        return None
    place = atlas.place(company.region)
    return f"{division} {place.province or ''}{place.rest}"
