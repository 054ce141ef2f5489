"""The rows behind one relation, read from `relations.parquet` on demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from chainprospect.model.fact import Evidence
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated


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
