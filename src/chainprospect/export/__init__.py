"""The answer as files and frames: xlsx, csv, json, json lines, GraphML, pandas, networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainprospect.export.document import document, to_json, to_json_lines

if TYPE_CHECKING:
    from chainprospect.export.delimited import to_csv, to_frame
    from chainprospect.export.industries import industry_names
    from chainprospect.export.network import to_graphml, to_networkx
    from chainprospect.export.table import COLUMNS
    from chainprospect.export.workbook import to_xlsx
    from chainprospect.export.writing import SUFFIXES, write

__all__ = [
    "COLUMNS",
    "SUFFIXES",
    "document",
    "industry_names",
    "to_csv",
    "to_frame",
    "to_graphml",
    "to_json",
    "to_json_lines",
    "to_networkx",
    "to_xlsx",
    "write",
]

_HOMES = {
    **dict.fromkeys(("to_csv", "to_frame"), "delimited"),
    **dict.fromkeys(("to_graphml", "to_networkx"), "network"),
    **dict.fromkeys(("SUFFIXES", "write"), "writing"),
    "COLUMNS": "table",
    "industry_names": "industries",
    "to_xlsx": "workbook",
}


def __getattr__(name: str) -> Any:
    """A format is imported when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'chainprospect.export' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"chainprospect.export.{_HOMES[name]}"), name)
