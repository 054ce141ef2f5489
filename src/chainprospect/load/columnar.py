"""Rows of a Parquet file as a view in the engine, read where they lie: what `staging` is to all other files."""

# ruff: noqa: S608  every part of the text is ours or SQL of a quoted column, values are parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chainprospect.load.columns import EXAMPLE_MARK
from chainprospect.load.files import Sheet
from chainprospect.load.headers import Plan
from chainprospect.load.parquet import FIRST_ROW, ParquetTable, damaged_parquet
from chainprospect.load.staging import LONGEST, Staged
from chainprospect.model.ports import Progress

if TYPE_CHECKING:
    import duckdb

_TOLD: Final = 60
# Every kind of white space that Python knows; `\s` of the engine knows the plain ones alone.
_SEEN: Final = r"[^\s\pZ\x1c-\x1f\x{85}]"


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What one look at all planned cells says: which columns need tidying, and whether a row is no ordinary one."""

    untidy: tuple[bool, ...]
    ordinary: bool


def stage_columns(
    engine: duckdb.DuckDBPyConnection, sheet: Sheet, plan: Plan, folder: Path, progress: Progress
) -> Staged:
    """
    Make the view `given` of the planned cells of a sheet that the engine reads itself.

    Rows that are blank throughout are no rows, and a row may be flagged as bad as a whole, as `stage` says.

    Raises
    ------
    InputError
        The file is damaged.
    """
    import duckdb

    table = sheet.columns
    if table is None:
        raise ValueError(f"{sheet.label}: the engine cannot read this sheet by itself.")
    progress(sheet.label, 0, sheet.total)
    table.opened(engine).create_view("parquet_file", replace=True)
    positions = [found.position for found in plan.fields]
    try:
        surveyed = _survey(engine, table, positions)
        read, examples = _give(engine, table, positions, surveyed)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise damaged_parquet(error, sheet.path) from error
    progress(sheet.label, read, sheet.total)
    breaks = any(surveyed.untidy)
    typed = frozenset(place for place in positions if table.typed[place])
    width = len(sheet.header)
    return Staged(folder / "cells", folder / "marks", width, read, examples, breaks, None, given=True, typed=typed)


def _survey(engine: duckdb.DuckDBPyConnection, table: ParquetTable, positions: Sequence[int]) -> _Surveyed:
    texts = [place for place in positions if not table.typed[place]]
    cells = [table.texts[place] if table.typed[place] else f"tidied({table.texts[place]})" for place in positions]
    sizes = " + ".join(f"coalesce(strlen({table.texts[place]}), 0)" for place in texts) or "0"
    odd = [
        f"coalesce({', '.join(cells)}) IS NULL",
        f"{sizes} > {LONGEST - len(positions)}",
        *(f"contains({table.texts[place]}, '{EXAMPLE_MARK}')" for place in texts),
    ]
    asked = [*(f"NOT plain_cell({table.texts[place]})" for place in texts), *odd]
    answer = engine.execute(f"SELECT {', '.join(f'bool_or({one})' for one in asked)} FROM parquet_file").fetchone()
    said = [bool(one) for one in answer or ()]
    untidy = dict(zip(texts, said, strict=False))
    return _Surveyed(tuple(untidy.get(place, False) for place in positions), not any(said[len(texts) :]))


def _give(
    engine: duckdb.DuckDBPyConnection, table: ParquetTable, positions: Sequence[int], surveyed: _Surveyed
) -> tuple[int, int]:
    """Make the view; return how many rows there are, and how many examples are left out."""
    cells = {
        f"c{place}": _cell(table.texts[place], typed=table.typed[place], untidy=untidy)
        for place, untidy in zip(positions, surveyed.untidy, strict=True)
    }
    told = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    row = f'file_row_number + {FIRST_ROW} AS "row"'
    if surveyed.ordinary:
        flag = "CAST(NULL AS VARCHAR) AS flag"
        engine.execute(f"CREATE OR REPLACE TEMP VIEW given AS SELECT {row}, {flag}, {told} FROM parquet_file")
        return table.rows, 0
    others = [text for place, text in enumerate(table.texts) if place not in positions]
    unseen = " AND ".join(rf"NOT coalesce(regexp_matches({text}, '{_SEEN}'), false)" for text in others) or "true"
    blank = f"coalesce({', '.join(cells)}) IS NULL AND {unseen}"
    example = " OR ".join(f"coalesce(starts_with({name}, '{EXAMPLE_MARK}'), false)" for name in cells)
    size = " + ".join(f"coalesce(length({name}), 0)" for name in cells)
    every = (
        f"SELECT *, {blank} AS blank, {example} AS example, {size} > {LONGEST + 1 - len(cells)} AS long "
        f"FROM (SELECT *, {told} FROM parquet_file)"
    )
    kept = ", ".join(f"CASE WHEN NOT long THEN {name} END AS {name}" for name in cells)
    said = ", ".join(f"coalesce({name}, '')" for name in cells)
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW given AS SELECT {row}, "
        f"CASE WHEN long THEN 'long_row:' || substr(concat_ws(' ', {said}), 1, {_TOLD}) END AS flag, {kept} "
        f"FROM ({every}) WHERE NOT blank AND NOT example"
    )
    counted = engine.execute(
        f"SELECT count(*) FILTER (NOT blank AND NOT example), count(*) FILTER (NOT blank AND example) FROM ({every})"
    ).fetchone()
    return (int(counted[0]), int(counted[1])) if counted else (0, 0)


def _cell(text: str, *, typed: bool, untidy: bool) -> str:
    if untidy:
        return f"tidied({text})"
    return text if typed else f"nullif({text}, '')"
