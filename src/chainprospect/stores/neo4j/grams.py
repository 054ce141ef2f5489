"""
Grams: what a full-text index is given of the texts a company is found by, so that it proposes every part of them.

A gram is a sign with the one after it, in hexadecimal: words of nothing but ASCII letters and digits, which no index
takes apart and no query language reads as its own. Marks at the start and the end tell whole texts from parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# More grams propose no fewer companies that matter; each costs the index a look.
_ASKED: Final = 48


def stored_grams(keys: Iterable[str]) -> str:
    """
    Grams of all search keys of one company, each once, in code-point order, one space between them.

    Of each key `s` with its first sign, `g` with each sign and the next (`x` between them), and with the last `x0`.
    """
    found: set[str] = set()
    for key in keys:
        if key:
            found.add(_start(key))
            found.update(_inner(key))
            found.add(_end(key))
    return " ".join(sorted(found))


def asked_grams(key: str, *, whole: bool) -> str:
    """What a full-text index is asked for: all grams of a key that is not empty, with `whole` its ends as well."""
    wanted = sorted(_inner(key))[:_ASKED]
    if whole:
        wanted += [_start(key), _end(key)]
    # One sign begins a gram wherever it stands.
    return " AND ".join(wanted or [f"g{ord(key):x}x*"])


def _start(key: str) -> str:
    return f"s{ord(key[0]):x}"


def _inner(key: str) -> set[str]:
    return set(map(_gram, key, key[1:]))


# Names of one country are made of few pairs, and filling a database asks for them millions of times.
@lru_cache(1 << 16)
def _gram(one: str, other: str) -> str:
    return f"g{ord(one):x}x{ord(other):x}"


def _end(key: str) -> str:
    return f"g{ord(key[-1]):x}x0"
