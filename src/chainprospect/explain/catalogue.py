"""The two catalogues, and how a key becomes words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from chainprospect.explain import en, zh

CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({"zh": zh.TEXT, "en": en.TEXT})


def say(lang: str, key: str, /, **values: object) -> str:
    """Text of `key` in `lang` (`zh` or `en`) with its placeholders filled."""
    text = CATALOGUES[lang][key]
    return text.format_map(values) if values else text


def say_or(lang: str, key: str, fallback: str) -> str:
    """Text of `key` when the catalogue has it, else `fallback`: words of data may be ones we never heard."""
    return CATALOGUES[lang].get(key, fallback)


def counted(lang: str, key: str, n: int, shown: str | None = None) -> str:
    """Text of `key` for `n` of something, in the singular or plural that the language has."""
    return say(lang, f"{key}_one" if n == 1 else f"{key}_many", n=shown if shown is not None else f"{n:,}")


def listed(lang: str, items: Sequence[str], limit: int = 0, of: int = 0) -> str:
    """
    A, B and C; with a `limit` above 0, what goes beyond it is counted rather than named.

    An empty sequence gives empty text; `of` counts the items where only the first of them are given.
    """
    if 0 < limit < max(len(items), of):
        return say(lang, "list.more", all=say(lang, "list.comma").join(items[:limit]), n=max(len(items), of))
    if len(items) < 2:
        return "".join(items)
    return say(lang, "list.last", all=say(lang, "list.comma").join(items[:-1]), last=items[-1])


def some(lang: str, items: Sequence[str], limit: int) -> str:
    """A, B and others: for lists that were cut before they came here, so that no count would be true."""
    if len(items) <= limit:
        return listed(lang, items)
    return say(lang, "list.some", all=say(lang, "list.comma").join(items[:limit]))


def aside(lang: str, parts: Sequence[str]) -> str:
    """Parts in brackets, or nothing when there are none."""
    return say(lang, "paren", inside=say(lang, "paren.join").join(parts)) if parts else ""


def clauses(lang: str, parts: Sequence[str]) -> str:
    """Parts as clauses of one sentence."""
    return say(lang, "clause.join").join(parts)
