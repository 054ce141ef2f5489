"""Two snapshots side by side, a stretch of companies at a time: what is new, lost, grown or shrunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.change import CHANGES, Changes, RelationChange
from chainprospect.model.ports import Progress, silent
from chainprospect.model.relation import Kind, Kinds
from chainprospect.stores.snapshot.layout import Arrays
from chainprospect.stores.snapshot.read import SnapshotStore

# Rows looked at together: bounds the memory beyond one number a company.
_STRETCH = 1 << 18
_GOODS = np.array([int(kind) for kind in Kinds.GOODS.value], np.uint8)


@dataclass(frozen=True, slots=True)
class CompareRules:
    """Fraction by which an amount must differ to have grown or shrunk, and how many changes of each kind are told."""

    grown: float = 0.2
    kept: int = 200


@dataclass(frozen=True, slots=True)
class _Rows:
    """Relations of one stretch in one snapshot, ascending by key: the ends by their place in both, and the kind."""

    key: NDArray[np.int64]
    number: NDArray[np.int64]
    amount: NDArray[np.float64]
    client: NDArray[np.bool_]


class _Half:
    """One of the two snapshots, with the place of each of its companies among the companies of both."""

    def __init__(self, store: SnapshotStore, place: NDArray[np.int32], places: int) -> None:
        self.arrays, self.place, self.places = Arrays(store.folder, store.manifest.arrays), place, places
        self.clients = np.zeros(len(place), np.bool_)
        self.clients[store.clients()] = True

    def rows(self, first: int, last: int) -> _Rows:
        """Relations whose source stands at the places from `first` to before `last`."""
        start, end = self.span(first, last)
        self.arrays.ahead("rows/relation", np.arange(start, end))
        ends = [self.column(name)[start:end] for name in ("source", "target")]
        left, right = (self.place[each].astype(np.int64) for each in ends)
        key = (left * self.places + right) * len(Kind) + self.column("kind")[start:end]
        client = self.clients[ends[0]] | self.clients[ends[1]]
        return _Rows(key, np.arange(start, end, dtype=np.int64), self.column("amount_cny")[start:end], client)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Numbers of the relations whose source stands at these places, from the first to before the last."""
        low, high = _within(self.place, (first, last))
        return _within(self.column("source"), (low, high))

    def column(self, name: str) -> NDArray[Any]:
        """A column of all relations; they stand in the order of source, target and kind."""
        return self.arrays["rows/relation"][name]


def _within(ascending: NDArray[Any], bounds: tuple[int, int]) -> tuple[int, int]:
    # In the array's own type: else numpy would copy all of it.
    low, high = np.searchsorted(ascending, np.array(bounds, ascending.dtype)).tolist()
    return low, high


class _Best:
    """The most telling changes so far."""

    def __init__(self, kept: int) -> None:
        self.kept = kept
        self.rows: dict[str, NDArray[np.float64]] = {change: np.empty((0, 5)) for change in CHANGES}
        self.counts = dict.fromkeys(CHANGES, 0)
        self.total = dict.fromkeys(CHANGES, 0)

    def add(self, change: str, old: _Rows | None, new: _Rows | None) -> None:
        """Count changes, and keep those that say most."""
        said = new or old
        if said is None or not len(said.key):
            return
        self.total[change] += len(said.key)
        client = said.client if old is None or new is None else old.client | new.client
        self.counts[change] += int(client.sum())
        none = np.full(len(said.key), np.nan)
        before, after = old.amount if old else none, new.amount if new else none
        numbers = [rows.number.astype(np.float64) if rows else none for rows in (old, new)]
        moved = np.abs(np.nan_to_num(after) - np.nan_to_num(before))
        moved[np.isnan(before) & np.isnan(after)] = -1.0
        rows = np.column_stack([moved, *numbers, before, after])[client]
        whole = np.concatenate([self.rows[change], rows])
        order = np.lexsort((np.nan_to_num(whole[:, 1]), np.nan_to_num(whole[:, 2]), -whole[:, 0]))
        self.rows[change] = whole[order[: self.kept]]

    def told(self, halves: tuple[_Half, _Half]) -> dict[str, tuple[RelationChange, ...]]:
        """The changes kept, as values."""
        return {
            change: tuple(_told(change, row, halves[0 if change == "lost" else 1]) for row in rows.tolist())
            for change, rows in self.rows.items()
        }


