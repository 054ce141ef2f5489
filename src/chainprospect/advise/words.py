"""
The sentences of advice, by language and key; each topic has a table a language of its own.

Keys begin with their topic (`needs.`, `credit.` …) and are the same in both languages, with the same placeholders.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

# A topic's tables are `words_TOPIC_zh.py` and `words_TOPIC_en.py`, each with a mapping TEXT.
TOPICS: Final = (
    *("common", "fact", "value", "credit", "needs", "intro", "anchors", "packs", "sheet", "risk", "signals"),
    "brief",
)


def table(topic: str, lang: str) -> Mapping[str, str]:
    """Texts of one topic in `lang` (`zh` or `en`)."""
    texts: Mapping[str, str] = import_module(f"chainprospect.advise.words_{topic}_{lang}").TEXT
    return texts


def catalogue(lang: str) -> Mapping[str, str]:
    """Texts of all topics in one language."""
    return MappingProxyType({key: text for topic in TOPICS for key, text in table(topic, lang).items()})


def say(lang: str, key: str, /, **values: object) -> str:
    """Text of `key` with its placeholders filled; the topic is what stands before the key's first point."""
    texts = table(key.partition(".")[0], lang)
    return texts[key].format_map(values)


def say_or(lang: str, key: str, fallback: str) -> str:
    """Text of `key` when its topic has it, else `fallback`: words of data may be ones we never heard."""
    return table(key.partition(".")[0], lang).get(key, fallback)
