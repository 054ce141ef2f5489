"""Disks that are full or closed, outputs that cannot be written, and folders with difficult names."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Desk = Any
ANCHOR, LEAD = "华衡电网公司", "江苏甲电气有限公司"
FULL = "workspace: the disk is full; free some space and repeat. What was loaded before stands."
CLOSED = "cannot be written; name a workspace that you may write with -w, or change the rights of this folder."
MORE = "source,target,product,amount,as_of\n"
# No single file may grow beyond so many bytes: what a full disk is where nobody may mount one.
LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
"""


def many(rows: int) -> str:
    lines = (
        f"示例{number % 997}号电气公司,样本{number % 991}号机械公司,零件{number},{number % 900 + 1}万元,2024-05-06\n"
        for number in range(rows)
    )
    return MORE + "".join(lines)


def mounted(folder: Path, options: str) -> bool:
    """Whether this user could mount a small disk of its own at the folder."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path | None]]:
    """Makes a disk of a given size, or None where nobody may mount one; it is gone after the test."""
    places = []

    def make(size: str) -> Path | None:
        place = tmp_path / f"disk {len(places)}"
        place.mkdir()
        if not mounted(place, f"size={size}"):
            return None
        places.append(place)
        return place

    yield make
    for place in places:
        subprocess.run(["umount", str(place)], check=True)


# A disk that runs full while rows are read, while the engine writes, and while the snapshot is written.
@pytest.mark.parametrize("size", ["1m", "1600k", "3m"])
def test_a_full_disk_is_said_and_the_old_snapshot_stays(
    copied: Callable[[Path], Desk],
    tmp_path: Path,
    small_disk: Callable[[str], Path | None],
    size: str,
    first_answers: list[str],
) -> None:
    (tmp_path / "files").mkdir()
    place = small_disk(size)
    desk = copied(place or tmp_path / "desk")
    file = tmp_path / "files" / "many.csv"
    file.write_text(many(12_000), "utf-8")
    before = desk.standing()
    if place is not None:
        told = desk.refuses("load", file, code=3)
        assert told.startswith("workspace: ")
        assert told == FULL or "No space left on device" in told or "disk is full" in told, told
    else:
        ended = desk.process("load", file, before=LIMIT.format(size=200_000))
        assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1), ended
        assert ended.err.startswith(f"Error: {desk.workspace}: ")
    assert desk.standing() == before
    assert desk.answers() == first_answers


def test_a_file_limit_is_said_and_the_old_snapshot_stays(desk: Desk, first_answers: list[str]) -> None:
    pytest.importorskip("resource", reason="limits on files are those of POSIX systems")
    before, file = desk.standing(), desk.file("many.csv", many(12_000))
    jobs = [(LIMIT.format(size=size), ["load", file]) for size in (2_000, 60_000, 400_000)]
    for ended in desk.processes(jobs):
        assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1), ended
        assert ended.err.startswith(f"Error: {desk.workspace}: ")
    assert desk.standing() == before
    assert desk.answers() == first_answers


def test_a_full_disk_under_an_output_leaves_the_old_list(
    copied: Callable[[Path], Desk], tmp_path: Path, small_disk: Callable[[str], Path | None]
) -> None:
    desk, place = copied(tmp_path / "desk"), small_disk("12k")
    if place is None:
        ended = desk.process("prospect", ANCHOR, "-o", "leads.xlsx", before=LIMIT.format(size=1_000))
        assert ended.code == 4
        assert not list(desk.folder.glob("*leads*"))
        return
    old = place / "leads.xlsx"
    old.write_bytes(b"the list of last week")
    for name in ("leads.xlsx", "leads.json", "map.html"):
        said = "the disk is full; make room and repeat" if name.startswith("leads") else "No space left on device"
        command = ["map", ANCHOR] if name == "map.html" else ["prospect", ANCHOR]
        told = desk.refuses_output(*command, "-o", place / name)
        assert told.startswith(f"{place / name}: "), told
        assert said in told
    assert old.read_bytes() == b"the list of last week"
    assert [path.name for path in place.iterdir()] == ["leads.xlsx"]


@pytest.fixture
def closed(desk: Desk) -> Iterator[Desk]:
    """A desk whose workspace nobody may write."""
    paths = [desk.workspace, *desk.workspace.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & ~0o222)
    yield desk
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode)


def test_a_read_only_workspace_answers_and_a_load_says_it_cannot_write(
    closed: Desk, obedient: str, first_answers: list[str]
) -> None:
    asked = (["prospect", ANCHOR, "--show-excluded"], ["find", "江苏"], ["show", LEAD], ["explain", ANCHOR, LEAD])
    before = closed.standing()
    file, new = closed.folder / "relations.csv", closed.workspace / "new"
    refused = (["load", file], ["load", file, "--fresh"], ["snapshots", "--prune", 1], ["-w", new, "load", file])
    review = ["review", "--accept", "B1", "C1"]
    jobs = [(obedient, [*typed, "--json"]) for typed in asked] + [("", typed) for typed in (*refused, review)]
    ended = closed.processes(jobs)
    assert [each.out for each in ended[:4]] == first_answers
    assert [each.code for each in ended] == [0] * 4 + [3] * 5
    assert {each.err for each in ended[4:7]} == {f"Error: {closed.workspace}: {CLOSED}\n"}
    assert ended[7].err == f"Error: {new}: {CLOSED}\n"
    assert "book.sqlite: the book cannot be read or written (" in ended[8].err
    assert ended[8].err.endswith("check the rights of the workspace and its free space.\n")
    assert closed.standing() == before


def test_a_workspace_on_a_read_only_disk_answers(
    copied: Callable[[Path], Desk], tmp_path: Path, first_answers: list[str], small_disk: Callable[[str], Path | None]
) -> None:
    place = small_disk("4m")
    if place is None:
        pytest.skip("mounting a disk is not allowed here; read-only rights are tested beside this")
    desk = copied(place)
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    assert desk.answers() == first_answers
    assert desk.refuses("load", desk.folder / "relations.csv", "--fresh", code=3) == f"workspace: {CLOSED}"
    told = desk.refuses_output("prospect", ANCHOR, "-o", place / "leads.csv")
    assert told == f"{place}/leads.csv: lies on a read-only disk; name another place."


@pytest.mark.parametrize("name", ["leads.xlsx", "leads.csv", "leads.json", "leads.jsonl", "leads.graphml", "map.html"])
def test_an_output_without_its_folder_ends_with_4(desk: Desk, name: str) -> None:
    command = ["map", ANCHOR] if name == "map.html" else ["prospect", ANCHOR]
    place = desk.folder / "nowhere" / name
    told = desk.refuses_output(*command, "-o", place)
    assert told.startswith(f"{place}: ")
    assert told.endswith(("name another place.", "Name another path with -o."))


def test_an_output_that_is_a_folder_a_template_and_a_wrong_suffix_end_with_4(desk: Desk) -> None:
    place = desk.folder / "leads.xlsx"
    place.mkdir()
    assert desk.refuses_output("prospect", ANCHOR, "-o", place) == f"{place}: is a folder; name a file in it."
    told = desk.refuses_output("template", "-o", place)
    assert told.startswith(f"{place}: "), told
    told = desk.refuses_output("prospect", ANCHOR, "-o", desk.folder / "leads.doc")
    assert told.startswith(f"{desk.folder / 'leads.doc'}: the suffix .doc names no format; end the name in ")
    assert list(place.iterdir()) == []


def test_an_output_that_is_write_protected_keeps_its_bytes(desk: Desk, obedient: str) -> None:
    place = desk.folder / "leads.xlsx"
    place.write_bytes(b"last week")
    place.chmod(0o444)
    ended = desk.process("prospect", ANCHOR, "-o", place, before=obedient)
    assert ended.code == 4
    assert ended.err.splitlines()[-1] == (
        f"Error: {place}: cannot be written: it is write-protected or open in another program; "
        "close it (in Excel, say) and repeat, or name another place."
    )
    assert place.read_bytes() == b"last week"


@pytest.mark.parametrize("name", ["客户 名单/二〇二六年", "a b'[x]*?", "=百分%20#号"])
def test_paths_with_chinese_spaces_and_signs(copied: Callable[[Path], Desk], tmp_path: Path, name: str) -> None:
    desk = copied(tmp_path / "plain")
    home = tmp_path / name
    home.mkdir(parents=True)
    file = home / "供应商 清单.csv"
    file.write_text("source,target\n上海丁机械有限公司,华衡电网公司\n", "utf-8")
    desk.workspace = home / "工作 区"
    assert desk.run("load", file, desk.folder / "companies.csv").code == 0
    assert '"上海丁机械有限公司"' in desk.run("find", "丁机械", "--json").out
    told = json.loads(desk.run("show", "华衡电网公司", "--json").out)
    assert {fact["file"] for fact in told["facts"]} == {"companies.csv"}
    leads, page = home / "线索 名单.xlsx", home / "关系 图.html"
    assert desk.run("prospect", ANCHOR, "-o", leads).code == 0
    assert desk.run("map", ANCHOR, "-o", page).code == 0
    assert leads.stat().st_size > 1000
    assert "上海丁机械有限公司" in page.read_text("utf-8")


def test_the_workspace_may_be_no_folder(desk: Desk) -> None:
    file = desk.file("taken", "not a folder")
    desk.workspace = file
    assert desk.refuses("load", desk.folder / "relations.csv", code=3) == (
        "taken: is no folder; name another workspace with -w."
    )
    assert desk.refuses("find", "x", code=3).startswith("taken: ")
    assert file.read_text() == "not a folder"


@pytest.mark.skipif(sys.platform == "win32" or not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_standard_output_ends_with_4(desk: Desk) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = desk.start("prospect", ANCHOR, "--json", stdout=full)
        with ended:
            _, told = ended.communicate()
    assert ended.returncode == 4
    assert told.decode().count("\n") >= 1
    assert b"Traceback" not in told
