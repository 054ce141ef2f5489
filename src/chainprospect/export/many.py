"""The tables of many anchors: the merged list, the index of the lists, and rows that name no company."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from chainprospect.export.delimited import cell_text
from chainprospect.export.placing import place
from chainprospect.export.workbook import workbook

MERGED_COLUMNS: Final = (
    "rank",
    "company_id",
    "company",
    "score",
    "coverage",
    "side",
    "tier",
    "inferred",
    "best_anchor_id",
    "best_anchor",
    "best_rank",
    "file",
    "anchor_count",
    "anchors",
    "anchor_ids",
    "anchor_scores",
    "alike_to",
    "size",
    "industry",
    "region",
    "uscc",
    "list",
)
INDEX_COLUMNS: Final = (
    "rows",
    "given",
    "anchor_id",
    "anchor",
    "file",
    "leads",
    "lookalikes",
    "best_lead_id",
    "best_lead",
    "best_score",
)
FAILED_COLUMNS: Final = ("row", "text", "reason")
# Beyond this a workbook takes gigabytes to write and minutes to open.
WORKBOOK_ROWS: Final = 100_000
_LINES_AT_ONCE: Final = 2000


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """
    Write rows as CSV for a spreadsheet, a few at a time.

    Raises
    ------
    OutputError
        The path cannot be written.
    """
    place(path, _encoded(columns, rows))


def _encoded(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([cell_text(_flat(column, row)) for column in columns])
        if number % _LINES_AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _flat(column: str, row: Mapping[str, Any]) -> Any:
    value = row[column]
    if column == "size" and value is None and row["size_low"] is not None:
        return f"{row['size_low']}-{row['size_high']}"
    return "; ".join(value) if isinstance(value, tuple) else value


def write_merged(
    path: Path,
    lists: tuple[Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]]],
    index: Iterable[Mapping[str, Any]],
    *,
    lang: str,
) -> None:
    """
    Write the merged list: leads, then lookalikes; a workbook (`.xlsx`) holds the index as well.

    Raises
    ------
    OutputError
        The path cannot be written.
    """
    if path.suffix != ".xlsx":
        write_table(path, MERGED_COLUMNS, chain(*lists))
        return
    titles = (("leads", lists[0]), ("lookalikes", lists[1]))
    sheets = [(title, MERGED_COLUMNS, rows) for title, rows in titles]
    place(path, [workbook(lang, [*sheets, ("index", INDEX_COLUMNS, index)])])
