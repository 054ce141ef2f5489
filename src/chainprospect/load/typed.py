"""
Cells to values inside the engine: plain ones by SQL, each distinct odd one once by its parser.

After `clean` (tidy text) follow one table `odd_…` a column (distinct text that SQL does not read, and what the parser
makes of it) and the view `typed` (every column of the table in its type, and the row's first bad cell).
Identifiers and literals in the built text are our own column names and constants: nothing that a file holds.
"""

# ruff: noqa: S608  every part of the text is ours, values are parameters

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from chainprospect.load.blocks import CELL_BREAK
from chainprospect.load.cells import FRACTION_SLACK, Hint, needs_parser, parse_cell
from chainprospect.load.clean import FRACTIONS, LISTS, MONEY, Clean, clean_rows, literal, plain_file, quoted, values_of
from chainprospect.load.columns import Column
from chainprospect.load.dates import FIRST_YEAR, LAST_YEAR
from chainprospect.load.headers import Field, Plan
from chainprospect.load.staging import Staged
from chainprospect.load.units import Bad, currency_codes
from chainprospect.load.words import spellings

if TYPE_CHECKING:
    import duckdb

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys((*MONEY, *FRACTIONS, "number", "unit"), "DOUBLE"),
        **dict.fromkeys(LISTS, "VARCHAR[]"),
        "count": "BIGINT",
        "date": "DATE",
        "bool": "BOOLEAN",
    }
)
# Columns of code words; a code word as such needs no parser.
_CODED: Final = ("role", "ownership", "status", "kind", "grade", "event")
_RUINED: Final = r"(?i)\d(\.\d+)?e\+\d{1,3}"
_NUMBER: Final = r"\d{1,15}(\.\d{1,6})?"
_ODD_COLUMNS: Final = ", ".join(f"'{name}': 'VARCHAR'" for name in ("text", "value", "extra", "own", "code", "arg"))
_BLOCK: Final = 10_000


@dataclass(frozen=True, slots=True)
class Typed:
    """
    The view `typed`: whether no two of its rows have one number, and the tables and views it reads.

    `ordered` says that its rows come in the order of their numbers as they are.
    """

    single: bool
    ordered: bool
    tables: tuple[str, ...]
    views: tuple[str, ...]


def type_rows(engine: duckdb.DuckDBPyConnection, plan: Plan, staged: Staged, form: str) -> Typed:
    """Make `typed` of a staged sheet; `form` is that of the sheet."""
    fields = (*plan.fields, *_constant_fields(plan))
    clean = clean_rows(engine, plan, fields, staged)
    reads = [_read_column(engine, found, staged.cells.with_name("odd"), form) for found in fields]
    for found in fields:
        if found.split and found.column.type in LISTS:
            engine.execute(f"SET VARIABLE split_{found.column.name} = $split", {"split": found.split})
    engine.execute(f"CREATE OR REPLACE TEMP VIEW typed AS {_typed_sql(plan, reads, clean)}")
    odd = tuple(read.table for read in reads if read.odd)
    views = ("clean", "given", "parquet_file") if clean.view else ("given", "parquet_file") if staged.given else ()
    # A join may change the order of rows.
    return Typed(clean.single, clean.single and not odd, odd if clean.view else ("clean", *odd), views)


def _constant_fields(plan: Plan) -> tuple[Field, ...]:
    return tuple(Field(plan.table.column(name), -1, name) for name in plan.constants)


@dataclass(frozen=True, slots=True)
class _Read:
    """How a column is read: the hint of its header, the SQL of plain cells, and whether there are odd ones."""

    field: Field
    hint: Hint
    fast: str
    value: str
    odd: bool
    currencies: bool

    @property
    def text(self) -> str:
        return f'clean."{self.field.column.name}"'

    @property
    def table(self) -> str:
        return f'"odd_{self.field.column.name}"'


