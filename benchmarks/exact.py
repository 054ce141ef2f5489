"""
Correctness before speed: answers from the snapshot equal those of the memory store, byte for byte.

Small worlds are read into a memory store whole. For large ones it holds the part that an answer can touch. A recorder
notes every company that the engine asks the snapshot about. Of each whose relations or features were asked, the memory
store is given every input row that names it, by the same reading and resolving; what it says of them is then what a
memory store of the whole world would say. Of those that were only counted (how many partners, buyers, suppliers), the
counts are made by SQL over the whole input. An answer that asks about any other company differs from the snapshot's,
and counts as wrong.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from unittest import mock

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.world import World
from chainprospect import prospecting
from chainprospect.library import question_of
from chainprospect.model.company import Company, CompanyMatch, FeatureBatch, IdArray, Peers, Standing
from chainprospect.model.fact import Evidence, Fact
from chainprospect.model.financial import Financial
from chainprospect.model.ports import Store, StoreFacts, WalkFacts
from chainprospect.model.relation import Event, Kinds, Relation, RelationBatch, Side
from chainprospect.model.rules import Question
from chainprospect.settings import Settings

WHOLE_UP_TO: Final = 150_000
# Relations that a part may have, 2 kB each; an answer that touches more is counted as too wide to be checked.
WIDEST: Final = 1_500_000


@dataclass(frozen=True, slots=True)
class Checked:
    """How many answers were compared, how many of them differ, and how many touch too much to be compared."""

    equal: int
    different: tuple[str, ...]
    too_wide: tuple[str, ...]
    whole: bool


class Outside(Exception):
    """An answer asked about a company that the part of the world does not hold."""


class Recorder:
    """A store that notes which companies it is asked about: `rows` for relations and features, `counted` for counts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows: set[int] = set()
        self.counted: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    @property
    def facts(self) -> StoreFacts:
        return self._store.facts

    def search(self, text: str, limit: int = 10, *, whole: bool = False) -> tuple[CompanyMatch, ...]:
        return self._store.search(text, limit, whole=whole)

    def by_id(self, ids: Sequence[str]) -> tuple[CompanyMatch | None, ...]:
        return self._store.by_id(ids)

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        return self._store.companies(numbers)

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        self.rows.update(np.unique(frontier).tolist())
        batch = self._store.relations_of(frontier, side, kinds, limit)

        def far(part: str, rows: NDArray[np.int64]) -> NDArray[Any]:
            return self._far(batch, side, part, rows)

        return replace(batch, far=far)

    def _far(self, batch: RelationBatch, _: Side, part: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        self.counted.update(np.unique(batch.other[rows]).tolist())
        return batch.far(part, rows)

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        self.counted.update(np.unique(numbers).tolist())
        return self._store.walk_facts(numbers)

    def features(self, numbers: IdArray) -> FeatureBatch:
        self.rows.update(np.unique(numbers).tolist())
        return self._store.features(numbers)

    def relations(self, numbers: NDArray[np.int64]) -> tuple[Relation, ...]:
        return self._store.relations(numbers)

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        return self._store.events(numbers)

    def standings(self, numbers: IdArray) -> tuple[Standing, ...]:
        return self._store.standings(numbers)

    def financials_of(self, numbers: IdArray) -> tuple[tuple[Financial, ...], ...]:
        return self._store.financials_of(numbers)

    def clients(self) -> IdArray:
        return self._store.clients()

    def peers_of(self, number: int, limit: int) -> Peers:
        return self._store.peers_of(number, limit)

    def facts_of(self, number: int) -> tuple[Fact, ...]:
        return self._store.facts_of(number)

    def evidence_of(self, relation: int) -> tuple[Evidence, ...]:
        return self._store.evidence_of(relation)


class Part(Recorder):
    """A memory store of a part of the world, which refuses what it does not hold and counts partners by SQL."""

    def __init__(self, store: Store, inside: frozenset[str], counts: Mapping[str, tuple[int, int, int]]) -> None:
        super().__init__(store)
        self._inside, self._counts = inside, counts

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        self._refuse(frontier, self._inside)
        return super().relations_of(frontier, side, kinds, limit)

    def _far(self, batch: RelationBatch, side: Side, part: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        return self.walk_facts(batch.other[rows]).come_from(side, part)

    def features(self, numbers: IdArray) -> FeatureBatch:
        self._refuse(numbers, self._inside)
        return super().features(numbers)

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        ids = [company.id for company in self._store.companies(numbers)]
        strange = [ident for ident in ids if ident not in self._counts]
        if strange:
            raise Outside(strange[0])
        counts = np.array([self._counts[ident] for ident in ids], np.int64).reshape(-1, 3)
        own = self._store.walk_facts(numbers)
        return WalkFacts(counts[:, 0], counts[:, 1], counts[:, 2], own.middleman)

    def _refuse(self, numbers: IdArray, inside: frozenset[str]) -> None:
        new = np.array(sorted(set(np.unique(numbers).tolist()) - self.rows), np.int64)
        strange = [company.id for company in self._store.companies(new) if company.id not in inside]
        if strange:
            raise Outside(strange[0])


def check(world: World, store: Store, anchors: Iterable[str]) -> Checked:
    """Compare the answers of some anchors, each with everything it tells."""
    whole = world.economy.relations <= WHOLE_UP_TO
    question = replace(question_of(Settings(), {}), as_of_day=store.facts.newest_day)
    equal, different, too_wide = 0, [], []
    with Register(world) as register:
        memory = _memory(store, register.everything()) if whole else None
        for anchor in anchors:
            recorder = Recorder(store)
            answer = document(recorder, anchor, question)
            other = memory or _part(store, recorder, register)
            if other is None:
                too_wide.append(anchor)
            elif _same(answer, other, anchor, question):
                equal += 1
            else:
                different.append(anchor)
    return Checked(equal, tuple(different), tuple(too_wide), whole)


def _same(answer: Mapping[str, Any], store: Store, anchor: str, question: Question) -> bool:
    try:
        return answer == document(store, anchor, question)
    except Outside:
        return False


def _part(store: Store, asked: Recorder, register: Register) -> Part | None:
    rows = _with_groups(store, asked.rows)
    counted = np.array(sorted({*asked.counted, *rows.tolist()}), np.int64)
    inside, numbers = ([company.id for company in store.companies(some)] for some in (rows, counted))
    if register.choose(inside, numbers) > WIDEST:
        return None
    return Part(_memory(store, register.part()), frozenset(inside), register.counts())


def document(store: Store, anchor: str, question: Question) -> Mapping[str, Any]:
    """The whole answer as its JSON document, without the name of the snapshot."""
    answer = prospecting.prospect(store, [anchor], question, lang="zh", excluded=True)
    found: dict[str, Any] = json.loads(prospecting.to_json(answer))
    del found["snapshot"]
    return found


def _with_groups(store: Store, asked: Iterable[int]) -> IdArray:
    """The companies asked about, and everyone that stakes join to them, on whom their ownership group depends."""
    found = np.array(sorted(asked), np.int64)
    edge = found
    while len(edge):
        sides = [store.relations_of(edge, side, Kinds.OWNS, 1 << 30) for side in (Side.UPSTREAM, Side.DOWNSTREAM)]
        met = np.unique(np.concatenate([batch.other[~(batch.share <= 0.5)] for batch in sides]))
        edge = np.setdiff1d(met, found)
        found = np.union1d(found, edge)
    return found


def _memory(store: Store, frames: Mapping[str, pd.DataFrame]) -> Store:
    """A memory store of input rows, with what a load measures on the whole world taken from there."""
    facts = store.facts
    # Measuring the scales takes the memory store minutes, and a part of the world has others.
    with mock.patch("chainprospect.building.scales", return_value=(facts.supplier_scale, facts.buyer_scale)):
        return prospecting.memory_store(frames, Settings())


_MAPPED: Final = """
    CASE
        WHEN regexp_full_match({end}, 'C[0-9]{{8}}') THEN substr({end}, 2)::INTEGER
        WHEN regexp_full_match({end}, '[0-9]{{17}}.') THEN substr({end}, 9, 9)::INTEGER
        ELSE (SELECT n.number FROM named AS n WHERE n.name = {spelled})
    END
"""
_SPELLED: Final = "replace(replace(replace({end}, ' ', ''), '有限责任公司', '有限公司'), '股份公司', '股份有限公司')"


class Register:
    """The input files with the company that every end of a relation means, as the generator knows it."""

    def __init__(self, world: World) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=world.relations.parent)
        self._engine = duckdb.connect(f"{self._folder.name}/register.duckdb")
        self._engine.execute("SET memory_limit = '4GB'")
        for name, path in (("companies", world.companies), ("relations", world.relations), ("events", world.events)):
            # Parquet is asked again and again as it lies; text is parsed once.
            if path.suffix == ".parquet":
                self._engine.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")
            else:
                self._engine.execute(f"CREATE TABLE {name} AS FROM read_csv('{path}', all_varchar = true)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()
        self._folder.cleanup()

    def everything(self) -> dict[str, pd.DataFrame]:
        """All input rows, as texts."""
        return {name: self._texts(f"FROM {name}") for name in ("companies", "relations", "events")}

    def choose(self, rows: Sequence[str], counted: Sequence[str]) -> int:
        """Choose companies by id; tells how many relations name those of which all rows are wanted."""
        for name, ids in (("wanted", rows), ("counted", counted)):
            self._engine.register("given", pd.DataFrame({"number": [int(ident[1:]) for ident in ids]}))
            self._engine.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT number::INTEGER AS number FROM given")
        self._meet()
        self._engine.execute(
            "CREATE OR REPLACE TABLE chosen AS FROM tie "
            "WHERE seller IN (SELECT number FROM wanted) OR buyer IN (SELECT number FROM wanted)"
        )
        return int(self._engine.execute("SELECT count(*) FROM chosen").fetchall()[0][0])

    def _meet(self) -> None:
        """Relations that name a wanted or counted company in whichever way, with the companies at both ends."""
        name, source, target = (_SPELLED.format(end=end) for end in ("name", "source", "target"))
        self._engine.execute(
            "CREATE OR REPLACE TABLE said AS WITH met AS (FROM wanted UNION FROM counted) "
            "SELECT id AS text FROM companies WHERE substr(id, 2)::INTEGER IN (FROM met) "
            f"UNION SELECT {name} FROM companies WHERE substr(id, 2)::INTEGER IN (FROM met) "
            "UNION SELECT uscc FROM companies WHERE substr(uscc, 9, 9)::INTEGER IN (FROM met)"
        )
        self._engine.execute(
            f"CREATE OR REPLACE TABLE near AS FROM relations WHERE {source} IN (FROM said) OR {target} IN (FROM said)"
        )
        self._engine.execute(
            f"CREATE OR REPLACE TABLE named AS SELECT {name} AS name, substr(id, 2)::INTEGER AS number FROM companies "
            f"WHERE id IS NOT NULL AND {name} IN (SELECT {source} FROM near UNION SELECT {target} FROM near)"
        )
        seller, buyer = _MAPPED.format(end="source", spelled=source), _MAPPED.format(end="target", spelled=target)
        self._engine.execute(f"CREATE OR REPLACE TABLE tie AS SELECT *, {seller} AS seller, {buyer} AS buyer FROM near")
        self._engine.execute(
            "CREATE OR REPLACE TABLE pair AS SELECT DISTINCT seller, buyer FROM tie "
            "WHERE kind IN ('supplies', 'distributes') AND seller <> buyer"
        )

    def part(self) -> dict[str, pd.DataFrame]:
        """Input rows that name a wanted company, and the register's rows of everyone they name."""
        self._engine.execute(
            "CREATE OR REPLACE TABLE firm AS SELECT c.* FROM companies AS c WHERE substr(c.id, 2)::INTEGER IN "
            "(SELECT seller FROM chosen UNION SELECT buyer FROM chosen UNION SELECT number FROM counted)"
        )
        # A second row of the register has no id: it comes with the USCC it shares.
        return {
            "companies": self._texts(
                "FROM firm UNION ALL FROM companies WHERE id IS NULL AND uscc IN (SELECT uscc FROM firm)"
            ),
            "relations": self._texts("SELECT * EXCLUDE (seller, buyer) FROM chosen"),
            "events": self._texts("FROM events WHERE company IN (SELECT id FROM firm)"),
        }

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Distinct goods partners, buyers and suppliers in the whole world, of everyone counted."""
        found = self._engine.execute(
            "WITH side AS ("
            "SELECT seller AS number, buyer AS other, 1 AS buys, 0 AS sells FROM pair "
            "WHERE seller IN (SELECT number FROM counted) UNION ALL "
            "SELECT buyer, seller, 0, 1 FROM pair WHERE buyer IN (SELECT number FROM counted)) "
            "SELECT 'C' || substr((100000000 + c.number)::VARCHAR, 2), count(DISTINCT s.other), "
            "coalesce(sum(s.buys), 0), coalesce(sum(s.sells), 0) "
            "FROM counted AS c LEFT JOIN side AS s USING (number) GROUP BY c.number"
        ).fetchall()
        return {ident: (int(both), int(buyers), int(suppliers)) for ident, both, buyers, suppliers in found}

    def _texts(self, query: str) -> pd.DataFrame:
        found: pd.DataFrame = self._engine.execute(f"SELECT COLUMNS(*)::VARCHAR FROM ({query})").df()
        rows = found.astype(object)
        return rows.where(rows.notna(), None)
