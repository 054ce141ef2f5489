"""A desk where things go wrong: a loaded workspace, hostile files, and the command line in this process or its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from chainprospect import cli

COMPANIES = """\
id,name,employees,revenue,industry,is_client
A1,华衡电网公司,20000,900亿元,D44,是
B1,江苏甲电气有限公司,500,3亿元,C38,
C1,浙江乙铜业有限公司,400,2亿元,C32,
D1,山东丙化工有限公司,300,1亿元,C26,
"""
RELATIONS = """\
source,target,product,amount,as_of
江苏甲电气有限公司,华衡电网公司,变压器,320万元,2024-03-05
浙江乙铜业有限公司,江苏甲电气有限公司,铜排,80万元,2024-02-01
华衡电网公司,山东丙化工有限公司,电力,12万元,2024-01-31
"""
ANCHOR, LEAD = "华衡电网公司", "江苏甲电气有限公司"
# Root may write anywhere: for a process that shall obey the rights of files it lays that power down.
OBEDIENT = """
import ctypes, os
if hasattr(os, "geteuid") and os.geteuid() == 0:
    class Head(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int)]
    class Data(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]
    system, head, data = ctypes.CDLL(None, use_errno=True), Head(0x20080522, 0), (Data * 2)()
    assert system.capget(ctypes.byref(head), data) == 0
    for part in ("effective", "permitted"):
        setattr(data[0], part, getattr(data[0], part) & ~0b110)
    assert system.capset(ctypes.byref(head), data) == 0
"""
RUN = "from chainprospect.cli import run; run()"
RUN_ALL = """
import contextlib, io, json, sys
from chainprospect import cli
ended = []
for before, typed in json.load(sys.stdin):
    exec(before)
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = cli.main(typed)
    [stream.flush() for stream in streams]
    ended.append([code, *(stream.buffer.getvalue().decode() for stream in streams)])
