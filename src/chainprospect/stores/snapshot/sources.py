"""What stands behind every company and relation of a snapshot, in one pass: for those who copy it whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainprospect.model.fact import Fact
from chainprospect.model.relation import GRADES
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated
from chainprospect.stores.facts import Record, facts_from
from chainprospect.stores.snapshot.manifest import Manifest
from chainprospect.stores.tables import TIES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 10_000


def all_facts(folder: Path, manifest: Manifest, first: int = 0) -> Iterator[tuple[int, tuple[Fact, ...]]]:
    """
    What records state of each company, by number, from company `first` on.

    As `facts_of` tells it of one; a company without records is left out. One pass over the records, sorted out of core.
    """
    entries = [
        (path, entry)
        for entry in manifest.sources
        if (path := folder / "records" / entry.slug / "companies.parquet").is_file()
    ]
    if not entries:
        return
    loads = {entry.name: entry.load for _, entry in entries}
    values = {
        "path": literal_path(folder / "record_company.parquet"),
        "paths": [literal_path(path) for path, _ in entries],
        "files": [str(path) for path, _ in entries],
        "sources": [entry.name for _, entry in entries],
        "first": first,
    }
    with _engine(folder) as engine:
        rows = _rows(engine, "records_from", values)
        names = [column[0] for column in engine.description or ()][2:]
        for number, said in groupby(rows, itemgetter(0)):
            records = (Record(dict(zip(names, row[2:], strict=True)), row[1], loads[row[1]]) for row in said)
            yield number, facts_from(records)


def all_evidence(folder: Path, first: int = 0) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """
    The rows behind each relation, by number, from relation `first` on, the representative first.

    A row has the fields of `Evidence` in their order; as there are many, no value is made of each.
    """
    values = {"path": literal_path(folder / TIES), "first": first, "grades": list(GRADES)}
    with _engine(folder) as engine:
        for relation, rows in groupby(_rows(engine, "evidence_from", values), itemgetter(0)):
            yield relation, [row[1:] for row in rows]


def all_own_ids(folder: Path, first: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Own ids of each company beside its id, by number, from company `first` on; one without any is left out."""
    values = {"path": literal_path(folder / "companies.parquet"), "first": first}
    with _engine(folder) as engine:
        yield from _rows(engine, "own_ids_from", values)


def long_ids(folder: Path, most: int) -> Iterator[tuple[str, int]]:
    """Ids of companies that take more than so many bytes in UTF-8, and how many they take, by number."""
    values = {"path": literal_path(folder / "companies.parquet"), "most": most}
    with _engine(folder) as engine:
        yield from _rows(engine, "long_ids", values)


@contextmanager
def _engine(folder: Path) -> Iterator[DuckDBPyConnection]:
    temp = folder / ".temp"
    with translated(folder), connect(memory_limit="1GB", threads=1, temp=temp) as engine:
        yield engine


def _rows(engine: DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of a query that has begun: its columns are known from here on."""
    engine.execute(query(f"duckdb/{name}.sql"), dict(values))
    return _fetched(engine)


def _fetched(engine: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := engine.fetchmany(_AT_ONCE):
        yield from rows
