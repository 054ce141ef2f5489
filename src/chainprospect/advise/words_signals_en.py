"""What an event opens and what the timing is made of in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signals.opens_restructuring": (
            "Who banks it is open again: offer restructuring advice, then a new credit plan."
        ),
        "signals.opens_merger": "Who banks it is open again: offer a merger loan and one cash pool for both.",
        "signals.opens_management_change": (
            "New management looks at its banks anew: ask for a meeting within the quarter."
        ),
        "signals.opens_treasury_centralisation": (
            "The group gathers its cash: offer a cash pool before a bank is appointed."
        ),
        "signals.opens_incorporation": (
            "A start-up: capital verification and the basic account first, financing next, strategy last."
        ),
        "signals.opens_new_line": "A new line: equipment loan or leasing first, working capital when it runs.",
        "signals.opens_technical_upgrade": "An upgrade: equipment loan or leasing, then working capital.",
        "signals.opens_bank_change": "Another bank has drawn back: find out where it was weak and offer that first.",
        "signals.opens_tender_won": "An order to finance before it ships: guarantee, then a loan on the order.",
        "signals.opens_expansion": "It grows: accounts for the new site, then money for fixed assets and stock.",
        "signals.opens_listing": "It lists: more banks compete, so offer settlement and custody early.",
        "signals.opens_default": "A warning, never a reason to call: clear it up first.",
        "signals.effect": "adds {effect} = {weight} × 2^(−{age} / {half})",
        "signals.effect_undated": "adds {effect} = half of {weight}, undated",
        "signals.ahead": "lies ahead and adds nothing yet",
        "signals.no_rule": "a type without a weight; adds nothing",
    }
)
