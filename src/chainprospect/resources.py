"""Where packaged files lie: inside a wheel, or at the top of a checkout in an editable install."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resource_folder(name: str) -> Path:
    """
    Folder `queries` or `sample_data`.

    Raises
    ------
    FileNotFoundError
        Neither the package nor a checkout around it holds the folder: the installation is damaged.
    """
    package = Path(__file__).parent
    for folder in (package / name, package.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}: the installation lacks this folder; install chainprospect again.")


@cache
def query(name: str) -> str:
    """Text of one static query, by its path below `queries` (`duckdb/companies.sql`)."""
    return (resource_folder("queries") / name).read_text("utf-8")


def reference(name: str) -> str:
    """Text of one packaged reference table, by its file name (`event_types.csv`)."""
    # Not importlib.resources: with what it imports it takes longer than reading every table.
    return (Path(__file__).parent / "reference" / name).read_text("utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of one packaged reference table, by column; `name` without its suffix (`event_types`)."""
    # Who asks for help reads no table.
    import csv

    return list(csv.DictReader(reference(f"{name}.csv").splitlines()))
