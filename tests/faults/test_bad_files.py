"""Files that are not what they should be: each is refused with its name and what to do, and the old snapshot stays."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import zstandard

Desk = Any
CHINESE = "id,公司名称,地区\nE1,上海丁机械有限公司,上海市\nE2,湖北戊材料有限公司,湖北省\n"
MEND = "save it as UTF-8."
GARBLED = f"is neither UTF-8 nor clearly GB18030 or Big5, so names would be garbled; {MEND}"


def noise(size: int, least: int = 0) -> bytes:
    seeded = random.Random(7)
    return bytes(seeded.randrange(least, 256) for _ in range(size))


def workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["公司名称", "地区"])
    for number in range(300):
        book.active.append([f"示例{number}号有限公司", "上海市"])
    path = folder / "made.xlsx"
    book.save(path)
    return path.read_bytes()


def without_sheet(whole: bytes, folder: Path) -> bytes:
    """A workbook whose only sheet is cut in the middle, in a zip that is whole."""
    path, cut = folder / "whole.xlsx", folder / "cut.xlsx"
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(cut, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[: len(body) // 2] if "sheet1" in name else body)
    return cut.read_bytes()


REFUSED = {
    "wrong_guess_latin.csv": ("name,region\nCafé Société,Île-de-France\n".encode("latin-1"), f", row 2: {GARBLED}"),
    "two_encodings.csv": (
        CHINESE.encode() + "E3,福建己纸业有限公司,福建省\n".encode("gb18030"),
        f", row 4: {GARBLED}",
    ),
    "gb18030_cut_short.csv": (CHINESE.encode("gb18030")[:-5] + b"\xff\xff\n", f", row 1: {GARBLED}"),
    "utf16_without_mark.csv": (
        CHINESE.encode("utf-16-le"),
        f": looks like UTF-16 without a byte order mark; {MEND}",
    ),
    "wrong_mark.csv": (
        b"\xef\xbb\xbf" + CHINESE.encode("gb18030"),
        f", row 1: has a byte order mark of utf-8-sig, but is not; {MEND}",
    ),
    "junk.csv": (noise(5000), ", row 1: holds NUL bytes, so it is no text; export it again as CSV or xlsx."),
    "junk_without_zeros.csv": (noise(5000, 1), f", row 1: {GARBLED}"),
    "nul.csv": (
        CHINESE.replace("E2", "E\x002").encode(),
        ", row 3: holds NUL bytes, so it is no text; export it again as CSV or xlsx.",
    ),
    "empty.csv": (b"", ": the file is empty; export it again."),
    "blank.csv": (b"\n\n\n", ": holds no rows; export it again."),
    "cut.csv.gz": (
        gzip.compress(CHINESE.encode() * 900)[:-30],
        ": the gzip file is cut off; copy or export it again.",
    ),
    "cut.csv.zst": (
        zstandard.compress(noise(9000))[:-30],
        ": the zstd file is cut off; copy or export it again.",
    ),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + noise(500), ": is a picture; type the table into xlsx or CSV."),
    "web_page.xls": (
        b"<html><table><tr><td>name</td></tr></table></html>",
        ": is a web page saved under another name; open it and save it as xlsx.",
    ),
    "not_parquet.parquet": (
        CHINESE.encode(),
        ": is not a Parquet file, whatever its name; export it again.",
    ),
    "open_quote.csv": (
        'name,region\n"上海丁机械有限公司,上海市\n湖北戊材料有限公司,湖北省\n'.encode(),
        ", row 2: a quotation mark is opened in this row and never closed; close or remove it.",
    ),
    "same_header_twice.csv": (
        "name,region,name\n上海丁机械有限公司,上海市,上海丁\n".encode(),
        ", column name: the header 'name' stands twice; rename or drop one of the two columns.",
    ),
    "unknown_columns.csv": (
        "卖的,买的,钱\n甲,乙,3\n".encode(),
        ": no table of ours has these columns (unknown_columns: 卖的, 买的, 钱); say which it is with --as, "
        "or name the columns with --mapping.",
    ),
    "no_object.jsonl": (
        '{"name": "上海丁机械有限公司"}\n[1, 2]\n'.encode(),
        ', row 2: is no record; write one {"column": value} object a line.',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_refused_and_changes_nothing(desk: Desk, name: str) -> None:
    body, message = REFUSED[name]
    before = desk.standing()
    assert desk.refuses("load", desk.file(name, body), code=2) == f"{name}{message}"
    assert desk.standing() == before


@pytest.mark.parametrize(
    ("name", "make", "what"),
    [
        ("cut.xlsx", lambda whole, _: whole[: len(whole) // 2], "the workbook is damaged ("),
        ("cut_sheet.xlsx", without_sheet, "the workbook is damaged ("),
        ("junk.xlsx", lambda *_: b"PK\x03\x04" + noise(3000), "the workbook is damaged ("),
        ("cut.parquet", lambda *_: b"PAR1" + noise(400), "the Parquet file is damaged ("),
        ("flipped.csv.gz", lambda *_: gzip.compress(CHINESE.encode())[:-8] + bytes(8), "the gzip file is damaged ("),
        ("bad.json", lambda *_: b'[{"name": "x"},,]', "is not JSON ("),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_the_words_of_its_format(desk: Desk, name: str, make: Any, what: str) -> None:
    before = desk.standing()
    path = desk.file(name, make(workbook(desk.folder), desk.folder))
    told = desk.refuses("load", path, code=2)
    assert told.startswith(f"{name}: {what}"), told
    assert told.endswith(("open it and save it again.", "export it again."))
    assert desk.standing() == before


def test_encodings_are_told_and_names_arrive_whole(desk: Desk) -> None:
    encodings = {
        "上海丁机械有限公司": "utf-8-sig",
        "湖北戊材料有限公司": "gb18030",
        "福建己纸业有限公司": "gbk",
        "河南庚食品有限公司": "utf-16",
        "云南辛化工有限公司": "utf-16-le",
        "陕西壬仪表有限公司": "utf-32",
    }
    files = []
    for name, encoding in encodings.items():
        mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
        body = f"公司名称,地区\n{name},上海市\n{name[:3]}电子技术有限公司,上海市\n"
        files.append(desk.file(f"{encoding}.csv", mark + body.encode(encoding)))
    assert desk.run("load", *files).code == 0
    for name in encodings:
        (found,) = json.loads(desk.run("find", name, "--json").out)
        assert (found["name"], found["region"]) == (name, "上海市")


def test_big5_is_told_from_gb18030(desk: Desk) -> None:
    body = "公司名稱,地區\n臺灣示範電機股份有限公司,臺北市\n高雄樣本鋼鐵廠,高雄市\n".encode("big5")
    assert desk.run("load", desk.file("taiwan.csv", body)).code == 0
    assert '"臺灣示範電機股份有限公司"' in desk.run("find", "示範電機", "--json").out


def test_a_required_column_that_is_missing_lists_what_was_found_and_the_nearest(desk: Desk) -> None:
    path = desk.file("half.csv", "供应商名,采购商,金额\n甲公司,乙公司,3\n")
    before = desk.standing()
    told = desk.refuses("load", "--as", "events", path, code=2)
    assert told == (
        "half.csv: no column for company (公司) of the table events was found; the headers are 供应商名, 采购商, 金额. "
        'Rename one, or add to a mapping file: [events] company = "their header".'
    )
    path = desk.file("near.csv", "采购商称号,供应商,金额\n甲公司,乙公司,3\n")
    told = desk.refuses("load", "--as", "relations", path, code=2)
    assert told.startswith("near.csv: no column for target (")
    assert (
        "the headers are 采购商称号, 供应商, 金额. Did you mean '采购商称号'? Rename one, or add to a mapping" in told
    )
    assert desk.standing() == before


def test_a_file_that_is_not_there_and_a_folder_without_tables(desk: Desk) -> None:
    before = desk.standing()
    assert desk.refuses("load", desk.folder / "没有.csv", code=2) == (
        "没有.csv: there is no such file; check the path."
    )
    (desk.folder / "空").mkdir()
    assert desk.refuses("load", desk.folder / "空", code=2) == (
        "空: this folder holds no table; name files that are CSV, Excel, Parquet or JSON lines."
    )
    assert desk.standing() == before


def test_one_bad_file_among_good_ones_changes_nothing(desk: Desk) -> None:
    before, answers = desk.standing(), desk.answers()
    good, bad = desk.file("good.csv", CHINESE), desk.file("bad.csv", b"")
    assert desk.refuses("load", good, bad, code=2) == "bad.csv: the file is empty; export it again."
    assert desk.standing() == before
    assert desk.answers() == answers


def test_a_header_without_rows_is_loaded_and_said(desk: Desk) -> None:
    path = desk.file("header.csv", "source,target,amount\n")
    ended = desk.run("-w", desk.folder / "new", "load", path)
    assert ended.code == 1
    assert "No company was found in these files. Check that they are the right ones and have headers.\n" in ended.err
    ended = desk.run("load", path)
    assert (ended.code, ended.out) == (0, "")
    assert desk.run("find", "华衡").code == 0


def test_a_file_that_may_not_be_read(desk: Desk, obedient: str) -> None:
    path = desk.file("locked.csv", CHINESE)
    path.chmod(0)
    before = desk.standing()
    ended = desk.process("load", path, before=obedient)
    assert (ended.code, ended.err) == (
        2,
        f"Error: {path}: may not be read; check its rights, and that no other program holds it.\n",
    )
    assert desk.standing() == before


def test_the_process_itself_ends_with_the_code_and_the_sentence(desk: Desk) -> None:
    path = desk.file("cut.csv.gz", REFUSED["cut.csv.gz"][0])
    ended = desk.process("load", path)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err == f"Error: {path}: the gzip file is cut off; copy or export it again.\n"
