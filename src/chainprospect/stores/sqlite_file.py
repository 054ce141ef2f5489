"""Addresses of SQLite files that are only read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def read_only_address(path: Path, *, immutable: bool = False) -> str:
    """
    Address under which SQLite opens a file without ever writing beside it.

    `immutable` promises that nobody changes the file meanwhile: it works in folders that cannot be written.
    """
    whole = path.resolve().as_posix()
    address = "file://" + quote(whole if whole.startswith("/") else f"/{whole}") + "?mode=ro"
    return f"{address}&immutable=1" if immutable else address