def _read_column(engine: duckdb.DuckDBPyConnection, found: Field, path: Path, form: str) -> _Read:
    """Parse the distinct odd cells of a column into its table of odd cells."""
    kind, name = found.column.type, found.column.name
    if not needs_parser(kind):
        return _Read(found, Hint(), "true", f'clean."{name}"', odd=False, currencies=False)
    hint = _hint(engine, found, form)
    fast, value = _plain(kind, f'clean."{name}"', hint)
    read = _Read(found, hint, fast, value, odd=True, currencies=False)
    cells = engine.execute(
        f'SELECT DISTINCT "{name}" FROM clean WHERE "{name}" IS NOT NULL AND NOT coalesce({fast}, false) ORDER BY ALL'
    )
    count, currencies = 0, False
    with path.open("w", encoding="utf-8", newline="\n") as sink:
        while block := cells.fetchmany(_BLOCK):
            for (text,) in block:
                cell = parse_cell(kind, text, hint)
                if isinstance(cell, Bad):
                    row = (text, "", "", "", cell.code, cell.arg)
                else:
                    row = (text, cell.value or "", cell.extra or "", "true" if cell.own else "", "", "")
                    currencies = currencies or bool(cell.extra)
                count += 1
                sink.write(f"{CELL_BREAK.join(row)}\n")
    if not count:
        return _Read(found, hint, fast, value, odd=False, currencies=False)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {read.table} AS SELECT * FROM {plain_file(_ODD_COLUMNS)}",
        {"path": str(path)},
    )
    path.unlink()
    return _Read(found, hint, fast, value, odd=True, currencies=currencies and kind in (*MONEY, "unit"))


def _hint(engine: duckdb.DuckDBPyConnection, found: Field, form: str) -> Hint:
    """
    What the header says of the cells, and for fractions what the column as a whole says.

    Under `占比` bare numbers are percentages where most are above 1. Under `占比%` they are, but in a workbook, whose
    cells formatted as percent come as fractions, only where one is above 1.
    """
    if found.column.type not in FRACTIONS or not found.percent:
        return Hint(found.unit)
    if found.percent == "percent" and form != "workbook":
        return Hint(found.unit, percent=True)
    counted = engine.execute(
        f"""SELECT count(*) FILTER (number > {FRACTION_SLACK}), count(*) FILTER (number > 0 AND number <= 1)
        FROM (SELECT abs(TRY_CAST("{found.column.name}" AS DOUBLE)) AS number FROM clean)"""
    ).fetchone()
    above, within = counted or (0, 0)
    if found.percent == "percent":
        return Hint(found.unit, percent=above > 0)
    percent = above > 0 and above >= within
    return Hint(found.unit, percent=percent, mixed=percent and within > 0)


def _plain(kind: str, text: str, hint: Hint) -> tuple[str, str]:
    """SQL that tells the cells of a column type that need no parser, and their value."""
    if kind in (*MONEY, "number") or (kind == "count" and hint.unit is None):
        power = round(math.log10(hint.unit.factor)) if hint.unit else 0
        sign = "-?" if kind == "signed_money" else ""
        number = r"\d{1,15}" if kind == "count" else _NUMBER
        scaled = f"{text} || 'e{power}'" if power else text
        return f"regexp_full_match({text}, '{sign}{number}')", f"CAST({scaled} AS {_TYPES[kind]})"
    if kind in FRACTIONS and not hint.mixed:
        pattern = r"\d{1,2}(\.\d{1,12})?" if hint.percent else r"0(\.\d{1,12})?|1(\.0{1,12})?"
        scaled = f"{text} || 'e-2'" if hint.percent else text
        return f"regexp_full_match({text}, '{pattern}')", f"CAST({scaled} AS DOUBLE)"
    if kind == "date":
        day = f"TRY_CAST({text} AS DATE)"
        years = f"DATE '{FIRST_YEAR}-01-01' AND DATE '{LAST_YEAR}-12-31'"
        return f"({text} LIKE '____-__-__' AND {day} BETWEEN {years})", day
    if kind in ("id", "name"):
        return f"NOT (contains({text}, '+') AND regexp_full_match({text}, '{_RUINED}'))", text
    return _plain_word(kind, text)


