"""The empty workbook that a customer manager fills: headers that the loader reads, notes, drop-downs and examples."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import OutputError
from chainprospect.load.columns import EXAMPLE_MARK, GUIDE_SHEETS, LINE_ITEMS, SHEETS, TABLES, Column, Table
from chainprospect.load.examples import EXAMPLES, GUIDE
from chainprospect.load.words import choices

# Rows that carry the drop-downs.
ROWS: Final = 5_000
_CHOSEN: Final = ("role", "ownership", "status", "kind", "grade", "event")
_YES_NO: Final = {"zh": ("是", "否"), "en": ("yes", "no")}
_UNITS: Final = {"zh": ("元", "千元", "万元", "百万元", "亿元"), "en": ("CNY", "CNY k", "CNY m", "CNY bn")}
_CURRENCIES: Final = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "TWD")
# Typed as text, so that a spreadsheet ruins neither an 18-digit id nor a percentage.
_AS_TEXT: Final = ("id", "uscc", "lei", "ticker", "rate", "share", "industry", "industry_code", "period", "banks")
_WIDTHS: Final = {"name": 30, "text": 22, "list": 22, "uscc": 22, "banks": 22, "date": 12, "bool": 10}


def write_template(path: Path, *, lang: str = "zh") -> None:
    """
    Write the empty workbook.

    Every sheet is a table of the loader, after a first sheet of explanations. The example rows are marked, and the
    loader leaves them out whether they are deleted or not.

    Parameters
    ----------
    path
        Where to write; a file that is there is replaced.
    lang
        Language of headers, notes and drop-downs, `zh` or `en`.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    body = template_bytes(lang)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(body)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(
            f"the template cannot be written ({error.strerror}); close it in other programs or name another path.",
            path=path,
        ) from error


def template_sheets() -> dict[str, tuple[str, ...]]:
    """Sheets of the template in their order, by table, with the columns of each."""
    return {**SHEETS, "blacklist": ("company", "reason")}


def title(table: Table, column: Column, lang: str) -> str:
    """Header of a column: its title, its unit, and a star where it must be filled."""
    text = column.zh if lang == "zh" else column.name.replace("_", " ")
    if column.type in ("money", "signed_money") and table.name != "financials":
        unit = ("（元）" if table.name == "payments" else "（万元）") if lang == "zh" else ""
        text += unit or ("" if table.name == "payments" else " (m)")
    return f"{text}*" if _must(table, column) else text


def template_bytes(lang: str) -> bytes:
    """Bytes of the workbook: the same for every call."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "chainprospect", "created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    formats = {
        "must": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}),
        "may": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "example": book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"}),
        "number": book.add_format({"italic": True, "font_color": "#7F7F7F"}),
        "guide": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "font_size": 14}),
    }
    _write_guide(book.add_worksheet(GUIDE_SHEETS[lang]), lang, formats)
    notes = _read_notes(lang)
    for name, columns in template_sheets().items():
        table = TABLES[name]
        sheet = book.add_worksheet(table.zh if lang == "zh" else name)
        _write_sheet(sheet, table, columns, lang, formats, notes)
    book.close()
    return buffer.getvalue()


def _must(table: Table, column: Column) -> bool:
    return column.required or (column.name == "name" and table.name != "list")


def _read_notes(lang: str) -> Mapping[str, str]:
    text = resources.files("chainprospect.load").joinpath("notes.csv").read_text("utf-8")
    return {row["column"]: row[lang] for row in csv.DictReader(text.splitlines())}


def _write_guide(sheet: Any, lang: str, formats: Mapping[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 96)
    for row, line in enumerate(GUIDE[lang]):
        sheet.write_string(row, 0, line.format(mark=EXAMPLE_MARK), formats["guide" if row else "head"])


def _write_sheet(
    sheet: Any, table: Table, names: tuple[str, ...], lang: str, formats: Mapping[str, Any], notes: Mapping[str, str]
) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 2 if table.name in ("clients", "suppliers", "distributors", "intermediaries") else 1)
    for index, name in enumerate(names):
        column = table.column(name)
        header = title(table, column, lang)
        shape = formats["text"] if column.type in _AS_TEXT else formats["date"] if column.type == "date" else None
        wide = _WIDTHS.get(column.type, 14)
        sheet.set_column(index, index, max(wide, sum(1 + (letter > "ÿ") for letter in header) + 2), shape)
        sheet.write_string(0, index, header, formats["must" if _must(table, column) else "may"])
        note = notes.get(f"{table.name}.{name}") or notes["item" if name in LINE_ITEMS and _is_books(table) else name]
        sheet.write_comment(0, index, note, {"x_scale": 2, "author": "chainprospect"})
        _write_choices(sheet, index, column, lang)
    for row, example in enumerate(EXAMPLES[table.name], 1):
        _write_example(sheet, row, table, names, example, (lang, formats))


def _is_books(table: Table) -> bool:
    return table.name == "financials"


def _write_choices(sheet: Any, index: int, column: Column, lang: str) -> None:
    if column.type in _CHOSEN:
        words = choices(column.type, lang)
    elif column.type == "bool":
        words = _YES_NO[lang]
    elif column.type == "unit":
        words = _UNITS[lang]
    elif column.type == "currency":
        words = _CURRENCIES
    else:
        return
    zh = lang == "zh"
    sheet.data_validation(
        1,
        index,
        ROWS,
        index,
        {
            "validate": "list",
            "source": list(words),
            "error_type": "warning",
            "error_title": "请从列表选择" if zh else "Choose from the list",
            "error_message": "列表外的写法可能读不出来。" if zh else "A word that is not in the list may not be read.",
        },
    )


def _write_example(
    sheet: Any,
    row: int,
    table: Table,
    names: tuple[str, ...],
    example: Mapping[str, str | float],
    look: tuple[str, Mapping[str, Any]],
) -> None:
    lang, formats = look
    marked = next(name for name in names if table.column(name).type == "name")
    for index, name in enumerate(names):
        if name not in example:
            continue
        value = worded(table.column(name), example[name], lang)
        if name == marked:
            value = f"{EXAMPLE_MARK}{value}"
        elif lang == "en" and table.column(name).type in ("money", "signed_money") and table.name != "payments":
            # Chinese sheets count in units of 10,000, English ones in millions.
            value = float(value) / 100
        if isinstance(value, str):
            sheet.write_string(row, index, value, formats["example"])
        else:
            sheet.write_number(row, index, value, formats["number"])


def worded(column: Column, value: str | float, lang: str) -> str | float:
    """An example's value in a language: `zh|en` texts are split, code words take the drop-down's spelling."""
    if not isinstance(value, str):
        return value
    if column.type in _CHOSEN:
        return choices(column.type, lang)[choices(column.type, "en").index(value)]
    if column.type == "bool":
        return _YES_NO[lang][("yes", "no").index(value)]
    zh, _, en = value.partition("|")
    return en if lang == "en" and en else zh
