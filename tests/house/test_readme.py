"""The README does what it says: its console commands run as printed, and so does its Python."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from chainprospect import cli

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
# Commands that are not run here, each with its reason.
NOT_RUN = {
    "make demo": "makes an environment of its own; what it runs is looked up and run as `chainprospect demo`",
    "pip install .": "the wheel of this checkout is built and installed by the tests of the packaging",
    "pip wheel --wheel-dir wheels .": "fetches every dependency; the wheel is built by the tests of the packaging",
    "export CHAINPROSPECT_STORE_USER=neo4j CHAINPROSPECT_STORE_PASSWORD=…": "a variable of the reader's console",
    "chainprospect push --to bolt://localhost:7687": "needs a server; run with one by tests/neo4j",
    "chainprospect --store bolt://localhost:7687 prospect 华衡电网 -o leads.xlsx": "the same",
    r"py -m venv C:\chainprospect": "Windows alone has this",
    r"C:\chainprospect\Scripts\pip install --no-index --find-links wheels chainprospect": "Windows alone has this",
    r"C:\chainprospect\Scripts\chainprospect demo --open": "Windows alone has this; `chainprospect demo` is run",
}
# What stands for a name of the reader's own data.
STANDS_FOR = {"某某电气": "江苏昀峤电抗器有限公司"}
# The files that the reader has, as files of the sample.
READERS_FILES = {"名单.xlsx": "workbook.xlsx", "流水.csv": "payments.csv"}


def commands() -> list[str]:
    """Every command that the README prints, without its remark."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line[:2] in ("$ ", "> ")]
    return [re.sub(r"\s+#.*", "", line) for line in lines]


RUN = [command for command in commands() if command not in NOT_RUN]


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Every command run in one folder, in the order of the README."""
    folder = tmp_path_factory.mktemp("readme")
    capture = pytest.MonkeyPatch()
    ended = {}
    try:
        capture.chdir(folder)
        # A browser that opens nothing.
        capture.setenv("BROWSER", "true")
        for name in [name for name in os.environ if name.startswith("CHAINPROSPECT")]:
            capture.delenv(name)
        for command in RUN:
            _, *typed = shlex.split(command)
            out, err = folder / ".out", folder / ".err"
            ended[command] = _run([STANDS_FOR.get(word, word) for word in typed], out, err)
            if typed[0] == "template":
                for file, sample in READERS_FILES.items():
                    shutil.copy(ROOT / "sample_data" / sample, folder / file)
    finally:
        capture.undo()
    return ended


def _run(typed: list[str], out: Path, err: Path) -> Run:
    with (
        out.open("w", encoding="utf-8") as answer,
        err.open("w", encoding="utf-8") as talk,
        contextlib.redirect_stdout(answer),
        contextlib.redirect_stderr(talk),
    ):
        code = cli.main(typed)
    return Run(code, out.read_text("utf-8"), err.read_text("utf-8"))


def test_every_command_is_run_or_left_out_for_a_reason() -> None:
    assert len(RUN) >= 8
    assert set(NOT_RUN) <= set(commands())
    assert [command for command in RUN if not command.startswith("chainprospect ")] == []


@pytest.mark.parametrize("command", RUN)
def test_a_command_of_the_readme_runs_as_printed(runs: dict[str, Run], command: str) -> None:
    ended = runs[command]
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    if " -o " not in command and " load " not in command:
        assert "华衡电网" in ended.out


def test_make_demo_and_make_test_do_what_the_readme_says() -> None:
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    told = subprocess.run(["make", "-n", "demo", "tests"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "chainprospect demo -o chainprospect-demo" in told.stdout
    assert "-m pytest" in told.stdout


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    for name in ("companies.csv", "relations.csv"):
        shutil.copy(ROOT / "sample_data" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    # Frames are read strictly; the sample's last rows are spoilt on purpose.
    companies, relations = (
        pd.read_csv(name, dtype=str, keep_default_na=False).head(200) for name in ("companies.csv", "relations.csv")
    )
    names: dict[str, object] = {"companies": companies, "relations": relations}
    exec(compile(block, "README.md", "exec"), names)
    assert names["r"].leads
    assert len(names["r"].to_frame()) == len(names["r"].leads) + len(names["r"].lookalikes)
    assert (tmp_path / "leads.xlsx").stat().st_size > 5_000
    assert "华衡电网" in (tmp_path / "map.html").read_text("utf-8")
    names["ws"].close()


def test_every_command_stands_in_the_table_of_commands() -> None:
    from chainprospect.cli.main import COMMANDS

    table = README[README.index("\n## Commands\n") :]
    assert [name for name, *_ in COMMANDS if f"| `{name}" not in table] == []
