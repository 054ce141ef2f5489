"""One source, from its files or frames to its records: the order of the steps of a load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from chainprospect.errors import InputError, OutputError, SettingsError
from chainprospect.load.cells import cell_text, needs_parser, parse_cell
from chainprospect.load.columnar import stage_columns
from chainprospect.load.columns import GUIDE_SHEETS, WIDE, Table, key
from chainprospect.load.files import Sheet, first_line, read_sheets
from chainprospect.load.headers import Plan, known_header, match_header, plan_sheet, speaks_of_people
from chainprospect.load.mapping import TableMapping, table_mappings
from chainprospect.load.parquet import prepare_texts
from chainprospect.load.parts import Parts, blank_tables, order_of
from chainprospect.load.report import (
    MOST_REJECTS,
    REJECTS_FILE,
    Reject,
    SourceReport,
    TableReport,
    reject,
    write_rejects,
)
from chainprospect.load.request import LoadRequest
from chainprospect.load.staging import Staged, stage
from chainprospect.load.tables import implied_kind, table_named, table_of
from chainprospect.load.typed import Typed, type_rows
from chainprospect.load.units import Bad
from chainprospect.load.words import code_of
from chainprospect.model.ports import Progress, silent
from chainprospect.resources import query

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Columns of records that may be known without a column of their own.
_DERIVED: Final = ("kind", "currency", "grade", "industry", "industry_code", "is_client")
_SOURCE_KINDS: Final = ("supplies", "intermediates", "guarantees")


@dataclass(frozen=True, slots=True)
class Workroom:
    """What reading a source may use: DuckDB's memory and threads, and a folder for the while."""

    memory_limit: str = "1GB"
    threads: int = 2
    temp: Path | None = None


@dataclass(slots=True)
class _Reading:
    """A source while it is read: the engine, what was asked, and what has been told so far."""

    engine: duckdb.DuckDBPyConnection
    request: LoadRequest
    mappings: tuple[TableMapping, ...]
    temp: Path
    parts: Parts
    progress: Progress
    tables: list[TableReport] = field(default_factory=list)
    headers: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_source(  # noqa: PLR0913  the engine's bounds, the language and the progress are the caller's
    request: LoadRequest,
    folder: Path,
    *,
    memory_limit: str,
    threads: int,
    temp: Path,
    lang: str = "zh",
    progress: Progress = silent,
) -> SourceReport:
    """
    Read the files of one source and write their records.

    Parameters
    ----------
    request
        Files and how they are to be read.
    folder
        Where `companies.parquet`, `relations.parquet` … and `rejects.csv` are written; made if it is missing.
    memory_limit, threads
        What DuckDB may use, as DuckDB spells it.
    temp
        A folder for the while; what is put there is removed again.
    lang
        Language of the reasons in `rejects.csv`, `zh` or `en`.
    progress
        Told the file, the rows read and the rows there may be.

    Returns
    -------
    report
        What was read, left out and rejected, table by table.

    Raises
    ------
    InputError
        A file cannot be read at all, is no table, or has no header for a required column.
    OutputError
        The disk is full or memory does not suffice.
    """
    room = Workroom(memory_limit, threads, temp)
    with _reading(request, folder, room, progress) as reading:
        for path in request.files:
            _read_file(reading, path)
        return _finish(reading, folder, lang)


def read_frames(
    frames: Mapping[str, pd.DataFrame], folder: Path, *, source: str, lang: str = "zh", room: Workroom | None = None
) -> SourceReport:
    """
    Read data frames, keyed by the table each one is, as files are read.

    A frame's first row is row 2, as if a header stood above it.

    Raises
    ------
    InputError
        A key is no table, or a frame has no column for a required one.
    """
    request = LoadRequest((), source)
    with _reading(request, folder, room or Workroom(), silent) as reading:
        for name, frame in frames.items():
            header = tuple(str(column) for column in frame.columns)
            rows = (
                (number, [cell_text(value) for value in values])
                for number, values in enumerate(frame.itertuples(index=False, name=None), start=2)
            )
            sheet = Sheet(Path(name), name, name, "frame", header, rows, len(frame))
            _read_sheet(reading, sheet, table_named(name), None)
        return _finish(reading, folder, lang)


@contextmanager
def _reading(request: LoadRequest, folder: Path, room: Workroom, progress: Progress) -> Iterator[_Reading]:
    import duckdb

    _check_request(request)
    mappings = table_mappings(request.mapping or {})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="load-", dir=room.temp) as temp:
            bounds: dict[str, Any] = {
                "memory_limit": room.memory_limit,
                "threads": room.threads,
                "temp_directory": temp,
            }
            with _engine(bounds) as engine:
                yield _Reading(engine, request, mappings, Path(temp), Parts(Path(temp)), progress)
    except duckdb.OutOfMemoryException as error:
        message = f"reading needs more than the {room.memory_limit} it may use; raise [load] memory_limit."
        raise OutputError(message, path=folder) from error
    except duckdb.IOException as error:
        raise OutputError(
            f"the records could not be written ({first_line(error)}); free space and load again.", path=folder
        ) from error
    except OSError as error:
        raise OutputError(
            f"the records could not be written: {error.strerror}; free space and load again.", path=folder
        ) from error


