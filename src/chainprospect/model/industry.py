"""Industry codes of GB/T 4754: their section letter, their digits, their division."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile(r"([A-T]?)(\d{0,4})", re.ASCII)


def split_code(code: str | None) -> tuple[str, str]:
    """Section letter and digits of a GB/T 4754 code; both empty when it is none."""
    match = _CODE.fullmatch((code or "").strip().upper())
    return (match[1], match[2]) if match else ("", "")


def division_of(code: str | None) -> str | None:
    """
    Division of a GB/T 4754 code: its section letter and two digits (`C38` of `C3811`).

    None for a code without a letter or with fewer digits: loaded codes have both wherever a division is known.
    """
    letter, digits = split_code(code)
    return letter + digits[:2] if letter and len(digits) >= 2 else None
