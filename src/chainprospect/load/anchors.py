"""A file of anchors: companies to start from, one a row, by name or id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unicodedata import normalize

from chainprospect.errors import InputError
from chainprospect.load.blocks import Row
from chainprospect.load.cells import BLANK_TEXTS
from chainprospect.load.columns import EXAMPLE_MARK, GUIDE_SHEETS, TABLES
from chainprospect.load.encodings import open_text, sniff
from chainprospect.load.files import Sheet, read_sheets
from chainprospect.load.headers import known_header, match_header

_IDS: Final = ("id", "uscc", "lei")
# Headers of other tables that name a company where nothing better does, the best first.
_ALSO: Final = (("list", "anchor"), ("suppliers", "client"), ("companies", "core_client"))
_LISTED: Final = 30


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """
    A row of the file: the ids and the name that stand in it.

    Where a row is one text, it is the `name`; it may be an id as well. Neither is there in a row that names nothing.
    """

    row: int
    ids: tuple[str, ...]
    name: str | None

    @property
    def text(self) -> str:
        """What stood there."""
        return "; ".join((*self.ids, *([self.name] if self.name else [])))


@dataclass(frozen=True, slots=True)
class AnchorList:
    """Rows in file order, how many were examples of the template, and sheets with companies that were not read."""

    rows: tuple[AnchorRow, ...]
    examples: int = 0
    left_out: tuple[str, ...] = ()


def read_anchors(path: Path) -> AnchorList:
    """
    Read a file of anchors: text with a company a line, or any table that load reads with a column for names or ids.

    Of a workbook the first sheet with such a column is read.

    Raises
    ------
    InputError
        The file is missing, empty, damaged, or no column names companies.
    """
    with TemporaryDirectory(prefix="chainprospect-") as temp:
        found: AnchorList | None = None
        alone: AnchorList | None = None
        left_out: list[str] = []
        headers: list[str] = []
        for sheet in read_sheets(path, _known, Path(temp)):
            if sheet.hint in GUIDE_SHEETS.values():
                continue
            columns, filled = _columns(sheet.header), [text for text in sheet.header if text]
            headers += filled
            if sheet.form == "text" and (len(filled) == 1 or not (columns or _suffix(path))):
                return _told(_lines(sheet, known=bool(columns)))
            if columns and found is not None:
                left_out.append(sheet.hint)
            elif columns:
                found = _told(_rows(sheet.rows, columns))
            elif len(filled) == 1 and alone is None and sheet.form == "workbook":
                place = {"name": [sheet.header.index(filled[0])]}
                alone = _told(_rows(_headless(sheet), place))
        chosen = found or alone
        if chosen is None:
            raise InputError(
                f"no column names companies; the headers are {', '.join(headers[:_LISTED]) or 'all blank'}. "
                "Call one of them name, id or uscc.",
                path=path,
            )
        return AnchorList(chosen.rows, chosen.examples, tuple(left_out))


def _suffix(path: Path) -> bool:
    """Whether the name says that this is a table rather than lines of text."""
    return path.name.casefold().removesuffix(".gz").removesuffix(".zst").endswith((".csv", ".tsv", ".tab"))


def _known(cell: str) -> bool:
    return known_header(cell) or _column(cell) is not None


def _column(header: str) -> tuple[str, int] | None:
    """What a header names, `name` or a kind of id, and how good a header it is for that (0 is best)."""
    match = match_header(header, TABLES["companies"]) if header else None
    if match is not None and match.column.name in ("name", *_IDS):
        return match.column.name, match.rank
    for later, (table, column) in enumerate(_ALSO, 1):
        other = match_header(header, TABLES[table]) if header else None
        if other is not None and other.column.name == column:
            return "name", 1000 * later + other.rank
    return None


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    """Where ids and the name stand; of several headers for one the best."""
    best: dict[str, tuple[int, int]] = {}
    for place, text in enumerate(header):
        told = _column(text)
        if told is not None and (told[0] not in best or told[1] < best[told[0]][0]):
            best[told[0]] = (told[1], place)
    return {name: [best[name][1]] for name in ("name", *_IDS) if name in best}


def _headless(sheet: Sheet) -> Iterator[Row]:
    """Rows of a sheet of one column without a header: its first row is a company too."""
    yield 1, sheet.header
    yield from sheet.rows


def _rows(rows: Iterable[Row], columns: dict[str, list[int]]) -> Iterator[AnchorRow | None]:
    """Rows with what names a company in them; None stands for an example."""
    ids = [place for name in _IDS for place in columns.get(name, [])]
    names = columns.get("name", [])
    for number, cells in rows:
        if any(cell.startswith(EXAMPLE_MARK) for cell in cells):
            yield None
        elif any(cell.strip() for cell in cells):
            told = [_tidy(cells[place]) if place < len(cells) else "" for place in (*ids, *names)]
            named = told[len(ids) :]
            yield AnchorRow(number, tuple(text for text in told[: len(ids)] if text), (named and named[0]) or None)


def _lines(sheet: Sheet, *, known: bool) -> Iterator[AnchorRow | None]:
    """A company a line, commas and all, after the header where there is one."""
    header = next(text for text in sheet.header if text)
    with open_text(sheet.path, sniff(sheet.path).encoding) as stream:
        for number, line in enumerate(stream, 1):
            text = line.replace("\ufeff", "").strip()
            if len(text) > 1 and text[0] == text[-1] == '"':
                text = text[1:-1].replace('""', '"').strip()
            if known:
                known = text != header
            elif text.startswith(EXAMPLE_MARK):
                yield None
            elif text:
                yield AnchorRow(number, (), _tidy(text) or None)


def _told(rows: Iterable[AnchorRow | None]) -> AnchorList:
    told = list(rows)
    kept = tuple(row for row in told if row is not None)
    return AnchorList(kept, len(told) - len(kept))


def _tidy(cell: str) -> str:
    """A cell in composed form without the spaces around it; what says that nothing is known is blank."""
    text = " ".join(normalize("NFC", cell).replace("\ufeff", "").split())
    return "" if text.casefold() in BLANK_TEXTS else text
