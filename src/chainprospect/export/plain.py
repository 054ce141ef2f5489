"""Values made plain: what every format can hold, and what no program will run."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

# Control characters, halves of a surrogate pair and noncharacters: no XML may hold them.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS: Final = re.compile("[\t\r\n]+")
# What a spreadsheet takes for the start of a formula, their full-width twins included.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:
    """
    A value of dicts with text keys, lists, text, numbers, booleans and None only.

    Sets are sorted, a number that is not finite is None, numpy scalars and enums become what they stand for.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain_scalar(value.value)
    if isinstance(value, float):
        return number(value)
    if value is None or isinstance(value, bool | int):
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return str(value)


def number(value: float | None) -> float | None:
    """A finite float, or None."""
    return None if value is None or not math.isfinite(value) else float(value)


def printable(text: str) -> str:
    """Text without characters that a file format refuses; line breaks stay."""
    return _FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Printable text on one line."""
    # Almost every text is one already, and nothing that prints is searched for.
    return text if text.isprintable() else _FORBIDDEN.sub("", _BREAKS.sub(" ", text))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run this text, blanks before it left aside."""
    return text.lstrip().startswith(_FORMULA)


def defused(text: str) -> str:
    """One line of text that no spreadsheet runs: an apostrophe goes before what looks like a formula."""
    line = one_line(text)
    return f"'{line}" if looks_like_formula(line) else line
