"""Fixtures that every floor of the tests shares."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
# They stop their server, and are slow: a worker each, and first, so that none is left over at the end.
SLOW = ("/test_server_killed.py", "/test_import_folder.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; look at the difference")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One worker more than there are cores: one of them mostly waits for a database server."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Workers take whole files, and all that asks a database server goes to one worker, which starts it once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            asks = file.split("/")[1] in ("contract", "neo4j") and not file.endswith(SLOW)
            return "servers" if asks else file

        def _assign_work_unit(self, node: Any) -> None:
            slow = next((scope for scope in self.workqueue if scope.endswith(SLOW)), None)
            if slow is not None:
                self.workqueue.move_to_end(slow, last=False)
            super()._assign_work_unit(node)

    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data and reference vectors that lie beside the checkout, never in it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared reference data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Callable[..., Any]]:
    """
    Running Neo4j servers by line, `neo4j_server("5.26")` or `neo4j_server("2026")`, each started when first asked for.

    What is written stays until `wipe`. See tests/neo4j/server.py for what a server can do.
    """
    path = Path(__file__).parent / "neo4j" / "server.py"
    spec = importlib.util.spec_from_file_location("chainprospect_test_neo4j", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    started: dict[str, Any] = {}
    with contextlib.ExitStack() as running:

        def ask(line: str = "5.26") -> Any:
            if line not in started:
                try:
                    started[line] = running.enter_context(module.serving(line, brief=True))
                except module.Missing as error:
                    # The newest line runs where its Java happens to be.
                    if line == "5.26" and os.environ.get("CHAINPROSPECT_REQUIRE_ALL") == "1":
                        pytest.fail(f"{error}, and CHAINPROSPECT_REQUIRE_ALL=1 asks for every test", pytrace=False)
                    pytest.skip(str(error))
            return started[line]

        yield ask


EPOCH = datetime.date(1970, 1, 1)
KINDS = ("supplies", "distributes", "intermediates", "refers", "owns", "guarantees")


def _date(day: int | None) -> datetime.date | None:
    return None if day is None else EPOCH + datetime.timedelta(days=day)


@pytest.fixture(scope="session")
def memory_world():
    """
    A memory store from hand-written rows.

    Companies are dicts with at least `id`; relations have source and target ids, `kind` as a word and optionally
    `amount` (CNY a year), `share`, `confidence`, `day`; events have company id, type and `day`.
    """
    from chainprospect.stores.memory import MemoryStore

    def make(companies, relations=(), events=(), *, as_of_day=None):
        ids = sorted({row["id"] for row in companies} | {row[end] for row in relations for end in ("source", "target")})
        place = {ident: number for number, ident in enumerate(ids)}
        given = {row["id"]: row for row in companies}
        company_rows = []
        for ident in ids:
            row = {"name": ident, **given.get(ident, {}), "id": ident, "number": place[ident]}
            for metric in ("revenue", "assets"):
                row.setdefault(f"{metric}_cny", row.get(metric))
            company_rows.append(row)
        ties = sorted(relations, key=lambda row: (row["source"], row["target"], KINDS.index(row["kind"])))
        relation_rows = [
            {
                "number": number,
                "source": place[row["source"]],
                "target": place[row["target"]],
                "kind": KINDS.index(row["kind"]),
                "amount": row.get("amount"),
                "amount_cny": row.get("amount"),
                "currency": "CNY" if row.get("amount") is not None else None,
                "share": row.get("share"),
                "confidence": row.get("confidence", 1.0),
                "day": _date(row.get("day")),
                "grade": row.get("grade", "filing"),
                "evidence": 1,
            }
            for number, row in enumerate(ties)
        ]
        happened = sorted(events, key=lambda row: (place[row["company"]], row.get("day") or 0, row["type"]))
        event_rows = [
            {"number": number, "company": place[row["company"]], "type": row["type"], "date": _date(row.get("day"))}
            for number, row in enumerate(happened)
        ]
        return MemoryStore.from_tables(
            {"company": company_rows, "relation": relation_rows, "event": event_rows}, newest_day=as_of_day
        )

    return make


@pytest.fixture(scope="session")
def features_of(memory_world):
    """Features of hand-written companies, in the order given."""

    def make(companies):
        rows = [{"id": f"C{number:03d}", **row} for number, row in enumerate(companies)]
        return memory_world(rows).features(np.arange(len(rows)))

    return make
