"""The data of a page in two blocks: what the first picture shows, as typed columns, and the words that follow."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

_KINDS: Final = ("i1", "u1", "i2", "u2", "i4", "u4")
_COMPANIES: Final = (
    "standing",
    "side",
    "tier",
    "parent",
    "tie",
    "low",
    "high",
    "industry",
    "region",
    "gate",
    "rank",
    "column",
    "order",
)
_RELATIONS: Final = ("source", "target", "kind", "grade")
_TEXTS: Final = ("id", "name", "apart", "others")
_TOLD: Final = ("leads", "gated", "facts", "evidence", "chains")
# A first picture of everything has room for 44 labels; not every one of the best finds its place.
_NAMED_AT_FIRST: Final = 400
_ANCHOR: Final = 0

Packed = int | tuple[str, str]


def compact(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    The data of a page, divided so that the picture can be painted before the words are read.

    Parameters
    ----------
    data
        What `payload` gives.

    Returns
    -------
    picture
        Each column of numbers as `packed` gives it. `score` (in hundredths) and `amount` are one more than they are,
        and 0 where unknown; `count` says how many rows there are. `named` are the companies that the first picture
        may label, anchors and best scores first, with their `name` and `apart`.
    words
        Texts of all companies, and what panels tell.
    """
    companies, relations = data["companies"], data["relations"]
    named = _named_at_first(companies, whole=data["whole"])
    picture = {key: value for key, value in data.items() if key not in _TOLD}
    picture["companies"] = {
        **{key: value for key, value in companies.items() if key not in _TEXTS},
        **{key: packed(companies[key]) for key in _COMPANIES},
        "count": len(companies["id"]),
        "named": named,
        "name": [companies["name"][here] for here in named],
        "apart": {str(here): companies["apart"][str(here)] for here in named if str(here) in companies["apart"]},
        "score": packed([0 if one is None else round(one * 100) + 1 for one in companies["score"]]),
    }
    picture["relations"] = {
        **{key: packed(relations[key]) for key in _RELATIONS},
        "count": len(relations["source"]),
        "amount": packed([0 if one is None else one + 1 for one in relations["amount"]]),
    }
    words = {**{key: companies[key] for key in _TEXTS}, **{key: data[key] for key in _TOLD}}
    return picture, words


def packed(values: Sequence[float]) -> Packed:
    """The one number that all rows have, or the narrowest kind that holds them and their bytes in base 64."""
    rows = np.asarray(values, dtype=np.float64)
    low, high = (rows.min(), rows.max()) if rows.size else (0, 0)
    if low == high:
        return int(low)
    fitting = (kind for kind in _KINDS if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    kind = next(fitting, "f8")
    return kind, base64.b64encode(rows.astype(f"<{kind}").tobytes()).decode("ascii")


def _named_at_first(companies: Mapping[str, Any], *, whole: bool) -> list[int]:
    """Positions of what the opening view names: all it shows, or of everything the anchors and the best scores."""
    standing, score = companies["standing"], companies["score"]
    anchors = {here for here, one in enumerate(standing) if one == _ANCHOR}
    shown = range(len(standing)) if whole else anchors.union(companies["first"])
    ordered = sorted(shown, key=lambda here: (here not in anchors, -(score[here] or 0), here))
    return ordered[: max(_NAMED_AT_FIRST, len(anchors))] if whole else ordered
