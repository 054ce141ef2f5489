"""The records that one company of a snapshot rests on, read on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chainprospect.model.fact import Fact
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated
from chainprospect.stores.facts import Record, facts_from
from chainprospect.stores.snapshot.manifest import Manifest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def facts_of(folder: Path, manifest: Manifest, number: int) -> tuple[Fact, ...]:
    """Every fact that the records of a snapshot state of one company, by column, the one that holds first."""
    with translated(folder), connect(memory_limit="512MB", threads=1, temp=folder / ".temp") as engine:
        return facts_from(_records(engine, manifest, folder, number))


def _records(engine: DuckDBPyConnection, manifest: Manifest, folder: Path, number: int) -> Iterator[Record]:
    places = engine.execute(
        query("duckdb/records_of.sql"), {"path": literal_path(folder / "record_company.parquet"), "number": number}
    ).fetchall()
    by_source: dict[str, list[int]] = {}
    for source, position in places:
        by_source.setdefault(source, []).append(position)
    for source, positions in by_source.items():
        entry = manifest.source(source)
        if entry is None:
            continue
        path = folder / "records" / entry.slug / "companies.parquet"
        engine.execute(query("duckdb/record_rows.sql"), {"path": literal_path(path), "positions": positions})
        names = [column[0] for column in engine.description or ()]
        for values in engine.fetchall():
            yield Record(dict(zip(names, values, strict=True)), source, entry.load)
