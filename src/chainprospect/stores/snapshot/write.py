"""Write the resolved tables as one snapshot folder."""

from __future__ import annotations

from itertools import compress
from pathlib import Path

import numpy as np

from chainprospect.model.company import MIDDLEMAN_ROLES, Coded
from chainprospect.model.ports import Progress, silent
from chainprospect.model.relation import Kinds
from chainprospect.resources import query
from chainprospect.stores.durable import link_or_copy
from chainprospect.stores.engine import translated
from chainprospect.stores.snapshot import graph
from chainprospect.stores.snapshot.layout import ArrayWriter, days, filled, floats, starts
from chainprospect.stores.snapshot.manifest import Manifest, write_manifest
from chainprospect.stores.snapshot.peers import write_peers
from chainprospect.stores.snapshot.relations import Relations, read_relations
from chainprospect.stores.snapshot.search_index import write_search
from chainprospect.stores.snapshot.statements import write_statements
from chainprospect.stores.tables import PARQUET, TIES, Tables

_PARQUET = {
    "companies": "snapshot_companies",
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
        "products_held": "array_to_string([replace(x, chr(31), ' ') for x in products_held], chr(31))",
        "blacklist_reason": "blacklist_reason",
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
    "financial": {"period": "period", "currency": "currency", "file": "file"},
}
# Where the rows of a table stand in the order of their numbers.
_ROWS = {
    "company": "company",
    "relation": "tie_file",
    "event": "(FROM event ORDER BY number)",
    "financial": "(FROM financial ORDER BY number)",
}
# Columns by which companies are peers.
_SHARED = ("company.industry_code", "company.region")
_FLOATS = (
    *("employees", "revenue", "revenue_cny", "assets_cny", "net_assets_cny", "market_cap_cny", "growth"),
    *("industry_growth", "bank_count", "contribution_cny", "loan_balance_cny", "deposit_balance_cny"),
)
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
            path = folder / f"{name}.parquet"
            rows = query(f"duckdb/{asked}.sql")
            tables.connection.execute(f"COPY ({rows}) TO $path ({PARQUET})", {"path": str(path)})
        # From here on what was merged is read from the file: the engine's own copy takes many times its room.
        tables.read_companies(folder / "companies.parquet")
        link_or_copy(tables.ties_path, folder / TIES)
        companies = tables.count("company")
        progress("graph", 0, None)
        relations, ties = _write_relations(tables, writer)
        _write_graph(ties, companies, writer)
        progress("features", 0, None)
        clients = _write_features(tables, ties, writer)
        del ties
        write_statements(tables, companies, writer)
        progress("texts", 0, None)
        coded = _write_texts(tables, relations, writer)
        counts = {"relations": len(relations.row), "evidence": relations.rows}
        del relations
        write_peers(coded["company.industry_code"], coded["company.region"], writer)
        del coded
        progress("search", 0, None)
        write_search(folder / "search.sqlite", tables.search_entries(_SEARCH_PART))
        manifest = Manifest(
            snapshot="building",
            content="",
            sources=(),
            counts={
                "companies": companies,
                "clients": clients,
                **{f"{name}s": tables.count(name) for name in ("event", "financial")},
                **counts,
            },
            newest_day=tables.newest_day(),
            fx=tables.fx,
            arrays=writer.arrays,
        )
    write_manifest(folder, manifest)
    return manifest


def _write_relations(tables: Tables, writer: ArrayWriter) -> tuple[Relations, graph.Ties]:
    """Columns of the relations by number, and what the graph needs of them."""
    relations = read_relations(tables)
    for name in ("source", "target"):
        writer.array(f"graph/relation.{name}", graph.small(getattr(relations, name)))
    writer.array("graph/relation.kind", relations.kind)
    writer.array("graph/relation.evidence", graph.small(relations.counts))
    for name in ("amount", "share_of_target", "share_of_source"):
        writer.array(f"graph/relation.{name}", floats(relations.stated(tables.tie_column(name))))
    for name in ("start", "end"):
        said = tables.tie_column(f"\"{name}\" - DATE '1970-01-01'")
        writer.array(f"graph/relation.{name}", days(relations.stated(said)))
    writer.array("graph/relation.count", filled(relations.stated(tables.tie_column("count")), -1).astype(np.int64))
    ties = graph.Ties(
        source=relations.source,
        target=relations.target,
        kind=relations.kind,
        amount=relations.largest(floats(tables.tie_column("amount_cny"))),
        share=relations.largest(floats(tables.tie_column("greatest(share_of_target, share_of_source, share)"))),
        confidence=relations.largest(floats(tables.tie_column("confidence"))),
        day=relations.largest(days(tables.tie_column("day - DATE '1970-01-01'"))),
    )
    for name in ("share", "confidence", "day"):
        writer.array(f"graph/relation.{name}", getattr(ties, name))
    writer.array("graph/relation.amount_cny", ties.amount)
    return relations, ties


