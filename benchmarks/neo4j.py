"""
Neo4j: filling it, and the same answers from it as from the snapshot, beside the query a user would write by hand.

The least that a server needs for the same graph is measured beside it.

The server is the tests' own (`tests/neo4j/server.py`), started over an empty folder for each size and ended afterwards.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.command import Options, size_name
from benchmarks.ground import loaded
from benchmarks.measure import keep, spread
from benchmarks.query import quantiles
from benchmarks.questions import TOP, anchors_of
from benchmarks.world import ANCHOR
from chainprospect import prospecting
from chainprospect.library import question_of
from chainprospect.model.ports import Store
from chainprospect.settings import Settings
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.answering import open_database
from chainprospect.stores.neo4j.connection import PASSWORD, USER, Connection
from chainprospect.stores.neo4j.content import ties_of
from chainprospect.stores.neo4j.push import push
from chainprospect.stores.snapshot.read import SnapshotStore

SERVER: Final = Path(__file__).parents[1] / "tests" / "neo4j" / "server.py"
# Random companies that are asked about besides the anchor, and the most connected ones.
COMPANIES: Final = 10
HUBS: Final = 2
# What somebody who knows Cypher writes to see the same two tiers, without budgets, scores or reasons.
BY_HAND: Final = """
MATCH (anchor:Company {snapshot: $snapshot, number: $number})
CALL (anchor) {
  MATCH (anchor)<-[:SUPPLIES|DISTRIBUTES*1..2]-(company) RETURN company
  UNION
  MATCH (anchor)-[:SUPPLIES|DISTRIBUTES*1..2]->(company) RETURN company
}
RETURN DISTINCT company.id AS id, company.name AS name
"""
# The plainest statements that write the graph, in batches of the size that suits them best.
BARE_ROWS: Final = 20_000
BARE_KEY: Final = "CREATE CONSTRAINT bare FOR (company:Company) REQUIRE company.number IS UNIQUE"
BARE_COMPANIES: Final = "UNWIND $rows AS number CREATE (:Company {number: number})"
BARE_RELATIONS: Final = """
UNWIND $rows AS row
MATCH (source:Company {number: row[0]})
MATCH (target:Company {number: row[1]})
CREATE (source)-[:SUPPLIES]->(target)
"""
BY_HAND_SECONDS: Final = 60.0


def run(options: Options) -> None:
    """Push every size, then ask both stores the same questions and compare the answers."""
    for relations in options.sizes:
        workspace = loaded(options, relations)
        with served() as environment:
            bare_s = _bare(workspace, environment)
        with served() as environment:
            found = measured(workspace, environment, options)
        found = {"bare_s": bare_s, "codec": _codec(), **found, "push_to_bare": found["push_s"] / bare_s}
        keep(options.out, "neo4j", size_name(relations), found)
        _print(size_name(relations), found)


@contextmanager
def served() -> Iterator[Mapping[str, str]]:
    """A server over an empty folder: its address, user and password."""
    process = subprocess.Popen([sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if len(words) < 5:
            raise SystemExit("no Neo4j server starts here; run: python tests/neo4j/server.py")
        yield {"URI": words[0], USER: words[2], PASSWORD: words[4]}
    finally:
        process.communicate("\n", timeout=60)


def _bare(workspace: Path, environment: Mapping[str, str]) -> float:
    """
    Seconds to write the same graph and nothing of what is known of it: what the server itself needs at least.

    Companies have a number and a constraint on it, relations two ends; the statements are the plainest there are.
    """
    with prospecting.open_store(workspace) as here, Connection(address_of(environment["URI"]), environment) as there:
        assert isinstance(here, SnapshotStore)
        ties = ties_of(here)
        ends = np.stack([ties.source, ties.target], axis=1)
        companies = here.facts.companies
        with there._driver.session(database=there.address.database) as session:
            started = time.perf_counter()
            session.run(BARE_KEY).consume()
            for first in range(0, companies, BARE_ROWS):
                rows = list(range(first, min(first + BARE_ROWS, companies)))
                session.run(BARE_COMPANIES, rows=rows).consume()
            for first in range(0, len(ends), BARE_ROWS):
                session.run(BARE_RELATIONS, rows=ends[first : first + BARE_ROWS].tolist()).consume()
            return time.perf_counter() - started


def _codec() -> str:
    """Which codec the driver uses: compiled, or its own in Python."""
    return "compiled" if importlib.util.find_spec("neo4j._rust") else "python"


def measured(workspace: Path, environment: Mapping[str, str], options: Options) -> dict[str, Any]:
    """Seconds to fill and to ask, statements an answer, and whether the answers are the same."""
    address = address_of(environment["URI"])
    with prospecting.open_store(workspace) as here:
        assert isinstance(here, SnapshotStore)
        with Connection(address, environment) as connection:
            started = time.perf_counter()
            pushed = push(here, connection)
            push_s = time.perf_counter() - started
            started = time.perf_counter()
            push(here, connection)
            again_s = time.perf_counter() - started
        (own,) = (match.number for match in here.search(ANCHOR, 5) if match.id == ANCHOR)
        chosen, _ = anchors_of(here, COMPANIES + 1, options.seed)
        anchors = {"anchor": [own], "companies": chosen[:COMPANIES], "hubs": _most_connected(here)}
        with open_database(address, environment) as there:
            rows = {
                name: [_asked(here, there, number, options) for number in numbers] for name, numbers in anchors.items()
            }
    return {
        "companies": pushed.companies,
        "relations": pushed.relations,
        "push_s": push_s,
        "push_again_s": again_s,
        "relations_a_second": pushed.relations / push_s,
        "questions": {name: _summed(some) for name, some in rows.items()},
        "different": sum(not row["same"] for some in rows.values() for row in some),
    }


def _most_connected(store: Store) -> list[int]:
    partners = store.walk_facts(np.arange(store.facts.companies, dtype=np.int64)).partners
    found: list[int] = np.argsort(-partners, kind="stable")[:HUBS].tolist()
    return found


def _asked(here: Store, there: Any, number: int, options: Options) -> dict[str, Any]:
    """One anchor asked of both stores and by hand, each several times; the fastest counts."""
    ident = here.companies(np.array([number], np.int64))[0].id
    question = question_of(Settings(), {})
    answers, seconds = [], {}
    before = there.connection.asked
    for name, store in (("snapshot", here), ("neo4j", there)):
        times = []
        for _ in range(max(2, min(options.rounds, 3))):
            started = time.perf_counter()
            answer = prospecting.prospect(store, [ident], question, lang="zh", top=TOP)
            times.append(time.perf_counter() - started)
        answers.append(prospecting.to_json(answer))
        seconds[name] = min(times)
    rounds = max(2, min(options.rounds, 3))
    by_hand, reached = _by_hand(there, number)
    return {
        **seconds,
        "by_hand": by_hand,
        "by_hand_companies": reached,
        "statements": (there.connection.asked - before) / rounds,
        "reached": answer.counts.reached,
        "same": answers[0] == answers[1],
    }


def _by_hand(store: Any, number: int) -> tuple[float | None, int | None]:
    """Seconds of the query that a user would write, and its rows; None where it takes more than a minute."""
    from neo4j.exceptions import Neo4jError

    from neo4j import Query

    statement = Query(BY_HAND, timeout=BY_HAND_SECONDS)
    values = {"snapshot": store.facts.snapshot, "number": number}
    best: tuple[float | None, int | None] = (None, None)
    with store.connection._driver.session(database=store.connection.address.database) as session:
        for _ in range(2):
            started = time.perf_counter()
            try:
                rows = len(session.run(statement, values).values())
            except Neo4jError:
                return None, None
            best = (time.perf_counter() - started, rows)
    return best


def _summed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = [row["by_hand"] for row in rows if row["by_hand"] is not None]
    return {
        "anchors": len(rows),
        "snapshot": quantiles([row["snapshot"] for row in rows]),
        "neo4j": quantiles([row["neo4j"] for row in rows]),
        "by_hand": quantiles(known) if known else None,
        "by_hand_given_up": len(rows) - len(known),
        "statements": spread([row["statements"] for row in rows]),
        "reached": quantiles([row["reached"] for row in rows]),
    }


def _print(size: str, found: Mapping[str, Any]) -> None:
    print(f"{size}: bare graph {found['bare_s']:.1f} s, push {found['push_to_bare']:.2f} x, codec {found['codec']}")
    print(
        f"{size}: pushed {found['companies']:,} companies and {found['relations']:,} relations in "
        f"{found['push_s']:.1f} s ({found['relations_a_second']:,.0f} relations a second), again in "
        f"{found['push_again_s']:.2f} s; {found['different']} answers differ"
    )
    for name, one in found["questions"].items():
        hand = f"{one['by_hand']['p50'] * 1e3:9.1f} ms" if one["by_hand"] else "given up"
        ours, theirs = (one[store]["p50"] * 1e3 for store in ("snapshot", "neo4j"))
        print(
            f"  {name:10} snapshot {ours:9.1f} ms  neo4j {theirs:9.1f} ms  by hand {hand}  "
            f"{one['statements']['min']:.0f}-{one['statements']['max']:.0f} statements, "
            f"{one['reached']['p50']:,.0f} reached",
            flush=True,
        )
