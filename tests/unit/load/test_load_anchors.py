"""A file of anchors: which cells name a company, in whatever form the file comes."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from chainprospect.errors import InputError
from chainprospect.load.anchors import AnchorRow, read_anchors


def rows(path: Path) -> list[tuple[int, tuple[str, ...], str | None]]:
    return [(row.row, row.ids, row.name) for row in read_anchors(path).rows]


def file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book(path: Path, **sheets: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_has_a_company_a_line(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, "list.txt", "华衡电网公司\r\n\r\n  K0001 \r\n浙江乙铜业有限公司\r\n", encoding)
    assert rows(path) == [(1, (), "华衡电网公司"), (3, (), "K0001"), (4, (), "浙江乙铜业有限公司")]


def test_commas_and_quotes_of_a_line_belong_to_the_name(tmp_path: Path) -> None:
    text = 'Foo Trading Co., Ltd\n"Bar, Inc"\nBaz; Sons\n'
    wanted = ["Foo Trading Co., Ltd", "Bar, Inc", "Baz; Sons"]
    assert [row[2] for row in rows(file(tmp_path, "list.txt", text))] == wanted
    assert [row[2] for row in rows(file(tmp_path, "list.csv", "name\n" + text))] == wanted


@pytest.mark.parametrize("header", ["公司名称", "企业名称", "核心企业", "核心客户", "客户", "company", "Name"])
def test_a_known_header_is_no_company(tmp_path: Path, header: str) -> None:
    assert rows(file(tmp_path, "list.txt", f"{header}\n华衡电网公司\n")) == [(2, (), "华衡电网公司")]
    assert rows(file(tmp_path, "two.csv", f"序号,{header}\n1,华衡电网公司\n")) == [(2, (), "华衡电网公司")]


def test_ids_come_before_the_name_and_blanks_are_told(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "list.csv",
        "行业,公司名称,企业编号,统一社会信用代码\nC38,甲公司,A1,\n,乙公司,-,91330000AAAAAAAAAA\nC38,,,\n,,,\n【示例】,丙,,\n",
    )
    found = read_anchors(path)
    assert found.rows == (
        AnchorRow(2, ("A1",), "甲公司"),
        AnchorRow(3, ("91330000AAAAAAAAAA",), "乙公司"),
        AnchorRow(4, (), None),
    )
    assert found.examples == 1
    assert [row.text for row in found.rows] == ["A1; 甲公司", "91330000AAAAAAAAAA; 乙公司", ""]


def test_the_first_sheet_that_names_companies_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = book(
        tmp_path / "book.xlsx",
        说明=[["怎么填"], ["公司名称"]],
        日程=[["日期", "备注"], ["2024-01-01", "开会"]],
        客户=[["核心客户名单"], ["客户号", "公司名称"], ["A1", "甲公司"]],
        供应商=[["公司名称"], ["乙公司"]],
    )
    found = read_anchors(path)
    assert [(row.row, row.ids, row.name) for row in found.rows] == [(3, ("A1",), "甲公司")]
    assert found.left_out == ("供应商",)


def test_a_sheet_of_one_column_needs_no_header(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", Sheet1=[["甲公司"], ["乙公司"]])
    assert rows(path) == [(1, (), "甲公司"), (2, (), "乙公司")]


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"list\.csv: no column names companies; the headers are 日期, 备注\. Call one"
    ):
        read_anchors(file(tmp_path, "list.csv", "日期,备注\n2024-01-01,x\n"))
    with pytest.raises(InputError, match="the file is empty"):
        read_anchors(file(tmp_path, "empty.txt", ""))
    with pytest.raises(InputError, match="there is no such file"):
        read_anchors(tmp_path / "none.txt")
