"""Keeping: the workspace between loads: stores, snapshots, review, the profile of one company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chainprospect.asking import find_one
from chainprospect.model.company import Company, IdArray, SizeBand
from chainprospect.model.ports import Store
from chainprospect.model.relation import Event, Kinds, Relation, Side
from chainprospect.model.rules import Question
from chainprospect.opening import Home, answered, open_store
from chainprospect.references import measured
from chainprospect.score.gates import gates_that_hold
from chainprospect.score.size import band_of, bands

if TYPE_CHECKING:
    from chainprospect.model.fact import Fact
    from chainprospect.model.identity import ReviewPair
    from chainprospect.settings import Settings
    from chainprospect.stores.workspace import SnapshotInfo

RELATIONS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """
    All that is known of one company.

    `facts` by column, the one that holds first; `relations` by kind group (`goods`, `intermediates`, `refers`, `owns`,
    `guarantees`) and side, best first, at most 200 a row, with `names` for every company id in them; `gates` those that
    would hold now, in their order.
    """

    snapshot: str
    company: Company
    size: SizeBand
    gates: tuple[str, ...]
    facts: tuple[Fact, ...]
    relations: Mapping[str, Mapping[str, tuple[Relation, ...]]]
    relation_counts: Mapping[str, Mapping[str, int]]
    events: tuple[Event, ...]
    names: Mapping[str, str]


def show(home: Home, text: str, settings: Settings) -> Profile:
    """
    Facts with provenance, relations, size band and gates of one company.

    Raises
    ------
    UnknownCompany
        None or several companies answer to `text`.
    """
    return answered(home, lambda store: profile_of(store, text, settings))


def profile_of(store: Store, text: str, settings: Settings) -> Profile:
    """
    What `show` tells of one company, from any store.

    Raises
    ------
    UnknownCompany
        None or several companies answer to `text`.
    """
    number = find_one(store, text).number
    me = np.array([number], np.int64)
    relations, counts, ends = _relations(store, me)
    features = store.features(me)
    measures = measured(store, Question(gates=settings.gates, policy=settings.policy, bank=settings.bank))
    found = bands(features, measures.sizes)
    companies = store.companies(np.union1d(me, ends))
    return Profile(
        store.facts.snapshot,
        next(company for company in companies if company.number == number),
        band_of(found, features, measures.sizes, 0),
        gates_that_hold(features, found, np.empty(0, np.int64), measures)[0],
        store.facts_of(number),
        relations,
        counts,
        store.events(features.events.values),
        {company.id: company.name for company in companies} if relations else {},
    )


def _relations(
    store: Store, me: IdArray
) -> tuple[dict[str, dict[str, tuple[Relation, ...]]], dict[str, dict[str, int]], IdArray]:
    """Relations and how many there are by group and side, and the companies at their far ends."""
    ends = [np.empty(0, np.int64)]
    relations: dict[str, dict[str, tuple[Relation, ...]]] = {}
    counts: dict[str, dict[str, int]] = {}
    for kinds in Kinds:
        for side in (Side.UPSTREAM, Side.DOWNSTREAM):
            batch = store.relations_of(me, side, kinds, RELATIONS_SHOWN)
            if len(batch.other):
                name = kinds.name.lower()
                relations.setdefault(name, {})[side.value] = store.relations(batch.relation)
                counts.setdefault(name, {})[side.value] = int(batch.total[0])
                ends.append(batch.other)
    return relations, counts, np.concatenate(ends)


def review_pairs(workspace: Path) -> tuple[ReviewPair, ...]:
    """Companies that may be one and that nobody has decided on yet."""
    from chainprospect.building import read_review
    from chainprospect.stores.book import Book
    from chainprospect.stores.workspace import Workspace

    pairs = read_review(Workspace(workspace).path())
    decisions = Book(workspace).decisions()
    decided = decisions.accepted | decisions.rejected
    return tuple(pair for pair in pairs if (pair.left, pair.right) not in decided)


def review_accept(workspace: Path, left: str, right: str) -> None:
    """Two companies are one, from the next load on; by id or name."""
    _decide(workspace, left, right, accept=True)


def review_reject(workspace: Path, left: str, right: str) -> None:
    """Two companies stay two and are not proposed again; by id or name."""
    _decide(workspace, left, right, accept=False)


def _decide(workspace: Path, left: str, right: str, *, accept: bool) -> None:
    from chainprospect.stores.book import Book

    with open_store(workspace) as store:
        ids = [find_one(store, text).id for text in (left, right)]
    book = Book(workspace)
    (book.accept if accept else book.reject)(*ids)


def snapshots(workspace: Path) -> tuple[SnapshotInfo, ...]:
    """All snapshots, oldest first."""
    from chainprospect.stores.workspace import Workspace

    return Workspace(workspace).list()


def use_snapshot(workspace: Path, snapshot: str) -> None:
    """Make another snapshot the one in use."""
    from chainprospect.stores.workspace import Workspace

    Workspace(workspace).use(snapshot)


def prune_snapshots(workspace: Path, keep: int) -> tuple[str, ...]:
    """Remove all snapshots but the newest `keep` and the one in use; the ids that are gone."""
    from chainprospect.stores.workspace import Workspace

    return Workspace(workspace).prune(keep)
