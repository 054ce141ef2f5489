"""`prospect --anchors`: many anchors at once, into a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainprospect.cli.ask import one_of, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import room

if TYPE_CHECKING:
    from chainprospect.batching import Batch, ManyReport
    from chainprospect.cli.prospect import ToProspect
    from chainprospect.model.rules import Question
    from chainprospect.settings import Settings

FAILED_SHOWN = 5
SCHEMA = 1


def refuse(session: Session, asked: ToProspect) -> None:
    """
    Refuse options that make no sense together.

    Raises
    ------
    SettingsError
        The first of them, with what to do.
    """
    talk = session.talk
    if asked.anchors_file is None:
        typed = (("--format", asked.format), ("--jobs", asked.jobs), ("--fresh", asked.fresh or None))
        for flag, value in typed:
            if value is not None:
                raise wrong(flag, str(value), talk.word("only_with_anchors"))
        return
    if asked.anchors:
        raise wrong("--anchors", asked.anchors[0], talk.word("anchors_or_names"))
    for flag, typed_flag in (
        ("--explain", asked.explain),
        ("--csv", asked.csv),
        ("--show-excluded", asked.show_excluded),
    ):
        if typed_flag:
            raise wrong(flag, asked.anchors_file, talk.word("not_with_anchors"))
    if not asked.output:
        raise wrong("--anchors", asked.anchors_file, talk.word("anchors_need_folder"))


def many(session: Session, asked: ToProspect, query: Question, settings: Settings) -> int:
    """Write a list for every anchor of the file, and one of all."""
    from chainprospect import batching
    from chainprospect.load.anchors import read_anchors

    talk, lang = session.talk, settings.show.lang
    batch = _batch(asked, query, lang)
    listed = read_anchors(Path(asked.anchors_file or ""))
    folder = Path(asked.output or "")
    try:
        report = batching.prospect_many(session.home(settings), listed, batch, folder, progress=talk.progress())
    except KeyboardInterrupt:
        talk.say("many_interrupted")
        raise
    if asked.json:
        talk.document(document(report, lang))
    _tell(session, report)
    return DONE if report.anchors else NOTHING


def _batch(asked: ToProspect, query: Question, lang: str) -> Batch:
    from chainprospect.batching import FORMATS, Batch
    from chainprospect.sharing import cores

    return Batch(
        query,
        lang,
        "csv" if asked.format is None else one_of(asked.format.lower().removeprefix("."), FORMATS, "--format", lang),
        whole(asked.top, "--top", lang, least=1),
        whole(asked.jobs, "--jobs", lang, least=1) or cores(),
        asked.fresh,
    )


def document(report: ManyReport, lang: str) -> str:
    """The report as JSON; it is the same however often the run was interrupted."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "snapshot": report.snapshot,
            "lang": lang,
            "as_of": report.settings["as_of"],
            "settings": report.settings,
            "counts": {
                "anchors": len(report.anchors),
                "failed": len(report.failed),
                "repeated": report.repeated,
                "examples": report.examples,
                "leads": report.leads,
                "lookalikes": report.lookalikes,
            },
            "files": {
                "merged": report.merged.name,
                "index": report.index.name,
                "failed": report.failed_file.name if report.failed_file else None,
            },
            "anchors": [_anchor(done) for done in report.anchors],
            "failed": [{"row": row.row, "text": row.text, "reason": row.reason} for row in report.failed],
            "left_out": list(report.left_out),
        },
        ensure_ascii=False,
        indent=1,
    )


def _anchor(done: Any) -> dict[str, Any]:
    best = dict(zip(("id", "name", "score"), done.best_lead, strict=True)) if done.best_lead else None
    return {
        "id": done.id,
        "name": done.name,
        "rows": list(done.rows),
        "given": done.given,
        "file": done.file,
        "leads": done.leads,
        "lookalikes": done.lookalikes,
        "best_lead": best,
    }


def _tell(session: Session, report: ManyReport) -> None:
    talk = session.talk
    if report.anchors:
        talk.say("many_done", anchors=len(report.anchors), path=report.folder / "lists", resumed=report.resumed)
        talk.say("many_merged", path=report.merged, leads=report.leads, lookalikes=report.lookalikes)
        talk.say("many_index", path=report.index)
    else:
        talk.say("many_none")
    if report.repeated:
        talk.say("many_repeated", rows=report.repeated)
    if report.examples:
        talk.say("many_examples", rows=report.examples)
    if report.left_out:
        talk.say("many_left_out", sheets=talk.word("listing").join(report.left_out))
    if report.failed:
        talk.say("many_failed", rows=len(report.failed), path=report.failed_file)
        for row in report.failed[:FAILED_SHOWN]:
            for line in wrap(talk.word("many_row", row=row.row, text=row.text, reason=row.reason), room(), "  "):
                talk.line(line)
