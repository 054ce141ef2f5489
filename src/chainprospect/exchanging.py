"""Exchanging with databases: what is loaded goes into one, and what stands in somebody else's is loaded from it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chainprospect.errors import InputError
from chainprospect.model.ports import Progress, silent

if TYPE_CHECKING:
    from chainprospect.building import LoadReport
    from chainprospect.load import LoadRequest
    from chainprospect.load.graph import GraphSection
    from chainprospect.settings import Settings
    from chainprospect.stores.neo4j.address import Address
    from chainprospect.stores.neo4j.bulk import Written
    from chainprospect.stores.neo4j.connection import Connection
    from chainprospect.stores.neo4j.push import Pushed


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What to pull from a database, and how to load it.

    `mapping` is a TOML file that says what in the graph are companies and relations. `source` names the source, None
    takes host and database; each label and type is a source of its own below it, and is replaced when it is pulled
    again. `fresh` and `strict` are those of a load.
    """

    mapping: Path
    source: str | None = None
    fresh: bool = False
    strict: bool = False


def push(workspace: Path, address: Address, *, beside: bool = False, progress: Progress = silent) -> Pushed:
    """
    Write the snapshot in use into a database, from which anybody may then prospect.

    Parameters
    ----------
    workspace
        Where the snapshot is.
    address
        The database; user and password come from the environment.
    beside
        Write even where the database holds what is not ours; that is left alone.

    Raises
    ------
    StoreUnavailable
        Nothing is loaded, the database does not answer, holds somebody else's content, or is being written.
    StoreStale
        A newer version of chainprospect filled the database.
    InputError
        A company's id is too long for the database.
    """
    from chainprospect.stores.neo4j.connection import Connection
    from chainprospect.stores.neo4j.push import push as push_snapshot
    from chainprospect.stores.workspace import Workspace

    with Workspace(workspace).open() as store, Connection(address, os.environ) as connection:
        return push_snapshot(store, connection, beside=beside, progress=progress)


def write_import(workspace: Path, folder: Path, *, progress: Progress = silent) -> Written:
    """
    Write the snapshot in use as a folder that `neo4j-admin database import full` reads.

    That is the fastest way in for tens of millions of relations.

    Raises
    ------
    StoreUnavailable
        Nothing is loaded.
    InputError
        A company's id is too long for the database.
    OutputError
        The folder holds files already, or cannot be written.
    """
    from chainprospect.stores.neo4j.bulk import write_folder
    from chainprospect.stores.workspace import Workspace

    with Workspace(workspace).open() as store:
        return write_folder(store, folder, progress=progress)


def pull(
    workspace: Path, address: Address, wanted: Wanted, settings: Settings, *, progress: Progress = silent
) -> LoadReport:
    """
    Load companies and relations from somebody else's graph, as files of the same rows would be loaded.

    Parameters
    ----------
    workspace
        Where the new snapshot goes.
    address
        The database; nothing is written into it. User and password come from the environment.
    wanted
        What to read and how.
    settings
        Rates, memory and threads.

    Raises
    ------
    InputError
        The mapping cannot be read, or the database has nothing of what it names.
    StoreUnavailable
        The database does not answer, or the workspace cannot be written.
    """
    from chainprospect import prospecting
    from chainprospect.load.graph import read_graph_mapping
    from chainprospect.stores.neo4j.connection import Connection
    from chainprospect.stores.neo4j.foreign import SOURCE, TARGET

    sections = read_graph_mapping(wanted.mapping, (SOURCE, TARGET))
    name = wanted.source or f"{address.uri.partition('://')[2]}/{address.database}"
    with tempfile.TemporaryDirectory(prefix="chainprospect-") as temp:
        with Connection(address, os.environ) as connection:
            requests = [
                _pulled(connection, section, wanted.mapping, Path(temp) / str(place), name, progress)
                for place, section in enumerate(sections)
            ]
        _refuse_twice(requests, wanted.mapping)
        return prospecting.build(
            workspace, requests, settings, fresh=wanted.fresh, strict=wanted.strict, progress=progress
        )


def _pulled(
    connection: Connection, section: GraphSection, mapping: Path, folder: Path, name: str, progress: Progress
) -> LoadRequest:
    """Rows of one label or type as a file, and how it is to be loaded."""
    from chainprospect.load import LoadRequest
    from chainprospect.stores.neo4j.foreign import Companies, Relations, write_companies, write_relations

    folder.mkdir()
    told = section.type or ":".join(section.labels[0])
    # A label may hold any sign; a file's name may not.
    stem = re.sub(r"[^\w-]+", "_", told)[:60]
    path = folder / f"{stem}.jsonl"
    if section.type is None:
        companies = Companies(section.labels[0], section.properties)
        place, rows = companies.place, write_companies(connection, companies, path, progress)
    else:
        sellers, buyers = section.labels
        seller, buyer = section.ends
        relations = Relations(section.type, sellers, buyers, seller, buyer, section.properties, section.reverse)
        place, rows = relations.place, write_relations(connection, relations, path, progress)
    if not rows:
        raise InputError(f"there is nothing of {place} in the database; check the names in the mapping.", path=mapping)
    return LoadRequest((path,), f"{name} {place}", table=section.table, mapping=section.mapping)


def _refuse_twice(requests: Sequence[LoadRequest], mapping: Path) -> None:
    names = [request.source for request in requests]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name} stands twice; put it into one section.", path=mapping)
