"""Filling a database: everything arrives once, versions change places whole, and what is not ours is left alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainprospect.errors import InputError, StoreStale, StoreUnavailable
from chainprospect.model.fact import Evidence, Fact
from chainprospect.stores.neo4j import push as pushing
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.layout import COMPANY, INDEXES, RELATION
from chainprospect.stores.neo4j.packed import (
    evidence_alone,
    evidence_in,
    facts_in,
    packed_evidence,
    packed_facts,
)
from chainprospect.stores.workspace import Workspace

PAIR = ([{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}], [{"source": "A", "target": "B", "amount": 5}])


def push(server: Any, workspace: Path, **options: Any) -> pushing.Pushed:
    with Workspace(workspace).open() as store, Connection(address_of(server.uri), server.environment) as connection:
        return pushing.push(store, connection, **options)


def home(server: Any) -> dict[str, Any]:
    return server.run("MATCH (home:Chainprospect) RETURN properties(home) AS home")[0]["home"]


def test_the_sample_arrives_whole_and_twice_changes_nothing(
    server: Any, sample: Path, command: Callable[..., tuple[int, str, str]], counts: Callable[[Any], dict[str, int]]
) -> None:
    code, out, err = command("-w", str(sample), "push", "--to", server.uri, "--json")
    manifest = Workspace(sample).manifest()
    found = counts(server)
    assert code == 0, err
    assert found["Company"] == manifest.counts["companies"] > 300
    assert found["Event"] == found["HAPPENED_TO"] == manifest.counts["events"]
    assert found["Financial"] == found["REPORTS_ON"] == manifest.counts["financials"]
    kinds = ("SUPPLIES", "DISTRIBUTES", "INTERMEDIATES", "REFERS", "OWNS", "GUARANTEES")
    assert sum(found[kind] for kind in kinds) == manifest.counts["relations"]
    assert found["Chainprospect"] == found["Snapshot"] == 1
    said = json.loads(out)
    assert (said["snapshot"], said["unchanged"], said["companies"]) == (manifest.snapshot, False, found["Company"])
    assert home(server)["current"] == manifest.snapshot
    assert "lease_owner" not in home(server)
    assert (
        f"bolt://127.0.0.1:{server.port} (neo4j) now holds snapshot {manifest.snapshot}: {found['Company']} companies"
        in err
    )

    before = server.run("MATCH (n) RETURN elementId(n) AS id, properties(n) AS said ORDER BY id")
    code, out, err = command("-w", str(sample), "push", "--to", server.uri, "--json")
    after = server.run("MATCH (n) RETURN elementId(n) AS id, properties(n) AS said ORDER BY id")
    assert (code, json.loads(out)["unchanged"]) == (0, True)
    assert "holds snapshot" in err
    for row in (*before, *after):
        row["said"].pop("turn", None)
    assert after == before


def test_every_property_is_named_and_typed_by_the_layout(server: Any, sample: Path) -> None:
    push(server, sample)
    types = {"string": str, "int": int, "double": float, "boolean": bool}

    def check(layout: dict[str, str], rows: list[dict[str, Any]]) -> set[str]:
        seen = set()
        for row in rows:
            for name, value in row["said"].items():
                kind = layout[name]
                each = value if kind.endswith("[]") else [value]
                assert each, name
                assert {type(item) for item in each} == {types[kind.removesuffix("[]")]}, (name, value)
                seen.add(name)
        return seen

    seen = check(COMPANY, server.run("MATCH (n:Company) RETURN properties(n) AS said"))
    assert {"facts", "search_grams", "banks", "founded", "products_held", "goods_up", "division"} <= seen
    ties = server.run("MATCH (:Company)-[r]->(:Company) RETURN properties(r) AS said")
    assert check(RELATION, ties) >= set(RELATION) - {"share"}


def test_ranks_and_totals_are_those_of_the_rows(server: Any, sample: Path) -> None:
    push(server, sample)
    goods = "[r:SUPPLIES|DISTRIBUTES]"
    for text in (
        f"MATCH (c:Company)<-{goods}-() RETURN c.number, c.goods_up AS total, collect(r.rank_up) AS ranks",
        f"MATCH (c:Company)-{goods}->() RETURN c.number, c.goods_down AS total, collect(r.rank_down) AS ranks",
    ):
        rows = server.run(text)
        assert len(rows) > 20
        for row in rows:
            assert sorted(row["ranks"]) == list(range(row["total"]))
    # The first of a row is the largest amount of it.
    first = server.run(
        f"MATCH (c:Company)<-{goods}-() WITH c, max(r.amount_cny) AS largest, collect(r) AS ties "
        "WHERE largest IS NOT NULL UNWIND ties AS tie WITH largest, tie WHERE tie.rank_up = 0 "
        "RETURN largest = tie.amount_cny AS same, count(*) AS number"
    )
    assert [row["same"] for row in first] == [True]


def test_facts_and_evidence_are_those_of_the_snapshot(server: Any, sample: Path) -> None:
    push(server, sample)
    with Workspace(sample).open() as store:
        for row in server.run("MATCH (c:Company) RETURN c.number AS number, c.facts AS facts ORDER BY number LIMIT 25"):
            assert facts_in(row["facts"]) == store.facts_of(row["number"])
        ties = server.run(
            "MATCH (:Company)-[r]->(:Company) RETURN properties(r) AS said ORDER BY r.number % 61, r.number LIMIT 40"
        )
        for row in ties:
            packed = row["said"].get("evidence_rows")
            rows = (evidence_alone(row["said"]),) if packed is None else evidence_in(packed)
            assert rows == store.evidence_of(row["said"]["number"])
        assert {row["said"].get("evidence_rows") is None for row in ties} == {True, False}


def test_a_new_version_takes_the_place_of_the_old_one(
    server: Any, loaded: Callable[..., Path], counts: Callable[[Any], dict[str, int]]
) -> None:
    first = push(server, loaded("one", *PAIR))
    second = push(server, loaded("one", [*PAIR[0], {"id": "C", "name": "丙"}], PAIR[1]))
    assert (first.snapshot, second.companies) != (second.snapshot, first.companies)
    assert server.run("MATCH (c:Company) RETURN c.id AS id, c.snapshot AS version ORDER BY id") == [
        {"id": ident, "version": second.snapshot} for ident in "ABC"
    ]
    assert counts(server) == {"Chainprospect": 1, "Snapshot": 1, "Company": 3, "SUPPLIES": 1}
    assert home(server)["current"] == second.snapshot


def test_versions_may_stand_side_by_side_and_the_pointer_go_back(server: Any, loaded: Callable[..., Path]) -> None:
    first, second = loaded("one", *PAIR), loaded("two", PAIR[0])
    before, after = push(server, first), push(server, second, clear=False)
    assert server.run("MATCH (v:Snapshot) RETURN v.state AS state") == [{"state": "complete"}] * 2
    assert home(server)["current"] == after.snapshot
    again = push(server, first)
    assert (again.snapshot, again.unchanged) == (before.snapshot, False)
    assert server.run("MATCH (v:Snapshot) RETURN v.id AS id") == [{"id": before.snapshot}]


def test_somebody_elses_content_is_refused_or_left_alone(
    server: Any, loaded: Callable[..., Path], command: Callable[..., tuple[int, str, str]]
) -> None:
    workspace = loaded("one", *PAIR)
    server.run("CREATE (:Company {name: 'theirs'})-[:SUPPLIES {number: 0}]->(:Firm {name: 'also theirs'})")
    code, out, err = command("-w", str(workspace), "push", "--to", server.uri)
    assert (code, out) == (3, "")
    assert f"Error: {server.uri} (neo4j): this database holds somebody else's content (:" in err
    assert "name an empty one, or write beside it with --beside." in err
    assert server.run("SHOW CONSTRAINTS") == []
    server.run("CREATE (:Snapshot {id: 'x', state: 'complete', title: 'their snapshot', theirs: true})")
    for _ in range(2):
        code, _, err = command("-w", str(workspace), "push", "--to", server.uri, "--beside")
        assert code == 0, err
    # Somebody may tie what is theirs to what is ours.
    server.run("MATCH (c:Company {id: 'A'}) CREATE (c)<-[:HAPPENED_TO]-(:Event {title: 'their event', theirs: true})")
    server.run("MATCH (c:Company {id: 'A'}) CREATE (c)<-[:SAYS]-(:Note {title: 'their word', theirs: true})")
    push(server, loaded("two", PAIR[0]), beside=True)
    left = server.run("MATCH (n) WHERE n.theirs RETURN n.title AS title ORDER BY title")
    assert [row["title"] for row in left] == ["their event", "their snapshot", "their word"]
    theirs = "MATCH (a:Company)-[r:SUPPLIES]->(b:Firm) RETURN a.name AS a, r.number AS r, b.name AS b"
    assert server.run(theirs) == [{"a": "theirs", "r": 0, "b": "also theirs"}]


def test_constraints_and_indexes_are_made_and_mended(server: Any, loaded: Callable[..., Path]) -> None:
    workspace = loaded("one", *PAIR)
    push(server, workspace)
    names = [row["name"] for row in server.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")]
    assert sorted(names) == sorted(INDEXES)
    server.run("DROP INDEX company_search")
    server.run("DROP CONSTRAINT company_id")
    assert push(server, workspace).unchanged
    states = server.run("SHOW INDEXES YIELD name, state, type WHERE type <> 'LOOKUP' RETURN name, state")
    assert {row["name"]: row["state"] for row in states} == dict.fromkeys(INDEXES, "ONLINE")


def test_a_newer_layout_is_refused_and_an_older_one_replaced(server: Any, loaded: Callable[..., Path]) -> None:
    workspace = loaded("one", *PAIR)
    push(server, workspace)
    server.run("MATCH (home:Chainprospect) SET home.schema = 99")
    with pytest.raises(StoreStale, match="this database has layout 99, this version writes layout 1; update"):
        push(server, workspace)
    server.run("MATCH (home:Chainprospect) SET home.schema = 0 WITH home MATCH (v:Snapshot) SET v.schema = 0")
    server.run("MATCH (c:Company {id: 'A'}) SET c.name = 'as it was called in layout 0'")
    assert not push(server, workspace).unchanged
    assert server.run("MATCH (c:Company {id: 'A'}) RETURN c.name AS name") == [{"name": "甲"}]
    assert home(server)["schema"] == 1


def test_a_second_writer_is_refused_while_the_first_works(
    server: Any, loaded: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = loaded("one", *PAIR)
    push(server, workspace)
    server.run("MATCH (h:Chainprospect) SET h.lease_owner = 'other', h.lease_until = timestamp() + 20000")
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.3):
            server.run("MATCH (h:Chainprospect) SET h.lease_until = timestamp() + 20000")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        with pytest.raises(StoreUnavailable, match="another push is writing this database; wait until it is done"):
            push(server, workspace)
    finally:
        over.set()
        worker.join()
    assert home(server)["lease_owner"] == "other"


def test_a_dead_writer_is_waited_for_no_longer_than_its_term(server: Any, loaded: Callable[..., Path]) -> None:
    workspace = loaded("one", *PAIR)
    push(server, workspace)
    server.run("MATCH (h:Chainprospect) SET h.lease_owner = 'dead', h.lease_until = timestamp() + 1500")
    told = []
    begun = time.monotonic()
    assert push(server, workspace, progress=lambda step, *_: told.append(step)).unchanged
    assert 1.0 < time.monotonic() - begun < 15
    assert "push_waiting" in told
    assert "lease_owner" not in home(server)


def test_a_writer_whose_turn_was_taken_writes_no_more(
    server: Any, loaded: Callable[..., Path], counts: Callable[[Any], dict[str, int]]
) -> None:
    workspace = loaded("one", *PAIR)

    def take(step: str, *_: Any) -> None:
        if step == "push_relations":
            server.run("MATCH (h:Chainprospect) SET h.lease_owner = 'other', h.lease_until = timestamp() + 500")

    with pytest.raises(StoreUnavailable, match="another push has taken over this database"):
        push(server, workspace, progress=take)
    assert "SUPPLIES" not in counts(server)
    assert home(server)["lease_owner"] == "other"
    # Once the other's term is over, what was begun is finished.
    assert push(server, workspace).companies == 2
    assert counts(server)["SUPPLIES"] == 1


def test_a_batch_that_arrives_twice_is_written_once(
    server: Any, loaded: Callable[..., Path], counts: Callable[[Any], dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = loaded("one", *PAIR)
    real = Connection.write

    def twice(self: Connection, *steps: Any) -> Any:
        answer = real(self, *steps)
        # As when the connection breaks after the server has written and before it says so.
        return real(self, *steps) if steps[0][0] in ("push_companies", "push_relations", "push_flip") else answer

    monkeypatch.setattr(Connection, "write", twice)
    assert push(server, workspace).companies == 2
    assert counts(server) == {"Chainprospect": 1, "Snapshot": 1, "Company": 2, "SUPPLIES": 1}


def test_an_id_too_long_to_be_found_is_named_and_nothing_written(server: Any, loaded: Callable[..., Path]) -> None:
    workspace = loaded("one", [{"id": "甲" * 3000, "name": "长"}])
    with pytest.raises(InputError, match=r"company '甲甲甲.*… has an id of 9000 bytes, and Neo4j finds ids of 7000"):
        push(server, workspace)
    assert server.run("MATCH (n) RETURN count(n) AS number") == [{"number": 0}]
    assert push(server, loaded("two", [{"id": "甲" * 2333, "name": "长"}])).companies == 1


def test_wrong_ways_to_say_where(
    server: Any, loaded: Callable[..., Path], command: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    workspace = str(loaded("one", *PAIR))
    code, _, err = command("-w", workspace, "push")
    assert (code, err.splitlines()[0]) == (
        2,
        "Error: Name the database with --to URI, or set uri under [store] in the settings.",
    )
    code, _, err = command("-w", workspace, "push", "--to", server.uri, "--import-folder", str(tmp_path / "x"))
    assert (code, err.splitlines()[0]) == (
        2,
        "Error: Name a database with --to or a folder with --import-folder, not both.",
    )
    code, out, err = command("-w", workspace, "push", "--to", "bolt://neo4j:s3cret@127.0.0.1:1")
    assert code == 2
    assert "s3cret" not in out + err
    code, _, err = command("-w", workspace, "push", "--to", server.uri, "--database", "nowhere")
    assert code == 3
    assert "there is no such database; name one that exists with --database." in err
    (tmp_path / "one" / "chainprospect.toml").write_text(f'[store]\nuri = "{server.uri}"\n')
    assert command("-w", workspace, "push")[0] == 0


def test_what_is_packed_comes_out_the_same() -> None:
    facts = (
        Fact("name", "甲\n\"\\'\u202e", None, "a.csv", "a.csv", 2, None, "filing", used=True),
        Fact("banks", ("甲行", "乙行"), None, "a.csv", "a.csv", 2, None, "filing", used=True),
        Fact("revenue", 0.1 + 0.2, "USD", "b", "b.csv", 3, "2024-01-01", "news", used=False),
        Fact("listed", False, None, "b", "b.csv", 3, "2024-01-01", "news", used=False),
    )
    assert facts_in(packed_facts(facts)) == facts
    assert packed_facts(()) is None
    assert facts_in(None) == ()
    row = Evidence(None, 1e300, "CNY", None, 2, 0.5, None, None, None, None, "2024-01-01", 1.0, "news", "", "s", "f", 9)
    assert evidence_in(packed_evidence([astuple(row), astuple(row)])) == (row, row)


def test_one_row_that_says_what_the_relation_says_is_not_told_twice() -> None:
    told = {"amount": 5.0, "share": 0.4, "share_of_target": 0.4, "confidence": 1.0, "grade": "news", "row": 2}
    row = evidence_alone({**told, "source_name": "s", "file": "f", "as_of": "2024-01-01"})
    assert (row.share, row.share_of_target, row.as_of, row.src, row.file, row.row) == (
        None,
        0.4,
        "2024-01-01",
        "s",
        "f",
        2,
    )
    assert evidence_alone({**told, "share": 0.6}).share == 0.6
    assert np.isclose(row.amount or 0, 5.0)
