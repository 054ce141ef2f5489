"""What a company needs: five core needs with their sub-needs, each with the facts that raised it and its products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chainprospect.advise.completeness import Block
from chainprospect.advise.offers import Dropped, Offer, Shelf, offers
from chainprospect.advise.triggers import SUB_NEEDS, SubNeed, View
from chainprospect.model.advice import FactUsed, unknown_of
from chainprospect.model.bank import NEEDS
from chainprospect.model.dossier import Dossier

# From the first talk to the standing partner.
STAGES: Final = ("meet", "inspire", "create", "deepen")
OFFERED, GATED, FACTS_MISSING = "offered", "gated", "facts_missing"
# A company that we serve was let in already: these say only who is no new lead.
OF_NEW_LEADS: Final = ("already_client", "too_large", "too_small")


@dataclass(frozen=True, slots=True)
class Need:
    """
    One need of a company.

    `need` is the core need (`purchase`, `sales`, `cash`, `financing`, `wealth`) or `cross`; `id` the sub-need. `stage`:
    `meet` (known facts alone raise it), `inspire` (some fact behind it is unknown: ask), `create` (its answer builds
    something new around the chain or group), `deepen` (the client has a product for it from us already).
    """

    id: str
    need: str
    stage: str
    facts: tuple[FactUsed, ...]
    offers: tuple[Offer, ...]
    dropped: tuple[Dropped, ...]

    @property
    def level(self) -> int:
        """The stage as a number from 1."""
        return STAGES.index(self.stage) + 1

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of unknown facts behind it."""
        return unknown_of(self.facts)


@dataclass(frozen=True, slots=True)
class Needs:
    """
    The needs of one company.

    `status`: `offered`, `gated` (a gate holds: nothing is offered), `facts_missing` (too little is known: what lacks is
    the next step). `stopped_by` names those gates. `needs` is empty unless offered. `plan` holds the first product of
    every need, each once; where it is empty `no_plan` says why: `gated`, `facts_missing`, `all_dropped`. `scores` is
    the raised part of each core need's sub-needs.
    """

    status: str
    stopped_by: tuple[str, ...]
    blocks: tuple[Block, ...]
    needs: tuple[Need, ...]
    plan: tuple[str, ...]
    no_plan: str | None

    @property
    def scores(self) -> dict[str, float]:
        """The raised part of each core need's sub-needs, 0 to 1."""
        raised = {each.id for each in self.needs}
        return {
            need: sum(each.id in raised for each in SUB_NEEDS if each.need == need)
            / sum(each.need == need for each in SUB_NEEDS)
            for need in NEEDS
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that the blocks lack, in their order."""
        return tuple(name for block in self.blocks for name in block.missing)


def stopping_gates(dossier: Dossier) -> tuple[str, ...]:
    """Gates that keep a company from being offered anything."""
    client = "already_client" in dossier.gates
    return tuple(gate for gate in dossier.gates if not (client and gate in OF_NEW_LEADS))


def needs_of(view: View, blocks: Sequence[Block], shelf: Shelf, room: float) -> Needs:
    """
    Needs that the facts raise, with the products that answer them.

    Parameters
    ----------
    view
        What is known of the company.
    blocks
        How complete its facts are.
    room
        What the bank may still lend to it, CNY.

    Notes
    -----
    A client of ours is not stopped by `already_client`, `too_large` or `too_small`: they say who is no new lead.
    """
    told = tuple(blocks)
    gates = stopping_gates(view.dossier)
    if gates:
        return Needs(GATED, gates, told, (), (), GATED)
    if not all(block.enough for block in told):
        return Needs(FACTS_MISSING, (), told, (), (), FACTS_MISSING)
    found = []
    for each in SUB_NEEDS:
        facts = each.trigger(view)
        if facts is not None:
            offered, dropped = offers(each.products, each.need, view, shelf, room)
            found.append(Need(each.id, each.need, _stage(each, facts, offered), tuple(facts), offered, dropped))
    plan = tuple(dict.fromkeys(each.offers[0].product.id for each in found if each.offers))
    return Needs(OFFERED, (), told, tuple(found), plan, None if plan else "all_dropped")


def _stage(each: SubNeed, facts: Sequence[FactUsed], offered: Sequence[Offer]) -> str:
    if any(offer.held for offer in offered):
        return "deepen"
    if each.creates:
        return "create"
    return "meet" if all(fact.known for fact in facts) else "inspire"
