"""What may go wrong with a company: five evaluations, what it hangs on, whom it answers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chainprospect.advise.accounts import Accounts, accounts_of
from chainprospect.advise.concentration import Concentration, concentration
from chainprospect.advise.credit import cost_of_sales
from chainprospect.advise.measures import quotient
from chainprospect.advise.ratios import Ratio, Reference, ratios
from chainprospect.advise.rings import Rings
from chainprospect.advise.shares import parts
from chainprospect.advise.unreal import day_number
from chainprospect.model.advice import FactUsed
from chainprospect.model.company import Company
from chainprospect.model.dossier import Dossier, Partner, event_source, relation_source
from chainprospect.model.relation import Event, Kinds, Side

GOOD: Final = "pass"
BAD: Final = "fail"
UNKNOWN: Final = "unknown"

# Profit before interest and tax below the interest cannot pay it.
LEAST_COVER: Final = 1.0
# Our own figure: who sells half of its goods to one buyer stands or falls with it.
MOST_TOP_CUSTOMER: Final = 0.5
_PLANS: Final = ("new_line", "technical_upgrade", "expansion", "tender_won")
_ALLOWED: Final = {"favoured": GOOD, "neutral": GOOD, "block": BAD}


@dataclass(frozen=True, slots=True)
class Check:
    """
    One line of an evaluation: `pass`, `fail` or `unknown`, and the facts that say so.

    `limit` is the value that the first fact is held against, None where it is not a number.
    """

    name: str
    status: str
    facts: tuple[FactUsed, ...]
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One of the five evaluations: it fails with any check, and passes only when none is unknown."""

    name: str
    checks: tuple[Check, ...]

    @property
    def status(self) -> str:
        """`fail`, `unknown` or `pass`: the worst of its checks."""
        held = {check.status for check in self.checks}
        return next(status for status in (BAD, UNKNOWN, GOOD) if status in held)


@dataclass(frozen=True, slots=True)
class Group:
    """
    An ownership group and what we have lent to it.

    `members` are joined by stakes over one half (a blank stake joins), by id; `whole` is false where there are more
    than were read. `loans`, `deposits` and `contribution` add up what is known, CNY, None where nothing is;
    `loans_unknown` counts clients among the members whose balance is unknown. `blacklisted` names members by id.
    """

    members: tuple[Company, ...]
    whole: bool
    loans: float | None
    deposits: float | None
    contribution: float | None
    loans_unknown: int
    blacklisted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guarantees:
    """
    Guarantees on record: given to others and received from them, with their amounts in CNY.

    An amount is None where any is unknown or none is on record; `of_net_assets` is given over net assets.
    """

    given: tuple[Partner, ...]
    received: tuple[Partner, ...]
    given_amount: float | None
    received_amount: float | None
    of_net_assets: float | None


@dataclass(frozen=True, slots=True)
class Circles:
    """Rings through a company: goods that come back to it, and guarantees that do."""

    trade: Rings
    guarantees: Rings


@dataclass(frozen=True, slots=True)
class Risk:
    """All that is said of one company's risk; `names` are those of every company in it, by id."""

    company: Company
    evaluations: tuple[Evaluation, ...]
    customers: Concentration
    suppliers: Concentration
    group: Group
    guarantees: Guarantees
    circles: Circles
    names: Mapping[str, str]


def risk(dossier: Dossier, sheet: Sequence[Reference], group: Group, circles: Circles) -> Risk:
    """
    The risk of one company.

    Parameters
    ----------
    sheet
        Reference values of the ratios.
    """
    customers, suppliers = customers_of(dossier), suppliers_of(dossier)
    guaranteed = _guarantees(dossier)
    accounts = accounts_of(dossier.financials)
    found = ratios(accounts, None, (), sheet) if accounts is not None else ()
    of = {ratio.reference.id: ratio for ratio in found}
    bounds = {reference.id: reference for reference in sheet}
    evaluations = (
        _legal_person(dossier),
        _finance(accounts, of, bounds),
        _credit_standing(dossier, guaranteed, bounds["guarantee_ratio"], circles.guarantees),
        _project(dossier),
        _repayment(accounts, of, customers),
    )
    names = {each.company.id: each.company.name for each in dossier.on(Kinds.GOODS)}
    names |= {**circles.trade.names, **circles.guarantees.names}
    return Risk(dossier.company, evaluations, customers, suppliers, group, guaranteed, circles, names)


