"""The rows behind one relation, read from `relations.parquet` on demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from chainprospect.model.fact import Evidence
from chainprospect.model.relation import GRADES
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, translated
from chainprospect.stores.tables import TIES


def evidence_of(folder: Path, source: int, target: int, kind: int) -> tuple[Evidence, ...]:
    """Every row behind one relation of a snapshot, by the numbers of its ends; the representative first."""
    with translated(folder), connect(memory_limit="512MB", threads=1, temp=folder / ".temp") as engine:
        rows = engine.execute(
            query("duckdb/evidence_of.sql"),
            {
                "path": literal_path(folder / TIES),
                "source": source,
                "target": target,
                "kind": kind,
                "grades": list(GRADES),
            },
        ).fetchall()
    return tuple(Evidence(*(_plain(value) for value in row)) for row in rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
