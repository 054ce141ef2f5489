"""Errors of every room in the reader's language: they are raised in English, `errors_zh.csv` says them in Chinese."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from importlib import resources

from chainprospect.errors import ChainprospectError, InputError, OutputError, SettingsError, StoreError


def error_text(error: ChainprospectError, lang: str) -> str:
    """The sentence of an error with the place it happened; in English when the catalogue does not know it."""
    if lang == "en":
        return str(error)
    place_en, place_zh = _places(error)
    message = str(error).removeprefix(f"{place_en}: ") if place_en else str(error)
    told = in_chinese(message)
    return f"{place_zh}：{told}" if place_zh else told


def in_chinese(message: str) -> str:
    """A message in Chinese, or as it is when the catalogue does not know it."""
    for pattern, chinese in catalogue():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            # A message may hold another one, such as the reason of a reject.
            return _filled(chinese, [in_chinese(group) for group in found.groups()])
    return message


def catalogue() -> Iterable[tuple[str, str]]:
    """English messages as patterns, each with its Chinese; the most literal first."""
    from chainprospect.load.report import wordings

    text = resources.files("chainprospect.cli").joinpath("errors_zh.csv").read_text("utf-8")
    rows = [(row["en"], row["zh"]) for row in csv.DictReader(text.splitlines())]
    rows += wordings()
    rows.sort(key=lambda row: -len(row[0].replace("{}", "")))
    for english, chinese in rows:
        yield "(.*?)".join(re.escape(part) for part in english.split("{}")), chinese


def _filled(chinese: str, values: Iterable[str]) -> str:
    """Chinese with `{0}`, `{1}` filled; other braces stay."""
    told = chinese
    for number, value in enumerate(values):
        told = told.replace(f"{{{number}}}", value)
    return told


def _places(error: ChainprospectError) -> tuple[str, str]:
    """Where an error happened, as the English sentence begins and as the Chinese one does."""
    if isinstance(error, InputError):
        english = [str(error.path)] if error.path is not None else []
        chinese = list(english)
        if error.row is not None:
            english.append(f"row {error.row}")
            chinese.append(f"第 {error.row} 行")
        if error.column is not None:
            english.append(f"column {error.column}")
            chinese.append(f"“{error.column}”列")
        return ", ".join(english), " ".join(chinese)
    if isinstance(error, SettingsError):
        origin = {"default": "默认设置", "flag": "命令行"}.get(error.origin, error.origin)
        return f"{error.origin}, {error.key}", f"{origin} {error.key}"
    if isinstance(error, OutputError):
        return str(error.path), str(error.path)
    return (str(error.store), str(error.store)) if isinstance(error, StoreError) else ("", "")
