"""The memory store over rows as a notebook would write them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from chainprospect.model.company import Company, Standing
from chainprospect.model.relation import Kind, Kinds, Relation, Side
from chainprospect.stores.memory import MemoryStore

COMPANIES = [
    {"number": 1, "id": "b", "name": "乙电缆", "aliases": ["电缆"], "is_client": True},
    {"number": 0, "id": "a", "name": "甲电缆", "role": "agent", "ticker": "电缆"},
    {"number": 2, "id": "c", "name": "电缆厂", "status": "active", "banks": ["某行"], "bank_count": 4.0},
]
RELATIONS = [
    {"number": 1, "source": 0, "target": 2, "kind": 0},
    {"number": 0, "source": 0, "target": 1, "kind": 4},
    {"number": 2, "source": 1, "target": 2, "kind": 1, "amount_cny": 0.0, "day": date(2024, 1, 2), "confidence": 0.5},
]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore.from_tables(
        {"company": COMPANIES, "relation": RELATIONS, "event": [{"number": 0, "company": 2, "type": "bid_won"}]}
    )


def test_rows_come_in_any_order_and_blanks_may_be_absent(store):
    assert store.companies(np.array([2, 0])) == (
        Company(number=2, id="c", name="电缆厂", status="active", banks=("某行",)),
        Company(number=0, id="a", name="甲电缆", role="agent", ticker="电缆"),
    )
    assert store.relations(np.array([2])) == (
        Relation(2, "b", "c", Kind.DISTRIBUTES, amount_cny=0.0, as_of="2024-01-02", confidence=0.5),
    )
    assert (store.facts.companies, store.facts.relations, store.facts.clients, store.facts.newest_day) == (
        3,
        3,
        1,
        None,
    )


def test_budget_order_puts_unknown_amounts_last(store):
    batch = store.relations_of(np.array([2]), Side.UPSTREAM, Kinds.GOODS, 9)
    assert batch.other.tolist() == [1, 0]
    assert batch.total.tolist() == [2]


def test_counts_and_groups(store):
    batch = store.features(np.array([0, 1, 2]))
    assert batch.partners.tolist() == [1, 1, 2]
    assert batch.client_partners.tolist() == [0, 0, 1]
    assert batch.group.tolist() == [0, 0, 2]
    np.testing.assert_array_equal(batch.bank_count, [np.nan, np.nan, 1.0])
    assert batch.event_types == ("bid_won",)


def test_search_order(store):
    found = [(match.id, match.how) for match in store.search("电缆")]
    assert found == [("a", "id"), ("b", "alias"), ("c", "start")]
    assert store.search("电缆", 0) == ()


def test_scales(store):
    scaled = store.with_scales(supplier=0.5, buyer=0.25)
    assert (scaled.facts.supplier_scale, scaled.facts.buyer_scale) == (0.5, 0.25)
    assert scaled.search("甲") == store.search("甲")


def test_what_advice_reads_of_rows_that_say_little(store):
    assert store.standings(np.array([2, 0])) == (Standing(2, bank_count=1.0, active=True), Standing(0))
    assert store.financials_of(np.array([0])) == ((),)
    assert store.clients().tolist() == [1]
    assert store.peers_of(1, 5).total == 0
    assert (store.facts_of(0), store.evidence_of(0)) == ((), ())


def test_numbers_run_without_gaps():
    with pytest.raises(ValueError, match="must run from 0 without gaps"):
        MemoryStore.from_tables({"company": COMPANIES[:1]})


def test_opens_and_closes(store):
    with store as inside:
        assert inside is store
