"""Worlds that every store is asked about, and the stores that are asked."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from chainprospect.model.financial import ITEMS
from chainprospect.model.identity import Decisions
from chainprospect.model.ids import check_lei
from chainprospect.model.ports import Store
from chainprospect.model.relation import RelationBatch
from chainprospect.resolve.forms import merge_forms
from chainprospect.resolve.identify import identify
from chainprospect.resolve.names import read_places
from chainprospect.resources import query
from chainprospect.stores.memory import MemoryStore
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.push import push
from chainprospect.stores.neo4j.read import Neo4jStore
from chainprospect.stores.snapshot.manifest import SourceEntry, write_manifest
from chainprospect.stores.snapshot.read import SnapshotStore
from chainprospect.stores.snapshot.write import write_snapshot
from chainprospect.stores.tables import SourceRecords, Tables

Records = Mapping[str, Sequence[Mapping[str, Any]]]
FX = {"USD": 7.0, "TWD": 0.22}


def name_of(tables: Tables) -> str:
    """A world's snapshot id, the same in every store; several stand side by side in one database."""
    return tables.sources[0].folder.parent.name


def open_memory(tables: Tables) -> Store:
    return MemoryStore.of(tables, snapshot=name_of(tables)).with_scales(supplier=0.2, buyer=0.2)


def open_snapshot(tables: Tables, folder: Path) -> SnapshotStore:
    folder.mkdir()
    draft = dataclasses.replace(write_snapshot(tables, folder), snapshot=name_of(tables))
    entries = [SourceEntry(one.name, f"slug-{one.name}", "digest", one.load) for one in tables.sources]
    for one, entry in zip(tables.sources, entries, strict=True):
        shutil.copytree(one.folder, folder / "records" / entry.slug)
    write_manifest(folder, dataclasses.replace(draft, sources=tuple(entries)))
    return SnapshotStore(folder)


def open_neo4j(snapshot: SnapshotStore, server: Any) -> Store:
    address = address_of(server.uri)
    with Connection(address, server.environment) as connection:
        push(snapshot, connection, clear=False)
    return Neo4jStore(Connection(address, server.environment), snapshot.facts.snapshot)


# A database is named by the line of the server that keeps it.
STORES = ("memory", "snapshot", "neo4j-5.26", "neo4j-2026")


def write_records(folder: Path, records: Records) -> None:
    """Records of one source; rows number themselves from 2."""
    folder.mkdir()
    with duckdb.connect() as engine:
        for table, rows in records.items():
            engine.execute(query(f"duckdb/schema_{table}.sql"))
            said = [{"file": f"{table}.csv", "row": number, **row} for number, row in enumerate(rows, 2)]
            names = list(dict.fromkeys(name for row in said for name in row))
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in said)
            if said:
                values = [row.get(name) for row in said for name in names]
                engine.execute(f"INSERT INTO {table}_blank ({columns}) VALUES {marks}", values)
            engine.sql(f"SELECT * EXCLUDE (origin, file_row_number) FROM {table}_blank").write_parquet(
                str(folder / f"{table}.parquet")
            )


def resolved(folder: Path, sources: Sequence[SourceRecords]) -> Tables:
    tables = Tables(sources, fx=FX, memory_limit="500MB", threads=2, temp=folder / "temp")
    mentions = tables.mentions(merge_forms, check_lei)
    tables.assign(identify(mentions, Decisions(), read_places(())))
    return tables


