"""One source to load: its files and how they are to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import InputError

# Raised when the same bytes would be read into other records than before.
READER_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """
    Files of one source and how they are to be read.

    `table` is what `--as` names. `anchor` is the company to which a list of names is tied by `kind`; `kind` and
    `grade` hold for rows that have none of their own.
    """

    files: tuple[Path, ...]
    source: str
    table: str | None = None
    mapping: Mapping[str, Any] | None = None
    anchor: str | None = None
    kind: str = "supplies"
    grade: str | None = None


def digest(request: LoadRequest) -> str:
    """
    Fingerprint of a source: it changes when the bytes or names of its files, or the options, change.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    said = [READER_VERSION, request.table, request.mapping, request.anchor, request.kind, request.grade]
    total = blake2b(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode(), digest_size=32)
    for name, mark in sorted((path.name, _fingerprint(path)) for path in request.files):
        total.update(f"{len(name.encode(errors='replace'))}:{name}:{mark}".encode(errors="replace"))
    return total.hexdigest()


def _fingerprint(path: Path) -> str:
    mark = blake2b(digest_size=32)
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                mark.update(block)
    except FileNotFoundError as error:
        raise InputError("there is no such file; check the name.", path=path) from error
    except PermissionError as error:
        raise InputError("may not be read; check its rights, and that no other program holds it.", path=path) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); copy it again.", path=path) from error
    return mark.hexdigest()
