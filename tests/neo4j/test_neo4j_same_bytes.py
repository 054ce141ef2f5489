"""The same bytes from a database as from the workspace that filled it, whatever is asked and however."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import chainprospect as cp
from chainprospect import cli, prospecting
from chainprospect.errors import SettingsError
from chainprospect.model.rules import GateRules, Question, ReachRules
from chainprospect.resources import resource_folder
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.answering import open_database
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.push import push

LEAD = "上海翀衡开关有限公司"
GIANT = "华衡电网"


def fill(server: Any, workspace: Path) -> None:
    with (
        prospecting.open_store(workspace) as store,
        Connection(address_of(server.uri), server.environment) as connection,
    ):
        push(store, connection)


@pytest.fixture(scope="module")
def server(neo4j_server: Callable[..., Any]) -> Iterator[Any]:
    """An empty server, left empty; user and password stand in the environment."""
    one = neo4j_server("5.26")
    one.wipe()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("WORKSPACE", "SETTINGS", "LANG", "TOP", "STORE", "DATABASE"):
            patch.delenv(f"CHAINPROSPECT_{name}", raising=False)
        for name, value in one.environment.items():
            patch.setenv(name, value)
        yield one
    one.wipe()


@pytest.fixture(scope="module")
def sample(server: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample, which the server holds too."""
    home, folder = tmp_path_factory.mktemp("sample"), resource_folder("sample_data")
    files = [file for file in sorted(folder.iterdir()) if file.suffix in (".csv", ".xlsx")]
    shutil.copy(folder / "chainprospect.toml", home)
    shutil.copytree(folder / "policy", home / "policy")
    found = resolve_settings(home / "chainprospect.toml", {}, {})
    prospecting.build(home, prospecting.requests_for(files), found)
    fill(server, home)
    return home


