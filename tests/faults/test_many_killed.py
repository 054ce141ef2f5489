"""Runs over many anchors that are killed or interrupted: what is there is whole, and the same command goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Desk = Any
pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals and groups are those of POSIX systems")

# Dies when the second list is about to be written.
DYING = """
import os, signal
from chainprospect import batching
real, left = batching.write, [1]
def dying(*args):
    if not left: os.kill(os.getpid(), signal.SIGKILL)
    left.pop()
    real(*args)
batching.write = dying
"""
# Dies in the middle of moving the second list to its place.
MOVING = """
import os, signal, pathlib
real, left = pathlib.Path.replace, [1]
def dying(self, target):
    if str(target).endswith(".csv"):
        if not left: os.kill(os.getpid(), signal.SIGKILL)
        left.pop()
    return real(self, target)
pathlib.Path.replace = dying
"""
# Says that the first list is done and waits, or dies, while workers go on.
HALTING = """
import os, signal, sys
from chainprospect import batching
real = batching.share
def halting(*args):
    shared = real(*args)
    yield next(shared)
    if {dies}: os.kill(os.getpid(), signal.SIGKILL)
    sys.stdout.write("begun\\n"); sys.stdout.flush()
    sys.stdin.readline()
    yield from shared
batching.share = halting
"""


@pytest.fixture(scope="module")
def whole(copied: Callable[[Path], Desk], tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, bytes]]:
    """A desk with a file of anchors, and the files of a run that nobody disturbs."""
    desk = copied(tmp_path_factory.mktemp("many"))
    desk.file("anchors.txt", "A1\nB1\nC1\nD1\n")
    assert desk.run("-q", *typed(desk, "whole", 1)).code == 0
    return desk, files(desk.folder / "whole")


def typed(desk: Desk, folder: str, jobs: int) -> list[str]:
    file = desk.folder / "anchors.txt"
    return ["prospect", "--anchors", str(file), "-o", str(desk.folder / folder), "--jobs", str(jobs)]


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def goes_on(desk: Desk, folder: str, wanted: dict[str, bytes], jobs: int) -> str:
    """Look at what is left: finished lists and nothing that is no list; then repeat, and compare with a whole run."""
    found = files(desk.folder / folder)
    lists = {name: body for name, body in found.items() if not Path(name).name.startswith(".") and name[0] != "."}
    assert {name: wanted[name] for name in lists} == lists
    assert "index.csv" not in lists
    assert 1 <= len(lists) < 4
    ended = desk.run(*typed(desk, folder, jobs))
    assert ended.code == 0
    assert files(desk.folder / folder) == wanted
    return ended.err


@pytest.mark.parametrize(("name", "before"), [("dying", DYING), ("moving", MOVING)])
def test_a_run_that_is_killed_goes_on_where_it_was(
    whole: tuple[Desk, dict[str, bytes]], name: str, before: str
) -> None:
    desk, wanted = whole
    with desk.start(*typed(desk, name, 1), before=before) as process:
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert "1 of them were there already" in goes_on(desk, name, wanted, 1)


def test_workers_end_with_the_process_that_asked(whole: tuple[Desk, dict[str, bytes]]) -> None:
    desk, wanted = whole
    # The pipe closes when the last process that holds it has ended: workers do not outlive the one who is killed.
    with desk.start(*typed(desk, "shared", 2), before=HALTING.format(dies=True)) as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    found = files(desk.folder / "shared")
    assert not [name for name in found if "index" in name or "merged" in name]
    assert desk.run("-q", *typed(desk, "shared", 2)).code == 0
    assert files(desk.folder / "shared") == wanted


def test_ctrl_c_ends_with_130_and_leaves_only_whole_lists(whole: tuple[Desk, dict[str, bytes]]) -> None:
    desk, wanted = whole
    options = {"before": HALTING.format(dies=False), "stdin": -1, "start_new_session": True}
    with desk.start(*typed(desk, "interrupted", 2), **options) as process:
        assert process.stdout.readline() == b"begun\n"
        # As a console sends it: to every process of the group at once.
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert err.decode().splitlines() == [
        "Lists that are finished stay; the same command goes on from there.",
        "Interrupted; nothing was changed by halves.",
    ]
    found = files(desk.folder / "interrupted")
    assert not [name for name in found if name.endswith(".tmp")]
    assert {name: wanted[name] for name in found} == found
    assert not {"index.csv", "merged.csv"} & set(found)
    assert desk.run("-q", *typed(desk, "interrupted", 2)).code == 0
    assert files(desk.folder / "interrupted") == wanted


def test_a_load_meanwhile_changes_no_list_and_then_refuses(copied: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = copied(tmp_path)
    desk.file("anchors.txt", "A1\nB1\n")
    options = {"before": HALTING.format(dies=False), "stdin": -1}
    with desk.start(*typed(desk, "out", 1), **options) as process:
        assert process.stdout.readline() == b"begun\n"
        more = desk.file("more.csv", "source,target,amount\n上海丁机械有限公司,华衡电网公司,90万元\n")
        assert desk.run("-q", "load", more).code == 0
        process.communicate(b"\n")
    assert process.returncode == 0
    assert "上海丁机械有限公司".encode() not in b"".join(files(tmp_path / "out").values())
    told = desk.refuses(*typed(desk, "out", 1), code=2)
    assert told == (
        "out: this folder holds lists that were made otherwise (changed: snapshot); repeat the command that made "
        "them, name another folder, or begin anew with --fresh."
    )


def test_a_full_disk_and_a_closed_folder_are_told(desk: Desk, obedient: str) -> None:
    desk.file("anchors.txt", "A1\n")
    (desk.folder / "closed").mkdir(mode=0o500)
    ended = desk.process(*typed(desk, "closed", 1), before=obedient)
    assert ended.code == 4
    assert ended.err.startswith(f"Error: {desk.folder}/closed: cannot be written: it is write-protected")
    assert desk.refuses("prospect", "--anchors", desk.folder / "none.txt", "-o", desk.folder / "x", code=2) == (
        "none.txt: there is no such file; check the name."
    )
    assert "is a file; name a folder for the lists." in desk.refuses(
        "prospect", "--anchors", desk.folder / "anchors.txt", "-o", desk.folder / "anchors.txt", code=4
    )
