"""Values as JSON knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any


def as_plain(value: Any) -> Any:
    """A value of ours as objects, lists, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, (frozenset, set, tuple, list)):
        items = sorted(value) if isinstance(value, (frozenset, set)) else value
        return [as_plain(item) for item in items]
    if isinstance(value, Enum):
        return value.name.lower()
    return str(value) if isinstance(value, Path) else value
