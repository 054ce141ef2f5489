"""Plain tables for a console in which a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

GAP = "  "
# A column that runs on is at least this wide, as far as it has that much to say.
FLOWING = 40


def width(text: str) -> int:
    """Console columns that `text` takes: 2 for a wide character, 0 for a combining one."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200b\u200c\u200d\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def plain(text: str) -> str:
    """`text` on one line, with control characters made harmless to a console."""
    return "".join(
        " " if char in "\t\r\n" else char if char.isprintable() or char == " " else "\ufffd" for char in text
    )


def cut(text: str, columns: int) -> str:
    """`text`, shortened with an ellipsis when it takes more than `columns`."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += _columns(char)
        if used > columns - 2:
            break
        kept += char
    return kept.rstrip() + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `columns`; `right` puts the text at the right edge."""
    fill = " " * max(0, columns - width(text))
    return fill + text if right else text + fill


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """
    Lines of at most `columns`, each after `indent`.

    Breaks at spaces, and between any two wide characters; a closing mark never starts a line.
    """
    lines, line, room = [], "", max(columns - width(indent), 10)
    for piece in _pieces(plain(text)):
        if line and width(line) + width(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [indent + part for part in lines]


def _pieces(text: str) -> Iterable[str]:
    piece = ""
    for char in text:
        breaks = piece and (piece[-1] == " " or _columns(char) == 2 or _columns(piece[-1]) == 2)
        if breaks and char not in " ，。；：、）》」』！？,.;:)%…" and piece[-1] not in "（《「『(":
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Iterable[int] = (),
    room: int | None = None,
    flow: bool = False,
) -> list[str]:
    """
    Lines of a table: heads, a rule, rows.

    Parameters
    ----------
    heads
        One head a column.
    rows
        Cells in the order of `heads`.
    right
        Columns whose cells stand at the right edge (numbers).
    room
        Console columns there are; the widest columns are shortened to fit. None: as wide as it takes.
    flow
        Let the last column run on over several lines instead of being shortened.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    sizes = [max([width(head), *(width(row[at]) for row in cells)]) for at, head in enumerate(heads)]
    if room is not None:
        sizes = _squeezed(sizes, [width(head) for head in heads], room, flow=flow)
    sides = set(right)

    def line(row: Sequence[str]) -> str:
        return GAP.join(
            pad(cut(cell, size), size, right=at in sides)
            for at, (cell, size) in enumerate(zip(row, sizes, strict=True))
        ).rstrip()

    lines = [line(heads), GAP.join("-" * size for size in sizes)]
    for row in cells:
        last = wrap(row[-1], sizes[-1]) if flow else [row[-1]]
        lines.append(line([*row[:-1], last[0]]))
        lines += [line([*[""] * (len(row) - 1), part]) for part in last[1:]]
    return lines


def _squeezed(sizes: Sequence[int], least: Sequence[int], room: int, *, flow: bool) -> list[int]:
    squeezed = list(sizes)
    over = sum(squeezed) + len(GAP) * (len(squeezed) - 1) - room
    if flow and over > 0:
        given = min(over, max(0, squeezed[-1] - FLOWING))
        squeezed[-1] -= given
        over -= given
    while over > 0:
        widest = max(range(len(squeezed)), key=lambda at: (squeezed[at], -at))
        if squeezed[widest] <= max(8, least[widest]):
            break
        squeezed[widest] -= 1
        over -= 1
    return squeezed
