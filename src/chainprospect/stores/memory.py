"""The resolved tables in plain dicts and sorted lists: for notebooks, and the oracle that every engine is held to."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import (
    MIDDLEMAN_ROLES,
    Coded,
    Company,
    CompanyMatch,
    FeatureBatch,
    IdArray,
    Ragged,
)
from chainprospect.model.ports import StoreFacts, WalkFacts
from chainprospect.model.relation import UNDATED, Event, Kind, Kinds, Relation, RelationBatch, Side

if TYPE_CHECKING:
    from chainprospect.stores.tables import Tables

Row: TypeAlias = Mapping[str, Any]

_EPOCH: Final = date(1970, 1, 1)
_HOWS: Final = ("id", "name", "alias")
_ID_COLUMNS: Final = ("id", "own_ids", "uscc", "lei", "ticker")
_ALIAS_COLUMNS: Final = ("aliases", "former_names", "name_en")


class MemoryStore:
    """
    Companies, relations and events as rows of the resolved tables, behind the `Store` port.

    Degrees, client partners, ownership groups, budget order and matches are worked out here from the rows, without
    looking at how any engine does it.
    """

    def __init__(
        self, facts: StoreFacts, companies: Sequence[Row], relations: Sequence[Row], events: Sequence[Row]
    ) -> None:
        self._facts = facts
        self._companies = companies
        self._relations = relations
        self._events = events
        self._texts = _texts_of(companies)
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
        self._labels = {
            "industry": _labels(_industry(row) for row in companies),
            "region": _labels(row.get("region") for row in companies),
            "role": _labels(row.get("role") for row in companies),
            "bank": _labels(text for row in companies for text in (*_list(row, "banks"), row.get("main_bank"))),
            "event": _labels(row["type"] for row in events),
        }
        self._codes = {name: {text: code for code, text in enumerate(labels)} for name, labels in self._labels.items()}

    @classmethod
    def from_tables(
        cls,
        companies: Iterable[Row],
        relations: Iterable[Row],
        events: Iterable[Row] = (),
        *,
        newest_day: int | None = None,
        fx: Mapping[str, float] | None = None,
        snapshot: str = "memory",
    ) -> Self:
        """
        A store over rows of the resolved tables `company`, `relation` and `event`.

        Parameters
        ----------
        companies, relations, events
            Rows by column name, in any order; `number` runs from 0 without gaps in each table. Blanks are None, dates
            are `datetime.date`, lists are lists; absent columns are blank.
        newest_day
            Newest date in the data as days since 1970-01-01; the rows alone cannot tell it from an `end`.
        fx
            CNY per unit of each currency, at which the rows were priced.
        """
        rows = [_numbered(table) for table in (companies, relations, events)]
        clients = sum(row.get("is_client") is True for row in rows[0])
        facts = StoreFacts(
            snapshot=snapshot,
            companies=len(rows[0]),
            relations=len(rows[1]),
            clients=clients,
            newest_day=newest_day,
            supplier_scale=0.2,
            buyer_scale=0.2,
            fx=dict(fx or {}),
        )
        return cls(facts, *rows)

    @classmethod
    def of(cls, tables: Tables, *, snapshot: str = "memory") -> Self:
        """A store over the resolved tables of an engine, which may be closed afterwards."""
        rows = []
        for name in ("company", "relation", "event"):
            tables.connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - one of our own names
            columns = [column[0] for column in tables.connection.description or ()]
            rows.append([dict(zip(columns, row, strict=True)) for row in tables.connection.fetchall()])
        return cls.from_tables(*rows, newest_day=tables.newest_day(), fx=tables.fx, snapshot=snapshot)

    def with_scales(self, *, supplier: float, buyer: float) -> Self:
        """The same store with the constants of chain likeness that were measured on it."""
        facts = replace(self._facts, supplier_scale=supplier, buyer_scale=buyer)
        return type(self)(facts, self._companies, self._relations, self._events)

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

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        """Companies in the order asked for."""
        return tuple(_company(self._companies[number]) for number in numbers)

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
            "confidence": _floats(_confidence(row) for _, row in chosen),
            "day": np.array([_day(row.get("day")) for _, row in chosen], dtype=np.int32),
        }
        return RelationBatch(
            origin=np.array([origin for origin, _ in chosen], dtype=np.int64),
            other=np.array([row[far] for _, row in chosen], dtype=np.int64),
            total=np.array([len(numbers) for numbers in rows], dtype=np.int64),
            column=columns.__getitem__,
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
        banks = [sorted({self._codes["bank"][text] for text in _list(row, "banks")}) for row in rows]
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
            industry=self._coded("industry", [_industry(row) for row in rows]),
            region=self._coded("region", [row.get("region") for row in rows]),
            role=self._coded("role", [row.get("role") for row in rows]),
            active=_words(None if row.get("status") is None else row["status"] == "active" for row in rows),
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
            bank_count=_floats(len(set(_list(row, "banks"))) or row.get("bank_count") for row in rows),
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
        return tuple(self._relation(self._relations[number]) for number in numbers)

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        """Events with their texts, in the order asked for."""
        return tuple(
            Event(
                number=row["number"],
                company=self._companies[row["company"]]["id"],
                type=row["type"],
                date=_iso(row.get("date")),
                text=row.get("text"),
                source_ref=row.get("source_ref"),
            )
            for row in (self._events[number] for number in numbers)
        )

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

    def _relation(self, row: Row) -> Relation:
        return Relation(
            number=row["number"],
            source=self._companies[row["source"]]["id"],
            target=self._companies[row["target"]]["id"],
            kind=Kind(row["kind"]),
            product=row.get("product"),
            amount=row.get("amount"),
            currency=row.get("currency"),
            amount_cny=row.get("amount_cny"),
            count=row.get("count"),
            share_of_target=row.get("share_of_target"),
            share_of_source=row.get("share_of_source"),
            share=row.get("share"),
            start=_iso(row.get("start")),
            end=_iso(row.get("end")),
            as_of=_iso(row.get("day")),
            grade=row.get("grade") or "inferred",
            confidence=_confidence(row),
            source_ref=row.get("source_ref"),
            evidence=row.get("evidence") or 1,
        )


def _numbered(rows: Iterable[Row]) -> list[Row]:
    ordered = sorted(rows, key=lambda row: row["number"])
    if [row["number"] for row in ordered] != list(range(len(ordered))):
        raise ValueError("the column number of a resolved table must run from 0 without gaps.")
    return ordered


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
    return amount is None, -(amount or 0.0), -_confidence(row), -_day(row.get("day")), row[far], row["kind"]


def _company(row: Row) -> Company:
    return Company(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        aliases=tuple(_list(row, "aliases")),
        name_en=row.get("name_en"),
        former_names=tuple(_list(row, "former_names")),
        uscc=row.get("uscc"),
        lei=row.get("lei"),
        ticker=row.get("ticker"),
        country=row.get("country"),
        region=row.get("region"),
        park=row.get("park"),
        industry_code=row.get("industry_code"),
        industry=row.get("industry"),
        role=row.get("role"),
        ownership=row.get("ownership"),
        status=row.get("status"),
        products=tuple(_list(row, "products")),
        main_bank=row.get("main_bank"),
        banks=tuple(_list(row, "banks")),
        is_client=row.get("is_client"),
        core_client=row.get("core_client"),
        listed=row.get("listed"),
        employees=row.get("employees"),
        revenue=row.get("revenue"),
        currency=row.get("currency"),
        as_of=_iso(row.get("as_of")),
        grade=row.get("grade"),
        source_file=row.get("source_file"),
        source_row=row.get("source_row"),
        source_ref=row.get("source_ref"),
        records=row.get("records") or 0,
    )


def _list(row: Row, column: str) -> list[str]:
    return list(row.get(column) or ())


def _industry(row: Row) -> str | None:
    return row.get("industry_code") or row.get("industry")


def _confidence(row: Row) -> float:
    confidence = row.get("confidence")
    return 1.0 if confidence is None else float(confidence)


def _day(day: date | None) -> int:
    return UNDATED if day is None else (day - _EPOCH).days


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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
