"""A workbook of the user's own, filled: its row of marks like `{{company}}` is repeated for every lead."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import InputError, OutputError
from chainprospect.export.lead_list import LIST_COLUMNS, cell
from chainprospect.export.placing import place
from chainprospect.export.plain import looks_like_formula, printable

_MARK: Final = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# Two runs give the same bytes: neither the file nor its parts say when they were written.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)
_CREATED: Final = b"2024-01-01T00:00:00Z"


def fill_template(template: Path, path: Path, rows: Sequence[Mapping[str, Any]], *, lang: str) -> None:
    """
    Write the user's workbook with a row a lead.

    Parameters
    ----------
    template
        An .xlsx in one of whose sheets the last row with anything in it holds marks like `{{company}}`; that row, with
        its formats, is repeated. Everything else stays.

    Raises
    ------
    InputError
        The template cannot be read, has no mark, marks a column that there is not, or holds something below the marks.
    OutputError
        The path is no .xlsx or cannot be written.
    """
    import openpyxl

    if path.suffix.lower() != ".xlsx":
        raise OutputError("a filled template is written as .xlsx; end the name in .xlsx.", path=path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(template)
    except FileNotFoundError as error:
        raise InputError("there is no such file; check the name.", path=template) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); copy it again.", path=template) from error
    except (zipfile.BadZipFile, KeyError, ValueError, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise InputError("is no xlsx workbook; open it and save it as xlsx.", path=template) from error
    _fill(book, template, rows, lang)
    file = io.BytesIO()
    book.save(file)
    place(path, [_timeless(file.getvalue())])


def _fill(book: Any, template: Path, rows: Sequence[Mapping[str, Any]], lang: str) -> None:
    for sheet in book.worksheets:
        marked = [line for line in sheet.iter_rows() if any(_marks(each.value) for each in line)]
        if not marked:
            continue
        first = marked[0][0].row
        filled = max(each.row for line in sheet.iter_rows() for each in line if each.value is not None)
        if len(marked) > 1 or filled > first:
            raise InputError("holds something below the row of marks; move it above.", path=template, row=first)
        unknown = [name for each in marked[0] for name in _marks(each.value) if name not in LIST_COLUMNS]
        if unknown:
            known = ", ".join(LIST_COLUMNS)
            raise InputError(f"there is no column {unknown[0]!r}; there are {known}.", path=template, row=first)
        _repeat(sheet, marked[0], rows, lang)
        return
    raise InputError("holds no mark; write marks like {{company}} in the row to repeat.", path=template)


def _marks(value: Any) -> list[str]:
    return _MARK.findall(value) if isinstance(value, str) else []


def _repeat(sheet: Any, line: Sequence[Any], rows: Sequence[Mapping[str, Any]], lang: str) -> None:
    model = [(each.column, each.value, copy(each._style)) for each in line]
    first, height = line[0].row, sheet.row_dimensions[line[0].row].height
    for column, _, _ in model:
        sheet.cell(first, column).value = None
    for at, row in enumerate(rows):
        sheet.row_dimensions[first + at].height = height
        for column, value, style in model:
            target = sheet.cell(first + at, column)
            target._style = copy(style)
            _put(target, value, row, lang)


def _put(target: Any, value: Any, row: Mapping[str, Any], lang: str) -> None:
    """Write one cell: a lone mark as what it is, marks within a text as text."""
    if not _marks(value):
        target.value = value
        return
    whole = _MARK.fullmatch(value.strip())
    made: Any = _MARK.sub(lambda mark: _text(cell(row, mark[1], lang)), value)
    if whole is not None:
        made = cell(row, whole[1], lang)
    if whole is not None and whole[1] == "lead_next" and made is not None:
        made = date.fromisoformat(made)
        target.number_format = "yyyy-mm-dd"
    if not isinstance(made, str):
        target.value = made
        return
    text = printable(made)[:32_767]
    target.value = text
    # A text that begins like a formula stays a text.
    target.data_type = "s"
    target.quotePrefix = looks_like_formula(text)


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _timeless(content: bytes) -> bytes:
    """The same workbook without the time of its writing."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + _CREATED + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return file.getvalue()
