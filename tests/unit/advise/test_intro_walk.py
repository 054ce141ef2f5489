"""The walk back from the company wanted: every kind of tie, whom the bank knows, and what the budgets leave out."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from chainprospect.advising.introducing import Circle, introduce
from chainprospect.errors import UnknownCompany
from chainprospect.model.approach import Acquaintance, IntroRules
from chainprospect.model.rules import Question, ReachRules

DAY = 20_000


def tie(source, target, kind="supplies", **facts):
    # Half of everything: .4·.5 + .4·.5 + .2·1 = .6 on the day itself.
    return {"source": source, "target": target, "kind": kind, "day": DAY, **facts}


def asked(world, companies, ties, rules=None, people=(), wanted="X", question=None):
    store = world(companies, ties, as_of_day=DAY)
    return introduce(store, wanted, Circle(people, rules or IntroRules(), 9), question or Question())


def told(found):
    return [(path.asked, path.steps[-1].way, path.probability) for path in found.paths]


@pytest.mark.parametrize(
    ("kind", "leaves", "way", "base"),
    [
        ("supplies", False, "buyer", 0.5),
        ("distributes", False, "buyer", 0.5),
        ("supplies", True, "supplier", 0.4),
        ("owns", True, "owner", 0.7),
        ("owns", False, "owned", 0.5),
        ("refers", True, "referral", 0.8),
        ("intermediates", True, "intermediary", 0.4),
        ("intermediates", False, "served", 0.7),
    ],
)
def test_every_kind_of_tie_introduces_in_its_own_way(memory_world, kind, leaves, way, base) -> None:
    """`leaves`: the relation leaves the client K and arrives at the company wanted."""
    ends = ("K", "X") if leaves else ("X", "K")
    found = asked(memory_world, [{"id": "K", "is_client": True}], [tie(*ends, kind)])
    assert told(found) == [("K", way, round(0.8 * round(base * 0.8, 6), 6))]


@pytest.mark.parametrize("ends", [("X", "K", "refers"), ("K", "X", "guarantees")])
def test_who_was_referred_or_guarantees_introduces_nobody(memory_world, ends) -> None:
    assert told(asked(memory_world, [{"id": "K", "is_client": True}], [tie(*ends)])) == []


def test_a_lawyer_introduces_a_developer_and_an_accountant_a_small_private_firm(memory_world) -> None:
    law = {"id": "L", "role": "law_firm", "is_client": True}
    found = asked(memory_world, [law, {"id": "X", "industry_code": "K7010"}], [tie("L", "X", "intermediates")])
    assert found.paths[0].steps[-1].tie.base == 0.8
    accountant = {"id": "L", "role": "accounting_firm", "is_client": True}
    small = {"id": "X", "industry_code": "C3821", "ownership": "private", "employees": 50.0, "revenue": 1e7}
    found = asked(memory_world, [accountant, small], [tie("L", "X", "intermediates")])
    assert found.paths[0].steps[-1].tie.base == 0.8
    found = asked(
        memory_world, [accountant, {**small, "employees": 500.0, "revenue": 1e8}], [tie("L", "X", "intermediates")]
    )
    assert found.paths[0].steps[-1].tie.base == 0.5


def test_who_is_on_the_blacklist_or_struck_off_introduces_nobody(memory_world) -> None:
    companies = [
        {"id": "K", "is_client": True, "blacklisted": True},
        {"id": "M", "is_client": True, "status": "deregistered"},
    ]
    assert told(asked(memory_world, companies, [tie("X", "K"), tie("X", "M")])) == []


def test_the_best_of_two_introducers_in_a_row(memory_world) -> None:
    companies = [{"id": "K", "is_client": True}, {"id": "C", "is_client": True, "core_client": True}]
    ties = [tie("A", "K"), tie("B", "C"), tie("X", "A"), tie("X", "B")]
    found = asked(memory_world, companies, ties)
    assert [(path.asked, len(path.steps), path.probability) for path in found.paths] == [
        ("C", 3, 0.144),
        ("K", 3, 0.128),
    ]


def test_a_client_wanted_is_reached_by_its_own_account_manager(memory_world) -> None:
    found = asked(memory_world, [{"id": "X", "is_client": True, "core_client": True}], [])
    assert told(found) == [("X", "core_client", 0.9)]
    assert found.gates == ("already_client",)


def test_budgets_leave_out_what_is_less_likely_and_count_it(memory_world) -> None:
    companies = [{"id": "K", "is_client": True}]
    ties = [tie("X", "A", share=1.0), tie("X", "B", share=0.1), tie("A", "K"), tie("B", "K")]
    # A is likelier than B; of one company's ties A's alone are read.
    found = asked(memory_world, companies, ties, IntroRules(companies=1))
    assert [[step.source for step in path.steps[1:]] for path in found.paths] == [["K", "A"]]
    assert found.cut_companies == 1
    first = Question(reach=ReachRules(relations_per_company=1))
    found = asked(memory_world, companies, ties, question=first)
    assert (found.cut, len(found.paths)) == (1, 1)


def test_older_ties_are_weaker(memory_world) -> None:
    """13 months halve the recency of a tie: .4·.5 + .4·.5 + .2·½ = .5."""
    companies = [{"id": "K", "is_client": True}]
    aged = tie("X", "K") | {"day": DAY - round(13 * 30.4375)}
    found = asked(memory_world, companies, [aged])
    assert found.paths[0].steps[-1].tie.strength == pytest.approx(0.5, abs=1e-3)


def test_an_acquaintance_at_any_company_counts_and_a_name_that_nobody_has_is_told(memory_world) -> None:
    people = (
        Acquaintance("Li", "A", None, 0.9, consent=True),
        Acquaintance("Li", "No Such", None, 0.9, consent=True),
        Acquaintance("Xu", "X", None, 0.9, consent=False),
    )
    found = asked(memory_world, [{"id": "A"}], [tie("X", "A")], people=people)
    assert [(path.person, path.asked, path.probability) for path in found.paths] == [("Li", "A", 0.36)]
    assert (found.not_found, found.without_consent) == (("No Such",), 1)
    assert sorted(found.companies) == ["A", "X"]


def test_nobody_of_that_name(memory_world) -> None:
    with pytest.raises(UnknownCompany):
        asked(memory_world, [{"id": "A"}], [], wanted="No Such")


# How each relation introduces: from its source to its target, and back.
BOTH_WAYS = {
    "supplies": ("supplier", "buyer"),
    "owns": ("owner", "owned"),
    "intermediates": (None, "served"),
    "refers": ("referral", None),
}


@pytest.mark.parametrize("seed", range(12))
def test_paths_are_those_of_trying_every_row_of_introducers(memory_world, seed) -> None:
    dice = random.Random(seed)
    names = [f"c{number}" for number in range(9)]
    clients = set(dice.sample(names, 3))
    rows = {}
    for _ in range(16):
        left, right = dice.sample([*names, "X"], 2)
        rows[left, right] = tie(left, right, dice.choice(sorted(BOTH_WAYS)), confidence=dice.choice([0.5, 0.8, 1.0]))
    steps: dict[tuple[str, str], float] = {}
    for (left, right), row in rows.items():
        forth, back = BOTH_WAYS[row["kind"]]
        base = 0.4 if forth is None else getattr(IntroRules(), forth)
        for pair, chance in (((left, right), base), ((right, left), getattr(IntroRules(), back) if back else 0.0)):
            chance = round(chance * 0.8 * row["confidence"], 6)
            # What a client is introduced to, it is not the bank that needs it: it knows the client.
            if chance and pair[1] not in clients:
                steps[pair] = max(steps.get(pair, 0.0), chance)
    tried = {}
    for size in (1, 2):
        for between in itertools.permutations(names, size):
            parties = (*between, "X")
            pairs = list(itertools.pairwise(parties))
            if between[0] in clients and all(pair in steps for pair in pairs):
                tried[parties] = 0.8 * math.prod(steps[pair] for pair in pairs)
    expected = sorted(tried, key=lambda parties: (-round(tried[parties], 9), len(parties), parties))[:9]
    found = asked(memory_world, [{"id": each, "is_client": True} for each in sorted(clients)], rows.values())
    assert [tuple(step.target for step in path.steps) for path in found.paths] == expected
    assert [path.probability for path in found.paths] == [pytest.approx(tried[each], abs=1e-6) for each in expected]
