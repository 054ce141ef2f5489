"""Who may import whom, and what is imported when: the floor plan holds and a question starts without engines."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

HEAVY = {"pandas", "duckdb", "networkx", "neo4j", "pyvis", "xlsxwriter", "jinja2", "rapidfuzz", "IPython", "openpyxl"}
PURE = {"resolve", "expand", "score", "explain", "advise", "model"}


def imported(code: str, folder: Path) -> set[str]:
    """Top-level modules that a fresh interpreter holds after running code."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("CHAINPROSPECT")}
    told = "import sys\n" + code + "\nsys.stderr.write('\\n' + ' '.join({m.partition('.')[0] for m in sys.modules}))"
    ended = subprocess.run(
        [sys.executable, "-c", told], cwd=folder, env=keep, capture_output=True, encoding="utf-8", check=True
    )
    return set(ended.stderr.rpartition("\n")[2].split())


def test_the_floor_plan_holds(root: Path) -> None:
    # In a process of its own: it silences every log that is there.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 broken" in ended.stdout


def test_the_floor_plan_says_what_the_design_says(root: Path) -> None:
    plan, pure = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert plan["type"] == "layers"
    assert plan["exhaustive"] is True, "a module that stands on no floor is noticed"
    rooms = next(layer for layer in plan["layers"] if "load" in layer)
    # A bar keeps rooms of one floor apart; a colon would let them import each other.
    assert rooms.split(" | ") == ["load", "resolve", "stores", "expand", "score", "explain", "advise", "draw", "export"]
    order = ["cli", "library", "prospecting : handing : reaching : advising", rooms, "model"]
    places = [plan["layers"].index(layer) for layer in order]
    assert places == sorted(places)
    assert {name.removeprefix("chainprospect.") for name in pure["source_modules"]} == PURE
    assert {"duckdb", "pandas", "networkx", "sqlite3", "pathlib", "os", "datetime"} <= set(pure["forbidden_modules"])


def test_the_package_itself_imports_nothing_of_ours_and_nothing_heavy(tmp_path: Path) -> None:
    code = "import chainprospect\nassert [m for m in sys.modules if m.startswith('chainprospect')] == ['chainprospect']"
    assert not imported(code, tmp_path) & {*HEAVY, "numpy", "typer", "rich", "sqlite3"}


def test_help_imports_neither_engines_nor_numbers(tmp_path: Path) -> None:
    for typed in (["--help"], ["prospect", "--help"], ["load", "--help"], ["--version"]):
        found = imported(f"from chainprospect.cli import main\nassert main({typed!r}) == 0", tmp_path)
        assert "typer" in found
        assert not found & {*HEAVY, "numpy", "rich", "sqlite3"}, typed


def test_a_question_is_answered_without_engines(tmp_path: Path, workspace: Path) -> None:
    for typed in (["prospect", "华衡电网", "--json"], ["find", "华衡"], ["explain", "华衡电网", "北岭变压器"]):
        asked = ["-w", str(workspace), *typed]
        found = imported(f"from chainprospect.cli import main\nassert main({asked!r}) == 0", tmp_path)
        assert "numpy" in found
        assert not found & {*HEAVY, "rich", "openpyxl", "zstandard"}, typed
