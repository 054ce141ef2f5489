"""Identifiers that carry their own check: USCC, LEI and the organisation code inside a USCC."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from stdnum import lei
from stdnum.cn import uscc

# The authority is a digit, A (military), N (agriculture) or Y (other). No authority is 0, so that the placeholder of
# eighteen zeros, whose checksum is right, never makes two companies one.
_USCC_SHAPE: Final = re.compile(r"[1-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{10}")

# GB 11714 counts letters as in base 36.
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_SHAPE: Final = re.compile(r"[0-9A-Z]{8}[0-9X]")

# ISO 17442: eighteen letters or digits and two check digits.
_LEI_SHAPE: Final = re.compile(r"[0-9A-Z]{18}[0-9]{2}")

_SEPARATORS: Final = re.compile(r"[\s\-‐‑‒–—−]+")


def tidy_id(text: str) -> str:
    """The identifier as it is checked and kept: half-width, upper case, without spaces and dashes."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_uscc(text: str) -> bool:
    """
    Whether a text is a unified social credit code with the right check letter (GB 32100).

    Eighteen characters as `tidy_id` leaves them. Authorities A, N and Y count as well as digits; the check of the
    organisation code inside is not asked for, since old registers broke it.
    """
    return _USCC_SHAPE.fullmatch(text) is not None and uscc.calc_check_digit(text) == text[17]


def check_lei(text: str) -> bool:
    """Whether a text is a legal entity identifier: twenty characters as `tidy_id` leaves them, modulo 97 equal to 1."""
    return _LEI_SHAPE.fullmatch(text) is not None and bool(lei.is_valid(text))


def check_organisation_code(text: str) -> bool:
    """Whether a text is an organisation code (GB 11714): eight characters and a check digit or X, without the dash."""
    if _ORGANISATION_SHAPE.fullmatch(text) is None:
        return False
    total = sum(int(letter, 36) * weight for letter, weight in zip(text, _ORGANISATION_WEIGHTS, strict=False))
    return text[8] == "0123456789X0"[11 - total % 11]
