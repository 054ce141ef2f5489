"""`review`: companies that may be one; a person decides, and the next load remembers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.ask import wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json, Output
from chainprospect.cli.session import Session
from chainprospect.cli.table import table
from chainprospect.cli.words import name_of
from chainprospect.errors import OutputError

if TYPE_CHECKING:
    from chainprospect.model.identity import ReviewPair

COLUMNS = ("left", "left_name", "right", "right_name", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """What `review` asks for."""

    accept: Annotated[tuple[str, str] | None, typer.Option("--accept", metavar="LEFT RIGHT")] = None
    reject: Annotated[tuple[str, str] | None, typer.Option("--reject", metavar="LEFT RIGHT")] = None
    json: Json = False
    csv: Annotated[bool, typer.Option("--csv")] = False
    output: Output = None


def review(context: typer.Context, asked: ToReview) -> int:
    """List likely duplicates, or decide on one pair."""
    from chainprospect import prospecting

    session: Session = context.obj
    talk = session.talk
    session.settings()
    workspace = session.in_workspace("decide which companies are one")
    if asked.accept and asked.reject:
        raise wrong("--reject", " ".join(asked.reject), talk.word("accept_or_reject"))
    if asked.json and asked.csv:
        raise wrong("--csv", "--json", talk.word("json_or_csv"))
    if asked.accept:
        prospecting.review_accept(workspace, *asked.accept)
        talk.say("accepted", left=asked.accept[0], right=asked.accept[1])
        return DONE
    if asked.reject:
        prospecting.review_reject(workspace, *asked.reject)
        talk.say("rejected", left=asked.reject[0], right=asked.reject[1])
        return DONE
    return _list(session, asked, prospecting.review_pairs(workspace))


def _list(session: Session, asked: ToReview, pairs: Sequence[ReviewPair]) -> int:
    talk = session.talk
    if asked.output:
        _write(Path(asked.output), pairs)
        talk.say("review_written", path=asked.output, pairs=len(pairs))
    if asked.json:
        talk.document(json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=1))
    elif asked.csv:
        talk.document(as_csv(pairs))
    elif pairs:
        heads = [talk.word(f"head_{column}") for column in COLUMNS]
        rows = [[*(getattr(pair, column) for column in COLUMNS[:4]), _reason(pair, talk.lang)] for pair in pairs]
        for line in table(heads, rows):
            talk.data(line)
    if not pairs:
        talk.say("review_nothing")
        return NOTHING
    session.hint("review_next", left=pairs[0].left, right=pairs[0].right)
    return DONE


def _reason(pair: ReviewPair, lang: str) -> str:
    return name_of(lang, "pair", pair.reason)


def as_csv(pairs: Sequence[ReviewPair]) -> str:
    """The pairs as CSV, a cell that a spreadsheet would run made harmless."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for pair in pairs:
        cells = [str(getattr(pair, column)) for column in COLUMNS]
        writer.writerow(["'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells])
    return text.getvalue()


def _write(path: Path, pairs: Sequence[ReviewPair]) -> None:
    try:
        path.write_bytes(as_csv(pairs).encode("utf-8-sig"))
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}. Name another path with -o.", path=path) from error
