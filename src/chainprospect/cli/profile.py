"""One company on the screen: size, gates, facts with provenance, relations by kind and side, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chainprospect.cli.one_lead import money, relation_facts
from chainprospect.cli.screen import size_text
from chainprospect.cli.table import cut, table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import (
    event_title,
    gate_opener,
    gate_title,
    grade_title,
    kind_title,
    missing_title,
    role_title,
)

if TYPE_CHECKING:
    from chainprospect.keeping import Profile
    from chainprospect.model.fact import Fact
    from chainprospect.model.relation import Event, Relation

MONEY = ("revenue", "assets", "net_assets", "market_cap", "contribution", "loan_balance", "deposit_balance")
FRACTIONS = ("growth", "industry_growth")
RELATIONS_SHOWN = 15
VALUE_ROOM = 44
NAME_ROOM = 34


def lines(found: Profile, talk: Talk) -> list[str]:
    """Lines that tell all that is known of a company."""
    company = found.company
    told = [talk.word("one_title", name=company.name, id=company.id)]
    basis = talk.word("show_basis", basis=found.size.basis) if found.size.low else ""
    told.append(talk.word("show_size", size=size_text(found.size, talk), basis=basis))
    if found.gates:
        names = talk.word("listing").join(
            talk.word("show_gate", gate=gate_title(gate, talk.lang), opener=gate_opener(gate, talk.lang))
            for gate in found.gates
        )
        told += wrap(talk.word("show_gates", gates=names), room())
    else:
        told.append(talk.word("show_no_gate"))
    told += ["", *_facts(found.facts, talk)]
    for kinds, sides in found.relations.items():
        for side, relations in sides.items():
            told += ["", *_relations(found, (kinds, side), relations, talk)]
    if found.events:
        told += ["", *_events(found.events, talk)]
    return told


def _facts(facts: Sequence[Fact], talk: Talk) -> list[str]:
    if not facts:
        return [talk.word("show_no_facts")]
    heads = [talk.word(f"head_{head}") for head in ("fact", "setting", "provenance")]
    rows, before = [], ""
    for fact in facts:
        name = "" if fact.column == before else _title(fact.column, talk)
        before = fact.column
        used = "" if fact.used else talk.word("not_used")
        rows.append([name, cut(value_text(fact, talk), VALUE_ROOM) + used, _provenance(fact, talk)])
    return [talk.word("show_facts"), *table(heads, rows, room=room(), flow=True)]


def _title(column: str, talk: Talk) -> str:
    key = f"fact_title_{column}"
    return talk.word(key) if talk.knows(key) else missing_title(column, talk.lang)


def value_text(fact: Fact, talk: Talk) -> str:
    """A fact's value as a person reads it."""
    value = fact.value
    if isinstance(value, bool):
        return talk.word("yes" if value else "no")
    if isinstance(value, tuple):
        return talk.word("listing").join(value)
    if isinstance(value, float):
        if fact.column in FRACTIONS:
            return f"{value:.1%}"
        text = money(value)
        return f"{fact.currency or 'CNY'} {text}" if fact.column in MONEY else text
    text = str(value)
    if fact.column == "role":
        return role_title(text, talk.lang)
    key = f"{fact.column}_{text}"
    return talk.word(key) if talk.knows(key) else text


def _provenance(fact: Fact, talk: Talk) -> str:
    parts = [talk.word("fact_row", file=fact.file, row=fact.row)]
    if fact.source not in (fact.file, ""):
        parts.insert(0, fact.source)
    parts += [fact.as_of] if fact.as_of else []
    parts.append(grade_title(fact.grade, talk.lang))
    return talk.word("listing").join(parts)


def _relations(found: Profile, where: tuple[str, str], relations: Sequence[Relation], talk: Talk) -> list[str]:
    kinds, side = where
    count = found.relation_counts[kinds][side]
    shown = relations[:RELATIONS_SHOWN]
    heads = [talk.word(f"head_{head}") for head in ("partner", "kind", "grade", "facts")]
    rows = []
    for relation in shown:
        other = relation.source if side == "upstream" else relation.target
        rows.append(
            [
                cut(found.names.get(other, other), NAME_ROOM),
                kind_title(relation.kind.word, talk.lang),
                grade_title(relation.grade, talk.lang),
                _what(relation, talk),
            ]
        )
    title = talk.word(f"show_{kinds}_{side}", shown=len(shown), all=count)
    return [title, *table(heads, rows, room=room(), flow=True)]


def _what(relation: Relation, talk: Talk) -> str:
    source = talk.word("fact_source_ref", source_ref=relation.source_ref) if relation.source_ref else ""
    return talk.word("listing").join(part for part in (relation_facts(relation, talk), source) if part)


def _events(events: Sequence[Event], talk: Talk) -> list[str]:
    told = [talk.word("show_events")]
    for event in events:
        parts = [event.date or "", event_title(event.type, talk.lang), event.text or "", event.source_ref or ""]
        told += wrap("  ".join(part for part in parts if part), room(), "  ")
    return told
