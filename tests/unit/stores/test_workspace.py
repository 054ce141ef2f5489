"""Snapshots in a workspace: building, swapping, rolling back, and what may go wrong."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chainprospect.errors import StoreStale, StoreUnavailable
from chainprospect.model.identity import Decisions
from chainprospect.stores import durable
from chainprospect.stores.snapshot.manifest import SourceEntry, content_digest
from chainprospect.stores.workspace import Workspace

A = {"companies": [{"own_id": "1", "name": "甲"}]}
B = {"relations": [{"source": "1", "target": "乙"}]}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "数据 空间")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_loaded_says_what_to_type(workspace):
    assert workspace.current() is None
    assert workspace.list() == ()
    assert not workspace.same_content("x")
    with pytest.raises(StoreUnavailable) as caught:
        workspace.open()
    assert str(caught.value) == f"{workspace.folder}: nothing is loaded here yet; start with: chainprospect load FILE"


def test_a_load_makes_a_snapshot_and_swaps_current(workspace, load):
    assert load(workspace, "a", "ab12cd34" + "0" * 24, **A) == "s0001-ab12cd34"
    assert workspace.current() == "s0001-ab12cd34"
    assert (workspace.folder / "CURRENT").read_bytes() == b"s0001-ab12cd34\n"
    assert names(workspace.folder) == [".lock", "CURRENT", "snapshots"]
    assert names(workspace.folder / "snapshots") == ["s0001-ab12cd34"]
    folder = workspace.path()
    assert names(folder) == [
        "companies.parquet", "events.parquet", "features", "financials.parquet", "manifest.json",
        "record_company.parquet", "records", "relations.parquet", "rows", "search.sqlite", "texts",
    ]  # fmt: skip
    with workspace.open() as store:
        facts = store.facts
    assert (facts.snapshot, facts.supplier_scale, facts.buyer_scale) == ("s0001-ab12cd34", 0.3, 0.4)
    assert workspace.manifest().source("a") == SourceEntry("a", "slug-a", "digest-a", 1, {"companies": 1})
    assert workspace.manifest().source("b") is None
    assert workspace.damaged() == ()


def test_the_next_load_keeps_other_sources_by_link(workspace, load):
    first = load(workspace, "a", **A)
    second = load(workspace, "b", "1" * 32, **B)
    assert [info.sources for info in workspace.list()] == [("a",), ("a", "b")]
    assert [info.current for info in workspace.list()] == [False, True]
    old = workspace.path(first) / "records" / "slug-a" / "companies.parquet"
    new = workspace.path(second) / "records" / "slug-a" / "companies.parquet"
    assert old.stat().st_ino == new.stat().st_ino
    assert workspace.damaged() == ()
    with workspace.open() as store:
        assert [match.id for match in store.search("甲")] == ["1"]


def test_a_disk_without_links_copies(workspace, load, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    load(workspace, "a", **A)
    monkeypatch.setattr(os, "link", refuse)
    second = load(workspace, "b", "1" * 32, **B)
    assert (workspace.path(second) / "records" / "slug-a" / "companies.parquet").stat().st_nlink == 1
    assert workspace.damaged() == ()


def test_a_source_without_its_records_is_named(workspace, load):
    first = load(workspace, "a", **A)
    folder = workspace.path(first) / "records" / "slug-a"
    (folder / "companies.parquet").unlink()
    folder.rmdir()
    with pytest.raises(StoreUnavailable) as caught:
        load(workspace, "b", **B)
    assert str(caught.value) == f"{folder}: the records of source 'a' are missing; load its files again."
    assert workspace.current() == first


def test_leaving_without_finish_changes_nothing(workspace, load):
    first = load(workspace, "a", **A)

    def load_half() -> None:
        with workspace.building() as building:
            (building.folder / "half").write_text("x", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_half()
    with workspace.building():
        pass
    assert names(workspace.folder / "snapshots") == [first]
    assert workspace.current() == first


def test_the_leavings_of_a_killed_load_are_cleared_by_the_next(workspace, load):
    first = load(workspace, "a", **A)
    code = (
        "import os, signal, sys; from pathlib import Path; from chainprospect.stores.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).building() as building:\n"
        "    (building.records('x') / 'companies.parquet').write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(workspace.folder)], check=False)
    (workspace.folder / ".CURRENT-123").write_text("half", "utf-8")
    assert len(names(workspace.folder / "snapshots")) == 2
    with workspace.open() as store:
        assert store.facts.snapshot == first
    second = load(workspace, "a", "2" * 32, **A)
    assert names(workspace.folder / "snapshots") == [first, second]
    assert names(workspace.folder) == [".lock", "CURRENT", "snapshots"]


@pytest.mark.parametrize("step", ["write_manifest", "sync_file", "rename", "swap_text"])
def test_a_load_that_dies_while_finishing_leaves_the_old_snapshot(workspace, load, monkeypatch, step):
    first = load(workspace, "a", **A)

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"chainprospect.stores.workspace.{step}", die)
        with pytest.raises(Killed):
            load(workspace, "b", "1" * 32, **B)
    assert workspace.current() == first
    with workspace.open() as store:
        assert store.facts.companies == 1
    assert load(workspace, "b", "1" * 32, **B) == workspace.current()


def test_a_second_load_at_the_same_time_is_refused(workspace, load):
    with workspace.building(), pytest.raises(StoreUnavailable) as caught:
        workspace.building().__enter__()
    assert str(caught.value) == (
        f"{workspace.folder}: another load is writing this workspace (process {os.getpid()}); wait until it is done "
        "and repeat."
    )
    load(workspace, "a", **A)


def test_a_disk_without_locks_is_used_with_a_warning(workspace, load, monkeypatch, caplog):
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("chainprospect.stores.lock._lock", refuse)
    load(workspace, "a", **A)
    assert "this disk knows no locks (No locks available)" in caplog.text


def test_same_content_is_told(workspace, load):
    load(workspace, "a", "c" * 32, **A)
    assert workspace.same_content("c" * 32)
    assert not workspace.same_content("d" * 32)


def test_roll_back_and_forth(workspace, load):
    first, second = load(workspace, "a", **A), load(workspace, "b", "1" * 32, **B)
    workspace.use(first)
    assert workspace.current() == first
    with workspace.open() as store:
        assert store.facts.companies == 1
    # The next load starts from the snapshot in use and takes the next number all the same.
    third = load(workspace, "c", "2" * 32, **A)
    assert third == "s0003-22222222"
    assert [entry.name for entry in workspace.manifest(third).sources] == ["a", "c"]
    workspace.use(second)
    assert workspace.current() == second


def test_an_unknown_snapshot_names_those_there_are(workspace, load):
    load(workspace, "a", **A)
    for wrong in ("s0009-00000000", "../..", ""):
        if not wrong:
            continue
        with pytest.raises(StoreUnavailable) as caught:
            workspace.use(wrong)
        assert str(caught.value) == (
            f"{workspace.folder}: there is no snapshot {wrong!r}; there are: s0001-00000000. List them with: "
            "chainprospect snapshots"
        )


def test_prune_keeps_the_newest_and_the_one_in_use(workspace, load):
    ids = [load(workspace, "a", str(i) * 32, **A) for i in range(4)]
    workspace.use(ids[0])
    assert workspace.prune(2) == (ids[1],)
    assert workspace.ids() == (ids[0], ids[2], ids[3])
    assert workspace.prune(0) == (ids[2], ids[3])
    assert workspace.prune(0) == ()
    with workspace.open() as store:
        assert store.facts.companies == 1
    with pytest.raises(ValueError, match="0 or more"):
        workspace.prune(-1)


def test_ids_are_ordered_by_number_beyond_four_digits(workspace):
    for name in ("s9999-00000000", "s10000-00000000", "s0002-00000000", ".building-1", "else"):
        (workspace.folder / "snapshots" / name).mkdir(parents=True)
    assert workspace.ids() == ("s0002-00000000", "s9999-00000000", "s10000-00000000")


def test_changed_and_missing_files_are_found_by_checksum(workspace, load):
    load(workspace, "a", **A)
    path = workspace.path() / "rows" / "event.npy"
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)
    (workspace.path() / "events.parquet").unlink()
    assert workspace.damaged() == (workspace.path() / "events.parquet", path)


def test_a_current_that_names_nothing_is_told(workspace, load):
    load(workspace, "a", **A)
    for text in (b"", b"rubbish", b"\xff\xfe", b"../../etc"):
        (workspace.folder / "CURRENT").write_bytes(text)
        with pytest.raises(
            StoreUnavailable, match="this file does not name a snapshot; choose one with: chainprospect snap"
        ):
            workspace.open()
    (workspace.folder / "CURRENT").write_text("s0007-00000000", "utf-8")
    with pytest.raises(StoreUnavailable, match="there is no snapshot 's0007-00000000'; there are: s0001-00000000"):
        workspace.open()


def test_an_old_format_can_be_left_behind_with_fresh(workspace, load):
    first = load(workspace, "a", **A)
    path = workspace.path() / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "schema": 0}), "utf-8")
    with pytest.raises(StoreStale, match="load your files again with --fresh"), workspace.building():
        pass
    assert workspace.list()[0].problem is not None
    assert not workspace.same_content("0" * 32)
    with workspace.building(fresh=True) as building:
        assert building.base is None
    assert workspace.ids() == (first,)


def test_a_full_disk_is_told_and_changes_nothing(workspace, load, monkeypatch):
    first = load(workspace, "a", **A)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("chainprospect.stores.workspace.sync_file", full)
        with pytest.raises(StoreUnavailable) as caught:
            load(workspace, "b", **B)
    assert str(caught.value) == (
        f"{workspace.folder}: the disk is full; free some space and repeat. What was loaded before stands."
    )
    with pytest.raises(StoreUnavailable, match="the disk is full"), workspace.building() as building:
        raise OSError(errno.ENOSPC, "No space left on device", str(building.folder / "x"))
    assert workspace.current() == first
    assert names(workspace.folder / "snapshots") == [first]


def test_a_workspace_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreUnavailable, match="is no folder; name another workspace with -w"):
            Workspace(folder).building().__enter__()
        with pytest.raises(StoreUnavailable, match="nothing is loaded here yet"):
            Workspace(folder).open()


def test_other_errors_of_a_load_pass_unchanged(workspace):
    with pytest.raises(PermissionError, match=r"input\.csv"), workspace.building():
        raise PermissionError(errno.EACCES, "Permission denied", "input.csv")
    with pytest.raises(FileNotFoundError, match=r"input\.csv"), workspace.building():
        raise FileNotFoundError(errno.ENOENT, "No such file", "input.csv")


def test_a_closed_folder_is_told(workspace, load, monkeypatch):
    first = load(workspace, "a", **A)

    def closed(*_: object, **__: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", closed)
        for act in (lambda: workspace.building().__enter__(), lambda: workspace.use(first), lambda: workspace.prune(1)):
            with pytest.raises(StoreUnavailable) as caught:
                act()
            assert str(caught.value) == (
                f"{workspace.folder}: cannot be written; name a workspace that you may write with -w, or change the "
                "rights of this folder."
            )
    with workspace.open() as store:
        assert store.search("甲")[0].id == "1"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_workspace_without_write_rights_still_answers(open_folder, load, closed):
    workspace = Workspace(open_folder)
    first = load(workspace, "a", **A)
    with closed(open_folder):
        with workspace.open() as store:
            assert store.search("甲")[0].id == "1"
            assert [fact.value for fact in store.facts_of(0)] == ["1", "甲"]
        assert workspace.damaged() == ()
        for act in (lambda: workspace.use(first), lambda: workspace.building().__enter__()):
            with pytest.raises(
                StoreUnavailable, match="cannot be written; name a workspace that you may write with -w"
            ):
                act()


def test_a_rename_waits_for_a_scanner_on_windows(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("x", "utf-8")
    tries = iter([PermissionError(errno.EACCES, "in use")] * 3)
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        for error in tries:
            raise error
        return real(path, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(durable.time, "sleep", lambda _: None)
    with pytest.raises(PermissionError):
        durable.rename(tmp_path / "a", tmp_path / "b")
    monkeypatch.setattr(durable, "_SCANNED", True)
    durable.rename(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["b"]


def test_the_digest_covers_what_decides_and_nothing_else():
    one = SourceEntry("a", "x", "d1", 1)
    two = SourceEntry("b", "y", "d2", 2)
    base = content_digest([one, two], fx={})
    assert base == content_digest([two, one], fx={"CNY": 1})
    assert base == content_digest(
        [SourceEntry("a", "other slug", "d1", 5, {"companies": 3}, ("f",)), SourceEntry("b", "y", "d2", 9)], fx={}
    )
    changed = [
        content_digest([one, two], fx={"TWD": 0.22}),
        content_digest([one, SourceEntry("b", "y", "d3", 2)], fx={}),
        content_digest([one, SourceEntry("c", "y", "d2", 2)], fx={}),
        content_digest([SourceEntry("a", "x", "d1", 2), SourceEntry("b", "y", "d2", 1)], fx={}),
        content_digest([SourceEntry("a", "x", "d1", 1), SourceEntry("b", "y", "d2", 1)], fx={}),
        content_digest([one], fx={}),
        content_digest([one, two], fx={}, decisions=Decisions(accepted=frozenset({("1", "2")}))),
        content_digest([one, two], fx={}, decisions=Decisions(rejected=frozenset({("1", "2")}))),
    ]
    assert len({base, *changed}) == 9
