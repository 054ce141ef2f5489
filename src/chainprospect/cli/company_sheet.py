"""The company sheet on the screen and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainprospect.advise.sheet_text import (
    compared_row,
    fact_words,
    finding_words,
    section_title,
    segment_words,
    unknown_words,
)
from chainprospect.cli.advice import plain_facts
from chainprospect.cli.plain import as_plain
from chainprospect.cli.table import table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import role_title
from chainprospect.model.advice import unknown_of
from chainprospect.model.company import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chainprospect.advise.sheet import Section, Sheet


def lines(found: Sheet, talk: Talk) -> list[str]:
    """Lines that tell the sheet, section by section."""
    company = found.company
    told = [
        talk.word("one_title", name=company.name, id=company.id),
        talk.word("sheet_peers", kin=found.kin, rivals=found.rivals),
    ]
    roles = {role: role_title(role, talk.lang) for role in ROLES}
    for section in found.sections:
        told += ["", *_section(section, roles, talk)]
    return told


def _section(section: Section, roles: Mapping[str, str], talk: Talk) -> list[str]:
    lang, columns = talk.lang, room()
    told = [section_title(section, lang)]
    for finding in section.findings:
        told += wrap(talk.word("sheet_finding", text=finding_words(finding, lang)), columns, "  ")
    for fact in section.facts:
        if fact.known:
            told += wrap(fact_words(fact, lang), columns, "  ")
    rows = [compared_row(each, lang) for each in section.compared if each.fact.known]
    if rows:
        names = ("fact", "setting", "peers_median", "peers_below", "rivals_median", "provenance")
        heads = [talk.word(f"head_{name}") for name in names]
        told += [f"  {line}" for line in table(heads, rows, room=columns - 2)]
    by = ""
    for segment in section.segments:
        if segment.by != by:
            by = segment.by
            told.append(talk.word("sheet_segments", by=talk.word(f"sheet_by_{by}")))
        told += wrap(segment_words(segment, roles, lang), columns, "    ")
    unknown = unknown_words(section, lang)
    if unknown:
        told += wrap(talk.word("advice_missing", names=unknown), columns, "  ")
    return told


def document(found: Sheet, lang: str) -> dict[str, Any]:
    """The sheet below the head of its document."""
    return {
        "peers": {"industry_and_region": found.kin, "same_buyers": found.rivals},
        "sections": {
            section.name: {
                "facts": plain_facts(section.facts),
                "compared": [
                    {**plain_facts([each.fact])[0], "peers": as_plain(each.kin), "rivals": as_plain(each.rivals)}
                    for each in section.compared
                ],
                "segments": as_plain(section.segments),
                "findings": [
                    {"key": finding.key, "values": dict(finding.values), "text": finding_words(finding, lang)}
                    for finding in section.findings
                ],
                "unknown": list(unknown_of((*section.facts, *(each.fact for each in section.compared)))),
            }
            for section in found.sections
        },
    }
