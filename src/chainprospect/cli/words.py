"""The texts of the commands, one catalogue a language; both hold the same keys and the same blanks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

LANGUAGES = ("zh", "en")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every text of one language."""
    if lang == "en":
        from chainprospect.cli import texts_advice_en as advice
        from chainprospect.cli import texts_book_en as book
        from chainprospect.cli import texts_en as texts
    else:
        from chainprospect.cli import texts_advice_zh as advice  # type: ignore[no-redef]
        from chainprospect.cli import texts_book_zh as book  # type: ignore[no-redef]
        from chainprospect.cli import texts_zh as texts  # type: ignore[no-redef]
    return {**texts.TEXTS, **advice.TEXTS, **book.TEXTS}


def word(lang: str, key: str, **values: object) -> str:
    """The text `key` with its blanks filled."""
    text = catalogue(lang)[key]
    return text.format(**values) if values else text


def known(lang: str, key: str) -> bool:
    """Whether there is a text `key`."""
    return key in catalogue(lang)


def name_of(lang: str, group: str, item: str | None) -> str:
    """The name of a machine word (`side`, `upstream`) as a person reads it; the word itself when it has none."""
    return catalogue(lang).get(f"{group}_{item}", item or "")
