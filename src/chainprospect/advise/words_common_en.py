"""Words that all advice shares, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "common.listing": ", ",
        "common.unknown": "unknown",
        "common.yes": "yes",
        "common.no": "no",
        "common.fact": "{name}: {value}",
        "common.fact_source": "{name}: {value} ({source})",
        "common.opening": "{name} at the start",
        "common.days": "{n} days",
        "common.persons": "{n} persons",
        "common.times": "{n} times",
        "common.months": "{n} months",
    }
)
