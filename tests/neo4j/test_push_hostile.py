"""Names that look like queries, markup or nothing at all: stored as they are, never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from chainprospect import exchanging, prospecting
from chainprospect.model.identity import Decisions
from chainprospect.model.ids import check_lei
from chainprospect.resolve.identify import identify
from chainprospect.resolve.names import read_places
from chainprospect.resources import query
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.push import push
from chainprospect.stores.snapshot.read import SnapshotStore
from chainprospect.stores.snapshot.write import write_snapshot
from chainprospect.stores.tables import SourceRecords, Tables
from chainprospect.stores.workspace import Workspace

NAMES = (
    "O'Neill & Sons",
    'say "yes"',
    "`Company`",
    "``` `` `",
    "'}) DETACH DELETE n //",
    "} DETACH DELETE c RETURN 1 //",
    "x'; MATCH (n) DETACH DELETE n; //",
    "'] RETURN 1 UNION MATCH (n) DELETE n //",
    "$rows",
    "$(row[2])",
    "{{snapshot}}",
    "${snapshot}",
    "/* comment */",
    "// comment",
    "\\",
    "\\\\'",
    "\\u0027}) DETACH DELETE n //",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "a\x0bb\x0cc",
    "a\x1fb",
    "a\x00b",
    "\x00",
    "a\u2028b\u2029c",
    "\u202eevil\u202c",
    "\u200f\u200eמבחן",
    "اختبار",
    "\ufeffbom",
    "zero\u200bwidth",
    "e\u0301 and é",
    "葛\U000e0101城",
    "𠮷野家",
    "🏭🏭",
    "👩\u200d🏭",
    "=1+1",
    "-1",
    "NaN",
    "null",
    "名" * 3413,
    "A" * 10_240,
    "' OR '1'='1",
    "<script>alert(1)</script>",
    "%s %d {0}",
)


def test_forty_of_them() -> None:
    assert len(set(NAMES)) >= 40
    assert len(("名" * 3413).encode()) > 10_000


@pytest.fixture
def canary(server: Any) -> Any:
    """Something of somebody else's, which has to be there afterwards."""
    server.run("CREATE (:Canary {text: 'alive'})")
    yield server
    assert server.run("MATCH (c:Canary) RETURN c.text AS text") == [{"text": "alive"}]


def snapshot_of(folder: Path, names: tuple[str, ...]) -> SnapshotStore:
    """A snapshot whose texts are exactly these: names, aliases, regions, industries, products, evidence."""
    records = folder / "records"
    records.mkdir()
    with duckdb.connect() as engine:
        engine.execute(query("duckdb/schema_companies.sql"))
        for row, name in enumerate(names, 2):
            values = [f"C{row:03}", f"{row}:{name}", [f"alias {name}"], name, name, [name], name, "f.csv", row]
            engine.execute(
                "INSERT INTO companies_blank "
                "(own_id, name, aliases, region, industry, products, source_ref, file, row) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        engine.sql("SELECT * EXCLUDE (origin, file_row_number) FROM companies_blank").write_parquet(
            str(records / "companies.parquet")
        )
        engine.execute(query("duckdb/schema_relations.sql"))
        for row, name in enumerate(names, 2):
            engine.execute(
                "INSERT INTO relations_blank (source, target, product, source_ref, file, row) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [f"C{row:03}", "C002" if row > 2 else "C003", name, name, name, row],
            )
        engine.sql("SELECT * EXCLUDE (origin, file_row_number) FROM relations_blank").write_parquet(
            str(records / "relations.parquet")
        )
    sources = [SourceRecords("one", records, 1)]
    with Tables(sources, fx={}, memory_limit="500MB", threads=1, temp=folder / "temp") as tables:
        # Each name is its own form: nothing is joined.
        mentions = tables.mentions(list, check_lei)
        tables.assign(identify(mentions, Decisions(), read_places(())))
        write_snapshot(tables, folder)
    return SnapshotStore(folder)


def test_texts_arrive_sign_by_sign(canary: Any, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    with (
        snapshot_of(tmp_path / "s", NAMES) as store,
        Connection(address_of(canary.uri), canary.environment) as connection,
    ):
        push(store, connection, beside=True)
        rows = canary.run("MATCH (c:Company) WITH c ORDER BY c.number RETURN properties(c) AS said")
        said = [row["said"] for row in rows]
        ties = canary.run("MATCH (a:Company)-[r:SUPPLIES]->(:Company) RETURN a.id AS id, properties(r) AS said")
        companies = store.companies(range(len(said)))  # type: ignore[arg-type]
    # What a list may hold is the snapshot's rule: the sign between its texts becomes a space there.
    assert [(row["id"], row["name"], row["aliases"]) for row in said] == [
        (company.id, company.name, list(company.aliases)) for company in companies
    ]
    by_id = {row["id"]: row for row in said}
    for place, name in enumerate(NAMES, 2):
        row = by_id[f"C{place:03}"]
        assert (row["name"], row["region"], row["industry"], row["source_ref"]) == (f"{place}:{name}", name, name, name)
        assert row["products"] == [name.replace("\x1f", " ")]
    found = {row["id"]: row["said"] for row in ties}
    assert [found[f"C{place:03}"]["product"] for place in range(2, len(NAMES) + 2)] == list(NAMES)
    assert [found[f"C{place:03}"]["file"] for place in range(2, len(NAMES) + 2)] == list(NAMES)


def test_loaded_from_a_file_they_arrive_or_are_rejected_by_name(canary: Any, tmp_path: Path) -> None:
    import json

    file = tmp_path / "names.jsonl"
    lines = [json.dumps({"id": f"C{row:03}", "name": name}) for row, name in enumerate(NAMES, 1)]
    file.write_text("\n".join(lines) + "\n")
    report = prospecting.build(tmp_path / "w", prospecting.requests_for([file]), resolve_settings(None, {}, {}))
    exchanging.push(tmp_path / "w", address_of(canary.uri), beside=True)
    rows = canary.run("MATCH (c:Company) RETURN c.id AS id, c.name AS name")
    with Workspace(tmp_path / "w").open() as store:
        loaded = {company.id: company.name for company in store.companies(range(report.companies))}  # type: ignore[arg-type]
    assert {row["id"]: row["name"] for row in rows} == loaded
    assert len(loaded) + report.rejected >= len(NAMES) - report.merged
    rejected = {reject.row for reject in report.rejects}
    for row, name in enumerate(NAMES, 1):
        assert f"C{row:03}" in loaded or row in rejected, name
