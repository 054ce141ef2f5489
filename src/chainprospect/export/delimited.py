"""The table as comma-separated text and as a DataFrame."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from chainprospect.export.plain import defused
from chainprospect.export.table import COLUMNS, flat, rows
from chainprospect.model.prospect import Prospects

if TYPE_CHECKING:
    import pandas as pd

_TYPES: Final[Mapping[str, str]] = {
    "rank": "int64",
    "tier": "Int64",
    "inferred": "boolean",
    "listed": "boolean",
    "is_client": "boolean",
    **dict.fromkeys(("score", "centrality", "fit", "coverage", "employees", "revenue"), "float64"),
}


def to_csv(result: Prospects) -> str:
    """
    Comma-separated text with a header line, leads first, then lookalikes.

    A text cell that a spreadsheet might run gets an apostrophe before it; control characters are taken out. Numbers
    are written as they are, unknown is empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(result):
        cells = flat(row)
        writer.writerow([cell_text(cells[column]) for column in COLUMNS])
    return text.getvalue()


def cell_text(value: Any) -> Any:
    """A cell as it is written: no text that a spreadsheet runs, unknown empty."""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def to_frame(result: Prospects) -> pd.DataFrame:
    """
    The same rows and columns as a DataFrame, text as it is.

    The types never depend on the data: text is `string`, `tier` a nullable integer, `inferred`, `listed` and
    `is_client` are nullable booleans. Lists are joined as in the CSV.
    """
    import pandas as pd

    frame = pd.DataFrame([flat(row) for row in rows(result)], columns=list(COLUMNS))
    return frame.astype({column: _dtype(column) for column in COLUMNS})


def _dtype(column: str) -> str:
    if column in _TYPES:
        return _TYPES[column]
    return "float64" if column.startswith("points_") else "string"