def hand_drawn() -> Records:
    """A buyer with everything that a relation can be, and its neighbours."""
    companies = [
        {
            "own_id": "A",
            "name": "远景电缆有限公司",
            "aliases": ["远景", "Faraway"],
            "former_names": ["远景线缆厂"],
            "name_en": "Faraway Cable",
            "uscc": "91110000600037341L",
            "lei": "213800KUD8LAJWSQ9D15",
            "ticker": "600001",
            "country": "CN",
            "region": "江苏省苏州市",
            "park": "苏州工业园",
            "industry_code": "C38",
            "industry": "电线电缆",
            "role": "producer",
            "ownership": "private",
            "employees": 300.0,
            "revenue": 2e8,
            "assets": 1e8,
            "net_assets": -2e7,
            "market_cap": 3e8,
            "contribution": 320.0,
            "loan_balance": 5e6,
            "deposit_balance": 0.0,
            "products_held": ["流动资金贷款", "结算"],
            "currency": "USD",
            "as_of": date(2024, 5, 1),
            "growth": 0.1,
            "industry_growth": -0.05,
            "banks": ["乙行", "甲行", "乙行"],
            "bank_count": 7.0,
            "main_bank": "丙行",
            "listed": True,
            "founded": date(1999, 1, 1),
            "status": "active",
            "is_client": True,
            "core_client": True,
            "products": ["电缆", "光缆"],
        },
        {
            "own_id": "B",
            "name": "远景铜业",
            "industry": "铜材",
            "role": "trader",
            "status": "deregistered",
            "listed": False,
        },
        {
            "own_id": "C",
            "name": "华东远景电缆有限公司",
            "revenue": 5.0,
            "contribution": 7.0,
            "market_cap": 0.5,
            "currency": "EUR",
            "region": "江苏",
            "bank_count": 0.0,
            "is_client": False,
        },
        {
            "own_id": "D",
            "name": "丁",
            "is_client": True,
            "region": "上海市",
            "main_bank": "甲行",
            "role": "agent",
            "contribution": -12.5,
            "founded": date(1949, 10, 1),
        },
        {"own_id": "a", "name": "A", "region": "南京", "industry_code": "C3811"},
        {"name": "戊（集团）有限公司", "employees": 0.0, "region": "江苏 无锡", "industry_code": "C38"},
    ]
    relations = [
        {
            "source": "B",
            "target": "A",
            "amount": 100.0,
            "product": "铜杆",
            "as_of": date(2023, 3, 1),
            "grade": "filing",
        },
        {"source": "B", "target": "A", "amount": 20.0, "currency": "USD", "share_of_target": 0.4, "confidence": 0.5},
        {"source": "B", "target": "A", "kind": "distributes", "amount": 140.0, "start": date(2020, 1, 1)},
        {"source": "C", "target": "A", "amount": 140.0, "confidence": 0.9, "as_of": date(2024, 1, 1), "count": 3},
        {"source": "D", "target": "A", "amount": 140.0, "confidence": 0.9, "as_of": date(2024, 1, 2)},
        {"source": "a", "target": "A", "share_of_source": 0.3, "share_of_target": 0.2, "source_ref": "p. 3"},
        {"source": "新来的公司", "target": "A", "amount": 9.0, "currency": "EUR"},
        {"source": "A", "target": "D", "amount": 2400.0, "start": date(2020, 1, 1), "end": date(2024, 1, 1)},
        {"source": "A", "target": "B", "amount": 0.0},
        {"source": "D", "target": "C", "kind": "intermediates"},
        {"source": "D", "target": "A", "kind": "intermediates"},
        {"source": "A", "target": "a", "kind": "refers"},
        {"source": "a", "target": "C", "kind": "owns", "share": 0.51},
        {"source": "C", "target": "D", "kind": "owns", "share": 0.5},
        {"source": "戊(集团)有限公司", "target": "B", "kind": "owns"},
        {"source": "B", "target": "C", "kind": "guarantees", "amount": 1.0},
        {"source": "B", "target": "B", "amount": 1.0},
    ]
    payments = [
        {"payer": "丁", "payee": "A", "amount": 10.0, "count": 2, "first": date(2024, 1, 1), "last": date(2024, 6, 1)},
        {"payer": "A", "payee": "丁", "amount": 5.0, "count": 1, "first": date(2024, 2, 1), "last": date(2024, 2, 1)},
    ]
    events = [
        {"company": "A", "type": "expansion", "date": date(2024, 4, 1), "text": "新厂", "source_ref": "news"},
        {"company": "远景", "type": "default"},
        {"company": "A", "type": "bid_won", "date": date(2024, 4, 1)},
        {"company": "B", "type": "expansion", "date": date(2022, 4, 1)},
    ]
    financials = [
        {
            "company": "远景",
            "period": "2023",
            "period_end": date(2023, 12, 31),
            "revenue": 9.0,
            "receivables_open": 1.5,
        },
        {"company": "A", "period": "2023", "period_end": date(2023, 12, 31), "currency": "EUR", "tax": 0.0},
        {"company": "A", "period": "2023", "period_end": date(2023, 12, 31), "revenue": 8.0, "cogs": -3.0},
        {"company": "A", "period": "2024H1", "period_end": date(2024, 6, 30), "currency": "USD", "inventory": 2.0},
        {"company": "A", "period": "2024", "period_end": date(2024, 6, 30), "currency": "USD", "inventory_open": 4.0},
        {"company": "A", "period": "去年", "cash": 1.0},
        {"company": "A", "period": "2022", "period_end": date(2022, 12, 31), "currency": "TWD"},
        {"company": "B", "period": "2024Q3", "period_end": date(2024, 9, 30), "cash": 6.0, "tax_open": 0.5},
    ]
    blacklist = [{"company": "丁", "reason": "失信"}, {"company": "a"}]
    return {
        "companies": companies,
        "relations": relations,
        "payments": payments,
        "events": events,
        "financials": financials,
        "blacklist": blacklist,
    }


