"""
Companies of one industry division and one province: written as a grid of cells, read one cell at a time.

Rows of the grid are divisions, columns provinces, the first of each being the unknown; a cell's members are ascending,
and a cell without a division or a province has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import Coded, Peers
from chainprospect.model.industry import division_of
from chainprospect.stores.regions import provinces_of
from chainprospect.stores.snapshot.layout import Arrays, ArrayWriter, RowWriter, small, starts


def write_peers(industry: Coded, region: Coded, writer: ArrayWriter, rows: RowWriter) -> None:
    """
    Write the cell of every company and the members of every cell.

    Parameters
    ----------
    industry, region
        Industry codes and regions of all companies, in their order.
    writer, rows
        Of the snapshot and of the companies.
    """
    divisions, row = _ranked([division_of(label) for label in industry.labels], industry.codes)
    provinces, column = _ranked(provinces_of(region.labels), region.codes)
    width = len(provinces) + 1
    cell = (row * width + column).astype(np.int32)
    members = np.flatnonzero((row > 0) & (column > 0))
    cells = cell[members]
    rows.column("cell", cell)
    writer.array("features/peers.starts", starts(cells, (len(divisions) + 1) * width))
    writer.array("features/peers.company", small(members[np.argsort(cells, kind="stable")]))
    writer.texts("texts/peers.division", divisions)
    writer.texts("texts/peers.province", provinces)


def _ranked(texts: Sequence[str | None], codes: NDArray[np.int32]) -> tuple[list[str], NDArray[np.int64]]:
    """Distinct texts of the labels, and for each code the place of its text from 1, 0 where it is unknown."""
    distinct = sorted({text for text in texts if text is not None})
    place = {text: number for number, text in enumerate(distinct, 1)}
    # The last one is that of the code -1.
    places = np.array([*(0 if text is None else place[text] for text in texts), 0], np.int64)
    return distinct, places[codes]


def peers(arrays: Arrays, number: int, limit: int) -> Peers:
    """Peers of one company; costs what is asked for."""
    divisions, provinces = arrays.texts("texts/peers.division"), arrays.texts("texts/peers.province")
    cell = int(arrays["rows/company"]["cell"][number])
    row, column = divmod(cell, len(provinces) + 1)
    bounds = arrays["features/peers.starts"]
    start, end = int(bounds[cell]), int(bounds[cell + 1])
    # One more than is asked for: the company may stand among them.
    first = np.arange(start, min(end, start + max(0, limit) + 1), dtype=np.int64)
    found = arrays["features/peers.company"][first].astype(np.int64)
    return Peers(
        division=divisions[row - 1] if row else None,
        province=provinces[column - 1] if column else None,
        numbers=found[found != number][: max(0, limit)],
        total=max(0, end - start - 1),
    )
