"""
The staged cells of a sheet as a table in the engine: tidy text, blank cells NULL.

Identifiers and literals in the built text are our own column names and constants: nothing that a file holds.
"""

# ruff: noqa: S608  every part of the text is ours, values are parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
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

    `single` says that no two rows have one number, `view` that `clean` is a view.
    """

    row: str
    flag: str
    position: str
    single: bool
    view: bool = False


def plain_file(columns: str) -> str:
    """SQL of a file that we wrote, at `$path`: one row a line, unit separators between the cells."""
    return f"""read_csv($path, columns = {{{columns}}}, delim = '{CELL_BREAK}', quote = '', escape = '', comment = '',
        header = false, auto_detect = false, new_line = '\\n', max_line_size = 4194304)"""


def clean_rows(engine: duckdb.DuckDBPyConnection, plan: Plan, fields: tuple[Field, ...], staged: Staged) -> Clean:
    """
    Make `clean` of staged rows, a column a field; cells that a mapping splits make several rows of one.

    `clean` is a table of its own, but a view where the rows are read where they lie.
    """
    parameters: dict[str, Any] = {} if staged.given else {"path": str(staged.cells)}
    tidy, splits = [], {}
    for found in fields:
        name = _cell(found)
        if found.position < 0:
            # A view takes no parameters.
            engine.execute(
                f"SET VARIABLE constant_{found.column.name} = tidy($text)", {"text": plan.constants[found.column.name]}
            )
            cell = f"getvariable('constant_{found.column.name}')"
        else:
            cell = f"c{found.position}"
        lists = found.column.type in LISTS or found.split or found.column.name in ("client", "anchor")
        tidy.append(f"{cell if lists or not staged.breaks else f'one_line({cell})'} AS {name}")
        if found.split and found.column.type not in LISTS:
            splits[name] = found.split
    if staged.given:
        return _clean_view(engine, [found for found in fields if found.position not in staged.typed], tidy, splits)
    source = plain_file(", ".join(f"'c{place}': 'VARCHAR'" for place in range(staged.width)))
    # Without a join or a filter the rows keep the order of the lines, and `rowid` is a line's place.
    engine.execute(f"CREATE OR REPLACE TEMP TABLE clean AS SELECT {', '.join(tidy)} FROM {source}", parameters)
    blank = _blank_columns(engine, fields)
    if staged.shift is not None and not splits and not blank:
        return Clean(f"clean.rowid + {staged.shift}", "CAST(NULL AS VARCHAR)", "0", single=True)
    source, parameters = _numbered(staged)
    _replace(engine, f"SELECT * REPLACE ({_blanked(blank)}) FROM ({source})" if blank else source, splits, parameters)
    return Clean('clean."row"', "clean.flag", "clean.position", single=not splits)


def _clean_view(
    engine: duckdb.DuckDBPyConnection, texts: list[Field], tidy: list[str], splits: dict[str, str]
) -> Clean:
    """Make `clean` of the rows that are `given`; only `texts` may say that nothing is known."""
    rows = f'SELECT "row", flag, {", ".join(tidy)} FROM given'
    engine.execute(f"CREATE OR REPLACE TEMP VIEW clean AS {rows}")
    blank = _blank_columns(engine, texts)
    if blank:
        rows = f"SELECT * REPLACE ({_blanked(blank)}) FROM ({rows})"
        engine.execute(f"CREATE OR REPLACE TEMP VIEW clean AS {rows}")
    if not splits:
        return Clean('clean."row"', "clean.flag", "0", single=True, view=True)
    engine.execute("DROP VIEW clean")
    _replace(engine, rows, splits, {})
    return Clean('clean."row"', "clean.flag", "clean.position", single=False)


def _blank_columns(engine: duckdb.DuckDBPyConnection, fields: Sequence[Field]) -> list[Field]:
    """Fields with a cell that says that nothing is known."""
    if not fields:
        return []
    told = ", ".join(f"bool_or({_blank(found)})" for found in fields)
    answer = engine.execute(f"SELECT {told} FROM clean").fetchone() or ()
    return [found for found, blank in zip(fields, answer, strict=True) if blank]


def _blanked(blank: list[Field]) -> str:
    """SQL of cells of which those that say nothing are blank."""
    return ", ".join(
        f"CASE WHEN {_blank(found)} THEN NULL ELSE {_cell(found)} END AS {_cell(found)}" for found in blank
    )


def _numbered(staged: Staged) -> tuple[str, dict[str, Any]]:
    """SQL of the rows of `clean` with their numbers and flags, as the marks say."""
    if staged.shift is not None:
        return f'SELECT clean.rowid + {staged.shift} AS "row", CAST(NULL AS VARCHAR) AS flag, clean.* FROM clean', {}
    columns = "'line': 'BIGINT', 'shift': 'BIGINT', 'flag': 'VARCHAR'"
    return (
        'SELECT clean.rowid + marks.shift AS "row", marks.flag, clean.* '
        f"FROM clean ASOF JOIN {plain_file(columns)} AS marks ON clean.rowid >= marks.line"
    ), {"path": str(staged.marks)}


def _replace(
    engine: duckdb.DuckDBPyConnection, source: str, splits: dict[str, str], parameters: dict[str, Any]
) -> None:
    """Make the table `clean` of numbered rows anew, with their cells split."""
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
    """SQL of whether a cell says that nothing is known."""
    kind, name = found.column.type, _cell(found)
    tokens: tuple[str, ...] = BLANK_VALUES if kind in _VALUES else BLANK_TEXTS
    if kind == "bool":
        # 无 answers a yes-or-no question.
        tokens = tuple(token for token in tokens if token not in ("无", "無"))
    longest = max(len(token.encode()) for token in tokens)
    listed = ", ".join(literal(token) for token in tokens)
    # What costs least is asked first, of a cell's size and first sign: most go no further.
    sure = " OR ".join(f"{name} BETWEEN '{first}' AND '{last}~'" for first, last in _no_initials(tokens))
    known = f"{name} IS NULL OR strlen({name}) > {longest} OR {sure}"
    return f"CASE WHEN {known} THEN false ELSE lower({name}) IN ({listed}) END"


def _no_initials(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """Runs of digits and of letters of either case that begin none of the tokens, as their first and last sign."""
    initials = {token[0] for token in tokens}
    runs = []
    for alphabet in (digits, ascii_uppercase, ascii_lowercase):
        free = "".join(" " if sign.lower() in initials else sign for sign in alphabet)
        runs += [(run[0], run[-1]) for run in free.split()]
    return runs


def literal(text: str) -> str:
    """SQL of a text of ours."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """SQL of a column's name."""
    return f'"{name}"'
