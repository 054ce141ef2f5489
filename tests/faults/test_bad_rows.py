"""Rows that cannot be right: each is named with file, row, column and what to do; none is dropped silently."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Desk = Any
TIES = "source,target,amount,as_of,share_of_target,confidence\n上海丁机械有限公司,湖北戊材料有限公司,{}\n"
# What the file holds, where its bad cell stands (row, column, value), and what is told.
BAD = {
    "id_in_scientific_notation": (
        "id,name\n9.11E+17,上海丁机械有限公司\n",
        (2, "id", "9.11E+17"),
        "was ruined by a spreadsheet, which keeps 15 digits; format the column as text and export it again.",
    ),
    "code_in_scientific_notation": (
        "公司名称,统一社会信用代码\n湖北戊材料有限公司,\n上海丁机械有限公司,9.1110000E+17\n",
        (3, "统一社会信用代码", "9.1110000E+17"),
        "was ruined by a spreadsheet, which keeps 15 digits; format the column as text and export it again.",
    ),
    "code_that_fails_its_check": (
        "公司名称,统一社会信用代码\n上海丁机械有限公司,91310000MA1FL0000X\n",
        (2, "统一社会信用代码", "91310000MA1FL0000X"),
        "fails the check of a unified social credit code; look for a mistyped sign.",
    ),
    "blank_endpoint": (
        "供应商,采购商,金额\n上海丁机械有限公司,,3万元\n",
        (2, "采购商", ""),
        "must be filled in; add it.",
    ),
    "company_without_any_name": (
        "name,region\n,上海市\n",
        (2, "name", ""),
        "names no company; give a name, id, credit code or LEI.",
    ),
    "self_loop": (
        "source,target\n上海丁机械有限公司,上海丁机械有限公司\n",
        (2, "target", "上海丁机械有限公司"),
        "is the company itself, and a company cannot trade with itself; correct one side.",
    ),
    "date_not_in_the_calendar": (
        TIES.format("3,2024-02-30,,"),
        (2, "as_of", "2024-02-30"),
        "is not in the calendar, or outside 1800-2199; correct it.",
    ),
    "date_in_the_far_future": (
        TIES.format("3,9999-01-01,,"),
        (2, "as_of", "9999-01-01"),
        "is not in the calendar, or outside 1800-2199; correct it.",
    ),
    "date_in_words": (
        TIES.format("3,最近,,"),
        (2, "as_of", "最近"),
        "is no date we can read; write it like 2024-03-05.",
    ),
    "negative_amount": (
        TIES.format("-5万元,2024-02-01,,"),
        (2, "amount", "-5万元"),
        "must not be negative; correct it, and net refunds off first.",
    ),
    "amount_in_words": (
        TIES.format("很多,2024-02-01,,"),
        (2, "amount", "很多"),
        "is no number we can read; write it like 1234.5, 320万 or USD 3.2mn.",
    ),
    "share_beyond_one": (
        TIES.format("3,,120%,"),
        (2, "share_of_target", "120%"),
        "must lie between 0 and 1; write 12% or 0.12.",
    ),
    "too_many_cells": (
        "name,region\n上海丁机械有限公司,上海,市\n",
        (2, "", "市"),
        "stands beyond the last header: the row has too many cells; look for a comma without quotation marks.",
    ),
    "unknown_kind_of_relation": (
        "source,target,kind\n上海丁机械有限公司,湖北戊材料有限公司,hugs\n",
        (2, "kind", "hugs"),
        "is no kind of relation we know; write one of",
    ),
    "end_before_start": (
        "source,target,start,end\n上海丁机械有限公司,湖北戊材料有限公司,2024-05-01,2023-05-01\n",
        (2, "end", "2023-05-01"),
        "is before the start 2024-05-01; correct one of them.",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_strict_names_the_cell_and_changes_nothing(desk: Desk, name: str) -> None:
    body, (row, column, value), reason = BAD[name]
    before = desk.standing()
    told = desk.refuses("load", "--strict", desk.file(f"{name}.csv", body), code=2)
    place = f"{name}.csv, row {row}, column {column}: " if column else f"{name}.csv, row {row}: "
    assert told.startswith(place), told
    assert f'"{value}" {reason}' in told or (not value and reason in told), told
    assert told.endswith(
        " Rows rejected in all: 1. Under --strict, and from frames, none may be: nothing was changed."
    ), told
    assert desk.standing() == before


def rejects(desk: Desk) -> list[list[str]]:
    snapshot = (desk.workspace / "CURRENT").read_text("utf-8").strip()
    path = desk.workspace / "snapshots" / snapshot / "rejects.csv"
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.reader(rows))


def test_every_rejected_row_stands_in_the_list_and_good_rows_are_loaded(desk: Desk) -> None:
    files = [desk.file(f"{name}.csv", body) for name, (body, *_) in sorted(BAD.items())]
    good = desk.file("good.csv", TIES.format("3万元,2024-02-01,12%,0.9"))
    ended = desk.run("load", *files, good, "--json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert (report["read"], report["accepted"], report["rejected"]) == (len(BAD) + 2, 2, len(BAD))
    head, *rows = rejects(desk)
    assert head == ["file", "row", "column", "value", "reason"]
    found = {row[0]: row[1:4] for row in rows}
    assert len(found) == len(rows) == len(BAD)
    for name, (_, (row, column, value), _) in BAD.items():
        harmless = f"'{value}" if value.startswith("-") else value
        assert found[f"{name}.csv"] == [str(row), column, harmless], name
    assert all(row[4].endswith(".") for row in rows)
    assert '"湖北戊材料有限公司"' in desk.run("find", "戊材料", "--json").out


def test_a_duplicate_id_merges_and_the_conflict_stays_visible(desk: Desk) -> None:
    body = "id,name,revenue,as_of\nE1,上海丁机械有限公司,1亿元,2023-12-31\nE1,上海丁机械制造有限公司,2亿元,2024-12-31\n"
    ended = desk.run("load", desk.file("twice.csv", body), "--json")
    assert (ended.code, json.loads(ended.out)["merged"]) == (0, 1)
    told = json.loads(desk.run("show", "E1", "--json").out)
    revenue = [fact for fact in told["facts"] if fact["column"] == "revenue"]
    assert [(fact["value"], fact["row"], fact["used"]) for fact in revenue] == [(2e8, 3, True), (1e8, 2, False)]
    assert told["company"]["name"] == "上海丁机械制造有限公司"
    assert "上海丁机械有限公司" in told["company"]["aliases"]


def test_an_unknown_endpoint_becomes_a_company_and_is_counted(desk: Desk) -> None:
    path = desk.file("strangers.csv", "source,target\n无人知道的公司,华衡电网公司\n")
    ended = desk.run("load", path, "--json")
    assert (ended.code, json.loads(ended.out)["named_only"]) == (0, 1)
    assert '"无人知道的公司"' in desk.run("find", "无人知道", "--json").out


def test_two_names_of_one_company_are_a_loop_only_after_merging(desk: Desk) -> None:
    path = desk.file("loop.csv", "source,target\nB1,江苏甲电气有限公司\nB1,浙江乙铜业有限公司\n")
    before = desk.standing()
    told = desk.refuses("load", "--strict", path, code=2)
    assert told.startswith('loop.csv, row 2, column source: "B1" is the company itself, and a company cannot trade')
    assert desk.standing() == before
    ended = desk.run("load", path, "--json", lang="zh")
    report = json.loads(ended.out)
    assert (report["read"], report["accepted"], report["rejected"]) == (2, 1, 1)
    assert report["rejects"][0]["reason"] == "“B1” 公司不能与自己交易；请改正其中一方。"
    assert rejects(desk)[1:] == [["loop.csv", "2", "source", "B1", report["rejects"][0]["reason"]]]
    other = desk.file("other.csv", "source,target\nC1,D1\n")
    later = json.loads(desk.run("load", "--strict", other, "--json").out)
    assert (later["read"], later["accepted"], later["rejected"]) == (1, 1, 0), "the loop was told when it was loaded"
    assert rejects(desk)[1][:2] == ["loop.csv", "2"]


FORMULAS = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://example.org","点我")']


def test_formulas_in_names_run_in_no_output(desk: Desk, tmp_path: Path) -> None:
    with (desk.folder / "formulas.csv").open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(["source", "target", "product", "amount"])
        writer.writerows(
            [name, "华衡电网公司", "=1+1", "很多" if place == 0 else "5万元"] for place, name in enumerate(FORMULAS)
        )
        writer.writerow([FORMULAS[0], "华衡电网公司", "+2", "6万元"])
    assert desk.run("load", desk.folder / "formulas.csv").code == 0
    for name in ("leads.xlsx", "leads.csv", "leads.json", "leads.graphml"):
        assert desk.run("prospect", "华衡电网公司", "-o", desk.folder / name).code == 0
    # Spaces around a name do not belong to it.
    names = {name.strip() for name in FORMULAS}
    told = json.loads((desk.folder / "leads.json").read_text("utf-8"))
    assert names <= {lead["company"]["name"] for lead in told["leads"]}, "in JSON a name is as it was written"
    book = openpyxl.load_workbook(desk.folder / "leads.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert names <= {str(cell.value).removeprefix("'") for cell in cells}
    for path in (desk.folder / "leads.csv", *desk.workspace.rglob("rejects.csv"), *desk.workspace.rglob("review.csv")):
        with path.open(encoding="utf-8-sig", newline="") as rows:
            running = [cell for row in csv.reader(rows) for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
        assert running == [], path
    shown = desk.run("prospect", "华衡电网公司", "--csv").out
    assert "'=cmd|" in shown
