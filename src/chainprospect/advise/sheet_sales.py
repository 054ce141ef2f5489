"""The sales side of a company: to whom it sells, through whom, and on what terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.bargaining import Bargaining, bargaining
from chainprospect.advise.concentration import concentration
from chainprospect.advise.credit import days_of
from chainprospect.advise.measures import quotient
from chainprospect.advise.shares import EQUAL, Part, Parts, parts
from chainprospect.advise.sheet import (
    Around,
    Compared,
    Finding,
    Section,
    Segment,
    concentration_facts,
    figure_compared,
)
from chainprospect.advise.sheet_supply import MIDDLEMEN, position_facts
from chainprospect.advise.unreal import RECEIVABLE_DAYS
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier, Partner
from chainprospect.model.industry import division_of
from chainprospect.model.relation import Kind, Kinds, Side

# Our own figures: from here on a company sells directly, or through distributors.
MOSTLY: Final = 0.7
SEGMENTS_TOLD: Final = 5


def sales(dossier: Dossier, around: Around, accounts: Accounts | None) -> Section:
    """Facts of the sales side (training material, downstream 1 to 3)."""
    sold = dossier.of(Kinds.GOODS, Side.DOWNSTREAM).partners
    found = parts((each.relation for each in sold), Side.DOWNSTREAM, dossier.standing.revenue)
    hung = concentration(found, dossier.buyers)
    names = {each.company.id: each.company.name for each in sold}
    direct, told = direct_share(sold, found)
    channel = channel_of(direct)
    position = _position(found, around, accounts)
    terms = tuple(
        figure_compared(name, accounts, around, partial(days_of, name), "days") for name in ("ar_days", "advance_days")
    )
    facts = (
        FactUsed("buyers", dossier.buyers or None),
        *concentration_facts("customer", hung, found, names),
        FactUsed("direct_share", direct, "fraction", told),
        FactUsed("channel", channel),
        *position_facts("downstream", position),
    )
    findings = [*_of_terms(channel, terms[0])]
    if position.position is not None:
        findings.append(Finding(f"sales_{position.position}"))
    if hung.top is not None and hung.top.share >= 0.5 and not hung.of_record:
        findings.append(Finding("one_customer", {"name": names[hung.top.other], "share": hung.top.share}))
    return Section("sales", facts, terms, tuple(_segments(sold, found, around)), tuple(findings))


def direct_share(sold: Sequence[Partner], found: Parts) -> tuple[float | None, str | None]:
    """
    Part of the sales that goes to who uses the goods, not through distributors and traders.

    A buyer whose role is unknown counts only where the relation itself says that it distributes. Returns the part of
    what is known, None where nothing is, and how many buyers are known of how many.
    """
    through: dict[str, bool | None] = {}
    for each in sold:
        middleman = each.relation.kind is Kind.DISTRIBUTES or each.company.role in MIDDLEMEN
        known = True if middleman else (None if each.company.role is None else False)
        before = through.get(each.company.id)
        through[each.company.id] = known if before is None else before or known is True
    told = [part for part in found.parts if through[part.other] is not None]
    total = sum(part.share for part in told)
    if not total:
        return None, None
    direct = sum(part.share for part in told if through[part.other] is False)
    return direct / total, f"{len(told)}/{len(found.parts)}"


def channel_of(direct: float | None) -> str | None:
    """`direct`, `indirect` or `mixed`; None unknown."""
    if direct is None:
        return None
    return "direct" if direct >= MOSTLY else "indirect" if direct <= 1 - MOSTLY else "mixed"


def _of_terms(channel: str | None, receivable: Compared) -> list[Finding]:
    """What the days of its receivables say: over 60 is much, and direct sales should bind less than others do."""
    days = receivable.fact.value
    if not isinstance(days, int | float):
        return []
    found = [Finding("receivables_over_60", {"days": days})] if days > RECEIVABLE_DAYS else []
    usual = receivable.kin.median if receivable.kin.median is not None else receivable.rivals.median
    if usual is not None and channel == "direct" and days > usual:
        found.append(Finding("direct_but_slow", {"days": days, "usual": usual}))
    if usual is not None and channel == "indirect" and days > usual:
        found.append(Finding("indirect_and_slow", {"days": days, "usual": usual}))
    return found


def _segments(sold: Sequence[Partner], found: Parts, around: Around) -> list[Segment]:
    """Buyers by industry, province and role, the largest part of each first."""
    company = {each.company.id: each.company for each in sold}
    keys: dict[str, Callable[[str], str | None]] = {
        "industry": lambda ident: division_of(company[ident].industry_code) or company[ident].industry,
        "province": around.provinces.get,
        "role": lambda ident: company[ident].role,
    }
    told = []
    for by, key in keys.items():
        held: dict[str | None, list[Part]] = {}
        for part in found.parts:
            held.setdefault(key(part.other), []).append(part)
        segments = [Segment(by, name, len(some), _share(some)) for name, some in held.items()]
        segments.sort(key=lambda each: (-(each.share or 0.0), -each.buyers, each.name is None, each.name or ""))
        told += segments[:SEGMENTS_TOLD]
    return told


def _share(some: Sequence[Part]) -> float | None:
    known = [part.share for part in some if part.basis != EQUAL]
    return sum(known) if known else None


def _position(found: Parts, around: Around, accounts: Accounts | None) -> Bargaining:
    """Its bargaining position against its buyers."""
    dependence = []
    for part in found.parts:
        if part.basis == EQUAL:
            continue
        stated = [relation.share_of_target for relation in part.relations if relation.share_of_target is not None]
        theirs = sum(stated) if stated else quotient(part.amount, around.purchases.get(part.other))
        if theirs is not None:
            dependence.append((part.share, min(theirs, 1.0)))
    gained, given = ((days_of(name, accounts) if accounts else None) for name in ("advance_days", "ar_days"))
    return bargaining(gained, given, dependence)
