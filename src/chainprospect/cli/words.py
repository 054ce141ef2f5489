"""The texts of the commands, one catalogue a language; both hold the same keys and the same blanks."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def catalogue(lang: str) -> Mapping[str, str]:
    """Every text of one language."""
    if lang == "en":
        from chainprospect.cli.texts_en import TEXTS
    else:
        from chainprospect.cli.texts_zh import TEXTS
    return TEXTS


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
