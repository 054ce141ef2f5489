"""Query files: each one is run by some part of the job, and says at its head what it is for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from chainprospect.resources import resource_folder

# Everything that reads a query, with every query file that it opens told at the end.
JOB = """
import sys
opened = set()
def watch(event, args):
    if event == "open" and str(args[0]).endswith(".sql"):
        opened.add(str(args[0]))
sys.addaudithook(watch)
from pathlib import Path
from chainprospect import prospecting
from chainprospect.resources import resource_folder
from chainprospect.settings import resolve_settings
folder, settings = Path(sys.argv[1]), resolve_settings(None, {}, {})
sample = resource_folder("sample_data")
files = [file for file in sorted(sample.iterdir()) if file.suffix in (".csv", ".xlsx")]
prospecting.build(folder, prospecting.requests_for(files), settings)
prospecting.show(folder, "华衡电网", settings)
with prospecting.open_store(folder) as store:
    assert store.evidence_of(0)
from chainprospect import exchanging
exchanging.write_import(folder, folder / "import")
import pandas
prospecting.memory_store({"relations": pandas.DataFrame({"source": ["甲厂"], "target": ["乙厂"]})}, settings)
sys.stdout.write("\\n".join(sorted(opened)))
"""


def files() -> list[Path]:
    return sorted(resource_folder("queries").rglob("*.sql"))


def test_every_query_is_used_by_the_job(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", JOB, str(tmp_path)], capture_output=True, encoding="utf-8", check=True
    )
    used = {Path(line).resolve() for line in ended.stdout.splitlines()}
    assert len(used) > 50
    assert {path.resolve() for path in files()} - used == set()


def test_nothing_else_lies_among_the_queries() -> None:
    folder = resource_folder("queries")
    others = [path.name for path in folder.rglob("*") if path.is_file() and path.suffix not in (".sql", ".cypher")]
    assert others == []


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_query_says_what_it_is_for_and_is_one_statement(path: Path) -> None:
    text = path.read_text("utf-8")
    head = text[: len(text) - len(re.sub(r"\A(?:--.*\n)+", "", text))]
    assert head.startswith("-- Purpose: "), path
    assert re.search(r"^-- Parameters\b", head, re.MULTILINE), path
    assert len(head.splitlines()[0]) > 20
    body = "\n".join(re.sub(r"--.*", "", line) for line in text.splitlines())
    body = re.sub(r"'[^']*'", "", body)
    assert body.strip().rstrip(";").count(";") == 0, "one statement a file"
    named = set(re.findall(r"\$([a-z_]+)", body))
    told = head[head.index("-- Parameters") :]
    assert [name for name in sorted(named) if name not in told] == [], "every parameter is told"


# --- statements for Neo4j: run on a real server by tests/neo4j


def statements() -> list[Path]:
    return sorted(resource_folder("queries").rglob("*.cypher"))


def test_every_statement_is_named_by_the_product_or_documented(root: Path) -> None:
    source = "\n".join(path.read_text("utf-8") for path in (root / "src/chainprospect").rglob("*.py"))
    page = (root / "docs/neo4j.md").read_text("utf-8")
    unused = []
    for path in statements():
        if path.parent.name == "questions":
            used = f"(../queries/neo4j/questions/{path.name})" in page
        else:
            # Names are written out, or put together of a family and what stands after it.
            families = (path.stem.partition("_")[0], path.stem.rpartition("_")[0])
            used = f'"{path.stem}"' in source or any(f'f"{family}_{{' in source for family in families)
        if not used:
            unused.append(path.name)
    assert len(statements()) > 40
    assert unused == []


@pytest.mark.parametrize("path", statements(), ids=lambda path: path.stem)
def test_a_statement_says_what_it_is_for_and_is_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    head = "\n".join(line for line in lines if line.startswith("//"))
    body = "\n".join(line for line in lines if not line.startswith("//"))
    assert lines[0].startswith("// Purpose: "), path
    assert len(lines[0]) > 30
    assert re.search(r"^// Parameters: ", head, re.MULTILINE), path
    assert re.search(r"^// (?:Columns|Order): ", head, re.MULTILINE), path
    assert "//" not in re.sub(r"'[^']*'", "", body), "remarks stand at the head"
    assert ";" not in re.sub(r"'[^']*'", "", body).strip().rstrip(";"), "one statement a file"
    told = head[head.index("// Parameters") :]
    assert [name for name in sorted(set(re.findall(r"\$(\w+)", body))) if f"${name}" not in told] == []
    # Paths of any length read a whole neighbourhood.
    assert not re.search(r"\*\s*(?:\d*\.\.)?\s*\]|\)\s*[*+]\s*\(|\{\d*,\}", body), path
