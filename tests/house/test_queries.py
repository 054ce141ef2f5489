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
