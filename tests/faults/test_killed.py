"""Loads that are killed or interrupted, two at once, and questions asked meanwhile: the old snapshot answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Desk = Any
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks are those of POSIX systems")

MORE = "source,target,product,amount,as_of\n上海丁机械有限公司,华衡电网公司,绝缘子,90万元,2024-05-06\n"
# Where a load is killed, and what it leaves behind: a half-built folder, a finished one, a second CURRENT.
POINTS = {
    "more.csv:1": "half",
    "resolve:1": "half",
    "parquet:3": "half",
    "graph:1": "half",
    "search:1": "half",
    "likeness:1": "half",
    "manifest:1": "half",
    "sync:1": "half",
    "renamed:1": "whole",
    "swap:1": "beside",
}


def names(desk: Desk) -> list[str]:
    """Snapshots and leavings of a workspace."""
    found = [*(desk.workspace / "snapshots").iterdir(), *desk.workspace.glob(".CURRENT*")]
    return sorted(path.name for path in found)


@pytest.fixture(scope="module")
def killed(copied: Callable[[Path], Desk], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Desk, str]]:
    """A desk for every point, with the load killed there, and how the process ended."""
    desks = {point: copied(tmp_path_factory.mktemp("killed")) for point in (*POINTS, "swapped", "never")}
    file = next(iter(desks.values())).file("more.csv", MORE)
    jobs = [f"{desk.workspace}={point.removesuffix(':1')}" for point, desk in desks.items()]
    script = Path(__file__).with_name("killing.py")
    ended = subprocess.run(
        [sys.executable, str(script), str(file), *jobs], capture_output=True, encoding="utf-8", check=True
    )
    told = [line.rpartition(" ")[2] for line in ended.stdout.splitlines()]
    return {point: (desk, code) for (point, desk), code in zip(desks.items(), told, strict=True)}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_load_leaves_the_old_snapshot_and_the_next_clears_up(
    killed: dict[str, tuple[Desk, str]], point: str, loaded_once: Desk, first_answers: list[str]
) -> None:
    desk, code = killed[point]
    assert code == str(-signal.SIGKILL), "the load was to be killed here"
    before = loaded_once.standing()
    left = [name for name in names(desk) if name not in names(loaded_once)]
    kinds = {"half": [".building-"], "whole": ["s0002-"], "beside": [".CURRENT-", "s0002-"]}[POINTS[point]]
    assert [name[: len(kind)] for name, kind in zip(left, kinds, strict=True)] == kinds, left
    assert desk.answers() == first_answers
    assert {name: body for name, body in desk.standing().items() if name in before} == before

    assert desk.run("load", desk.file("more.csv", MORE)).code == 0
    finished = [name for name in left if name.startswith("s0002-")]
    assert not [name for name in names(desk) if name.startswith(".")]
    assert len(names(desk)) == 2 + len(finished)
    assert '"上海丁机械有限公司"' in desk.run("find", "丁机械", "--json").out


def test_a_load_killed_after_the_swap_has_happened(killed: dict[str, tuple[Desk, str]]) -> None:
    desk, code = killed["swapped"]
    assert code == str(-signal.SIGKILL)
    assert '"上海丁机械有限公司"' in desk.run("find", "丁机械", "--json").out
    assert desk.run("load", desk.file("more.csv", MORE)).err.startswith("Nothing has changed")


def test_a_load_that_nobody_kills_ends_well(killed: dict[str, tuple[Desk, str]]) -> None:
    desk, code = killed["never"]
    assert code == "0"
    assert [name for name in names(desk) if name.startswith(".")] == []


def test_a_first_load_that_is_killed_leaves_an_empty_workspace(desk: Desk) -> None:
    desk.workspace = desk.folder / "new"
    file = desk.file("more.csv", MORE)
    script = Path(__file__).with_name("killing.py")
    command = [sys.executable, str(script), str(file), f"{desk.workspace}=graph"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"graph -9\n"
    told = desk.refuses("find", "华衡", code=3)
    assert told == "new: nothing is loaded here yet; start with: chainprospect load FILE"
    assert desk.run("load", file).code == 0
    assert not [name for name in names(desk) if name.startswith(".")]


# A load that says that it began, and goes on when it is told to: no test waits for a clock.
HALTING = """
import sys
from chainprospect.stores import workspace
begin = workspace.Building.__enter__
def halting(self):
    site = begin(self)
    sys.stdout.write("begun\\n"); sys.stdout.flush()
    sys.stdin.readline()
    return site
workspace.Building.__enter__ = halting
"""


def test_two_loads_at_once_and_a_question_meanwhile(desk: Desk, first_answers: list[str]) -> None:
    file = desk.file("more.csv", MORE)
    with desk.start("load", file, before=HALTING, stdin=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"begun\n"
        told = desk.refuses("load", desk.folder / "relations.csv", "--fresh", code=3)
        assert told == (
            f"workspace: another load is writing this workspace (process {first.pid}); "
            "wait until it is done and repeat."
        )
        assert desk.answers() == first_answers
        first.communicate(b"\n")
    assert first.returncode == 0
    assert '"上海丁机械有限公司"' in desk.run("find", "丁机械", "--json").out


def test_a_store_that_was_open_before_a_load_answers_as_before(desk: Desk) -> None:
    from chainprospect import prospecting

    with prospecting.open_store(desk.workspace) as store:
        number = store.search("华衡电网公司")[0].number
        assert desk.run("load", desk.file("more.csv", MORE)).code == 0
        assert [match.name for match in store.search("华衡")] == ["华衡电网公司"]
        assert store.search("丁机械") == ()
        assert store.companies([number])[0].name == "华衡电网公司"
    with prospecting.open_store(desk.workspace) as store:
        assert [match.name for match in store.search("丁机械")] == ["上海丁机械有限公司"]


def test_ctrl_c_during_a_load_ends_with_130_and_leaves_nothing(desk: Desk, first_answers: list[str]) -> None:
    before = desk.standing()
    with desk.start("load", desk.file("more.csv", MORE), before=HALTING, stdin=subprocess.PIPE) as load:
        assert load.stdout.readline() == b"begun\n"
        load.send_signal(signal.SIGINT)
        _, told = load.communicate()
    assert load.returncode == 130
    assert told.decode() == "Interrupted; nothing was changed by halves.\n"
    assert desk.standing() == before
    assert desk.answers() == first_answers
