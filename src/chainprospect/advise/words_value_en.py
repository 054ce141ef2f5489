"""What machine words among the facts are called in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "value.micro": "micro",
        "value.small": "small",
        "value.medium": "medium",
        "value.large": "large",
        "value.state": "state-owned",
        "value.private": "private",
        "value.foreign": "foreign",
        "value.institution": "institution",
        "value.individual": "individual",
        "value.listed": "listed",
        "value.block": "barred",
        "value.review": "needs review",
        "value.favoured": "favoured",
        "value.neutral": "neutral",
        "value.active": "active",
        "value.none": "none",
        "value.restructuring": "restructuring",
        "value.merger": "merger",
        "value.management_change": "change of management",
        "value.treasury_centralisation": "centralised treasury",
        "value.incorporation": "newly founded",
        "value.new_line": "new production line",
        "value.technical_upgrade": "technical upgrade",
        "value.bank_change": "change at another bank",
        "value.tender_won": "tender won",
        "value.expansion": "expansion",
        "value.listing": "listing",
        "value.default": "default",
    }
)
