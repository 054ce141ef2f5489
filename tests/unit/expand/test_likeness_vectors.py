"""Chain likeness and decay against the reference vectors."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from chainprospect.expand.likeness import likely
from chainprospect.expand.peers import Peers
from chainprospect.expand.ties import recency
from chainprospect.model.relation import Side


def likeness_of(store, ids, anchor, side) -> dict[str, float]:
    found = likely(store, ids.index(anchor), side)
    return {ids[number]: value for number, value in zip(found.company.tolist(), found.likeness, strict=True)}


def test_toy(shared, memory_world) -> None:
    toy = json.loads((shared / "reference/likeness_vectors.json").read_text("utf-8"))["toy"]
    ties = [{"source": source, "target": target, "kind": "supplies"} for source, target in toy["relations"]]
    ids = sorted({end for pair in toy["relations"] for end in pair})
    store = memory_world([], ties)
    assert likeness_of(store, ids, "A", Side.UPSTREAM) == pytest.approx(toy["suppliers_of_A"], abs=1e-11)
    assert likeness_of(store, ids, "A", Side.DOWNSTREAM) == pytest.approx(toy["buyers_of_A"], abs=1e-11)


def test_parallel_relations_count_once(memory_world) -> None:
    ties = [("S", "A"), ("S", "B"), ("C", "B")]
    once = memory_world([], [{"source": s, "target": t, "kind": "supplies"} for s, t in ties])
    twice = memory_world(
        [], [{"source": s, "target": t, "kind": kind} for s, t in ties for kind in ("supplies", "distributes")]
    )
    ids = ["A", "B", "C", "S"]
    assert likeness_of(once, ids, "A", Side.UPSTREAM) == likeness_of(twice, ids, "A", Side.UPSTREAM)
    assert set(likeness_of(once, ids, "A", Side.UPSTREAM)) == {"C"}


def test_evidence_names_the_peer_and_what_it_shares(memory_world) -> None:
    ties = [
        ("S1", "A"),
        ("S2", "A"),
        ("S1", "B"),
        ("S2", "B"),
        ("C", "B"),
        ("A", "X"),
        ("B", "X"),
        ("C", "D"),
        ("S2", "D"),
    ]
    store = memory_world([], [{"source": s, "target": t, "kind": "supplies"} for s, t in ties])
    ids = ["A", "B", "C", "D", "S1", "S2", "X"]
    found = likely(store, ids.index("A"), Side.UPSTREAM)
    (best,) = Peers(found).best(np.array([ids.index("C")]))
    told = [(ids[peer], [ids[item] for item in shares]) for peer, shares in best]
    assert told == [("B", ["S1", "S2", "X"]), ("D", ["S2"])]


@pytest.fixture(scope="module")
def taiwan(shared, memory_world):
    with (shared / "data/tw_chain/relations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "supplies" and row["source"] != row["target"]]
    pairs = sorted({(row["source"], row["target"]) for row in rows})
    with (shared / "data/tw_chain/companies.csv").open(encoding="utf-8", newline="") as file:
        companies = [{"id": row["id"]} for row in csv.DictReader(file)]
    store = memory_world(companies, [{"source": s, "target": t, "kind": "supplies"} for s, t in pairs])
    ids = sorted({row["id"] for row in companies} | {end for pair in pairs for end in pair})
    return store, ids


@pytest.mark.parametrize("anchor", ["TW:2317", "TW:2330", "TW:3034"])
def test_a_real_economy(shared, taiwan, anchor) -> None:
    store, ids = taiwan
    vector = json.loads((shared / "reference/likeness_vectors.json").read_text("utf-8"))["tw_chain"][anchor]
    for side, name in ((Side.UPSTREAM, "supplier"), (Side.DOWNSTREAM, "buyer")):
        found = likely(store, ids.index(anchor), side)
        expected = vector[f"top20_{name}s"]
        values = {ids[number]: value for number, value in zip(found.company.tolist(), found.likeness, strict=True)}
        assert len(values) == min(vector[f"{name}_candidates"], 1_000)
        for ident, value in expected:
            assert values[ident] == pytest.approx(value, abs=1e-11)
        best = sorted(values, key=lambda ident: (-round(values[ident], 12), ident))[:20]
        assert best == [ident for ident, _ in expected]


def test_decay_vectors(shared) -> None:
    vectors = json.loads((shared / "reference/graph_vectors.json").read_text("utf-8"))["edge_decay_half_life_13m"]
    ages = np.array([float(months) for months in vectors])
    assert recency(ages) == pytest.approx(list(vectors.values()), abs=1e-10)
    assert recency(np.array([np.nan])).tolist() == [0.5]