def customers_of(dossier: Dossier) -> Concentration:
    """Concentration of its sales."""
    sold = dossier.of(Kinds.GOODS, Side.DOWNSTREAM)
    found = parts((each.relation for each in sold.partners), Side.DOWNSTREAM, dossier.standing.revenue)
    return concentration(found, dossier.buyers)


def suppliers_of(dossier: Dossier) -> Concentration:
    """Concentration of its purchases; the cost of goods sold stands for all of them."""
    bought = dossier.of(Kinds.GOODS, Side.UPSTREAM)
    whole = purchases_of(accounts_of(dossier.financials))
    return concentration(parts((each.relation for each in bought.partners), Side.UPSTREAM, whole), dossier.suppliers)


def purchases_of(accounts: Accounts | None) -> float | None:
    """The cost of its sales in CNY a year, which stands for all that it buys."""
    cost, rate = (cost_of_sales(accounts), accounts.year.rate) if accounts is not None else (None, None)
    return None if cost is None or rate is None else cost * rate


def _guarantees(dossier: Dossier) -> Guarantees:
    given, received = (dossier.of(Kinds.GUARANTEES, side) for side in (Side.DOWNSTREAM, Side.UPSTREAM))
    amount = _whole_amount(given.partners, given.total)
    net = dossier.standing.net_assets
    if net is None and dossier.statement is not None:
        net = dossier.statement.cny("net_assets")
    return Guarantees(
        given.partners,
        received.partners,
        amount,
        _whole_amount(received.partners, received.total),
        quotient(amount, net),
    )


def _whole_amount(ties: tuple[Partner, ...], total: int) -> float | None:
    amounts = [each.relation.amount_cny for each in ties]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if amounts and len(known) == len(amounts) == total else None


def _legal_person(dossier: Dossier) -> Evaluation:
    company, standing = dossier.company, dossier.standing
    ids = company.uscc or company.lei
    owners = dossier.of(Kinds.OWNS, Side.UPSTREAM).partners
    names = ", ".join(each.company.name for each in owners) or None
    return Evaluation(
        "legal_person",
        (
            Check("registered", GOOD if ids else UNKNOWN, (dossier.fact("registration", ids),)),
            Check("active", _told(standing.active), (dossier.fact("status", company.status),)),
            Check("founded", GOOD if standing.founded else UNKNOWN, (dossier.fact("founded", standing.founded),)),
            Check(
                "owners",
                GOOD if owners else UNKNOWN,
                (FactUsed("owners", names, "", relation_source(owners[0].relation) if owners else None),),
            ),
        ),
    )


def _told(holds: bool | None) -> str:
    return UNKNOWN if holds is None else GOOD if holds else BAD


def _item(accounts: Accounts | None, name: str) -> FactUsed:
    return FactUsed(name, None) if accounts is None else accounts.fact(name)


def _ratio(accounts: Accounts | None, name: str, of: Mapping[str, Ratio], unit: str) -> FactUsed:
    value = of[name].value if name in of else None
    return FactUsed(name, value, unit, None if value is None or accounts is None else accounts.source)


def _most(name: str, fact: FactUsed, limit: float) -> Check:
    return Check(name, _told(None if fact.value is None else _number(fact) < limit), (fact,), limit)


def _least(name: str, fact: FactUsed, limit: float) -> Check:
    return Check(name, _told(None if fact.value is None else _number(fact) >= limit), (fact,), limit)


def _above_zero(name: str, fact: FactUsed) -> Check:
    return Check(name, _told(None if fact.value is None else _number(fact) > 0), (fact,), 0.0)


