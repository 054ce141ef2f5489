"""Parquet files: every cell as the text that a person would have typed, made for whole columns at once."""

# ruff: noqa: S608  every part of the text is ours or a quoted column name, values are parameters

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chainprospect.errors import InputError
from chainprospect.load.blocks import Row
from chainprospect.load.cells import LIST_BREAK
from chainprospect.resources import query

if TYPE_CHECKING:
    import duckdb

# Rows are counted as if a header stood in row 1.
FIRST_ROW: Final = 2
_WHOLE: Final = frozenset(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")
)
_FLOATS: Final = frozenset(("FLOAT", "DOUBLE"))
_MOMENTS: Final = ("TIMESTAMP", "DATETIME")
_RECORDS: Final = ("STRUCT", "MAP", "UNION")
_LIST: Final = re.compile(r"(.*)\[\d*\]", re.DOTALL)
_BLOCK: Final = 4_096


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """
    A Parquet file as the engine reads it.

    `texts` is SQL of the text of each column, in file order; `typed` marks those that hold numbers, dates or yes and
    no, in which there is nothing to tidy.
    """

    path: Path
    header: tuple[str, ...]
    texts: tuple[str, ...]
    typed: tuple[bool, ...]
    rows: int

    def opened(self, engine: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """The rows in an engine, with the place of each from 0 as `file_row_number`."""
        return _opened(engine, self.path, number=True)


def parquet_table(plain: Path, path: Path) -> ParquetTable:
    """
    What the Parquet file `plain` holds; `path` is what the user calls it.

    Raises
    ------
    InputError
        The file is damaged.
    """
    import duckdb

    try:
        with duckdb.connect() as engine:
            _opened(engine, plain).create_view("parquet_file")
            columns = [row[:2] for row in engine.execute("DESCRIBE parquet_file").fetchall()]
            counted = engine.execute("SELECT count(*) FROM parquet_file").fetchone()
    except duckdb.Error as error:
        raise damaged_parquet(error, path) from error
    return ParquetTable(
        plain,
        tuple(name for name, _ in columns),
        tuple(_text_of(_quoted(name), kind) for name, kind in columns),
        tuple(_plain_type(kind) for _, kind in columns),
        int(counted[0]) if counted else 0,
    )


def parquet_rows(table: ParquetTable, path: Path) -> Iterator[Row]:
    """
    Rows one by one, for who needs but a few.

    Raises
    ------
    InputError
        The file is damaged.
    """
    import duckdb

    try:
        with duckdb.connect(config={"threads": 1}) as engine:
            prepare_texts(engine)
            _opened(engine, table.path).create_view("parquet_file")
            texts = ", ".join(f"coalesce({text}, '')" for text in table.texts)
            answer = engine.execute(f"SELECT {texts} FROM parquet_file")
            number = FIRST_ROW
            while block := answer.fetchmany(_BLOCK):
                for row in block:
                    yield number, row
                    number += 1
    except duckdb.Error as error:
        raise damaged_parquet(error, path) from error


def _opened(engine: duckdb.DuckDBPyConnection, path: Path, *, number: bool = False) -> duckdb.DuckDBPyRelation:
    # The signs of a pattern are taken as they stand.
    literal = re.sub(r"[*?[]", r"[\g<0>]", str(path))
    return engine.read_parquet(literal, binary_as_string=True, file_row_number=number)


def prepare_texts(engine: duckdb.DuckDBPyConnection) -> None:
    """Make the macros that the texts of columns are made and tidied with."""
    for name in ("load_tidy", "load_number_text", "load_moment_text", "load_plain_cell", "load_tidied"):
        engine.execute(query(f"duckdb/{name}.sql"))


def damaged_parquet(error: Exception, path: Path) -> InputError:
    """What to say of a file that the engine does not read."""
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(f"the Parquet file is damaged ({said}); export it again.", path=path)


def _plain_type(kind: str) -> bool:
    return kind in _WHOLE or kind in _FLOATS or kind in ("BOOLEAN", "DATE") or kind.startswith(("DECIMAL", *_MOMENTS))


def _text_of(cell: str, kind: str) -> str:
    """SQL of a value's text, as `cell_text` words it."""
    if kind == "VARCHAR":
        return cell
    if kind in _FLOATS:
        return f"number_text(CAST({cell} AS DOUBLE))"
    if kind.startswith(_MOMENTS):
        return f"moment_text(CAST({cell} AS TIMESTAMP))"
    listed = _LIST.fullmatch(kind)
    if listed is not None:
        return f"array_to_string([coalesce({_text_of('one', listed[1])}, '') FOR one IN {cell}], '{LIST_BREAK}')"
    if kind.startswith(_RECORDS):
        return f"CAST(to_json({cell}) AS VARCHAR)"
    return f"CAST({cell} AS VARCHAR)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
