"""The folder for the importer: read by the importer itself, it gives what a push gives."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chainprospect import exchanging, prospecting
from chainprospect.errors import OutputError
from chainprospect.model.rules import Question
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.layout import INDEXES

ANCHOR = "华衡电网有限公司"
EVERYTHING = (
    "MATCH (n) WHERE NOT n:Chainprospect AND NOT n:Snapshot "
    "WITH n, labels(n) AS labels, properties(n) AS said "
    "RETURN labels, said, COLLECT { MATCH (n)-[r]->(m) RETURN [type(r), properties(r), m.number] } AS ties"
)


def everything(server: Any) -> list[str]:
    """Every node with what goes out from it, in one order."""
    rows = server.run(EVERYTHING)
    for row in rows:
        row["ties"].sort(key=lambda tie: json.dumps(tie, sort_keys=True))
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def test_the_importer_makes_of_it_what_a_push_makes(
    server: Any, sample: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    address = address_of(server.uri)
    pushed = exchanging.push(sample, address)
    expected, ids = everything(server), pushed.snapshot
    wanted = prospecting.answered(
        address, lambda store: prospecting.to_json(prospecting.prospect(store, [ANCHOR], Question(), lang="zh"))
    )
    server.wipe()

    folder = tmp_path / "import"
    code, out, err = command("-w", str(sample), "push", "--import-folder", str(folder), "--json")
    assert code == 0, err
    told = json.loads(out)
    assert (told["snapshot"], told["companies"]) == (ids, pushed.companies)
    assert (folder / "import.txt").read_text("utf-8") == told["command"] + "\n"
    assert f'cd "{folder}" && neo4j-admin database import full --nodes=' in err
    server.stop()
    program, *arguments = shlex.split(told["command"])
    assert program == "neo4j-admin"
    ended = server.admin(*arguments, folder=folder)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    server.start()

    # The indexes are made by the first push, which finds the snapshot in use already.
    code, out, err = command("-w", str(sample), "push", "--to", server.uri, "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, True), err
    assert everything(server) == expected
    names = [row["name"] for row in server.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")]
    assert sorted(names) == sorted(INDEXES)
    found = prospecting.answered(
        address, lambda store: prospecting.to_json(prospecting.prospect(store, [ANCHOR], Question(), lang="zh"))
    )
    assert found == wanted
    server.wipe()


def test_a_folder_with_files_in_it_is_left_alone(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"is not empty; name a new folder\.$"):
        exchanging.write_import(sample, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(OutputError, match="cannot be written: "):
        exchanging.write_import(sample, tmp_path / "mine.txt" / "in")
