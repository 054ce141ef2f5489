"""What has changed since an earlier snapshot, with the names of whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chainprospect.errors import UnsupportedByStore
from chainprospect.model.change import CHANGES, RelationChange
from chainprospect.model.company import Company
from chainprospect.model.ports import Progress, Store, StoreFacts, silent
from chainprospect.model.prospect import CompanyRef
from chainprospect.model.relation import Relation

if TYPE_CHECKING:
    from chainprospect.stores.snapshot.compare import CompareRules
    from chainprospect.stores.snapshot.read import SnapshotStore


@dataclass(frozen=True, slots=True)
class ChangedRelation:
    """A relation that differs, as it stands in the newer snapshot, or in the older one where it is lost."""

    change: str
    relation: Relation
    source: CompanyRef
    target: CompanyRef
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What differs between two snapshots around our clients.

    `relations` by kind of change, those that changed by most CNY first; `counts` counts them all, `total` those of
    every company. `companies` are new and trade with a client: the first of `around`. `came` and `went` count companies
    whoever they trade with.
    """

    old: StoreFacts
    new: StoreFacts
    relations: Mapping[str, tuple[ChangedRelation, ...]]
    counts: Mapping[str, int]
    total: Mapping[str, int]
    companies: tuple[Company, ...]
    around: int
    came: int
    went: int

    @property
    def nothing(self) -> bool:
        """Whether the two hold the same companies and relations."""
        return not (any(self.total.values()) or self.came or self.went)


def pair_of(workspace: Path, old: str | None, new: str | None) -> tuple[str, str] | None:
    """
    The snapshots to compare: the one in use with the one loaded before it, where they are not named.

    None where there is no earlier one.

    Raises
    ------
    StoreUnavailable
        Nothing is loaded, or there is no snapshot of that name.
    """
    from chainprospect.stores.workspace import Workspace

    home = Workspace(workspace)
    later = home.path(new).name
    if old is not None:
        return home.path(old).name, later
    before = home.ids()
    place = before.index(later)
    return (before[place - 1], later) if place else None


def difference(old: Store, new: Store, rules: CompareRules, *, progress: Progress = silent) -> Difference:
    """
    What differs between two snapshots.

    Raises
    ------
    UnsupportedByStore
        One of them is no snapshot of a workspace.

    Notes
    -----
    One pass over both; memory grows by a few bytes a company and not with the relations.
    """
    from chainprospect.stores.snapshot.compare import compare

    older, newer = _snapshot(old), _snapshot(new)
    found = compare(older, newer, rules, progress=progress)
    told = {change: _told(older if change == "lost" else newer, found.relations[change]) for change in CHANGES}
    companies = new.companies(found.companies)
    return Difference(
        found.old, found.new, told, found.counts, found.total, companies, found.around, found.came, found.went
    )


def _snapshot(store: Store) -> SnapshotStore:
    from chainprospect.stores.snapshot.read import SnapshotStore

    if isinstance(store, SnapshotStore):
        return store
    raise UnsupportedByStore(store=store.facts.snapshot, operation="compare snapshots", who_can="a workspace of files")


def _told(store: Store, changes: Sequence[RelationChange]) -> tuple[ChangedRelation, ...]:
    """Changes of one snapshot with the relations and names they are of."""
    numbers = sorted({number for change in changes for number in (change.source, change.target)})
    companies = store.companies(np.array(numbers, np.int64))
    refs = {company.number: CompanyRef(company.id, company.name) for company in companies}
    relations = store.relations(np.array([change.relation for change in changes], np.int64))
    return tuple(
        ChangedRelation(change.change, relation, refs[change.source], refs[change.target], change.before, change.after)
        for change, relation in zip(changes, relations, strict=True)
    )
