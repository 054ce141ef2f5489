"""What the risk of a company is called and says in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "risk.pass": "known good",
        "risk.fail": "known bad",
        "risk.unknown": "unknown",
        "risk.evaluation_legal_person": "Legal person",
        "risk.evaluation_finance": "Finance",
        "risk.evaluation_credit_standing": "Credit standing",
        "risk.evaluation_project": "Project",
        "risk.evaluation_repayment": "Repayment",
        "risk.check_registered": "registered under a checked id",
        "risk.check_active": "in normal business",
        "risk.check_founded": "date of foundation on record",
        "risk.check_owners": "owners on record",
        "risk.check_debt_ratio": "debts below {limit} of assets",
        "risk.check_current_ratio": "current assets at least {limit} times current liabilities",
        "risk.check_profit": "earns a profit",
        "risk.check_blacklist": "on no blacklist that was loaded",
        "risk.check_default": "no default on record",
        "risk.check_guaranteed": "guarantees for others below {limit} of net assets",
        "risk.check_guarantee_ring": "in no ring of guarantees",
        "risk.check_policy": "industry allowed by policy",
        "risk.check_plan": "an order or an investment on record to finance",
        "risk.check_growth_gap": "grows at least as fast as its industry",
        "risk.check_operating_cash_flow": "cash flow from operations above 0",
        "risk.check_interest_cover": "earns its interest {limit} times over or more",
        "risk.check_top_customer": "no customer takes {limit} of its sales",
        "risk.customers": "Customers",
        "risk.suppliers": "Suppliers",
        "risk.concentration": (
            "{top} has {share}; the five largest {five}; HHI {low} to {high}; {known} of {partners} known"
        ),
        "risk.concentration_nobody": "none on record",
        "risk.concentration_none": "no share of {partners} partners is known",
        "risk.of_record": "shares are of what is on record",
        "risk.ring_trade": "goods come back: {companies}",
        "risk.ring_guarantee": "guarantees come back: {companies}",
        "risk.ring_amount": "smallest amount {amount}",
        "risk.ring_amount_unknown": "an amount is unknown",
        "risk.ring_related": "two of them are of one ownership group",
    }
)
