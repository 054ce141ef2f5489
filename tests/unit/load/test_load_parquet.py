"""Parquet: the same records and rejects as from the same rows as text, whatever stands in the cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainprospect.errors import InputError
from chainprospect.load import LoadRequest, SourceReport, read_source
from chainprospect.load.cells import cell_text
from chainprospect.load.parquet import parquet_rows, parquet_table

HEAD = ("source", "target", "amount", "share_of_target", "as_of", "kind", "currency", "remark")
ROWS = (
    ("C01", "甲有限公司", "120", "0.25", "2024-03-05", "supplies", "CNY", "x"),
    ("C01", " 乙公司\t", "12万", "25%", "2024年3月", "供应", "usd", ""),
    ("", "", "", "", "", "", "", ""),
    ("C02", "", "", "", "", "", "", ""),
    ("C03", "丙公司", "much", "0.1", "2024-01-01", "", "", ""),
    ("C03", "丙公司", "5", "7", "2024-01-01", "", "", ""),
    ("C03", "丙公司", "5", "", "2024-13-01", "", "", ""),
    ("C03", "C03", "5", "", "", "", "", ""),
    ("【示例】甲", "乙", "1", "", "", "", "", ""),
    ("\ufeffC04", "e\u0301co\u200b", "-", "未知", "n/a", "null", "", "y"),
    ("C05", "两\n行", "1.50", "", "", "", "EUR", ""),
    ("C06", "\x7f丁\x01公司", "", "", "", "", "", "z"),
    ("", " ", "", "", "", "", "", "only a remark"),
    ("9.11E+17", "戊公司", "", "", "", "", "", ""),
    ("C07", *["x" * 130_000] * 4, "", "", ""),
    ("C08", "己公司", "3", "0.5", "2023-12-31", "owns", "Fr", ""),
)


def as_text(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink).writerows([head, *rows])
    return path


def as_parquet(path: Path, head: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Path:
    columns = {name: [row[place] or None for row in rows] for place, name in enumerate(head)}
    frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in columns.items()})
    told = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in head)
    with duckdb.connect() as engine:
        engine.register("given", frame)
        engine.execute(f"COPY (SELECT {told} FROM given) TO $path (FORMAT parquet)", {"path": str(path)})
    return path


def said(report: SourceReport, folder: Path) -> Any:
    """All that a load says, without the name of the file it read."""
    records = {}
    for path in sorted(folder.glob("*.parquet")):
        rows = duckdb.execute("SELECT * EXCLUDE (file) FROM read_parquet($path)", {"path": str(path)}).fetchall()
        records[path.name] = rows
    rejects = [(item.row, item.column, item.value, item.reason) for item in report.rejects]
    counts = [(table.table, table.read, table.accepted, table.rejected, table.left_out) for table in report.tables]
    return records, rejects, counts


def loaded(path: Path, folder: Path, **options: Any) -> Any:
    request = LoadRequest((path,), "s", **options)
    return said(read_source(request, folder, memory_limit="300MB", threads=2, temp=folder.parent), folder)


def test_rows_of_every_kind_say_what_they_say_as_text(tmp_path: Path) -> None:
    text = loaded(as_text(tmp_path / "a.csv", HEAD, ROWS), tmp_path / "text")
    columns = loaded(as_parquet(tmp_path / "a.parquet", HEAD, ROWS), tmp_path / "columns")
    assert columns == text
    records, rejects, counts = columns
    assert [row[1] for row in records["relations.parquet"]] == ["甲有限公司", "乙公司", "éco", "两 行", "丁 公司"]
    assert [row[0] for row in rejects] == [5, 6, 7, 8, 9, 14, 15, 16, 17]
    assert counts == [("relations", 15, 5, 9, {"example": 1})]


def test_a_cell_that_is_tidy_needs_no_second_look(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[1] in ("甲有限公司", "己公司")]
    text = loaded(as_text(tmp_path / "a.csv", HEAD, rows), tmp_path / "text")
    assert loaded(as_parquet(tmp_path / "a.parquet", HEAD, rows), tmp_path / "columns") == text


@pytest.mark.parametrize("option", ["split", "constant"])
def test_a_mapping_holds_for_columns_too(tmp_path: Path, option: str) -> None:
    head = ("卖", "买", "额")
    rows = [("甲+乙", "丙", "1"), ("丁", "戊 + 己", "x"), ("庚", "辛", "-")]
    rules: dict[str, Any] = {"relations": {"source": "卖", "target": "买", "amount": "额"}}
    rules["relations"] |= (
        {"split": {"source": "+", "target": "+"}} if option == "split" else {"constants": {"kind": "owns"}}
    )
    options = {"table": "relations", "mapping": rules}
    text = loaded(as_text(tmp_path / "a.csv", head, rows), tmp_path / "text", **options)
    assert loaded(as_parquet(tmp_path / "a.parquet", head, rows), tmp_path / "columns", **options) == text
    assert len(text[0]["relations.parquet"]) == 2 + (option == "split")


CELLS = st.sampled_from(
    (
        *(
            "甲",
            "乙公司",
            "C01",
            "12",
            "1.5",
            "12万",
            "2024-03-05",
            "2024年3月",
            "supplies",
            "-",
            "null",
            "是",
            "",
            "",
            " ",
        ),
        *("尾 ", "a b", "两\n行", "a\r\nb", "a\tb", "\x1f", "\x85", "\u3000", "\xa0x", "\u200b", "\ufeff丙", "e\u0301"),
        *(
            "é",
            "【示例】甲",
            "x【示例】",
            "\x7f",
            "9.11E+17",
            "=1+1",
            "ｘＹ",
            "한",
            "ガ",
            "0.25",
            "25%",
            "7",
            "CNY",
            "Fr",
        ),
    )
)
HEADS = st.sampled_from(
    (
        ("source", "target", "amount", "more"),
        ("name", "suppliers", "revenue", "more"),
        ("供应商", "采购商", "占买方采购比", "日期"),
        ("source", "target", "kind", "currency"),
    )
)


@settings(max_examples=25, deadline=None)
@given(HEADS, st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_any_cells_say_what_they_say_as_text(tmp_path_factory: Any, head: tuple[str, ...], rows: Any) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = loaded(as_text(folder / "a.csv", head, rows), folder / "text")
    assert loaded(as_parquet(folder / "a.parquet", head, rows), folder / "columns") == text


VALUES: tuple[tuple[str, Any], ...] = (
    *(
        ("DOUBLE", value)
        for value in (0.1, 1e-5, 1e15, 1e16, 1e20, 1.5, -0.0, float("inf"), float("nan"), 1 / 3, 100.0)
    ),
    *(("DOUBLE", value) for value in (5e-324, 1e22, 999999999999999.0, 1e-4, 0.0001234)),
    *(("FLOAT", value) for value in (0.5, 3.0)),
    *(("BIGINT", value) for value in (0, -7, 2**62)),
    ("DECIMAL(12, 3)", Decimal("1.500")),
    ("BOOLEAN", True),
    ("DATE", date(2024, 3, 5)),
    *(("TIMESTAMP", value) for value in map(datetime.fromisoformat, ("2024-03-05", "2024-03-05 10:00:01"))),
    ("VARCHAR[]", ["甲", None, "乙"]),
    ("VARCHAR", "x"),
    ("BIGINT[]", [1, 2]),
)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_typed_cell_reads_as_a_person_would_have_typed_it(tmp_path: Path, kind: str, value: Any) -> None:
    path = tmp_path / "a[1].parquet"
    with duckdb.connect() as engine:
        said = {"value": value, "path": str(path)}
        engine.execute(f"COPY (SELECT CAST($value AS {kind}) AS v, NULL AS n) TO $path (FORMAT parquet)", said)
    assert list(parquet_rows(parquet_table(path, path), path)) == [(2, (cell_text(value), ""))]


def test_text_without_a_mark_that_says_so_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect() as engine:
        engine.execute("COPY (SELECT encode('甲公司') AS name) TO $path (FORMAT parquet)", {"path": str(path)})
    records, _, _ = loaded(path, tmp_path / "records")
    assert records["companies.parquet"][0][1] == "甲公司"


def test_rows_keep_their_order_and_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT 'S' || (range * 7919 % 400000) AS source, 'T' || range AS target FROM range(400000)) "
            "TO $path (FORMAT parquet, ROW_GROUP_SIZE 5000)",
            {"path": str(path)},
        )
    for folder in ("one", "two"):
        loaded(path, tmp_path / folder)
    records = tmp_path / "one" / "relations.parquet"
    assert records.read_bytes() == (tmp_path / "two" / "relations.parquet").read_bytes()
    sql = "SELECT count(*), bool_and(target = 'T' || (row - 2)), bool_and(row = file_row_number + 2) FROM "
    found = duckdb.execute(f"{sql} read_parquet($path, file_row_number = true)", {"path": str(records)}).fetchall()
    assert found == [(400000, True, True)]


def test_a_file_cut_in_its_rows_is_told(tmp_path: Path) -> None:
    rows = [(f"C{number * 7919 % 10007}", f"公司{number * 104729 % 99991}", *[""] * 6) for number in range(20_000)]
    path = as_parquet(tmp_path / "a.parquet", HEAD, rows)
    body = bytearray(path.read_bytes())
    body[200:4000] = b"\xff" * 3800
    path.write_bytes(body)
    with pytest.raises(InputError, match=r"a\.parquet: the Parquet file is damaged \("):
        loaded(path, tmp_path / "records")


def test_parts_of_one_table_stand_one_after_the_other(tmp_path: Path) -> None:
    paths = [tmp_path / f"part-{part}.parquet" for part in range(3)]
    for path in paths:
        as_parquet(path, ("source", "target"), [(path.stem, f"T{number}") for number in range(40)])
    folder = tmp_path / "records"
    request = LoadRequest((paths[2], paths[0], paths[1]), "s")
    report = read_source(request, folder, memory_limit="300MB", threads=2, temp=tmp_path)
    assert [(table.file, table.accepted) for table in report.tables] == [
        ("part-2.parquet", 40),
        ("part-0.parquet", 40),
        ("part-1.parquet", 40),
    ]
    sql = 'SELECT file, source, target, "row" FROM read_parquet($path)'
    rows = duckdb.execute(sql, {"path": str(folder / "relations.parquet")}).fetchall()
    assert rows == [(path.name, path.stem, f"T{number}", number + 2) for path in paths for number in range(40)]
