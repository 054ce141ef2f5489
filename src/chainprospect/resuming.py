"""Resuming: the folder of a long run, in which nothing is ever half written and nothing is done twice."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import InputError, OutputError, StoreUnavailable
from chainprospect.export.placing import DRAFT, advice, place
from chainprospect.stores.lock import WriterLock

LISTS: Final = "lists"
# What a run keeps for itself: the terms it was asked under, a part for each list, a lock.
OWN: Final = ".chainprospect"
TERMS: Final = "terms.json"
PARTS: Final = "parts"
LOCK: Final = "lock"
# Names that stand for themselves on every disk: no letters that differ in case alone, none that a system reserves.
_PLAIN: Final = re.compile(r"[0-9A-Z][0-9A-Z_-]{0,59}")
_MADE: Final = re.compile(r"X[0-9a-f]{12}")
_RESERVED: Final = re.compile(r"CON|PRN|AUX|NUL|(?:COM|LPT)[0-9]")
_STRANGE: Final = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff-]+")
_READABLE: Final = 24
_CHANGES_SHOWN: Final = 5


def file_stem(ident: str) -> str:
    """
    The name of an anchor's file without its suffix: two ids never share one, whatever they hold and whatever the disk.

    A plain id is its own name. Any other keeps what is readable of it, and its digest after a `~`.
    """
    made = _MADE.fullmatch(ident)
    plain = _PLAIN.fullmatch(ident) and not _RESERVED.fullmatch(ident) and not _MADE.fullmatch(_as_made(ident))
    if made or plain:
        return ident
    readable = _STRANGE.sub("_", ident)[:_READABLE]
    return f"{readable}~{blake2b(ident.encode('utf-8', 'surrogatepass'), digest_size=10).hexdigest()}"


def _as_made(ident: str) -> str:
    """An id as a disk without cases might take it for one that was made from a name."""
    return ident[:1] + ident[1:].lower()


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run: lists for people, and beside them what the run needs to go on later."""

    path: Path

    def list_of(self, ident: str, suffix: str) -> Path:
        """The list of an anchor."""
        return self.path / self.file_of(ident, suffix)

    @staticmethod
    def file_of(ident: str, suffix: str) -> str:
        """The list of an anchor as it is named in other files: below the folder, with `/`."""
        return f"{LISTS}/{file_stem(ident)}{suffix}"

    def part_of(self, ident: str) -> Path:
        """What the list of an anchor gives to the merged one."""
        return self.path / OWN / PARTS / f"{file_stem(ident)}.npy"

    @contextmanager
    def held(self, terms: Mapping[str, Any], *, fresh: bool) -> Iterator[None]:
        """
        Hold the folder for a run under `terms`: made if it is missing, gone on with if the terms are the same.

        With `fresh` the lists of an earlier run are removed first.

        Raises
        ------
        InputError
            The folder holds something else, or lists made under other terms.
        OutputError
            It cannot be written, or another run holds it.
        """
        try:
            self._make()
        except OSError as error:
            raise OutputError(advice(error, self.path), path=self.path) from error
        with _locked(self.path):
            try:
                if fresh:
                    self._clear()
                self._sweep()
            except OSError as error:
                raise OutputError(advice(error, self.path), path=self.path) from error
            self._agree(terms)
            yield

    def _make(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise OutputError("is a file; name a folder for the lists.", path=self.path)
        own = self.path / OWN
        if self.path.is_dir() and not own.is_dir() and any(self.path.iterdir()):
            raise InputError(
                "this folder holds other files than the lists of an earlier run; name a new or an empty folder.",
                path=self.path,
            )
        for folder in (self.path / LISTS, own / PARTS):
            folder.mkdir(parents=True, exist_ok=True)

    def _clear(self) -> None:
        """Remove what an earlier run made; what else lies in the folder stays."""
        stems = {part.stem for part in (self.path / OWN / PARTS).glob("*.npy")}
        for path in (self.path / LISTS).iterdir():
            if path.stem in stems:
                path.unlink()
        shutil.rmtree(self.path / OWN / PARTS)
        (self.path / OWN / PARTS).mkdir()
        (self.path / OWN / TERMS).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove the drafts of a run that was killed."""
        for folder in (self.path, self.path / LISTS, self.path / OWN, self.path / OWN / PARTS):
            for draft in folder.glob(DRAFT):
                draft.unlink(missing_ok=True)

    def _agree(self, terms: Mapping[str, Any]) -> None:
        """Remember the terms of a first run; refuse to go on under others."""
        file = self.path / OWN / TERMS
        wanted = json.loads(json.dumps(terms))
        try:
            made = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            place(file, [(json.dumps(wanted, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()])
            return
        except (OSError, ValueError):
            made = {}
        changed = _changed(made, wanted)
        if changed:
            raise InputError(
                f"this folder holds lists that were made otherwise (changed: {', '.join(changed)}); repeat the command "
                "that made them, name another folder, or begin anew with --fresh.",
                path=self.path,
            )


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Dotted names of what differs, the first few."""
    old, new = dict(_leaves("", before)), dict(_leaves("", now))
    found = [name for name in sorted({*old, *new}) if old.get(name, ...) != new.get(name, ...)]
    return [*found[:_CHANGES_SHOWN], "..."] if len(found) > _CHANGES_SHOWN else found


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{name}.{key}" if name else key, inner)
    else:
        yield name, value


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = WriterLock(folder / OWN / LOCK)
    try:
        lock.__enter__()
    except StoreUnavailable as error:
        raise OutputError(
            "another run is writing these lists; wait until it is done and repeat.", path=folder
        ) from error
    except OSError as error:
        raise OutputError(advice(error, folder), path=folder) from error
    try:
        yield
    finally:
        lock.__exit__(None, None, None)
