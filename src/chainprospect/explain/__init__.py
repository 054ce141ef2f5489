"""Words for what the score used, in Chinese and English; nothing is recomputed here."""

from __future__ import annotations

from chainprospect.explain.gates import word_excluded
from chainprospect.explain.reasons import word_lead
from chainprospect.explain.titles import (
    band_title,
    contribution_title,
    event_title,
    flag_title,
    gate_opener,
    gate_title,
    grade_title,
    kind_title,
    missing_title,
    role_title,
    side_title,
)

__all__ = [
    "band_title",
    "contribution_title",
    "event_title",
    "flag_title",
    "gate_opener",
    "gate_title",
    "grade_title",
    "kind_title",
    "missing_title",
    "role_title",
    "side_title",
    "word_excluded",
    "word_lead",
]
