"""`push`: the snapshot in use into a Neo4j database, or into files for its importer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.exits import DONE, UsageError
from chainprospect.cli.hints import quoted
from chainprospect.cli.options import Json
from chainprospect.cli.plain import as_plain
from chainprospect.cli.session import PROGRAM, Session

if TYPE_CHECKING:
    from chainprospect.stores.neo4j.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPush:
    """What `push` asks for."""

    to: Annotated[str | None, typer.Option("--to", metavar="URI")] = None
    import_folder: Annotated[str | None, typer.Option("--import-folder", metavar="FOLDER")] = None
    beside: Annotated[bool, typer.Option("--beside")] = False
    json: Json = False


def push(context: typer.Context, asked: ToPush) -> int:
    """Write the snapshot in use where Neo4j holds it."""
    session: Session = context.obj
    settings = session.settings()
    workspace = session.in_workspace("push a snapshot")
    if asked.import_folder is not None:
        if asked.to is not None:
            raise UsageError(session.talk.word("to_or_folder"), context)
        return _write_folder(session, workspace, Path(asked.import_folder), as_json=asked.json)
    if asked.to is None and not settings.store.uri:
        raise UsageError(session.talk.word("to_missing"), context)
    from chainprospect.stores.neo4j.address import address_of

    # The database of the settings is the one that questions read: filling it needs no second name.
    address = address_of(asked.to or settings.store.uri, settings.store.database, origin="--to")
    return _push(session, workspace, asked, address)


def _push(session: Session, workspace: Path, asked: ToPush, address: Address) -> int:
    from chainprospect import exchanging

    talk = session.talk
    done = exchanging.push(workspace, address, beside=asked.beside, progress=talk.progress())
    if asked.json:
        talk.document(json.dumps({"store": str(address), **as_plain(done)}, ensure_ascii=False, indent=1))
    key = "push_unchanged" if done.unchanged else "push_continued" if done.continued else "push_done"
    talk.say(key, store=address, snapshot=done.snapshot, companies=done.companies, relations=done.relations)
    database = "" if address.database == "neo4j" else f" --database {quoted(address.database)}"
    talk.say("push_next", program=f"{PROGRAM} --store {address.uri}{database}")
    if address.readable_by_others:
        talk.say("push_unencrypted")
    return DONE


def _write_folder(session: Session, workspace: Path, folder: Path, *, as_json: bool) -> int:
    from chainprospect import exchanging

    talk = session.talk
    done = exchanging.write_import(workspace, folder, progress=talk.progress())
    if as_json:
        talk.document(json.dumps(as_plain(done), ensure_ascii=False, indent=1))
    talk.say("push_folder", folder=folder, companies=done.companies, relations=done.relations)
    talk.line(f"  cd {quoted(str(folder))} && {done.command}")
    talk.say("push_folder_next", program=session.program)
    return DONE
