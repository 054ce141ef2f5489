"""Step 1: read files, tell tables and columns apart, type every cell, and reject bad rows with reasons."""

from __future__ import annotations

from chainprospect.load.mapping import read_mapping
from chainprospect.load.records import read_frames, read_source
from chainprospect.load.report import Reject, SourceReport, TableReport, word_reject
from chainprospect.load.request import LoadRequest, digest

__all__ = [
    "LoadRequest",
    "Reject",
    "SourceReport",
    "TableReport",
    "digest",
    "read_frames",
    "read_mapping",
    "read_source",
    "word_reject",
]