def _plain_word(kind: str, text: str) -> tuple[str, str]:
    if kind in _CODED:
        return f"{text} IN ({', '.join(map(literal, spellings(kind)))})", text
    if kind == "currency":
        return f"{text} IN ({', '.join(map(literal, currency_codes()))})", text
    if kind == "uscc":
        return f"uscc_stands({text})", text
    if kind == "bool":
        return f"{text} IN ('是', '否', 'true', 'false')", f"{text} IN ('是', 'true')"
    return "false", f"CAST(NULL AS {_TYPES.get(kind, 'VARCHAR')})"


def _typed_sql(plan: Plan, reads: list[_Read], clean: Clean) -> str:
    """Every column of the table in its type, and the row's first bad cell: in file order, then the row as a whole."""
    by_name = {read.field.column.name: read for read in reads}
    selected = [f'{clean.row} AS "row"', f"{clean.position} AS position"]
    for column in plan.table.columns:
        read = by_name.get(column.name)
        selected += _columns_of(column, read, by_name.get("unit"), reads)
    for name in ("end", *(read.field.column.name for read in _money(reads)[:1])):
        if name in by_name:
            selected.append(f'{by_name[name].text} AS "raw_{name}"')
    joins = " ".join(
        f"LEFT JOIN {read.table} ON {read.table}.text = {read.text} AND NOT coalesce({read.fast}, false)"
        for read in reads
        if read.odd
    )
    inner = f"SELECT {', '.join(selected)}, {_cell_bad(reads, clean)} AS cell_bad FROM clean {joins}"
    checks = [_bad_when("cell_bad IS NOT NULL", "cell_bad"), *_row_checks(plan, by_name, reads)]
    helping = r"'cell_bad|currencies|raw_.*'"
    kept = f"COLUMNS(lambda name: NOT regexp_full_match(name, {helping}))"
    return f"SELECT {kept}, CASE {' '.join(checks)} END AS bad FROM ({inner})"


def _columns_of(column: Column, read: _Read | None, unit: _Read | None, reads: list[_Read]) -> list[str]:
    """SQL of a column, and of what its cells say beside it."""
    name, kind = column.name, _TYPES.get(column.type, "VARCHAR")
    extra = f"{read.table}.extra" if read and read.odd else "CAST(NULL AS VARCHAR)"
    if name in ("client", "anchor") and column.required:
        values = values_of(read.text) if read else "CAST(NULL AS VARCHAR[])"
        return [f"{values} AS partners"]
    if name == "currency":
        return _currency(reads)
    if column.type == "industry":
        return [f"{extra} AS industry", f"{_value(read, kind, unit)} AS industry_found"]
    if column.type == "industry_code":
        return [f"{_value(read, kind, unit)} AS industry_code", f"{extra} AS industry_named"]
    beside = []
    if column.type == "period":
        beside = [f"CAST({extra} AS DATE) AS period_end"]
    elif column.type == "banks":
        beside = [
            f"CAST({_bank_count(read)} AS DOUBLE) AS bank_count" if read else "CAST(NULL AS DOUBLE) AS bank_count"
        ]
    return [f"{_value(read, kind, unit)} AS {quoted(name)}", *beside]


def _value(read: _Read | None, kind: str, unit: _Read | None) -> str:
    if read is None:
        return f"CAST(NULL AS {kind})"
    column = read.field.column
    if column.type in LISTS:
        values = values_of(read.text, f"getvariable('split_{column.name}')" if read.field.split else None)
        return f"CASE WHEN {_bank_count(read)} IS NULL THEN {values} END" if column.type == "banks" else values
    value = _worth(read, kind)
    if unit is not None and unit.odd and column.type in MONEY and read.field.unit is None:
        own = f"{read.table}.own IS NOT NULL" if read.odd else "false"
        factor = f"coalesce(CAST({unit.table}.value AS DOUBLE), 1)"
        value = f"CASE WHEN {own} THEN {value} ELSE round(({value}) * {factor}, 4) END"
    return value


def _worth(read: _Read, kind: str) -> str:
    """SQL of a cell's value, plain or odd."""
    if not read.odd:
        return read.value
    return f"CASE WHEN {read.fast} THEN {read.value} ELSE CAST({read.table}.value AS {kind}) END"


def _bank_count(read: _Read) -> str:
    return rf"nullif(regexp_extract({read.text}, '^(\d{{1,3}})\s*(?:家|个|banks?)?$', 1), '')"


