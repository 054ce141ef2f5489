"""Facts about a person's private life: which headers and words name them, and why they are never stored."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from chainprospect.load.columns import key
from chainprospect.resources import rows_of


@dataclass(frozen=True, slots=True)
class PrivateField:
    """
    One kind of private fact, as `reference/private_fields.csv` holds it.

    A header names it that holds one of `parts` or is one of `wholes`.
    """

    name: str
    zh: str
    en: str
    reason_zh: str
    reason_en: str
    parts: tuple[str, ...]
    wholes: tuple[str, ...]

    def title(self, lang: str) -> str:
        """What it is called."""
        return self.en if lang == "en" else self.zh

    def reason(self, lang: str) -> str:
        """Why it is not stored."""
        return self.reason_en if lang == "en" else self.reason_zh


@cache
def private_fields() -> tuple[PrivateField, ...]:
    """Every kind of private fact."""
    return tuple(
        PrivateField(
            row["field"],
            row["zh"],
            row["en"],
            row["reason_zh"],
            row["reason_en"],
            tuple(row["parts"].split("|")),
            tuple(row["wholes"].split("|")),
        )
        for row in rows_of("private_fields")
    )


def private_field(header: str) -> PrivateField | None:
    """The private fact that a header names; None for any other header."""
    name = key(header)
    for field in private_fields():
        if name in map(key, field.wholes) or any(key(word) in name for word in field.parts):
            return field
    return None


def private(header: str) -> bool:
    """Whether a header names a fact about a person's private life."""
    return private_field(header) is not None


def private_in(text: str) -> tuple[PrivateField, ...]:
    """Kinds of private facts that a free text seems to speak of."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(field for field in private_fields() if any(_speaks(folded, word) for word in field.parts))


def _speaks(folded: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", folded)) if word.isascii() else word in folded
