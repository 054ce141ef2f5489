"""Rows of a sheet to a plain file that the engine takes in one go: one row a line, cells between unit separators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final
from unicodedata import is_normalized, normalize

from chainprospect.load.cells import LINE_BREAK
from chainprospect.load.columns import EXAMPLE_MARK
from chainprospect.load.files import Sheet
from chainprospect.load.headers import Plan
from chainprospect.model.ports import Progress

CELL_BREAK: Final = "\x1f"
# A longer row means that a quotation mark swallowed the rest of the file.
_LONGEST: Final = 400_000
_EVERY: Final = 50_000
# What no tidy line holds: control characters, spaces other than the plain one, marks without width.
_UNTIDY = re.compile(r"[\x00-\x1e\x7f\x85\xa0\u3000\ufeff\u200b]")
_CLEANED: Final = str.maketrans(
    {
        **{chr(code): " " for code in (*range(0x20), 0x7F, 0x85)},
        **dict.fromkeys("\r\n", LINE_BREAK),
        **dict.fromkeys("\ufeff\u200b"),
    }
)
_EDGES: Final = f" \xa0\u3000\t{LINE_BREAK}"


@dataclass(frozen=True, slots=True)
class Staged:
    """How many rows were staged and how many examples left out, and whether cells hold breaks."""

    read: int
    examples: int
    breaks: bool


def stage(sheet: Sheet, plan: Plan, target: Path, progress: Progress) -> Staged:
    """
    Write the planned cells of every row to `target` as `row, flag, cells…`.

    The flag is a reason for which the row as a whole is bad, with the offending text after a colon. Rows that are
    blank throughout are no rows.
    """
    width, wanted = len(sheet.header), len(plan.fields) - 1
    take = _taker([found.position for found in plan.fields])
    read = examples = 0
    breaks = sheet.form in ("json", "frame", "parquet")
    with target.open("w", encoding="utf-8", errors="replace", newline="\n") as sink:
        for number, cells in sheet.rows:
            flag = ""
            if len(cells) != width:
                cells, flag = _fitted(cells, width)  # noqa: PLW2901  the row itself is mended
            line = CELL_BREAK.join(take(cells))
            if _untidy(line, wanted):
                line = CELL_BREAK.join(_tidy(cell) for cell in take(cells))
                breaks = breaks or LINE_BREAK in line
            if len(line) == wanted and not "".join(cells).strip():
                continue
            if EXAMPLE_MARK in line and any(cell.startswith(EXAMPLE_MARK) for cell in line.split(CELL_BREAK)):
                examples += 1
                continue
            if len(line) > _LONGEST:
                flag, line = f"long_row:{line[:60].replace(CELL_BREAK, ' ')}", CELL_BREAK * wanted
            read += 1
            sink.write(f"{number}{CELL_BREAK}{flag}{CELL_BREAK}{line}\n")
            if read % _EVERY == 0:
                progress(sheet.label, read, sheet.total)
    progress(sheet.label, read, sheet.total)
    return Staged(read, examples, breaks)


def _untidy(line: str, wanted: int) -> bool:
    """Whether a line of cells must be gone through cell by cell; most need not."""
    return (
        line[:1] == " "
        or line[-1:] == " "
        or " \x1f" in line
        or "\x1f " in line
        or line.count(CELL_BREAK) != wanted
        or _UNTIDY.search(line) is not None
        or not is_normalized("NFC", line)
    )


def _tidy(cell: str) -> str:
    """Cell in composed form (NFC), without the spaces around it; breaks inside it are kept as marks."""
    return normalize("NFC", cell.translate(_CLEANED)).strip(_EDGES)


def _taker(positions: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    if len(positions) == 1:
        only = positions[0]
        return lambda cells: (cells[only],)
    return itemgetter(*positions)


def _fitted(cells: Sequence[str], width: int) -> tuple[Sequence[str], str]:
    """Row as wide as the header: blanks are added; a value beyond the header makes the row bad."""
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))], ""
    beyond = next((cell.strip() for cell in cells[width:] if cell.strip()), None)
    flag = "" if beyond is None else f"extra_cells:{beyond[:60].translate(_CLEANED)}"
    return cells[:width], flag
