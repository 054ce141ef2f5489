"""Score arithmetic: every contribution of a hand-drawn world worked out again with its formula written out."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

AS_OF = date(2024, 6, 30)
WEIGHTS = {
    "proximity": 12,
    "chain_likeness": 18,
    "tie_strength": 10,
    "common_anchors": 6,
    "connectedness": 4,
    "size": 14,
    "industry": 10,
    "openness": 8,
    "region": 6,
    "growth": 6,
    "timing": 6,
}
CENTRALITY = tuple(WEIGHTS)[:5]
FIT = tuple(WEIGHTS)[5:]

SETTINGS = """
[policy]
favoured = ["38"]
review = ["C32"]
block = ["061"]
[bank]
names = ["示例银行"]
regions = ["江苏省苏州市", "浙江省"]
[fx]
TWD = 0.22
"""

KNOWN = {
    "industry_code": "C38",
    "employees": 500,
    "revenue": 300_000_000,
    "region": "江苏省苏州市",
    "growth": "0.2",
    "industry_growth": "0.1",
    "banks": "示例银行；甲银行；乙银行",
    "main_bank": "甲银行",
    "listed": "是",
}
COMPANIES = [
    {"id": "A", "name": "核心变压器", "is_client": "是"},
    {"id": "B", "name": "硅钢片厂", **KNOWN},
    {"id": "C", "name": "矿石厂"},
    {"id": "D", "name": "铜线厂", "industry_code": "C32", "region": "江苏省南京市", "banks": "3"},
    {"id": "E", "name": "另一变压器", "is_client": "yes"},
    {"id": "F", "name": "下游经销", "region": "广东省", "banks": "示例银行", "main_bank": "示例银行", "listed": "否"},
    {"id": "G", "name": "像供应商", "industry_code": "J66"},
    {"id": "H", "name": "像采购商", "industry_code": "F51", "employees": 100},
    {"id": "U", "name": "外币大厂", "industry_code": "C38", "revenue": 9e11, "currency": "XAF"},
    {"id": "W", "name": "台币大厂", "industry_code": "C38", "revenue": 3e10, "currency": "TWD"},
]
RELATIONS = [
    {"source": "B", "target": "A", "amount": "1000万", "share_of_target": "30%", "as_of": "2023-12-31"},
    {"source": "C", "target": "B"},
    {"source": "D", "target": "A", "amount": 4e6, "share_of_source": "0.1", "start": "2020-01-01", "end": "2022-01-01"},
    {"source": "B", "target": "E", "confidence": "0.5", "as_of": "2023-06-30"},
    {"source": "D", "target": "E"},
    {"source": "G", "target": "E"},
    {"source": "A", "target": "F", "kind": "distributes", "start": "2024-01-01", "confidence": 0.8},
    {"source": "B", "target": "F", "kind": "supplies"},
    {"source": "B", "target": "H"},
    {"source": "U", "target": "A", "amount": 5e6, "currency": "XAF", "as_of": "2024-06-30"},
    {"source": "W", "target": "A", "amount": 5e6, "currency": "TWD", "as_of": "2024-06-30"},
]
EVENTS = [
    {"company": "B", "type": "expansion", "date": "2024-01-01", "text": "扩建"},
    {"company": "硅钢片厂", "type": "中标", "date": "2024-06-30", "text": "中标"},
    {"company": "B", "type": "new_line", "date": "2024-12-01", "text": "将投产"},
    {"company": "D", "type": "违约逾期", "date": "2024-05-01", "text": "逾期"},
    {"company": "F", "type": "合并收购", "date": "", "text": "合并"},
    {"company": "C", "type": "expansion", "date": "2025-05-01", "text": "将扩建"},
]


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench().settings(SETTINGS)
    report = bench.load(companies=COMPANIES, relations=RELATIONS, events=EVENTS)
    assert (report["rejected"], report["companies"], report["relations"], report["clients"]) == (0, 10, 11, 2)
    return bench


@pytest.fixture(scope="module")
def answer(world):
    return world.prospect("核心变压器", "--as-of", "2024-06-30", "--include", "too_large")


def months(day: str) -> float:
    return max((AS_OF - date.fromisoformat(day)).days, 0) / 30.4375


def decay(day: str, half_life: float = 13) -> float:
    return 2 ** (-months(day) / half_life)


def by_id(part):
    return {lead["company"]["id"]: lead for lead in part}


def values(lead):
    return {part["name"]: (part["value"], part["known"]) for part in lead["contributions"]}


def whole_points(lead, weights=WEIGHTS, centrality=50, fit=50):
    """Points by exact fractions, rounded half-even to 4 decimals."""
    found = {}
    for half, names in ((centrality, CENTRALITY), (fit, FIT)):
        total = sum(weights[name] for name in names)
        for part in lead["contributions"]:
            if part["name"] in names:
                effective = Fraction(half * weights[part["name"]], total)
                exact = 100 * effective * Fraction(round(part["value"] * 10**6), 10**6) / (centrality + fit)
                found[part["name"]] = float(round(exact, 4))
    return found


def test_who_is_reached_and_where_it_stands(answer):
    place = {ident: (lead["side"], lead["tier"]) for ident, lead in by_id(answer["leads"]).items()}
    assert place == {
        "B": ("upstream", 1),
        "D": ("upstream", 1),
        "U": ("upstream", 1),
        "W": ("upstream", 1),
        "C": ("upstream", 2),
        "F": ("downstream", 1),
    }
    # G supplies E, which buys what A buys; H buys from B, which F buys from too, as A's buyer does.
    assert {ident: lead["side"] for ident, lead in by_id(answer["lookalikes"]).items()} == {"H": "downstream"}
    assert answer["counts"]["lookalikes"]["gated"] == {"already_client": 1, "interbank": 1}


def test_proximity(answer):
    ids = ["A", "B", "C", "D", "F", "U", "W"]
    partners = {"A": 5, "B": 5, "C": 1, "D": 2, "F": 2, "U": 1, "W": 1}
    ties = {
        ("A", "B"): decay("2023-12-31"),
        ("B", "C"): 0.5,
        ("A", "D"): decay("2022-01-01"),
        ("A", "F"): 0.8 * decay("2024-01-01"),
        ("A", "U"): 1.0,
        ("A", "W"): 1.0,
    }
    flow = np.zeros((len(ids), len(ids)))
    for (one, two), weight in ties.items():
        for giver, taker in ((one, two), (two, one)):
            flow[ids.index(taker), ids.index(giver)] = 0.85 * weight / partners[giver]
    restart = np.array([1.0, 0, 0, 0, 0, 0, 0])
    found = np.linalg.solve(np.eye(len(ids)) - flow, 0.15 * restart)
    for ident, p in zip(ids, found, strict=True):
        if ident != "A":
            value = min(max((math.log10(p) + 5) / 4, 0), 1)
            assert values(by_id(answer["leads"])[ident])["proximity"] == (round(value, 6), True), ident


def test_chain_likeness(answer):
    k = 0.2
    # Suppliers of A: B, D, U, W. Buyers of B: A, E, F, H; of D: A, E. Suppliers of E: B, D, G; of F: A, B; of H: B.
    buyers_of_a, suppliers_of_a = 1, 4

    def w_of(peer: str, left_out: str) -> float:
        near = {"B": 4**-0.5, "D": 2**-0.5}
        di = {"E": 3, "F": 2, "H": 1, "B": 1}[peer]
        supplies = {"E": ("B", "D"), "F": ("B",), "H": ("B",), "B": ()}[peer]
        total = sum(near[s] for s in supplies if s != left_out) / math.sqrt(di * suppliers_of_a)
        if peer == "B":  # sells to F, as A does: F has two suppliers
            total += 0.5 * 2**-0.5 / math.sqrt(4 * buyers_of_a)
        return total

    # Who supplies what peers: B→E, F, H; D→E; C→B.
    raw = {
        "B": 4**-0.1 * sum(w_of(peer, "B") ** 1.35 for peer in ("E", "F", "H")),
        "D": 2**-0.1 * w_of("E", "D") ** 1.35,
        "C": w_of("B", "C") ** 1.35,
        "U": 0.0,
        "W": 0.0,
    }
    # As buyers: who sells like A (B, by F), and F's own tie is left out of what makes B a peer.
    # Peers of A by its suppliers count half: E, F, H buy from B or D as A does, but sell nothing.
    raw["F"] = 0.0
    # B sells like A: Σ over buyers x of A with x→… : di(F)^-½ / √(do(B)·|buyers of A|), nothing shared upstream.
    peer = 2**-0.5 / math.sqrt(4 * 1)
    raw["H"] = peer**1.35
    found = {**by_id(answer["leads"]), **by_id(answer["lookalikes"])}
    for ident, value in raw.items():
        assert values(found[ident])["chain_likeness"] == (round(math.sqrt(value / (value + k)), 6), True), ident
    assert by_id(answer["lookalikes"])["H"]["likeness"] == [{"via": {"id": "B", "name": "硅钢片厂"}, "shares": ["F"]}]


def test_tie_strength_is_that_of_the_weakest_hop(answer):
    strength = {
        "B": 0.4 * 7 / 9 + 0.4 * 0.3 + 0.2 * decay("2023-12-31"),
        # 24 months from start to end: 4 M in all are less than 2 M a year.
        "D": 0.4 * math.log10(4e6 / ((date(2022, 1, 1) - date(2020, 1, 1)).days / 30.4375 / 12)) / 9
        + 0.4 * 0.1
        + 0.2 * decay("2022-01-01"),
        "F": 0.4 * 0.5 + 0.4 * 0.5 + 0.2 * decay("2024-01-01"),
        "U": 0.4 * 0.5 + 0.4 * 0.5 + 0.2,
        "W": 0.4 * math.log10(5e6 * 0.22) / 9 + 0.4 * 0.5 + 0.2,
    }
    leads = by_id(answer["leads"])
    for ident, value in strength.items():
        assert values(leads[ident])["tie_strength"] == (round(value, 6), True), ident
        assert leads[ident]["chains"][0]["weakest"] == 0
    # C → B → A: nothing is known of the first hop (.5 in all), which is weaker than the second (> .5).
    assert strength["B"] > 0.5
    assert values(leads["C"])["tie_strength"] == (0.5, False)
    assert leads["C"]["chains"][0]["weakest"] == 1
    assert values(by_id(answer["lookalikes"])["H"])["tie_strength"] == (0.0, True)
    assert values(by_id(answer["lookalikes"])["H"])["proximity"] == (0.0, True)


def test_common_anchors_and_connectedness(answer):
    found = {**by_id(answer["leads"]), **by_id(answer["lookalikes"])}
    # B trades with A, C, E, F, H, of which A and E are clients; D with A, E; H with B alone.
    clients = {"B": 2, "C": 0, "D": 2, "F": 1, "U": 1, "W": 1, "H": 0}
    partners = {"B": 5, "C": 1, "D": 2, "F": 2, "U": 1, "W": 1, "H": 1}
    for ident in clients:
        assert values(found[ident])["common_anchors"] == (1 - 0.5 ** clients[ident], True), ident
        assert values(found[ident])["connectedness"] == (round(math.log2(1 + partners[ident]) / 8, 6), True), ident


def test_an_anchor_that_is_no_client_counts_where_it_trades_itself(world):
    # Around B, which is no client: C, A, E, F, H trade with it; D does not.
    told = world.prospect("B", "--as-of", "2024-06-30", "--include", "already_client", "--include", "too_large")
    leads = by_id(told["leads"])
    # A: trades with no other client and with the anchor B; F: with the client A, and with B.
    assert values(leads["A"])["common_anchors"][0] == 0.5
    assert values(leads["F"])["common_anchors"][0] == 0.75
    assert values(leads["C"])["common_anchors"][0] == 0.5


def test_fit_of_a_company_of_which_all_is_known(answer):
    lead = by_id(answer["leads"])["B"]
    expansion, tender = 0.5 * decay("2024-01-01", 12), 0.6
    expected = {
        "size": 1.0,
        "industry": 1.0,
        "openness": round(1 / (1 + 0.25 * 2) * 0.8 * 0.8, 6),
        "region": 1.0,
        "growth": 0.75,
        "timing": round(1 - (1 - expansion) * (1 - tender), 6),
    }
    assert {name: values(lead)[name] for name in FIT} == {name: (value, True) for name, value in expected.items()}
    assert lead["company"]["size"]["band"] == "medium"
    assert lead["coverage"] == 1.0
    assert lead["missing"] == []


def test_fit_of_others(answer):
    leads = by_id(answer["leads"])
    # Under review; elsewhere in a served place's province; three banks by number; an overdue loan says nothing good.
    d = values(leads["D"])
    assert d["industry"] == (0.3, True)
    assert d["region"] == (0.7, True)
    assert d["openness"] == (round(1 / 1.75, 6), True)
    assert d["timing"] == (0.0, True)
    assert "policy_review" in leads["D"]["flags"]
    # Only ours; far away; an event without a date counts half of its weight.
    f = values(leads["F"])
    assert f["openness"] == (1.0, True)
    assert f["region"] == (0.0, True)
    assert f["timing"] == (0.3, True)
    # No facts: .5 each, and each named.
    c = values(leads["C"])
    assert {name: c[name] for name in FIT} == dict.fromkeys(FIT, (0.5, False))
    assert {"industry", "banks", "region", "growth", "industry_growth", "events", "amount", "share", "date"} <= set(
        leads["C"]["missing"]
    )
    assert leads["C"]["company"]["size"] == {
        "band": None,
        "low": None,
        "high": None,
        "basis": leads["C"]["company"]["size"]["basis"],
    }
    # Wholesale, 100 persons, revenue unknown: from micro to medium, the mean of .2, .5 and 1.
    h = by_id(answer["lookalikes"])["H"]
    assert values(h)["size"] == (round((0.2 + 0.5 + 1) / 3, 6), True)
    assert {key: h["company"]["size"][key] for key in ("band", "low", "high")} == {
        "band": None,
        "low": "micro",
        "high": "medium",
    }
    assert "revenue" in h["missing"]


def test_an_amount_without_a_rate_is_unknown_and_said(world):
    told = world.prospect("A", "--as-of", "2024-06-30", "--show-excluded")
    assert "no_exchange_rate" in by_id(told["leads"])["U"]["flags"]
    assert values(by_id(told["leads"])["U"])["size"] == (0.5, False)
    # 30 bn TWD are 6.6 bn CNY.
    assert {row["company"]["id"]: row["gate"] for row in told["excluded"]}["W"] == "too_large"


def test_rates_are_those_of_the_load(world, tmp_path):
    own = tmp_path / "other.toml"
    own.write_text(SETTINGS.replace("0.22", "0.0001"), "utf-8")
    typed = ("prospect", "A", "--show-excluded")
    assert world.json(*typed, "--settings", str(own)) == world.json(*typed)
    assert world.json(*typed)["settings"]["fx"] == {"CNY": 1, "TWD": 0.22}


def test_points_sum_to_the_score_and_halves_to_theirs(answer):
    for lead in (*answer["leads"], *answer["lookalikes"]):
        points = {part["name"]: part["points"] for part in lead["contributions"]}
        assert points == whole_points(lead)
        assert list(points) == list(WEIGHTS)
        assert lead["score"] == round(math.fsum(points.values()), 4)
        for half, names in (("centrality", CENTRALITY), ("fit", FIT)):
            found = {part["name"]: part["value"] for part in lead["contributions"]}
            mean = sum(WEIGHTS[name] * found[name] for name in names) / 50
            assert lead[half] == pytest.approx(100 * mean, abs=6e-5), half
        known = sum(part["weight"] for part in lead["contributions"] if part["known"])
        assert lead["coverage"] == pytest.approx(known / 100, abs=1e-6)
        assert {part["name"]: part["weight"] for part in lead["contributions"]} == WEIGHTS


def test_weights_of_halves_and_parts(world, answer):
    one = world.prospect("A", "--as-of", "2024-06-30", "--weight", "centrality=100", "--weight", "fit=0")
    for lead in one["leads"]:
        assert lead["score"] == pytest.approx(lead["centrality"], abs=3e-4)
        weight = {part["name"]: part["weight"] for part in lead["contributions"]}
        assert weight["proximity"] == 24
        assert weight["size"] == 0
        assert lead["fit"] == by_id(answer["leads"])[lead["company"]["id"]]["fit"]
    weights = {**WEIGHTS, "size": 0, "timing": 20}
    two = world.prospect("A", "--as-of", "2024-06-30", "--weight", "size=0", "--weight", "timing=20", "--weight=fit=25")
    for lead in (*two["leads"], *two["lookalikes"]):
        points = {part["name"]: part["points"] for part in lead["contributions"]}
        assert points == whole_points(lead, weights, 50, 25)
        known = sum(part["weight"] for part in lead["contributions"] if part["known"])
        assert lead["coverage"] == pytest.approx(known / 75, abs=1e-6)
        assert lead["score"] == round(math.fsum(points.values()), 4)


def test_lists_sort_on_score_then_coverage_then_id(answer):
    for part in ("leads", "lookalikes"):
        keys = [(-lead["score"], -lead["coverage"], lead["company"]["id"]) for lead in answer[part]]
        assert keys == sorted(keys)
        assert [lead["rank"] for lead in answer[part]] == list(range(1, len(keys) + 1))


def test_filters_and_gates_change_no_score(world, answer):
    before = {lead["company"]["id"]: lead["score"] for lead in answer["leads"]}
    for typed in (
        ("--region", "江苏"),
        ("--industry", "C38"),
        ("--size", "medium"),
        ("--min-score", "40"),
        ("--no-via",),
    ):
        some = world.prospect("A", "--as-of", "2024-06-30", *typed)
        assert some["leads"], typed
        assert all(lead["score"] == before[lead["company"]["id"]] for lead in some["leads"])


def test_as_of_moves_ages_only(world):
    """Its default is the newest date that is neither start, end nor founded: here the event of 2025-05-01."""
    late = world.prospect("A")
    assert late["settings"]["as_of"] == "2025-05-01"
    early = world.prospect("A", "--as-of", "2019-01-01")
    assert by_id(early["leads"]).keys() == by_id(late["leads"]).keys()
    aged = {"proximity", "tie_strength", "timing"}
    for ident, lead in by_id(late["leads"]).items():
        other = values(by_id(early["leads"])[ident])
        for name, found in values(lead).items():
            if name not in aged:
                assert other[name] == found, (ident, name)
    # Never below 0: before every date all that is dated is fresh.
    assert by_id(early["leads"])["B"]["chains"][0]["relations"][0]["strength"] == pytest.approx(
        0.4 * 7 / 9 + 0.4 * 0.3 + 0.2
    )
    assert values(by_id(early["leads"])["B"])["timing"] == (0.5, False)
