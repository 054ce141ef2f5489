"""Write the resolved tables as one snapshot folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import MIDDLEMAN_ROLES
from chainprospect.model.ports import Progress, silent
from chainprospect.model.relation import UNDATED, Kinds
from chainprospect.resources import query
from chainprospect.stores.engine import translated
from chainprospect.stores.snapshot import graph
from chainprospect.stores.snapshot.layout import ArrayWriter
from chainprospect.stores.snapshot.manifest import Manifest, write_manifest
from chainprospect.stores.snapshot.search_index import write_search
from chainprospect.stores.tables import Tables

_PARQUET = {
    "companies": "snapshot_companies",
    "relations": "snapshot_relations",
    "events": "snapshot_events",
    "financials": "snapshot_financials",
    "record_company": "snapshot_records",
}
# A column and how its text is made; plain texts stand one a row, coded ones once each.
_PLAIN = {
    "company": {
        "id": "id",
        "name": "name",
        "aliases": "array_to_string([replace(x, chr(31), ' ') for x in aliases], chr(31))",
        "name_en": "name_en",
        "former_names": "array_to_string([replace(x, chr(31), ' ') for x in former_names], chr(31))",
        "uscc": "uscc",
        "lei": "lei",
        "ticker": "ticker",
        "products": "array_to_string([replace(x, chr(31), ' ') for x in products], chr(31))",
        "source_ref": "source_ref",
    },
    "relation": {"source_ref": "source_ref"},
    "event": {"text": "text", "source_ref": "source_ref"},
}
_CODED = {
    "company": {
        "country": "country",
        "region": "region",
        "park": "park",
        "industry_code": "industry_code",
        "industry": "industry",
        "industry_label": "coalesce(industry_code, industry)",
        "role": "role",
        "ownership": "ownership",
        "status": "status",
        "currency": "currency",
        "banks": "array_to_string([replace(x, chr(31), ' ') for x in banks], chr(31))",
        "main_bank": "main_bank",
        "grade": "grade",
        "source_file": "source_file",
    },
    "relation": {"product": "product", "currency": "currency", "grade": "grade"},
    "event": {"type": "type"},
}
# Texts that are indexed at once: bounds the memory.
_SEARCH_PART = 250_000


def write_snapshot(tables: Tables, folder: Path, *, progress: Progress = silent) -> Manifest:
    """
    Write the resolved tables into `folder` as a snapshot that `SnapshotStore` can open.

    Its manifest is a draft: snapshot id, sources, scales and checksums come when the building is finished.

    Parameters
    ----------
    tables
        After `Tables.assign`.
    folder
        The folder being built; it exists.
    progress
        Told each step.
    """
    writer = ArrayWriter(folder)
    with translated(folder):
        for step, (name, asked) in enumerate(_PARQUET.items()):
            progress("parquet", step, len(_PARQUET))
            rows = tables.connection.sql(query(f"duckdb/{asked}.sql"))
            rows.write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
        progress("graph", 0, None)
        ties = _write_relations(tables, writer)
        companies = tables.count("company")
        _write_graph(ties, companies, writer)
        progress("features", 0, None)
        clients = _write_features(tables, ties, writer)
        progress("texts", 0, None)
        _write_texts(tables, writer)
        progress("search", 0, None)
        write_search(folder / "search.sqlite", tables.search_entries(_SEARCH_PART))
        manifest = Manifest(
            snapshot="building",
            content="",
            sources=(),
            counts={
                "companies": companies,
                "clients": clients,
                **{f"{name}s": tables.count(name) for name in ("relation", "event", "financial")},
                "evidence": tables.count("evidence"),
            },
            newest_day=tables.newest_day(),
            fx=tables.fx,
            arrays=writer.arrays,
        )
    write_manifest(folder, manifest)
    return manifest


def _write_relations(tables: Tables, writer: ArrayWriter) -> graph.Ties:
    """Columns of the relations by number, and what the graph needs of them."""
    columns = tables.columns("duckdb/relation_columns.sql")
    ties = graph.Ties(
        source=columns["source"].astype(np.int64),
        target=columns["target"].astype(np.int64),
        kind=columns["kind"].astype(np.uint8),
        amount=_floats(columns["amount_cny"]),
        share=_floats(columns["share"]),
        confidence=_floats(columns["confidence"]),
        day=_days(columns["day"]),
    )
    writer.array("graph/relation.source", graph.small(ties.source))
    writer.array("graph/relation.target", graph.small(ties.target))
    for name in ("kind", "share", "confidence", "day"):
        writer.array(f"graph/relation.{name}", getattr(ties, name))
    writer.array("graph/relation.amount_cny", ties.amount)
    for name in ("amount", "share_of_target", "share_of_source"):
        writer.array(f"graph/relation.{name}", _floats(columns[name]))
    writer.array("graph/relation.start", _days(columns["start_day"]))
    writer.array("graph/relation.end", _days(columns["end_day"]))
    writer.array("graph/relation.evidence", graph.small(columns["evidence"]))
    writer.array("graph/relation.count", _filled(columns["count"], -1).astype(np.int64))
    return ties


def _write_graph(ties: graph.Ties, companies: int, writer: ArrayWriter) -> None:
    ranks = graph.budget_ranks(ties)
    for kinds in Kinds:
        for side in graph.SIDES:
            rows = graph.rows_of(ties, companies, kinds, side, ranks)
            if not len(rows.relation):
                continue
            name = f"graph/{kinds.name.lower()}.{side.value}"
            writer.array(f"{name}.starts", rows.starts)
            writer.array(f"{name}.relation", graph.small(rows.relation))
            writer.array(f"{name}.other", graph.small(rows.other))
            for column in ("kind", "amount", "share", "confidence", "day"):
                writer.array(f"{name}.{column}", getattr(ties, column)[rows.relation])


def _write_features(tables: Tables, ties: graph.Ties, writer: ArrayWriter) -> int:
    """Columns that the score reads; returns the number of clients."""
    columns = tables.columns("duckdb/company_features.sql", {"middleman": list(MIDDLEMAN_ROLES)})
    for name in ("employees", "revenue", "revenue_cny", "assets_cny", "growth", "industry_growth", "bank_count"):
        writer.array(f"features/{name}", _floats(columns[name]))
    for name in ("unpriced", "blacklisted", "middleman"):
        writer.array(f"features/{name}", columns[name].astype(np.bool_))
    for name in ("active", "is_client", "core_client", "listed"):
        writer.array(f"features/{name}", columns[name].astype(np.int8))
    writer.array("features/day", _days(columns["day"]))
    writer.array("features/source_row", graph.small(_filled(columns["source_row"], 0)))
    writer.array("features/records", graph.small(columns["records"]))
    is_client = columns["is_client"] == 1
    counted = graph.degrees(ties, is_client)
    for name in ("partners", "buyers", "suppliers", "client_partners"):
        writer.array(f"features/{name}", graph.small(getattr(counted, name)))
    writer.array("features/group", graph.small(graph.groups(ties, len(is_client))))
    _write_banks(tables, len(is_client), writer)
    events = tables.columns("duckdb/event_columns.sql")
    writer.array("features/events.company", graph.small(events["company"]))
    writer.array("features/events.day", _days(events["day"]))
    writer.array("features/events.starts", _starts(events["company"], len(is_client)))
    return int(np.count_nonzero(is_client))


def _write_banks(tables: Tables, companies: int, writer: ArrayWriter) -> None:
    tables.connection.execute(query("duckdb/bank_label.sql"))
    labels = tables.connection.execute("SELECT text FROM bank_label ORDER BY code").fetchall()
    writer.texts("texts/bank.labels", [text for (text,) in labels])
    banks = tables.columns("duckdb/bank_columns.sql")
    writer.array("features/banks.starts", _starts(banks["number"], companies))
    writer.array("features/banks.values", graph.small(banks["code"]))
    writer.array("features/main_bank", tables.columns("duckdb/main_bank_column.sql")["code"].astype(np.int32))


def _write_texts(tables: Tables, writer: ArrayWriter) -> None:
    # All names and expressions below are our own constants.
    for table, columns in _PLAIN.items():
        for name, made in columns.items():
            sql = f"SELECT number, coalesce({made}, '') AS text FROM {table}"  # noqa: S608
            sized = tables.fetch(f"SELECT strlen(text) AS size FROM ({sql}) ORDER BY number")  # noqa: S608
            said = tables.fetch(f"SELECT text FROM ({sql}) WHERE text <> '' ORDER BY number")  # noqa: S608
            writer.texts(f"texts/{table}.{name}", said["text"].tolist(), sized["size"].astype(np.int64))
    for table, columns in _CODED.items():
        for name, made in columns.items():
            sql = f"SELECT number, nullif({made}, '') AS text FROM {table}"  # noqa: S608
            tables.connection.execute(
                f"CREATE TYPE label AS ENUM (SELECT DISTINCT text FROM ({sql}) WHERE text IS NOT NULL ORDER BY text)"  # noqa: S608
            )
            labels = tables.connection.execute("SELECT unnest(enum_range(NULL::label))::VARCHAR").fetchall()
            codes = tables.fetch(
                f"SELECT coalesce(enum_code(text::label)::INTEGER, -1) AS code FROM ({sql}) ORDER BY number"  # noqa: S608
            )
            tables.connection.execute("DROP TYPE label")
            writer.texts(f"texts/{table}.{name}.labels", [text for (text,) in labels])
            writer.array(f"texts/{table}.{name}.codes", codes["code"].astype(np.int32))


def _starts(owner: NDArray[Any], owners: int) -> NDArray[np.int64]:
    """Where the rows of each owner begin, for rows in the order of their owners."""
    starts = np.zeros(owners + 1, np.int64)
    np.cumsum(np.bincount(owner.astype(np.int64), minlength=owners), out=starts[1:])
    return starts


def _filled(values: NDArray[Any], blank: float) -> NDArray[Any]:
    return np.ma.filled(values, blank) if isinstance(values, np.ma.MaskedArray) else values


def _floats(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(_filled(values, np.nan), np.float64)


def _days(values: NDArray[Any]) -> NDArray[np.int32]:
    return _filled(values, UNDATED).astype(np.int32)
