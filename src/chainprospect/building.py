"""Building: the parts of a load, each under its own name; `prospecting.build` puts them in order."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np

from chainprospect.errors import InputError
from chainprospect.expand.likeness import likeness_scale, scale_samples
from chainprospect.model.identity import Decisions, Identity, ReviewPair
from chainprospect.model.ports import Progress, Store, silent
from chainprospect.model.relation import Side
from chainprospect.resources import query, rows_of

if TYPE_CHECKING:
    import pandas

    from chainprospect.load import LoadRequest
    from chainprospect.load.report import Reject, SourceReport
    from chainprospect.settings import Settings
    from chainprospect.stores.memory import MemoryStore
    from chainprospect.stores.snapshot.manifest import Manifest, SourceEntry
    from chainprospect.stores.tables import SourceRecords, Tables

REJECT_COLUMNS = ("file", "row", "column", "value", "reason")
REVIEW_COLUMNS = ("left", "left_name", "right", "right_name", "reason")
# Companies whose partners are asked for at once: bounds the memory.
_COUNTED_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class LoadReport:
    """
    What a load did.

    `unchanged` says that exactly this content was in use already. `companies`, `relations`, `clients` count the whole
    snapshot; `read`, `accepted`, `rejected`, `left_out` the rows of this load; `merged` company rows that joined a
    company already there; `named_only` companies that relations name and no company row describes. `rejects_path` is
    None when nothing was rejected or nothing was written; `core_client` is a client to start from.
    """

    snapshot: str | None
    unchanged: bool
    sources: tuple[SourceReport, ...]
    companies: int
    relations: int
    clients: int
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    left_out: int = 0
    merged: int = 0
    named_only: int = 0
    review_pairs: int = 0
    rejects: tuple[Reject, ...] = ()
    rejects_path: Path | None = None
    core_client: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Which sources the next snapshot is made of.

    `kept` stay as they are in the snapshot in use, `fresh` are read now; each request has its entry.
    """

    kept: tuple[SourceEntry, ...]
    fresh: tuple[tuple[LoadRequest, SourceEntry], ...]

    @property
    def entries(self) -> tuple[SourceEntry, ...]:
        """All sources, by name."""
        found = [*self.kept, *(entry for _, entry in self.fresh)]
        return tuple(sorted(found, key=lambda entry: entry.name))


def plan(requests: Sequence[LoadRequest], base: Manifest | None, *, fresh: bool) -> Plan:
    """
    Decide what is read and what stays: a source whose files and reading rules are the same is kept as it is.

    Raises
    ------
    InputError
        Two files would be one source, or a file cannot be read.
    """
    from chainprospect.load import digest
    from chainprospect.stores.snapshot.manifest import SourceEntry

    names = [request.source for request in requests]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"two files would be the source {name!r}; load them one by one, each with its own --source NAME.",
                path=name,
            )
    before = {entry.name: entry for entry in base.sources} if base else {}
    load = 1 + max((entry.load for entry in before.values()), default=0)
    kept = {} if fresh else {name: entry for name, entry in before.items() if name not in names}
    read = []
    for request in requests:
        entry = SourceEntry(
            name=request.source,
            slug=slug_of(request.source),
            digest=digest(request),
            load=load,
            files=tuple(file.name for file in request.files),
        )
        old = before.get(request.source)
        if old is not None and old.digest == entry.digest:
            kept[old.name] = old
        else:
            read.append((request, entry))
    return Plan(tuple(kept.values()), tuple(read))


def slug_of(source: str) -> str:
    """Folder name of a source: safe on every disk, whatever the source is called."""
    return blake2b(source.encode(), digest_size=8).hexdigest()


def resolve(tables: Tables, decisions: Decisions, progress: Progress) -> Identity:
    """Who is who among all records."""
    from chainprospect.model.ids import check_lei
    from chainprospect.resolve.forms import merge_forms
    from chainprospect.resolve.identify import identify
    from chainprospect.resolve.names import read_places

    mentions = tables.mentions(partial(merge_forms, threads=tables.threads), check_lei)
    progress("resolve", 0, None)
    places = read_places((row["province"], row["place"]) for row in rows_of("regions_cn"))
    return identify(mentions, decisions, places, threads=tables.threads)


