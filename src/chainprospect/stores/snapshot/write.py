"""Write the resolved tables as one snapshot folder."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import MIDDLEMAN_ROLES, Coded
from chainprospect.model.ports import Progress, silent
from chainprospect.model.relation import Kinds, Side
from chainprospect.resources import query
from chainprospect.stores.durable import link_or_copy
from chainprospect.stores.engine import translated
from chainprospect.stores.snapshot import graph
from chainprospect.stores.snapshot.layout import ArrayWriter, RowWriter, days, filled, floats, slices_of, small
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
# A column and how its text is made; plain texts stand in each row, coded ones once each.
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
    "financial": {},
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
_SHARED = ("industry_code", "region")
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
        progress("features", 0, None)
        into = {name: writer.rows(name) for name in _PLAIN}
        is_client, middleman = _write_features(tables, writer, into)
        write_statements(tables, writer, into["company"], into["financial"])
        progress("graph", 0, None)
        relations, ties = _write_relations(tables, into["relation"])
        _write_graph(ties, is_client, middleman, writer, into["company"], tables.threads)
        del ties
        progress("texts", 0, None)
        _write_coded(tables, relations, writer, into)
        _write_plain(tables, relations, into)
        counts = {"relations": len(relations.row), "evidence": relations.rows}
        del relations
        for each in into.values():
            each.close()
        progress("search", 0, None)
        write_search(folder / "search.sqlite", tables.search_entries(_SEARCH_PART), threads=tables.threads)
        manifest = Manifest(
            snapshot="building",
            content="",
            sources=(),
            counts={
                "companies": len(is_client),
                "clients": int(np.count_nonzero(is_client)),
                **{f"{name}s": tables.count(name) for name in ("event", "financial")},
                **counts,
            },
            newest_day=tables.newest_day(),
            fx=tables.fx,
            arrays=writer.arrays,
        )
    write_manifest(folder, manifest)
    return manifest


def _write_relations(tables: Tables, rows: RowWriter) -> tuple[Relations, graph.Ties]:
    """Columns of the relations by number, and what the graph needs of them."""
    relations = read_relations(tables)
    for name in ("source", "target"):
        rows.column(name, getattr(relations, name))
    rows.column("kind", relations.kind)
    rows.column("evidence", small(relations.counts))
    for name in ("amount", "share_of_target", "share_of_source"):
        rows.column(name, floats(relations.stated(tables.tie_column(name))))
    for name in ("start", "end"):
        said = tables.tie_column(f"\"{name}\" - DATE '1970-01-01'")
        rows.column(name, days(relations.stated(said)))
    rows.column("count", filled(relations.stated(tables.tie_column("count")), -1).astype(np.int64))
    ties = graph.Ties(
        source=relations.source,
        target=relations.target,
        kind=relations.kind,
        amount=relations.largest(floats(tables.tie_column("amount_cny"))),
        share=relations.largest(floats(tables.tie_column("greatest(share_of_target, share_of_source, share)"))),
        confidence=relations.largest(floats(tables.tie_column("confidence"))),
        day=relations.largest(days(tables.tie_column("day - DATE '1970-01-01'"))),
    )
    rows.column("amount_cny", ties.amount)
    for name in ("share", "confidence", "day"):
        rows.column(name, getattr(ties, name))
    return relations, ties


def _write_graph(
    ties: graph.Ties,
    is_client: NDArray[np.bool_],
    middleman: NDArray[np.bool_],
    writer: ArrayWriter,
    company: RowWriter,
    threads: int,
) -> None:
    """Relations both ways, how many partners each company has, and who owns whom."""
    # Sorting and gathering let go of the interpreter.
    with ThreadPoolExecutor(min(threads, len(graph.SIDES))) as pool:
        counting = pool.submit(graph.degrees, ties, is_client)
        ranked = pool.submit(graph.budget, ties).result()
        counted = counting.result()
        for name in ("partners", "buyers", "suppliers", "client_partners"):
            company.column(name, small(getattr(counted, name)))
        # Who is found upstream is come from on the side of its buyers.
        back = {Side.UPSTREAM: small(counted.buyers), Side.DOWNSTREAM: small(counted.suppliers)}
        del counting, counted
        company.column("group", small(graph.groups(ties, len(is_client))))
        for kinds in Kinds:

            def write_side(side: Side, kinds: Kinds = kinds) -> NDArray[np.int64] | None:
                rows = graph.rows_of(ties, len(is_client), kinds, side, ranked)
                if len(rows.relation):
                    _write_side(writer, slices_of(kinds, side), rows, ties, back[side], middleman)
                return rows.starts if len(rows.relation) else None

            for side, starts in zip(graph.SIDES, pool.map(write_side, graph.SIDES), strict=True):
                if starts is not None:
                    company.bounds(slices_of(kinds, side), starts)


def _write_side(
    writer: ArrayWriter,
    name: str,
    rows: graph.Rows,
    ties: graph.Ties,
    back: NDArray[np.integer[Any]],
    middleman: NDArray[np.bool_],
) -> None:
    """Of one group and side the far ends with their partners, and all else of each relation."""
    said = {column: getattr(ties, column) for column in ("amount", "share", "confidence", "day", "kind")}

    def fill_far(part: NDArray[Any], at: slice) -> None:
        part["other"], part["back"] = rows.other[at], back[rows.other[at]]

    def fill_ties(part: NDArray[Any], at: slice) -> None:
        for column, values in said.items():
            part[column] = values[rows.relation[at]]
        part["relation"], part["middleman"] = rows.relation[at], middleman[rows.other[at]]

    far = {"other": rows.other.dtype, "back": back.dtype}
    writer.table(f"graph/{name}.far", far, len(rows.relation), fill_far)
    fields = {column: values.dtype for column, values in said.items()}
    more = {"relation": rows.relation.dtype, "middleman": middleman.dtype}
    writer.table(f"graph/{name}.ties", {**fields, **more}, len(rows.relation), fill_ties)


def _write_features(
    tables: Tables, writer: ArrayWriter, rows: Mapping[str, RowWriter]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Columns that the score and the advice read; returns which companies are clients and which middlemen."""
    company, event = rows["company"], rows["event"]
    columns = tables.columns("duckdb/company_features.sql", {"middleman": list(MIDDLEMAN_ROLES)})
    for name in _FLOATS:
        company.column(name, floats(columns[name]))
    for name in ("unpriced", "blacklisted", "middleman"):
        company.column(name, columns[name].astype(np.bool_))
    for name in ("active", "is_client", "core_client", "listed"):
        company.column(name, columns[name].astype(np.int8))
    for name in ("day", "founded"):
        company.column(name, days(columns[name]))
    company.column("source_row", small(filled(columns["source_row"], 0)))
    company.column("records", small(columns["records"]))
    is_client, middleman = columns["is_client"] == 1, columns["middleman"].astype(np.bool_)
    del columns
    writer.array("features/clients", small(np.flatnonzero(is_client)))
    _write_banks(tables, writer, company)
    events = tables.columns("duckdb/event_columns.sql")
    event.column("company", small(events["company"]))
    event.column("day", days(events["day"]))
    company.ragged("events", events["company"])
    return is_client, middleman


