"""Reading a graph that is not ours: chosen labels, relationship types and properties, as lines of JSON to be loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chainprospect.model.ports import Progress
from chainprospect.stores.neo4j.connection import Connection, Row

# Headers of the two ends of a relation: no property can be called so and be meant.
SOURCE: Final = "(source)"
TARGET: Final = "(target)"
# Seconds that one reading of a whole label or type may take.
_WHOLE: Final = 86_400.0
_TOLD: Final = 5_000


@dataclass(frozen=True, slots=True)
class Companies:
    """Where companies stand: what they carry (all of the labels), and the properties to read."""

    labels: tuple[str, ...]
    properties: tuple[str, ...]

    @property
    def place(self) -> str:
        """The pattern as Cypher writes it, for a person to read."""
        return f"(:{':'.join(self.labels)})"


@dataclass(frozen=True, slots=True)
class Relations:
    """
    Where relations stand: their type and what the companies at either end carry.

    `sources` and `targets` are properties that tell seller and buyer, the first known one counting; with `reverse` the
    arrow points from buyer to seller.
    """

    type: str
    source_labels: tuple[str, ...]
    target_labels: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[str, ...]
    reverse: bool = False

    @property
    def place(self) -> str:
        """The pattern as Cypher writes it, for a person to read."""
        left, right = f"(:{':'.join(self.source_labels)})", f"(:{':'.join(self.target_labels)})"
        return f"{right}-[:{self.type}]->{left}" if self.reverse else f"{left}-[:{self.type}]->{right}"


def write_companies(connection: Connection, wanted: Companies, path: Path, progress: Progress) -> int:
    """Write companies as lines of JSON, each property under its own name; returns how many."""
    values = {"labels": list(wanted.labels), "properties": list(wanted.properties)}
    taking = _taking(path, wanted.properties, lambda done: progress(f"pull {wanted.place}", done, None))
    return connection.read("foreign_companies", taking, within=_WHOLE, **values)


def write_relations(connection: Connection, wanted: Relations, path: Path, progress: Progress) -> int:
    """Write relations as lines of JSON, each property under its own name beside `SOURCE` and `TARGET`; how many."""
    left, right = wanted.source_labels, wanted.target_labels
    values = {
        "type": wanted.type,
        "from": list(right if wanted.reverse else left),
        "to": list(left if wanted.reverse else right),
        "reverse": wanted.reverse,
        "sources": list(wanted.sources),
        "targets": list(wanted.targets),
        "properties": list(wanted.properties),
    }
    names = (SOURCE, TARGET, *wanted.properties)
    taking = _taking(path, names, lambda done: progress(f"pull {wanted.place}", done, None))
    return connection.read("foreign_relations", taking, within=_WHOLE, **values)


def _taking(path: Path, names: Sequence[str], tell: Callable[[int], None]) -> Callable[[Iterator[Row]], int]:
    def take(rows: Iterator[Row]) -> int:
        written = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for (values,) in rows:
                record: Mapping[str, Any] = dict(zip(names, map(_plain, values), strict=True))
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                written += 1
                if written % _TOLD == 0:
                    tell(written)
        tell(written)
        return written

    return take


def _plain(value: Any) -> Any:
    """A value as a file would hold it, dates as ISO text; what is no text, number, date or list of them is none."""
    if isinstance(value, str | bool | int | float) or value is None:
        return value
    if isinstance(value, list):
        return [plain for item in value if (plain := _plain(item)) is not None]
    # A date, or a moment of which the day counts.
    year, month, day = (getattr(value, part, None) for part in ("year", "month", "day"))
    return f"{year:04d}-{month:02d}-{day:02d}" if year and month and day else None
