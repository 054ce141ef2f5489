"""What the records of one company say, and which of it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from chainprospect.model.fact import Fact
from chainprospect.model.relation import GRADES

MONEY: Final = ("revenue", "assets", "net_assets", "market_cap", "contribution", "loan_balance", "deposit_balance")
# All their values stand together, so none of them loses.
_GATHERED: Final = ("own_id", "name", "aliases", "former_names")
_COLUMNS: Final = (
    *("own_id", "name", "aliases", "name_en", "former_names", "uscc", "lei", "ticker", "country", "region", "park"),
    *("industry_code", "industry", "role", "ownership", "employees", "revenue", "assets", "net_assets", "market_cap"),
    *("growth", "industry_growth", "banks", "bank_count", "main_bank", "listed", "founded", "status", "is_client"),
    *("core_client", "contribution", "products_held", "loan_balance", "deposit_balance", "products", "source_ref"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """
    One companies record of a source, by column.

    The greater `load`, the later the load command that read it.
    """

    columns: Mapping[str, Any]
    source: str
    load: int


def facts_from(records: Iterable[Record]) -> tuple[Fact, ...]:
    """Every fact that the records of one company state, by column, the one that holds first."""
    told = list(records)
    if len(told) == 1:
        # Most companies have one record, of which everything holds.
        return tuple(_stated(told[0]))
    said: dict[str, list[_Claim]] = {}
    for record in told:
        for fact in _stated(record):
            said.setdefault(fact.column, []).append(_Claim(fact, record.load))
    facts: list[Fact] = []
    for column in _COLUMNS:
        claims = said.get(column, [])
        # Most columns are stated once.
        if len(claims) > 1:
            claims.sort(key=_strength)
        facts += [
            claim.fact
            if place == 0 or column in _GATHERED or _same(claim, claims[0])
            else replace(claim.fact, used=False)
            for place, claim in enumerate(claims)
        ]
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class _Claim:
    fact: Fact
    load: int


def _stated(record: Record) -> Iterator[Fact]:
    """Facts of one record by column, each as if it held."""
    row = record.columns
    said_on, currency = row.get("as_of"), row.get("currency") or "CNY"
    as_of = None if said_on is None else said_on.isoformat()
    file, line, grade = row.get("file") or "", int(row.get("row") or 0), row.get("grade") or GRADES[-1]
    for column in _COLUMNS:
        value = row.get(column)
        if value is None or value == []:
            continue
        money = currency if column in MONEY else None
        yield Fact(column, _plain(value), money, record.source, file, line, as_of, grade, used=True)


def _plain(value: Any) -> str | float | bool | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str | bool | float | int):
        return value
    return str(value.isoformat())


def _same(claim: _Claim, other: _Claim) -> bool:
    return (claim.fact.value, claim.fact.currency) == (other.fact.value, other.fact.currency)


def _strength(claim: _Claim) -> tuple[Sequence[Any], ...]:
    """Sorts the strongest first; the rule is that of the merging."""
    fact = claim.fact
    newest = [] if fact.as_of is None else [-ord(sign) for sign in fact.as_of]
    grade = GRADES.index(fact.grade) if fact.grade in GRADES else len(GRADES) - 1
    return (
        [fact.as_of is None],
        newest,
        [grade, -claim.load],
        [fact.value],
        [fact.currency or "", fact.source, fact.file, fact.row],
    )
