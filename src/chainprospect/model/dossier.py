"""A dossier: all that a store says of one company, gathered once for whatever advice is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chainprospect.model.advice import FactUsed, Value
from chainprospect.model.company import Company, Peers, SizeBand, Standing
from chainprospect.model.financial import Financial
from chainprospect.model.relation import Event, Kinds, Relation, Side


@dataclass(frozen=True, slots=True)
class Partner:
    """The company at the far end of a relation, with what advice reads of it."""

    relation: Relation
    company: Company
    standing: Standing


@dataclass(frozen=True, slots=True)
class Partners:
    """
    Relations of one group of kinds on one side of a company, in budget order.

    `side` UPSTREAM holds relations that arrive (suppliers, owners, guarantors, who serves or refers it), DOWNSTREAM
    those that leave. `partners` are the best 200, one a relation; `total` counts all.
    """

    kinds: Kinds
    side: Side
    partners: tuple[Partner, ...]
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """
    All that a store says of one company.

    `gates` are those that would hold, each by itself, in their order. `group` is the smallest company number of its
    ownership group; `buyers`, `suppliers`, `client_partners` and `degree` (both ways) count distinct goods partners in
    the whole graph. `policy` is what the bank's policy says of it: `block`, `review`, `favoured`, `neutral`, `unknown`;
    `policy_rule` is the rule that decided, None where a list of industries did.
    `other_banks` counts banks other than ours, None unknown; `main_is_ours` is None where its main bank is unknown.
    `financials` run from the newest; `ties` holds every group of kinds on both sides. `as_of` is the day that ages run
    to, days since 1970-01-01, None when the data has no dates.
    """

    company: Company
    standing: Standing
    size: SizeBand
    gates: tuple[str, ...]
    policy: str
    group: int
    degree: int
    buyers: int
    suppliers: int
    client_partners: int
    other_banks: float | None
    main_is_ours: bool | None
    financials: tuple[Financial, ...]
    events: tuple[Event, ...]
    ties: tuple[Partners, ...]
    peers: Peers
    as_of: int | None
    policy_rule: str | None = None

    def of(self, kinds: Kinds, side: Side) -> Partners:
        """Relations of one group of kinds on one side."""
        return next(group for group in self.ties if group.kinds is kinds and group.side is side)

    def on(self, kinds: Kinds) -> Iterator[Partner]:
        """Partners of one group of kinds, upstream first."""
        for side in (Side.UPSTREAM, Side.DOWNSTREAM):
            yield from self.of(kinds, side).partners

    @property
    def statement(self) -> Financial | None:
        """The newest statement of a whole year, else the newest of a part of one; None without any."""
        return next((each for each in self.financials if not each.part_year), next(iter(self.financials), None))

    @property
    def source(self) -> str | None:
        """Where its own record stands: file and row, with the reference that it names."""
        return source_of(self.company.source_file, self.company.source_row, self.company.source_ref)

    def fact(self, name: str, value: Value, unit: str = "") -> FactUsed:
        """A fact of its own record."""
        return FactUsed(name, value, unit, None if value is None else self.source)


def source_of(file: str | None, row: int | None, reference: str | None = None) -> str | None:
    """A file, its row and a reference as one text (`a.csv:7, notice 12`); None where nothing is told."""
    place = f"{file}:{row}" if file is not None and row is not None else file
    return ", ".join(part for part in (place, reference) if part) or None


def statement_source(statement: Financial) -> str:
    """Where a statement stands: its period, file and row."""
    place = source_of(statement.file, statement.row)
    return f"{statement.period}, {place}" if place else statement.period


def relation_source(relation: Relation) -> str:
    """Which relation a fact stands on: its ends, its kind, and the reference it names."""
    where = f"{relation.source} → {relation.target} ({relation.kind.word}, {relation.grade})"
    return f"{where}, {relation.source_ref}" if relation.source_ref else where


def event_source(event: Event) -> str:
    """Which event a fact stands on: its type, date and reference."""
    return ", ".join(part for part in (event.type, event.date, event.source_ref) if part)
