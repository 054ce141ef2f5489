"""A version in a Neo4j database as a `Store`: one statement a question, however many companies it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from chainprospect.errors import StoreUnavailable
from chainprospect.model.company import (
    MIDDLEMAN_ROLES,
    Company,
    CompanyMatch,
    FeatureBatch,
    IdArray,
    Peers,
    Standing,
)
from chainprospect.model.fact import Evidence, Fact
from chainprospect.model.financial import Financial
from chainprospect.model.ports import StoreFacts, WalkFacts
from chainprospect.model.relation import UNDATED, Event, Kind, Kinds, Relation, RelationBatch, Side
from chainprospect.model.rules import ReachRules
from chainprospect.stores.neo4j.columns import Found, Labels, feature_batch, relation_batch, walk_facts_of
from chainprospect.stores.neo4j.connection import Connection, Row
from chainprospect.stores.neo4j.grams import asked_grams
from chainprospect.stores.neo4j.layout import total_of
from chainprospect.stores.neo4j.matching import match_of
from chainprospect.stores.neo4j.opening import opened
from chainprospect.stores.neo4j.packed import evidence_alone, evidence_in, facts_in
from chainprospect.stores.snapshot.search import search_key

_KINDS: Final = tuple(Kind)
# Fields of a company that hold several texts, by their place in it.
_LISTS: Final = (3, 5, 17, 19)
_RECORDS: Final = 31
_GRADE: Final = 15
_EVIDENCE: Final = 18
_HELD, _ACTIVE = 13, 15

# Reads up to the budget of a walk bring every column.
_WALKED: Final = ReachRules().relations_per_company

Made = TypeVar("Made")


class Neo4jStore:
    """
    One version in a database behind the `Store` port; the connection is closed with it.

    The version in use is looked up once, at opening, and named in every statement: a push beside it changes no answer.
    When that push removes it, questions end with `StoreUnavailable`, and `still_whole` tells whether an answer that was
    made meanwhile can be trusted.

    Parameters
    ----------
    connection
        A server that answered.
    snapshot
        The version to read; None reads the one in use.

    Raises
    ------
    StoreUnavailable
        The database is empty, somebody else's or lacks an index.
    StoreStale
        Another version of chainprospect filled it.
    """

    def __init__(self, connection: Connection, snapshot: str | None = None) -> None:
        self.connection = connection
        try:
            self._opened = opened(connection, snapshot)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    @property
    def facts(self) -> StoreFacts:
        """What the version says of itself."""
        return self._opened.facts

    def still_whole(self) -> bool:
        """Whether the version is still there, so that nothing was missing from what it answered until now."""
        ((whole,),) = self._ask("still_whole", list)
        return bool(whole)

    def search(self, text: str, limit: int = 10, *, whole: bool = False) -> tuple[CompanyMatch, ...]:
        """
        Companies whose id, name or alias holds `text`: whole, at the start, elsewhere; then shorter, then number.

        With `whole` those alone that hold nothing else, which no number of companies makes slower.
        """
        key = search_key(text)
        if limit < 1 or not key or not _sayable(key):
            return ()
        rows = self._ask("search", list, grams=asked_grams(key, whole=whole), key=key, whole=whole, limit=limit)
        return tuple(match_of(row, key) for row in rows)

    def by_id(self, ids: Sequence[str]) -> tuple[CompanyMatch | None, ...]:
        """The companies with these very ids, in the order asked for, in one statement; None where none has it."""
        wanted = sorted(ident for ident in set(ids) if _sayable(ident))
        rows = self._ask("by_id", list, ids=wanted) if wanted else []
        found = {ident: CompanyMatch(number, ident, name, "id", ident) for ident, number, name in rows}
        return tuple(found.get(ident) for ident in ids)

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        """
        Relations of a frontier on one side, each company's first `limit` in budget order.

        Notes
        -----
        One statement. Up to the budget of a walk it brings every column; a wider read brings the far ends alone, which
        are all that likeness looks at, and the other columns in a second statement when one is asked for.
        """
        if side is Side.VIA:
            raise ValueError("relations run upstream or downstream; via is no direction.")
        numbers = np.asarray(frontier, np.int64).tolist()
        values = {
            "frontier": numbers,
            "types": [kind.name for kind in kinds.value],
            "total": total_of(kinds, side),
            "limit": limit,
        }

        def whole() -> Found:
            return self._found(f"relations_{side.value}", **values, unknown=float("nan"), undated=UNDATED)

        def far(part: str, companies: IdArray) -> NDArray[Any]:
            return self.walk_facts(companies).come_from(side, part)

        found = whole() if limit <= _WALKED else self._found(f"ends_{side.value}", **values)
        return relation_batch(len(numbers), found, whole, far)

    def _found(self, name: str, **values: Any) -> Found:
        """What a statement found for each place of a frontier."""
        size = len(values["frontier"])
        found = (
            self._ask(name, lambda rows: {place: (total, lists) for place, total, *lists in rows}, **values)
            if size
            else {}
        )
        self._expect(size, len(found))
        return found

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        """Degrees and middleman marks, in the order asked for."""
        wanted, back = np.unique(np.asarray(numbers, np.int64), return_inverse=True)
        parts = (
            self._ask("walk_facts", list, numbers=wanted.tolist(), middlemen=list(MIDDLEMAN_ROLES))
            if len(wanted)
            else []
        )
        found = walk_facts_of(parts, wanted)
        if found is None:
            raise self._gone()
        return WalkFacts(found.partners[back], found.buyers[back], found.suppliers[back], found.middleman[back])

    def features(self, numbers: IdArray) -> FeatureBatch:
        """Columns the score reads, in the order asked for, in one statement."""
        numbers = np.asarray(numbers, np.int64)
        return feature_batch(numbers, self._rows("features", numbers), self._labels)

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        """Companies in the order asked for."""
        return tuple(map(_company, self._rows("companies", numbers)))

    def relations(self, numbers: NDArray[np.int64]) -> tuple[Relation, ...]:
        """Relations with their texts, in the order asked for."""
        return tuple(map(_relation, self._rows("relations", numbers)))

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        """Events with their texts, in the order asked for."""
        return tuple(Event(*row) for row in self._rows("events", numbers))

    def standings(self, numbers: IdArray) -> tuple[Standing, ...]:
        """What advice reads of companies beyond `companies`, in the order asked for; money in CNY."""
        return tuple(map(_standing, self._rows("standings", numbers)))

    def financials_of(self, numbers: IdArray) -> tuple[tuple[Financial, ...], ...]:
        """Statements of each company, in the order asked for; of one company the newest first."""
        return tuple(
            tuple(_financial(ident, statement) for statement in statements)
            for _, ident, statements in self._rows("financials", numbers)
        )

    def clients(self) -> IdArray:
        """Every company marked `is_client`, ascending."""
        return np.array([number for (number,) in self._ask("clients", list)], np.int64)

    def peers_of(self, number: int, limit: int) -> Peers:
        """Companies of the same industry division and province, at most `limit` of them."""
        rows = self._ask("peers", list, number=int(number), limit=limit)
        self._expect(1, len(rows))
        division, province, total, first = rows[0]
        return Peers(division, province, np.array(first, np.int64), total)

    def facts_of(self, number: int) -> tuple[Fact, ...]:
        """Every fact that the records state of one company, by column, the one that holds first."""
        rows = self._ask("facts", list, number=int(number))
        self._expect(1, len(rows))
        return facts_in(rows[0][0])

    def evidence_of(self, relation: int) -> tuple[Evidence, ...]:
        """Every row behind one relation, the representative first."""
        rows = self._ask("evidence", list, number=int(relation))
        self._expect(1, len(rows))
        packed, alone = rows[0]
        return (evidence_alone(alone),) if packed is None else evidence_in(packed)

    def _ask(self, name: str, take: Callable[[Iterator[Row]], Made], **values: Any) -> Made:
        return self.connection.read(name, take, snapshot=self.facts.snapshot, **values)

    def _rows(self, name: str, numbers: NDArray[Any]) -> list[Row]:
        """One row for each number asked for, in that order; each is asked for once."""
        asked = np.asarray(numbers, np.int64).tolist()
        wanted = sorted(set(asked))
        found = {row[0]: row for row in self._ask(name, list, numbers=wanted)} if wanted else {}
        self._expect(len(wanted), len(found))
        return [found[number] for number in asked]

    def _expect(self, asked: int, found: int) -> None:
        if asked != found:
            raise self._gone()

    def _gone(self) -> StoreUnavailable:
        return StoreUnavailable(
            "a newer load took the place of this one while it was read; ask again.",
            store=str(self.connection.address),
        )

    def _labels(self, column: str, known: Mapping[int, str]) -> Labels:
        def fetch() -> list[str]:
            return [text for (texts,) in self._ask("labels", list, column=column) for text in texts]

        return Labels(self._opened.labels[column], known, fetch)


def _sayable(key: str) -> bool:
    """Whether a text can be sent: half a character cannot, and no company is called so."""
    return not any("\ud800" <= sign <= "\udfff" for sign in key)


def _company(row: Row) -> Company:
    fields = list(row)
    for at in _LISTS:
        fields[at] = tuple(fields[at] or ())
    fields[_RECORDS] = fields[_RECORDS] or 0
    return Company(*fields)


def _relation(row: Row) -> Relation:
    fields = list(row)
    fields[3] = _KINDS[fields[3]]
    fields[_GRADE] = fields[_GRADE] or "inferred"
    fields[_EVIDENCE] = fields[_EVIDENCE] or 1
    return Relation(*fields)


def _standing(row: Row) -> Standing:
    fields = list(row)
    fields[_HELD] = tuple(fields[_HELD] or ())
    status = fields[_ACTIVE]
    fields[_ACTIVE] = None if status is None else status == "active"
    return Standing(*fields)


def _financial(company: str, statement: Sequence[Any]) -> Financial:
    period, period_end, currency, part_year, rate, names, items, file, line = statement
    known = dict(zip(names or (), items or (), strict=True))
    return Financial(company, period, period_end, currency, part_year is True, rate, known, file, line)
