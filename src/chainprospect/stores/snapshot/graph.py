"""Relations as rows per company, both ways and in budget order, and the counts that hang on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.relation import UNDATED, Kind, Kinds, Side
from chainprospect.model.runs import distinct
from chainprospect.stores.snapshot.layout import small

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
    relation: NDArray[np.integer[Any]]
    other: NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Budget:
    """All relations in the order of the budget: `order` are their numbers, `ranks` the place of each number."""

    order: NDArray[np.integer[Any]]
    ranks: NDArray[np.integer[Any]]


def budget(ties: Ties) -> Budget:
    """
    One order of all relations by budget: amount desc (unknown last), confidence desc, newest day, number.

    Since relations are numbered by (source, target, kind), equals among the relations of one company stand by the other
    company, then by kind, whichever side they are asked from.
    """
    # From the last column to the first, each by a sort that leaves equals as they stand: many times faster than one
    # sort by all of them.
    newest = ties.day.max(initial=UNDATED)
    places = np.arange(len(ties.day))
    order = small(_ordered(newest - ties.day.astype(np.int64), places, len(places).bit_length()))
    del places
    sure = np.unique(ties.confidence)
    # Few are distinct, and numpy sorts short whole numbers by their digits.
    unsure = (len(sure) - np.searchsorted(sure, ties.confidence)).astype(np.min_scalar_type(len(sure)))
    order = order[np.argsort(unsure[order], kind="stable")]
    del unsure
    amount = -ties.amount
    amount[np.isnan(amount)] = np.inf
    order = order[np.argsort(amount[order], kind="stable")]
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order), dtype=order.dtype)
    return Budget(order, ranks)


def _ordered(values: NDArray[np.integer[Any]], tails: NDArray[np.integer[Any]], bits: int) -> NDArray[np.int64]:
    """
    `tails`, below 2^`bits`, in the order of `values` and then their own.

    One sort of whole numbers is many times faster than one by several columns.
    """
    keys = values.astype(np.int64)
    keys <<= bits
    keys |= tails
    keys.sort()
    keys &= (1 << bits) - 1
    return keys


def rows_of(ties: Ties, companies: int, kinds: Kinds, side: Side, ranked: Budget) -> Rows:
    """
    Relations of one group by the company they are asked from, in the order of the budget.

    Upstream the row's company is the target and the far end the source; downstream the other way.
    """
    chosen = _of(ties, kinds)
    row, other = (ties.target, ties.source) if side is Side.UPSTREAM else (ties.source, ties.target)
    row = row[chosen]
    starts = np.zeros(companies + 1, np.int64)
    np.cumsum(np.bincount(row, minlength=companies), out=starts[1:])
    relation = ranked.order[_ordered(row, ranked.ranks[chosen], len(ranked.ranks).bit_length())]
    return Rows(starts, relation, other[relation])


def _of(ties: Ties, kinds: Kinds) -> NDArray[np.bool_]:
    """Which relations are of these kinds."""
    wanted = np.zeros(len(Kind), np.bool_)
    wanted[[int(kind) for kind in kinds.value]] = True
    return wanted[ties.kind]


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
    goods = _of(ties, Kinds.GOODS)
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