sys.stdout.write(json.dumps(ended))
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with files and a workspace in it, and the commands typed there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = folder / "workspace"

    def file(self, name: str, body: str | bytes, encoding: str = "utf-8") -> Path:
        """A file on the desk."""
        path = self.folder / name
        path.write_bytes(body if isinstance(body, bytes) else textwrap.dedent(body).encode(encoding))
        return path

    def run(self, *typed: object, lang: str = "en") -> Ended:
        """One command in this process; whatever happens, no traceback and nothing unexpected is told."""
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2)]
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = cli.main(["--lang", lang, "-w", str(self.workspace), *map(str, typed)])
        texts = []
        for stream in streams:
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())
        return sound(Ended(code, *texts))

    def process(self, *typed: object, before: str = "", **options: object) -> Ended:
        """One command in a process of its own, with code to run before it."""
        with self.start(*typed, before=before, **options) as process:
            out, err = process.communicate()
        return sound(Ended(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")))

    def processes(self, jobs: Sequence[tuple[str, Sequence[object]]]) -> list[Ended]:
        """Several commands, one after the other in one process of their own, each with code to run before it."""
        told = [(before, ["--lang", "en", "-w", str(self.workspace), *map(str, typed)]) for before, typed in jobs]
        ended = subprocess.run(
            [sys.executable, "-c", RUN_ALL],
            input=json.dumps(told).encode(),
            cwd=self.folder,
            capture_output=True,
            check=True,
        )
        return [sound(Ended(*each)) for each in json.loads(ended.stdout)]

    def start(self, *typed: object, before: str = "", **options: object) -> subprocess.Popen[bytes]:
        """A process that runs one command; with `environment` on top of ours."""
        keep = {name: value for name, value in os.environ.items() if not name.startswith(("CHAINPROSPECT", "PYTHON"))}
        arguments = ["--lang", "en", "-w", str(self.workspace), *map(str, typed)]
        return subprocess.Popen(
            [sys.executable, "-c", f"{before}\n{RUN}", *arguments],
            cwd=self.folder,
            env={**keep, "PYTHONDONTWRITEBYTECODE": "1", **options.pop("environment", {})},
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )

    def refuses(self, *typed: object, code: int) -> str:
        """
        What a command says when it ends with `code`: one sentence, its place shown relative to the desk.

        In Chinese it is one sentence too, and another one.
        """
        english, chinese = self.run(*typed), self.run(*typed, lang="zh")
        for ended, head in ((english, "Error: "), (chinese, "错误：")):
            assert ended.code == code, ended
            assert ended.out == ""
            assert ended.err.startswith(head)
            assert ended.err.count("\n") == 1, ended.err
        said, gesagt = (ended.err.strip().replace(f"{self.folder}/", "") for ended in (english, chinese))
        told = said.removeprefix("Error: ")
        assert sum("\u4e00" <= sign <= "\u9fff" for sign in gesagt) > 8, gesagt
        # What an engine or the system says stands in brackets, in its own language.
        assert not re.search(r"(?:\b[a-z]+ ){3}", re.sub(r"（.*?）", "", gesagt)), gesagt
        return told

    def refuses_output(self, *typed: object) -> str:
        """What a command says last when its output cannot be written, in English; both languages end with 4."""
        english, chinese = self.run("-q", *typed), self.run("-q", *typed, lang="zh")
        assert (english.code, chinese.code) == (4, 4), (english, chinese)
        assert chinese.err.splitlines()[-1].startswith("错误：")
        assert not re.search(r"(?:\b[a-z]+ ){4}", chinese.err), chinese.err
        return english.err.splitlines()[-1].removeprefix("Error: ")

    def answers(self) -> list[str]:
        """What the workspace answers."""
        asked = (["prospect", ANCHOR, "--show-excluded"], ["find", "江苏"], ["show", LEAD], ["explain", ANCHOR, LEAD])
        ended = [self.run(*typed, "--json") for typed in asked]
        assert [each.code for each in ended] == [0] * len(ended), ended
        return [each.out for each in ended]

    def standing(self) -> dict[str, bytes]:
        """Every file of the workspace that answers or is in use."""
        return {
            str(path.relative_to(self.workspace)): path.read_bytes()
            for path in sorted(self.workspace.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }


def sound(ended: Ended) -> Ended:
    """A command as it ended, after looking for what must never be told."""
    assert "Traceback" not in ended.err
    assert "unexpected went wrong" not in ended.err, ended.err
    return ended


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor the current folder decides anything here."""
    for name in ("WORKSPACE", "SETTINGS", "LANG", "TOP", "MEMORY_LIMIT", "THREADS", "STORE", "DATABASE"):
        monkeypatch.delenv(f"CHAINPROSPECT_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "1000")


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose workspace holds a small chain; for reading only."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    files = desk.file("companies.csv", COMPANIES), desk.file("relations.csv", RELATIONS)
    assert desk.run("-q", "load", *files).code == 0
    return desk


@pytest.fixture(scope="session")
def first_answers(loaded_once: Desk) -> list[str]:
    """What that chain answers."""
    return loaded_once.answers()


@pytest.fixture(scope="session")
def copied(loaded_once: Desk) -> Callable[[Path], Desk]:
    """Makes another desk with the same workspace."""

    def copy(folder: Path) -> Desk:
        desk = Desk(folder)
        shutil.copytree(loaded_once.folder, folder, dirs_exist_ok=True)
        return desk

    return copy


@pytest.fixture
def desk(copied: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """A desk of one's own, with the small chain loaded."""
    return copied(tmp_path)


@pytest.fixture(scope="session")
def obedient() -> str:
    """Code after which even root's process obeys the rights of files."""
    if sys.platform != "linux" and hasattr(os, "geteuid") and os.geteuid() == 0:
        pytest.skip("root obeys no rights on this system")
    return OBEDIENT
