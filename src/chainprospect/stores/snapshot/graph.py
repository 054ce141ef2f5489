"""Relations as rows per company, both ways and in budget order, and the counts that hang on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.relation import UNDATED, Kind, Kinds, Side
from chainprospect.model.runs import distinct

SIDES = (Side.UPSTREAM, Side.DOWNSTREAM)


@dataclass(frozen=True, slots=True)
class Ties:
    """
    All relations in the order (source, target, kind), as aligned columns.

    `amount` and `share` are NaN where unknown, `day` is `UNDATED` where blank.
    """

    source: NDArray[np.integer[Any]]
    target: NDArray[np.integer[Any]]
    kind: NDArray[np.uint8]
    amount: NDArray[np.float64]
    share: NDArray[np.float64]
    confidence: NDArray[np.float64]
    day: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Relations of one group and side: company i owns `relation[starts[i]:starts[i + 1]]`, in budget order."""

    starts: NDArray[np.int64]
    relation: NDArray[np.int64]
    other: NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Budget:
    """All relations in the order of the budget: `order` are their numbers, `ranks` the place of each number."""

    order: NDArray[np.int64]
    ranks: NDArray[np.int64]


def budget(ties: Ties) -> Budget:
    """
    One order of all relations by budget: amount desc (unknown last), confidence desc, newest day, number.

    Since relations are numbered by (source, target, kind), equals among the relations of one company stand by the other
    company, then by kind, whichever side they are asked from.
    """
    amount = np.where(np.isnan(ties.amount), np.inf, -ties.amount)
    order = np.argsort(amount)
    amount = amount[order]
    # A sort by one column is many times faster than by several: the others are asked where amounts are equal.
    equal = np.zeros(len(order), np.bool_)
    equal[1:] = amount[1:] == amount[:-1]
    equal[:-1] |= equal[1:]
    places = np.flatnonzero(equal)
    numbers = order[places]
    newest = ties.day.max(initial=UNDATED)
    oldest_last = (newest - ties.day[numbers].astype(np.int64)) << len(order).bit_length() | numbers
    order[places] = numbers[np.lexsort((oldest_last, -ties.confidence[numbers], amount[places]))]
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return Budget(order, ranks)


def rows_of(ties: Ties, companies: int, kinds: Kinds, side: Side, ranked: Budget) -> Rows:
    """
    Relations of one group by the company they are asked from, in the order of the budget.

    Upstream the row's company is the target and the far end the source; downstream the other way.
    """
    chosen = np.flatnonzero(np.isin(ties.kind, np.array([int(kind) for kind in kinds.value], np.uint8)))
    row, other = (ties.target, ties.source) if side is Side.UPSTREAM else (ties.source, ties.target)
    row = row[chosen].astype(np.int64)
    # One sort of whole numbers is many times faster than one by several columns.
    bits = len(ranked.ranks).bit_length()
    keys = (row << bits) | ranked.ranks[chosen]
    keys.sort()
    keys &= (1 << bits) - 1
    relation = ranked.order[keys]
    starts = np.zeros(companies + 1, np.int64)
    np.cumsum(np.bincount(row, minlength=companies), out=starts[1:])
    return Rows(starts, relation, other[relation])


@dataclass(frozen=True, slots=True)
class Degrees:
    """Distinct goods partners of every company: both ways, as buyers, as suppliers, and those that are clients."""

    partners: NDArray[np.int64]
    buyers: NDArray[np.int64]
    suppliers: NDArray[np.int64]
    client_partners: NDArray[np.int64]


def degrees(ties: Ties, is_client: NDArray[np.bool_]) -> Degrees:
    """Count goods partners; several relations of a pair count once."""
    companies = len(is_client)
    goods = np.isin(ties.kind, np.array([int(kind) for kind in Kinds.GOODS.value], np.uint8))
    pairs = distinct(ties.source[goods] * np.int64(companies) + ties.target[goods])
    seller, buyer = np.divmod(pairs, max(companies, 1))
    both = distinct(np.concatenate([pairs, buyer * companies + seller]))
    company, partner = np.divmod(both, max(companies, 1))
    return Degrees(
        partners=np.bincount(company, minlength=companies),
        buyers=np.bincount(seller, minlength=companies),
        suppliers=np.bincount(buyer, minlength=companies),
        client_partners=np.bincount(company[is_client[partner]], minlength=companies),
    )


def groups(ties: Ties, companies: int) -> NDArray[np.int64]:
    """
    Ownership group of every company, named by its smallest company number.

    Joined by stakes over one half; a blank stake joins.
    """
    joins = (ties.kind == Kind.OWNS) & ~(ties.share <= 0.5)
    left, right = ties.source[joins], ties.target[joins]
    group: NDArray[np.int64] = np.arange(companies, dtype=np.int64)
    while len(left):
        low = np.minimum(group[left], group[right])
        # Hook the root of each end under the smaller root, then flatten every chain of hooks.
        np.minimum.at(group, group[left], low)
        np.minimum.at(group, group[right], low)
        while True:
            flat = group[group]
            if np.array_equal(flat, group):
                break
            group = flat
        open_ = group[left] != group[right]
        left, right = left[open_], right[open_]
    return group
