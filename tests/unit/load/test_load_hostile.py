"""Files that are broken, lie about themselves or are too big: each is told, none is a traceback."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest

from chainprospect.errors import InputError, OutputError
from chainprospect.load import LoadRequest, read_source
from chainprospect.load import records as records_module


def _load(path: Path, folder: Path, **options):
    return read_source(
        LoadRequest((path,), "s", **options), folder / "records", memory_limit="300MB", threads=1, temp=folder
    )


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.csv", b"", "{path}: the file is empty; export it again."),
        ("a.csv", b"\n\n \n", "{path}: holds no rows; export it again."),
        (
            "a.csv",
            "甲,乙\n1,2\n".encode(),
            "{path}: no table of ours has these columns (a: 甲, 乙); say which it is with --as, "
            "or name the columns with --mapping.",
        ),
        ("a.csv", b"%PDF-1.7\n", "{path}: is a PDF; export the table as xlsx or CSV."),
        ("a.csv", b"\x89PNG\r\n", "{path}: is a picture; type the table into xlsx or CSV."),
        (
            "a.xls",
            b"<html><table></table>",
            "{path}: is a web page saved under another name; open it and save it as xlsx.",
        ),
        ("a.xlsx", b"junk\0junk", "{path}: is not a workbook, whatever its name; open it and save it as xlsx."),
        ("a.xlsx", b"PK\x03\x04junk", "{path}: the workbook is damaged ("),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", "{path}: the workbook is damaged ("),
        ("a.parquet", b"PAR1junk", "{path}: the Parquet file is damaged ("),
        ("a.parquet", b"name\n", "{path}: is not a Parquet file, whatever its name; export it again."),
        ("a.jsonl", b'{"name": "a"}\n{"name":\n', "{path}, row 2: is not JSON ("),
        ("a.jsonl", b'{"name": "a"}\n[1]\n', '{path}, row 2: is no record; write one {"column": value} object a line.'),
        ("a.json", b'[{"name": "a"},', "{path}: is not JSON ("),
        (
            "a.csv",
            b'name,region\na,"b\nc,d\n',
            "{path}, row 2: a quotation mark is opened in this row and never closed; close or remove it.",
        ),
        (
            "a.csv",
            b'name,region\nx,y\na,"b\n' + b"c,d\n" * 50_000,
            "{path}, row 3: cannot be split into cells (field larger than field limit (131072)): a quotation mark is "
            "probably opened there and never closed.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path, name, body, message):
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(InputError) as told:
        _load(path, tmp_path)
    assert str(told.value).startswith(message.replace("{path}", str(path)))
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no such file; check the name"):
        _load(tmp_path / "none.csv", tmp_path)
    with pytest.raises(InputError, match="is a folder; name the files in it"):
        _load(tmp_path, tmp_path)


def test_a_workbook_cut_off_or_without_a_table_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["随便", "写写"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(InputError, match=r"no table of ours has these columns \(Sheet: 随便, 写写\)"):
        _load(path, tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(InputError, match=r"the workbook is damaged \(.*\); open it and save it again\."):
        _load(path, tmp_path)


def test_a_header_alone_loads_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("公司名称,营业收入\n", "utf-8")
    report = _load(path, tmp_path)
    assert (report.read, report.accepted) == (0, 0)
    assert [item.name for item in (tmp_path / "records").iterdir()] == ["rejects.csv"]


def test_ragged_rows_quoted_breaks_and_control_signs(tmp_path):
    path = tmp_path / "a.csv"
    lines = (
        "name,region,revenue",
        "短",
        '"两\n行",苏,5',
        "",
        ",,",
        "多,苏,5,,",
        '错,苏,"1",000',
        'a\x1fb\x07,"x\r\ny",1',
        "\u200b宽\u3000,\xa0苏 ,\t7",
    )
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    report = _load(path, tmp_path)
    rows = duckdb.execute(
        "SELECT name, region, revenue, row FROM read_parquet($path)",
        {"path": str(tmp_path / "records/companies.parquet")},
    ).fetchall()
    assert rows == [
        ("短", None, None, 2),
        ("两 行", "苏", 5.0, 3),
        ("多", "苏", 5.0, 6),
        ("a b", "x  y", 1.0, 8),
        ("宽", "苏", 7.0, 9),
    ]
    assert [(item.row, item.value, item.code) for item in report.rejects] == [(7, "000", "extra_cells")]


def test_values_never_become_sql(tmp_path):
    evil = "'); DROP TABLE companies; --"
    path = tmp_path / "a.csv"
    path.write_text(f'name,region,"{evil}"\n"{evil}","{evil}",1\n', "utf-8")
    mapping = {"companies": {"products": evil, "constants": {"park": evil}, "split": {"products": "']; --"}}}
    _load(path, tmp_path, mapping=mapping, grade="news")
    rows = duckdb.execute(
        "SELECT name, region, park, products FROM read_parquet($path)",
        {"path": str(tmp_path / "records/companies.parquet")},
    ).fetchall()
    assert rows == [(evil, evil, evil, ["1"])]


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("name\na\n", "utf-8")
    original = Path.open

    def refuse(self, *args, **options):
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return original(self, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read; check its rights, and that no other program holds it"):
        _load(path, tmp_path)


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("name\na\n", "utf-8")

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(records_module, "stage", full)
    with pytest.raises(OutputError, match="the records could not be written: No space left on device; free space"):
        _load(path, tmp_path)
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith("load-")] == []


def test_a_cut_off_archive_inside_a_load_is_told(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(64).hex().encode() * 2000)[:900])
    with pytest.raises(InputError, match="the gzip file is cut off; copy or export it again"):
        _load(path, tmp_path)


def test_many_rows_stay_within_bounds(tmp_path):
    """Two hundred thousand rows in a few seconds, in memory that does not grow with them."""
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("供应商,采购商,年交易额（万元）,占买方采购比,日期\n")
        for place in range(200_000):
            share = place * 7 % 99 + 1
            stream.write(
                f"第{place % 5003}机械厂,第{place % 7001}电气厂,{place % 997}.5,{share}%,2024-0{place % 9 + 1}-11\n"
            )
    script = (
        "import sys, resource, pathlib\n"
        "from chainprospect.load import LoadRequest, read_source\n"
        "folder = pathlib.Path(sys.argv[2])\n"
        "request = LoadRequest((pathlib.Path(sys.argv[1]),), 's')\n"
        "report = read_source(request, folder, memory_limit='150MB', threads=1, temp=folder.parent)\n"
        "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(report.accepted, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(path), str(tmp_path / "records")], capture_output=True, text=True, check=True
    )
    accepted, seconds, megabytes = told.stdout.split()
    assert int(accepted) == 200_000
    assert float(seconds) < 20
    assert int(megabytes) < 600
