"""What records state, packed as the text of one property: facts of a company, evidence of a relation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from chainprospect.model.fact import Evidence, Fact

_EVIDENCE: Final = tuple(field.name for field in fields(Evidence))
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def packed_facts(facts: Iterable[Fact]) -> str | None:
    """
    Facts as text, None when there are none.

    A list of the rows they stand in (source, file, row, as_of, grade) and one of the facts (column, value, currency,
    place of its row in the first list, used).
    """
    places: dict[tuple[Any, ...], int] = {}
    said = [
        (
            fact.column,
            fact.value,
            fact.currency,
            places.setdefault((fact.source, fact.file, fact.row, fact.as_of, fact.grade), len(places)),
            fact.used,
        )
        for fact in facts
    ]
    return _ENCODER.encode((list(places), said)) if said else None


def facts_in(text: str | None) -> tuple[Fact, ...]:
    """Facts as `packed_facts` packed them; none of a blank text."""
    if text is None:
        return ()
    rows, said = json.loads(text)
    return tuple(
        Fact(column, tuple(value) if isinstance(value, list) else value, currency, *_row(rows[place]), used)
        for column, value, currency, place, used in said
    )


def _row(row: list[Any]) -> tuple[Any, Any, Any, Any, Any]:
    source, file, line, as_of, grade = row
    return source, file, line, as_of, grade


def packed_evidence(rows: Sequence[Sequence[Any]]) -> str:
    """Evidence of one relation as text: a list of rows, each a list in the order of the fields."""
    return _ENCODER.encode(rows)


def evidence_in(text: str) -> tuple[Evidence, ...]:
    """Evidence as `packed_evidence` packed it."""
    return tuple(Evidence(*row) for row in json.loads(text))


def evidence_alone(relation: Mapping[str, Any]) -> Evidence:
    """
    The one row behind a relation that says no more than the relation itself, from its properties.

    Of shares a relation keeps the largest: where that is one of the two sided ones, the row states no other.
    """
    values: dict[str, Any] = {name: relation.get(name) for name in _EVIDENCE}
    values["src"] = relation.get("source_name")
    if values["share"] in (values["share_of_target"], values["share_of_source"]):
        values["share"] = None
    return Evidence(**values)
