"""Real data, as it came: nothing is lost, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

import duckdb

from chainprospect.load import LoadRequest, read_source


def _load(files, folder: Path, **options):
    report = read_source(
        LoadRequest(tuple(files), "s", **options), folder, memory_limit="500MB", threads=1, temp=folder.parent
    )
    assert report.rejects == ()
    return report


def _records(folder: Path, table: str) -> list[tuple]:
    answer = duckdb.execute("SELECT * FROM read_parquet($path)", {"path": str(folder / f"{table}.parquet")})
    return answer.fetchall()


def test_the_taiwanese_chain_is_read_whole_in_every_encoding(tmp_path, shared):
    names = ("companies.csv", "relations.csv")
    source = shared / "data" / "tw_chain"
    report = _load([source / name for name in names], tmp_path / "plain")
    assert [(table.table, table.read, table.accepted) for table in report.tables] == [
        ("companies", 4243, 4243),
        ("relations", 8465, 8465),
    ]
    again = tmp_path / "gb"
    again.mkdir()
    for name in names:
        (again / name).write_bytes((source / name).read_text("utf-8").encode("gb18030"))
    _load([again / name for name in names], tmp_path / "again")
    for table in ("companies", "relations"):
        assert (tmp_path / "plain" / f"{table}.parquet").read_bytes() == (
            tmp_path / "again" / f"{table}.parquet"
        ).read_bytes()
    (row,) = [row for row in _records(tmp_path / "plain", "companies") if row[0] == "TW:2317"]
    assert row[1] == "鴻海"
    assert "TWD" in row


def test_the_supplier_list_is_read_through_a_mapping(tmp_path, shared):
    file = shared / "data" / "apple_raw" / "apple-supplier-list" / "apple-supplier-list.csv"
    mapping = {
        "list": {
            "name": "supplier_name",
            "as_of": "year",
            "constants": {"anchor": "Apple", "grade": "official_list"},
        }
    }
    report = _load([file], tmp_path / "records", mapping=mapping)
    assert (report.read, report.accepted) == (7558, 7558)
    assert report.tables[0].ignored_columns == ("country_area", "supplier_address")
    relations = duckdb.execute(
        "SELECT DISTINCT target, kind, grade FROM read_parquet($path)",
        {"path": str(tmp_path / "records" / "relations.parquet")},
    ).fetchall()
    assert relations == [("Apple", "supplies", "official_list")]
    assert len(_records(tmp_path / "records", "companies")) == 7558
