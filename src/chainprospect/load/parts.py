"""Records of a source as Parquet files: each sheet makes parts of them, which become one file a table."""

# ruff: noqa: S608  every part of the text is ours, values are parameters

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from chainprospect.load.columns import LINE_ITEMS

if TYPE_CHECKING:
    import duckdb

_COMPANIES: Final = (
    "own_id VARCHAR, name VARCHAR, aliases VARCHAR[], name_en VARCHAR, former_names VARCHAR[], uscc VARCHAR, "
    "lei VARCHAR, ticker VARCHAR, country VARCHAR, region VARCHAR, park VARCHAR, industry_code VARCHAR, "
    "industry VARCHAR, role VARCHAR, ownership VARCHAR, employees DOUBLE, revenue DOUBLE, assets DOUBLE, "
    "net_assets DOUBLE, market_cap DOUBLE, currency VARCHAR, as_of DATE, growth DOUBLE, "
    "industry_growth DOUBLE, banks VARCHAR[], bank_count DOUBLE, main_bank VARCHAR, listed BOOLEAN, "
    "founded DATE, status VARCHAR, is_client BOOLEAN, core_client BOOLEAN, contribution DOUBLE, "
    "products_held VARCHAR[], loan_balance DOUBLE, deposit_balance DOUBLE, products VARCHAR[], "
    "source_ref VARCHAR, grade VARCHAR"
)
_RELATIONS: Final = (
    "source VARCHAR, target VARCHAR, kind VARCHAR, product VARCHAR, amount DOUBLE, currency VARCHAR, "
    "count BIGINT, share_of_target DOUBLE, share_of_source DOUBLE, share DOUBLE, start DATE, "
    '"end" DATE, as_of DATE, confidence DOUBLE, grade VARCHAR, source_ref VARCHAR'
)
_ITEMS: Final = ", ".join(f"{name} DOUBLE, {name}_open DOUBLE" for name in LINE_ITEMS)
# What the records of a source hold, one Parquet file a table; every row ends with its file and row.
RECORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "companies": _COMPANIES,
        "relations": _RELATIONS,
        "payments": (
            "payer VARCHAR, payee VARCHAR, currency VARCHAR, amount DOUBLE, count BIGINT, first DATE, last DATE"
        ),
        "events": "company VARCHAR, type VARCHAR, date DATE, text VARCHAR, source_ref VARCHAR",
        "financials": f"company VARCHAR, period VARCHAR, period_end DATE, currency VARCHAR, {_ITEMS}",
        "blacklist": "company VARCHAR, reason VARCHAR",
    }
)
_PAID: Final = "payer VARCHAR, payee VARCHAR, currency VARCHAR, amount DOUBLE, date DATE"
# A column of more distinct values than this in a row group stands as it is: a dictionary would cost more than it saves.
_FORM: Final = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000"


def blank_tables(engine: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that gather over all sheets."""
    engine.execute(f'CREATE TEMP TABLE paid ({_PAID}, file VARCHAR, "row" BIGINT)')
    engine.execute(
        'CREATE TEMP TABLE rejects (sheet BIGINT, "row" BIGINT, col VARCHAR, value VARCHAR, code VARCHAR, arg VARCHAR)'
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts written so far with the file they came from, by the table that they are of."""

    folder: Path
    made: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)

    def write(
        self,
        engine: duckdb.DuckDBPyConnection,
        table: str,
        rows: str,
        said: Mapping[str, Any],
        order: tuple[str, ...],
        absent: Iterable[str] = (),
    ) -> None:
        """
        Write the rows of a query in an order that leaves nothing open, so that the bytes are always the same.

        Rows that come in their order already need none. What is the same in all rows need not be sorted with them:
        `absent` columns are NULL, `$file` is one where said.
        """
        made = self.made.setdefault(table, [])
        path = self.folder / f"{table}-{len(made)}.parquet"
        file = "$file AS file" if "file" in said else "file"
        # Not as a union by name with a blank table, though that is shorter: a union is copied at half the speed.
        engine.execute(f"SELECT *, {file} FROM (\n{rows}) LIMIT 0", dict(said))
        given = {name for name, *_ in engine.description or ()}.difference(absent)
        told = [
            f'CAST("{name}" AS {kind}) AS "{name}"' if name in given else f'CAST(NULL AS {kind}) AS "{name}"'
            for name, kind in _columns(table)
        ]
        told.append(file)
        written = _copy(engine, f'{", ".join(told)}, "row"', rows, {**said, "path": str(path)}, order)
        if written:
            made.append((str(said.get("file", "")), path))

    def join(self, engine: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """Make one file a table of its parts, ordered by file and row."""
        for table in RECORDS:
            target = folder / f"{table}.parquet"
            target.unlink(missing_ok=True)
            made = sorted(self.made.get(table, []))
            if len(made) == 1:
                shutil.move(made[0][1], target)
            elif made:
                listed = {f"part_{place}": str(path) for place, (_, path) in enumerate(made)}
                every = f"SELECT * FROM read_parquet([{', '.join(f'${name}' for name in listed)}])"
                # Parts of different files are in order one after the other.
                order = () if len({file for file, _ in made}) == len(made) else ("file", "row", *order_of(table))
                _copy(engine, "*", every, {**listed, "path": str(target)}, order)


def order_of(table: str) -> tuple[str, ...]:
    """Columns that order the records of one row among each other."""
    return tuple(name for name, _ in _columns(table)[:3])


def _columns(table: str) -> list[tuple[str, str]]:
    """Names and types of a table's columns."""
    return re.findall(r'"?(\w+)"? ([A-Z]+(?:\[\])?)', RECORDS[table])


def _copy(
    engine: duckdb.DuckDBPyConnection, columns: str, rows: str, said: Mapping[str, Any], order: tuple[str, ...]
) -> int:
    by = ", ".join(f'"{name}"' for name in order)
    ordered = f"SELECT {columns} FROM (SELECT * FROM ({rows}){f' ORDER BY {by}' if order else ''})"
    answer = engine.execute(f"COPY ({ordered}) TO $path ({_FORM})", dict(said)).fetchone()
    return int(answer[0]) if answer else 0
