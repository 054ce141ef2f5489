"""What a company makes and where it stands: technology, equipment, environment; growth, share, margin, monopoly."""

from __future__ import annotations

from functools import partial
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.credit import cost_of_sales, days_of
from chainprospect.advise.measures import median, percentile, quotient
from chainprospect.advise.ratios import FEWEST_PEERS
from chainprospect.advise.shares import EQUAL, parts
from chainprospect.advise.sheet import (
    Around,
    Compared,
    Finding,
    Others,
    Section,
    account_fact,
    compared,
    figure_compared,
)
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier, event_source
from chainprospect.model.relation import Kinds, Side

TECHNICAL: Final = ("new_line", "technical_upgrade")
# What nobody's tables tell and a visit has to: how the plant is used, how good it is, how full, how it is looked after.
EQUIPMENT: Final = ("equipment_use", "equipment_performance", "equipment_utilisation", "equipment_upkeep")
# China's Anti-Monopoly Law (2022), article 24: who has half of a market is presumed to rule it.
DOMINANT: Final = 0.5
# Thirds of the peers: below, between, above.
_THIRDS: Final = (1 / 3, 2 / 3)


def production(dossier: Dossier, around: Around, accounts: Accounts | None) -> Section:
    """Facts of production (training material, production 1 to 3): counts with their source, never estimates."""
    events = [event for event in dossier.events if event.type in TECHNICAL]
    products = ", ".join(dossier.company.products) or None
    policy = None if dossier.policy == "unknown" else dossier.policy
    facts = (
        dossier.fact("products", products),
        account_fact("rd_expense", accounts, lambda each: each.closing("rd_expense"), _currency(accounts)),
        FactUsed("technology_events", len(events) if dossier.events else None),
        *(FactUsed("technology_event", event.text or event.type, "", event_source(event)) for event in events),
        *(FactUsed(name, None) for name in EQUIPMENT),
        dossier.fact("policy", policy),
        dossier.fact("penalty", dossier.standing.blacklist_reason),
    )
    terms = (
        figure_compared("rd_share", accounts, around, rd_share, "fraction"),
        figure_compared("inv_days", accounts, around, partial(days_of, "inv_days"), "days"),
    )
    findings = [Finding(f"policy_{policy}")] if policy in ("review", "block") else []
    return Section("production", facts, terms, (), tuple(findings))


def standing(dossier: Dossier, around: Around, accounts: Accounts | None) -> Section:
    """Where it stands: competitiveness, growth, share of the market, monopoly."""
    stands = dossier.standing
    gap = None if stands.growth is None or stands.industry_growth is None else stands.growth - stands.industry_growth
    margin = figure_compared("gross_margin", accounts, around, gross_margin, "fraction")
    spent = figure_compared("rd_share", accounts, around, rd_share, "fraction")
    terms = (
        compared(dossier.fact("revenue", stands.revenue, "CNY"), around, lambda peer: peer.standing.revenue),
        compared(dossier.fact("growth", stands.growth, "fraction"), around, lambda peer: peer.standing.growth),
        margin,
    )
    share = market_share(stands.revenue, around)
    lean = suppliers_lean(dossier)
    ruling = monopoly(share, lean)
    source = f"{len(around.market.revenue)}/{around.market.total}"
    facts = (
        dossier.fact("industry_growth", stands.industry_growth, "fraction"),
        dossier.fact("growth_gap", gap, "fraction"),
        FactUsed("market_share", share, "fraction", None if share is None else source),
        FactUsed(
            "revenue_percentile",
            percentile(stands.revenue, around.market.revenue),
            "fraction",
            source if around.market.revenue else None,
        ),
        FactUsed("market_hhi", market_hhi(stands.revenue, around), "", None if share is None else source),
        FactUsed("suppliers_lean", lean, "fraction"),
        FactUsed("monopoly", ruling),
        _ordinal("price_performance", margin),
        _ordinal("innovation", spent),
    )
    findings = []
    if gap is not None:
        findings.append(Finding("growth_ahead" if gap >= 0 else "growth_behind", {"points": abs(gap) * 100}))
    if ruling:
        findings.append(Finding("monopoly"))
    return Section("standing", facts, terms, (), tuple(findings))


def _currency(accounts: Accounts | None) -> str:
    return "CNY" if accounts is None else accounts.currency


def rd_share(accounts: Accounts) -> float | None:
    """What it spends on research of its sales."""
    return quotient(accounts.closing("rd_expense"), accounts.closing("revenue"))


def gross_margin(accounts: Accounts) -> float | None:
    """What is left of its sales after what the goods cost."""
    sales, cost = accounts.closing("revenue"), cost_of_sales(accounts)
    return None if sales is None or cost is None else quotient(sales - cost, sales)


def market_share(revenue: float | None, around: Around) -> float | None:
    """
    Its part of the revenue of its industry in its region, as far as that is on record.

    None where its own is unknown, fewer than three others' are known, or there are more others than were read.
    """
    known = around.market.revenue
    if revenue is None or len(known) < FEWEST_PEERS or not around.market.whole:
        return None
    return quotient(revenue, revenue + sum(known))


def market_hhi(revenue: float | None, around: Around) -> float | None:
    """Herfindahl-Hirschman index of that market, Σ share², in (0, 1]."""
    if market_share(revenue, around) is None or revenue is None:
        return None
    total = revenue + sum(around.market.revenue)
    return sum((each / total) ** 2 for each in (revenue, *around.market.revenue))


def suppliers_lean(dossier: Dossier) -> float | None:
    """Median part of its suppliers' sales that it buys, of three suppliers or more of which it is known."""
    found = []
    for each in dossier.of(Kinds.GOODS, Side.UPSTREAM).partners:
        sold = parts([each.relation], Side.DOWNSTREAM, each.standing.revenue).parts[0]
        if sold.basis != EQUAL and (each.relation.share_of_source is not None or each.standing.revenue):
            found.append(sold.share)
    return median(found)


def monopoly(share: float | None, lean: float | None) -> bool | None:
    """
    Whether the company itself rules its market, whatever its industry; None where that is unknown.

    It does with half of the market's revenue, or where its suppliers sell it half of their goods at the median.
    """
    if any(each is not None and each >= DOMINANT for each in (share, lean)):
        return True
    return None if share is None else False


def _ordinal(name: str, told: Compared) -> FactUsed:
    """`low`, `middle` or `high` by thirds of the peers: of the region where there are enough, else the rivals."""
    found = _rank(told.kin) if told.kin.percentile is not None else _rank(told.rivals)
    return FactUsed(name, found, "", told.fact.source if found else None)


def _rank(circle: Others) -> str | None:
    if circle.percentile is None:
        return None
    low, high = _THIRDS
    return "low" if circle.percentile < low else "high" if circle.percentile > high else "middle"
