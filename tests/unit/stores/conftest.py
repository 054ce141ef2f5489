"""Small worlds: records written as Parquet, a simple resolver, and the snapshot built from both."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from chainprospect.model.identity import Identity, Mentions
from chainprospect.resources import query
from chainprospect.stores.snapshot.manifest import Manifest, SourceEntry
from chainprospect.stores.snapshot.read import SnapshotStore
from chainprospect.stores.snapshot.write import write_snapshot
from chainprospect.stores.tables import SourceRecords, Tables
from chainprospect.stores.workspace import Workspace

Row = Mapping[str, Any]
VALID_LEI = "213800KUD8LAJWSQ9D15"


def write_records(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    """Write rows as the records of one source; rows number themselves from 2."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        for table, rows in tables.items():
            engine.execute(query(f"duckdb/schema_{table}.sql"))
            said = [{"file": f"{table}.csv", "row": number, **row} for number, row in enumerate(rows, 2)]
            names = sorted({name for row in said for name in row})
            if said:
                columns = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in said)
                values = [row.get(name) for row in said for name in names]
                engine.execute(f"INSERT INTO {table}_blank ({columns}) VALUES {marks}", values)
            rows_ = engine.sql(f"SELECT * EXCLUDE (origin, file_row_number) FROM {table}_blank")
            rows_.write_parquet(str(folder / f"{table}.parquet"), compression="zstd")
    return folder


def simple_forms(names: Sequence[str]) -> list[str]:
    """A stand-in for the merge forms."""
    return [name.replace("（", "(").replace("）", ")").casefold() for name in names]


def resolve_simply(mentions: Mentions) -> Identity:
    """Own id, else USCC, else LEI, else form; a form that stands with one of them joins it."""
    stronger: dict[int, str] = {}
    by_code: dict[str, str] = {}

    def key(i: int) -> str | None:
        for codes, texts in (
            (mentions.own, mentions.own_texts),
            (mentions.uscc, mentions.uscc_texts),
            (mentions.lei, mentions.lei_texts),
        ):
            if codes[i] >= 0:
                text = texts[codes[i]]
                return by_code.get(text, text)
        return None

    for i in range(len(mentions.own)):
        own = key(i)
        if own is None:
            continue
        for codes, texts in ((mentions.uscc, mentions.uscc_texts), (mentions.lei, mentions.lei_texts)):
            if codes[i] >= 0:
                by_code.setdefault(texts[codes[i]], own)
        if mentions.form[i] >= 0:
            stronger.setdefault(int(mentions.form[i]), own)
    keys = []
    for i in range(len(mentions.own)):
        form = int(mentions.form[i])
        keys.append(key(i) or stronger.get(form) or f"X{mentions.form_texts[form]}")
    ids = sorted(set(keys))
    number = {ident: n for n, ident in enumerate(ids)}
    company = np.array([number[k] for k in keys], np.int64)
    names = list(ids)
    for i in reversed(range(len(keys))):
        if mentions.name[i] >= 0:
            names[company[i]] = mentions.name_texts[mentions.name[i]]
    return Identity(company, ids, names, ())


@dataclass
class World:
    """Builds tables and snapshots from rows, source by source."""

    folder: Path
    sources: list[SourceRecords] = field(default_factory=list)
    made: int = 0

    def source(self, name: str, *, load: int | None = None, **tables: Sequence[Row]) -> World:
        folder = self.folder / f"records-{len(self.sources)}"
        write_records(folder, tables)
        self.sources.append(SourceRecords(name, folder, len(self.sources) + 1 if load is None else load))
        return self

    def tables(self, **fx: float) -> Tables:
        tables = Tables(self.sources, fx=fx, memory_limit="500MB", threads=2, temp=self.folder / "temp")
        mentions = tables.mentions(simple_forms, VALID_LEI.__eq__)
        tables.assign(resolve_simply(mentions))
        return tables

    def snapshot(self, **fx: float) -> Path:
        self.made += 1
        folder = self.folder / f"snapshot-{self.made}"
        folder.mkdir()
        with self.tables(**fx) as tables:
            write_snapshot(tables, folder)
        return folder

    def store(self, **fx: float) -> SnapshotStore:
        return SnapshotStore(self.snapshot(**fx))


