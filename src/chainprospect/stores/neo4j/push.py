"""
Filling a database: a new version beside the one in use, put in use when it is whole, then the old one removed.

One writer at a time holds the turn, with a term that each of its steps renews; who died loses it when the term is
over. Every batch is one transaction that writes its rows and moves the version's count of them on, so that a push
that was killed goes on where it stopped and no row is written twice.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from chainprospect.errors import StoreStale, StoreUnavailable
from chainprospect.model.ports import Progress, silent
from chainprospect.stores.neo4j.connection import Connection, Row
from chainprospect.stores.neo4j.content import Content, label_rows, refuse_long_ids, snapshot_row, ties_of
from chainprospect.stores.neo4j.layout import COMPLETE, FILLING, INDEXES, KEYS, OF_COMPANIES, SCHEMA
from chainprospect.stores.snapshot.read import SnapshotStore

# Milliseconds that a turn lasts from its last step: longer than any step takes, short enough to wait for the dead.
TERM: Final = 30_000
_PARTS: Final = ("labels", "companies", "relations", "events", "financials")
# Rows of one transaction.
_LABELS: Final = 1
_COMPANIES: Final = 5_000
_RELATIONS: Final = 10_000
_EVENTS: Final = 10_000
_FINANCIAL_COMPANIES: Final = 20_000
_REMOVED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """
    What a push did.

    `unchanged` says that the database had exactly this snapshot in use; `continued` that a push which had been cut off
    was finished. The counts are those of the snapshot.
    """

    snapshot: str
    unchanged: bool
    continued: bool
    companies: int
    relations: int
    events: int
    financials: int
    clients: int


def push(
    store: SnapshotStore,
    connection: Connection,
    *,
    beside: bool = False,
    clear: bool = True,
    progress: Progress = silent,
) -> Pushed:
    """
    Write a snapshot into a database and put it in use.

    Parameters
    ----------
    store
        The snapshot.
    beside
        Write even where the database holds what is not ours; that is left alone.
    clear
        Remove every other version afterwards.
    progress
        Told each part with its rows.

    Raises
    ------
    InputError
        A company's id is too long for the database; nothing was written.
    StoreStale
        A newer version of chainprospect filled the database.
    StoreUnavailable
        It holds somebody else's content, another push is writing it, or the server fails.

    Notes
    -----
    The same snapshot twice writes nothing the second time. Memory is O(relations) numbers and one batch of rows.
    """
    refuse_long_ids(store)
    if not beside:
        _refuse_others(connection)
    _make(connection, KEYS)
    facts, counts = store.facts, store.manifest.counts
    unchanged = continued = False
    with _turn(connection, progress) as owner:
        version = _version_to_fill(store, connection, owner, progress)
        unchanged = version.current
        continued = any(version.done)
        if not version.whole:
            _fill(store, connection, owner, version.done, progress)
        _make(connection, INDEXES)
        _await_indexes(connection, progress)
        if not unchanged:
            _must(connection.write(("push_flip", {"owner": owner, "snapshot": facts.snapshot}))[0], connection)
        if clear:
            _remove_others(connection, owner, facts.snapshot, progress)
    return Pushed(
        facts.snapshot,
        unchanged,
        continued and not version.whole,
        facts.companies,
        facts.relations,
        counts["events"],
        counts["financials"],
        facts.clients,
    )


@dataclass(frozen=True, slots=True)
class _Version:
    """A version as it stands in the database: how far it is filled, and whether it is in use."""

    done: tuple[int, ...] = (0,) * len(_PARTS)
    whole: bool = False
    current: bool = False


def _refuse_others(connection: Connection) -> None:
    found = connection.read("push_others", list)
    if found and not found[0][1]:
        label = ":".join(found[0][0]) or "?"
        raise StoreUnavailable(
            f"this database holds somebody else's content (:{label}); name an empty one, or write beside it with "
            "--beside.",
            store=str(connection.address),
        )


@contextmanager
def _turn(connection: Connection, progress: Progress) -> Iterator[str]:
    """Hold the writer's turn; its name is this push's own."""
    owner = secrets.token_hex(8)
    values = {"owner": owner, "schema": SCHEMA, "lease": TERM}
    watched: int | None = None
    while not (rows := connection.write(("push_lease", values))[0]):
        turns = connection.read("push_turn", list)
        if turns:
            until, left = turns[0]
            if watched is not None and until != watched:
                raise StoreUnavailable(
                    "another push is writing this database; wait until it is done and repeat.",
                    store=str(connection.address),
                )
            watched = until
            progress("push_waiting", max(0, TERM - left) // 1000, TERM // 1000)
            time.sleep(min(1.0, max(0.05, left / 1000)))
    try:
        if rows[0][0] > SCHEMA:
            raise StoreStale(
                f"this database has layout {rows[0][0]}, this version writes layout {SCHEMA}; update chainprospect.",
                store=str(connection.address),
            )
        yield owner
    except StoreUnavailable:
        # Who does not answer is not asked again; the turn is over with its term.
        raise
    except BaseException:
        connection.write(("push_leave", {"owner": owner}))
        raise
    connection.write(("push_leave", {"owner": owner}))


def _version_to_fill(store: SnapshotStore, connection: Connection, owner: str, progress: Progress) -> _Version:
    """The version of this snapshot, once everything that cannot stay beside it is gone."""
    facts, content = store.facts, store.manifest.content
    found = connection.read("push_versions", list)
    if any(schema != SCHEMA for *_, schema, _, _ in found):
        _remove_others(connection, owner, None, progress)
        return _Version()
    for ident, state, said, _, current, done in found:
        if ident != facts.snapshot:
            continue
        if said == content and state == COMPLETE:
            return _Version(tuple(done), whole=True, current=current)
        if said == content and state == FILLING:
            return _Version(tuple(done))
        # The same name with other content, or a removal that was cut off.
        _remove_others(connection, owner, None, progress)
    return _Version()


def _fill(store: SnapshotStore, connection: Connection, owner: str, done: Sequence[int], progress: Progress) -> None:
    snapshot = store.facts.snapshot
    begun = connection.write(("push_start", {"owner": owner, "row": snapshot_row(store)}))[0]
    _must(begun, connection)
    progress("push_ranks", 0, None)
    content = Content(store, ties_of(store))
    counts = store.manifest.counts
    labels = list(label_rows(store))
    parts: tuple[tuple[str, int, int, Iterator[Sequence[Any]]], ...] = (
        ("labels", _LABELS, len(labels), ([row] for row in labels[done[0] :])),
        ("companies", _COMPANIES, counts["companies"], content.companies(done[1], _COMPANIES)),
        ("relations", _RELATIONS, counts["relations"], map(_by_source, content.relations(done[2], _RELATIONS))),
        ("events", _EVENTS, counts["events"], content.events(done[3], _EVENTS)),
        (
            "financials",
            _FINANCIAL_COMPANIES,
            counts["companies"] if counts["financials"] else 0,
            content.financials(done[4], _FINANCIAL_COMPANIES),
        ),
    )
    with _Sender() as sender:
        for (part, size, total, batches), first in zip(parts, done, strict=True):
            written = first
            while written < total:
                progress(f"push_{part}", written, total)
                rows = next(batches)
                after = min(written + size, total)
                values = {
                    "owner": owner,
                    "lease": TERM,
                    "snapshot": snapshot,
                    "rows": rows,
                    "done": written,
                    "next": after,
                }
                sender.send(_sending(connection, part, values))
                written = after
            progress(f"push_{part}", total, total)
            if part == "companies":
                sender.wait()
                # The server fills them in the background, while this process makes rows of relations.
                _make(connection, OF_COMPANIES)
        sender.wait()


def _by_source(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Relations that follow each other and leave one company, together: the server looks it up once."""
    return [[source, list(some)] for source, some in groupby(rows, itemgetter(0))]


