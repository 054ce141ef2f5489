"""What is said of credit need in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "credit.basis.typed": "typed",
        "credit.basis.statement": "statement",
        "credit.basis.closing_only": "statement, year end alone",
        "credit.basis.derived": "derived from the statement",
        "credit.basis.company": "company record",
        "credit.basis.assumed": "no other channel known: 0",
        "credit.basis.peers": "missing: middle half of its peers",
        "credit.basis.stand_in": "missing: our own bounds",
        "credit.basis.none": "missing",
        "credit.statement": "Statement: {source}, in {currency}",
        "credit.no_statement": "There is no statement of a whole year.",
        "credit.exact": (
            "Working capital needed {wc}; room for a new line {new_line} (net cycle {net_days} days, {turns} turns a "
            "year)."
        ),
        "credit.range": (
            "Missing: {missing}. So there is a range only: working capital needed {wc}; room for a new line {new_line}."
        ),
        "credit.between": "{low} to {high}",
        "credit.refused": "Too much is missing for a figure. Please add: {missing}.",
        "credit.flag.negative_cycle": "It works on its partners' money: the cycle is negative and leaves no gap.",
        "credit.flag.zero_cycle": "What it lends and what it is lent are equal: there is no gap.",
        "credit.flag.surplus": (
            "Own funds and loans exceed the need by {surplus}: talk of deposits and wealth, not of loans."
        ),
        "credit.second": "Checked by average balances: need {wc}, line {line}.",
        "credit.room": "The single-client caps leave {room} to lend.",
        "credit.above_caps": "This exceeds the {room} that we may lend: share it with other banks or ask for less.",
        "credit.gates": "Mind the gates: {gates}.",
        "credit.ask_above_need.warning": (
            "{ask} is asked for, above the upper end {need} of the need{times}: verify the use."
        ),
        "credit.ask_above_need.times": " ({times} times)",
        "credit.ask_above_need.clear": "{ask} is asked for, within the line of {need}.",
        "credit.ask_above_need.unknown": (
            "{ask} is asked for, but the need cannot be told, so neither can its reason."
        ),
        "credit.short_for_long.warning": (
            "Short money for long use: long-lived assets exceed net assets and long loans by {figure}."
        ),
        "credit.short_for_long.clear": (
            "No short money for long use: net assets and long loans carry the long-lived assets."
        ),
        "credit.short_for_long.unknown": "Short money for long use: unknown (missing {missing}).",
        "credit.loans_and_deposits.warning": (
            "Loans beside deposits: after a month of costs {figure} lies idle beside loans; repay, pool inside the "
            "group or lend it on in trust."
        ),
        "credit.loans_and_deposits.clear": "No loans beside deposits.",
        "credit.loans_and_deposits.unknown": "Loans beside deposits: unknown (missing {missing}).",
        "credit.receivables_over_60.warning": (
            "Receivables turn in {figure} days, over 60: money is tied up and risk rises."
        ),
        "credit.receivables_over_60.clear": "Receivables turn within 60 days.",
        "credit.receivables_over_60.unknown": "Receivables over 60 days: unknown (missing {missing}).",
        "credit.project_event.warning": (
            "A new line or an upgrade in the last year: a short loan may pay for plant; talk of a project loan."
        ),
        "credit.project_event.clear": "No new line or upgrade in the last year.",
        "credit.project_event.unknown": "New line or upgrade in the last year: unknown (no events on record).",
        "credit.standing.within": "within",
        "credit.standing.outside": "outside",
        "credit.standing.no_reference": "no reference",
        "credit.standing.unknown": "unknown",
        "credit.family.structure": "structure",
        "credit.family.solvency": "solvency",
        "credit.family.cash": "cash",
        "credit.family.growth": "growth",
        "credit.family.operation": "operation",
        "credit.family.profit": "profit",
        "credit.ratio.debt_ratio": "debt to assets",
        "credit.ratio.loan_cover": "net assets to loans",
        "credit.ratio.current_ratio": "current ratio",
        "credit.ratio.quick_ratio": "quick ratio",
        "credit.ratio.cash_ratio": "cash ratio",
        "credit.ratio.guarantee_ratio": "guarantees to net assets",
        "credit.ratio.op_cash_flow": "operating cash flow",
        "credit.ratio.cash_collection": "cash collected of sales",
        "credit.ratio.cash_payment": "cash paid of purchases",
        "credit.ratio.sales_growth": "growth of sales",
        "credit.ratio.ar_turns": "turns of receivables",
        "credit.ratio.inv_turns": "turns of stock",
        "credit.ratio.op_margin": "operating margin",
        "credit.ratio.roe": "return on equity",
        "credit.ratio.interest_cover": "interest cover",
        "credit.ratio.asset_turns": "turns of assets",
        "credit.ratio.net_margin": "net margin",
        "credit.ratio.ebitda": "EBITDA",
        "credit.ratio.capital_accum": "growth of net assets",
        "credit.peers": (
            "Peers: {division}, {province}; {total} in all, {known} of them with a statement of a whole year."
        ),
        "credit.no_peers": "Its industry or region is unknown: there are no peers.",
    }
)
