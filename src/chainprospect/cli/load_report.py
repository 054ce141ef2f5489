"""What a load read, merged and rejected, and what to type next."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from chainprospect.cli.hints import quoted
from chainprospect.cli.plain import as_plain
from chainprospect.cli.session import Session
from chainprospect.cli.table import table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.cli.words import name_of
from chainprospect.load.private import private_field
from chainprospect.load.report import word_reject

if TYPE_CHECKING:
    from chainprospect.building import LoadReport
    from chainprospect.load.report import SourceReport, TableReport

REJECTS_SHOWN = 5
COLUMNS_SHOWN = 8


def document(report: LoadReport, lang: str) -> str:
    """The report as JSON: the rejects once, each with its reason in the reader's language."""
    plain: dict[str, Any] = as_plain(report)
    for source in plain["sources"]:
        del source["rejects"]
        for each in source["tables"]:
            fields = {name: private_field(name) for name in each["refused_columns"]}
            each["refused"] = [
                {"column": name, "field": field.name, "reason": field.reason(lang)}
                for name, field in fields.items()
                if field
            ]
    plain["rejects"] = [
        {
            "file": reject.file,
            "row": reject.row,
            "column": reject.column,
            "value": reject.value,
            "code": reject.code,
            "reason": word_reject(reject, lang),
        }
        for reject in report.rejects
    ]
    return json.dumps(plain, ensure_ascii=False, indent=1)


def tell(session: Session, report: LoadReport, *, checked: bool = False, onward: bool = True) -> None:
    """Say the report on stderr: what was read, what to mind and, with `onward`, what to type next."""
    talk = session.talk
    if report.unchanged:
        talk.say("load_unchanged", snapshot=report.snapshot)
    elif not report.sources:
        talk.say("load_rebuilt")
    else:
        _sources(report, talk)
        _rejects(report, talk)
    key = "load_would_hold" if checked else "load_holds"
    talk.say(
        key, snapshot=report.snapshot, companies=report.companies, relations=report.relations, clients=report.clients
    )
    if report.merged or report.named_only:
        talk.say("load_merged", merged=report.merged, named_only=report.named_only)
    if report.companies and not report.clients:
        talk.say("load_no_client")
    if report.review_pairs and not checked:
        session.hint("load_review", pairs=report.review_pairs)
    if onward or not report.companies:
        _next(session, report, checked=checked)


def _sources(report: LoadReport, talk: Talk) -> None:
    heads = [talk.word(f"head_{head}") for head in ("file", "table", "read", "accepted", "rejected", "left_out")]
    rows = [_row(each, talk) for source in report.sources for each in source.tables]
    for line in table(heads, rows, right=(2, 3, 4, 5), room=room()):
        talk.line(line)
    for source in report.sources:
        for line in _remarks(source, talk):
            talk.line(line)
    left_out = Counter[str]()
    for each in (each for source in report.sources for each in source.tables):
        left_out.update(each.left_out)
    if left_out:
        reasons = (f"{name_of(talk.lang, 'left', why)} {number:,}" for why, number in sorted(left_out.items()))
        talk.say("load_left_out", reasons=talk.word("listing").join(reasons))


def _row(each: TableReport, talk: Talk) -> list[str]:
    file = f"{each.file} [{each.sheet}]" if each.sheet and f"[{each.sheet}]" not in each.file else each.file
    numbers = (each.read, each.accepted, each.rejected, sum(each.left_out.values()))
    return [file, name_of(talk.lang, "table", each.table), *(f"{number:,}" for number in numbers)]


def _remarks(source: SourceReport, talk: Talk) -> list[str]:
    lines: list[str] = []
    for each in source.tables:
        if each.refused_columns:
            lines += wrap(talk.word("load_refused", file=each.file, columns=refused_text(each, talk)), room())
        if each.ignored_columns:
            names = talk.word("listing").join(each.ignored_columns[:COLUMNS_SHOWN])
            more = len(each.ignored_columns) - COLUMNS_SHOWN
            names += talk.word("and_more", more=more) if more > 0 else ""
            lines += wrap(talk.word("load_ignored", file=each.file, columns=names), room())
    if source.skipped:
        names = talk.word("listing").join(source.skipped)
        lines += wrap(talk.word("load_skipped", source=source.source, sheets=names), room())
    return lines


def refused_text(table: TableReport, talk: Talk) -> str:
    """Private columns of a sheet, each with the reason why it is not stored."""
    reasons = {name: field.reason(talk.lang) for name in table.refused_columns if (field := private_field(name))}
    return talk.word("listing").join(
        talk.word("private_column", column=name, reason=reason) for name, reason in reasons.items()
    )


def _rejects(report: LoadReport, talk: Talk) -> None:
    if not report.rejected:
        return
    talk.say("load_rejected", rejected=report.rejected)
    for reject in report.rejects[:REJECTS_SHOWN]:
        key = "reject_where" if reject.column else "reject_row"
        where = talk.word(key, file=reject.file, row=reject.row, column=reject.column)
        for line in wrap(where + word_reject(reject, talk.lang), room(), "  "):
            talk.line(line)
    if report.rejects_path is not None:
        talk.say("load_rejects_path", path=report.rejects_path)


def _next(session: Session, report: LoadReport, *, checked: bool) -> None:
    talk = session.talk
    if not report.companies:
        talk.say("load_nothing")
    elif checked:
        session.hint("next_load_checked")
    elif report.core_client:
        session.hint("next_prospect", anchor=quoted(report.core_client))
    else:
        session.hint("next_find")
