"""Dossiers: what the port says of some companies, in the order asked for and in a bounded number of calls."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from chainprospect.advising.dossier import dossiers
from chainprospect.model.relation import Kind, Kinds, Side
from chainprospect.model.rules import BankProfile, Question

COMPANIES = [
    {"id": "A", "name": "Anchor", "is_client": True, "industry_code": "C3821", "region": "江苏省"},
    {
        "id": "B",
        "name": "Maker",
        "industry_code": "C3831",
        "region": "苏州市",
        "banks": ["Ours", "Other"],
        "main_bank": "Ours",
    },
    {
        "id": "C",
        "name": "Mine",
        "industry_code": "B0610",
        "region": "山西省",
        "blacklisted": True,
        "employees": 12_000.0,
    },
    {"id": "D", "name": "Owner", "revenue": 5e8},
]
RELATIONS = [
    {"source": "B", "target": "A", "kind": "supplies", "amount": 5e6},
    {"source": "C", "target": "B", "kind": "supplies", "amount": 2e6},
    {"source": "D", "target": "B", "kind": "owns", "share": 0.6},
]
EVENTS = [{"company": "B", "type": "new_line", "day": 19_000}, {"company": "C", "type": "default", "day": 18_000}]


class Counting:
    """A store that counts what it is asked."""

    def __init__(self, store: Any) -> None:
        self._store, self.asked = store, Counter()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._store, name)
        if not callable(value):
            return value

        def ask(*args: Any, **more: Any) -> Any:
            self.asked[name] += 1
            return value(*args, **more)

        return ask


def test_a_dossier_holds_what_the_port_says(memory_world) -> None:
    store = memory_world(COMPANIES, RELATIONS, EVENTS, as_of_day=19_500)
    mine, maker = dossiers(store, np.array([2, 1]), Question(bank=BankProfile(names=("Ours",))))
    assert (mine.company.id, maker.company.id) == ("C", "B")
    assert mine.gates == ("blacklist", "too_large")
    assert (mine.policy, mine.policy_rule is not None) == ("review", True)
    assert (maker.policy, maker.policy_rule, maker.gates) == ("neutral", None, ())
    assert (maker.other_banks, maker.main_is_ours) == (1.0, True)
    assert (mine.other_banks, mine.main_is_ours) == (None, None)
    assert [event.type for event in maker.events] == ["new_line"]
    assert (maker.degree, maker.buyers, maker.suppliers, maker.client_partners) == (2, 1, 1, 1)
    (buyer,) = maker.of(Kinds.GOODS, Side.DOWNSTREAM).partners
    assert (buyer.company.id, buyer.company.is_client, buyer.relation.amount) == ("A", True, 5e6)
    (owner,) = maker.of(Kinds.OWNS, Side.UPSTREAM).partners
    assert (owner.company.id, owner.standing.revenue, owner.relation.kind) == ("D", 5e8, Kind.OWNS)
    assert [partner.company.id for partner in maker.on(Kinds.GOODS)] == ["C", "A"]
    assert maker.of(Kinds.GUARANTEES, Side.UPSTREAM).total == 0
    assert (maker.peers.division, maker.peers.province, maker.peers.numbers.tolist()) == ("C38", "江苏省", [0])
    assert maker.as_of == 19_500


def test_the_store_is_asked_as_often_for_many_as_for_one(memory_world) -> None:
    counts = []
    for numbers in ([1], [0, 1, 2, 3]):
        store = Counting(memory_world(COMPANIES, RELATIONS, EVENTS))
        dossiers(store, np.array(numbers), Question())
        peers = store.asked.pop("peers_of")
        assert peers == len(numbers)
        counts.append(store.asked)
    assert counts[0] == counts[1]
    assert sum(counts[0].values()) < 25


def test_of_many_relations_the_best_are_kept_and_all_are_counted(memory_world) -> None:
    many = [{"id": f"S{number:03d}"} for number in range(250)]
    ties = [
        {"source": f"S{number:03d}", "target": "A", "kind": "supplies", "amount": 1e6 + number} for number in range(250)
    ]
    store = memory_world([{"id": "A"}, *many], ties)
    (found,) = dossiers(store, np.array([0]), Question())
    goods = found.of(Kinds.GOODS, Side.UPSTREAM)
    assert (len(goods.partners), goods.total) == (200, 250)
    assert goods.partners[0].company.id == "S249"
