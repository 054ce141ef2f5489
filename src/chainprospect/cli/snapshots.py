"""`snapshots`: list what was loaded, roll back, prune."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.ask import whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.plain import as_plain
from chainprospect.cli.session import Session
from chainprospect.cli.table import table
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.stores.workspace import SnapshotInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class ToChoose:
    """What `snapshots` asks for."""

    use: Annotated[str | None, typer.Option("--use", metavar="ID")] = None
    prune: Annotated[str | None, typer.Option("--prune", metavar="N")] = None
    json: Json = False


def snapshots(context: typer.Context, asked: ToChoose) -> int:
    """List the snapshots of the workspace, change the one in use, or remove old ones."""
    from chainprospect import prospecting

    session: Session = context.obj
    talk = session.talk
    lang = session.settings().show.lang
    workspace = session.in_workspace("list, change or remove snapshots")
    if asked.use and asked.prune:
        raise wrong("--prune", asked.prune, talk.word("use_or_prune"))
    if asked.use:
        prospecting.use_snapshot(workspace, asked.use)
        talk.say("snapshot_used", id=asked.use)
    if asked.prune:
        keep = whole(asked.prune, "--prune", lang, least=1) or 1
        removed = prospecting.prune_snapshots(workspace, keep)
        talk.say("snapshots_pruned", removed=len(removed), ids=" ".join(removed))
    found = prospecting.snapshots(workspace)
    if asked.json:
        talk.document(json.dumps([as_plain(each) for each in found], ensure_ascii=False, indent=1))
    elif found:
        heads = ["", *(talk.word(f"head_{head}") for head in ("snapshot", "made", "companies", "relations", "disk"))]
        heads.append(talk.word("head_sources"))
        for line in table(heads, [_row(each, talk) for each in found], right=(3, 4, 5), room=room()):
            talk.data(line)
    if not found:
        session.hint("snapshots_none", workspace=workspace)
        return NOTHING
    return DONE


def _row(each: SnapshotInfo, talk: Talk) -> list[str]:
    made = datetime.datetime.fromtimestamp(each.made).astimezone().strftime("%Y-%m-%d %H:%M")
    counts = [f"{each.companies:,}", f"{each.relations:,}", f"{each.bytes / 1e6:,.1f}"]
    what = each.problem or talk.word("listing").join(each.sources)
    return ["*" if each.current else "", each.id, made, *counts, what]
