"""A demand shock from the end of the chain (B28): exact losses on hand-drawn chains, loops and the vectors."""

from __future__ import annotations

import json

import pytest

from chainprospect.advise.shares import parts
from chainprospect.advise.shock import ShockRules, chain_to, losses, lost_sales, through
from chainprospect.advising.shock import shock
from chainprospect.asking import find_one
from chainprospect.model.relation import Kind, Relation, Side

# Seller, buyer, amount: the network, the chain, and a chain whose every company also sells to company 4.
CHAIN = [[1, 2, 1], [2, 3, 1]]
FINAL_DEMAND = [[1, 2, 1], [1, 4, 1], [2, 3, 1], [2, 4, 1], [3, 4, 2]]


def sales_of(edges):
    """Parts of the sales of every seller, from its amounts alone."""
    sellers = {}
    for seller, buyer, amount in edges:
        tie = Relation(0, str(seller), str(buyer), Kind.SUPPLIES, amount_cny=float(amount))
        sellers.setdefault(str(seller), []).append(tie)
    return {seller: parts(ties, Side.DOWNSTREAM, None) for seller, ties in sellers.items()}


@pytest.fixture(scope="module")
def esri(shared):
    return json.loads((shared / "reference/graph_vectors.json").read_text("utf-8"))["esri"]


@pytest.mark.parametrize(
    ("name", "edges", "drops"),
    [
        ("close_1", None, {"1": 1.0}),
        ("close_2", None, {"2": 1.0}),
        ("close_3", None, {"3": 1.0}),
        ("close_4", None, {"4": 1.0}),
        ("shock_[1,0,.5,1]", None, {"2": 1.0, "3": 0.5}),
        ("chain_close_1", CHAIN, {"1": 1.0}),
        ("chain_close_2", CHAIN, {"2": 1.0}),
        ("chain_close_3", CHAIN, {"3": 1.0}),
        ("chain_with_final_demand_close_1", FINAL_DEMAND, {"1": 1.0}),
        ("chain_with_final_demand_close_2", FINAL_DEMAND, {"2": 1.0}),
        ("chain_with_final_demand_close_3", FINAL_DEMAND, {"3": 1.0}),
    ],
)
def test_the_upstream_half_of_the_systemic_risk_vectors(esri, name, edges, drops):
    wanted = esri["results"][name]["h_up"]
    found = losses(drops, sales_of(edges or esri["W4"]))
    left = [1.0 - found.get(str(company), 0.0) for company in range(1, len(wanted) + 1)]
    assert left == pytest.approx(wanted, abs=1e-9)


def test_losses_add_up_along_chains():
    sales = sales_of([[1, 2, 6], [1, 3, 4], [2, 9, 5], [2, 8, 5], [3, 9, 1], [3, 8, 3]])
    found = losses({"9": 0.4}, sales)
    # 2 sells half to 9, 3 a quarter; 1 sells .6 to 2 and .4 to 3.
    assert found == pytest.approx({"9": 0.4, "2": 0.2, "3": 0.1, "1": 0.6 * 0.2 + 0.4 * 0.1})
    assert [each.part.other for each in through("1", found, sales)] == ["2", "3"]
    assert chain_to("1", "9", found, sales) == ("9", "2", "1")


def test_a_loop_sums_to_its_limit_and_never_above_the_drop():
    # 1 and 2 sell to each other half of what they sell; 1 sells the other half to 9.
    found = losses({"9": 1.0}, sales_of([[1, 2, 1], [1, 9, 1], [2, 1, 1], [2, 7, 1]]))
    assert found["1"] == pytest.approx(0.5 / (1 - 0.25))
    assert found["2"] == pytest.approx(found["1"] / 2)


def test_without_the_assumed_shares_only_the_record_is_left():
    stated = Relation(0, "2", "9", Kind.SUPPLIES, share_of_source=0.5)
    blank = Relation(1, "1", "9", Kind.SUPPLIES)
    sales = {"2": parts([stated], Side.DOWNSTREAM, None), "1": parts([blank], Side.DOWNSTREAM, None)}
    assert losses({"9": 0.4}, sales) == pytest.approx({"9": 0.4, "2": 0.2, "1": 0.4})
    assert losses({"9": 0.4}, sales, assumed=False) == pytest.approx({"9": 0.4, "2": 0.2})


def test_sales_lost_are_of_all_sales_else_of_the_amounts_else_unknown():
    sales = sales_of([[1, 9, 10], [1, 8, 10]])
    ways = through("1", {"9": 0.5}, sales)
    assert lost_sales(0.25, 400.0, ways) == 100.0
    assert lost_sales(0.25, None, ways) == 5.0
    blank = parts([Relation(0, "1", "9", Kind.SUPPLIES)], Side.DOWNSTREAM, None)
    assert lost_sales(0.5, None, through("1", {"9": 0.5}, {"1": blank})) is None


@pytest.fixture(scope="module")
def power(memory_world):
    """A grid, its makers, their suppliers: A sells a fifth of its sales to the grid, S half of its to A."""
    return memory_world(
        [{"id": "A", "revenue": 500.0}, {"id": "S"}, {"id": "GRID"}],
        [
            {"source": "A", "target": "GRID", "kind": "supplies", "amount": 100.0},
            {"source": "B", "target": "GRID", "kind": "supplies"},
            {"source": "S", "target": "A", "kind": "supplies", "amount": 30.0},
            {"source": "S", "target": "Z", "kind": "supplies", "amount": 30.0},
            {"source": "T", "target": "S", "kind": "supplies", "amount": 1.0},
            {"source": "GRID", "target": "U", "kind": "supplies", "amount": 9.0},
        ],
    )


def run(store, target, drop, **rules):
    return shock(store, find_one(store, target).number, drop, ShockRules(**rules))


def test_a_shock_walks_up_the_chain_and_shows_what_it_assumed(power):
    found = run(power, "GRID", 0.5)
    # B sells to nobody else on record: all of its sales are assumed to go to the grid.
    assert [(hit.company.id, hit.tier, round(hit.loss, 9)) for hit in found.hits] == [
        ("B", 1, 0.5),
        ("A", 1, 0.1),
        ("S", 2, 0.05),
        ("T", 3, 0.05),
    ]
    assert [hit.known_loss for hit in found.hits] == [0.0, 0.1, 0.0, 0.0]
    assert [hit.lost_sales for hit in found.hits] == [None, 50.0, 3.0, 0.05]
    assert found.hits[3].chain == ("GRID", "A", "S", "T")
    assert [(way.part.basis, way.part.share) for hit in found.hits for way in hit.through] == [
        ("equal_part", 1.0),
        ("amount_of_whole", 0.2),
        ("amount_of_record", 0.5),
        ("amount_of_record", 1.0),
    ]
    assert found.assumed == 3


def test_tiers_and_the_least_loss_bound_the_walk_and_are_counted(power):
    assert [hit.company.id for hit in run(power, "GRID", 0.5, tiers=1).hits] == ["B", "A"]
    found = run(power, "GRID", 0.5, least=0.08)
    assert [hit.company.id for hit in found.hits] == ["B", "A"]
    # S was reached and lost too little to walk on from; T never was.
    assert found.below == 1


def test_budgets_are_counted_and_never_silent(power):
    found = run(power, "GRID", 0.5, companies=1)
    assert [hit.company.id for hit in found.hits] == ["A"]
    assert found.cut_companies == 2


def test_a_company_without_suppliers_hits_nobody(power):
    assert run(power, "T", 1.0).hits == ()
