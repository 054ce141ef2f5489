"""The answer as an Excel workbook: leads, lookalikes, chains, excluded, settings."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from chainprospect.export.plain import looks_like_formula, printable
from chainprospect.export.sheets import CHAIN_COLUMNS, EXCLUDED_COLUMNS, excluded, hops, settings
from chainprospect.export.table import COLUMNS, rows
from chainprospect.export.words import word
from chainprospect.model.prospect import Prospects
from chainprospect.model.working import STATUSES

CELL_LIMIT: Final = 32_767
# Two runs give the same bytes: the workbook never says when it was written.
_CREATED: Final = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# In characters. Up to the reasons a row of leads is as wide as A4 landscape can still show; longer text wraps.
_WIDTHS: Final[Mapping[str, int]] = {
    "rank": 6,
    "company_id": 14,
    "company": 24,
    "score": 8,
    "centrality": 8,
    "fit": 8,
    "coverage": 8,
    "side": 11,
    "tier": 6,
    "inferred": 8,
    "anchors": 16,
    "chain": 26,
    "reasons": 64,
    "missing": 20,
    "size": 12,
    "industry": 22,
    "region": 12,
    "uscc": 21,
    "flags": 18,
    "products": 24,
    "banks": 22,
    "aliases": 24,
    "name_en": 24,
    "chain_number": 8,
    "hop": 6,
    "source": 24,
    "target": 24,
    "source_id": 14,
    "target_id": 14,
    "kind": 9,
    "product": 18,
    "currency": 8,
    "count": 8,
    "grade": 12,
    "source_ref": 36,
    "reason": 60,
    "gate": 22,
    "item": 34,
    "value": 60,
    "size_basis": 28,
    "best_anchor": 24,
    "best_lead": 24,
    "anchor": 24,
    "alike_to": 24,
    "given": 30,
    "file": 24,
    "revenue": 18,
    "amount": 16,
    "amount_cny": 16,
    "lead_status": 11,
    "lead_next": 12,
    "lead_note": 36,
    "contact_roles": 18,
    "contact_email": 24,
}
_WIDTH: Final = 12
_WRAPPED: Final = frozenset(
    {
        "company",
        "anchors",
        "chain",
        "reasons",
        "side",
        "missing",
        "industry",
        "flags",
        "products",
        "banks",
        "aliases",
        "source",
        "target",
        "product",
        "source_ref",
        "reason",
        "value",
        "item",
        "best_anchor",
        "best_lead",
        "anchor",
        "alike_to",
        "given",
        "lead_note",
        "contact_roles",
        "contact_name",
        "contact_title",
    }
)
_FORMATS: Final[Mapping[str, str]] = {
    "score": "0.00",
    "best_score": "0.00",
    "centrality": "0.00",
    "fit": "0.00",
    "coverage": "0%",
    "employees": "#,##0",
    "revenue": "#,##0",
    "amount": "#,##0",
    "amount_cny": "#,##0",
    "count": "#,##0",
    "share_of_target": "0.0%",
    "share_of_source": "0.0%",
    "share": "0.0%",
    "confidence": "0.00",
    "strength": "0.00",
}
_BARS: Final[Mapping[str, tuple[str, int]]] = {
    "score": ("#5B8DB8", 100),
    "centrality": ("#8FB3D1", 100),
    "fit": ("#8FB3D1", 100),
    "coverage": ("#B5B5B5", 1),
}
# Columns whose machine words have words in both languages, with the group those stand in.
_GROUPS: Final[Mapping[str, str]] = {
    "side": "side",
    "list": "list",
    "role": "role",
    "ownership": "ownership",
    "gate": "gate",
    "size_low": "band",
    "size_high": "band",
    "chain_grade": "grade",
    "grade": "grade",
    "kind": "kind",
    "flags": "flag",
    "missing": "missing",
    "lead_status": "worked",
    "contact_roles": "decides",
}
# Columns that a person fills in with one of a few words: the cell offers them.
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"lead_status": STATUSES}
_DATES: Final = frozenset({"facts_as_of", "as_of", "lead_next"})
_LEADS_ONLY: Final = frozenset({"tier", "chain_grade"})


# The last column that is printed: what stands to its right is for filters.
_PRINTED: Final[Mapping[str, str]] = {
    "leads": "reasons",
    "lookalikes": "reasons",
    "chains": "grade",
    "worked": "lead_note",
}
_LINE: Final = 13.5
_LINES: Final = 24


def to_xlsx(result: Prospects) -> bytes:
    """
    The workbook's bytes, the same for the same answer.

    Ids are text, amounts, shares and dates are typed. What looks like a formula is marked as text, so that it stays
    text when the cell is edited; what Excel cannot hold is left out or cut with a mark.
    """
    leads = list(rows(result))
    lookalike_columns = [column for column in COLUMNS if column not in _LEADS_ONLY]
    return workbook(
        result.lang,
        (
            ("leads", COLUMNS, (row for row in leads if row["list"] == "leads")),
            ("lookalikes", lookalike_columns, (row for row in leads if row["list"] == "lookalikes")),
            ("chains", CHAIN_COLUMNS, hops(result.leads)),
            ("excluded", EXCLUDED_COLUMNS, excluded(result)),
            ("settings", ("item", "value"), settings(result)),
        ),
    )


def workbook(lang: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]]) -> bytes:
    """The bytes of a workbook of sheets, each given as its name, its columns and its rows; titles are in `lang`."""
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "chainprospect", "created": _CREATED})
        pen = _Pen(book, lang)
        for name, columns, lines in sheets:
            pen.sheet(name, [column for column in columns if column != "list"], lines)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text cell looks: wrapped or not, and whether it is marked as text that is no formula."""

    wrapped: bool
    marked: bool


