"""
The workspace: snapshots, the one in use, and the building of the next.

A load builds in `snapshots/.building-…`, forces everything to the disk, renames the folder to `snapshots/<id>` and
then swaps `CURRENT`: a reader sees the old snapshot or the new, and a killed load changes nothing. The next load
clears its leavings.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import getpid
from pathlib import Path
from types import TracebackType
from typing import Self

from chainprospect.errors import OutputError, StoreError, StoreUnavailable
from chainprospect.stores.durable import (
    disk,
    is_full,
    link_or_copy,
    refusal,
    rename,
    swap_text,
    sync_file,
    sync_folder,
)
from chainprospect.stores.lock import WriterLock
from chainprospect.stores.snapshot.manifest import (
    MANIFEST,
    Manifest,
    SourceEntry,
    checksums_of,
    damaged_files,
    read_manifest,
    write_manifest,
)
from chainprospect.stores.snapshot.read import SnapshotStore

_ID = re.compile(r"s(\d{4,})-[0-9a-f]{8}")
_LEAVINGS = (".building-*", ".removed-*")


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """
    A snapshot as a list shows it.

    `made` is the time it was finished in seconds since 1970; `bytes` is what it takes on the disk, linked records
    included. `problem` is set, and the counts are 0, when it cannot be read.
    """

    id: str
    current: bool
    companies: int
    relations: int
    sources: tuple[str, ...]
    made: float
    bytes: int
    problem: str | None = None


class Workspace:
    """A folder with snapshots and the user's book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshots = folder / "snapshots"
        self._current = folder / "CURRENT"

    def current(self) -> str | None:
        """Id of the snapshot in use, or None when nothing is loaded."""
        try:
            text = self._current.read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreUnavailable(
                f"cannot be read: {error.strerror}; check its rights.", store=self._current
            ) from error
        except UnicodeDecodeError:
            text = "?"
        if not _ID.fullmatch(text):
            raise StoreUnavailable(
                "this file does not name a snapshot; choose one with: chainprospect snapshots", store=self._current
            )
        return text

    def path(self, snapshot: str | None = None) -> Path:
        """
        Folder of a snapshot, of the one in use when none is named.

        Raises
        ------
        StoreUnavailable
            Nothing is loaded, or there is no such snapshot.
        """
        wanted = snapshot or self.current()
        if wanted is None:
            if self.ids():
                raise StoreUnavailable(
                    "no snapshot is in use; choose one with: chainprospect snapshots --use ID", store=self._current
                )
            raise StoreUnavailable("nothing is loaded here yet; start with: chainprospect load FILE", store=self.folder)
        folder = self._snapshots / wanted
        if not _ID.fullmatch(wanted) or not folder.is_dir():
            there = ", ".join(self.ids()) or "none"
            raise StoreUnavailable(
                f"there is no snapshot {wanted!r}; there are: {there}. List them with: chainprospect snapshots",
                store=self.folder,
            )
        return folder

    def ids(self) -> tuple[str, ...]:
        """Ids of all snapshots, oldest first."""
        if not self._snapshots.is_dir():
            return ()
        with disk(self.folder):
            found = [path.name for path in self._snapshots.iterdir() if _ID.fullmatch(path.name)]
        return tuple(sorted(found, key=lambda name: (_number(name), name)))

    def open(self, snapshot: str | None = None) -> SnapshotStore:
        """A snapshot as a store, the one in use when none is named."""
        return SnapshotStore(self.path(snapshot))

    def manifest(self, snapshot: str | None = None) -> Manifest:
        """What a snapshot holds, the one in use when none is named."""
        return read_manifest(self.path(snapshot))

    def list(self) -> tuple[SnapshotInfo, ...]:
        """All snapshots, oldest first; those that cannot be read say why."""
        try:
            current = self.current()
        except StoreUnavailable:
            # One is chosen anew from this list.
            current = None
        return tuple(self._info(name, current=name == current) for name in self.ids())

    def same_content(self, content: str) -> bool:
        """Whether the snapshot in use was built from exactly this content."""
        try:
            return self.current() is not None and self.manifest().content == content
        except StoreError:
            return False

    def damaged(self, snapshot: str | None = None) -> tuple[Path, ...]:
        """Files of a snapshot that are missing or changed since they were written; reads every byte."""
        return damaged_files(self.path(snapshot))

    def use(self, snapshot: str) -> None:
        """Make another snapshot the one in use."""
        read_manifest(self.path(snapshot))
        with disk(self.folder), WriterLock(self.folder / ".lock"):
            swap_text(self._current, f"{snapshot}\n")

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove all snapshots but the newest `keep` and the one in use; returns the ids that are gone."""
        if keep < 0:
            raise ValueError("keep counts snapshots: 0 or more.")
        with disk(self.folder), WriterLock(self.folder / ".lock"):
            current = self.current()
            ids = self.ids()
            gone = tuple(name for name in ids[: max(len(ids) - keep, 0)] if name != current)
            for name in gone:
                away = self._snapshots / f".removed-{name}"
                rename(self._snapshots / name, away)
                shutil.rmtree(away)
        return gone

    def building(self, *, fresh: bool = False) -> Building:
        """
        Start the next snapshot; use it as a context and call `Building.finish` when all is written.

        Parameters
        ----------
        fresh
            Nothing that is loaded is needed: where it cannot be read, `Building.base` is None.

        Raises
        ------
        StoreUnavailable
            Another load is running, or the workspace cannot be written.
        """
        return Building(self, fresh=fresh)

    def _info(self, name: str, *, current: bool) -> SnapshotInfo:
        folder = self._snapshots / name
        problem = None
        companies = relations = 0
        sources: tuple[str, ...] = ()
        try:
            manifest = read_manifest(folder)
            companies, relations = manifest.counts["companies"], manifest.counts["relations"]
            sources = tuple(entry.name for entry in manifest.sources)
        except StoreError as error:
            problem = str(error)
        made = folder / MANIFEST if (folder / MANIFEST).is_file() else folder
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return SnapshotInfo(name, current, companies, relations, sources, made.stat().st_mtime, size, problem)


class Building:
    """
    The next snapshot while it is being built; leaving the context without `finish` removes it.

    `base` is the manifest of the snapshot in use, or None; `folder` is where everything is written, `temp` a folder for
    the engine's spills that is gone afterwards.
    """

    def __init__(self, workspace: Workspace, *, fresh: bool = False) -> None:
        import secrets

        self._workspace = workspace
        self._fresh = fresh
        self._snapshots = workspace.folder / "snapshots"
        self._lock = WriterLock(workspace.folder / ".lock")
        self._kept: dict[str, tuple[int, str]] = {}
        self._linked: set[str] = set()
        self.base: Manifest | None = None
        self.folder = self._snapshots / f".building-{getpid()}-{secrets.token_hex(4)}"
        self.temp = self.folder / ".temp"

    def __enter__(self) -> Self:
        with disk(self._workspace.folder):
            self._snapshots.mkdir(parents=True, exist_ok=True)
            self._lock.__enter__()
        try:
            with disk(self._workspace.folder):
                self._clear_leavings()
                self.temp.mkdir(parents=True)
            self.base = self._readable_base()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()
        told = self._told(error)
        if told is not None:
            raise told from error

    def records(self, slug: str) -> Path:
        """A new folder for the accepted records of one source."""
        with disk(self._workspace.folder):
            folder = self.folder / "records" / slug
            folder.mkdir(parents=True)
        return folder

    def keep(self, entry: SourceEntry, slug: str | None = None) -> Path:
        """
        Take over the records of a source from the snapshot in use, by hard link where the disk can.

        `slug` names their folder here when it shall be another one than before.
        """
        if self.base is None:
            raise ValueError("there is no snapshot in use to keep records from.")
        target = self.records(slug or entry.slug)
        origin = self._workspace.path(self.base.snapshot) / "records" / entry.slug
        with disk(self._workspace.folder):
            if not origin.is_dir():
                raise StoreUnavailable(
                    f"the records of source {entry.name!r} are missing; load its files again.", store=origin
                )
            for path in sorted(origin.iterdir()):
                linked = link_or_copy(path, target / path.name)
                old = f"records/{entry.slug}/{path.name}"
                new = f"records/{target.name}/{path.name}"
                if old in self.base.checksums:
                    self._kept[new] = self.base.checksums[old]
                if linked:
                    self._linked.add(new)
        return target

    def finish(
        self,
        draft: Manifest,
        *,
        sources: Sequence[SourceEntry],
        content: str,
        supplier_scale: float,
        buyer_scale: float,
    ) -> str:
        """
        Complete the snapshot and make it the one in use.

        Every store opened on `folder` must be closed by now.

        Parameters
        ----------
        draft
            What `write_snapshot` returned.
        sources
            The sources it was built from.
        content
            Their `content_digest`.
        supplier_scale, buyer_scale
            The constants of chain likeness.

        Returns
        -------
        snapshot
            Its id.
        """
        workspace = self._workspace
        with disk(workspace.folder):
            shutil.rmtree(self.temp, ignore_errors=True)
            ids = workspace.ids()
            number = 1 + max((_number(name) for name in ids), default=0)
            snapshot = f"s{number:04d}-{content[:8]}"
            manifest = replace(
                draft,
                snapshot=snapshot,
                content=content,
                sources=tuple(sorted(sources, key=lambda entry: entry.name)),
                supplier_scale=supplier_scale,
                buyer_scale=buyer_scale,
                checksums=checksums_of(self.folder, self._kept),
            )
            write_manifest(self.folder, manifest)
            self._sync()
            rename(self.folder, self._snapshots / snapshot)
            sync_folder(self._snapshots)
            swap_text(workspace.folder / "CURRENT", f"{snapshot}\n")
        return snapshot

    def _told(self, error: BaseException | None) -> StoreUnavailable | None:
        """What concerns this folder, a full disk or a file of ours, told of the workspace; others have their words."""
        home = self._workspace.folder
        if isinstance(error, OSError):
            return refusal(error, home) if is_full(error) or self._is_ours(error.filename) else None
        if not isinstance(error, OutputError | StoreUnavailable):
            return None
        place = error.path if isinstance(error, OutputError) else error.store
        if not Path(place).is_relative_to(self.folder):
            return None
        # The folder that was being built is gone: nobody could look there.
        told = refusal(error.__cause__, home) if isinstance(error.__cause__, OSError) else None
        return told or StoreUnavailable(str(error).removeprefix(f"{place}: "), store=home)

    def _is_ours(self, name: object) -> bool:
        return isinstance(name, str) and Path(name).is_relative_to(self._workspace.folder)

    def _readable_base(self) -> Manifest | None:
        try:
            return None if self._workspace.current() is None else self._workspace.manifest()
        except StoreError:
            if self._fresh:
                return None
            raise

    def _sync(self) -> None:
        folders = [self.folder]
        for path in sorted(self.folder.rglob("*")):
            if path.is_dir():
                folders.append(path)
            elif path.relative_to(self.folder).as_posix() not in self._linked:
                sync_file(path)
        for folder in reversed(folders):
            sync_folder(folder)

    def _clear_leavings(self) -> None:
        """Remove what killed loads left; none is running, since this one holds the lock."""
        for pattern in _LEAVINGS:
            for path in self._snapshots.glob(pattern):
                shutil.rmtree(path)
        for path in self._workspace.folder.glob(".CURRENT-*"):
            path.unlink()

    def _leave(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.__exit__(None, None, None)


def _number(snapshot: str) -> int:
    found = _ID.fullmatch(snapshot)
    return int(found[1]) if found else 0
