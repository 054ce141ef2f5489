"""The empty workbook: its sheets, headers, drop-downs, notes and examples, and that it cannot be written to nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from chainprospect.errors import OutputError
from chainprospect.load.columns import EXAMPLE_MARK, TABLES, key
from chainprospect.load.examples import EXAMPLES
from chainprospect.load.template import template_bytes, template_sheets, title, worded, write_template

SHEETS_ZH = ["说明", "客户", "供应商", "经销商", "中介", "关系", "流水", "事件", "财务", "黑名单"]
SHEETS_EN = ["notes", "clients", "suppliers", "distributors", "intermediaries", "relations", "payments", "events"]
SHEETS_EN += ["financials", "blacklist"]


@pytest.fixture(scope="module")
def books() -> dict[str, openpyxl.Workbook]:
    return {lang: openpyxl.load_workbook(io.BytesIO(template_bytes(lang))) for lang in ("zh", "en")}


@pytest.mark.parametrize(("lang", "sheets"), [("zh", SHEETS_ZH), ("en", SHEETS_EN)])
def test_every_table_has_a_sheet_after_the_notes(books, lang, sheets):
    assert books[lang].sheetnames == sheets


def test_units_and_required_columns_stand_in_the_header(books):
    head = [cell.value for cell in books["zh"]["供应商"][1]]
    assert head[:2] == ["所属客户*", "公司名称*"]
    assert "营业收入（万元）" in head
    assert "年交易额（万元）" in head
    assert "金额（元）*" in [cell.value for cell in books["zh"]["流水"][1]]
    assert "revenue (m)" in [cell.value for cell in books["en"]["clients"][1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_header_means_its_column_to_the_loader(lang):
    for name, columns in template_sheets().items():
        table = TABLES[name]
        for column in map(table.column, columns):
            bare = title(table, column, lang).split("（")[0].split(" (")[0]
            fitting = [other.name for other in table.columns if key(bare) in map(key, other.headers)]
            assert fitting[0] == column.name, (name, bare, fitting)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_header_carries_a_note_and_stays_in_sight(books, lang):
    for sheet in books[lang].worksheets[1:]:
        assert all(cell.comment and len(cell.comment.text) > 4 for cell in sheet[1]), sheet.title
        assert sheet.freeze_panes in ("B2", "C2")


def test_choices_are_offered_in_the_language_of_the_sheet(books):
    def offered(lang: str, sheet: str) -> set[str]:
        return {rule.formula1.strip('"') for rule in books[lang][sheet].data_validations.dataValidation}

    assert "是,否" in offered("zh", "客户")
    assert any(choice.startswith("生产商,贸易商,经销商,代理商") for choice in offered("zh", "客户"))
    assert "供应,经销,中介,推荐,持股,担保" in offered("zh", "关系")
    assert "supplies,distributes,intermediates,refers,owns,guarantees" in offered("en", "relations")
    assert any("新建产线" in choice for choice in offered("zh", "事件"))
    assert "元,千元,万元,百万元,亿元" in offered("zh", "财务")


def test_ids_and_percentages_are_kept_as_text(books):
    sheet = books["zh"]["供应商"]
    head = [cell.value for cell in sheet[1]]
    for header in ("统一社会信用代码", "占买方采购比"):
        letter = openpyxl.utils.get_column_letter(head.index(header) + 1)
        assert sheet.column_dimensions[letter].number_format == "@", header
    letter = openpyxl.utils.get_column_letter(head.index("开始日期") + 1)
    assert sheet.column_dimensions[letter].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_sheet_has_three_marked_examples(books, lang):
    for sheet in books[lang].worksheets[1:]:
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(rows) == 3, sheet.title
        assert all(sum(str(cell).startswith(EXAMPLE_MARK) for cell in row) == 1 for row in rows), sheet.title


def test_examples_use_only_columns_of_their_sheet():
    for name, columns in template_sheets().items():
        for row in EXAMPLES[name]:
            assert set(row) <= set(columns), (name, set(row) - set(columns))


def test_examples_are_worded_in_both_languages():
    clients = TABLES["clients"]
    assert worded(clients.column("role"), "law_firm", "zh") == "律师事务所"
    assert worded(clients.column("role"), "law_firm", "en") == "law_firm"
    assert worded(clients.column("core_client"), "yes", "zh") == "是"
    assert worded(clients.column("products"), "变压器|transformers", "en") == "transformers"
    assert worded(clients.column("employees"), 1200, "en") == 1200


def test_english_amounts_are_in_millions(books):
    def cell(lang: str, sheet: str, header: str) -> object:
        rows = list(books[lang][sheet].iter_rows(max_row=2, values_only=True))
        return rows[1][rows[0].index(header)]

    assert cell("zh", "客户", "营业收入（万元）") == 86000
    assert cell("en", "clients", "revenue (m)") == 860
    assert cell("en", "payments", "amount*") == cell("zh", "流水", "金额（元）*") == 350000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_templates_are_the_same_bytes(lang):
    assert template_bytes(lang) == template_bytes(lang)


def test_a_template_replaces_the_file_that_was_there(tmp_path: Path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(b"old")
    write_template(path)
    assert path.read_bytes() == template_bytes("zh")
    assert [file.name for file in tmp_path.iterdir()] == ["模板.xlsx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    path = tmp_path / "missing" / "template.xlsx"
    with pytest.raises(OutputError) as caught:
        write_template(path)
    assert str(caught.value) == (
        f"{path}: the template cannot be written (No such file or directory); "
        "close it in other programs or name another path."
    )


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path):
    path = tmp_path / "template.xlsx"
    path.mkdir()
    with pytest.raises(OutputError, match="Is a directory"):
        write_template(path)
    assert list(tmp_path.iterdir()) == [path]
