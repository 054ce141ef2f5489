"""How much is known of a company: of the client, of its business, of its risk; unknown is never fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.model.advice import FactUsed
from chainprospect.model.bank import BankMeans
from chainprospect.model.dossier import Dossier
from chainprospect.model.relation import Kinds, Side

BLOCKS: Final = ("client", "business", "risk")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of facts; `share` of them is known, `least` must be before a product is offered."""

    name: str
    facts: tuple[FactUsed, ...]
    least: float

    @property
    def share(self) -> float:
        """The part of the facts that is known."""
        return sum(fact.known for fact in self.facts) / len(self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is unknown."""
        return tuple(fact.name for fact in self.facts if not fact.known)

    @property
    def enough(self) -> bool:
        """Whether as much is known as must be."""
        return self.share >= self.least


def completeness(dossier: Dossier, accounts: Accounts | None, means: BankMeans) -> tuple[Block, ...]:
    """
    The blocks client, business and risk, in that order.

    Notes
    -----
    Client: identifier, region, industry, ownership, size band, date of founding. Business: who it trades with, what it
    makes, revenue, growth, other banks, accounts of a year. Risk: status, policy, debt ratio, owners, events.
    """
    company, stands = dossier.company, dossier.standing
    client = (
        dossier.fact("identifier", company.uscc or company.lei),
        dossier.fact("region", company.region),
        dossier.fact("industry", company.industry_code or company.industry),
        dossier.fact("ownership", company.ownership),
        dossier.fact("size_band", dossier.size.band or dossier.size.low),
        dossier.fact("founded", stands.founded),
    )
    business = (
        dossier.fact("partners", float(dossier.degree) if dossier.degree else None),
        dossier.fact("products", ", ".join(company.products) or None),
        dossier.fact("revenue", stands.revenue, "CNY"),
        dossier.fact("growth", stands.growth, "fraction"),
        dossier.fact("other_banks", dossier.other_banks),
        FactUsed("accounts", accounts.year.period if accounts else None, "", accounts.source if accounts else None),
    )
    owners = dossier.of(Kinds.OWNS, Side.UPSTREAM).total
    risk = (
        dossier.fact("status", company.status),
        dossier.fact("policy", None if dossier.policy == "unknown" else dossier.policy),
        _debt(accounts),
        dossier.fact("owners", float(owners) if owners else None),
        dossier.fact("events", float(len(dossier.events)) if dossier.events else None),
    )
    least = (means.know_client, means.know_business, means.know_risk)
    return tuple(
        Block(name, facts, part) for name, facts, part in zip(BLOCKS, (client, business, risk), least, strict=True)
    )


def _debt(accounts: Accounts | None) -> FactUsed:
    liabilities, assets = (
        accounts.closing(item) if accounts else None for item in ("total_liabilities", "total_assets")
    )
    if accounts is None or liabilities is None or not assets:
        return FactUsed("debt_ratio", None, "fraction")
    return FactUsed("debt_ratio", liabilities / assets, "fraction", accounts.source)