class _Pen:
    """Writes tables into one workbook, each style made once."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._lang = book, lang
        base = {"valign": "top", "font_size": 10}
        self._head = book.add_format(
            {"bold": True, "bg_color": "#DCE6F0", "bottom": 1, "text_wrap": True, "valign": "vcenter", "font_size": 10}
        )
        self._texts = {
            _Style(wrapped, marked): self._text_format(book, base, wrapped, marked)
            for wrapped in (False, True)
            for marked in (False, True)
        }
        self._numbers = {
            code: book.add_format({**base, "num_format": code}) for code in dict.fromkeys(_FORMATS.values())
        }
        self._plain = book.add_format({**base, "align": "center"})
        self._left = book.add_format({**base, "align": "left"})
        self._day = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})

    @staticmethod
    def _text_format(book: Any, base: Mapping[str, Any], wrapped: bool, marked: bool) -> Any:
        style = book.add_format({**base, "num_format": "@", "text_wrap": wrapped})
        style.set_quote_prefix(marked)
        return style

    def sheet(self, name: str, columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> None:
        """One sheet: a title row that stays, a filter, typed cells, bars on the scores, ready for A4 landscape."""
        sheet = self._book.add_worksheet(word(f"sheet.{name}", self._lang))
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
            sheet.write_string(0, place, word(f"column.{column}", self._lang), self._head)
        sheet.set_row(0, 32)
        last = 0
        for last, line in enumerate(lines, 1):
            tall = max(self._cell(sheet, last, place, column, line) for place, column in enumerate(columns))
            sheet.set_row(last, _LINE * min(tall, _LINES) + 2)
        sheet.freeze_panes(1, 1 + columns.index("company") if "company" in columns and name != "chains" else 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        for place, column in enumerate(columns):
            if column in _BARS and last:
                colour, most = _BARS[column]
                # Bars of the plain kind: readers that know no extensions keep them.
                bar = {
                    "type": "data_bar",
                    "bar_color": colour,
                    "min_type": "num",
                    "max_type": "num",
                    "min_value": 0,
                    "max_value": most,
                }
                sheet.conditional_format(1, place, last, place, bar)
            if column in _CHOICES and last:
                offered = [word(f"{_GROUPS[column]}.{choice}", self._lang) for choice in _CHOICES[column]]
                sheet.data_validation(1, place, last, place, {"validate": "list", "source": offered})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&C&8{word('text.page', self._lang)}")
        if _PRINTED.get(name) in columns:
            sheet.print_area(0, 0, last, columns.index(_PRINTED[name]))

    def _cell(self, sheet: Any, line: int, place: int, column: str, values: Mapping[str, Any]) -> int:
        """Write one cell; the lines it needs."""
        value = self._said(column, values)
        if value is None or value == "":
            return 1
        if isinstance(value, int | float):
            plain = self._left if column == "value" else self._plain
            sheet.write_number(line, place, value, self._numbers.get(_FORMATS.get(column, ""), plain))
            return 1
        day = _day(value) if column in _DATES else None
        if day is not None:
            sheet.write_datetime(line, place, day, self._day)
            return 1
        text = self._fitted(printable(str(value)))
        wrapped = column in _WRAPPED
        sheet.write_string(line, place, text, self._texts[_Style(wrapped, looks_like_formula(text))])
        return _lines(text, _WIDTHS.get(column, _WIDTH)) if wrapped else 1

    def _said(self, column: str, values: Mapping[str, Any]) -> Any:
        """A value in the words of the language."""
        value, lang = values.get(column), self._lang
        if column == "size" and value is None and values.get("size_low") is not None:
            low, high = (word(f"band.{values[key]}", lang) for key in ("size_low", "size_high"))
            return word("text.range", lang, low=low, high=high)
        if isinstance(value, bool):
            return word("text.yes" if value else "text.no", lang)
        group = _GROUPS.get(column) if column != "size" else "band"
        say: Callable[[str], str] = (lambda text: word(f"{group}.{text}", lang)) if group else str
        if isinstance(value, tuple):
            return ("\n" if column == "reasons" else "；" if lang == "zh" else "; ").join(say(item) for item in value)
        return say(value) if isinstance(value, str) else value

    def _fitted(self, text: str) -> str:
        """Text that fits a cell; Excel counts in UTF-16."""
        if len(text) * 2 <= CELL_LIMIT or len(text.encode("utf-16-le")) <= CELL_LIMIT * 2:
            return text
        mark = word("text.cut", self._lang)
        room = (CELL_LIMIT - len(mark)) * 2
        return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Excel has no day before 1900 and miscounts those before March of that year.
    return day if day >= date(1900, 3, 1) else None


def _lines(text: str, width: int) -> int:
    """Lines that wrapped text takes in a column; Chinese characters are two wide."""
    # Not every program fits the height of a row to its text, so it is set.
    total = 0
    for line in text[: width * _LINES].split("\n"):
        wide = sum(letter > "\u2e7f" for letter in line)
        total += max(1, math.ceil((0.85 * len(line) + wide) / (0.95 * width)))
    return total
