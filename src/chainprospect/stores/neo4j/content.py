"""What a snapshot holds as rows for a database, in one order, so that filling can go on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import InputError
from chainprospect.model.company import Coded, Company, FeatureBatch, IdArray
from chainprospect.model.industry import division_of
from chainprospect.model.relation import GRADES, UNDATED, Event, Kinds, Side
from chainprospect.stores.neo4j.grams import stored_grams
from chainprospect.stores.neo4j.layout import (
    LABELLED,
    LABELS_A_ROW,
    LONGEST_ID,
    RELATION_TYPES,
    SCHEMA,
    total_of,
)
from chainprospect.stores.neo4j.packed import packed_evidence, packed_facts
from chainprospect.stores.regions import provinces_of
from chainprospect.stores.snapshot.columns import iso
from chainprospect.stores.snapshot.manifest import canonical
from chainprospect.stores.snapshot.read import SnapshotStore
from chainprospect.stores.snapshot.search import search_key
from chainprospect.stores.snapshot.sources import all_evidence, all_facts, all_own_ids, long_ids

# A property by its name; what is unknown has none.
Properties: TypeAlias = dict[str, Any]

EVERY: Final = 2**31
_COMPANY: Final = tuple(field.name for field in fields(Company))
_EVENT: Final = tuple(field.name for field in fields(Event) if field.name != "company")
_FINANCIAL: Final = ("period", "period_end", "currency", "part_year", "rate", "file", "row")
_MEASURED: Final = ("growth", "industry_growth", "bank_count")
_COUNTED: Final = ("partners", "buyers", "suppliers", "client_partners")
_STANDING: Final = {
    "net_assets": "net_assets_cny",
    "market_cap": "market_cap_cny",
    "loan_balance": "loan_balance_cny",
    "deposit_balance": "deposit_balance_cny",
    "contribution": "contribution",
    "founded": "founded",
    "products_held": "products_held",
    "blacklist_reason": "blacklist_reason",
}


@dataclass(frozen=True, slots=True)
class Ties:
    """
    Where every relation lies, by its number: both ends, its place in the rows of either, what its evidence says.

    `amount`, `share` and `confidence` are NaN where unknown, `day` is `UNDATED`. `totals` counts the relations of every
    company by the property that keeps the count.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint8]
    rank_up: NDArray[np.int32]
    rank_down: NDArray[np.int32]
    amount: NDArray[np.float64]
    share: NDArray[np.float64]
    confidence: NDArray[np.float64]
    day: NDArray[np.int32]
    totals: Mapping[str, NDArray[np.int32]]


def ties_of(store: SnapshotStore, at_once: int = 100_000) -> Ties:
    """Ends, ranks and totals of all relations; O(relations) memory, 44 bytes each."""
    companies, relations = store.facts.companies, store.facts.relations
    source, target, up, down, day = (np.zeros(relations, np.int32) for _ in range(5))
    kind = np.zeros(relations, np.uint8)
    said = {name: np.zeros(relations) for name in ("amount", "share", "confidence")}
    totals = {
        total_of(kinds, side): np.zeros(companies, np.int32)
        for kinds in Kinds
        for side in (Side.UPSTREAM, Side.DOWNSTREAM)
    }
    for first in range(0, companies, at_once):
        frontier = np.arange(first, min(first + at_once, companies), dtype=np.int64)
        for kinds in Kinds:
            for side, rank in ((Side.UPSTREAM, up), (Side.DOWNSTREAM, down)):
                batch = store.relations_of(frontier, side, kinds, EVERY)
                starts = np.cumsum(batch.total) - batch.total
                rank[batch.relation] = np.arange(len(batch.origin)) - starts[batch.origin]
                totals[total_of(kinds, side)][frontier] = batch.total
                if side is Side.UPSTREAM:
                    source[batch.relation] = batch.other
                    target[batch.relation] = frontier[batch.origin]
                    day[batch.relation] = batch.day
                    for name, values in said.items():
                        values[batch.relation] = batch.column(name)
                    kind[batch.relation] = batch.kind
    return Ties(source, target, kind, up, down, said["amount"], said["share"], said["confidence"], day, totals)


def refuse_long_ids(store: SnapshotStore) -> None:
    """
    Stop where an id is longer than an index of Neo4j holds.

    Raises
    ------
    InputError
        The first such company is named.
    """
    for ident, size in long_ids(store.folder, LONGEST_ID):
        raise InputError(
            f"company {ident[:40]!r}… has an id of {size} bytes, and Neo4j finds ids of {LONGEST_ID} at most; load it "
            "with a shorter id."
        )


