"""Answering from a database that others may fill anew at any time: an answer is of one snapshot, or there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Final, TypeVar

from chainprospect.errors import ChainprospectError, StoreUnavailable
from chainprospect.model.ports import Store
from chainprospect.stores.neo4j.address import Address
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.read import Neo4jStore

Made = TypeVar("Made")


def open_database(address: Address, environment: Mapping[str, str], snapshot: str | None = None) -> Neo4jStore:
    """
    The snapshot that a database has in use, or the one named, with user and password from the environment.

    Raises
    ------
    StoreUnavailable
        The server cannot be reached or refuses, or the database holds no whole snapshot of ours.
    StoreStale
        Another version of chainprospect filled it.
    """
    return Neo4jStore(Connection(address, environment), snapshot)


# What is being removed may look like anything: nobody by that name, a number without a company or without facts.
MAY_BE_TORN: Final = (ChainprospectError, LookupError, ValueError, TypeError)


def answered_whole(opener: Callable[[], AbstractContextManager[Store]], work: Callable[[Store], Made]) -> Made:
    """
    What `work` makes of a store that stayed whole meanwhile.

    Parameters
    ----------
    opener
        Opens the snapshot in use.
    work
        Reads the store; done once more from the start, on what is in use then, when the snapshot was removed meanwhile.

    Raises
    ------
    StoreUnavailable
        The second snapshot was removed as well.
    """
    with opener() as store:
        try:
            made = work(store)
        except MAY_BE_TORN:
            if not _gone(store):
                raise
        else:
            if not _torn(store):
                return made
    with opener() as store:
        try:
            made = work(store)
        except MAY_BE_TORN:
            refuse_torn(store)
            raise
        refuse_torn(store)
        return made


def refuse_torn(store: Store) -> None:
    """
    Raise when the snapshot of a store in a database is no longer whole; every other store keeps what it opened.

    Raises
    ------
    StoreUnavailable
        A newer load took its place, so that what was read from it may lack something.
    """
    if isinstance(store, Neo4jStore) and not store.still_whole():
        raise StoreUnavailable(
            "newer loads took the place of the snapshot while it was read; ask again.",
            store=str(store.connection.address),
        )


def _torn(store: Store) -> bool:
    return isinstance(store, Neo4jStore) and not store.still_whole()


def _gone(store: Store) -> bool:
    try:
        return _torn(store)
    except StoreUnavailable:
        # The server is: what it answered before is all there is to say.
        return False
