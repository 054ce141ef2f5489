"""Whole processes: what is imported, consoles that cannot print everything, readers that leave, full disks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pandas", "duckdb", "networkx", "neo4j", "pyvis", "xlsxwriter", "jinja2", "rich")


def python(code: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("CHAINPROSPECT", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**keep, **environment}, capture_output=True, check=False
    )


def imported(arguments: list[str], tmp_path: Path) -> set[str]:
    code = (
        "import sys\nfrom chainprospect.cli import main\n"
        f"code = main({arguments!r})\nsys.stderr.write('\\n' + ' '.join(m for m in sys.modules if '.' not in m))"
    )
    return set(python(code, tmp_path).stderr.decode().rpartition("\n")[2].split())


def test_help_imports_no_engine_and_no_numbers(tmp_path: Path) -> None:
    found = imported(["--help"], tmp_path)
    assert "typer" in found
    assert not found & {*HEAVY, "numpy", "sqlite3"}


@pytest.mark.parametrize("arguments", [["prospect", "x"], ["find", "x"], ["explain", "x", "y"], ["settings"]])
def test_asking_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert not imported(arguments, tmp_path) & set(HEAVY)


@pytest.mark.parametrize(("said", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_no_threads_are_started_for_matrices_unless_told(
    said: dict[str, str], threads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    code = (
        "import atexit, os, sys\nfrom chainprospect.cli import run\nsys.argv = ['chainprospect', '--version']\n"
        "atexit.register(lambda: sys.stderr.write(os.environ['OPENBLAS_NUM_THREADS']))\nrun()"
    )
    ended = python(code, tmp_path, **said)
    assert (ended.returncode, ended.stderr.decode()) == (0, threads)


def test_a_console_that_cannot_print_a_character_shows_a_question_mark(tmp_path: Path) -> None:
    code = "from chainprospect.cli import main; main(['find', '\\u9fd0\\U0001f600'])"
    ended = python(code, tmp_path, PYTHONIOENCODING="gbk")
    assert b"Traceback" not in ended.stderr
    assert "错误：".encode("gbk") in ended.stderr


def test_json_is_utf8_on_any_console(tmp_path: Path) -> None:
    (tmp_path / "chainprospect.toml").write_text('[bank]\nnames = ["鴻海銀行\U0001f600"]\n', "utf-8")
    ended = python("from chainprospect.cli import run; run()", tmp_path, PYTHONIOENCODING="gbk")
    assert ended.returncode == 0
    code = "from chainprospect.cli import main; main(['settings', '--json'])"
    assert "鴻海銀行\U0001f600" in python(code, tmp_path, PYTHONIOENCODING="gbk").stdout.decode("utf-8")
    plain = "from chainprospect.cli import main; main(['settings'])"
    assert "鴻海銀行?".encode("gbk") in python(plain, tmp_path, PYTHONIOENCODING="gbk").stdout


def test_redirected_text_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    ended = python("from chainprospect.cli import main; main(['--help'])", tmp_path, LC_ALL="C", PYTHONUTF8="0")
    assert ended.stdout.decode("utf-8").startswith("用法：")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell pipe that closes early")
def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    code = "import sys; from chainprospect.cli import main; sys.exit(main(['settings', '--json']))"
    keep = {name: value for name, value in os.environ.items() if not name.startswith("CHAINPROSPECT")}
    command = f'{sys.executable} -c "{code}" | true; echo ${{PIPESTATUS[0]}}'
    ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=keep, capture_output=True, check=False)
    assert (ended.stdout, ended.stderr) == (b"0\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_stdout_is_said(tmp_path: Path) -> None:
    code = "import sys; from chainprospect.cli import main; sys.exit(main(['settings', '--json']))"
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, stdout=full, stderr=-1, check=False)
    assert ended.returncode == 4
    assert "No space left on device" in ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently there")
def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom chainprospect import opening\nfrom chainprospect.cli import main\n"
        "opening.open_store = lambda *a: os.kill(os.getpid(), signal.SIGINT)\nsys.exit(main(['find', 'x']))"
    )
    ended = python(code, tmp_path)
    assert ended.returncode == 130
    assert ended.stderr.decode() == "已中断；没有改到一半的东西。\n"


def test_the_module_is_a_command_too(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "chainprospect", "--version"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"chainprospect ")
