"""What a command imports: help and an answer bring in what they need and nothing besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from chainprospect.cli.help import page
from chainprospect.cli.main import COMMANDS, PROGRAM, build
from chainprospect.cli.talk import Talk

ENGINES = ("pandas", "duckdb", "networkx", "neo4j", "pyvis", "xlsxwriter", "openpyxl", "jinja2", "rapidfuzz", "stdnum")
# Each of these takes longer to import than a question takes to answer, or brings many of its kind.
HEAVY = (
    *ENGINES,
    *("rich", "pydantic", "pydantic_core", "annotated_types", "zstandard", "python_calamine", "scipy"),
    *("importlib.metadata", "importlib.resources", "email", "zoneinfo", "secrets", "hmac", "hashlib", "_hashlib"),
    *("tempfile", "random", "tomllib", "http", "asyncio", "multiprocessing", "concurrent.futures"),
    *("numpy.random", "numpy.polynomial", "numpy.fft", "numpy.testing"),
)
ROOMS = ("load", "resolve", "draw", "building", "library")
# Below `cli`: every module that is a command's own.
OWN = {home for _, home, _, _ in COMMANDS}


def modules(typed: list[str], folder: Path) -> set[str]:
    """Every module that a process holds when its command is done."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("CHAINPROSPECT")}
    code = (
        "import sys\n"
        "from chainprospect.cli import main\n"
        f"code = main({typed!r})\n"
        "sys.stdout.flush()\n"
        "sys.stderr.write('\\n' + ' '.join([str(code), *sys.modules]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=keep, capture_output=True, encoding="utf-8", check=True
    )
    code, *found = ended.stderr.rpartition("\n")[2].split()
    assert code == "0", ended.stderr
    return set(found)


def commands_among(found: set[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in found if name.startswith("chainprospect.cli.")} & OWN


def rooms_among(found: set[str]) -> set[str]:
    return {room for room in ROOMS if any(f"{name}.".startswith(f"chainprospect.{room}.") for name in found)}


def test_help_imports_no_command(tmp_path: Path) -> None:
    for typed in (["--help"], [], ["--lang", "en", "-h"]):
        found = modules(typed, tmp_path)
        assert found & {*HEAVY, "numpy", "sqlite3", "csv", "json"} == set(), typed
        assert commands_among(found) == set(), typed
        assert not [name for name in found if name.startswith("chainprospect.model")], typed


@pytest.mark.parametrize("name", [name for name, *_ in COMMANDS])
def test_help_of_a_command_imports_that_command(name: str, tmp_path: Path) -> None:
    found = modules([name, "--help"], tmp_path)
    assert found & {*HEAVY, "numpy", "sqlite3"} == set()
    home = next(home for each, home, _, _ in COMMANDS if each == name)
    # The sample is loaded as any file is.
    assert commands_among(found) - {home} <= ({"load"} if name == "demo" else set())


def test_an_answer_imports_what_it_needs(tmp_path: Path, workspace: Path) -> None:
    for more in (["--json"], ["--csv"], ["--json", "--top", "1", "--show-excluded"], []):
        found = modules(["-w", str(workspace), "prospect", "华衡电网", *more], tmp_path)
        assert found & set(HEAVY) == set(), more
        assert commands_among(found) == {"prospect"}, more
        assert rooms_among(found) == set(), more
        stores = {name.removeprefix("chainprospect.stores.") for name in found if ".stores." in name}
        assert stores & {"tables", "engine", "memory", "book", "snapshot.write", "snapshot.graph"} == set(), more


def test_an_answer_as_json_draws_no_screen(tmp_path: Path, workspace: Path) -> None:
    found = modules(["-w", str(workspace), "prospect", "华衡电网", "--json"], tmp_path)
    assert found & {"chainprospect.cli.screen", "chainprospect.export.workbook", "csv"} <= {"csv"}
    assert "chainprospect.cli.screen" not in found


def test_the_table_of_commands_is_what_typer_makes() -> None:
    whole = typer.main.get_command(build())
    assert list(whole.commands) == [name for name, *_ in COMMANDS]
    context = whole.make_context(PROGRAM, ["settings"], obj=Talk("en"), resilient_parsing=True)
    listed = page(whole, context)
    for name, command in whole.commands.items():
        assert command.name == name
        own = page(command, type(context)(command, parent=context, info_name=name))
        # The line in the list begins as the command's own page does.
        first = own.splitlines()[2].strip()
        line = next(row for row in listed.splitlines() if row.startswith(f"  {name} "))
        assert first.startswith(line.split(None, 1)[1].strip())
    assert "nothing" not in whole.commands
    with pytest.raises(KeyError):
        whole.commands["nothing"]
