"""Text of a delimited file row by row; where it is plain, as whole blocks that need no reader."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias
from unicodedata import is_normalized

import numpy as np

from chainprospect.errors import InputError
from chainprospect.load.columns import EXAMPLE_MARK
from chainprospect.load.encodings import open_bytes

Row: TypeAlias = tuple[int, Sequence[str]]

CELL_BREAK: Final = "\x1f"
DELIMITERS: Final = (",", "\t", ";", "|")
# The rows among which the header is looked for never come as a block; `sep=` may stand above them.
HEADER_WITHIN: Final = 20
_FIRST_PIECE: Final = 1 << 16
_PIECE: Final = 1 << 22
# A longer line goes to the reader, which refuses such cells.
_LONGEST_LINE: Final = 1 << 17
# What a tidy cell never holds beside control characters: spaces other than the plain one, marks without width.
_STRANGE: Final = (
    "\x7f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f"
    "\u3000\ufeff"
)


@dataclass(frozen=True, slots=True)
class Block:
    """
    Rows in a row whose cells are tidy as they stand, none of them blank.

    `first` is the number of the first row and `lines` holds `count` lines of `width` cells in UTF-8, with unit
    separators between the cells.
    """

    first: int
    count: int
    width: int
    lines: bytes

    def rows(self) -> Iterator[Row]:
        """Rows of the block one by one."""
        lines = self.lines.decode().split("\n")[:-1]
        return ((number, line.split(CELL_BREAK)) for number, line in enumerate(lines, start=self.first))


def read_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row | Block]:
    """
    Rows of a delimited file with their number, counted as a spreadsheet would show them.

    Raises
    ------
    InputError
        A quotation mark is opened and never closed.
    """
    pieces = _pieces(path, encoding)
    number, last, inside = 0, "", False
    row: list[str] = []

    def lines(piece: str | None) -> Iterator[str]:
        """Lines of a piece, and those of the pieces after it while a quotation mark is open."""
        nonlocal last, inside
        while piece is not None:
            for line in io.StringIO(piece, newline=""):
                last, inside = line, True
                yield line
            piece = next(pieces, None) if inside else None

    try:
        for piece in pieces:
            block = _block(piece, number + 1, delimiter) if number > HEADER_WITHIN else None
            if block is not None:
                yield block
                number, row = number + block.count, []
                continue
            for row in csv.reader(lines(piece), delimiter=delimiter):
                inside = False
                number += 1
                yield number, row
    except csv.Error as error:
        message = f"cannot be split into cells ({error}): a quotation mark is probably opened there and never closed."
        raise InputError(message, path=path, row=number + 1) from error
    if row and "\n" in row[-1] and not last.rstrip("\r\n").endswith('"'):
        message = "a quotation mark is opened in this row and never closed; close or remove it."
        raise InputError(message, path=path, row=number)


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    """Text in pieces that end where a line does; the first is short, for it is read for the header."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    held: list[str] = []
    size = _FIRST_PIECE
    with open_bytes(path) as stream:
        while data := stream.read(size):
            text = decoder.decode(data)
            # A carriage return at the very end may be half of a line end.
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, max(len(text) - 1, 0)) + 1
            if end:
                yield "".join((*held, text[:end]))
                held = []
                size = _PIECE
            held.append(text[end:])
    if rest := "".join((*held, decoder.decode(b"", final=True))):
        yield rest


def _block(text: str, first: int, delimiter: str) -> Block | None:
    """Text as a block, or None when it is not plain: then its rows go through the reader."""
    if delimiter not in DELIMITERS or any(sign in text for sign in ('"', CELL_BREAK, EXAMPLE_MARK, *_STRANGE)):
        return None
    if not is_normalized("NFC", text):
        return None
    data = text.encode() if text.endswith("\n") else f"{text}\n".encode()
    if b"\r" in data:
        signs = np.frombuffer(data, np.uint8)
        if (signs[np.flatnonzero(signs == ord("\r")) + 1] != ord("\n")).any():
            return None
    lines = data.translate(bytes.maketrans(delimiter.encode(), CELL_BREAK.encode()), b"\r")
    signs = np.frombuffer(lines, np.uint8)
    breaks = signs[signs < ord(" ")].tobytes()
    width = breaks.index(b"\n") + 1
    count = len(breaks) // width
    if breaks != (CELL_BREAK.encode() * (width - 1) + b"\n") * count:
        return None
    lengths = np.diff(np.flatnonzero(signs == ord("\n")), prepend=-1)
    if lengths.min() <= width or lengths.max() > _LONGEST_LINE or _spaced(signs):
        return None
    return Block(first, count, width, lines)


def _spaced(signs: np.ndarray) -> bool:
    """Whether a space stands at the edge of a cell."""
    spaces = np.flatnonzero(signs == ord(" "))
    return bool((signs[spaces - 1] < ord(" ")).any() or (signs[spaces + 1] < ord(" ")).any())
