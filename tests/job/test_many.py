"""Many anchors through the command line: a list each, one of all, and everything else accounted for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import chainprospect

COMPANIES = [
    {"id": "K1", "name": "华衡电网公司", "employees": 20000, "industry": "D44", "is_client": "是"},
    {"id": "K2", "name": "北岭变压器公司", "employees": 900, "industry": "C38", "is_client": "是"},
    {"id": "A1", "name": "江苏甲电气有限公司", "employees": 500, "revenue": "3亿元", "industry": "C38"},
    {"id": "B1", "name": "浙江乙铜业有限公司", "employees": 400, "revenue": "2亿元", "industry": "C32"},
    {"id": "C1", "name": "山东丙化工有限公司", "employees": 300, "revenue": "1亿元", "industry": "C26"},
    {"id": "D1", "name": "同名机械厂", "employees": 300, "region": "江苏省"},
    {"id": "E1", "name": "同名机械厂", "employees": 300, "region": "广东省"},
]
RELATIONS = [
    {"source": "A1", "target": "K1", "amount": 3200000, "as_of": "2024-03-05"},
    {"source": "B1", "target": "A1", "amount": 800000, "as_of": "2024-02-01"},
    {"source": "B1", "target": "K2", "amount": 900000, "as_of": "2024-02-01"},
    {"source": "K2", "target": "C1", "amount": 120000, "as_of": "2024-01-31"},
]
ANCHORS = "公司名称,客户号\n华衡电网公司,\n查无此人,\n北岭变压器公司,K2\n同名机械厂,\n,K1\n江苏甲电气有限公司,K2\n"


@pytest.fixture(scope="module")
def bench(new_bench: Callable[[], Any]) -> Any:
    """A small chain with two clients; for reading only."""
    made = new_bench()
    made.load(companies=COMPANIES, relations=RELATIONS)
    return made


@pytest.fixture(scope="module")
def listed(bench: Any) -> tuple[Path, dict[str, Any]]:
    """The folder of one run, and what it reported."""
    file, folder = bench.write("anchors.csv", ANCHORS), bench.folder / "listed"
    typed = ("--lang", "en", "prospect", "--anchors", str(file), "-o", str(folder), "--jobs", "1", "--json")
    return folder, json.loads(bench.run(*typed))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but the lock, which holds a process's number."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_row_of_the_file_is_accounted_for(listed: tuple[Path, dict[str, Any]]) -> None:
    folder, report = listed
    index = table(folder / "index.csv")
    assert [(row["rows"], row["anchor_id"], row["given"], row["file"]) for row in index] == [
        ("2; 6", "K1", "华衡电网公司", "lists/K1.csv"),
        ("4", "K2", "K2; 北岭变压器公司", "lists/K2.csv"),
    ]
    assert [(row["row"], row["text"], row["reason"]) for row in table(folder / "failed.csv")] == [
        ("3", "查无此人", "No such company."),
        (
            "5",
            "同名机械厂",
            "It fits several companies: 同名机械厂 (D1); 同名机械厂 (E1). Write the full name or an id.",
        ),
        (
            "7",
            "K2; 江苏甲电气有限公司",
            "The id is that of 北岭变压器公司 (K2), the name that of 江苏甲电气有限公司 (A1); mend one of them.",
        ),
    ]
    assert report["counts"] == {
        "anchors": 2,
        "failed": 3,
        "repeated": 1,
        "examples": 0,
        "leads": 3,
        "lookalikes": report["counts"]["lookalikes"],
    }
    assert report["files"] == {"merged": "merged.csv", "index": "index.csv", "failed": "failed.csv"}
    assert [row["reason"] for row in report["failed"]] == [row["reason"] for row in table(folder / "failed.csv")]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl", "graphml"])
def test_a_list_is_what_prospect_writes_of_that_anchor_alone(bench: Any, form: str) -> None:
    file, folder = bench.write("k.txt", "K1\nK2\n"), bench.folder / f"as-{form}"
    options = ("--region", "江苏,浙江,", "--include", "too_small", "--weight", "size=20", "--as-of", "2024-06-30")
    bench.run("prospect", "--anchors", str(file), "-o", str(folder), "--format", form, "--jobs", "1", *options)
    for anchor in ("K1", "K2"):
        alone = bench.folder / f"alone-{anchor}.{form}"
        bench.end("prospect", anchor, "-o", str(alone), *options)
        assert (folder / "lists" / f"{anchor}.{form}").read_bytes() == alone.read_bytes()


def test_the_merged_list_has_every_lead_once_with_its_scores(bench: Any, listed: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = listed
    scores = {
        anchor: {lead["company"]["id"]: lead["score"] for lead in bench.prospect(anchor)["leads"]}
        for anchor in ("K1", "K2")
    }
    leads = [row for row in table(folder / "merged.csv") if row["list"] == "leads"]
    assert sorted(row["company_id"] for row in leads) == sorted({*scores["K1"], *scores["K2"]}) == ["A1", "B1", "C1"]
    for row in leads:
        under = {anchor: mine[row["company_id"]] for anchor, mine in scores.items() if row["company_id"] in mine}
        told = dict(zip(row["anchor_ids"].split("; "), map(float, row["anchor_scores"].split("; ")), strict=True))
        assert told == under
        assert float(row["score"]) == max(under.values()) == under[row["best_anchor_id"]]
        assert int(row["anchor_count"]) == len(under)
    assert {row["company_id"]: row["anchor_count"] for row in leads} == {"A1": "1", "B1": "2", "C1": "1"}
    assert [float(row["score"]) for row in leads] == sorted((float(row["score"]) for row in leads), reverse=True)
    best = table(folder / "index.csv")[0]
    assert (best["best_lead_id"], float(best["best_score"])) == max(scores["K1"].items(), key=lambda item: item[1])


def test_two_processes_write_the_same_bytes_as_one(bench: Any, listed: tuple[Path, dict[str, Any]]) -> None:
    folder = bench.folder / "by-two"
    file = bench.folder / "anchors.csv"
    typed = ("--lang", "en", "prospect", "--anchors", str(file), "-o", str(folder), "--jobs", "2")
    ended = bench.end(*typed)
    assert ended.code == 0
    assert files(folder) == files(listed[0])
    assert ended.err.splitlines()[:4] == [
        f"Lists: 2 anchors, each in {folder}/lists; 0 of them were there already",
        f"Merged: {folder}/merged.csv (3 leads, {listed[1]['counts']['lookalikes']} lookalikes, each once)",
        f"Index: {folder}/index.csv",
        "Named twice: 1 rows name an anchor that stands above; it has one list",
    ]
    assert bench.end("-q", *typed).err == ""


def test_the_same_command_again_makes_nothing_anew(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from chainprospect import batching

    file, folder = bench.write("again.txt", "K1\nK2\n"), bench.folder / "again"
    typed = ("--lang", "en", "prospect", "--anchors", str(file), "-o", str(folder), "--jobs", "1")
    bench.run(*typed)
    before = files(folder)
    made: list[str] = []
    real = batching.write
    monkeypatch.setattr(batching, "write", lambda answer, path: made.append(path.name) or real(answer, path))
    assert "2 of them were there already" in bench.end(*typed).err
    assert (made, files(folder)) == ([], before)

    (folder / "lists" / "K2.csv").unlink()
    bench.write("again.txt", "K2\nA1\nK1\n")
    bench.run(*typed)
    assert made == ["K2.csv", "A1.csv"]
    assert [row["anchor_id"] for row in table(folder / "index.csv")] == ["K2", "A1", "K1"]

    bench.run(*typed, "--fresh")
    assert made[2:] == ["K2.csv", "A1.csv", "K1.csv"]


def test_other_options_do_not_go_on_with_the_same_folder(bench: Any) -> None:
    file, folder = bench.write("other.txt", "K1\n"), bench.folder / "other"
    typed = ("prospect", "--anchors", str(file), "-o", str(folder), "--jobs", "1")
    bench.run(*typed)
    before = files(folder)
    for option, name in (
        (("--upstream", "1"), "settings.reach.upstream"),
        (("--top", "1"), "top"),
        (("--format", "json"), "format"),
        (("--as-of", "2024-01-01"), "settings.as_of"),
    ):
        english, chinese = (bench.end("--lang", lang, *typed, "--lang", "zh", *option) for lang in ("en", "zh"))
        assert english == chinese
        assert chinese.code == 2
        assert chinese.err == (
            f"错误：{folder}：这个文件夹里的名单是按别的条件做的（不同之处：{name}）；"
            "请照原来的命令重复，或另选文件夹，或用 --fresh 从头做起。\n"
        )
    assert files(folder) == before


def test_a_workbook_holds_the_merged_list_and_the_index(bench: Any) -> None:
    file, folder = bench.write("k.txt", "K1\nK2\n"), bench.folder / "workbooks"
    bench.run("prospect", "--anchors", str(file), "-o", str(folder), "--format", "xlsx", "--jobs", "1", "--top", "1")
    book = openpyxl.load_workbook(folder / "merged.xlsx")
    assert book.sheetnames == ["目标企业", "相似企业", "核心企业"]
    assert [row[2].value for row in book["核心企业"].iter_rows()] == ["核心企业编号", "K1", "K2"]
    assert book["目标企业"].max_row == 3, "each list is as long as --top says"
    assert sorted(path.name for path in (folder / "lists").iterdir()) == ["K1.xlsx", "K2.xlsx"]


def test_none_found_ends_with_1(bench: Any) -> None:
    file, folder = bench.write("none.txt", "没有这家\n"), bench.folder / "none"
    ended = bench.end("--lang", "en", "prospect", "--anchors", str(file), "-o", str(folder))
    assert ended.code == 1
    assert ended.err.splitlines()[0] == "No anchor was found, so there is no list."
    assert len(table(folder / "failed.csv")) == 1
    assert table(folder / "index.csv") == table(folder / "merged.csv") == []


def test_what_makes_no_sense_together_is_refused(bench: Any) -> None:
    file = str(bench.write("k.txt", "K1\n"))
    folder = str(bench.folder / "never")
    shown = "this does not go with --anchors, which writes lists into a folder and shows none."
    alone = "this belongs to many anchors; write --anchors FILE and -o FOLDER as well."
    for typed, told in (
        (["K1", "--anchors", file, "-o", folder], "name anchors in the command or in a file, not both."),
        (["--anchors", file], "name a folder for the lists with -o FOLDER."),
        (["--anchors", file, "-o", folder, "--explain"], shown),
        (["--anchors", file, "-o", folder, "--csv"], shown),
        (["--anchors", file, "-o", folder, "--show-excluded"], shown),
        (["K1", "--jobs", "2"], alone),
        (["K1", "--format", "csv"], alone),
        (["K1", "--fresh"], alone),
        (["--anchors", file, "-o", folder, "--jobs", "0"], "write a whole number of 1 or more."),
        (["--anchors", file, "-o", folder, "--format", "pdf"], "there is no such value. Known: xlsx, csv,"),
        ([], "Missing argument ANCHOR. Name an anchor, or a file of anchors with --anchors FILE."),
    ):
        ended = bench.end("--lang", "en", "prospect", *typed)
        assert ended.code == 2, typed
        assert told in ended.err.splitlines()[0]
        assert bench.end("--lang", "zh", "prospect", *typed).err.startswith("错误：")
    assert not Path(folder).exists()


def test_hostile_ids_stay_in_the_folder(new_bench: Callable[[], Any]) -> None:
    made = new_bench()
    ids = ["../../x", "CON", "k1", "K1", "a/b", "=1+1", "名" * 90, "X0123456789AB"]
    made.load(
        companies=[{"id": ident, "name": f"企业{number}有限公司"} for number, ident in enumerate(ids)],
        relations=[{"source": "供货方有限公司", "target": ident} for ident in ids],
    )
    file, folder = made.write("ids.csv", [{"id": ident} for ident in ids]), made.folder / "out"
    report = made.json("prospect", "--anchors", str(file), "-o", str(folder), "--jobs", "1")
    assert [anchor["id"] for anchor in report["anchors"]] == ids
    paths = [folder / anchor["file"] for anchor in report["anchors"]]
    assert len({str(path).casefold() for path in paths}) == len(ids)
    assert {path.parent for path in paths} == {folder / "lists"}
    assert sorted(paths) == sorted((folder / "lists").iterdir())
    assert table(folder / "index.csv")[5]["anchor_id"] == "'=1+1"


def test_the_library_does_the_same(bench: Any, listed: tuple[Path, dict[str, Any]]) -> None:
    folder = bench.folder / "library"
    told: list[tuple[str, int, int | None]] = []
    with chainprospect.open(bench.workspace) as ws:
        report = ws.prospect_many(
            bench.folder / "anchors.csv", folder, lang="en", progress=lambda *step: told.append(step)
        )
        names = ws.prospect_many(["K2", "没有这家"], bench.folder / "named", format="json", top=1, upstream=1)
        with pytest.raises(chainprospect.library.SettingsError, match="'pdf' is no format; the formats are xlsx, csv"):
            ws.prospect_many(["K2"], folder, format="pdf")
        with pytest.raises(chainprospect.library.SettingsError, match="0 is not a number of processes"):
            ws.prospect_many(["K2"], folder, jobs=0)
        with pytest.raises(chainprospect.library.SettingsError, match="there is no such option"):
            ws.prospect_many(["K2"], folder, upstraem=1)
    assert files(folder) == files(listed[0])
    assert [anchor.id for anchor in report.anchors] == ["K1", "K2"]
    assert (report.leads, report.repeated, report.resumed) == (3, 1, 0)
    assert told[-2:] == [("anchors", 2, 2), ("merging", 0, None)]
    assert [(row.row, row.text) for row in names.failed] == [(2, "没有这家")]
    assert json.loads((bench.folder / "named/lists/K2.json").read_text("utf-8"))["settings"]["reach"]["upstream"] == 1
