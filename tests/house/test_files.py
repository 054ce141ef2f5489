"""The house as files: what it declares it uses, none too long, and it speaks of itself alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from chainprospect.cli.doctor import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 600
PLACES = ("src", "queries", "docs", "tests", "benchmarks", "tools", ".ci", "sample_data")
TEXTS = {".py", ".js", ".css", ".sql", ".md", ".toml", ".csv", ".j2", ".sh", ".html", ""}
# Data, not written by hand line by line.
MADE = {"tests/golden"}
# What is imported under another name than it is installed.
MODULES = {
    "import-linter": "importlinter",
    "python-calamine": "python_calamine",
    "python-stdnum": "stdnum",
    "scikit-network": "sknetwork",
    "pytest-xdist": "xdist",
}
# Imported though not declared, with its reason.
COMES_ALONG = {"markupsafe": "a part of jinja2, which is its only user"}


def files() -> Iterator[Path]:
    """Every file that a person wrote."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS)
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if (
                path.is_file()
                and path.suffix in TEXTS
                and "__pycache__" not in name
                and not name.startswith(tuple(MADE))
            ):
                yield path


def declared() -> dict[str, str]:
    """Dependencies of the package and the module that each brings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]]
    return {name: MODULES.get(name, name) for name in names}


def imported(*places: str) -> set[str]:
    """Modules from elsewhere that are imported anywhere below the places."""
    found = set()
    for path in (path for place in places for path in (ROOT / place).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(node.module)
    tops = {name.partition(".")[0] for name in found}
    own = {path.stem for place in places for path in (ROOT / place).rglob("*.py")}
    return tops - sys.stdlib_module_names - own - {"chainprospect", *places}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    brought, used = set(declared().values()), imported("src")
    assert used - brought == set(COMES_ALONG)
    assert brought - used == set()


def group(name: str) -> set[str]:
    """Modules that a dependency group brings."""
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"][name]
    names = [re.match(r"[\w.-]+", line)[0] for line in lines]
    return {MODULES.get(name, name) for name in names}


def test_what_the_tests_import_is_declared_for_developers() -> None:
    brought = group("dev") | set(declared().values())
    assert imported("tests", "sample_data") - brought == {"benchmarks"}
    assert imported("benchmarks") - brought - group("bench") == set()


def test_peers_are_measured_and_never_a_part_of_the_product() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    peers = group("bench")
    assert {"igraph", "polars", "sknetwork"} <= peers
    assert imported("src") & peers == set()
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    assert [line for line in (*project["dependencies"], *extras) if "igraph" in line] == []


def test_doctor_looks_at_every_dependency() -> None:
    assert sorted(PACKAGES) == sorted(declared())


def test_every_dependency_has_a_lower_bound_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"]:
        name, least = line.split(">=")
        have = tuple(int(part) for part in re.findall(r"\d+", metadata.version(name))[:3])
        assert have >= tuple(int(part) for part in least.split(".")), line


def test_no_file_is_too_long() -> None:
    code = [path for path in files() if path.suffix in (".py", ".js", ".css", ".sql", ".sh", ".j2")]
    assert len(code) > 200
    long = {
        str(path.relative_to(ROOT)): lines for path in code if (lines := path.read_text("utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_it_speaks_of_itself_alone() -> None:
    # Put together here, so that this file does not find itself.
    foreign = [
        "/wo" + "rk/",
        "/tm" + "p/pl",
        "TO" + "DO",
        "FIX" + "ME",
        "HAC" + "K:",
        "X" + "XX:",
        "pars" + "ed by an LL",
    ]
    told = [
        (str(path.relative_to(ROOT)), word)
        for path in files()
        for word in foreign
        if word in path.read_text("utf-8", errors="replace")
    ]
    assert told == []


def test_no_code_is_commented_out_and_nothing_is_a_stub() -> None:
    stubs = []
    for path in (ROOT / "src").rglob("*.py"):
        stubs += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Name) and node.id == "NotImplementedError"
        ]
    assert stubs == []
    ended = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "ERA,PLR0913,PLR0917", "--ignore-noqa", "--config",
         "lint.pylint.max-args=6", "--output-format", "concise", "src"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    found = [line for line in ended.stdout.splitlines() if ": " in line and ".py:" in line]
    # The bounds of the engine, the language and the progress are the caller's.
    assert [line for line in found if "load/records.py" not in line] == []


@pytest.mark.parametrize("folder", ["src", "queries", "sample_data", "docs"])
def test_no_file_is_empty_or_left_over(folder: str) -> None:
    marks = {"py.typed"}
    empty = [path.name for path in (ROOT / folder).rglob("*") if path.is_file() and path.stat().st_size == 0]
    assert [name for name in empty if name not in marks] == []
    left = [
        path.name for path in (ROOT / folder).rglob("*") if path.suffix in (".orig", ".rej", ".bak", ".tmp", ".swp")
    ]
    assert left == []


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = []
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        broken += [(page.name, target) for target in targets if not (page.parent / target).exists()]
    assert broken == []
