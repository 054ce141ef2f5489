"""The supply side of a company: how good its suppliers are, how it buys, at what price and on what terms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import fmean
from typing import Final

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.bargaining import Bargaining, bargaining
from chainprospect.advise.concentration import concentration
from chainprospect.advise.credit import days_of
from chainprospect.advise.measures import quotient
from chainprospect.advise.risk import purchases_of
from chainprospect.advise.shares import EQUAL, Parts, parts
from chainprospect.advise.sheet import (
    Around,
    Compared,
    Finding,
    Section,
    concentration_facts,
    figure_compared,
    others,
)
from chainprospect.model.advice import FactUsed
from chainprospect.model.company import BANDS
from chainprospect.model.dossier import Dossier, Partner, relation_source
from chainprospect.model.relation import Kinds, Relation, Side

# Our own figures: how much a supplier's standing is worth.
GRADES: Final = {"large": 1.0, "medium": 0.8, "small": 0.5, "micro": 0.2}
MIDDLEMEN: Final = ("trader", "agent", "distributor")


def supply(dossier: Dossier, around: Around, accounts: Accounts | None) -> Section:
    """Facts of the supply side (training material, upstream 1 to 4)."""
    bought = dossier.of(Kinds.GOODS, Side.UPSTREAM).partners
    found = parts((each.relation for each in bought), Side.UPSTREAM, purchases_of(accounts))
    hung = concentration(found, dossier.suppliers)
    names = {each.company.id: each.company.name for each in bought}
    position = _position(bought, found, accounts)
    facts = (
        FactUsed("suppliers", dossier.suppliers or None),
        *_grades(bought, found, around),
        *concentration_facts("supplier", hung, found, names),
        *_channel(bought, around),
        FactUsed("freight_distance", None),
        FactUsed("supplier_licence", None),
        *position_facts("upstream", position),
    )
    terms = tuple(
        figure_compared(name, accounts, around, partial(days_of, name), "days") for name in ("ap_days", "prepay_days")
    )
    findings = []
    if position.position is not None:
        findings.append(Finding(f"supply_{position.position}"))
    if hung.top is not None and hung.top.share >= 0.5 and not hung.of_record:
        findings.append(Finding("one_supplier", {"name": names[hung.top.other], "share": hung.top.share}))
    return Section("supply", facts, (*terms, *_prices(bought, around)), (), tuple(findings))


def position_facts(side: str, position: Bargaining) -> list[FactUsed]:
    """A bargaining position as facts."""
    source = f"{position.partners}" if position.partners else None
    return [
        FactUsed(f"{side}_bargaining", _rounded(position.index), "", None),
        FactUsed(f"{side}_bargaining_days", _rounded(position.days), "", None),
        FactUsed(f"{side}_bargaining_shares", _rounded(position.shares), "", source),
        FactUsed(f"{side}_position", position.position),
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def grade_of(partner: Partner, around: Around) -> float | None:
    """
    How good a supplier is, in [0, 1]; None where nothing is known.

    0 for one that is blacklisted or no longer active; 1 for a listed one; else by size band, a range by its middle.
    """
    ident = partner.company.id
    if ident in around.blacklisted or partner.standing.active is False:
        return 0.0
    if partner.company.listed:
        return 1.0
    band = around.bands.get(ident)
    if band is None or band.low is None or band.high is None:
        return None
    return fmean(GRADES[each] for each in BANDS[BANDS.index(band.low) : BANDS.index(band.high) + 1])


def _grades(bought: Sequence[Partner], found: Parts, around: Around) -> list[FactUsed]:
    """The grade of all suppliers weighted by what they supply, and how many there are of each size."""
    graded = {each.company.id: grade_of(each, around) for each in bought}
    weighted = [(part.share, graded[part.other]) for part in found.parts]
    known = [(share, grade) for share, grade in weighted if grade is not None]
    total = sum(share for share, _ in known)
    grade = sum(share * value for share, value in known) / total if total else None
    sized = [around.bands[ident].band for ident in graded if ident in around.bands]
    return [
        FactUsed("supplier_grade", _rounded(grade), "", f"{len(known)}/{len(weighted)}" if known else None),
        *(FactUsed(f"suppliers_{band}", sized.count(band) if graded else None) for band in reversed(BANDS)),
        FactUsed("suppliers_bad", sum(each == 0.0 for each in graded.values()) if graded else None),
    ]


def _channel(bought: Sequence[Partner], around: Around) -> list[FactUsed]:
    """Makers and middlemen among the suppliers, how many hands the goods go through, and who is near."""
    roles = {each.company.id: each.company.role for each in bought}
    middlemen = [ident for ident, role in roles.items() if role in MIDDLEMEN]
    makers = sum(role == "producer" for role in roles.values())
    behind = [around.hops.get(ident) for ident in middlemen]
    told = [hops for hops in behind if hops is not None]
    hops = [1.0] * makers + [float(each) for each in told]
    places = {each.company.id: around.provinces.get(each.company.id) for each in bought}
    known = [place for place in places.values() if place is not None]
    near = sum(place == around.province for place in known) if around.province is not None and known else None
    return [
        FactUsed("suppliers_makers", makers if roles else None),
        FactUsed("suppliers_middlemen", len(middlemen) if roles else None),
        FactUsed("suppliers_role_unknown", sum(role is None for role in roles.values()) if roles else None),
        FactUsed("hops_to_maker", fmean(hops) if hops else None, "", f"{len(hops)}/{len(roles)}" if hops else None),
        FactUsed("suppliers_near", near, "", around.province if near is not None else None),
    ]


def unit_price(relation: Relation) -> float | None:
    """CNY a unit; a payment's count is of transfers, not of goods."""
    if relation.grade == "payment" or not relation.count or relation.amount_cny is None:
        return None
    return relation.amount_cny / relation.count


def product_key(product: str) -> str:
    """A product's name as it is compared."""
    return "".join(product.split()).casefold()


def _prices(bought: Sequence[Partner], around: Around) -> list[Compared]:
    """What it pays for each product against what its peers pay; dearest first."""
    found = []
    for each in bought:
        relation, price = each.relation, unit_price(each.relation)
        if relation.product is None or price is None:
            continue
        paid = around.prices.get(product_key(relation.product), ())
        fact = FactUsed(f"unit_price: {relation.product}", price, "CNY", relation_source(relation))
        found.append(Compared(fact, others(price, paid), others(None, ())))
    found.sort(key=lambda each: (-_price(each.fact), each.fact.name, each.fact.source or ""))
    return found


def _price(fact: FactUsed) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _position(bought: Sequence[Partner], found: Parts, accounts: Accounts | None) -> Bargaining:
    """Its bargaining position against its suppliers."""
    dependence = []
    for part in found.parts:
        if part.basis == EQUAL:
            continue
        seller = next(each.standing for each in bought if each.company.id == part.other)
        stated = [relation.share_of_source for relation in part.relations if relation.share_of_source is not None]
        theirs = sum(stated) if stated else quotient(part.amount, seller.revenue)
        if theirs is not None:
            dependence.append((part.share, min(theirs, 1.0)))
    gained, given = ((days_of(name, accounts) if accounts else None) for name in ("ap_days", "prepay_days"))
    return bargaining(gained, given, dependence)
