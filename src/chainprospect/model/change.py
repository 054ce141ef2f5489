"""What differs between two snapshots: relations that are new, lost or changed, and companies that came or went."""

from __future__ import annotations

from dataclasses import dataclass

from chainprospect.model.company import IdArray
from chainprospect.model.ports import StoreFacts

# In this order: what is told of a relation that is there before and after.
CHANGES = ("new", "lost", "grown", "shrunk")


@dataclass(frozen=True, slots=True)
class RelationChange:
    """
    One relation that differs.

    `change` is one of `CHANGES`; `relation`, `source` and `target` are numbers in the newer snapshot, in the older one
    where it is lost; `before` and `after` are CNY a year, None unknown.
    """

    change: str
    relation: int
    source: int
    target: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """
    What differs between two snapshots.

    `relations` holds of every kind of change the most telling ones: those that changed by most CNY, unknown amounts
    last, then by number; `counts` counts all by change. Both are of relations that have a client at an end, `total`
    counts every relation whoever stands at its ends. `companies` are numbers in the new snapshot of companies that are
    new and trade with a client, ascending and cut, with `around` counting all; `came` and `went` count companies.
    """

    old: StoreFacts
    new: StoreFacts
    relations: dict[str, tuple[RelationChange, ...]]
    counts: dict[str, int]
    total: dict[str, int]
    companies: IdArray
    around: int
    came: int
    went: int