def random_records(seed: int) -> Records:
    """A tangle of some forty companies: parallel relations, ties in every column, blanks, odd texts."""
    draw = np.random.default_rng(seed)

    def one(options: Sequence[Any]) -> Any:
        return options[int(draw.integers(len(options)))]

    def maybe(*options: Any) -> Any:
        return one((None, *options))

    def day() -> date | None:
        return maybe(date(2019, 12, 31), date(2024, 2, 29), date(1969, 7, 20), date(2024, 3, 1))

    odd = ("🏭", "ｷｰ", "\u200b", "=1+1", "O'Neill", '"', "%_", "ß", "İ", "葛\U000e0101", "  x")
    names = [f"{one('甲乙丙丁')}{one('天地人')}{one(('电缆', '铜业', 'Cable', *odd))}{number}" for number in range(40)]
    companies = [
        {
            "own_id": maybe(f"c{number:02}", f"C{number:02}"),
            "name": name,
            "aliases": maybe([], [name[:2]], [name[2:], f"alias {number}"]),
            "former_names": maybe([f"old {name}"]),
            "name_en": maybe(f"Company {number}"),
            "ticker": maybe(f"T{number}"),
            "region": maybe("江苏省", "上海市", "𠮷"),
            "industry_code": maybe("C38", "F51"),
            "industry": maybe("铜材", "C38"),
            "role": maybe("trader", "producer", "law_firm"),
            "status": maybe("active", "deregistered"),
            "employees": maybe(0.0, 12.5),
            "revenue": maybe(1e8, 3.0),
            "assets": maybe(1e-3),
            "currency": maybe("USD", "EUR", "CNY"),
            "as_of": day(),
            "growth": maybe(-1.0, 0.25),
            "banks": maybe(["甲行"], ["乙行", "甲行"], []),
            "bank_count": maybe(0.0, 3.0),
            "main_bank": maybe("甲行", "丁行"),
            "listed": maybe(True, False),
            "is_client": maybe(True, False),
            "core_client": maybe(True, False),
            "products": maybe(["铜", "铝"]),
        }
        for number, name in enumerate(names)
    ]
    relations = [
        {
            "source": one(names),
            "target": one((*names[:6], *names)),
            "kind": maybe(
                "supplies", "supplies", "distributes", "owns", "owns", "intermediates", "refers", "guarantees"
            ),
            "amount": maybe(1.0, 2.0, 0.0, 1e9),
            "currency": maybe("USD", "EUR"),
            "product": maybe("铜", "铝"),
            "count": maybe(1, 2),
            "share_of_target": maybe(0.1, 1.0),
            "share_of_source": maybe(0.2),
            "share": maybe(0.5, 0.51),
            "confidence": maybe(0.5, 1.0),
            "grade": maybe("filing", "news", "payment"),
            "start": maybe(date(2020, 1, 1)),
            "end": maybe(date(2022, 1, 1), date(2020, 6, 1)),
            "as_of": day(),
            "source_ref": maybe("a", "b"),
        }
        for _ in range(260)
    ]
    payments = [
        {
            "payer": one(names),
            "payee": one(names),
            "amount": one((1.0, 0.1)),
            "count": 1,
            "first": date(2024, 1, 1),
            "last": day(),
        }
        for _ in range(20)
    ]
    events = [
        {
            "company": one(names),
            "type": one(("expansion", "default", "bid_won")),
            "date": day(),
            "text": maybe("x", "🏭"),
            "source_ref": maybe("r"),
        }
        for _ in range(30)
    ]
    blacklist = [{"company": one(names), "reason": maybe("r")} for _ in range(3)]
    for company in companies:
        company |= {
            "region": maybe(company["region"], "苏州市", "江苏省 扬州", "𠮷"),
            "industry_code": maybe(company["industry_code"], "C3811", "C", "38"),
            "net_assets": maybe(-2.5),
            "market_cap": maybe(7e9, 0.0),
            "contribution": maybe(3.0, -1.0),
            "loan_balance": maybe(0.0, 0.3),
            "deposit_balance": maybe(1e6),
            "products_held": maybe([], ["结算", "O'Neill", "a；b"]),
            "founded": day(),
        }
    financials = [
        {
            "company": one(names),
            "period": one(("2023", "2023H1", "2024", "x")),
            "period_end": day(),
            "currency": maybe("USD", "EUR"),
            **{one(ITEMS): one((0.0, 1.5, -2.0, 1e12)) for _ in range(int(draw.integers(6)))},
            "total_assets": maybe(4.0, 5.0),
        }
        for _ in range(70)
    ]
    return {
        "financials": financials,
        "companies": companies,
        "relations": relations,
        "payments": payments,
        "events": events,
        "blacklist": blacklist,
    }


