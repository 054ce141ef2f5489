"""Identifiers and codes as written, checked: credit code, LEI, ticker, own id, industry code."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from types import MappingProxyType
from typing import Final

from chainprospect.load.columns import key
from chainprospect.load.units import Bad, plain

# GB 32100-2015: the letters I, O, S, V, Z are not used; authority codes are 1-9, A, N, Y.
_USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_USCC_VALUES: Final = MappingProxyType({sign: value for value, sign in enumerate(_USCC_SIGNS)})
_RUINED = re.compile(r"\d(?:\.\d+)?e\+\d{1,3}", re.IGNORECASE)
_GAPS = re.compile(r"[\s-]+")
_LEI = re.compile(r"[0-9A-Z]{18}\d{2}")
_LONGEST_TICKER: Final = 32


def ruined(text: str) -> bool:
    """Whether a spreadsheet has turned an identifier into a rounded number (`9.11E+17`)."""
    return _RUINED.fullmatch(text) is not None


def parse_uscc(text: str) -> str | Bad:
    """Unified social credit code, upper case, with its check sign verified."""
    written = plain(text)
    body = _GAPS.sub("", written).upper()
    if len(body) != 18:
        if ruined(written):
            return Bad("ruined_id")
        return Bad("old_licence") if re.fullmatch(r"\d{15}", body) else Bad("uscc_length", str(len(body)))
    if _USCC.fullmatch(body) is None:
        return Bad("ruined_id" if ruined(written) else "uscc_signs")
    total = sum(map(mul, map(_USCC_VALUES.__getitem__, body), _USCC_WEIGHTS))
    if _USCC_SIGNS[-total % 31] != body[17]:
        # A spreadsheet keeps 15 digits of a number and writes 0 for the rest.
        return Bad("ruined_id") if body.isdecimal() and body.endswith("000") else Bad("uscc_check")
    return body


def parse_lei(text: str) -> str | Bad:
    """Legal entity identifier (ISO 17442), upper case, with its check digits verified."""
    body = _GAPS.sub("", plain(text)).upper()
    if ruined(plain(text)):
        return Bad("ruined_id")
    if _LEI.fullmatch(body) is None:
        return Bad("lei_signs", str(len(body)))
    return body if int("".join(str(int(sign, 36)) for sign in body)) % 97 == 1 else Bad("lei_check")


def parse_ticker(text: str) -> str | Bad:
    """Ticker symbol, upper case, as `600519.SH`, `TW 2317`."""
    if ruined(plain(text)):
        return Bad("ruined_id")
    body = " ".join(plain(text).upper().split())
    return body if len(body) <= _LONGEST_TICKER else Bad("unreadable_ticker")


@dataclass(frozen=True, slots=True)
class Industry:
    """A GB/T 4754 code (section letter and digits, or the letter alone) with its name; free text has no code."""

    code: str | None
    name: str | None


@cache
def _divisions() -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], Mapping[str, str]]:
    """Division → (section, name), section → name, key of a name → code, from the packaged table."""
    text = resources.files("chainprospect.reference").joinpath("gbt4754_2017_divisions.csv").read_text("utf-8")
    divisions: dict[str, tuple[str, str]] = {}
    sections: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        divisions[row["division"]] = (row["section"], row["division_name"])
        sections[row["section"]] = row["section_name"]
        names[key(row["division_name"])] = row["section"] + row["division"]
    for section, name in sections.items():
        names.setdefault(key(name), section)
    return MappingProxyType(divisions), MappingProxyType(sections), MappingProxyType(names)


_INDUSTRY_CODE = re.compile(r"([a-t])?(\d{1,4})?", re.IGNORECASE)


def parse_industry(text: str) -> Industry:
    """
    Industry by its GB/T 4754-2017 code (`C38`, `38`, `C3811`, `C`) or name (`电气机械和器材制造业`), else free text.

    `C38 电气机械` is read by its code. A code that the standard does not hold is kept as text.
    """
    written = text.strip()
    body = plain(text)
    divisions, sections, names = _divisions()
    code = _industry_code(body, divisions, sections)
    if code is not None:
        return Industry(code, sections[code] if len(code) == 1 else divisions[code[1:3]][1])
    named = names.get(key(body)) or names.get(key(f"{body}业"))
    if named is not None:
        return Industry(named, written)
    lead = re.match(r"([a-t]\d{2,4}|\d{2,4})\s*[-:,.、_ ]*\s*(?=[^\W\d_]{2})", body, re.IGNORECASE)
    if lead is not None:
        code = _industry_code(lead[1], divisions, sections)
        if code is not None:
            return Industry(code, body[lead.end() :].strip())
    return Industry(None, written)


def _industry_code(body: str, divisions: Mapping[str, tuple[str, str]], sections: Mapping[str, str]) -> str | None:
    found = _INDUSTRY_CODE.fullmatch(body)
    if found is None or not body:
        return None
    letter, digits = (found[1] or "").upper(), found[2] or ""
    if not digits:
        return letter if letter in sections else None
    digits = digits.zfill(2)
    held = divisions.get(digits[:2])
    if held is None or (letter and letter != held[0]):
        return None
    return held[0] + digits
