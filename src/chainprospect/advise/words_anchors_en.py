"""Words of core clients, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "anchors.need_purchase": "purchase",
        "anchors.need_sales": "sales",
        "anchors.need_cash": "cash management",
        "anchors.need_financing": "financing",
        "anchors.need_wealth": "wealth",
        "anchors.risk_blacklist": "on the blacklist",
        "anchors.risk_not_active": "no longer active",
        "anchors.risk_policy_block": "blocked by policy",
        "anchors.risk_default": "has defaulted",
    }
)
