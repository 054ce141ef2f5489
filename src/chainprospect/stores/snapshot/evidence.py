"""The rows behind one relation, read from `relations.parquet` on demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    One row that states a relation, in the file and row where it stands.

    `amount` is as stated in `currency`, `amount_cny` a year's CNY; shares are fractions, dates ISO text. `src` names
    the source, several joined by `; ` where payments were folded.
    """

    product: str | None
    amount: float | None
    currency: str | None
    amount_cny: float | None
    count: int | None
    share_of_target: float | None
    share_of_source: float | None
    share: float | None
    start: str | None
    end: str | None
    as_of: str | None
    confidence: float
    grade: str
    source_ref: str | None
    src: str
    file: str
    row: int


def evidence_of(folder: Path, relation: int) -> tuple[Evidence, ...]:
    """Every row behind one relation of a snapshot, the representative first."""
    with translated(folder), connect(memory_limit="512MB", threads=1, temp=folder / ".temp") as engine:
        rows = engine.execute(
            query("duckdb/evidence_of.sql"),
            {"path": literal_path(folder / "relations.parquet"), "relation": relation},
        ).fetchall()
    return tuple(Evidence(*(_plain(value) for value in row)) for row in rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