def snapshot_row(store: SnapshotStore) -> Properties:
    """What the manifest says, as the properties of the version."""
    manifest, facts = store.manifest, store.facts
    nobody = store.features(np.empty(0, np.int64))
    row = {
        "id": facts.snapshot,
        "schema": SCHEMA,
        "content": manifest.content,
        **{name: manifest.counts[name] for name in ("companies", "relations", "evidence", "events", "financials")},
        "clients": facts.clients,
        "newest_day": facts.newest_day,
        "supplier_scale": facts.supplier_scale,
        "buyer_scale": facts.buyer_scale,
        "fx": canonical(dict(facts.fx)),
        **{f"{column}_labels": len(_labels(nobody, column)) for column in LABELLED},
    }
    return _known(row)


def label_rows(store: SnapshotStore) -> Iterator[Properties]:
    """Distinct texts of the coded columns, so many a row."""
    nobody = store.features(np.empty(0, np.int64))
    for column in LABELLED:
        labels = list(_labels(nobody, column))
        for first in range(0, len(labels), LABELS_A_ROW):
            yield {
                "snapshot": store.facts.snapshot,
                "column": column,
                "first": first,
                "texts": labels[first : first + LABELS_A_ROW],
            }


def _labels(batch: FeatureBatch, column: str) -> Sequence[str]:
    if column == "bank":
        return batch.bank_labels
    if column == "event_type":
        return batch.event_types
    coded: Coded = getattr(batch, column)
    return coded.labels


class Content:
    """
    One snapshot as rows, each part by number from any row on.

    Parameters
    ----------
    store
        The snapshot.
    ties
        Where its relations lie.
    """

    def __init__(self, store: SnapshotStore, ties: Ties) -> None:
        self._store = store
        self._ties = ties
        self.snapshot = store.facts.snapshot

    def companies(self, first: int, size: int) -> Iterator[list[Properties]]:
        """Companies from number `first` on, `size` at a time."""
        store = self._store
        facts = _Aligned(all_facts(store.folder, store.manifest, first))
        own_ids = _Aligned(all_own_ids(store.folder, first))
        for numbers in _runs(first, store.facts.companies, size):
            rows = self._company_columns(numbers)
            for number, row in zip(numbers.tolist(), rows, strict=True):
                row["own_ids"] = own_ids.of(number)
                row["facts"] = packed_facts(facts.of(number) or ())
                row.update(_searched(row))
            yield [_known(row) for row in rows]

    def relations(self, first: int, size: int) -> Iterator[list[list[Any]]]:
        """
        Relations from number `first` on, `size` at a time.

        A row is the source's number, the target's, the type, then the properties in the order of `layout.RELATION`.
        """
        ties = self._ties
        evidence = _Aligned(all_evidence(self._store.folder, first))
        for numbers in _runs(first, self._store.facts.relations, size):
            columns = zip(
                numbers.tolist(),
                ties.source[numbers].tolist(),
                ties.target[numbers].tolist(),
                ties.kind[numbers].tolist(),
                ties.rank_up[numbers].tolist(),
                ties.rank_down[numbers].tolist(),
                _stated(ties.amount[numbers]),
                _stated(ties.share[numbers]),
                ties.confidence[numbers].tolist(),
                _days(ties.day[numbers]),
                iso(ties.day[numbers]),
                strict=True,
            )
            yield [_relation(together, evidence.of(together[0])) for together in columns]

    def events(self, first: int, size: int) -> Iterator[list[Properties]]:
        """Events from number `first` on, `size` at a time, each with the number of its `company`."""
        store = self._store
        owner, kind, day = (np.zeros(store.manifest.counts["events"], np.int64) for _ in range(3))
        for numbers in _runs(0, store.facts.companies, 100_000):
            batch = store.features(numbers)
            events = batch.events.values
            owner[events] = np.repeat(numbers, np.diff(batch.events.starts))
            kind[events], day[events] = batch.event_type, batch.event_day
        for numbers in _runs(first, len(owner), size):
            columns = zip(
                owner[numbers].tolist(), kind[numbers].tolist(), _days(day[numbers]), store.events(numbers), strict=True
            )
            yield [
                _known(
                    {
                        "company": company,
                        "snapshot": self.snapshot,
                        **{name: getattr(event, name) for name in _EVENT},
                        "type_no": code,
                        "day": its_day,
                    }
                )
                for company, code, its_day, event in columns
            ]

    def financials(self, first: int, size: int) -> Iterator[list[Properties]]:
        """
        Statements of the companies from number `first` on, those of `size` companies at a time.

        Each with the number of its `company`; a run of companies without statements is an empty list.
        """
        store = self._store
        for numbers in _runs(first, store.facts.companies, size):
            yield [
                _known(
                    {
                        "company": company,
                        "snapshot": self.snapshot,
                        "order": order,
                        **{name: getattr(statement, name) for name in _FINANCIAL},
                        "items": [float(value) for value in statement.items.values()],
                        "item_names": list(statement.items),
                    }
                )
                for company, statements in zip(numbers.tolist(), store.financials_of(numbers), strict=True)
                for order, statement in enumerate(statements)
            ]

    def _company_columns(self, numbers: IdArray) -> list[Properties]:
        store = self._store
        batch = store.features(numbers)
        columns: dict[str, Sequence[Any]] = {
            "revenue_cny": _stated(batch.revenue),
            "assets_cny": _stated(batch.assets),
            **{name: _stated(getattr(batch, name)) for name in _MEASURED},
            **{name: getattr(batch, name).tolist() for name in _COUNTED},
            "unpriced": [word or None for word in batch.unpriced.tolist()],
            "blacklisted": [word or None for word in batch.blacklisted.tolist()],
            "ownership_group": batch.group.tolist(),
            **{f"{name}_no": _coded(getattr(batch, name).codes) for name in ("industry", "region", "role")},
            "main_bank_no": _coded(batch.main_bank),
            "bank_nos": _split(batch.banks.values.tolist(), batch.banks.starts.tolist()),
            "province": _provinces(batch.region),
            **{name: [count or None for count in total[numbers].tolist()] for name, total in self._ties.totals.items()},
        }
        measured = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        return [
            {
                "snapshot": self.snapshot,
                **{name: getattr(company, name) for name in _COMPANY},
                **row,
                **{name: getattr(standing, field) for field, name in _STANDING.items()},
                "division": division_of(company.industry_code),
            }
            for company, standing, row in zip(store.companies(numbers), store.standings(numbers), measured, strict=True)
        ]