def _sending(connection: Connection, part: str, values: dict[str, Any]) -> Callable[[], None]:
    def send() -> None:
        if connection.write((f"push_{part}", values))[0]:
            return
        # The batch may have been written just before the connection broke, and be sent a second time.
        for ident, state, _, _, _, done in connection.read("push_versions", list):
            if ident == values["snapshot"] and state == FILLING and done[_PARTS.index(part)] == values["next"]:
                return
        raise _lost(connection)

    return send


def _make(connection: Connection, names: Sequence[str]) -> None:
    """Make constraints and indexes that are not there."""
    for name in names:
        connection.write((f"schema_{name}", {}))


def _await_indexes(connection: Connection, progress: Progress) -> None:
    """Wait until every index of ours can be used: where there was much already, that takes a while."""
    while True:
        states = {name: state for name, state in connection.read("indexes", list) if name in INDEXES}
        failed = sorted(name for name, state in states.items() if state == "FAILED")
        if failed:
            raise StoreUnavailable(
                f"the server could not make the index {failed[0]}; drop it there (DROP INDEX) and push again.",
                store=str(connection.address),
            )
        ready = sum(state == "ONLINE" for state in states.values())
        progress("push_indexes", ready, len(INDEXES))
        if ready == len(INDEXES):
            return
        time.sleep(0.2)


class _Sender:
    """Sends one batch while the next is made: the server and this process work side by side."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="push")
        self._sent: Future[None] | None = None

    def __enter__(self) -> _Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def send(self, batch: Callable[[], None]) -> None:
        """Wait for the batch before, then send this one."""
        self.wait()
        self._sent = self._pool.submit(batch)

    def wait(self) -> None:
        """Wait until everything is written."""
        if self._sent is not None:
            self._sent.result()


def _remove_others(connection: Connection, owner: str, keep: str | None, progress: Progress) -> None:
    """Remove every version but one, each marked before its first row goes."""
    for ident, companies, relations in connection.write(("push_retire", {"owner": owner, "keep": keep}))[0]:
        total, removed = companies + relations, 0
        values = {"owner": owner, "lease": TERM, "snapshot": ident}
        for first in range(0, max(companies, 1), _COMPANIES):
            run = {**values, "first": first, "last": first + _COMPANIES}
            gone = _REMOVED
            while gone:
                progress("push_removing", removed, total)
                rows = connection.write(("push_remove_relations", {**run, "limit": _REMOVED}))[0]
                gone = _must(rows, connection)[0]
                removed += gone
            removed += _must(connection.write(("push_remove_companies", run))[0], connection)[0]
        connection.write(("push_remove_version", {"owner": owner, "snapshot": ident}))


def _must(rows: Sequence[Row], connection: Connection) -> Row:
    """The first row; without one the turn is somebody else's."""
    if not rows:
        raise _lost(connection)
    return rows[0]


def _lost(connection: Connection) -> StoreUnavailable:
    return StoreUnavailable(
        "another push has taken over this database; wait until it is done and repeat.", store=str(connection.address)
    )
