"""Merging: the lists of many anchors become one, every prospect once."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.expand.reach import SIDES
from chainprospect.export.industries import industry_name, industry_names
from chainprospect.model.company import BANDS
from chainprospect.model.ports import Store
from chainprospect.model.prospect import Lead, Prospects
from chainprospect.score.size import SizeRules, bands

Column: TypeAlias = NDArray[Any]
# What one list gives to the merged one: a row a prospect.
PART: Final = np.dtype(
    [
        ("number", "<i4"),
        ("score", "<f8"),
        ("coverage", "<f8"),
        ("rank", "<i4"),
        ("side", "i1"),
        ("tier", "i1"),
        ("alike", "?"),
    ]
)
_CHUNK: Final = 4096


@dataclass(frozen=True, slots=True)
class Listed:
    """An anchor with its list: company number, id and name, the list's file below the folder, and its part."""

    number: int
    id: str
    name: str
    file: str
    part: Column

    @property
    def leads(self) -> int:
        """Leads in its list."""
        return int(np.count_nonzero(~self.part["alike"]))

    @property
    def lookalikes(self) -> int:
        """Lookalikes in its list."""
        return int(np.count_nonzero(self.part["alike"]))

    @property
    def best(self) -> tuple[int, float] | None:
        """Company number and score of its best lead."""
        leads = self.part[~self.part["alike"]]
        return (int(leads["number"][0]), float(leads["score"][0])) if len(leads) else None


def part_of(answer: Prospects) -> bytes:
    """What the list of an answer gives to the merged one, as the bytes of its file."""
    rows = [_row(lead, alike=alike) for alike, leads in enumerate((answer.leads, answer.lookalikes)) for lead in leads]
    file = io.BytesIO()
    np.save(file, np.array(rows, PART), allow_pickle=False)
    return file.getvalue()


def _row(lead: Lead, *, alike: int) -> tuple[Any, ...]:
    side = [each.value for each in SIDES].index(lead.side)
    tier = -1 if lead.tier is None else lead.tier
    return lead.company.number, lead.score, lead.coverage, lead.rank, side, tier, bool(alike)


def read_part(path: Path) -> Column | None:
    """A part from its file, or None when there is none that is whole."""
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if isinstance(found, np.ndarray) and found.dtype == PART and found.ndim == 1 else None


@dataclass(frozen=True, slots=True)
class Merged:
    """
    Prospects of many lists, each once, best first.

    `order` holds rows of the joined parts, those of one prospect together and its best first; the prospect at place i
    has `order[starts[i]:starts[i + 1]]`. `anchor` says to which of the anchors a row belongs.
    """

    rows: Column
    anchor: Column
    order: Column
    starts: Column

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def numbers(self) -> Column:
        """Company numbers, best prospect first."""
        return self.rows["number"][self.order[self.starts[:-1]]]


def merge(lists: Sequence[Listed]) -> tuple[Merged, Merged, Merged]:
    """
    All leads, the lookalikes that are nobody's lead, and the likenesses of those that are.

    A prospect stands under its best score, then coverage, then the smallest anchor id; prospects are ordered by score,
    coverage and company id, as in every list.
    """
    parts = [item.part for item in lists]
    rows = np.concatenate(parts) if parts else np.empty(0, PART)
    anchor = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    anchors = np.array([item.number for item in lists], np.int64)
    leads = _merged(rows, anchor, anchors, np.flatnonzero(~rows["alike"]))
    alike = np.flatnonzero(rows["alike"])
    known = np.isin(rows["number"][alike], leads.numbers)
    lookalikes, also = (_merged(rows, anchor, anchors, chosen) for chosen in (alike[~known], alike[known]))
    return leads, lookalikes, also


def _merged(rows: Column, anchor: Column, anchors: Column, chosen: Column) -> Merged:
    taken = rows[chosen]
    # Numbers are ranks of ids, so that smaller numbers are smaller ids.
    order = chosen[np.lexsort((anchors[anchor[chosen]], -taken["coverage"], -taken["score"], taken["number"]))]
    number = rows["number"][order]
    begins = np.flatnonzero(np.r_[True, number[1:] != number[:-1]]) if len(order) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[begins, len(order)])
    best = rows[order[begins]]
    ranked = np.lexsort((best["number"], -best["coverage"], -best["score"]))
    starts = np.r_[0, np.cumsum(sizes[ranked])].astype(np.int64)
    spread = np.arange(len(order)) - np.repeat(starts[:-1], sizes[ranked])
    return Merged(rows, anchor, order[np.repeat(begins[ranked], sizes[ranked]) + spread], starts)


def merged_rows(
    store: Store, merged: Merged, also: Merged, lists: Sequence[Listed], sizes: SizeRules, lang: str
) -> Iterator[dict[str, Any]]:
    """
    One dict a prospect with the columns of the merged list, best first.

    Parameters
    ----------
    merged
        The prospects to tell.
    also
        Anchors to which they are alike besides.
    lists
        The anchors that `merged` was made from.
    """
    names = industry_names(lang)
    place = dict(zip(also.numbers.tolist(), range(len(also)), strict=True))
    for begin in range(0, len(merged), _CHUNK):
        numbers = merged.numbers[begin : begin + _CHUNK].astype(np.int64)
        found = bands(store.features(numbers), sizes)
        for at, company in enumerate(store.companies(numbers)):
            low, high = (None if code < 0 else BANDS[code] for code in (int(found.low[at]), int(found.high[at])))
            yield {
                "rank": begin + at + 1,
                "company_id": company.id,
                "company": company.name,
                **_best(merged, begin + at, lists),
                "alike_to": _said(also, place.get(company.number), lists),
                "size": low if low == high else None,
                "size_low": low,
                "size_high": high,
                "industry": industry_name(company.industry_code, company.industry, names),
                "region": company.region,
                "uscc": company.uscc,
            }


def _best(merged: Merged, place: int, lists: Sequence[Listed]) -> Mapping[str, Any]:
    """What its best anchor says of a prospect, and what all of them do."""
    mine = merged.order[merged.starts[place] : merged.starts[place + 1]]
    row, anchor = merged.rows[mine[0]], lists[int(merged.anchor[mine[0]])]
    alike = bool(row["alike"])
    return {
        "score": float(row["score"]),
        "coverage": float(row["coverage"]),
        "side": SIDES[int(row["side"])].value,
        "tier": None if row["tier"] < 0 else int(row["tier"]),
        "inferred": alike,
        "best_anchor_id": anchor.id,
        "best_anchor": anchor.name,
        "best_rank": int(row["rank"]),
        "file": anchor.file,
        "anchor_count": len(mine),
        "anchors": _said(merged, place, lists),
        "anchor_ids": tuple(lists[index].id for index in merged.anchor[mine].tolist()),
        "anchor_scores": tuple(str(score) for score in merged.rows["score"][mine].tolist()),
        "list": "lookalikes" if alike else "leads",
    }


def _said(merged: Merged, place: int | None, lists: Sequence[Listed]) -> tuple[str, ...]:
    """Each anchor of a prospect with the score under it, best first."""
    if place is None:
        return ()
    mine = merged.order[merged.starts[place] : merged.starts[place + 1]]
    scores = merged.rows["score"][mine].tolist()
    return tuple(
        f"{lists[index].name} {score:.2f}" for index, score in zip(merged.anchor[mine].tolist(), scores, strict=True)
    )
