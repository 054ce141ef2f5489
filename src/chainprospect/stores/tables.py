"""
The resolved tables: records of all sources joined, folded and merged in a DuckDB connection.

Tables after `Tables.assign` (all companies by number, which is the rank of the id):

- `company`, one row a company: merged facts; `currency` is that of `revenue`, `revenue_cny` and `assets_cny` are priced
- `tie_file`, the rows behind all relations, in the order of these: a file in the folder for the while, `TIES`
- `relation`, one row a (source, target, kind); `evidence`, the rows behind it, `place` 1 representing it: views
- `event`, distinct and numbered; `financial`, one row a (company, period, currency)
- `record_company`, the records of each company; `self_loop`, ties that cannot stand, as rejects
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.identity import Identity, Mentions
from chainprospect.model.ids import tidy_id
from chainprospect.model.ports import Progress, silent
from chainprospect.model.relation import GRADES, Kind
from chainprospect.model.runs import distinct, ranges
from chainprospect.resources import query
from chainprospect.stores.engine import connect, literal_path, rest, translated

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_VALUES: Mapping[str, Any] = MappingProxyType({})
RECORD_TABLES = ("companies", "relations", "payments", "events", "financials", "blacklist")

_MENTION_STEPS = ("reference_text", "own_text")
_TOLD_STEPS = (
    *("reference_told", "record_alias", "uscc_text", "lei_text", "name_text"),
    *("record_code", "reference_code", "mention", "record_mention", "mention_alias"),
)
_MERGE_STEPS = (
    "record_company",
    "reference_company",
    "company_said",
    "company_claim",
    "company_fact",
    "company_text",
    "company_alias",
    "company_black",
    "financial",
    "financial_newest",
)
_COMPANY_STEPS = ("company_names", "company")
_TIE_STEPS = ("tie", "self_loop", "priced_tie")
_RELATION_STEPS = ("several", "evidence", "relation", "event")
_PARAMETERS: Mapping[str, Mapping[str, list[str]]] = {
    "company_said": {"grades": list(GRADES)},
    "several": {"grades": list(GRADES)},
}
# What a mention may be told by, each with its texts in a table.
_SORTS = ("own", "uscc", "lei", "name")
# What a step is the last to read.
_LAST_READ: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reference_told": ("reference_text", "identifier"),
        "record_mention": ("record_code",),
        "mention_alias": ("record_alias",),
        "record_company": ("record_mention",),
        "reference_company": ("reference_told", "reference_code"),
        "company_fact": ("company_claim",),
        "company_text": ("mention", "mention_company", *(f"{sort}_text" for sort in _SORTS)),
        "company_names": ("company_text",),
        "company": (
            *("company_said", "company_fact", "company_names", "company_black", "financial_newest"),
            "identity_company",
        ),
    }
)
# Companies of which a step makes rows together: bounds the memory.
_COMPANIES_AT_ONCE = 500_000
# Name of the file with the rows behind all relations.
TIES = "relations.parquet"
# A higher level saves two bytes in a hundred and costs a third of the time.
PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
_TEXTS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Runs:
    """
    The relations as runs of rows in the ties file, which has `rows`.

    `starts` is the first row of each relation; `source`, `target` and `kind` are the relation's.
    """

    rows: int
    starts: NDArray[np.int64]
    source: NDArray[np.integer[Any]]
    target: NDArray[np.integer[Any]]
    kind: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SourceRecords:
    """
    The accepted records of one source.

    `folder` holds a Parquet file per table that has rows; `load` numbers the load command, the largest being the
    latest.
    """

    name: str
    folder: Path
    load: int


class Tables:
    """
    All records in one engine: first who is mentioned, then, once that is resolved, the merged tables.

    Results depend on the records alone, not on the order of their rows or files.
    """

    def __init__(
        self,
        sources: Sequence[SourceRecords],
        *,
        fx: Mapping[str, float],
        memory_limit: str = "1GB",
        threads: int = 2,
        temp: Path,
        progress: Progress = silent,
    ) -> None:
        self.sources = tuple(sorted(sources, key=lambda source: source.name))
        self.fx = {"CNY": 1.0, **fx}
        self._progress = progress
        self._store = temp
        self.ties_path = temp / TIES
        self._looped = False
        self._memory_limit = memory_limit
        self.threads = threads
        self.connection: DuckDBPyConnection = connect(memory_limit=memory_limit, threads=threads, temp=temp)
        with translated(self._store):
            self._register_sources()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine and its memory."""
        self.connection.close()

    def mentions(
        self,
        merge_forms: Callable[[Sequence[str]], Sequence[str]],
        check_lei: Callable[[str], object],
    ) -> Mentions:
        """
        Every distinct way in which the records mention a company.

        Parameters
        ----------
        merge_forms
            Names as written → the forms under which equal names are one; a name that is its own form comes back itself.
        check_lei
            Truthy for a valid identifier; asked with tidy texts of 20 signs.
        """
        with translated(self._store):
            self._run(_MENTION_STEPS)
            self._tell_identifiers(check_lei)
            self._run(_TOLD_STEPS)
            self._progress("mention_text", 0, None)
            codes = self.fetch("SELECT is_reference, own, uscc, lei, name, rows FROM mention ORDER BY mention")
            aliases = self.fetch("SELECT mention, name FROM mention_alias")
            self.connection.execute("DROP TABLE mention_alias")
            texts = {sort: self._texts(sort) for sort in _SORTS}
            # Who is who is found out in memory: what the engine holds goes to the disk meanwhile.
            rest(self.connection)
        self._progress("merge_form", 0, None)
        # A name of signs alone has no form: then it is its own.
        forms = [form or name for form, name in zip(merge_forms(texts["name"]), texts["name"], strict=True)]
        form_texts, form_of = _coded(texts["name"], forms)
        name = codes["name"].astype(np.int64, copy=False)
        # Mention and form as one number: it sorts faster than two.
        size = max(len(form_texts), 1)
        alias_of, alias_form = np.divmod(distinct(aliases["mention"] * size + form_of[aliases["name"]]), size)
        return Mentions(
            is_reference=codes["is_reference"].astype(np.bool_, copy=False),
            own=codes["own"].astype(np.int64, copy=False),
            uscc=codes["uscc"].astype(np.int64, copy=False),
            lei=codes["lei"].astype(np.int64, copy=False),
            form=np.where(name >= 0, form_of[name], -1),
            name=name,
            rows=codes["rows"].astype(np.int64, copy=False),
            alias_of=alias_of,
            alias_form=alias_form,
            own_texts=texts["own"],
            uscc_texts=texts["uscc"],
            lei_texts=texts["lei"],
            form_texts=form_texts,
            name_texts=texts["name"],
        )

    def assign(self, identity: Identity) -> None:
        """Give every mention its company and merge facts, relations, payments, events and financials."""
        number = np.int32 if len(identity.ids) < 2**31 else np.int64
        with translated(self._store):
            self.connection.execute("SET memory_limit = $limit", {"limit": self._memory_limit})
            self._register(
                "mention_company",
                {
                    "mention": np.arange(len(identity.company), dtype=np.int64),
                    "number": identity.company.astype(number, copy=False),
                },
            )
            self._register(
                "identity_company",
                {
                    "number": np.arange(len(identity.ids), dtype=number),
                    "id": _text_array(identity.ids),
                    "name": _text_array(identity.names),
                },
            )
            self._run(_MERGE_STEPS)
            for step in _COMPANY_STEPS:
                self._run_by_companies(step, len(identity.ids))
            self._tie()
            self._run(_RELATION_STEPS)
            self.connection.execute("DROP TABLE run")

    def _run_by_companies(self, step: str, companies: int) -> None:
        """A step for a run of companies at a time: what lists and joins hold in memory is no more than that."""
        asked = query(f"duckdb/{step}.sql")
        for first in range(0, max(companies, 1), _COMPANIES_AT_ONCE):
            self._progress(step, first, companies)
            into = f"INSERT INTO {step}" if first else f"CREATE TABLE {step} AS"
            self.connection.execute(f"{into} {asked}", {"first": first, "last": first + _COMPANIES_AT_ONCE})
        self._let_go(step)

    def _let_go(self, step: str) -> None:
        for table in _LAST_READ.get(step, ()):
            self.connection.execute(f"DROP TABLE {table}")

    def _tie(self) -> None:
        """Write the rows behind all relations in the order of these, and say which relations rest on several."""
        engine = self.connection
        engine.execute("SET VARIABLE kinds = $kinds", {"kinds": [kind.word for kind in Kind]})
        self._run(_TIE_STEPS)
        self._progress("relations", 0, None)
        self._store.mkdir(parents=True, exist_ok=True)
        asked = query("duckdb/snapshot_relations.sql")
        engine.execute(f"COPY ({asked}) TO $path ({PARQUET})", {"path": str(self.ties_path)})
        engine.read_parquet(literal_path(self.ties_path), file_row_number=True).create_view("tie_file")
        # What was written are all rows but those that cannot stand; payments are folded, so that they do not tell.
        rows = "SELECT count(*) FROM relations_row UNION ALL SELECT count(*) FROM payments_row"
        stated, paid = (row[0] for row in engine.execute(rows).fetchall())
        self._looped = bool(paid) or stated != engine.execute("SELECT count(*) FROM tie_file").fetchall()[0][0]
        engine.execute("SET preserve_insertion_order = true")
        runs = self.runs()
        lengths = np.diff(runs.starts, append=runs.rows)
        several = np.flatnonzero(lengths > 1)
        self._register(
            "run",
            {
                "position": ranges(runs.starts[several], lengths[several]),
                "run": np.repeat(several, lengths[several]),
            },
        )

    def runs(self) -> Runs:
        """Which rows of the ties file make one relation."""
        source = self.tie_column("source_number")
        target = self.tie_column("target_number")
        kind = self.tie_column("kind")
        first = np.ones(len(source), np.bool_)
        first[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1]) | (kind[1:] != kind[:-1])
        starts = np.flatnonzero(first)
        return Runs(len(source), starts, source[starts], target[starts], kind[starts].astype(np.uint8))

    def tie_column(self, made: str) -> NDArray[Any]:
        """A column of the ties file, or what SQL of ours makes of it, in the order of the file; a blank is masked."""
        return self.fetch(f"SELECT {made} AS made FROM tie_file")["made"]  # noqa: S608 - our own constants

    def columns(self, name: str, values: Mapping[str, Any] = NO_VALUES) -> dict[str, NDArray[Any]]:
        """Columns of one packaged query as arrays; a blank is masked."""
        return self.fetch(query(name), values)

    def fetch(self, sql: str, values: Mapping[str, Any] = NO_VALUES) -> dict[str, NDArray[Any]]:
        """Columns of a query as arrays; a blank is masked."""
        return cast("dict[str, NDArray[Any]]", self.connection.execute(sql, dict(values)).fetchnumpy())

    def texts(self, sql: str) -> Iterator[str]:
        """The one column of a query of ours, text by text."""
        answer = self.connection.execute(sql)
        while rows := answer.fetchmany(_TEXTS_AT_ONCE):
            yield from map(itemgetter(0), rows)

    def read_companies(self, path: Path) -> None:
        """
        Read the companies from the file they were written to, in the order of their numbers, from now on.

        What only the merging needed is let go; `self_loops` cannot be asked any more.
        """
        for table in ("company", "reference_company"):
            self.connection.execute(f"DROP TABLE {table}")
        self.connection.read_parquet(literal_path(path)).create_view("company")

    def search_entries(self, size: int) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int8], list[str]]]:
        """Number, how and text under which each company can be found, best first, so many at a time."""
        self.connection.execute(query("duckdb/search_entry.sql"))
        entries = self.connection.execute("SELECT count(*) FROM search_entry").fetchall()[0][0]
        for first in range(0, entries, size):
            part = self.columns("duckdb/search_part.sql", {"first": first, "last": first + size})
            yield part["number"], part["how"], part["text"].tolist()
        self.connection.execute("DROP TABLE search_entry")

    def newest_day(self) -> int | None:
        """Newest date in the data as days since 1970-01-01; start, end and founded are left out."""
        rows = self.connection.execute(query("duckdb/newest_day.sql")).fetchall()
        return None if rows[0][0] is None else int(rows[0][0])

    def self_loops(self) -> tuple[tuple[str, int, str, str, str], ...]:
        """Rejects found after resolution, as (file, row, column, value, reason) in that order."""
        if not self._looped:
            return ()
        with translated(self._store):
            return tuple(self.connection.execute("SELECT * FROM self_loop ORDER BY ALL").fetchall())

    def count(self, table: str) -> int:
        """Rows of one of the resolved tables."""
        if table not in ("company", "relation", "tie_file", "event", "financial"):
            raise ValueError(f"{table}: there is no such resolved table.")
        rows = self.connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - one of our own names
        return int(rows[0][0])

    def _run(self, steps: Sequence[str]) -> None:
        for done, step in enumerate(steps):
            self._progress(step, done, len(steps))
            self.connection.execute(query(f"duckdb/{step}.sql"), dict(_PARAMETERS.get(step, {})))
            self._let_go(step)

    def _register_sources(self) -> None:
        """One view a table over the records of all sources, and a table of the sources; `origin` numbers them."""
        loads = sorted({source.load for source in self.sources}, reverse=True)
        for table in RECORD_TABLES:
            self.connection.execute(query(f"duckdb/schema_{table}.sql"))
            files = [source.folder / f"{table}.parquet" for source in self.sources]
            union = ""
            if any(file.is_file() for file in files):
                rows = self.connection.read_parquet(
                    [literal_path(file) for file in files if file.is_file()],
                    union_by_name=True,
                    filename=True,
                    file_row_number=True,
                )
                rows.create_view(f"{table}_file")
                # Worked out once a run of rows: a join by the name of the file would carry that text with every row.
                paths = {"paths": [str(file) for file in files]}
                self.connection.execute(f"SET VARIABLE {table}_paths = $paths", paths)
                origin = f"(list_position(getvariable('{table}_paths'), filename) - 1)::INTEGER AS origin"
                union = f" UNION ALL BY NAME SELECT * EXCLUDE (filename), {origin} FROM {table}_file"  # noqa: S608 - one of our own names
            self.connection.execute(f"CREATE VIEW {table}_row AS SELECT * FROM {table}_blank{union}")  # noqa: S608
        self._register(
            "source_file",
            {
                "origin": np.arange(len(self.sources), dtype=np.int32),
                "source": _text_array([source.name for source in self.sources]),
                "later": np.array([loads.index(source.load) for source in self.sources], dtype=np.int64),
            },
        )
        currencies = sorted(self.fx)
        self._register(
            "rate",
            {
                "currency": _text_array(currencies),
                "cny": np.array([self.fx[c] for c in currencies], dtype=np.float64),
            },
        )

    def _register(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Copy arrays into a table of the engine; text columns of no rows keep their type."""
        self.connection.register("handed_in", dict(columns))
        casts = ", ".join(f"{c}::VARCHAR AS {c}" if a.dtype == object else c for c, a in columns.items())
        self.connection.execute(f"CREATE TABLE {name} AS SELECT {casts} FROM handed_in")  # noqa: S608 - our own names
        self.connection.unregister("handed_in")

    def _tell_identifiers(self, check_lei: Callable[[str], object]) -> None:
        self._progress("identifier", 0, None)
        self.connection.execute(query("duckdb/uscc_stands.sql"))
        rows = self.connection.execute(query("duckdb/identifier_like.sql")).fetchall()
        tidied = [(text, code) for (text,) in rows if len(code := tidy_id(text)) in (18, 20)]
        self._register(
            "tidied_text",
            {
                **{name: _text_array([row[place] for row in tidied]) for place, name in enumerate(("text", "code"))},
                "is_lei": np.array([len(code) == 20 and bool(check_lei(code)) for _, code in tidied], np.bool_),
            },
        )
        self.connection.execute(query("duckdb/identifier.sql"))
        self.connection.execute("DROP TABLE tidied_text")

    def _texts(self, sort: str) -> list[str]:
        # A table name from our own four words.
        return list(self.fetch(f"SELECT text FROM {sort}_text ORDER BY code")["text"].tolist())  # noqa: S608


def _coded(names: Sequence[str], forms: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Distinct forms in code-point order, and the form of each name and of -1; the names are distinct and ordered."""
    # Most names are their own form, so that these are in order already: only the others are sorted in between.
    own = np.fromiter(map(operator.is_, names, forms), np.bool_, len(names))
    kept = list(compress(names, own))
    others = np.flatnonzero(~own)
    made = sorted({forms[number] for number in others.tolist()})
    place = np.array([bisect_left(kept, form) for form in made], dtype=np.int64)
    new = np.array(
        [at == len(kept) or kept[at] != form for at, form in zip(place.tolist(), made, strict=True)], dtype=np.bool_
    )
    kept_code = np.arange(len(kept)) + np.searchsorted(place[new], np.arange(len(kept)), "right")
    made_code = place + np.cumsum(new) - 1
    made_code[~new] = kept_code[place[~new]]
    code = dict(zip(made, made_code.tolist(), strict=True))
    codes = np.full(len(names) + 1, -1, dtype=np.int64)
    codes[:-1][own] = kept_code
    codes[others] = [code[forms[number]] for number in others.tolist()]
    return sorted([*kept, *compress(made, new)]), codes


def _text_array(texts: Sequence[str]) -> NDArray[np.object_]:
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array
