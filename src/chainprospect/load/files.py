"""Files as sheets of text rows: CSV, TSV, workbooks, JSON lines, Parquet, whatever their encoding or packing."""

from __future__ import annotations

import csv
import errno
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from chainprospect.errors import InputError
from chainprospect.load.blocks import DELIMITERS, HEADER_WITHIN, Block, Row, read_rows
from chainprospect.load.cells import cell_text
from chainprospect.load.encodings import compression_of, open_bytes, open_text, sniff
from chainprospect.load.parquet import ParquetTable, parquet_rows, parquet_table

# Whether a header cell is known: so that a title line above the header is told apart.
Known: TypeAlias = Callable[[str], bool]

_SAMPLE: Final = 1 << 16
_JSON_ARRAY_LIMIT: Final = 256 << 20
_FOREIGN: Final = (
    (b"%PDF", "a PDF; export the table as xlsx or CSV"),
    (b"\x89PNG", "a picture; type the table into xlsx or CSV"),
    (b"\xff\xd8\xff", "a picture; type the table into xlsx or CSV"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"SQLite format 3", "a SQLite database; export its tables as CSV"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table as it lies in a file: a header and rows of text.

    `label` is the file's name, with `[sheet]` for workbooks; `hint` the sheet's or file's bare name; `form` is `text`,
    `workbook`, `json`, `parquet` or `frame`. `parts` are rows with their number in the file, and blocks of plain ones;
    `total` is how many rows there may be. `columns` is set where the engine can read the file itself.
    """

    path: Path
    label: str
    hint: str
    form: str
    header: tuple[str, ...]
    parts: Iterable[Row | Block]
    total: int | None = None
    columns: ParquetTable | None = None

    @property
    def rows(self) -> Iterator[Row]:
        """Rows one by one, those of blocks too."""
        for part in self.parts:
            if isinstance(part, Block):
                yield from part.rows()
            else:
                yield part


def read_sheets(path: Path, known: Known, temp: Path) -> Iterator[Sheet]:
    """
    Sheets of a file, one at a time; take the rows of one before asking for the next.

    Raises
    ------
    InputError
        The file is missing, empty, damaged, or no table.
    """
    try:
        yield from _read_sheets(path, known, temp)
    except FileNotFoundError as error:
        raise InputError("there is no such file; check the name.", path=path) from error
    except PermissionError as error:
        raise InputError("may not be read; check its rights, and that no other program holds it.", path=path) from error
    except IsADirectoryError as error:
        raise InputError("is a folder; name the files in it.", path=path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise InputError(f"cannot be read ({error.strerror or error}); copy it again.", path=path) from error


def _read_sheets(path: Path, known: Known, temp: Path) -> Iterator[Sheet]:
    with open_bytes(path) as stream:
        head = stream.read(64)
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise InputError(f"is {what}.", path=path)
    name = re.sub(r"\.(gz|zst|zstd)$", "", path.name, flags=re.IGNORECASE) if compression_of(path) else path.name
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
        plain = _unpacked(path, name, temp) if compression_of(path) else path
        if head.startswith(b"PAR1"):
            yield _parquet(plain, path, name)
        else:
            yield from _workbook(plain, path, known)
        return
    suffix = Path(name).suffix.casefold()
    if suffix == ".parquet":
        raise InputError("is not a Parquet file, whatever its name; export it again.", path=path)
    if suffix in (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods") and not head.lstrip().startswith(b"<") and b"\0" in head:
        raise InputError("is not a workbook, whatever its name; open it and save it as xlsx.", path=path)
    if head.lstrip()[:5].lower().startswith((b"<html", b"<?xml", b"<!doc", b"<tabl", b"<meta")):
        raise InputError("is a web page saved under another name; open it and save it as xlsx.", path=path)
    if suffix in (".jsonl", ".ndjson", ".json"):
        yield _json(path, name)
    else:
        yield _text(path, name, suffix, known)


def _unpacked(path: Path, name: str, temp: Path) -> Path:
    target = temp / f"unpacked-{Path(name).name}"
    with open_bytes(path) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    return target


def _text(path: Path, name: str, suffix: str, known: Known) -> Sheet:
    decoding = sniff(path)
    with open_text(path, decoding.encoding) as stream:
        sample = stream.read(_SAMPLE)
    said = re.match(r"\ufeff?\"?sep=(.)\"?\r?\n", sample, re.IGNORECASE)
    delimiter = said[1] if said else _delimiter(sample, suffix, known)
    rows = read_rows(path, decoding.encoding, delimiter)
    if said:
        next(rows)
    header, rest = split_header(rows, known, path)
    return Sheet(path, path.name, Path(name).stem, "text", header, rest, decoding.lines)


def _delimiter(sample: str, suffix: str, known: Known) -> str:
    """Delimiter under which most header cells are known, then the one that cuts most rows alike."""
    best, best_score = ("\t" if suffix in (".tsv", ".tab") else ","), (0, 0, 0)
    for delimiter in DELIMITERS:
        lines = sample.splitlines(keepends=True)
        lines = lines[:-1] if len(sample) == _SAMPLE else lines
        try:
            rows = list(islice(csv.reader(lines, delimiter=delimiter), 2 * HEADER_WITHIN))
        except csv.Error:
            continue
        recognised = max((sum(map(known, row)) for row in rows[:HEADER_WITHIN]), default=0)
        widths = [len(row) for row in rows if len(row) > 1]
        alike = max((widths.count(width) for width in set(widths)), default=0)
        score = (recognised if widths else 0, alike, int(delimiter == best))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def split_header(
    rows: Iterator[Row | Block], known: Known, path: Path
) -> tuple[tuple[str, ...], Iterator[Row | Block]]:
    """Take the header off the rows: the row with most known cells among the first twenty, else the first not blank."""
    first = [row for row in islice(rows, HEADER_WITHIN) if not isinstance(row, Block)]
    filled = [place for place, (_, cells) in enumerate(first) if any(cell.strip() for cell in cells)]
    if not filled:
        if next(rows, None) is not None:
            raise InputError(f"the first {HEADER_WITHIN} rows are blank; put the header on top.", path=path)
        return (), iter(())
    scores = {place: len({cell for cell in first[place][1] if known(cell)}) for place in filled}
    best = max(filled, key=lambda place: (scores[place], -place))
    header = tuple(cell.replace("\ufeff", "").strip() for cell in first[best][1])
    return header, chain(first[best + 1 :], rows)


def _json(path: Path, name: str) -> Sheet:
    decoding = sniff(path)
    with open_text(path, decoding.encoding) as stream:
        array = stream.read(4096).lstrip("\ufeff \r\n\t").startswith("[")
    keys: dict[str, None] = {}
    for _, record in _json_records(path, decoding.encoding, array=array):
        keys.update(dict.fromkeys(record))
    header = tuple(keys)
    rows = (
        (number, [cell_text(record.get(column)) for column in header])
        for number, record in _json_records(path, decoding.encoding, array=array)
    )
    return Sheet(path, path.name, Path(name).stem, "json", header, rows, decoding.lines)


def _json_records(path: Path, encoding: str, *, array: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    """Records of JSON lines by their line, or of one JSON array by their place (2 is the first)."""
    if array:
        if path.stat().st_size > _JSON_ARRAY_LIMIT:
            raise InputError("is one large JSON array; write one record a line (JSON lines).", path=path)
        with open_text(path, encoding) as stream:
            try:
                records = json.load(stream)
            except ValueError as error:
                raise InputError(f"is not JSON ({error}); export it again.", path=path) from error
        for place, record in enumerate(records, start=2):
            yield place, _record(record, path, place)
        return
    with open_text(path, encoding) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(f"is not JSON ({error}); mend that line.", path=path, row=number) from error
            yield number, _record(record, path, number)


def _record(record: Any, path: Path, row: int) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise InputError('is no record; write one {"column": value} object a line.', path=path, row=row)
    return record


def _workbook(plain: Path, path: Path, known: Known) -> Iterator[Sheet]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(plain)
        names = [meta.name for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            rows = _sheet_rows(sheet)
            header, rest = split_header(rows, known, path)
            if header:
                yield Sheet(path, f"{path.name}[{name}]", name, "workbook", header, rest, sheet.total_height)
    except calamine.PasswordError as error:
        raise InputError("is protected by a password; save it without one.", path=path) from error
    except calamine.CalamineError as error:
        raise InputError(f"the workbook is damaged ({error}); open it and save it again.", path=path) from error


def _sheet_rows(sheet: Any) -> Iterator[Row | Block]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [cell_text(cell) for cell in row]


def first_line(error: Exception) -> str:
    """What an engine says, without the query it says it of."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _parquet(plain: Path, path: Path, name: str) -> Sheet:
    table = parquet_table(plain, path)
    rows = parquet_rows(table, path)
    return Sheet(path, path.name, Path(name).stem, "parquet", table.header, rows, table.rows, table)
