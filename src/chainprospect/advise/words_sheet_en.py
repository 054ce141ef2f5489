"""What the company sheet says in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sheet.section_supply": "Supply",
        "sheet.section_production": "Production",
        "sheet.section_sales": "Sales",
        "sheet.section_standing": "Standing",
        "sheet.segment": "{name}: {buyers} buyers, {share} of sales",
        "sheet.segment_blank": "{name}: {buyers} buyers, share of sales unknown",
        "sheet.nameless": "unknown",
        "sheet.against": "{median} ({known})",
        "sheet.against_few": "unknown ({known})",
        "sheet.unit_price": "unit price of {product}",
        "sheet.strong": "strong",
        "sheet.balanced": "balanced",
        "sheet.weak": "weak",
        "sheet.direct": "direct",
        "sheet.indirect": "through distributors",
        "sheet.mixed": "both direct and through distributors",
        "sheet.low": "low",
        "sheet.middle": "middle",
        "sheet.high": "high",
        "sheet.favoured": "favoured",
        "sheet.neutral": "neutral",
        "sheet.review": "needs review",
        "sheet.block": "barred",
        # What the facts of a section say
        "sheet.supply_strong": "It sets the terms for its suppliers: it can ask for credit or pay by acceptance.",
        "sheet.supply_balanced": "Neither it nor its suppliers set the terms: payment by bank acceptance is usual.",
        "sheet.supply_weak": (
            "Its suppliers set the terms: it prepays or pays on delivery, so buying needs money early."
        ),
        "sheet.sales_strong": "It sets the terms for its buyers: advances come in before the goods go out.",
        "sheet.sales_balanced": "Neither it nor its buyers set the terms of collection.",
        "sheet.sales_weak": "Its buyers set the terms: receivables tie up its money.",
        "sheet.one_supplier": "It hangs on one supplier: {name} has {share} of its purchases.",
        "sheet.one_customer": "It hangs on one customer: {name} takes {share} of its sales.",
        "sheet.receivables_over_60": "Receivables stand {days} days, over the 60 that the material warns of.",
        "sheet.direct_but_slow": (
            "It sells directly, which should bind little, yet collects in {days} days against {usual} usual."
        ),
        "sheet.indirect_and_slow": "It sells through distributors and gives them {days} days against {usual} usual.",
        "sheet.policy_review": "Its industry needs a policy review before any credit talk.",
        "sheet.policy_block": "Its industry is barred by policy.",
        "sheet.growth_ahead": "It grows {points} percentage points faster than its industry.",
        "sheet.growth_behind": "It grows {points} percentage points slower than its industry.",
        "sheet.monopoly": "It rules its market itself: work its suppliers rather than the company.",
    }
)