def run(*typed: str) -> tuple[int, str, str]:
    """Exit code, data and talk of one command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(list(typed))
        out.flush()
        err.flush()
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return code, said[0], said[1]


@pytest.mark.parametrize(
    "typed",
    [
        ["find", "华衡", "--json"],
        ["show", GIANT, "--json"],
        ["show", GIANT],
        ["prospect", GIANT, "--json", "--show-excluded"],
        ["prospect", GIANT, "江苏岑衡变压器=3", "--json", "--lang", "en", "--upstream", "3", "--size", "any"],
        ["prospect", GIANT, "--csv", "--no-via", "--no-lookalikes", "--as-of", "2026-01-01"],
        ["prospect", GIANT, "--explain", "--top", "3"],
        ["explain", GIANT, "江苏岑衡变压器", "--json"],
        ["prospect", "没有这家"],
        ["show", LEAD, "--sheet", "--json"],
        ["needs", LEAD, "--json"],
        ["needs", "江苏岑衡变压器", "--json", "--lang", "en"],
        ["credit", LEAD, "--json"],
        ["signals", "--around", GIANT, "--json"],
        ["risk", LEAD, "--json"],
        ["shock", GIANT, "--drop", "0.3", "--json"],
        ["intro", LEAD, "--json"],
        ["anchors", "--json"],
        ["packs", "--around", GIANT, "--json"],
        ["brief", LEAD, "--around", GIANT, "--json"],
        ["brief", "--top", "3", "--around", GIANT],
    ],
    ids=" ".join,
)
def test_a_command_prints_the_same_from_either(server: Any, sample: Path, typed: list[str]) -> None:
    here = run("-w", str(sample), *typed)
    there = run("-w", str(sample), "--store", server.uri, *typed)
    assert there[:2] == here[:2]
    assert here[1] or here[0] == 2
    # Commands that are proposed name the database as well.
    assert there[2].replace(f' --store "{server.uri}"', "") == here[2]


def test_files_are_the_same_from_either(server: Any, sample: Path, tmp_path: Path) -> None:
    names = tmp_path / "anchors.txt"
    names.write_text(f"{GIANT}\n江苏岑衡变压器\n没有这家\n", "utf-8")
    for where, store in (("here", []), ("there", ["--store", server.uri])):
        whole = ["-w", str(sample), *store]
        folder = tmp_path / where
        folder.mkdir()
        assert run(*whole, "map", GIANT, "-o", str(folder / "map.html"), "--all")[0] == 0
        assert run(*whole, "prospect", GIANT, "-o", str(folder / "leads.json"))[0] == 0
        code, out, _ = run(
            *whole, "prospect", "--anchors", str(names), "-o", str(folder / "lists"), "--jobs", "2", "--json"
        )
        assert code == 0
        (folder / "report.json").write_text(out.replace(str(folder), ""), "utf-8")
    files = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*") if path.is_file())
    assert len(files) > 7
    different = [
        name for name in files if (tmp_path / "here" / name).read_bytes() != (tmp_path / "there" / name).read_bytes()
    ]
    assert different == []


def test_the_address_may_stand_in_the_settings_or_the_environment(
    server: Any, sample: Path, tmp_path, monkeypatch
) -> None:
    wanted = run("-w", str(sample), "prospect", GIANT, "--json")
    own = (sample / "chainprospect.toml").read_text("utf-8")
    file = sample / "with_store.toml"
    file.write_text(f'{own}\n[store]\nuri = "{server.uri}"\n', "utf-8")
    typed = ["-w", str(tmp_path / "nothing"), "--settings", str(file)]
    assert run(*typed, "prospect", GIANT, "--json")[:2] == wanted[:2]
    # An empty address is the workspace again.
    assert run(*typed, "--store", "", "prospect", GIANT)[0] == 3
    monkeypatch.setenv("CHAINPROSPECT_STORE", server.uri)
    monkeypatch.setenv("CHAINPROSPECT_DATABASE", "neo4j")
    shown = json.loads(run("--settings", str(file), "settings", "--json")[1])
    assert [item for item in shown if item["key"].startswith("store.")] == [
        {"key": "store.uri", "value": server.uri, "origin": "$CHAINPROSPECT_STORE"},
        {"key": "store.database", "value": "neo4j", "origin": "$CHAINPROSPECT_DATABASE"},
    ]
    # What only a workspace can do goes on in the workspace, where the database was not typed.
    assert run("-w", str(sample), "snapshots")[0] == 0


@pytest.mark.parametrize("typed", [["load", "x.csv"], ["review"], ["snapshots"]], ids=" ".join)
def test_what_only_a_workspace_can_do_says_so(server: Any, sample: Path, typed: list[str]) -> None:
    code, out, err = run("-w", str(sample), "--lang", "en", "--store", server.uri, *typed)
    assert (code, out) == (3, "")
    assert err.startswith(f"Error: {server.uri} (neo4j): this store cannot ")
    assert err.endswith("; a workspace (do it there without --store, then: chainprospect push --to URI) can.\n")
    chinese = run("-w", str(sample), "--store", server.uri, *typed)[2]
    assert "去掉 --store 在工作区里做" in chinese


def test_doctor_looks_into_the_database(server: Any, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def findings(code: int) -> dict[str, tuple[str, str]]:
        ended, out, _ = run("--lang", "en", "--store", server.uri, "doctor", "--json")
        assert ended == code
        return {each["check"]: (each["state"], each["note"]) for each in json.loads(out)}

    found = findings(0)
    assert found["connection"] == ("good", f"{server.uri} (neo4j): Neo4j {server.line.version} answers")
    assert found["layout"][0] == "good"
    state, note = found["snapshot"]
    assert state == "good"
    assert note.endswith(" relations, all there")
    assert not {"workspace", "space"} & set(found)
    server.run("MATCH ()-[tie:REFERS]->() WITH tie LIMIT 1 DELETE tie")
    state, note = findings(3)["snapshot"]
    assert state == "broken"
    assert note.endswith("are there; fill it again: chainprospect push --to URI")
    server.run("DROP INDEX owns_number")
    assert findings(3)["layout"][1].endswith("the constraint or index owns_number is missing; fill the database again "
                                             "with: chainprospect push --to URI")  # fmt: skip
    monkeypatch.setenv("CHAINPROSPECT_STORE_PASSWORD", "wr0ng")
    found = findings(3)
    assert found["connection"][0] == "broken"
    assert "wr0ng" not in str(found)
    monkeypatch.undo()
    server.wipe()


def test_the_library_asks_a_database_as_it_asks_a_workspace(server: Any, sample: Path, tmp_path: Path) -> None:
    server.wipe()
    fill(server, sample)
    toml = sample / "chainprospect.toml"
    with cp.open(sample) as here, cp.connect(server.uri, settings=toml) as there:
        one, other = (graph.prospect(GIANT, upstream=1) for graph in (here, there))
        assert other.to_json() == one.to_json()
        assert other.to_frame().equals(one.to_frame())
        assert sorted(other.to_networkx().edges) == sorted(one.to_networkx().edges)
        assert there.find("华衡") == here.find("华衡")
        assert there.explain(GIANT, "江苏岑衡变压器") == here.explain(GIANT, "江苏岑衡变压器")
        pages = [graph.map(GIANT).write(tmp_path / f"{name}.html") for name, graph in (("a", here), ("b", there))]
        assert pages[0].read_bytes() == pages[1].read_bytes()
        report = there.prospect_many([GIANT], tmp_path / "lists", format="json", upstream=1)
        assert (report.failed, len(report.anchors)) == ((), 1)
    with pytest.raises(SettingsError, match="name a database, such as bolt://localhost:7687"):
        cp.connect()


def test_four_lines_of_the_readme(server: Any, sample: Path, root: Path, tmp_path: Path, monkeypatch) -> None:
    server.wipe()
    for page in ("README.md", "docs/neo4j.md"):
        block = re.search(
            r"```console\n(\$ export CHAINPROSPECT_STORE_USER.*?)```", (root / page).read_text("utf-8"), re.S
        )[1]
        lines = [line.removeprefix("$ ") for line in block.splitlines()]
        assert len(lines) == 4
        # The first sets the variables, which are set; the files of the second stand for the reader's own.
        monkeypatch.chdir(tmp_path)
        assert (
            run("load", *(str(resource_folder("sample_data") / name) for name in ("companies.csv", "relations.csv")))[0]
            == 0
        )
        for line in lines[2:]:
            words = shlex.split(line.replace("bolt://localhost:7687", server.uri))
            code, _, err = run(*words[1:])
            assert code == 0, err
        assert (tmp_path / "leads.xlsx").stat().st_size > 5_000
        (tmp_path / "leads.xlsx").unlink()


def test_real_data(server: Any, shared: Path, tmp_path: Path) -> None:
    files = [shared / "data" / "tw_chain" / name for name in ("companies.csv", "relations.csv")]
    prospecting.build(tmp_path, prospecting.requests_for(files), resolve_settings(None, {}, {}))
    fill(server, tmp_path)
    typed = ["-w", str(tmp_path), "prospect", "鴻海", "--json", "--show-excluded"]
    code, here, _ = run(*typed)
    assert code == 0
    assert run("--store", server.uri, *typed)[:2] == (0, here)
    assert len(json.loads(here)["leads"]) > 50


NAMES = [f"{letter}{number}" for number in range(2) for letter in "甲乙丙丁戊己"]
TIES = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(["supplies"] * 4 + ["distributes", "intermediates", "refers", "owns", "guarantees"]),
        st.sampled_from([None, 1.0, 5e6, 5e6, 0.1 + 0.2]),
        st.sampled_from([None, 0.3, 0.51]),
        st.sampled_from([None, "2024-05-01", "2019-12-31"]),
        st.sampled_from([None, 0.5]),
    ),
    min_size=4,
    max_size=40,
)
ROLES = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(["trader", "agent", "law_firm", "producer"]), max_size=5
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ties=TIES, roles=ROLES, limit=st.sampled_from([1, 2, 200]))
def test_any_graph(
    server: Any, tmp_path_factory: pytest.TempPathFactory, ties: Sequence[Any], roles: dict[str, str], limit: int
) -> None:
    home = tmp_path_factory.mktemp("any")
    heads = "source,target,kind,amount,share,as_of,confidence\n"
    rows = "\n".join(",".join("" if cell is None else str(cell) for cell in tie) for tie in ties)
    (home / "relations.csv").write_text(f"{heads}{rows}\n", "utf-8")
    named = "".join(
        f"{name},{roles.get(name, '')},{10 * at + 1},{'是' if at % 5 == 4 else ''}\n" for at, name in enumerate(NAMES)
    )
    (home / "companies.csv").write_text(f"name,role,employees,is_client\n{named}", "utf-8")
    files = [home / "companies.csv", home / "relations.csv"]
    prospecting.build(home / "workspace", prospecting.requests_for(files), resolve_settings(None, {}, {}))
    fill(server, home / "workspace")
    reach = ReachRules(upstream=3, downstream=2, relations_per_company=limit)
    question = Question(reach=reach, gates=GateRules(include=frozenset({"too_small", "already_client"})))
    answers = []
    for store in (
        prospecting.open_store(home / "workspace"),
        open_database(address_of(server.uri), server.environment),
    ):
        with store:
            asked = [prospecting.prospect(store, list(some), question, lang="en", excluded=True)
                     for some in (NAMES[:1], NAMES[2:4])]  # fmt: skip
            answers.append([prospecting.to_json(answer) for answer in asked])
    assert answers[0] == answers[1]
