"""One thing that `doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GOOD: Final = "good"
WARNING: Final = "warning"
BROKEN: Final = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `state` is good, warning or broken; `note` says what was found and what to do."""

    check: str
    state: str
    note: str
