"""The answer as files and frames: xlsx, csv, json, json lines, GraphML, pandas, networkx."""

from __future__ import annotations

from chainprospect.export.delimited import to_csv, to_frame
from chainprospect.export.document import document, to_json, to_json_lines
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