def _write_banks(tables: Tables, writer: ArrayWriter, company: RowWriter) -> None:
    tables.connection.execute(query("duckdb/bank_label.sql"))
    labels = tables.connection.execute("SELECT text FROM bank_label ORDER BY code").fetchall()
    writer.texts("texts/bank.labels", [text for (text,) in labels])
    banks = tables.columns("duckdb/bank_columns.sql")
    company.ragged("banks", banks["number"])
    writer.array("features/banks.values", small(banks["code"]))
    company.column("main_bank", tables.columns("duckdb/main_bank_column.sql")["code"].astype(np.int32))


# All names and expressions below are our own constants; files are read in the order of their rows.
def _write_plain(tables: Tables, relations: Relations, rows: Mapping[str, RowWriter]) -> None:
    """Texts of each row."""
    for table, columns in _PLAIN.items():
        if not columns:
            continue
        sizes = {}
        for name, made in columns.items():
            size = tables.fetch(f"SELECT coalesce(strlen({made}), 0)::INTEGER AS size FROM {_ROWS[table]}")["size"]  # noqa: S608
            sizes[name] = size.astype(np.int32, copy=False)
        whole = " || ".join(f"coalesce({made}, '')" for made in columns.values())
        texts = tables.texts(f"SELECT text FROM (SELECT {whole} AS text FROM {_ROWS[table]}) WHERE text <> ''")  # noqa: S608
        if table == "relation":
            said = np.any([size > 0 for size in sizes.values()], axis=0)
            texts = compress(texts, relations.stands[said].tolist())
            sizes = {name: relations.stated(size) for name, size in sizes.items()}
        rows[table].texts(sizes, texts)


def _write_coded(tables: Tables, relations: Relations, writer: ArrayWriter, rows: Mapping[str, RowWriter]) -> None:
    """Texts that many rows have in common, and who shares those by which companies are peers."""
    shared: dict[str, Coded] = {}
    for table, columns in _CODED.items():
        for name, made in columns.items():
            asked = f"SELECT nullif({made}, '') AS text FROM {_ROWS[table]}"  # noqa: S608
            tables.connection.execute(
                f"CREATE TYPE label AS ENUM (SELECT DISTINCT text FROM ({asked}) WHERE text IS NOT NULL ORDER BY text)"  # noqa: S608
            )
            labels = tables.connection.execute("SELECT unnest(enum_range(NULL::label))::VARCHAR").fetchall()
            codes = tables.fetch(f"SELECT coalesce(enum_code(text::label)::INTEGER, -1) AS code FROM ({asked})")["code"]  # noqa: S608
            tables.connection.execute("DROP TYPE label")
            column = Coded(codes.astype(np.int32, copy=False), [text for (text,) in labels])
            writer.texts(f"texts/{table}.{name}.labels", column.labels)
            rows[table].column(name, relations.stated(column.codes) if table == "relation" else column.codes)
            if table == "company" and name in _SHARED:
                shared[name] = column
    write_peers(shared["industry_code"], shared["region"], writer, rows["company"])