@dataclass(frozen=True, slots=True)
class Found:
    """What the report needs to know of who is who: how many companies there are, and pairs that may be one."""

    companies: int
    pairs: tuple[ReviewPair, ...]


def found_of(identity: Identity) -> Found:
    """The part of an identity that outlives the merging of the tables."""
    return Found(len(identity.ids), identity.pairs)


def scales(store: Store, ids: Sequence[str], threads: int) -> tuple[float, float]:
    """The constants of chain likeness for suppliers and buyers, measured on the data itself."""
    from concurrent.futures import ThreadPoolExecutor

    numbers = np.arange(len(ids), dtype=np.int64)
    parts = [store.walk_facts(some) for some in np.split(numbers, range(_COUNTED_AT_ONCE, len(ids), _COUNTED_AT_ONCE))]
    suppliers, buyers = (np.concatenate([getattr(part, name) for part in parts]) for name in ("suppliers", "buyers"))
    samples = scale_samples(ids, suppliers, buyers)
    with ThreadPoolExecutor(threads) as pool:
        supplier, buyer = (
            likeness_scale(store, sample, side, pool.map)
            for sample, side in zip(samples, (Side.UPSTREAM, Side.DOWNSTREAM), strict=True)
        )
    return supplier, buyer


def records_of(entries: Iterable[SourceEntry], folder: Path) -> list[SourceRecords]:
    """Records of the sources below a snapshot's folder."""
    from chainprospect.stores.tables import SourceRecords

    return [SourceRecords(entry.name, folder / "records" / entry.slug, entry.load) for entry in entries]


def with_rows(entry: SourceEntry, report: SourceReport) -> SourceEntry:
    """The entry with what was accepted of each table."""
    rows: dict[str, int] = {}
    for table in report.tables:
        rows[table.table] = rows.get(table.table, 0) + table.accepted
    return replace(entry, rows=rows)


def loops_of(tables: Tables) -> tuple[Reject, ...]:
    """Relations of a company with itself, which show only when names have become companies."""
    from chainprospect.load.report import reject

    return tuple(
        reject((file, row, column), value, "unknown_kind" if column == "kind" else "self_relation", "")
        for file, row, column, value, _ in tables.self_loops()
    )


def read_now(loops: Iterable[Reject], reports: Iterable[SourceReport]) -> tuple[Reject, ...]:
    """Those of the loops that stand in files read by this load."""
    tables = [table for report in reports for table in report.tables]
    files = {table.file if table.sheet is None else f"{table.file}[{table.sheet}]" for table in tables}
    return tuple(loop for loop in loops if loop.file in files)


