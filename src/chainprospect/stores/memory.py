"""The resolved tables in plain dicts and sorted lists: for notebooks, and the oracle that every engine is held to."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import (
    MIDDLEMAN_ROLES,
    Coded,
    Company,
    CompanyMatch,
    FeatureBatch,
    IdArray,
    Peers,
    Ragged,
    Standing,
)
from chainprospect.model.fact import Evidence, Fact
from chainprospect.model.financial import Financial
from chainprospect.model.industry import division_of
from chainprospect.model.ports import StoreFacts, WalkFacts
from chainprospect.model.relation import UNDATED, Event, Kind, Kinds, Relation, RelationBatch, Side
from chainprospect.resources import query
from chainprospect.stores.facts import Record, facts_from
from chainprospect.stores.regions import provinces_of
from chainprospect.stores.rows import (
    Row,
    active,
    bank_count,
    company_of,
    confidence,
    event_of,
    evidence_of,
    financial_of,
    industry,
    listed,
    relation_of,
    standing_of,
)

if TYPE_CHECKING:
    from chainprospect.stores.tables import Tables

_NUMBERED: Final = ("company", "relation", "event", "financial")
_TABLES: Final = (*_NUMBERED, "record", "evidence")
_EPOCH: Final = date(1970, 1, 1)
_HOWS: Final = ("id", "name", "alias")
_ID_COLUMNS: Final = ("id", "own_ids", "uscc", "lei", "ticker")
_ALIAS_COLUMNS: Final = ("aliases", "former_names", "name_en")


class MemoryStore:
    """
    Rows of the resolved tables, behind the `Store` port.

    Degrees, client partners, ownership groups, peers, budget order and matches are worked out here from the rows,
    without looking at how any engine does it.
    """

    def __init__(self, facts: StoreFacts, tables: Mapping[str, Sequence[Row]]) -> None:
        companies, relations, events = (tables[name] for name in ("company", "relation", "event"))
        self._facts = facts
        self._tables = tables
        self._companies = companies
        self._relations = relations
        self._events = events
        self._texts = _texts_of(companies)
        self._by_id = {
            row["id"]: CompanyMatch(row["number"], row["id"], row["name"], "id", row["id"]) for row in companies
        }
        self._group = _groups_of(len(companies), relations)
        self._buyers: dict[int, set[int]] = defaultdict(set)
        self._suppliers: dict[int, set[int]] = defaultdict(set)
        self._rows: dict[tuple[Kinds, Side, int], list[int]] = defaultdict(list)
        for row in relations:
            self._remember(row)
        for (_, side, _), numbers in self._rows.items():
            far = "source" if side is Side.UPSTREAM else "target"
            numbers.sort(key=lambda number, far=far: _budget_key(relations[number], far))  # type: ignore[misc]
        self._happened: dict[int, list[int]] = defaultdict(list)
        for row in events:
            self._happened[row["company"]].append(row["number"])
        self._statements = _by(tables["financial"], "company")
        self._records = _by(tables["record"], "number")
        self._evidence = _by(tables["evidence"], "relation")
        provinces = provinces_of(row.get("region") for row in companies)
        self._kin = [
            (division_of(row.get("industry_code")), province)
            for row, province in zip(companies, provinces, strict=True)
        ]
        self._labels = {
            "industry": _labels(industry(row) for row in companies),
            "region": _labels(row.get("region") for row in companies),
            "role": _labels(row.get("role") for row in companies),
            "bank": _labels(text for row in companies for text in (*listed(row, "banks"), row.get("main_bank"))),
            "event": _labels(row["type"] for row in events),
        }
        self._codes = {name: {text: code for code, text in enumerate(labels)} for name, labels in self._labels.items()}

    @classmethod
    def from_tables(
        cls,
        tables: Mapping[str, Iterable[Row]],
        *,
        newest_day: int | None = None,
        fx: Mapping[str, float] | None = None,
        snapshot: str = "memory",
    ) -> Self:
        """
        A store over rows of the resolved tables.

        Parameters
        ----------
        tables
            Rows by column name, in any order, of the tables `company`, `relation`, `event`, `financial`, `evidence` and
            `record` (the companies records, `number` being the company's); an absent table has none. In the first four
            `number` runs from 0 without gaps. Blanks are None, dates are `datetime.date`, lists are lists; absent
            columns are blank.
        newest_day
            Newest date in the data as days since 1970-01-01; the rows alone cannot tell it from an `end`.
        fx
            CNY per unit of each currency, at which the rows were priced.

        Raises
        ------
        ValueError
            A table's numbers have gaps.
        """
        rows = {name: list(tables.get(name, ())) for name in _TABLES}
        for name in _NUMBERED:
            rows[name] = _numbered(rows[name])
        facts = StoreFacts(
            snapshot=snapshot,
            companies=len(rows["company"]),
            relations=len(rows["relation"]),
            clients=sum(row.get("is_client") is True for row in rows["company"]),
            newest_day=newest_day,
            supplier_scale=0.2,
            buyer_scale=0.2,
            fx={"CNY": 1.0, **(fx or {})},
        )
        return cls(facts, rows)

    @classmethod
    def of(cls, tables: Tables, *, snapshot: str = "memory") -> Self:
        """A store over the resolved tables of an engine, which may be closed afterwards."""
        asked = {name: f"SELECT * FROM {name}" for name in _TABLES}  # noqa: S608 - our own names
        rows = {}
        for name, sql in {**asked, "record": query("duckdb/record_said.sql")}.items():
            tables.connection.execute(sql)
            columns = [column[0] for column in tables.connection.description or ()]
            rows[name] = [dict(zip(columns, row, strict=True)) for row in tables.connection.fetchall()]
        return cls.from_tables(rows, newest_day=tables.newest_day(), fx=tables.fx, snapshot=snapshot)

    def with_scales(self, *, supplier: float, buyer: float) -> Self:
        """The same store with the constants of chain likeness that were measured on it."""
        facts = replace(self._facts, supplier_scale=supplier, buyer_scale=buyer)
        return type(self)(facts, self._tables)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is open."""

    @property
    def facts(self) -> StoreFacts:
        """What the store says of itself."""
        return self._facts

    def search(self, text: str, limit: int = 10, *, whole: bool = False) -> tuple[CompanyMatch, ...]:
        """
        Companies whose id, name or alias holds `text`: whole, at the start, elsewhere; then shorter, then number.

        With `whole` those alone that hold nothing else.
        """
        key = _search_key(text)
        if not key:
            return ()
        found: list[tuple[int, int, int, int, str]] = []
        for number, how, said, kept in self._texts:
            place = kept.find(key)
            if place >= 0 and (kept == key or not whole):
                found.append((0 if kept == key else 1 if place == 0 else 2, len(said), number, how, said))
        best: dict[int, CompanyMatch] = {}
        for grade, _, number, how, said in sorted(found):
            row, word = self._companies[number], (_HOWS[how], "start", "substring")[grade]
            best.setdefault(number, CompanyMatch(number, row["id"], row["name"], word, said))
        return tuple(best.values())[: max(0, limit)]

    def by_id(self, ids: Sequence[str]) -> tuple[CompanyMatch | None, ...]:
        """The companies with these very ids, in the order asked for; None where none has it."""
        return tuple(self._by_id.get(ident) for ident in ids)

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        """Companies in the order asked for."""
        return tuple(company_of(self._companies[number]) for number in numbers)

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        """Relations of a frontier on one side, each company's first `limit` in budget order."""
        if side is Side.VIA:
            raise ValueError("relations run upstream or downstream; via is no direction.")
        rows = [self._rows.get((kinds, side, int(number)), []) for number in frontier]
        chosen = [
            (origin, self._relations[number]) for origin, numbers in enumerate(rows) for number in numbers[:limit]
        ]
        far = "source" if side is Side.UPSTREAM else "target"
        columns: dict[str, NDArray[Any]] = {
            "relation": np.array([row["number"] for _, row in chosen], dtype=np.int64),
            "kind": np.array([row["kind"] for _, row in chosen], dtype=np.uint8),
            "amount": _floats(row.get("amount_cny") for _, row in chosen),
            "share": _floats(row.get("share") for _, row in chosen),
            "confidence": _floats(confidence(row) for _, row in chosen),
            "day": np.array([_day(row.get("day")) for _, row in chosen], dtype=np.int32),
        }
        other = np.array([row[far] for _, row in chosen], dtype=np.int64)

        def far_ends(part: str, places: NDArray[np.int64]) -> NDArray[Any]:
            return self.walk_facts(other[places]).come_from(side, part)

        return RelationBatch(
            origin=np.array([origin for origin, _ in chosen], dtype=np.int64),
            other=other,
            total=np.array([len(numbers) for numbers in rows], dtype=np.int64),
            column=columns.__getitem__,
            far=far_ends,
        )

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        """Degrees and middleman marks, in the order asked for."""
        places = [int(number) for number in numbers]
        return WalkFacts(
            partners=_counts(self._partners(place) for place in places),
            buyers=_counts(self._buyers.get(place, set()) for place in places),
            suppliers=_counts(self._suppliers.get(place, set()) for place in places),
            middleman=np.array(
                [self._companies[place].get("role") in MIDDLEMAN_ROLES for place in places], dtype=np.bool_
            ),
        )

    def features(self, numbers: IdArray) -> FeatureBatch:
        """Columns the score reads, in the order asked for."""
        places = [int(number) for number in numbers]
        rows = [self._companies[place] for place in places]
        banks = [sorted({self._codes["bank"][text] for text in listed(row, "banks")}) for row in rows]
        events = [sorted(self._happened.get(place, [])) for place in places]
        happened = [self._events[number] for numbers in events for number in numbers]
        degrees = self.walk_facts(numbers)
        return FeatureBatch(
            numbers=np.array(places, dtype=np.int64),
            employees=_floats(row.get("employees") for row in rows),
            revenue=_floats(row.get("revenue_cny") for row in rows),
            assets=_floats(row.get("assets_cny") for row in rows),
            unpriced=np.array([row.get("unpriced") is True for row in rows], dtype=np.bool_),
            growth=_floats(row.get("growth") for row in rows),
            industry_growth=_floats(row.get("industry_growth") for row in rows),
            industry=self._coded("industry", [industry(row) for row in rows]),
            region=self._coded("region", [row.get("region") for row in rows]),
            role=self._coded("role", [row.get("role") for row in rows]),
            active=_words(active(row) for row in rows),
            is_client=_words(row.get("is_client") for row in rows),
            blacklisted=np.array([row.get("blacklisted") is True for row in rows], dtype=np.bool_),
            listed=_words(row.get("listed") for row in rows),
            partners=degrees.partners,
            buyers=degrees.buyers,
            suppliers=degrees.suppliers,
            client_partners=_counts(
                {partner for partner in self._partners(place) if self._companies[partner].get("is_client") is True}
                for place in places
            ),
            group=np.array([self._group[place] for place in places], dtype=np.int64),
            bank_count=_floats(bank_count(row) for row in rows),
            banks=_ragged(banks),
            main_bank=self._coded("bank", [row.get("main_bank") for row in rows]).codes,
            bank_labels=self._labels["bank"],
            events=_ragged(events),
            event_type=self._coded("event", [row["type"] for row in happened]).codes,
            event_day=np.array([_day(row.get("date")) for row in happened], dtype=np.int32),
            event_types=self._labels["event"],
        )

    def relations(self, numbers: NDArray[np.int64]) -> tuple[Relation, ...]:
        """Relations with their texts, in the order asked for."""
        rows = [self._relations[number] for number in numbers]
        return tuple(relation_of(row, self._id(row["source"]), self._id(row["target"])) for row in rows)

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        """Events with their texts, in the order asked for."""
        return tuple(event_of(row, self._id(row["company"])) for row in (self._events[number] for number in numbers))

    def standings(self, numbers: IdArray) -> tuple[Standing, ...]:
        """What advice reads of companies, in the order asked for."""
        return tuple(standing_of(self._companies[number], self._facts.fx) for number in numbers)

    def financials_of(self, numbers: IdArray) -> tuple[tuple[Financial, ...], ...]:
        """Statements of each company, the newest first."""
        return tuple(
            tuple(
                financial_of(row, self._id(number), self._facts.fx)
                for row in _newest_first(self._statements.get(int(number), []))
            )
            for number in numbers
        )

    def clients(self) -> IdArray:
        """Every company marked `is_client`, ascending."""
        return np.array([row["number"] for row in self._companies if row.get("is_client") is True], dtype=np.int64)

    def peers_of(self, number: int, limit: int) -> Peers:
        """Companies of the same industry division and province, found by asking every one."""
        mine = self._kin[number]
        others = [] if None in mine else [other for other, its in enumerate(self._kin) if its == mine]
        others = [other for other in others if other != number]
        return Peers(*mine, np.array(others[: max(0, limit)], dtype=np.int64), len(others))

    def facts_of(self, number: int) -> tuple[Fact, ...]:
        """Every fact that the records state of one company."""
        return facts_from(Record(row, row["source"], row["load"]) for row in self._records.get(number, []))

    def evidence_of(self, relation: int) -> tuple[Evidence, ...]:
        """Every row behind one relation, the representative first."""
        rows = self._evidence.get(relation, [])
        return tuple(evidence_of(row) for row in sorted(rows, key=lambda row: int(row["place"])))

    def _id(self, number: int) -> str:
        return str(self._companies[number]["id"])

    def _remember(self, row: Row) -> None:
        seller, buyer, kind = row["source"], row["target"], Kind(row["kind"])
        kinds = next(group for group in Kinds if kind in group.value)
        self._rows[kinds, Side.UPSTREAM, buyer].append(row["number"])
        self._rows[kinds, Side.DOWNSTREAM, seller].append(row["number"])
        if kinds is Kinds.GOODS:
            self._buyers[seller].add(buyer)
            self._suppliers[buyer].add(seller)

    def _partners(self, number: int) -> set[int]:
        return self._buyers.get(number, set()) | self._suppliers.get(number, set())

    def _coded(self, name: str, texts: Sequence[str | None]) -> Coded:
        codes = [-1 if text is None else self._codes[name][text] for text in texts]
        return Coded(np.array(codes, dtype=np.int32), self._labels[name])


def _numbered(rows: Iterable[Row]) -> list[Row]:
    ordered = sorted(rows, key=lambda row: row["number"])
    if [row["number"] for row in ordered] != list(range(len(ordered))):
        raise ValueError("the column number of a resolved table must run from 0 without gaps.")
    return ordered


def _by(rows: Sequence[Row], column: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return dict(found)


def _search_key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _texts_of(companies: Sequence[Row]) -> list[tuple[int, int, str, str]]:
    """Every text a company is found by, as (number, place in _HOWS, text, its search key); the best of equal texts."""
    texts: dict[tuple[int, str], int] = {}
    for row in companies:
        for how, columns in enumerate((_ID_COLUMNS, ("name",), _ALIAS_COLUMNS)):
            for column in columns:
                value = row.get(column)
                for text in [value] if isinstance(value, str) else value or []:
                    if text:
                        texts.setdefault((row["number"], text), how)
    return [(number, how, text, _search_key(text)) for (number, text), how in texts.items()]


def _groups_of(companies: int, relations: Sequence[Row]) -> list[int]:
    """Smallest number among the companies joined by stakes over one half; a blank stake joins."""
    group = list(range(companies))
    members = {number: {number} for number in group}
    for row in relations:
        if row["kind"] == Kind.OWNS and (row.get("share") is None or row["share"] > 0.5):
            keep, join = sorted((group[row["source"]], group[row["target"]]))
            if keep != join:
                for number in members[join]:
                    group[number] = keep
                members[keep] |= members.pop(join)
    return group


def _budget_key(row: Row, far: str) -> tuple[bool, float, float, int, int, int]:
    amount = row.get("amount_cny")
    return amount is None, -(amount or 0.0), -confidence(row), -_day(row.get("day")), row[far], row["kind"]


def _newest_first(statements: Iterable[Row]) -> list[Row]:
    """By the end of the period, newest first and blank last; then the greatest period; then the currency."""
    rows = sorted(statements, key=lambda row: str(row["currency"]))
    rows.sort(key=lambda row: row.get("period") or "", reverse=True)
    rows.sort(key=lambda row: _day(row.get("period_end")), reverse=True)
    return rows


def _day(day: date | None) -> int:
    return UNDATED if day is None else (day - _EPOCH).days


def _labels(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text is not None}))


def _floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _counts(sets: Iterable[set[int]]) -> NDArray[np.int64]:
    return np.array([len(some) for some in sets], dtype=np.int64)


def _words(values: Iterable[bool | None]) -> NDArray[np.int8]:
    return np.array([-1 if value is None else int(value) for value in values], dtype=np.int8)


def _ragged(values: Sequence[Sequence[int]]) -> Ragged:
    starts = np.cumsum([0, *(len(some) for some in values)], dtype=np.int64)
    return Ragged(starts, np.array([value for some in values for value in some], dtype=np.int64))