def _number(fact: FactUsed) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _finance(accounts: Accounts | None, of: Mapping[str, Ratio], bounds: Mapping[str, Reference]) -> Evaluation:
    debt, current = bounds["debt_ratio"].high or 0.0, bounds["current_ratio"].low or 0.0
    return Evaluation(
        "finance",
        (
            _most("debt_ratio", _ratio(accounts, "debt_ratio", of, "fraction"), debt),
            _least("current_ratio", _ratio(accounts, "current_ratio", of, "times"), current),
            _above_zero("profit", _item(accounts, "net_profit")),
        ),
    )


def _credit_standing(dossier: Dossier, guaranteed: Guarantees, bound: Reference, rings: Rings) -> Evaluation:
    reason = dossier.standing.blacklist_reason
    listed = "blacklist" in dossier.gates or reason is not None
    events = _past(dossier)
    defaults = [event for event in events if event.type == "default"]
    default = FactUsed("default_event", None)
    if events:
        default = FactUsed("default_event", bool(defaults), "", event_source((defaults or events)[0]))
    given = FactUsed(
        "guaranteed_of_net_assets",
        guaranteed.of_net_assets,
        "fraction",
        None if guaranteed.of_net_assets is None else relation_source(guaranteed.given[0].relation),
    )
    return Evaluation(
        "credit_standing",
        (
            Check("blacklist", _told(not listed), (dossier.fact("blacklisted", reason or listed),)),
            Check("default", _told(None if default.value is None else not default.value), (default,)),
            _most("guaranteed", given, bound.high or 0.0),
            _no_ring(guaranteed, rings),
        ),
    )


def _past(dossier: Dossier) -> list[Event]:
    """Events up to the day that ages run to, and undated ones."""
    day = dossier.as_of
    return [event for event in dossier.events if event.date is None or day is None or day_number(event.date) <= day]


def _no_ring(guaranteed: Guarantees, rings: Rings) -> Check:
    """No guarantee that comes back; without any guarantee on record nobody can tell."""
    known = bool(rings.rings) or ((bool(guaranteed.given) or bool(guaranteed.received)) and rings.whole)
    first = rings.rings[0].relations[0] if rings.rings else None
    fact = FactUsed(
        "guarantee_rings", len(rings.rings) if known else None, "", relation_source(first) if first else None
    )
    return Check("guarantee_ring", _told(None if not known else not rings.rings), (fact,))


def _project(dossier: Dossier) -> Evaluation:
    policy = None if dossier.policy == "unknown" else dossier.policy
    plans = [event for event in _past(dossier) if event.type in _PLANS]
    plan = plans[-1] if plans else None
    stands = dossier.standing
    gap = None if stands.growth is None or stands.industry_growth is None else stands.growth - stands.industry_growth
    return Evaluation(
        "project",
        (
            Check("policy", _ALLOWED.get(dossier.policy, UNKNOWN), (dossier.fact("policy", policy),)),
            Check(
                "plan",
                GOOD if plan else UNKNOWN,
                (
                    FactUsed(
                        "plan", (plan.text or plan.type) if plan else None, "", event_source(plan) if plan else None
                    ),
                ),
            ),
            _least("growth_gap", dossier.fact("growth_gap", gap, "fraction"), 0.0),
        ),
    )


def _repayment(accounts: Accounts | None, of: Mapping[str, Ratio], customers: Concentration) -> Evaluation:
    cover = _ratio(accounts, "interest_cover", of, "times")
    top = customers.top
    share = FactUsed(
        "top_customer_share",
        None if top is None or customers.of_record else top.share,
        "fraction",
        None if top is None or customers.of_record else relation_source(top.relations[0]),
    )
    return Evaluation(
        "repayment",
        (
            _above_zero("operating_cash_flow", _item(accounts, "operating_cash_flow")),
            _least("interest_cover", cover, LEAST_COVER),
            _most("top_customer", share, MOST_TOP_CUSTOMER),
        ),
    )