def _write_graph(ties: graph.Ties, companies: int, writer: ArrayWriter) -> None:
    ranked = graph.budget(ties)
    for kinds in Kinds:
        for side in graph.SIDES:
            rows = graph.rows_of(ties, companies, kinds, side, ranked)
            if not len(rows.relation):
                continue
            name = f"graph/{kinds.name.lower()}.{side.value}"
            writer.array(f"{name}.starts", rows.starts)
            writer.array(f"{name}.relation", graph.small(rows.relation))
            writer.array(f"{name}.other", graph.small(rows.other))
            for column in ("kind", "amount", "share", "confidence", "day"):
                writer.array(f"{name}.{column}", getattr(ties, column)[rows.relation])


def _write_features(tables: Tables, ties: graph.Ties, writer: ArrayWriter) -> int:
    """Columns that the score and the advice read; returns the number of clients."""
    columns = tables.columns("duckdb/company_features.sql", {"middleman": list(MIDDLEMAN_ROLES)})
    for name in _FLOATS:
        writer.array(f"features/{name}", floats(columns[name]))
    for name in ("unpriced", "blacklisted", "middleman"):
        writer.array(f"features/{name}", columns[name].astype(np.bool_))
    for name in ("active", "is_client", "core_client", "listed"):
        writer.array(f"features/{name}", columns[name].astype(np.int8))
    for name in ("day", "founded"):
        writer.array(f"features/{name}", days(columns[name]))
    writer.array("features/source_row", graph.small(filled(columns["source_row"], 0)))
    writer.array("features/records", graph.small(columns["records"]))
    is_client = columns["is_client"] == 1
    writer.array("features/clients", graph.small(np.flatnonzero(is_client)))
    del columns
    counted = graph.degrees(ties, is_client)
    for name in ("partners", "buyers", "suppliers", "client_partners"):
        writer.array(f"features/{name}", graph.small(getattr(counted, name)))
    writer.array("features/group", graph.small(graph.groups(ties, len(is_client))))
    _write_banks(tables, len(is_client), writer)
    events = tables.columns("duckdb/event_columns.sql")
    writer.array("features/events.company", graph.small(events["company"]))
    writer.array("features/events.day", days(events["day"]))
    writer.array("features/events.starts", starts(events["company"], len(is_client)))
    return int(np.count_nonzero(is_client))


def _write_banks(tables: Tables, companies: int, writer: ArrayWriter) -> None:
    tables.connection.execute(query("duckdb/bank_label.sql"))
    labels = tables.connection.execute("SELECT text FROM bank_label ORDER BY code").fetchall()
    writer.texts("texts/bank.labels", [text for (text,) in labels])
    banks = tables.columns("duckdb/bank_columns.sql")
    writer.array("features/banks.starts", starts(banks["number"], companies))
    writer.array("features/banks.values", graph.small(banks["code"]))
    writer.array("features/main_bank", tables.columns("duckdb/main_bank_column.sql")["code"].astype(np.int32))


def _write_texts(tables: Tables, relations: Relations, writer: ArrayWriter) -> dict[str, Coded]:
    """Texts of every table; returns the coded columns by which companies are peers."""
    coded: dict[str, Coded] = {}
    # All names and expressions below are our own constants; files are read in the order of their rows.
    for table, columns in _PLAIN.items():
        for name, made in columns.items():
            rows = f"SELECT coalesce({made}, '') AS text FROM {_ROWS[table]}"  # noqa: S608
            sizes = tables.fetch(f"SELECT strlen(text)::INTEGER AS size FROM ({rows})")["size"]  # noqa: S608
            texts = tables.texts(f"SELECT text FROM ({rows}) WHERE text <> ''")  # noqa: S608
            if table == "relation":
                texts = compress(texts, relations.stands[sizes > 0].tolist())
                sizes = relations.stated(sizes)
            writer.texts(f"texts/{table}.{name}", texts, sizes)
    for table, columns in _CODED.items():
        for name, made in columns.items():
            rows = f"SELECT nullif({made}, '') AS text FROM {_ROWS[table]}"  # noqa: S608
            tables.connection.execute(
                f"CREATE TYPE label AS ENUM (SELECT DISTINCT text FROM ({rows}) WHERE text IS NOT NULL ORDER BY text)"  # noqa: S608
            )
            labels = tables.connection.execute("SELECT unnest(enum_range(NULL::label))::VARCHAR").fetchall()
            codes = tables.fetch(f"SELECT coalesce(enum_code(text::label)::INTEGER, -1) AS code FROM ({rows})")["code"]  # noqa: S608
            tables.connection.execute("DROP TYPE label")
            column = Coded(codes.astype(np.int32, copy=False), [text for (text,) in labels])
            if table == "relation":
                column = Coded(relations.stated(column.codes), column.labels)
            writer.texts(f"texts/{table}.{name}.labels", column.labels)
            writer.array(f"texts/{table}.{name}.codes", column.codes)
            if f"{table}.{name}" in _SHARED:
                coded[f"{table}.{name}"] = column
    return coded
