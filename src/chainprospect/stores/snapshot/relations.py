"""The relations as runs of rows in the ties file: what stands for each, and what its rows say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from chainprospect.stores.tables import Tables

Values = TypeVar("Values", bound=NDArray[Any])


@dataclass(frozen=True, slots=True)
class Relations:
    """
    All relations by number, over a file of `rows` rows.

    `starts` is the first row of each, `row` the one that represents it, `counts` how many rows it rests on.
    """

    rows: int
    starts: NDArray[np.int64]
    row: NDArray[np.int64]
    counts: NDArray[np.int64]
    source: NDArray[np.integer[Any]]
    target: NDArray[np.integer[Any]]
    kind: NDArray[np.uint8]

    @property
    def stands(self) -> NDArray[np.bool_]:
        """Whether each row of the file represents its relation."""
        marks = np.zeros(self.rows, np.bool_)
        marks[self.row] = True
        return marks

    def stated(self, values: Values) -> Values:
        """What the representative of each relation states, of a column by row."""
        return values if len(self.row) == self.rows else values[self.row]  # type: ignore[return-value]

    def largest(self, values: Values) -> Values:
        """The largest value of each relation, of a column by row; NaN is unknown."""
        if len(self.starts) == self.rows:
            return values
        largest = np.fmax if values.dtype.kind == "f" else np.maximum
        return largest.reduceat(values, self.starts)  # type: ignore[return-value]


def read_relations(tables: Tables) -> Relations:
    """The relations of the resolved tables."""
    runs = tables.runs()
    counts = np.diff(runs.starts, append=runs.rows)
    row = runs.starts.copy() if len(runs.starts) < runs.rows else runs.starts
    # Runs follow each other, so that the places of their representatives do.
    row[counts > 1] = tables.fetch("SELECT position FROM several WHERE place = 1 ORDER BY position")["position"]
    return Relations(runs.rows, runs.starts, row, counts, runs.source, runs.target, runs.kind)
