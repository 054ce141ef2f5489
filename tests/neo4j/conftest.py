"""Workspaces that are pushed, servers that are emptied before, and what stands in a database afterwards."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from chainprospect import prospecting
from chainprospect.cli.main import main
from chainprospect.resources import resource_folder
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j import push as pushing
from chainprospect.stores.workspace import Workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample loaded."""
    folder = tmp_path_factory.mktemp("sample")
    files = [file for file in sorted(resource_folder("sample_data").iterdir()) if file.suffix in (".csv", ".xlsx")]
    prospecting.build(folder, prospecting.requests_for(files), resolve_settings(None, {}, {}))
    return folder


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Path]:
    """A workspace from rows: `loaded("one", companies, relations)`; the same name again changes that workspace."""

    def load(name: str, companies: Sequence[Mapping[str, Any]], relations: Sequence[Mapping[str, Any]] = ()) -> Path:
        files = []
        for table, rows in (("companies", companies), ("relations", relations)):
            if rows:
                files.append(tmp_path / f"{table}.jsonl")
                pd.DataFrame(rows).to_json(files[-1], orient="records", lines=True, force_ascii=False)
        prospecting.build(tmp_path / name, prospecting.requests_for(files), resolve_settings(None, {}, {}), fresh=True)
        return tmp_path / name

    return load


@pytest.fixture
def server(neo4j_server: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty server of the long-lived line, its user and password where a command finds them."""
    found = neo4j_server("5.26")
    found.wipe()
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line: code, stdout, stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["--lang", "en", *arguments])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


COUNTS = (
    "MATCH (n) UNWIND labels(n) AS what RETURN what, count(*) AS number "
    "UNION ALL MATCH ()-[r]->() RETURN type(r) AS what, count(*) AS number"
)


@pytest.fixture
def counts() -> Callable[[Any], dict[str, int]]:
    """How many of each label and relationship type a server holds."""

    def count(server: Any) -> dict[str, int]:
        return {row["what"]: row["number"] for row in server.run(COUNTS)}

    return count


SCRIPT = Path(__file__).with_name("pushing_until.py")


@pytest.fixture
def points() -> tuple[tuple[str, int], ...]:
    """Steps of a push of small batches, and at which round the blow falls; the batch before is being written then."""
    return (
        ("ranks", 1),
        ("companies", 2),
        ("companies", 3),
        ("relations", 1),
        ("relations", 3),
        ("relations", 4),
        ("events", 2),
        ("financials", 3),
        ("indexes", 1),
        ("removing", 2),
    )


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pushes in small batches, as the script that kills itself makes them."""
    spec = importlib.util.spec_from_file_location("pushing_until", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("_COMPANIES", "_RELATIONS", "_EVENTS", "_FINANCIAL_COMPANIES", "_REMOVED", "TERM"):
        monkeypatch.setattr(pushing, name, getattr(pushing, name))
    module.small_batches()


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
