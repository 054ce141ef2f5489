"""The manifest: what one snapshot holds, from which sources, and the checksums of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainprospect.errors import StoreStale, StoreUnavailable

if TYPE_CHECKING:
    from chainprospect.model.identity import Decisions

# Raised whenever a reader of the version before could not read what is written now.
SCHEMA_VERSION = 7
MANIFEST = "manifest.json"
DEFAULT_SCALE = 0.2
# Files whose checksums are made side by side: one takes a core, and a disk gives more to several.
_READ_AT_ONCE = 2

_MEND = "go back to another one (chainprospect snapshots) or load your files again with --fresh."


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """
    A source as the manifest lists it.

    `slug` is its folder below `records`, `digest` says what its files and reading rules were, `load` numbers the load
    command that read it, `rows` counts accepted rows per table, `files` names what was read.
    """

    name: str
    slug: str
    digest: str
    load: int
    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What a snapshot holds.

    `content` is the digest of all that went in; `counts` are rows of companies, relations, evidence, events,
    financials, clients; `arrays` maps an array's name to (type, length), where the type of rows names their fields;
    `checksums` maps a file to (bytes, BLAKE2b-128 hex).
    """

    snapshot: str
    content: str
    sources: tuple[SourceEntry, ...]
    counts: Mapping[str, int]
    newest_day: int | None
    fx: Mapping[str, float]
    supplier_scale: float = DEFAULT_SCALE
    buyer_scale: float = DEFAULT_SCALE
    arrays: Mapping[str, tuple[str | tuple[tuple[str, str], ...], int]] = field(default_factory=dict)
    checksums: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    schema: int = SCHEMA_VERSION

    def source(self, name: str) -> SourceEntry | None:
        """The source of that name, or None."""
        return next((entry for entry in self.sources if entry.name == name), None)


def content_digest(
    sources: Sequence[SourceEntry],
    *,
    fx: Mapping[str, float],
    decisions: Decisions | None = None,
) -> str:
    """
    Digest of all that decides a snapshot's answers: sources in load order, rates, decisions, schema version.

    No clock and no path stands in it: the same content has the same digest everywhere.
    """
    import hashlib

    loads = sorted({entry.load for entry in sources})
    content = {
        "schema": SCHEMA_VERSION,
        "sources": sorted([entry.name, entry.digest, loads.index(entry.load)] for entry in sources),
        "fx": {currency: float(rate) for currency, rate in {"CNY": 1.0, **fx}.items()},
        "accepted": sorted(list(pair) for pair in decisions.accepted) if decisions else [],
        "rejected": sorted(list(pair) for pair in decisions.rejected) if decisions else [],
    }
    return hashlib.blake2b(canonical(content).encode(), digest_size=16).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and a final newline: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest.json` into the folder of a snapshot that is being built."""
    (folder / MANIFEST).write_text(canonical(asdict(manifest)), encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> Manifest:
    """
    Read the manifest of a snapshot.

    Raises
    ------
    StoreStale
        Another version of chainprospect wrote it.
    StoreUnavailable
        It is missing or damaged.
    """
    path = folder / MANIFEST
    try:
        raw = json.loads(path.read_text("utf-8"))
        schema = raw["schema"]
    except FileNotFoundError as error:
        raise StoreUnavailable(f"this file of the snapshot is missing; {_MEND}", store=path) from error
    except OSError as error:
        raise StoreUnavailable(f"cannot be read: {error.strerror}; check the folder's rights.", store=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    if schema != SCHEMA_VERSION:
        raise StoreStale(
            f"this snapshot has format {schema}, this version reads format {SCHEMA_VERSION}; "
            "load your files again with --fresh.",
            store=folder,
        )
    try:
        return _manifest(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(path) from error


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    return Manifest(
        snapshot=str(raw["snapshot"]),
        content=str(raw["content"]),
        sources=tuple(
            SourceEntry(
                name=entry["name"],
                slug=entry["slug"],
                digest=entry["digest"],
                load=int(entry["load"]),
                rows=dict(entry["rows"]),
                files=tuple(entry["files"]),
            )
            for entry in raw["sources"]
        ),
        counts={name: int(count) for name, count in raw["counts"].items()},
        newest_day=None if raw["newest_day"] is None else int(raw["newest_day"]),
        fx={currency: float(rate) for currency, rate in raw["fx"].items()},
        supplier_scale=float(raw["supplier_scale"]),
        buyer_scale=float(raw["buyer_scale"]),
        arrays={
            name: (kind if isinstance(kind, str) else tuple((str(n), str(t)) for n, t in kind), int(length))
            for name, (kind, length) in raw["arrays"].items()
        },
        checksums={name: (int(size), str(digest)) for name, (size, digest) in raw["checksums"].items()},
        schema=int(raw["schema"]),
    )


def damaged(path: Path) -> StoreUnavailable:
    """The error for a file of a snapshot that does not hold what it should."""
    return StoreUnavailable(f"this file of the snapshot is damaged; {_MEND}", store=path)


def checksums_of(folder: Path, known: Mapping[str, tuple[int, str]] | None = None) -> dict[str, tuple[int, str]]:
    """
    Size and BLAKE2b-128 of every file below a snapshot's folder but the manifest, by relative path.

    Parameters
    ----------
    folder
        The snapshot.
    known
        Checksums of files that were linked unchanged; they are taken over when the size is the same.
    """
    from concurrent.futures import ThreadPoolExecutor

    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files.pop(MANIFEST, None)
    sizes = {name: path.stat().st_size for name, path in files.items()}
    found = {name: said for name, said in (known or {}).items() if sizes.get(name) == said[0]}
    # The largest first: then no core waits for the other at the end.
    read = sorted(files.keys() - found.keys(), key=lambda name: (-sizes[name], name))
    with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
        for name, digest in zip(read, pool.map(_digest, map(files.__getitem__, read)), strict=True):
            found[name] = (sizes[name], digest)
    return dict(sorted(found.items()))


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def damaged_files(folder: Path) -> tuple[Path, ...]:
    """Files of a snapshot that are missing or differ from their checksum; reads every byte."""
    manifest = read_manifest(folder)
    found = checksums_of(folder)
    return tuple(folder / name for name in sorted(manifest.checksums) if found.get(name) != manifest.checksums[name])
