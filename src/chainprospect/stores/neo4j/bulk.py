"""A snapshot as a folder of CSV files for `neo4j-admin database import full`: what a push writes, without a server."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import OutputError
from chainprospect.model.ports import Progress, silent
from chainprospect.stores.neo4j.content import Content, Properties, label_rows, refuse_long_ids, snapshot_row, ties_of
from chainprospect.stores.neo4j.layout import (
    COMPANY,
    COMPLETE,
    EVENT,
    FINANCIAL,
    LABELS,
    RELATION,
    SCHEMA,
    SNAPSHOT,
)
from chainprospect.stores.snapshot.read import SnapshotStore

# Separates values of a list within a cell: the sign that a snapshot itself separates them with.
_LIST: Final = "\x1f"
_HOME: Final = {"key": "string", "schema": "int", "current": "string"}
_ROWS: Final = 10_000
_MARKER: Final = "import.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """A folder that was written: the snapshot, what it holds, and the command that imports it, typed within it."""

    snapshot: str
    folder: Path
    companies: int
    relations: int
    command: str


def write_folder(store: SnapshotStore, folder: Path, *, progress: Progress = silent) -> Written:
    """
    Write a snapshot for the importer.

    `import.txt` with the command is the last file to be written: a folder without it is not whole. The importer makes
    no constraints and indexes; the first push to the database does.

    Raises
    ------
    InputError
        A company's id is too long for the database.
    OutputError
        The folder holds files already, or cannot be written.
    """
    refuse_long_ids(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError("is not empty; name a new folder.", path=folder)
        command = _write(store, folder, progress)
        (folder / _MARKER).write_text(f"{command}\n", "utf-8")
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}; name another place.", path=folder) from error
    facts = store.facts
    return Written(facts.snapshot, folder, facts.companies, facts.relations, command)


def _write(store: SnapshotStore, folder: Path, progress: Progress) -> str:
    """Write all files; returns the command."""
    snapshot = store.facts.snapshot
    counts = store.manifest.counts
    content = Content(store, ties_of(store))
    version = {**snapshot_row(store), "state": COMPLETE}
    nodes: dict[str, Path] = {}
    ties: dict[str, list[Path]] = {}

    def write(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        return path

    home = {"key": "store", "schema": SCHEMA, "current": snapshot}
    nodes["Chainprospect"] = write("chainprospect", _header(_HOME), [_cells(_HOME, home)])
    nodes["Snapshot"] = write("snapshot", _header(SNAPSHOT), [_cells(SNAPSHOT, version)])
    nodes["Labels"] = write("labels", _header(LABELS), (_cells(LABELS, row) for row in label_rows(store)))
    companies = _told(content.companies(0, _ROWS), "push_companies", counts["companies"], progress)
    nodes["Company"] = write(
        "companies", [":ID(Company)", *_header(COMPANY)], ([row["number"], *_cells(COMPANY, row)] for row in companies)
    )
    for label, name, layout, kind, batches in (
        ("Event", "events", EVENT, "HAPPENED_TO", content.events(0, _ROWS)),
        ("Financial", "financials", FINANCIAL, "REPORTS_ON", content.financials(0, _ROWS)),
    ):
        owners: list[int] = []
        rows = _told(batches, f"push_{name}", counts[name], progress)
        nodes[label] = write(name, [f":ID({label})", *_header(layout)], _owned(rows, layout, owners))
        ends = enumerate(owners)
        ties[kind] = [write(f"{name}_of", [f":START_ID({label})", ":END_ID(Company)"], ends)]
    header = [":START_ID(Company)", ":END_ID(Company)", ":TYPE", *_header(RELATION)]
    relations = _told(content.relations(0, _ROWS), "push_relations", counts["relations"], progress)
    kinds = list(RELATION.values())
    all_ties = write("relations", header, ([*row[:3], *map(_cell, kinds, row[3:])] for row in relations))
    return _command(nodes, {**ties, "": [all_ties]})


def _owned(rows: Iterable[Properties], layout: Mapping[str, str], owners: list[int]) -> Iterator[list[Any]]:
    """Rows with a number of their own; whose they are is remembered beside."""
    for number, row in enumerate(rows):
        owners.append(row["company"])
        yield [number, *_cells(layout, row)]


def _told(batches: Iterable[list[Any]], step: str, total: int, progress: Progress) -> Iterator[Any]:
    done = 0
    for batch in batches:
        progress(step, done, total)
        yield from batch
        done += len(batch)
    progress(step, done, total)


def _header(layout: Mapping[str, str]) -> list[str]:
    return [f"{name}:{kind}" for name, kind in layout.items()]


def _cells(layout: Mapping[str, str], row: Properties) -> list[Any]:
    return [_cell(kind, row.get(name)) for name, kind in layout.items()]


def _cell(kind: str, value: Any) -> Any:
    """A value as the importer reads it back: the shortest text that is the same number, lists in one cell."""
    if value is None:
        return None
    if kind.endswith("[]"):
        return _LIST.join(str(item).replace(_LIST, " ") for item in value)
    if kind == "boolean":
        return "true" if value else "false"
    return repr(value) if kind == "double" else value


def _command(nodes: Mapping[str, Path], ties: Mapping[str, Sequence[Path]]) -> str:
    """The command that imports a folder, to be typed within it."""
    words: list[str] = ["neo4j-admin", "database", "import", "full"]
    # The importer of the newest line wants to be told that a file lies in this folder.
    words += [f"--nodes={label}=./{path.name}" for label, path in nodes.items()]
    for kind, paths in ties.items():
        named = f"{kind}=" if kind else ""
        words += [f"--relationships={named}./{path.name}" for path in paths]
    words += ["--id-type=integer", "--array-delimiter=U+001F", "--multiline-fields=true", "--ignore-empty-strings=true"]
    words += ["--trim-strings=false", "--legacy-style-quoting=false", "--overwrite-destination", "neo4j"]
    return " ".join(words)