def write_tw_chain(shared: Path, folder: Path) -> None:
    """The columns of tw_chain as records."""
    data = shared / "data" / "tw_chain"
    folder.mkdir()
    with duckdb.connect() as engine:
        for table, renamed in (("companies", "* RENAME (id AS own_id)"), ("relations", "*")):
            rows = engine.read_csv(str(data / f"{table}.csv"), all_varchar=True)
            engine.execute(query(f"duckdb/schema_{table}.sql"))
            engine.execute(
                f"INSERT INTO {table}_blank BY NAME "
                f"SELECT {renamed}, '{table}.csv' AS file, row_number() OVER () + 1 AS row FROM rows"
            )
            assert len(rows)
            engine.sql(f"SELECT * EXCLUDE (origin, file_row_number) FROM {table}_blank").write_parquet(
                str(folder / f"{table}.parquet")
            )


@pytest.fixture(scope="session")
def tables_of(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Tables]]:
    """Resolved tables of a world, made once."""
    made: dict[str, Tables] = {}

    def make(world: str) -> Tables:
        if world not in made:
            folder = tmp_path_factory.mktemp("world")
            if world == "tw_chain":
                write_tw_chain(request.getfixturevalue("shared"), folder / "records")
            elif world == "hand":
                write_records(folder / "records", hand_drawn())
            elif world == "empty":
                write_records(folder / "records", {})
            else:
                write_records(folder / "records", random_records(int(world.split()[1])))
            made[world] = resolved(folder, [SourceRecords("one", folder / "records", 1)])
        return made[world]

    yield make
    for tables in made.values():
        tables.close()


@pytest.fixture(scope="session")
def opened(
    tables_of: Callable[[str], Tables], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str, str], Store]]:
    """A store over a world, opened once."""
    made: dict[tuple[str, str], Store] = {}
    wiped: set[str] = set()

    def servers(line: str) -> Any:
        server = request.getfixturevalue("neo4j_server")(line)
        if line not in wiped:
            server.wipe()
            wiped.add(line)
        return server

    def open_(name: str, world: str) -> Any:
        if (name, world) in made:
            return made[name, world]
        if name == "memory":
            made[name, world] = open_memory(tables_of(world))
        elif name == "snapshot":
            # Writing a snapshot uses the tables up, and the oracle reads them too.
            open_("memory", world)
            made[name, world] = open_snapshot(tables_of(world), tmp_path_factory.mktemp("store") / name)
        else:
            made[name, world] = open_neo4j(open_("snapshot", world), servers(name.removeprefix("neo4j-")))
        return made[name, world]

    yield open_
    for store in made.values():
        store.close()


@pytest.fixture(params=list(STORES))
def store_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[name for name in STORES if name != "memory"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """A store that is held to the memory store."""
    return str(request.param)


@pytest.fixture
def hand(opened: Callable[[str, str], Store], store_name: str) -> Store:
    """The hand-drawn world in each store."""
    return opened(store_name, "hand")


def assert_same(left: Any, right: Any, where: str = "") -> None:
    """Equal to the last bit: types of columns, values, unknowns."""
    if isinstance(left, np.ndarray):
        assert left.dtype == right.dtype, where
        np.testing.assert_array_equal(left, right, err_msg=where, strict=True)
    elif isinstance(left, RelationBatch):
        assert isinstance(right, RelationBatch), where
        for name in ("origin", "other", "total", "relation", "kind", "amount", "share", "confidence", "day"):
            assert_same(getattr(left, name), getattr(right, name), f"{where}.{name}")
        some = np.arange(0, len(left.other), 3)
        assert_same(left.partners_back(some), right.partners_back(some), f"{where}.partners_back")
        assert_same(left.middlemen(some), right.middlemen(some), f"{where}.middlemen")
    elif dataclasses.is_dataclass(left):
        assert type(left) is type(right), where
        for field in dataclasses.fields(left):
            assert_same(getattr(left, field.name), getattr(right, field.name), f"{where}.{field.name}")
    elif isinstance(left, list | tuple):
        assert len(left) == len(right), where
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            assert_same(one, other, f"{where}[{place}]")
    else:
        assert left == right, where
        assert type(left) is type(right), where


@pytest.fixture(scope="session")
def same() -> Callable[[Any, Any], None]:
    return partial(assert_same, where="answer")