def _check_request(request: LoadRequest) -> None:
    if request.table:
        table_named(request.table)
    for column, word in (("kind", request.kind), ("grade", request.grade)):
        if word is not None and code_of(column, word) is None:
            raise InputError(f"{word!r} is no {column} of a relation; see docs/tables.md for the words.")


def _engine(bounds: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open an engine within its bounds, ready for a source."""
    import duckdb

    try:
        engine = duckdb.connect(config=bounds)
    except duckdb.Error as error:
        message = f"{bounds['memory_limit']!r} is no size the engine knows; write one like 2GB."
        raise SettingsError(message, key="load.memory_limit", origin="settings") from error
    _prepare(engine)
    return engine


def _prepare(engine: duckdb.DuckDBPyConnection) -> None:
    """Settings, macros and blank tables of a fresh engine."""
    engine.execute("SET enable_progress_bar = false")
    # The place of a row says which line of the file it was.
    engine.execute("SET preserve_insertion_order = true")
    engine.execute("SET autoinstall_known_extensions = false")
    engine.execute("SET autoload_known_extensions = false")
    for name in ("load_line", "load_parts", "load_values", "uscc_stands"):
        engine.execute(query(f"duckdb/{name}.sql"))
    prepare_texts(engine)
    blank_tables(engine)


def _read_file(reading: _Reading, path: Path) -> None:
    """Read every sheet of a file; a workbook's sheets that are no table are skipped, unless none is one."""
    mapped = {header for mapping in reading.mappings for header in mapping.headers.values()}
    found = 0
    strange: list[Sheet] = []
    for sheet in read_sheets(path, lambda cell: cell.strip() in mapped or known_header(cell), reading.temp):
        told = table_of(sheet, reading.request.table, reading.mappings, anchored=reading.request.anchor is not None)
        if told is None:
            strange.append(sheet)
            continue
        found += 1
        _read_sheet(reading, sheet, *told)
    if not found:
        raise InputError(_no_table(strange), path=path)
    reading.skipped += [sheet.label for sheet in strange if sheet.hint not in GUIDE_SHEETS.values()]


def _no_table(strange: Iterable[Sheet]) -> str:
    headers = {sheet.hint: ", ".join(text for text in sheet.header if text)[:200] for sheet in strange}
    if any(speaks_of_people(sheet) for sheet in strange):
        return "holds people at companies, who are kept in the book alone: chainprospect contacts FILE"
    seen = "; ".join(f"{hint}: {header}" for hint, header in headers.items() if header)
    if not seen:
        return "holds no rows; export it again."
    return (
        f"no table of ours has these columns ({seen}); say which it is with --as, or name the columns with --mapping."
    )


def _read_sheet(reading: _Reading, sheet: Sheet, table: Table, mapping: TableMapping | None) -> None:
    request = reading.request
    constants = {"anchor": request.anchor} if table.name == "list" and request.anchor else {}
    if table.name == "list":
        sheet = _headed(sheet, table, mapping)
    plan = plan_sheet(sheet, table, mapping, constants)
    _check_constants(sheet, plan)
    if sheet.columns is not None:
        staged = stage_columns(reading.engine, sheet, plan, reading.temp, reading.progress)
    else:
        staged = stage(sheet, plan, reading.temp, reading.progress)
    reading.headers.append((sheet.label, {found.column.name: found.header for found in plan.fields}))
    typed = type_rows(reading.engine, plan, staged, sheet.form)
    for path in (staged.cells, staged.marks):
        path.unlink(missing_ok=True)
    reading.tables.append(_keep(reading, sheet, plan, staged, typed))
    for view in ("accepted", "typed", *typed.views):
        reading.engine.execute(f"DROP VIEW {view}")
    for name in ("bad_rows", *typed.tables):
        reading.engine.execute(f"DROP TABLE {name}")


def _headed(sheet: Sheet, table: Table, mapping: TableMapping | None) -> Sheet:
    """Make sense of a list of one column: its header may have any wording, or be missing."""
    filled = [text for text in sheet.header if text]
    if len(filled) != 1 or mapping or match_header(filled[0], table) or sheet.form not in ("text", "workbook"):
        return sheet
    header = tuple("name" if text else "" for text in sheet.header)
    titled = any(word in key(filled[0]) for word in ("名", "供应", "经销", "企业", "name", "supplier"))
    if titled and len(filled[0]) <= 20 and not filled[0].endswith(("公司", "厂", "集团")):
        return replace(sheet, header=header)
    first = (1, list(sheet.header))
    return replace(sheet, header=header, parts=_after(first, sheet.parts))


def _after(first: Any, rest: Iterable[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _check_constants(sheet: Sheet, plan: Plan) -> None:
    for name, value in plan.constants.items():
        kind = plan.table.column(name).type
        if needs_parser(kind) and isinstance(bad := parse_cell(kind, value), Bad):
            told = reject((sheet.label, 1, name), value, bad.code, bad.arg)
            raise InputError(f"the constant for {name}: {told.reason}", path=sheet.label)


def _keep(reading: _Reading, sheet: Sheet, plan: Plan, staged: Staged, typed: Typed) -> TableReport:
    """Split typed rows into records and rejects, and count them."""
    engine, table = reading.engine, plan.table
    place = len(reading.headers) - 1
    engine.execute(query("duckdb/load_bad_rows.sql"))
    rejected = _number(engine, "SELECT count(*) FROM bad_rows")
    if rejected:
        engine.execute(query("duckdb/load_accepted.sql"))
        engine.execute(query("duckdb/load_reject.sql"), {"sheet": place})
    else:
        engine.execute("CREATE OR REPLACE TEMP VIEW accepted AS SELECT * FROM typed")
    left_out = {"example": staged.examples} if staged.examples else {}
    if table.name == "payments":
        engine.execute(query("duckdb/load_payment_reasons.sql"))
        left_out.update(dict(engine.execute(query("duckdb/load_payment_left.sql")).fetchall()))
    _write(reading, sheet, plan, typed if not rejected else replace(typed, ordered=False))
    left = sum(left_out.values())
    return TableReport(
        file=sheet.path.name,
        sheet=sheet.hint if sheet.form == "workbook" else None,
        table=table.name,
        read=staged.read + staged.examples,
        accepted=staged.read + staged.examples - rejected - left,
        rejected=rejected,
        left_out=MappingProxyType(left_out),
        ignored_columns=plan.ignored,
        refused_columns=plan.refused,
        clients=_clients(engine, plan),
    )


def _clients(engine: duckdb.DuckDBPyConnection, plan: Plan) -> int:
    if plan.table.name == "clients":
        return _number(engine, 'SELECT count(DISTINCT "row") FROM accepted')
    if any(column.name == "is_client" for column in plan.table.columns):
        return _number(engine, 'SELECT count(DISTINCT "row") FROM accepted WHERE is_client')
    return 0


def _number(engine: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = engine.execute(sql).fetchone()
    return int(found[0]) if found else 0


def _write(reading: _Reading, sheet: Sheet, plan: Plan, typed: Typed) -> None:
    """Write the records that the rows of a sheet make."""
    request, name = reading.request, plan.table.name
    kind = code_of("kind", request.kind) or "supplies"
    said: dict[str, Any] = {"file": sheet.label}
    graded = {**said, "grade": code_of("grade", request.grade) if request.grade else None}
    if any(column.name == "uscc" for column in plan.table.columns):
        _add(reading, plan, "companies", "load_companies", {**graded, "clients": name == "clients"}, typed=typed)
    if name in ("companies", "clients"):
        if any(plan.has(column.name) for column in WIDE):
            _add(reading, plan, "relations", "load_wide", graded, typed=None)
    elif plan.table.partner or name == "list":
        kind = plan.table.kind or kind
        is_source = plan.table.partner == "source" if plan.table.partner else kind in _SOURCE_KINDS
        _add(reading, plan, "relations", "load_partners", {**graded, "kind": kind, "is_source": is_source}, typed=None)
    elif name == "relations":
        implied = None if plan.has("kind") else implied_kind(sheet.header)
        _add(reading, plan, "relations", "load_relations", {**graded, "kind": implied or kind}, typed=typed)
    elif name == "payments":
        reading.engine.execute(query("duckdb/load_payments.sql"), said)
    else:
        _add(reading, plan, name, f"load_{name}", said, typed=typed)


def _add(reading: _Reading, plan: Plan, table: str, name: str, said: Mapping[str, Any], *, typed: Typed | None) -> None:
    """Write a part of a table; `typed` is given where a row makes one record, so that its number orders them."""
    order = ("row", *order_of(table))
    if typed is not None and typed.single:
        order = () if typed.ordered else ("row",)
    absent = {column.name for column in plan.table.columns if not plan.has(column.name)}.difference(_DERIVED)
    reading.parts.write(reading.engine, table, query(f"duckdb/{name}.sql"), said, order, absent)


def _finish(reading: _Reading, folder: Path, lang: str) -> SourceReport:
    """Write records and rejects."""
    engine = reading.engine
    order = ("file", "row", *order_of("payments"))
    reading.parts.write(engine, "payments", query("duckdb/load_payment_fold.sql"), {}, order)
    reading.parts.join(engine, folder)
    rejects, rejected = _write_rejects(reading, folder / REJECTS_FILE, lang)
    return SourceReport(reading.request.source, tuple(reading.tables), rejects, rejected, tuple(reading.skipped))


def _write_rejects(reading: _Reading, path: Path, lang: str) -> tuple[tuple[Reject, ...], int]:
    kept: list[Reject] = []
    total = 0
    with write_rejects(path, lang) as sink:
        answer = reading.engine.execute(query("duckdb/load_rejects.sql"))
        while block := answer.fetchmany(10_000):
            for sheet, row, column, value, code, arg in block:
                label, headers = reading.headers[sheet]
                item = reject((label, row, headers.get(column, column)), value, code, arg)
                sink.add(item)
                total += 1
                if len(kept) < MOST_REJECTS:
                    kept.append(item)
    return tuple(kept), total
