"""`pull`: companies and relations of somebody else's Neo4j database into a new snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPull:
    """What `pull` asks for."""

    origin: Annotated[str, typer.Option("--from", metavar="URI")]
    mapping: Annotated[str, typer.Option("--mapping", metavar="FILE")]
    source: Annotated[str | None, typer.Option("--source", metavar="NAME")] = None
    fresh: Annotated[bool, typer.Option("--fresh")] = False
    strict: Annotated[bool, typer.Option("--strict")] = False
    json: Json = False


def pull(context: typer.Context, asked: ToPull) -> int:
    """Load from a graph through a mapping, and report as a load does."""
    from chainprospect import exchanging
    from chainprospect.cli import load_report
    from chainprospect.stores.neo4j.address import address_of

    session: Session = context.obj
    settings = session.settings()
    report = exchanging.pull(
        session.in_workspace("pull a snapshot"),
        address_of(asked.origin, settings.store.database, origin="--from"),
        exchanging.Wanted(Path(asked.mapping), asked.source, fresh=asked.fresh, strict=asked.strict),
        settings,
        progress=session.talk.progress(),
    )
    if asked.json:
        session.talk.document(load_report.document(report, settings.show.lang))
    load_report.tell(session, report)
    return DONE if report.companies else NOTHING