def _told(change: str, row: Sequence[float], half: _Half) -> RelationChange:
    _, old, new, before, after = row
    number = int(old if change == "lost" else new)
    source, target = (int(half.column(name)[number]) for name in ("source", "target"))
    return RelationChange(change, number, source, target, _known(before), _known(after))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def compare(old: SnapshotStore, new: SnapshotStore, rules: CompareRules, *, progress: Progress = silent) -> Changes:
    """
    What differs between two snapshots.

    Companies are the same where their ids are; relations where ends and kind are.

    Notes
    -----
    One pass over the ids and relations of both. Beyond a few bytes a company, memory does not depend on their size.
    """
    places, mine = _places(old, new, progress)
    halves = _Half(old, mine[0], places), _Half(new, mine[1], places)
    # New companies are those whose place no company of the old snapshot has.
    fresh = ~_has(mine[0], mine[1])
    near = np.zeros(len(mine[1]), np.bool_)
    best = _Best(rules.kept)
    done = 0
    for first, last in _stretches(halves, places):
        before, after = (half.rows(first, last) for half in halves)
        _differ(before, after, rules, best)
        _meet_clients(halves[1], after, fresh, near)
        done = last
        progress("compare", done, places)
    around = np.flatnonzero(near)
    return Changes(
        old.facts,
        new.facts,
        best.told(halves),
        best.counts,
        best.total,
        around[: rules.kept].astype(np.int64),
        len(around),
        int(fresh.sum()),
        len(mine[0]) - int((~fresh).sum()),
    )


def _differ(before: _Rows, after: _Rows, rules: CompareRules, best: _Best) -> None:
    was, is_ = _has(before.key, after.key), _has(after.key, before.key)
    best.add("new", None, _pick(after, ~was))
    best.add("lost", _pick(before, ~is_), None)
    both_before, both_after = _pick(before, is_), _pick(after, was)
    with np.errstate(invalid="ignore"):
        more = both_after.amount >= both_before.amount * (1 + rules.grown)
        less = both_after.amount * (1 + rules.grown) <= both_before.amount
    differs = both_after.amount != both_before.amount
    best.add("grown", _pick(both_before, more & differs), _pick(both_after, more & differs))
    best.add("shrunk", _pick(both_before, less & differs), _pick(both_after, less & differs))


def _pick(rows: _Rows, chosen: NDArray[np.bool_]) -> _Rows:
    return _Rows(rows.key[chosen], rows.number[chosen], rows.amount[chosen], rows.client[chosen])


def _has(among: NDArray[np.integer[Any]], wanted: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Which of the wanted stand among ascending values."""
    if not len(among):
        return np.zeros(len(wanted), np.bool_)
    place = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    found: NDArray[np.bool_] = among[place] == wanted
    return found


def _meet_clients(half: _Half, rows: _Rows, fresh: NDArray[np.bool_], near: NDArray[np.bool_]) -> None:
    """Mark new companies that trade goods with a client."""
    goods = rows.number[np.isin(half.column("kind")[rows.number], _GOODS)]
    source, target = (half.column(name)[goods].astype(np.int64) for name in ("source", "target"))
    for company, partner in ((source, target), (target, source)):
        near[company[half.clients[partner] & fresh[company]]] = True


def _stretches(halves: tuple[_Half, _Half], places: int) -> Iterator[tuple[int, int]]:
    """Runs of places with about as many relations as are looked at together; one company is never cut."""
    first = 0
    while first < places:
        last = min(places, first + _STRETCH)
        while last - first > 1 and _rows_in(halves, first, last) > _STRETCH:
            last = first + (last - first) // 2
        yield first, last
        first = last


def _rows_in(halves: tuple[_Half, _Half], first: int, last: int) -> int:
    spans = [half.span(first, last) for half in halves]
    return sum(end - start for start, end in spans)


def _places(
    old: SnapshotStore, new: SnapshotStore, progress: Progress
) -> tuple[int, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """How many companies both have together, and where those of each stand among them in the order of ids."""
    stores = (old, new)
    sizes = [store.facts.companies for store in stores]
    mine = tuple(np.empty(size, np.int32) for size in sizes)
    ids = [_ids(store) for store in stores]
    heads = [next(each, None) for each in ids]
    at, place = [0, 0], 0
    while heads[0] is not None or heads[1] is not None:
        smallest = min(head for head in heads if head is not None)
        for side in (0, 1):
            if heads[side] == smallest:
                mine[side][at[side]] = place
                at[side] += 1
                heads[side] = next(ids[side], None)
        place += 1
        if not place % _STRETCH:
            progress("match", sum(at), sum(sizes))
    return place, (mine[0], mine[1])


def _ids(store: SnapshotStore) -> Iterator[str]:
    """Ids of all companies in their order, a stretch at a time."""
    whole = store.facts.companies
    ids = Arrays(store.folder, store.manifest.arrays).row_texts("company", "id")
    for start in range(0, whole, _STRETCH):
        yield from (ident or "" for ident in ids.at(np.arange(start, min(start + _STRETCH, whole), dtype=np.int64)))
