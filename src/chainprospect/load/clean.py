"""
The staged cells of a sheet as a table in the engine: tidy text, blank cells NULL.

Identifiers and literals in the built text are our own column names and constants: nothing that a file holds.
"""

# ruff: noqa: S608  every part of the text is ours, values are parameters

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from chainprospect.load.blocks import CELL_BREAK
from chainprospect.load.cells import BLANK_TEXTS, BLANK_VALUES, LINE_BREAK, LIST_BREAK
from chainprospect.load.headers import Field, Plan
from chainprospect.load.staging import Staged

if TYPE_CHECKING:
    import duckdb

FRACTIONS: Final = ("share", "fraction", "rate")
LISTS: Final = ("list", "banks")
MONEY: Final = ("money", "signed_money")
_VALUES: Final = frozenset((*MONEY, *FRACTIONS, "number", "count", "date", "period"))
_LIST_BREAKS: Final = f";；|｜、{LINE_BREAK}"


@dataclass(frozen=True, slots=True)
class Clean:
    """
    How the rows of the table `clean` are told: SQL of a row's number, flag and place among the rows made of it.

    `single` says that no two rows have one number.
    """

    row: str
    flag: str
    position: str
    single: bool


def plain_file(columns: str) -> str:
    """SQL of a file that we wrote, at `$path`: one row a line, unit separators between the cells."""
    return f"""read_csv($path, columns = {{{columns}}}, delim = '{CELL_BREAK}', quote = '', escape = '', comment = '',
        header = false, auto_detect = false, new_line = '\\n', max_line_size = 4194304)"""


def clean_rows(engine: duckdb.DuckDBPyConnection, plan: Plan, fields: tuple[Field, ...], staged: Staged) -> Clean:
    """Make `clean` of staged rows, a column a field; cells that a mapping splits make several rows of one."""
    parameters: dict[str, Any] = {"path": str(staged.cells)}
    tidy, splits = [], {}
    for place, found in enumerate(fields):
        name = _cell(found)
        if found.position < 0:
            parameters[f"constant_{place}"] = plan.constants[found.column.name]
            cell = f"tidy($constant_{place})"
        else:
            cell = f"c{found.position}"
        lists = found.column.type in LISTS or found.split or found.column.name in ("client", "anchor")
        tidy.append(f"{cell if lists or not staged.breaks else f'one_line({cell})'} AS {name}")
        if found.split and found.column.type not in LISTS:
            splits[name] = found.split
    source = plain_file(", ".join(f"'c{place}': 'VARCHAR'" for place in range(staged.width)))
    # Without a join or a filter the rows keep the order of the lines, and `rowid` is a line's place.
    engine.execute(f"CREATE OR REPLACE TEMP TABLE clean AS SELECT {', '.join(tidy)} FROM {source}", parameters)
    blank = _blank_columns(engine, fields)
    if staged.shift is not None and not splits and not blank:
        return Clean(f"clean.rowid + {staged.shift}", "CAST(NULL AS VARCHAR)", "0", single=True)
    _number(engine, staged, blank, splits)
    return Clean('clean."row"', "clean.flag", "clean.position", single=not splits)


def _blank_columns(engine: duckdb.DuckDBPyConnection, fields: tuple[Field, ...]) -> list[Field]:
    """Fields with a cell that says that nothing is known."""
    told = ", ".join(f"bool_or({_blank(found)})" for found in fields)
    answer = engine.execute(f"SELECT {told} FROM clean").fetchone() or ()
    return [found for found, blank in zip(fields, answer, strict=True) if blank]


def _number(engine: duckdb.DuckDBPyConnection, staged: Staged, blank: list[Field], splits: dict[str, str]) -> None:
    """Blank the cells that say nothing, number the rows of `clean` and split its cells."""
    parameters: dict[str, Any] = {}
    if staged.shift is None:
        columns = "'line': 'BIGINT', 'shift': 'BIGINT', 'flag': 'VARCHAR'"
        parameters["path"] = str(staged.marks)
        numbered = "clean.rowid + marks.shift", "marks.flag"
        source = f"clean ASOF JOIN {plain_file(columns)} AS marks ON clean.rowid >= marks.line"
    else:
        numbered = f"clean.rowid + {staged.shift}", "CAST(NULL AS VARCHAR)"
        source = "clean"
    cells = "clean.*"
    if blank:
        said = [f"CASE WHEN {_blank(found)} THEN NULL ELSE {_cell(found)} END AS {_cell(found)}" for found in blank]
        cells = f"clean.* REPLACE ({', '.join(said)})"
    source = f'SELECT {numbered[0]} AS "row", {numbered[1]} AS flag, {cells} FROM {source}'
    for place, (name, separator) in enumerate(splits.items()):
        parameters[f"split_{place}"] = separator
        values = values_of(name, f"$split_{place}")
        source = f"SELECT * REPLACE (unnest(coalesce({values}, [NULL])) AS {name}) FROM ({source})"
    position = "row_number() OVER ()" if splits else "0"
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE clean AS SELECT *, {position} AS position FROM ({source})", parameters
    )


def values_of(cell: str, separator: str | None = None) -> str:
    """SQL of the values in a cell: separated as lists are, or by what the mapping says."""
    if separator is not None:
        return f"list_values(translate(replace({cell}, {separator}, '{LIST_BREAK}'), '{LINE_BREAK}', '{LIST_BREAK}'))"
    return f"list_values(translate({cell}, '{_LIST_BREAKS}', '{LIST_BREAK * len(_LIST_BREAKS)}'))"


def _cell(found: Field) -> str:
    return quoted(found.column.name)


def _blank(found: Field) -> str:
    """SQL of whether a cell says that nothing is known; what begins with a digit never does."""
    kind, name = found.column.type, _cell(found)
    tokens: tuple[str, ...] = BLANK_VALUES if kind in _VALUES else BLANK_TEXTS
    if kind == "bool":
        # 无 answers a yes-or-no question.
        tokens = tuple(token for token in tokens if token not in ("无", "無"))
    longest = max(map(len, tokens))
    listed = ", ".join(literal(token) for token in tokens)
    return f"({name} NOT BETWEEN '0' AND '9~' AND length({name}) <= {longest} AND lower({name}) IN ({listed}))"


def literal(text: str) -> str:
    """SQL of a text of ours."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """SQL of a column's name."""
    return f'"{name}"'
