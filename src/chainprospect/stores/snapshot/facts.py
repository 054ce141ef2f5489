"""What every record says of one company, and which of it holds: read from the records on demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainprospect.model.relation import GRADES
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated
from chainprospect.stores.snapshot.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MONEY = ("revenue", "assets", "net_assets", "market_cap", "loan_balance", "deposit_balance")
# All their values stand together, so none of them loses.
_GATHERED = ("own_id", "name", "aliases", "former_names")
_PROVENANCE = ("file", "row", "as_of", "grade", "currency")
_COLUMNS = (
    *("own_id", "name", "aliases", "name_en", "former_names", "uscc", "lei", "ticker", "country", "region", "park"),
    *("industry_code", "industry", "role", "ownership", "employees", "revenue", "assets", "net_assets", "market_cap"),
    *("growth", "industry_growth", "banks", "bank_count", "main_bank", "listed", "founded", "status", "is_client"),
    *("core_client", "contribution", "products_held", "loan_balance", "deposit_balance", "products", "source_ref"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One value that one record states of a company.

    `value` is text, number, truth or a tuple of texts as loaded; `currency` stands with money. `as_of` is ISO text.
    `used` says whether it holds: of several the newest, then the better grade, the latest load, the smallest value.
    """

    column: str
    value: str | float | bool | tuple[str, ...]
    currency: str | None
    source: str
    file: str
    row: int
    as_of: str | None
    grade: str
    used: bool


@dataclass(frozen=True, slots=True)
class _Said:
    fact: Fact
    load: int


def facts_of(folder: Path, number: int) -> tuple[Fact, ...]:
    """
    Every fact that the records state of one company, by column, the one that holds first.

    Parameters
    ----------
    folder
        A finished snapshot.
    number
        The company.
    """
    manifest = read_manifest(folder)
    with translated(folder), connect(memory_limit="512MB", threads=1, temp=folder / ".temp") as engine:
        said = list(_said(engine, manifest, folder, number))
    facts: list[Fact] = []
    for column in _COLUMNS:
        claims = sorted((claim for claim in said if claim.fact.column == column), key=_strength)
        facts += [
            replace(claim.fact, used=place == 0 or column in _GATHERED or _same(claim, claims[0]))
            for place, claim in enumerate(claims)
        ]
    return tuple(facts)


def _said(engine: DuckDBPyConnection, manifest: Manifest, folder: Path, number: int) -> Iterable[_Said]:
    places = engine.execute(
        query("duckdb/records_of.sql"), {"path": literal_path(folder / "record_company.parquet"), "number": number}
    ).fetchall()
    by_source: dict[str, list[int]] = {}
    for source, position in places:
        by_source.setdefault(source, []).append(position)
    for source, positions in by_source.items():
        entry = manifest.source(source)
        if entry is None:
            continue
        path = folder / "records" / entry.slug / "companies.parquet"
        engine.execute(query("duckdb/record_rows.sql"), {"path": literal_path(path), "positions": positions})
        names = [column[0] for column in engine.description or ()]
        for values in engine.fetchall():
            yield from _facts(dict(zip(names, values, strict=True)), source, entry.load)


def _facts(row: dict[str, Any], source: str, load: int) -> Iterable[_Said]:
    file, line, as_of, grade, currency = (row.get(name) for name in _PROVENANCE)
    for column in _COLUMNS:
        value = row.get(column)
        if value is None or value == []:
            continue
        fact = Fact(
            column=column,
            value=_plain(value),
            currency=(currency or "CNY") if column in MONEY else None,
            source=source,
            file=file or "",
            row=int(line or 0),
            as_of=None if as_of is None else as_of.isoformat(),
            grade=grade or GRADES[-1],
            used=False,
        )
        yield _Said(fact, load)


def _plain(value: Any) -> str | float | bool | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str | bool | float | int):
        return value
    return str(value.isoformat())


def _same(claim: _Said, other: _Said) -> bool:
    return (claim.fact.value, claim.fact.currency) == (other.fact.value, other.fact.currency)


def _strength(claim: _Said) -> tuple[Sequence[Any], ...]:
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