def _mixed(folder: Path, *, turned: bool) -> World:
    """Many kinds of rows, ties and conflicts; `turned` gives the same rows in the opposite order."""
    days = [None, date(2023, 1, 1), date(2024, 1, 1)]
    companies = [
        {
            "own_id": f"C{i % 17:02}" if i % 5 else None,
            "name": f"公司{i % 23}（{i % 3}）",
            "aliases": [f"别名{i % 7}"] if i % 4 == 0 else None,
            "region": f"省{i * 7 % 11}" if i % 3 else None,
            "revenue": float(i * 31 % 13) if i % 2 else None,
            "currency": ["CNY", "USD", None][i % 3],
            "as_of": days[i % 3],
            "banks": [f"银行{i % 5}", f"银行{i % 3}"] if i % 6 else None,
            "is_client": [True, False, None][i % 3],
            "products": [f"产品{i % 9}"],
        }
        for i in range(120)
    ]
    relations = [
        {
            "source": f"C{i * 3 % 17:02}",
            "target": f"公司{i * 5 % 23}（{i % 3}）",
            "kind": [None, "supplies", "distributes", "owns", "intermediates"][i % 5],
            "amount": float(i % 4) if i % 3 else None,
            "confidence": [None, 0.5][i % 2],
            "as_of": days[i % 3],
            "product": f"产品{i % 6}",
            "grade": [None, "news", "filing"][i % 3],
        }
        for i in range(300)
    ]
    payments = [
        {
            "payer": f"C{i % 17:02}",
            "payee": f"C{i * 3 % 13:02}",
            "amount": 0.1 * i,
            "count": i % 3 + 1,
            "last": days[i % 3],
            "file": "p.csv",
            "row": 2,
        }
        for i in range(90)
    ]
    events = [
        {"company": f"C{i % 17:02}", "type": ["default", "listing"][i % 2], "date": days[i % 3]} for i in range(40)
    ]
    tables = {"companies": companies, "relations": relations, "payments": payments, "events": events}
    world = World(folder)
    parts = [
        ("甲", 1, {table: rows[::2] for table, rows in tables.items()}),
        ("乙", 2, {table: rows[1::2] for table, rows in tables.items()}),
    ]
    for name, number, rows in reversed(parts) if turned else parts:
        world.source(name, load=number, **{t: list(reversed(r)) if turned else r for t, r in rows.items()})
    return world


@pytest.fixture
def mixed(tmp_path: Path) -> Callable[..., World]:
    """A world of many kinds of rows, as it is or with everything turned round."""

    def make(*, turned: bool) -> World:
        return _mixed(tmp_path / ("turned" if turned else "straight"), turned=turned)

    return make


@pytest.fixture(scope="session")
def make_world(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], World]:
    """Makes empty worlds that outlive a test."""
    return lambda: World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty world."""
    return World(tmp_path)


@pytest.fixture
def closed() -> Iterator[Callable[[Path], AbstractContextManager[None]]]:
    """Takes away the right to write in a folder, from root too, while a context is open."""

    @contextmanager
    def close(folder: Path) -> Iterator[None]:
        places = [folder, *folder.rglob("*")]
        for place in places:
            place.chmod(0o555 if place.is_dir() else 0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield
        finally:
            if root:
                os.seteuid(0)
            for place in places:
                place.chmod(0o755 if place.is_dir() else 0o644)

    return close


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@dataclass
class Loader:
    """Loads rows as one source into a workspace, the other sources staying; what was built before is copied."""

    folder: Path
    made: dict[str, Path] = field(default_factory=dict)
    drafts: dict[str, Manifest] = field(default_factory=dict)

    def __call__(self, workspace: Workspace, name: str, content: str = "0" * 32, **tables: Sequence[Row]) -> str:
        with workspace.building() as building:
            kept = [entry for entry in (building.base.sources if building.base else ()) if entry.name != name]
            for entry in kept:
                building.keep(entry)
            last = max((entry.load for entry in (building.base.sources if building.base else ())), default=0)
            new = SourceEntry(name, f"slug-{name}", f"digest-{name}", last + 1, {t: len(r) for t, r in tables.items()})
            records = self._made(repr(tables), lambda folder: write_records(folder, tables))
            shutil.copytree(records, building.records(new.slug), dirs_exist_ok=True)
            entries = [*kept, new]
            sources = [SourceRecords(e.name, building.folder / "records" / e.slug, e.load) for e in entries]
            # Records are copied or linked, so their bytes say what the snapshot will hold.
            key = repr([(s.name, s.load, [p.read_bytes() for p in sorted(s.folder.iterdir())]) for s in sources])
            built = self._made(key, lambda folder: self._build(folder, sources, key))
            shutil.copytree(built, building.folder, dirs_exist_ok=True)
            draft = self.drafts[key]
            return building.finish(draft, sources=entries, content=content, supplier_scale=0.3, buyer_scale=0.4)

    def _made(self, key: str, make: Callable[[Path], object]) -> Path:
        if key not in self.made:
            folder = self.folder / str(len(self.made))
            folder.mkdir()
            make(folder)
            self.made[key] = folder
        return self.made[key]

    def _build(self, folder: Path, sources: Sequence[SourceRecords], key: str) -> None:
        with Tables(sources, fx={}, memory_limit="500MB", threads=1, temp=self.folder / "temp") as resolved:
            resolved.assign(resolve_simply(resolved.mentions(simple_forms, VALID_LEI.__eq__)))
            self.drafts[key] = write_snapshot(resolved, folder)


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Loader:
    """A loader that remembers what it built."""
    return Loader(tmp_path_factory.mktemp("loads"))
