"""Snapshots whose files are damaged: one sentence names the file and the way out, and a fresh load mends all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Desk = Any
ANCHOR, LEAD = "华衡电网公司", "江苏甲电气有限公司"
WAY_OUT = "go back to another one (chainprospect snapshots) or load your files again with --fresh."
ASKED = {
    "prospect": ["prospect", ANCHOR],
    "find": ["find", "衡电"],
    "show": ["show", LEAD],
    "explain": ["explain", ANCHOR, LEAD],
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no file of ours " * 40)


def deleted(path: Path) -> None:
    path.unlink()


def snapshot(desk: Desk) -> str:
    return (desk.workspace / "CURRENT").read_text("utf-8").strip()


# A file of each kind, and the question that needs it.
NEEDED = {
    "graph/goods.upstream.far.npy": "prospect",
    "rows/relation.npy": "prospect",
    "graph/goods.upstream.ties.npy": "explain",
    "rows/company.npy": "find",
    "texts/company.utf8": "find",
    "texts/company.source_file.labels.offsets.npy": "show",
    "texts/company.source_file.labels.utf8": "show",
    "search.sqlite": "find",
    "manifest.json": "prospect",
}


@pytest.mark.parametrize("harm", [cut, emptied, garbage, deleted], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", NEEDED)
def test_a_damaged_file_is_named_with_the_way_out(desk: Desk, name: str, harm: Callable[[Path], None]) -> None:
    path = desk.workspace / "snapshots" / snapshot(desk) / name
    harm(path)
    told = desk.refuses(*ASKED[NEEDED[name]], code=3)
    what = "missing" if (name, harm) == ("manifest.json", deleted) else "damaged"
    assert told == f"workspace/snapshots/{snapshot(desk)}/{name}: this file of the snapshot is {what}; {WAY_OUT}"


@pytest.mark.parametrize("harm", [cut, garbage, deleted], ids=lambda harm: harm.__name__)
def test_damaged_records_are_noticed_by_what_reads_them(desk: Desk, harm: Callable[[Path], None]) -> None:
    folder = desk.workspace / "snapshots" / snapshot(desk)
    for name in ("record_company.parquet", next(folder.glob("records/*/companies.parquet")).relative_to(folder)):
        path = folder / name
        whole = path.read_bytes()
        harm(path)
        told = desk.refuses("show", LEAD, code=3)
        assert path.name in told
        assert told.endswith(("load their files again.", "load your files again with --fresh.", "and load again."))
        assert desk.run("prospect", ANCHOR).code == 0, "the records are not on the way of a question"
        path.write_bytes(whole)
    assert desk.run("show", LEAD).code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"s0009-00000000\n", "workspace: there is no snapshot 's0009-00000000'; there are: {id}. List them with: "),
        (b"", "workspace/CURRENT: this file does not name a snapshot; choose one with: chainprospect snapshots"),
        (b"\xff\xfe\x00", "workspace/CURRENT: this file does not name a snapshot; choose one with: "),
        (b"../../elsewhere", "workspace/CURRENT: this file does not name a snapshot; choose one with: "),
        (None, "workspace/CURRENT: no snapshot is in use; choose one with: chainprospect snapshots --use ID"),
    ],
)
def test_a_current_that_names_nothing_is_mended_by_choosing(
    desk: Desk, text: bytes | None, told: str, first_answers: list[str]
) -> None:
    made, current = snapshot(desk), desk.workspace / "CURRENT"
    current.unlink() if text is None else current.write_bytes(text)
    for asked in ASKED.values():
        assert desk.refuses(*asked, code=3).startswith(told.format(id=made))
    listed = desk.run("snapshots", "--json")
    assert [(each["id"], each["current"]) for each in json.loads(listed.out)] == [(made, False)]
    assert desk.run("snapshots", "--use", made).code == 0
    assert desk.answers() == first_answers


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            '{"schema": 99}',
            ": this snapshot has format 99, this version reads format 7; load your files again with --fresh.",
        ),
        ("[]", f"/manifest.json: this file of the snapshot is damaged; {WAY_OUT}"),
        ('{"schema": 7}', f"/manifest.json: this file of the snapshot is damaged; {WAY_OUT}"),
        ("null", f"/manifest.json: this file of the snapshot is damaged; {WAY_OUT}"),
    ],
)
def test_a_manifest_of_another_kind(desk: Desk, body: str, told: str) -> None:
    place = f"workspace/snapshots/{snapshot(desk)}"
    (desk.folder / place / "manifest.json").write_text(body, "utf-8")
    assert desk.refuses("prospect", ANCHOR, code=3) == place + told
    assert desk.refuses("load", desk.folder / "relations.csv", code=3) == place + told
    listed = desk.run("snapshots")
    assert listed.code == 0


def test_values_changed_in_place_are_found_by_doctor(desk: Desk) -> None:
    path = desk.workspace / "snapshots" / snapshot(desk) / "graph" / "goods.upstream.far.npy"
    whole = path.read_bytes()
    path.write_bytes(whole[:-8] + b"\x7f" * 8)
    from chainprospect import cli

    # The file is as long as it should be, so that only its checksum tells; what a question makes of it is no promise.
    assert cli.main(["-q", "-w", str(desk.workspace), "prospect", ANCHOR]) == 3
    ended = desk.run("doctor", "--json")
    assert ended.code == 3
    found = [each for each in json.loads(ended.out) if each["state"] == "broken"]
    assert [each["check"] for each in found] == ["snapshot"]
    assert "goods.upstream.far.npy" in found[0]["note"]
    told = desk.run("doctor", "--json", lang="zh").out
    assert "goods.upstream.far.npy" in told


def test_something_unexpected_sends_to_doctor(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    from chainprospect import cli

    path = desk.workspace / "snapshots" / snapshot(desk) / "graph" / "goods.upstream.far.npy"
    path.write_bytes(path.read_bytes()[:-8] + b"\x7f" * 8)
    for lang in ("en", "zh"):
        capsys.readouterr()
        assert cli.main(["--lang", lang, "-w", str(desk.workspace), "prospect", ANCHOR]) == 3
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        assert "chainprospect doctor" in err


def test_a_fresh_load_mends_whatever_is_damaged(desk: Desk, first_answers: list[str]) -> None:
    folder = desk.workspace / "snapshots" / snapshot(desk)
    for path in folder.rglob("*"):
        if path.is_file():
            garbage(path)
    assert desk.run("load", desk.folder / "companies.csv", desk.folder / "relations.csv", "--fresh").code == 0
    answers = desk.answers()
    old, new = (json.loads(each[0]) for each in (first_answers, answers))
    assert new["snapshot"].startswith("s0002-")
    assert {**new, "snapshot": None} == {**old, "snapshot": None}
    assert answers[1] == first_answers[1]


def test_a_damaged_book_is_named_and_what_needs_none_goes_on(desk: Desk, first_answers: list[str]) -> None:
    book = desk.workspace / "book.sqlite"
    garbage(book)
    told = desk.refuses("review", code=3)
    assert told == (
        "workspace/book.sqlite: the book is damaged; put a backup in its place, or move it away and begin anew with: "
        "chainprospect review, mark"
    )
    assert desk.refuses("load", desk.folder / "relations.csv", "--fresh", code=3) == told
    # Leads that are worked already stand in the book: without it a list would say less than is known.
    assert desk.refuses("prospect", ANCHOR, code=3) == told
    assert desk.run("find", "江苏", "--json").out == first_answers[1]
    book.rename(book.with_suffix(".away"))
    assert desk.answers() == first_answers


def test_a_search_file_of_another_kind_is_damaged(desk: Desk) -> None:
    path = desk.workspace / "snapshots" / snapshot(desk) / "search.sqlite"
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE something (else_ TEXT)")
    other.close()
    told = desk.refuses("find", "衡电", code=3)
    assert (
        told == f"workspace/snapshots/{snapshot(desk)}/search.sqlite: this file of the snapshot is damaged; {WAY_OUT}"
    )
