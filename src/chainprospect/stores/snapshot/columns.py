"""Columns of a snapshot as plain Python values, for the rows that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.relation import UNDATED
from chainprospect.model.runs import ranges
from chainprospect.stores.snapshot.layout import LIST_MARK, Arrays

_WORD: dict[int, bool | None] = {-1: None, 0: False, 1: True}


@dataclass(frozen=True, slots=True)
class Columns:
    """Values of chosen rows of one table; each method costs what is asked for, however long the table is."""

    arrays: Arrays
    table: str

    def column(self, name: str, rows: NDArray[Any]) -> NDArray[Any]:
        """A field as it is kept."""
        values: NDArray[Any] = self.arrays[f"rows/{self.table}"][name][rows]
        return values

    def ahead(self, rows: NDArray[Any]) -> None:
        """Have these rows brought into memory together before columns of them are read."""
        self.arrays.ahead(f"rows/{self.table}", rows)

    def plain(self, name: str, rows: NDArray[Any]) -> list[str | None]:
        """Texts of a column that holds one a row."""
        return self.arrays.row_texts(self.table, name).at(rows)

    def said(self, name: str, rows: NDArray[Any], labels: str | None = None) -> list[str | None]:
        """Texts of a coded column, whose labels may be those of another; each distinct one is read once."""
        kinds, place = np.unique(self.column(name, rows), return_inverse=True)
        known = kinds >= 0
        texts: list[str | None] = [None] * int(np.count_nonzero(~known))
        texts += self.arrays.texts(f"texts/{labels or f'{self.table}.{name}'}.labels").at(kinds[known])
        return [texts[i] for i in place.tolist()]

    def words(self, name: str, rows: NDArray[Any]) -> list[bool | None]:
        """Yes, no or unknown."""
        return [_WORD[word] for word in self.column(name, rows).tolist()]

    def floats(self, name: str, rows: NDArray[Any]) -> list[float | None]:
        """Numbers, None where unknown."""
        return stated(self.column(name, rows))

    def days(self, name: str, rows: NDArray[Any]) -> list[str | None]:
        """Dates as ISO text."""
        return iso(self.column(name, rows))

    def ragged(self, name: str, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the values of each row start among those asked for, and where they lie among all."""
        counts = self.column(f"{name}.count", rows)
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        return starts, ranges(self.column(f"{name}.start", rows), counts)


def split(texts: Sequence[str | None]) -> list[tuple[str, ...]]:
    """Lists that were joined to texts."""
    return [tuple(text.split(LIST_MARK)) if text else () for text in texts]


def stated(values: NDArray[np.float64]) -> list[float | None]:
    """Numbers, None for NaN."""
    return [None if isnan(value) else value for value in values.tolist()]


def iso(days: NDArray[np.int32]) -> list[str | None]:
    """Day numbers as ISO text; each distinct one is worded once."""
    kinds, place = np.unique(days, return_inverse=True)
    texts: list[str | None] = [
        None if day == UNDATED else text
        for day, text in zip(kinds.tolist(), kinds.astype("datetime64[D]").astype(str).tolist(), strict=True)
    ]
    return [texts[i] for i in place.tolist()]