def _money(reads: list[_Read]) -> list[_Read]:
    return [read for read in reads if read.field.column.type in MONEY]


def _currency(reads: list[_Read]) -> list[str]:
    """Return the row's one currency, CNY where none is named, and the list of all that its cells name."""
    named = [_worth(read, "VARCHAR") for read in reads if read.field.column.type == "currency"]
    named += [f"{read.table}.extra" for read in reads if read.field.column.type == "unit" and read.currencies]
    for read in _money(reads):
        said = read.field.unit.currency if read.field.unit else None
        plain = literal(said) if said else "NULL"
        if read.currencies or said:
            odd = f"WHEN {read.table}.text IS NOT NULL THEN {read.table}.extra" if read.odd else ""
            named.append(f"CASE WHEN {read.text} IS NULL THEN NULL {odd} ELSE {plain} END")
    if len(named) < 2:
        return [
            f"coalesce({', '.join((*named, literal('CNY')))}) AS currency",
            "CAST(NULL AS VARCHAR[]) AS currencies",
        ]
    listed = f"list_sort(list_distinct(list_filter([{', '.join(named)}], lambda code: code IS NOT NULL)))"
    return [f"coalesce({listed}[1], 'CNY') AS currency", f"{listed} AS currencies"]


def _bad(column: str, value: str, code: str, arg: str = "CAST(NULL AS VARCHAR)") -> str:
    return f"struct_pack(col := {column}, value := CAST({value} AS VARCHAR), code := {code}, arg := {arg})"


def _bad_when(condition: str, bad: str) -> str:
    return f"WHEN {condition} THEN {bad}"


def _cell_bad(reads: list[_Read], clean: Clean) -> str:
    """Return the first bad cell of a row: the row as a whole, then its cells in file order."""
    parts = f"regexp_extract({clean.flag}, '^([a-z_]+):', 1)", f"regexp_replace({clean.flag}, '^[a-z_]+:', '')"
    cases = [_bad_when(f"{clean.flag} IS NOT NULL", _bad("''", parts[1], parts[0]))]
    for read in reads:
        if read.odd:
            bad = _bad(literal(read.field.column.name), read.text, f"{read.table}.code", f"{read.table}.arg")
            cases.append(_bad_when(f"{read.table}.code IS NOT NULL", bad))
    return f"CASE {' '.join(cases)} END"


def _row_checks(plan: Plan, by_name: Mapping[str, _Read], reads: list[_Read]) -> list[str]:
    """Checks that need more than one cell."""
    table = plan.table
    columns = {column.name: column for column in table.columns}
    checks = []
    for name in table.required:
        value = "partners" if name in ("client", "anchor") else quoted(name)
        checks.append(_bad_when(f"{value} IS NULL", _bad(literal(name), "''", "'missing'")))
    if "uscc" in columns:
        checks.append(_bad_when('coalesce(id, uscc, lei, "name") IS NULL', _bad("'name'", "''", "'missing_company'")))
    if "start" in by_name and "end" in by_name:
        bad = _bad("'end'", "raw_end", "'end_before_start'", "CAST(start AS VARCHAR)")
        checks.append(_bad_when('"end" < start', bad))
    if "source" in columns:
        checks.append(_bad_when("lower(source) = lower(target)", _bad("'target'", "target", "'self_relation'")))
    if table.partner or table.name == "list":
        own = 'list_contains(list_transform(partners, lambda one: lower(one)), lower("name"))'
        checks.append(_bad_when(own, _bad("'name'", '"name"', "'self_relation'")))
    for name in ("suppliers", "customers", "distributors", "intermediaries"):
        if name in by_name and name in columns:
            own = f'list_contains(list_transform({name}, lambda one: lower(one)), lower("name"))'
            checks.append(_bad_when(own, _bad(literal(name), '"name"', "'self_relation'")))
    money = _money(reads)
    if "currency" in columns and money:
        first = money[0].field.column.name
        bad = _bad(literal(first), f'"raw_{first}"', "'currency_conflict'", "array_to_string(currencies, ', ')")
        checks.append(_bad_when("len(currencies) > 1", bad))
    return checks