def write_rejects(folder: Path, entries: Iterable[SourceEntry], loops: Iterable[Reject], lang: str) -> int:
    """
    Write `rejects.csv` of a snapshot: what every source rejected, then relations of a company with itself.

    Returns
    -------
    written
        Rows written.
    """
    from chainprospect.load.report import word_reject

    written = 0
    with (folder / "rejects.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REJECT_COLUMNS)
        for entry in entries:
            own = folder / "records" / entry.slug / "rejects.csv"
            if own.is_file():
                with own.open(encoding="utf-8-sig", newline="") as rows:
                    for row in list(csv.reader(rows))[1:]:
                        writer.writerow(row)
                        written += 1
        for loop in loops:
            cells = (loop.file, loop.row, loop.column, loop.value, word_reject(loop, lang))
            writer.writerow([_harmless(cell) for cell in cells])
            written += 1
    return written


def write_review(folder: Path, pairs: Sequence[ReviewPair]) -> None:
    """Write `review.csv` of a snapshot: companies that may be one."""
    with (folder / "review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REVIEW_COLUMNS)
        writer.writerows([_harmless(getattr(pair, column)) for column in REVIEW_COLUMNS] for pair in pairs)


def read_review(folder: Path) -> tuple[ReviewPair, ...]:
    """Pairs of `review.csv`, none when the snapshot has no such file."""
    path = folder / "review.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            ReviewPair(**{column: _as_was(row[column]) for column in REVIEW_COLUMNS}) for row in csv.DictReader(file)
        )


_RUNS = ("=", "+", "-", "@", "\t", "\r")


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run, with a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell


def _as_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def refuse_rejects(reports: Sequence[SourceReport], loops: Sequence[Reject] = (), *, strict: bool) -> None:
    """
    Under `strict`, stop at the first rejected row.

    Raises
    ------
    InputError
        A row was rejected: the first is named, and how many there are.
    """
    rejected = sum(report.rejected for report in reports) + len(loops)
    if strict and rejected:
        first = next((reject for report in reports for reject in report.rejects), None) or loops[0]
        raise InputError(
            f"{first.reason} Rows rejected in all: {rejected}. Under --strict, and from frames, none may be: "
            "nothing was changed.",
            path=first.file,
            row=first.row,
            column=first.column or None,
        )


def what_tables_say(tables: Tables, found: Found) -> dict[str, Any]:
    """Parts of the report that the resolved tables know."""
    rows, described = tables.connection.execute(query("duckdb/merged_rows.sql")).fetchall()[0]
    core = tables.connection.execute(query("duckdb/core_client.sql")).fetchall()
    return {
        "merged": int(rows - described),
        "named_only": found.companies - int(described),
        "review_pairs": len(found.pairs),
        "core_client": core[0][0] if core else None,
    }


def report_of(
    reports: Sequence[SourceReport], counts: Mapping[str, int], loops: Sequence[Reject] = (), **more: Any
) -> LoadReport:
    """The report of a load from what its sources and tables say; `loops` were accepted before they showed as such."""
    tables = [table for report in reports for table in report.tables]
    return LoadReport(
        sources=tuple(reports),
        companies=counts["companies"],
        relations=counts["relations"],
        clients=counts["clients"],
        read=sum(table.read for table in tables),
        accepted=sum(table.accepted for table in tables) - len(loops),
        rejected=sum(table.rejected for table in tables) + len(loops),
        left_out=sum(sum(table.left_out.values()) for table in tables),
        rejects=(*(reject for report in reports for reject in report.rejects), *loops),
        **more,
    )


class LoadOptions(TypedDict, total=False):
    """
    How files are to be read; the words are those of the command line.

    `table`: what they are when their columns do not tell. `source`: one name for all files. `mapping`: a TOML file.
    `anchor`, `kind`, `grade`: what a list of names says.
    """

    table: str | None
    source: str | None
    mapping: str | Path | None
    anchor: str | None
    kind: str
    grade: str | None


def requests_for(files: Sequence[Path], **options: Unpack[LoadOptions]) -> tuple[LoadRequest, ...]:
    """
    Requests for files: each its own source by its name, or all one source when it is named.

    Raises
    ------
    InputError
        The mapping file cannot be read.
    """
    from chainprospect.load import LoadRequest, read_mapping

    source, mapping = options.get("source"), options.get("mapping")
    rules = read_mapping(Path(mapping)) if mapping is not None else None
    groups = [tuple(files)] if source is not None else [(file,) for file in files]
    return tuple(
        LoadRequest(
            files=group,
            source=source or group[0].name,
            table=options.get("table"),
            mapping=rules,
            anchor=options.get("anchor"),
            kind=options.get("kind", "supplies"),
            grade=options.get("grade"),
        )
        for group in groups
    )


def memory_store(frames: Mapping[str, pandas.DataFrame], settings: Settings) -> MemoryStore:
    """
    Tables from DataFrames, read and resolved as files are, as a store in memory.

    Raises
    ------
    InputError
        A row is rejected; the first is named.
    """
    from chainprospect.load.records import Workroom, read_frames
    from chainprospect.stores.memory import MemoryStore
    from chainprospect.stores.tables import SourceRecords, Tables

    rules = settings.load
    with tempfile.TemporaryDirectory(prefix="chainprospect-") as folder:
        temp = Path(folder)
        room = Workroom(rules.memory_limit, rules.threads, temp)
        report = read_frames(frames, temp / "records", source="frames", room=room)
        refuse_rejects([report], strict=True)
        with Tables(
            [SourceRecords("frames", temp / "records", 1)],
            fx=settings.fx,
            memory_limit=rules.memory_limit,
            threads=rules.threads,
            temp=temp,
        ) as tables:
            identity = resolve(tables, Decisions(), silent)
            tables.assign(identity)
            refuse_rejects([report], loops_of(tables), strict=True)
            store = MemoryStore.of(tables)
    supplier, buyer = scales(store, identity.ids, rules.threads)
    return store.with_scales(supplier=supplier, buyer=buyer)
