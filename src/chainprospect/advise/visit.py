"""A visit: what is known beforehand and what is not, when to propose it, where, about what, and what to bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.needs import Needs
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier, event_source, relation_source
from chainprospect.model.figures import percent
from chainprospect.model.relation import Event, Kinds, Side

# What must be known before the first visit, and the seven slots of a profile, in the training material's order.
BEFORE_VISIT: Final = (
    "organisation",
    "qualification",
    "industry_traits",
    "cash_pattern",
    "operation",
    "goals",
    "problems",
    "shareholders",
    "other_banks",
)
SLOTS: Final = ("industry", "operation", "management", "market", "size", "stage", "strategy")
# What to bring, and how to appear.
BRING: Final = ("plan", "pen", "calculator", "cards", "notebook")
APPEAR: Final = ("hair", "clothes", "cuffs", "shoes")
OFFICE, BANK_ROOM = "office", "bank_room"
_PLANS: Final = ("new_line", "technical_upgrade", "expansion", "listing", "tender_won")
_TROUBLE: Final = ("default",)
_CHANGES: Final = ("restructuring", "merger")
_MANAGEMENT: Final = ("management_change", "treasury_centralisation")
_NAMED: Final = 3
# Working days to prepare a visit, and to go on after it.
_NOTICE, _FOLLOW_UP = 2, 3


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the things to know of a company, with the facts that say it; `share` of them is known."""

    name: str
    facts: tuple[FactUsed, ...]

    @property
    def share(self) -> float:
        """The part of its facts that is known."""
        return sum(fact.known for fact in self.facts) / len(self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is unknown."""
        return tuple(fact.name for fact in self.facts if not fact.known)


def profile_slots(dossier: Dossier, accounts: Accounts | None) -> tuple[Slot, ...]:
    """
    The seven slots of a profile, each with its facts.

    Notes
    -----
    No fact stands in two slots. A strategy is known by what the company did about it, never guessed.
    """
    company, stands = dossier.company, dossier.standing
    facts = (
        (
            dossier.fact("industry", company.industry_code or company.industry),
            dossier.fact("industry_growth", stands.industry_growth, "fraction"),
            dossier.fact("policy", None if dossier.policy == "unknown" else dossier.policy),
        ),
        (
            dossier.fact("suppliers", _count(dossier.suppliers)),
            dossier.fact("buyers", _count(dossier.buyers)),
            FactUsed("accounts", accounts.year.period if accounts else None, "", accounts.source if accounts else None),
        ),
        (
            dossier.fact("ownership", company.ownership),
            _owners(dossier),
            _events(dossier, "management_events", _MANAGEMENT),
        ),
        (
            dossier.fact("products", ", ".join(company.products) or None),
            dossier.fact("region", company.region),
            dossier.fact("growth", stands.growth, "fraction"),
        ),
        (
            dossier.fact("employees", stands.employees, "persons"),
            dossier.fact("revenue", stands.revenue, "CNY"),
            dossier.fact("assets", stands.assets, "CNY"),
        ),
        (dossier.fact("founded", stands.founded), dossier.fact("listed", company.listed)),
        (_events(dossier, "goals", _PLANS), _events(dossier, "owner_changes", _CHANGES)),
    )
    return tuple(Slot(name, each) for name, each in zip(SLOTS, facts, strict=True))


def before_visit(dossier: Dossier, accounts: Accounts | None) -> tuple[Slot, ...]:
    """The nine facts to know before a first visit; what is unknown is what to ask."""
    company, stands = dossier.company, dossier.standing
    owned = dossier.of(Kinds.OWNS, Side.DOWNSTREAM).total
    facts = (
        (dossier.fact("ownership", company.ownership), dossier.fact("subsidiaries", _count(owned))),
        (dossier.fact("identifier", company.uscc or company.lei), dossier.fact("founded", stands.founded)),
        (
            dossier.fact("industry", company.industry_code or company.industry),
            dossier.fact("industry_growth", stands.industry_growth, "fraction"),
        ),
        tuple(_line(accounts, item) for item in ("operating_cash_flow", "receivables", "payables")),
        (
            dossier.fact("status", company.status),
            dossier.fact("revenue", stands.revenue, "CNY"),
            dossier.fact("growth", stands.growth, "fraction"),
        ),
        (_events(dossier, "goals", _PLANS),),
        (_events(dossier, "problems", _TROUBLE), dossier.fact("penalty", stands.blacklist_reason)),
        (_owners(dossier), _events(dossier, "owner_changes", _CHANGES)),
        (
            dossier.fact("other_banks", dossier.other_banks),
            dossier.fact("main_bank", company.main_bank),
        ),
    )
    return tuple(Slot(name, each) for name, each in zip(BEFORE_VISIT, facts, strict=True))


def completeness_of(slots: Sequence[Slot]) -> float:
    """How complete a profile is: the mean of its slots, 0 to 1."""
    return sum(slot.share for slot in slots) / len(slots)


def _count(number: int) -> float | None:
    return float(number) if number else None


def _line(accounts: Accounts | None, item: str) -> FactUsed:
    return FactUsed(item, None) if accounts is None else accounts.fact(item)


def _owners(dossier: Dossier) -> FactUsed:
    """The largest owners with their stakes."""
    owners = dossier.of(Kinds.OWNS, Side.UPSTREAM).partners[:_NAMED]
    if not owners:
        return FactUsed("owner_names", None)
    said = [
        f"{each.company.name} {percent(each.relation.share)}" if each.relation.share is not None else each.company.name
        for each in owners
    ]
    return FactUsed("owner_names", "; ".join(said), "", relation_source(owners[0].relation))


def _events(dossier: Dossier, name: str, types: Iterable[str]) -> FactUsed:
    """The newest event of some types: its date and its text, or its type where it has none."""
    wanted = frozenset(types)
    found = sorted((each for each in dossier.events if each.type in wanted), key=_newest)
    if not found:
        return FactUsed(name, None)
    event = found[0]
    return FactUsed(
        name, " ".join(part for part in (event.date, event.text or event.type) if part), "", event_source(event)
    )


def _newest(event: Event) -> tuple[bool, int, int]:
    day = 0 if event.date is None else int(np.datetime64(event.date, "D").astype(np.int64))
    return event.date is None, -day, event.number


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time to propose: a day (since 1970-01-01) and an hour."""

    day: int
    hour: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """
    Two times to choose from, never an open question, and one to fall back on; all on working days.

    `follow_up` is the day by which the next step is taken after the first of them.
    """

    first: Proposal
    second: Proposal
    fallback: Proposal
    follow_up: int


def proposals(day: int, closed: Sequence[int] = ()) -> Proposals:
    """
    Times for a visit that is asked for on a day.

    Parameters
    ----------
    day
        Days since 1970-01-01.
    closed
        Days on which nobody works, beyond Saturdays and Sundays: which are public holidays is not known here.

    Notes
    -----
    With two working days to prepare: the next Wednesday at 9:00, else the next Tuesday at 14:30; then the next Thursday
    at 10:00 after both. The next step is due three working days after the first.
    """
    shut = np.array(sorted(set(closed)), "datetime64[D]")
    ready = np.busday_offset(np.datetime64(day, "D"), _NOTICE, roll="forward", holidays=shut)

    def next_open(since: np.datetime64, weekday: str) -> int:
        return int(np.busday_offset(since, 0, roll="forward", weekmask=weekday, holidays=shut).astype(np.int64))

    first, second = next_open(ready, "Wed"), next_open(ready, "Tue")
    fallback = next_open(np.datetime64(max(first, second) + 1, "D"), "Thu")
    then = np.busday_offset(np.datetime64(first, "D"), _FOLLOW_UP, roll="forward", holidays=shut)
    return Proposals(
        Proposal(first, "09:00"), Proposal(second, "14:30"), Proposal(fallback, "10:00"), int(then.astype(np.int64))
    )


def theme(needs: Needs) -> str | None:
    """The product that the talk is about: the first of the plan; None where nothing is offered yet."""
    return needs.plan[0] if needs.plan else None


def place(status: str | None) -> str:
    """Where to meet: at the client's office to see how it works; those already visited may come to the bank."""
    return BANK_ROOM if status in ("visiting", "won") else OFFICE
