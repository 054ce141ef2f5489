"""Pushes that die with their client or their server: the next one ends with everything, once, and nothing half."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chainprospect.errors import StoreUnavailable
from chainprospect.stores.neo4j import push as pushing
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.workspace import Workspace

SCRIPT = Path(__file__).with_name("pushing_until.py")
# A step of the push and how often it is told before the blow falls; the batch before is being written then.
POINTS = (
    ("ranks", 1),
    ("companies", 2),
    ("companies", 4),
    ("relations", 1),
    ("relations", 4),
    ("relations", 8),
    ("events", 2),
    ("financials", 3),
    ("indexes", 1),
    ("removing", 2),
)
# What is in use before, removed in more than one step.
OLD = [{"id": f"A{number:03}", "name": f"旧{number}"} for number in range(150)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("pushing_until", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("_COMPANIES", "_RELATIONS", "_EVENTS", "_FINANCIAL_COMPANIES", "_REMOVED", "TERM"):
        monkeypatch.setattr(pushing, name, getattr(pushing, name))
    module.small_batches()


def push(server: Any, workspace: Path, **options: Any) -> pushing.Pushed:
    with Workspace(workspace).open() as store, Connection(address_of(server.uri), server.environment) as connection:
        return pushing.push(store, connection, **options)


@pytest.fixture
def whole(server: Any, sample: Path, counts: Callable[[Any], dict[str, int]]) -> Callable[[], None]:
    """Check that the sample, and nothing else, is there."""
    manifest = Workspace(sample).manifest()

    def check() -> None:
        found = counts(server)
        kinds = ("SUPPLIES", "DISTRIBUTES", "INTERMEDIATES", "REFERS", "OWNS", "GUARANTEES")
        assert found["Company"] == manifest.counts["companies"]
        assert sum(found[kind] for kind in kinds) == manifest.counts["relations"]
        assert found["Event"] == found["HAPPENED_TO"] == manifest.counts["events"]
        assert found["Financial"] == found["REPORTS_ON"] == manifest.counts["financials"]
        assert (found["Snapshot"], found["Labels"], found["Chainprospect"]) == (1, 5, 1)
        state = server.run("MATCH (h:Chainprospect), (v:Snapshot {id: h.current}) RETURN v.id AS id, v.state AS state")
        assert state == [{"id": manifest.snapshot, "state": "complete"}]
        totals = server.run(
            "MATCH (c:Company) OPTIONAL MATCH (c)-[r:SUPPLIES|DISTRIBUTES]->() WITH c, count(r) AS out "
            "WHERE out <> coalesce(c.goods_down, 0) RETURN count(*) AS wrong"
        )
        assert totals == [{"wrong": 0}]

    return check


@pytest.mark.parametrize(("step", "times"), [*POINTS, ("flip", 1), ("leave", 1)])
def test_a_client_that_was_killed_is_continued_by_the_next(
    server: Any, sample: Path, loaded: Callable[..., Path], whole: Callable[[], None], step: str, times: int
) -> None:
    before = push(server, loaded("one", OLD))
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), str(sample), server.uri, step, str(times)],
        env={**os.environ, **server.environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    current = server.run("MATCH (h:Chainprospect) RETURN h.current AS id")[0]["id"]
    # Until the version is whole the old one stays in use, with all that it had.
    if step not in ("removing", "flip", "leave"):
        assert current == before.snapshot
        old = server.run("MATCH (c:Company {snapshot: $id}) RETURN c.id AS id ORDER BY id", id=current)
        assert [row["id"] for row in old] == [row["id"] for row in OLD]
    after = push(server, sample)
    assert after.continued == (step in ("companies", "relations", "events", "financials", "indexes"))
    assert after.unchanged == (step in ("removing", "flip", "leave"))
    whole()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("step", "times"), POINTS)
def test_a_server_that_was_killed_is_filled_by_the_next_push(
    server: Any, sample: Path, loaded: Callable[..., Path], whole: Callable[[], None], step: str, times: int
) -> None:
    before = push(server, loaded("one", OLD))
    left = times

    def blow(told: str, _done: int, _total: int | None) -> None:
        nonlocal left
        if told == f"push_{step}":
            left -= 1
            if left == 0:
                server.kill()

    with pytest.raises(StoreUnavailable) as caught:
        push(server, sample, progress=blow)
    assert str(caught.value).startswith(f"{server.uri} (neo4j): ")
    assert str(caught.value).endswith(".")
    server.start()
    if step != "removing":
        current = server.run("MATCH (h:Chainprospect) RETURN h.current AS id")[0]["id"]
        assert current == before.snapshot
    assert push(server, sample).companies == Workspace(sample).manifest().counts["companies"]
    whole()
