"""
Rows of a sheet to plain files that the engine takes in one go.

The cells' file holds one row a line, cells between unit separators, as many as the header has; of columns that are not
planned a cell may be blank. The marks' file says which rows the lines are: `line, shift, flag` holds from that line on
until the next mark, a line's row is its place (from 0) and the shift, and a flagged row is bad as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final, TextIO
from unicodedata import is_normalized, normalize

from chainprospect.load.blocks import CELL_BREAK, Block, Row
from chainprospect.load.cells import LINE_BREAK
from chainprospect.load.columns import EXAMPLE_MARK
from chainprospect.load.files import Sheet
from chainprospect.load.headers import Plan
from chainprospect.model.ports import Progress

# A longer row means that a quotation mark swallowed the rest of the file.
LONGEST: Final = 400_000
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
    """
    Rows of a sheet as they were staged: how many, how many examples were left out, whether cells hold breaks.

    `width` is how many cells a line has. `shift` is the one shift of all lines, of which none is flagged; None where
    the marks' file says more. Where `given`, no line was written: the engine has a view of that name over the file
    itself, with columns `row`, `flag` and `c` and its place for each planned cell; `typed` are the places of columns
    that hold no texts.
    """

    cells: Path
    marks: Path
    width: int
    read: int
    examples: int
    breaks: bool
    shift: int | None
    given: bool = False
    typed: frozenset[int] = frozenset()


def stage(sheet: Sheet, plan: Plan, folder: Path, progress: Progress) -> Staged:
    """
    Write the cells of every row and what row it is to two files in `folder`.

    A flag is a reason for which the row as a whole is bad, with the offending text after a colon. Rows that are blank
    throughout are no rows.
    """
    cells, marks = folder / "cells", folder / "marks"
    with (
        cells.open("w", encoding="utf-8", errors="replace", newline="\n") as sink,
        marks.open("w", encoding="utf-8", errors="replace", newline="\n") as mark_sink,
    ):
        places = _Places(mark_sink)
        read, examples, breaks = _write(sheet, plan, sink, places, progress)
    return Staged(cells, marks, len(sheet.header), read, examples, breaks, places.shift)


class _Places:
    """Which rows the lines are: a mark for each that does not follow the row before, or is flagged."""

    def __init__(self, sink: TextIO) -> None:
        self._sink = sink
        self._held: tuple[int, str] | None = None
        self._marks = 0

    def add(self, line: int, row: int, flag: str) -> None:
        """Say which row a line is."""
        held = (row - line, flag)
        if held != self._held or flag:
            self._held = held
            self._marks += 1
            self._sink.write(f"{line}{CELL_BREAK}{row - line}{CELL_BREAK}{flag}\n")

    @property
    def shift(self) -> int | None:
        """The one shift of all lines, None where there is more to say."""
        return self._held[0] if self._held and self._marks == 1 and not self._held[1] else None


def _write(sheet: Sheet, plan: Plan, sink: TextIO, places: _Places, progress: Progress) -> tuple[int, int, bool]:
    """Write the rows; return how many there are, how many examples were left out, and whether cells hold breaks."""
    width = len(sheet.header)
    positions = [found.position for found in plan.fields]
    take, wanted, shape = _taker(positions), width - 1, _shape(positions, width)
    longest = LONGEST + width - len(positions)
    read = examples = 0
    breaks = sheet.form in ("json", "frame")
    for item in _fitting(sheet.parts, width):
        if isinstance(item, Block):
            places.add(read, item.first, "")
            sink.flush()
            sink.buffer.write(item.lines)
            for told in range(read // _EVERY + 1, (read + item.count) // _EVERY + 1):
                progress(sheet.label, told * _EVERY, sheet.total)
            read += item.count
            continue
        number, cells = item
        flag = ""
        if len(cells) != width:
            cells, flag = _fitted(cells, width)
        taken = take(cells)
        line = shape % taken
        if _untidy(line, wanted):
            taken = tuple(_tidy(cell) for cell in taken)
            line = shape % taken
            breaks = breaks or LINE_BREAK in line
        if len(line) == wanted and not "".join(cells).strip():
            continue
        if EXAMPLE_MARK in line and any(cell.startswith(EXAMPLE_MARK) for cell in taken):
            examples += 1
            continue
        if len(line) > longest:
            # The dash is a blank cell and keeps a line of one cell from being none.
            flag, line = f"long_row:{' '.join(taken)[:60]}", f"-{CELL_BREAK * wanted}"
        places.add(read, number, flag)
        read += 1
        sink.write(f"{line}\n")
        if read % _EVERY == 0:
            progress(sheet.label, read, sheet.total)
    progress(sheet.label, read, sheet.total)
    return read, examples, breaks


def _fitting(parts: Iterable[Row | Block], width: int) -> Iterator[Row | Block]:
    """Rows, and blocks as wide as the header; other blocks row by row."""
    for item in parts:
        if isinstance(item, Block) and item.width != width:
            yield from item.rows()
        else:
            yield item


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


def _taker(positions: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if len(positions) == 1:
        only = positions[0]
        return lambda cells: (cells[only],)
    return itemgetter(*positions)


def _shape(positions: Sequence[int], width: int) -> str:
    """Line in which the planned cells take the place of `%s`; the others stay blank."""
    return CELL_BREAK.join("%s" if place in positions else "" for place in range(width))


def _fitted(cells: Sequence[str], width: int) -> tuple[Sequence[str], str]:
    """Row as wide as the header: blanks are added; a value beyond the header makes the row bad."""
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))], ""
    beyond = next((cell.strip() for cell in cells[width:] if cell.strip()), None)
    flag = "" if beyond is None else f"extra_cells:{beyond[:60].translate(_CLEANED)}"
    return cells[:width], flag
