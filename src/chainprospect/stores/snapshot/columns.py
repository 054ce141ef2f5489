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
    """Values of chosen rows; each method costs what is asked for, however long the column is."""

    arrays: Arrays

    def plain(self, name: str, rows: NDArray[Any]) -> list[str | None]:
        """Texts of a column that holds one a row."""
        return self.arrays.texts(f"texts/{name}").at(rows)

    def said(self, name: str, rows: NDArray[Any]) -> list[str | None]:
        """Texts of a coded column; each distinct one is read once."""
        codes = self.arrays[f"texts/{name}.codes"][rows]
        kinds, place = np.unique(codes, return_inverse=True)
        known = kinds >= 0
        texts: list[str | None] = [None] * int(np.count_nonzero(~known))
        texts += self.arrays.texts(f"texts/{name}.labels").at(kinds[known])
        return [texts[i] for i in place.tolist()]

    def words(self, name: str, rows: NDArray[Any]) -> list[bool | None]:
        """Yes, no or unknown."""
        return [_WORD[word] for word in self.arrays[f"features/{name}"][rows].tolist()]

    def floats(self, name: str, rows: NDArray[Any]) -> list[float | None]:
        """Numbers, None where unknown."""
        return stated(self.arrays[f"features/{name}"][rows])

    def days(self, name: str, rows: NDArray[Any]) -> list[str | None]:
        """Dates as ISO text."""
        return iso(self.arrays[f"features/{name}"][rows])

    def ragged(self, name: str, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the values of each row start among those asked for, and where they lie in the column."""
        bounds = self.arrays[f"features/{name}.starts"]
        begins = bounds[rows]
        counts = bounds[rows + 1] - begins
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        return starts, ranges(begins, counts)


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
