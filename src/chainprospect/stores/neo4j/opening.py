"""Opening a database: is it ours, is it whole, can this version read it, and which version of the data is in use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chainprospect.errors import StoreStale, StoreUnavailable
from chainprospect.model.ports import StoreFacts
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.layout import INDEXES, LABELLED, SCHEMA

# Without one of these a question would read every company or relation, or find nothing; names are for people.
NEEDED: Final = tuple(name for name in INDEXES if name != "company_names")


@dataclass(frozen=True, slots=True)
class Opened:
    """The version a store answers from: what it says of itself, and how many distinct texts each coded column has."""

    facts: StoreFacts
    labels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a version really holds, and how many other versions lie beside it."""

    companies: int
    relations: int
    others: int


def opened(connection: Connection, snapshot: str | None = None) -> Opened:
    """
    The version in use, or the one named.

    Raises
    ------
    StoreUnavailable
        The database is empty, somebody else's, not filled to the end, or lacks an index.
    StoreStale
        Another version of chainprospect filled it.
    """
    store = str(connection.address)
    (row,) = connection.read("open", list, snapshot=snapshot)
    ours, schema, version, others = row
    if not ours:
        raise StoreUnavailable(
            "this database holds somebody else's graph and nothing of ours; make a snapshot of it with: "
            "chainprospect pull --from URI, or push into another database."
            if others
            else "this database is empty; fill it with: chainprospect push --to URI",
            store=store,
        )
    if schema != SCHEMA:
        raise StoreStale(
            f"this database has layout {schema} and this version reads {SCHEMA}; fill it again with: "
            "chainprospect push --to URI",
            store=store,
        )
    if version is None:
        raise StoreUnavailable(
            "no snapshot in this database is whole yet; fill it, or wait for the one who does: chainprospect push --to "
            "URI"
            if snapshot is None
            else f"the snapshot {snapshot} is not in this database any more; ask again.",
            store=store,
        )
    missing = missing_indexes(connection)
    if missing:
        raise StoreUnavailable(
            f"the constraint or index {missing[0]} is missing; fill the database again with: chainprospect push --to "
            "URI",
            store=store,
        )
    return _said(version)


def counted(connection: Connection, snapshot: str) -> Counted:
    """What a version holds, counted one by one."""
    (row,) = connection.read("counts", list, snapshot=snapshot)
    return Counted(*row)


def missing_indexes(connection: Connection) -> list[str]:
    """Indexes and constraints that a question needs and that cannot be used, in our order."""
    usable = {name for name, state in connection.read("indexes", list) if state == "ONLINE"}
    return [name for name in NEEDED if name not in usable]


def _said(version: Mapping[str, Any]) -> Opened:
    facts = StoreFacts(
        snapshot=version["id"],
        companies=version["companies"],
        relations=version["relations"],
        clients=version["clients"],
        newest_day=version.get("newest_day"),
        supplier_scale=version["supplier_scale"],
        buyer_scale=version["buyer_scale"],
        fx=json.loads(version["fx"]),
    )
    return Opened(facts, {column: version[f"{column}_labels"] for column in LABELLED})
