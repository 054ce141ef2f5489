"""The bank's own profile: its means and caps, its products, its policy, and what in them cannot work as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainprospect.advise.offers import Shelf, refusal
from chainprospect.model.bank import Caps, ClientType, Product, caps_of
from chainprospect.model.policy import PolicyRule
from chainprospect.model.ports import Store
from chainprospect.model.rules import Question
from chainprospect.references import (
    ListedCompanies,
    client_types,
    listed_companies,
    measured,
    products,
    yardsticks,
)
from chainprospect.score.gates import INTERBANK_SECTION
from chainprospect.score.verdicts import rule_text, unreadable

if TYPE_CHECKING:
    from chainprospect.settings import Settings


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule of policy in force, and what of it cannot be read (it acts as a review then)."""

    rule: PolicyRule
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductTold:
    """A product of the packaged table, and why the bank does not offer it; None where it does."""

    product: Product
    left_out: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the profile that a person should mend or know: a machine word and what it is about."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class BankTold:
    """The bank's profile in force, with what follows from it. `interbank` is the section that is left out."""

    caps: Caps
    products: tuple[ProductTold, ...]
    rules: tuple[RuleTold, ...]
    listed: ListedCompanies
    types: dict[str, ClientType]
    findings: tuple[Finding, ...]
    interbank: str = INTERBANK_SECTION


def bank_of(settings: Settings, store: Store | None) -> BankTold:
    """
    The bank's profile in force.

    Parameters
    ----------
    store
        To which the bank's own list of companies is matched; None leaves the list unread.

    Raises
    ------
    InputError
        The bank's own list of companies cannot be read.
    """
    shelf = Shelf(products(), settings.profile, settings.products)
    question = Question(policy=settings.policy, bank=settings.bank)
    measures = yardsticks(question) if store is None else measured(store, question)
    listed = ListedCompanies() if store is None else listed_companies(store, settings.policy)
    rules = tuple(RuleTold(rule, unreadable(rule, measures.policy, measures.places)) for rule in measures.policy.rules)
    told = tuple(ProductTold(each, refusal(each, shelf)) for each in shelf.products)
    caps = caps_of(settings.profile)
    findings = (*_findings(settings), *_rule_findings(rules, listed, settings))
    return BankTold(caps, told, rules, listed, client_types(settings.client_types), findings)


def _findings(settings: Settings) -> list[Finding]:
    """What the profile does not state, though an answer asks for it."""
    means, bank = settings.profile, settings.bank
    unstated = {
        "no_names": not bank.names,
        "no_regions": not bank.regions,
        "no_net_capital": means.net_capital is None,
        "no_tier1_capital": means.tier1_capital is None,
        "no_client_cost": means.client_cost is None,
        "no_min_market": means.min_market is None,
        "no_terms": not settings.products,
        "nothing_to_sell": bool(means.products) and set(means.products) <= set(means.cannot),
    }
    return [Finding(name) for name, holds in unstated.items() if holds]


def _rule_findings(rules: Sequence[RuleTold], listed: ListedCompanies, settings: Settings) -> list[Finding]:
    found = [Finding(f"unreadable_{part}", rule_text(each.rule)) for each in rules for part in each.unreadable]
    if any(each.rule.listed for each in rules) and not settings.policy.companies:
        found.append(Finding("no_list"))
    return found + [Finding("unmatched", name) for name in listed.unmatched]
