"""Consoles that cannot print every sign, readers that leave early, and a user who presses Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Desk = Any
ANCHOR = "华衡电网公司"
# U+9FD0 and a face are in no version of GBK; 鴻 is in GBK though not in GB 2312.
STRANGE = "鴻\u9fd0\U0001f600机械有限公司"


@pytest.fixture(scope="module")
def strange(copied: Callable[[Path], Desk], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a company whose name a GBK console cannot print."""
    desk = copied(tmp_path_factory.mktemp("strange"))
    path = desk.file("strange.csv", f"source,target,amount\n{STRANGE},{ANCHOR},7万元\n")
    assert desk.run("load", path).code == 0
    return desk


@pytest.mark.parametrize("typed", [["find", "机械有限"], ["show", STRANGE], ["prospect", ANCHOR]])
def test_a_gbk_console_shows_a_question_mark(strange: Desk, typed: list[str]) -> None:
    with strange.start("--lang", "zh", *typed, environment={"PYTHONIOENCODING": "gbk"}) as process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert b"Traceback" not in err
    assert "鴻??机械有限公司" in out.decode("gbk")


def test_a_gbk_console_gets_whole_documents_and_files(strange: Desk) -> None:
    environment = {"PYTHONIOENCODING": "gbk"}
    for typed in (["prospect", ANCHOR, "--json"], ["prospect", ANCHOR, "--csv"]):
        with strange.start(*typed, environment=environment) as process:
            out, _ = process.communicate()
        assert STRANGE in out.decode("utf-8-sig")
    with strange.start("-q", "prospect", ANCHOR, "-o", "名单.json", environment=environment) as process:
        process.communicate()
    assert process.returncode == 0
    told = json.loads((strange.folder / "名单.json").read_text("utf-8"))
    assert STRANGE in [lead["company"]["name"] for lead in told["leads"]]


def test_a_name_that_no_console_can_print_is_no_error_in_an_error(desk: Desk) -> None:
    with desk.start("--lang", "zh", "find", STRANGE, environment={"PYTHONIOENCODING": "gbk"}) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert "鴻??机械有限公司" in err.decode("gbk")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell pipe that closes early")
@pytest.mark.parametrize("typed", [["prospect", ANCHOR], ["prospect", ANCHOR, "--json"], ["settings"]])
def test_a_reader_that_leaves_early_is_no_error(desk: Desk, typed: list[str]) -> None:
    read, write = os.pipe()
    process = desk.start(*typed, stdout=write)
    os.close(write)
    os.close(read)
    _, err = process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"Broken pipe" not in err
    assert b"Exception ignored" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently there")
def test_ctrl_c_while_a_question_is_answered_ends_with_130(desk: Desk) -> None:
    halting = (
        "import sys\nfrom chainprospect import prospecting\nask = prospecting.weigh\n"
        "def halting(*args):\n"
        "    sys.stdout.write('begun\\n'); sys.stdout.flush(); sys.stdin.readline()\n    return ask(*args)\n"
        "prospecting.weigh = halting\n"
    )
    leads = desk.folder / "leads.xlsx"
    with desk.start("prospect", ANCHOR, "-o", leads, before=halting, stdin=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert err.decode() == "Interrupted; nothing was changed by halves.\n"
    assert not leads.exists()


def test_the_current_folder_may_be_anywhere(desk: Desk) -> None:
    home = desk.folder / "我的 桌面"
    home.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "chainprospect", "-w", str(Path("..") / "workspace"), "find", ANCHOR, "--json"],
        cwd=home,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
    assert ANCHOR in ended.stdout.decode("utf-8")
    assert list(home.iterdir()) == []
