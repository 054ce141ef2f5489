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
)
_RELATIONS: Final = ("source", "target", "kind", "grade")
_TEXTS: Final = ("id", "name", "apart", "others")
# What a picture too large for cards and curves shows nothing of.
_FAR_COMPANIES: Final = ("tier", "tie", "industry", "region", "gate", "rank")
_FAR_RELATIONS: Final = ("grade", "amount")
_FAR: Final = 5_000
_TOLD: Final = ("leads", "gated", "facts", "evidence", "chains")
# A first picture of everything has room for 44 labels; not every one of the best finds its place.
_NAMED_AT_FIRST: Final = 400
_ANCHOR, _LEAD, _LOOKALIKE = 0, 1, 2

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
        Texts of all companies, what panels tell, and `later`: the columns that a picture of everything, 5,000
        companies and ties or more, does not show from afar.
    """
    companies, relations = data["companies"], data["relations"]
    named = _named_at_first(companies, whole=data["whole"])
    far = data["whole"] and min(len(companies["id"]), len(relations["source"])) >= _FAR
    near, later = _parted({key: packed(companies[key]) for key in _COMPANIES}, _FAR_COMPANIES if far else ())
    ties, ties_later = _parted(
        {
            **{key: packed(relations[key]) for key in _RELATIONS},
            "amount": packed([0 if one is None else one + 1 for one in relations["amount"]]),
        },
        _FAR_RELATIONS if far else (),
    )
    picture = {key: value for key, value in data.items() if key not in _TOLD}
    picture["companies"] = {
        **{key: value for key, value in companies.items() if key not in (*_TEXTS, *_COMPANIES, "order")},
        **near,
        **_ordered(companies["column"], companies["order"]),
        **_standings(companies["standing"]),
        "count": len(companies["id"]),
        "named": named,
        "name": [companies["name"][here] for here in named],
        "apart": {str(here): companies["apart"][str(here)] for here in named if str(here) in companies["apart"]},
        "score": packed([0 if one is None else round(one * 100) + 1 for one in companies["score"]]),
    }
    picture["relations"] = {**ties, "count": len(relations["source"])}
    words = {**{key: companies[key] for key in _TEXTS}, **{key: data[key] for key in _TOLD}}
    words["later"] = {"companies": later, "relations": ties_later}
    return picture, words


def _parted(columns: dict[str, Packed], later: Sequence[str]) -> tuple[dict[str, Packed], dict[str, Packed]]:
    return {key: columns[key] for key in columns if key not in later}, {key: columns[key] for key in later}


def _ordered(column: Sequence[int], order: Sequence[int]) -> dict[str, Any]:
    """Positions in the order they stand in, column after column, and how many each column holds."""
    columns, counts = np.unique(np.asarray(column, np.int64), return_counts=True)
    return {
        "rows": packed(np.lexsort((order, column)).tolist()),
        "columns": [list(one) for one in zip(columns.tolist(), counts.tolist(), strict=True)],
    }


def _standings(standing: Sequence[int]) -> dict[str, Any]:
    anchors = [here for here, one in enumerate(standing) if one == _ANCHOR]
    return {"anchors": anchors, "leads": standing.count(_LEAD), "lookalikes": standing.count(_LOOKALIKE)}


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
