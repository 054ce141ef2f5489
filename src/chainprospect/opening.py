"""Opening: where companies are kept, a workspace or a database, and answers of one snapshot whatever happens beside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from chainprospect.model.ports import Store

if TYPE_CHECKING:
    from chainprospect.stores.neo4j.address import Address

# A workspace folder, or a database.
Home: TypeAlias = "Path | Address"
Made = TypeVar("Made")


def open_store(home: Home, snapshot: str | None = None) -> Store:
    """
    The snapshot in use, or the one named.

    User and password of a database come from the environment.

    Raises
    ------
    StoreUnavailable
        Nothing is loaded, the snapshot is damaged, or the database does not answer.
    StoreStale
        Another version of chainprospect wrote it.
    """
    if isinstance(home, Path):
        from chainprospect.stores.workspace import Workspace

        return Workspace(home).open(snapshot)
    from chainprospect.stores.neo4j.answering import open_database

    return open_database(home, os.environ, snapshot)


def answered(home: Home, work: Callable[[Store], Made]) -> Made:
    """
    What `work` makes of the snapshot in use.

    A database may be filled anew meanwhile: when the snapshot was removed before the work was done, it is done once
    more on the one that took its place.

    Raises
    ------
    StoreUnavailable
        As `open_store`, or the snapshot was removed a second time.
    """
    if isinstance(home, Path):
        with open_store(home) as store:
            return work(store)
    from chainprospect.stores.neo4j.answering import answered_whole, open_database

    return answered_whole(lambda: open_database(home, os.environ), work)


@contextmanager
def opened_whole(home: Home, snapshot: str | None = None) -> Iterator[tuple[Store, Callable[[], None]]]:
    """
    A store for work too long to be done twice, and what raises when its snapshot is no longer whole.

    Raises
    ------
    StoreUnavailable
        As `open_store`; what comes with the store raises it when the snapshot was removed.
    """
    with open_store(home, snapshot) as store:
        if isinstance(home, Path):
            yield store, lambda: None
            return
        from chainprospect.stores.neo4j.answering import MAY_BE_TORN, refuse_torn

        try:
            yield store, lambda: refuse_torn(store)
        except MAY_BE_TORN:
            refuse_torn(store)
            raise
