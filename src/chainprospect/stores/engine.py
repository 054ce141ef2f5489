"""DuckDB as the building engine: the connection, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from chainprospect.errors import SettingsError, StoreUnavailable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RESTING = "100MB"


def connect(*, memory_limit: str, threads: int, temp: Path) -> DuckDBPyConnection:
    """
    Open an engine that spills into `temp` and never fetches an extension.

    Raises
    ------
    SettingsError
        `memory_limit` is not a size as DuckDB spells it.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(temp),
        # Every query that is read says its own order; so the engine need not keep another.
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        return duckdb.connect(":memory:", config=config)
    except (duckdb.ParserException, duckdb.InvalidInputException) as error:
        raise SettingsError(
            f'{memory_limit!r} is not a size; write one like "2GB".', key="load.memory_limit", origin="settings"
        ) from error


def rest(engine: DuckDBPyConnection) -> None:
    """Let an engine that does nothing for a while hold little memory; what it cannot put on the disk, it keeps."""
    import duckdb

    # With many rows the lists of where they lie are more than this; the rest has gone to the disk all the same.
    with suppress(duckdb.OutOfMemoryException):
        engine.execute("SET memory_limit = $limit", {"limit": _RESTING})


@contextmanager
def translated(store: Path) -> Iterator[None]:
    """Engine errors as `StoreUnavailable` of `store`, each with what to do."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreUnavailable(
            "the memory allowed is too small for this data; raise memory_limit under [load] in the settings.",
            store=store,
        ) from error
    except duckdb.IOException as error:
        raise StoreUnavailable(
            f"the disk refused ({_first_line(error)}); free some space or check the folder, and load again.",
            store=store,
        ) from error
    except duckdb.Error as error:
        raise StoreUnavailable(
            f"the loaded records cannot be read ({_first_line(error)}); load their files again.", store=store
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def literal_path(path: Path) -> str:
    """Path as DuckDB takes it literally, although it may hold the signs of a pattern."""
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in str(path))
