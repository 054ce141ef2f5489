"""
Everything that can go wrong, grouped by what the reader must do.

ChainprospectError
├── InputError          a file or cell that cannot be read: mend it and load again
├── SettingsError       a setting that is unknown or out of range: mend the settings file or flag
├── UnknownCompany      no such company, or several: name one of the nearest
├── OutputError         the answer could not be written: free the path and repeat
└── StoreError          the workspace cannot answer
    ├── StoreUnavailable    nothing is loaded, or the store cannot be reached or written
    ├── StoreStale          written by another version: load again
    └── UnsupportedByStore  this store cannot do that, another can
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ChainprospectError(Exception):
    """One finished sentence that says what is wrong, where, and what to do."""


class InputError(ChainprospectError):
    """
    A file, table or cell cannot be read as what it should be.

    `row` counts from 1 with the header as row 1; `column` is the header as the file spells it.
    """

    def __init__(
        self, message: str, *, path: str | Path | None = None, row: int | None = None, column: str | None = None
    ) -> None:
        self.path, self.row, self.column = path, row, column
        where = [str(path)] if path is not None else []
        where += [f"row {row}"] if row is not None else []
        where += [f"column {column}"] if column is not None else []
        super().__init__(f"{', '.join(where)}: {message}" if where else message)


class SettingsError(ChainprospectError):
    """A setting is unknown or out of range; `origin` says which file, flag or variable it came from."""

    def __init__(self, message: str, *, key: str, origin: str) -> None:
        self.key, self.origin = key, origin
        super().__init__(f"{origin}, {key}: {message}")


class UnknownCompany(ChainprospectError):
    """No company, or several, answer to `wanted`; `near` names the nearest as (id, name)."""

    def __init__(self, wanted: str, near: Sequence[tuple[str, str]] = (), *, several: bool = False) -> None:
        self.wanted, self.near, self.several = wanted, tuple(near), several
        names = "; ".join(f"{name} ({ident})" for ident, name in self.near)
        if several:
            text = f"{wanted!r} fits several companies: {names}. Name one by its full name or id."
        elif names:
            text = f"No company is called {wanted!r}. The nearest: {names}. Name one by its full name or id."
        else:
            text = f"No company is called {wanted!r}. Search with: chainprospect find TEXT"
        super().__init__(text)


class OutputError(ChainprospectError):
    """The answer could not be written to `path`."""

    def __init__(self, message: str, *, path: str | Path) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class StoreError(ChainprospectError):
    """The workspace or database `store` cannot answer."""

    def __init__(self, message: str, *, store: str | Path) -> None:
        self.store = store
        super().__init__(f"{store}: {message}")


class StoreUnavailable(StoreError):
    """Nothing is loaded, or the store cannot be reached or written."""


class StoreStale(StoreError):
    """The store was written by another version of chainprospect."""


class UnsupportedByStore(StoreError):
    """The store cannot do `operation`; `who_can` names one that can."""

    def __init__(self, *, store: str | Path, operation: str, who_can: str) -> None:
        self.operation, self.who_can = operation, who_can
        super().__init__(f"this store cannot {operation}; {who_can} can.", store=store)
