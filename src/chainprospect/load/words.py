"""The code words of a column (roles, kinds, grades …), as files spell them in Chinese and English."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from chainprospect.load.columns import key


def _read_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Column type → code word → its Chinese title and every other spelling, as `words.csv` holds them."""
    text = resources.files("chainprospect.load").joinpath("words.csv").read_text("utf-8")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["column"], {})[row["code"]] = (row["zh"], *row["synonyms"].split("|"))
    return MappingProxyType(found)


def _read_countries() -> Mapping[str, str]:
    """Key of every name of a country, and of its two- and three-letter code → ISO alpha-2."""
    text = resources.files("chainprospect.load").joinpath("countries.csv").read_text("utf-8")
    rows = [(row["code"], row["names"].split("|")) for row in csv.DictReader(text.splitlines())]
    found = {key(code): code for code, _ in rows}
    for code, names in rows:
        for name in names:
            found.setdefault(key(name), code)
    return MappingProxyType(found)


_WORDS: Final = _read_words()
_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        column: MappingProxyType({key(word): code for code, said in words.items() for word in (*said, code)})
        for column, words in _WORDS.items()
    }
)
_COUNTRIES: Final = _read_countries()


def code_of(column: str, text: str) -> str | None:
    """Code word that `text` spells in a column of that type, or None."""
    return _CODES[column].get(key(text))


def country_of(text: str) -> str | None:
    """ISO 3166 alpha-2 code of a country's name or code, or None."""
    return _COUNTRIES.get(key(text))


def choices(column: str, lang: str) -> tuple[str, ...]:
    """Words that a column of that type takes, one a code word, in order: for a drop-down or a sentence."""
    words = _WORDS[column]
    return tuple(words) if lang == "en" else tuple(spellings[0] for spellings in words.values())


def spellings(column: str) -> Mapping[str, tuple[str, ...]]:
    """Every code word of a column type with its Chinese title and its other spellings."""
    return _WORDS[column]