class _Aligned:
    """Values that come by number, ascending, each at most once, asked for by number, ascending."""

    def __init__(self, values: Iterator[tuple[int, Any]]) -> None:
        self._values = values
        self._next = next(values, None)

    def of(self, number: int) -> Any:
        """The value of that number, None where it has none."""
        if self._next is None or self._next[0] != number:
            return None
        value = self._next[1]
        self._next = next(self._values, None)
        return value


def _runs(first: int, last: int, size: int) -> Iterator[IdArray]:
    for start in range(first, last, size):
        yield np.arange(start, min(start + size, last), dtype=np.int64)


def _searched(row: Properties) -> Properties:
    """The keys a company is found by, their lengths as written, and what the index is given of them."""
    texts: dict[str, str] = {}
    for name in ("id", "own_ids", "uscc", "lei", "ticker", "name", "aliases", "former_names", "name_en"):
        value = row[name]
        for text in [value] if isinstance(value, str) else value or ():
            if text not in texts and (key := search_key(text)):
                texts[text] = key
    return {
        "search_keys": list(texts.values()),
        "search_lengths": [len(text) for text in texts],
        "search_grams": stored_grams(texts.values()),
    }


def _relation(together: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[Any]:
    """
    One relation in the order of `layout.RELATION`, after its ends and type.

    It says what its representative row says, the first, but for what all its rows say together.
    """
    number, source, target, kind, up, down, amount_cny, share, confidence, day, as_of = together
    product, amount, currency, row_cny, count, of_target, of_source, row_share, start, end = rows[0][:10]
    row_as_of, row_confidence, grade, source_ref, src, file, line = rows[0][10:]
    # As `evidence_alone` takes it apart again.
    alone = (
        len(rows) == 1
        and grade is not None
        and (row_cny, row_confidence, row_as_of) == (amount_cny, confidence, as_of)
        and row_share == (None if share in (of_target, of_source) else share)
    )
    return [
        *(source, target, RELATION_TYPES[kind], number, up, down, product, amount, currency, amount_cny, count),
        *(of_target, of_source, share, start, end, as_of, day, grade or GRADES[-1], confidence, source_ref, len(rows)),
        *(src, file, line, None if alone else packed_evidence(rows)),
    ]


def _known(row: Properties) -> Properties:
    """A row without its blanks; lists as Neo4j takes them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in row.items()
        if value is not None and value not in ((), [])
    }


def _stated(values: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 - NaN is not itself


def _days(days: NDArray[Any]) -> list[int | None]:
    return [None if day == UNDATED else day for day in days.tolist()]


def _coded(codes: NDArray[np.int32]) -> list[int | None]:
    return [None if code < 0 else code for code in codes.tolist()]


def _split(values: list[int], starts: list[int]) -> list[list[int]]:
    return [values[start:end] for start, end in pairwise(starts)]


def _provinces(region: Coded) -> list[str | None]:
    """The province of each row, worked out once a distinct text."""
    kinds, place = np.unique(region.codes, return_inverse=True)
    known = provinces_of(None if code < 0 else region.labels[code] for code in kinds.tolist())
    return [known[i] for i in place.tolist()]
