"""Reach, middlemen, budgets, introductions, best chains, several anchors and lookalikes on hand-drawn islands."""

from __future__ import annotations

import math

import pytest


def tie(source: str, target: str, kind: str = "supplies", **more) -> dict:
    return {"source": source, "target": target, "kind": kind, **more}


ROLES = {
    **dict.fromkeys(("m1", "m2", "m3", "m4", "s1", "s2", "s3", "s4", "bm"), "trader"),
    "m2": "agent",
    "md": "distributor",
    "law1": "law_firm",
}
CLIENTS = ("ka", "k4", "via_client")

# ma buys through middlemen: m1 ← m2 ← mx ← my, and three in a row: s1 ← s2 ← s3 ← s4 ← sx.
MIDDLEMEN = [
    *(tie("m1", "ma"), tie("m2", "m1"), tie("mx", "m2"), tie("my", "mx"), tie("mz", "my")),
    *(tie("s1", "ma"), tie("s2", "s1"), tie("s3", "s2"), tie("s4", "s3"), tie("sx", "s4"), tie("sy", "sx")),
    # A distributor is none: the chain is longer by a tier.
    *(tie("ma", "md", "distributes"), tie("md", "me"), tie("me", "mf")),
]
# ta: what turns, what is not goods.
TURNS = [
    *(tie("t1", "ta"), tie("t1", "t2"), tie("t3", "t2"), tie("ta", "t4"), tie("t5", "t4")),
    *(
        tie("t6", "t1"),
        tie("t6", "ta", "owns", share=0.2),
        tie("t7", "ta", "guarantees"),
        tie("ta", "t8", "owns", share=0.1),
    ),
    *(tie("t9", "ta", "refers"), tie("t1", "t9", "guarantees")),
]
# va and the law firm that serves it.
VIA = [
    *(tie("law1", "va", "intermediates"), tie("law1", "vb", "intermediates"), tie("law1", "vc", "intermediates")),
    *(tie("law2", "vb", "intermediates"), tie("law2", "vd", "intermediates"), tie("vc", "va")),
    *(
        tie("va", "ve", "refers"),
        tie("vf", "va", "refers"),
        tie("vb", "vg"),
        tie("law1", "via_client", "intermediates"),
    ),
]
# na and nx share a law firm; nx sells to nb, which buys of n1 as na does.
ALIKE_VIA = [
    *(tie("n1", "na"), tie("n1", "nb"), tie("nx", "nb")),
    *(tie("lawn", "na", "intermediates"), tie("lawn", "nx", "intermediates")),
]
# ba: which of several chains is best.
CHAINS = [
    tie("b1", "ba", share=0.9, as_of="2024-06-30", amount=1e9),
    tie("b2", "ba", share=0.2, as_of="2024-06-30", amount=1e9),
    tie("b3", "ba", share=0.5, as_of="2024-06-30", amount=1e9),
    tie("b4", "ba", share=0.4, as_of="2024-06-30", amount=1e9),
    *(tie("bx", near, share=1, as_of="2024-06-30", amount=1e9) for near in ("b1", "b2", "b3", "b4")),
    # Fewest hops: by a middleman, or straight, equally strong.
    *(
        tie("bh", "ba", share=0.3, as_of="2024-06-30", amount=1e9),
        tie("bm", "ba", share=0.3, as_of="2024-06-30", amount=1e9),
    ),
    tie("bh", "bm", share=0.3, as_of="2024-06-30", amount=1e9),
    # Parallel kinds are one hop, the stronger.
    *(tie("bp", "ba", share=0.1), tie("bp", "ba", "distributes", share=0.7)),
]
# Two anchors: s is one step upstream of pa and downstream of pb, u two upstream of pa and one of pb.
SEVERAL = [
    *(
        tie("ps", "pa"),
        tie("pb", "ps"),
        tie("pu", "px"),
        tie("px", "pa"),
        tie("pu", "pb"),
        tie("pa", "pd"),
        tie("pb", "pa"),
    ),
]
# ka buys of k1, k2; the peers p0…p6 buy of k1 too, and of k3 (a stranger), k4 (a client).
PEERS = [f"kp{number}" for number in range(7)]
LOOKALIKES = [
    *(tie("k1", "ka"), tie("k2", "ka"), tie("ka", "kb")),
    *(tie("k1", peer) for peer in PEERS),
    *(tie("k3", peer) for peer in PEERS),
    tie("k4", PEERS[0]),
    # kp0 shares k2 too, and so says most; k5 sells to it alone.
    *(tie("k2", PEERS[0]), tie("k5", PEERS[0])),
    # A seller like ka: ks sells to kb as well, and to k6, a likely buyer.
    *(tie("ks", "kb"), tie("ks", "k6")),
]
# ha: 205 suppliers in budget order, one of which leads on; an intermediary with 25 companies.
MANY = [tie(f"h{number:03d}", "ha", amount=1000 + number) for number in range(204)]
HUB = [
    *MANY,
    tie("h-last", "ha", amount=10),
    tie("h-blank", "ha"),
    tie("h-deep", "h-last"),
    *(tie("helper", f"i{number:02d}", "intermediates", amount=100 + number) for number in range(25)),
    tie("helper", "ia", "intermediates", amount=1e6),
]


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench()
    relations = [*MIDDLEMEN, *TURNS, *VIA, *ALIKE_VIA, *CHAINS, *SEVERAL, *LOOKALIKES, *HUB]
    ids = sorted({row[end] for row in relations for end in ("source", "target")})
    companies = [
        {
            "id": ident,
            "name": f"公司{ident}",
            "role": ROLES.get(ident, ""),
            "is_client": "是" if ident in CLIENTS else "",
        }
        for ident in ids
    ]
    report = bench.load(companies=companies, relations=relations)
    assert report["rejected"] == 0
    return bench


def places(told: dict) -> dict[str, tuple[str, int]]:
    return {lead["company"]["id"]: (lead["side"], lead["tier"]) for lead in told["leads"]}


def test_default_tiers_and_middlemen(world):
    assert places(world.prospect("ma")) == {
        "m1": ("upstream", 1),
        "m2": ("upstream", 1),
        "mx": ("upstream", 1),
        "my": ("upstream", 2),
        "s1": ("upstream", 1),
        "s2": ("upstream", 1),
        # The third in a row is ordinary: what it trades stands a tier further, and a middleman there starts anew.
        "s3": ("upstream", 1),
        "s4": ("upstream", 2),
        "sx": ("upstream", 2),
        "md": ("downstream", 1),
        "me": ("downstream", 2),
    }


def test_a_middleman_at_the_last_tier_still_shows_what_it_trades(world):
    assert places(world.prospect("ma", "--upstream", "1", "--downstream", "0")) == {
        **dict.fromkeys(("m1", "m2", "mx", "s1", "s2", "s3"), ("upstream", 1)),
    }
    assert places(world.prospect("ma", "--upstream", "0", "--downstream", "3")) == {
        "md": ("downstream", 1),
        "me": ("downstream", 2),
        "mf": ("downstream", 3),
    }


def test_a_chain_through_middlemen_keeps_every_hop(world):
    lead = next(lead for lead in world.prospect("ma")["leads"] if lead["company"]["id"] == "my")
    chain = lead["chains"][0]
    assert chain["companies"] == ["ma", "m1", "m2", "mx", "my"]
    assert [(hop["source"], hop["target"]) for hop in chain["relations"]] == [
        ("m1", "ma"),
        ("m2", "m1"),
        ("mx", "m2"),
        ("my", "mx"),
    ]


def test_a_chain_never_turns_and_only_goods_make_it(world):
    assert places(world.prospect("ta")) == {
        "t1": ("upstream", 1),
        "t6": ("upstream", 2),
        "t4": ("downstream", 1),
    }


def test_via_and_what_it_is_not(world):
    told = world.prospect("va", "--show-excluded")
    # vc is served too, but reached by goods; ve is referred by the anchor, vf refers to it; vb's buyers are nobody's.
    assert places(told) == {"vc": ("upstream", 1), "vb": ("via", 1), "ve": ("via", 1)}
    assert {row["company"]["id"]: (row["gate"], row["side"], row["tier"]) for row in told["excluded"]} == {
        "via_client": ("already_client", "via", 1)
    }
    leads = {lead["company"]["id"]: lead for lead in told["leads"]}
    assert leads["vb"]["chains"][0]["companies"] == ["va", "law1", "vb"]
    assert [hop["kind"] for hop in leads["vb"]["chains"][0]["relations"]] == ["intermediates", "intermediates"]
    assert leads["ve"]["chains"][0]["companies"] == ["va", "ve"]
    proximity = {ident: lead["contributions"][0] for ident, lead in leads.items()}
    assert (proximity["vb"]["value"], proximity["vb"]["known"]) == (0.0, True)
    assert set(places(world.prospect("va", "--no-via"))) == {"vc"}


def test_a_company_met_through_an_introducer_keeps_its_larger_likeness(world):
    told = world.prospect("na")
    assert places(told)["nx"] == ("via", 1)
    assert "nx" not in {lead["company"]["id"] for lead in told["lookalikes"]}
    # do(n1) = 2, di(nb) = 2, na has one supplier, nx one buyer; nothing makes nx a likely buyer.
    raw = (2**-0.5 / math.sqrt(2 * 1)) ** 1.35
    assert likeness_values(told)["nx"] == round(math.sqrt(raw / (raw + 0.2)), 6)
    assert {lead["company"]["id"] for lead in world.prospect("na", "--no-via")["lookalikes"]} == {"nx"}
    # Of several anchors the largest.
    assert likeness_values(world.prospect("ma", "na"))["nx"] == likeness_values(told)["nx"]


def test_best_chain_order_and_three_are_kept(world):
    leads = {lead["company"]["id"]: lead for lead in world.prospect("ba", "--as-of", "2024-06-30")["leads"]}
    bx = leads["bx"]["chains"]
    assert [chain["companies"] for chain in bx] == [["ba", near, "bx"] for near in ("b1", "b3", "b4")]
    assert [chain["weakest"] for chain in bx] == [0, 0, 0]
    bh = leads["bh"]["chains"]
    assert [chain["companies"] for chain in bh] == [["ba", "bh"], ["ba", "bm", "bh"]]
    bp = leads["bp"]["chains"]
    assert [(len(chain["relations"]), chain["relations"][0]["kind"]) for chain in bp] == [(1, "distributes")]
    strength = next(part for part in leads["bx"]["contributions"] if part["name"] == "tie_strength")
    assert strength["value"] == round(0.4 + 0.4 * 0.9 + 0.2, 6)


def test_several_anchors_make_one_list(world):
    told = world.prospect("pa", "pb", "--as-of", "2024-06-30")
    assert [anchor["id"] for anchor in told["anchors"]] == ["pa", "pb"]
    # ps: upstream of pa, downstream of pb, a tier each: upstream goes before downstream. pu: nearer to pb.
    # pd is a tier below pa, px a tier above.
    assert places(told) == {
        "ps": ("upstream", 1),
        "pu": ("upstream", 1),
        "px": ("upstream", 1),
        "pd": ("downstream", 1),
    }
    leads = {lead["company"]["id"]: lead for lead in told["leads"]}
    assert {ident: lead["anchors"] for ident, lead in leads.items()} == {
        "ps": ["pa", "pb"],
        "pu": ["pa", "pb"],
        "px": ["pa"],
        "pd": ["pa", "pb"],
    }
    assert leads["pu"]["chains"][0]["companies"] == ["pb", "pu"]


def test_restart_weights(world):
    def near(told: dict) -> dict[str, float]:
        return {lead["company"]["id"]: lead["contributions"][0]["value"] for lead in told["leads"]}

    equal, same = world.prospect("pa", "pb"), world.prospect("pa=3", "pb=3")
    assert equal["leads"] == same["leads"]
    assert equal["settings"]["anchor_weights"] == [0.5, 0.5]
    heavy = world.prospect("pa=9", "pb")
    assert heavy["settings"]["anchor_weights"] == [0.9, 0.1]
    assert near(heavy)["px"] > near(equal)["px"]
    assert near(heavy)["pu"] < near(equal)["pu"]
    assert world.end("prospect", "pa=0", "pb").code == 2


def likeness_values(told: dict) -> dict[str, float]:
    return {
        lead["company"]["id"]: next(part["value"] for part in lead["contributions"] if part["name"] == "chain_likeness")
        for lead in (*told["leads"], *told["lookalikes"])
    }


def test_lookalikes(world):
    told = world.prospect("ka", "--show-excluded")
    alike = {lead["company"]["id"]: lead for lead in told["lookalikes"]}
    assert set(alike) == {"k3", "k5", "k6"}
    assert {ident: lead["side"] for ident, lead in alike.items()} == {
        "k3": "upstream",
        "k5": "upstream",
        "k6": "downstream",
    }
    for lead in alike.values():
        assert (lead["inferred"], lead["tier"], lead["chains"], lead["anchors"]) == (True, None, [], ["ka"])
        parts = {part["name"]: (part["value"], part["known"]) for part in lead["contributions"]}
        assert parts["proximity"] == (0.0, True)
        assert parts["tie_strength"] == (0.0, True)
    assert {row["company"]["id"]: (row["gate"], row["inferred"], row["tier"]) for row in told["excluded"]} == {
        "k4": ("already_client", True, None)
    }
    # do(k1) = 8, do(k2) = 2, |V| = 2; kp0 buys of k1, k2, k3, k4, k5, the others of k1 and k3.
    first = (8**-0.5 + 2**-0.5) / math.sqrt(5 * 2)
    other = 8**-0.5 / math.sqrt(2 * 2)
    raw = {
        "k3": 7**-0.1 * (first**1.35 + 6 * other**1.35),
        "k5": first**1.35,
        # ks sells to kb as ka does: di(kb) = 2, do(ks) = 2, ka has one buyer.
        "k6": (2**-0.5 / math.sqrt(2 * 1)) ** 1.35,
    }
    found = likeness_values(told)
    for ident, value in raw.items():
        assert found[ident] == round(math.sqrt(value / (value + 0.2)), 6), ident


def test_the_best_five_peers_are_told(world):
    alike = {lead["company"]["id"]: lead for lead in world.prospect("ka")["lookalikes"]}
    assert [(item["via"]["id"], item["shares"]) for item in alike["k3"]["likeness"]] == [
        ("kp0", ["k1", "k2"]),
        *((peer, ["k1"]) for peer in ("kp1", "kp2", "kp3", "kp4")),
    ]
    assert [(item["via"]["id"], item["shares"]) for item in alike["k5"]["likeness"]] == [("kp0", ["k1", "k2"])]
    assert [(item["via"]["id"], item["shares"]) for item in alike["k6"]["likeness"]] == [("ks", ["kb"])]


def test_a_side_without_tiers_gives_no_lookalikes(world):
    assert {lead["company"]["id"] for lead in world.prospect("ka", "--upstream", "0")["lookalikes"]} == {"k6"}
    assert {lead["company"]["id"] for lead in world.prospect("ka", "--downstream", "0")["lookalikes"]} == {"k3", "k5"}
    assert world.prospect("ka", "--no-lookalikes")["lookalikes"] == []


def test_budget_of_a_company(world):
    told = world.prospect("ha")
    found = set(places(told))
    # 206 suppliers, 200 are kept: largest amounts first, an unknown amount last.
    assert found == {f"h{number:03d}" for number in range(4, 204)}
    assert told["counts"]["cut"] == 6
    assert told["counts"]["reached"] == 200


def test_budget_of_an_intermediary(world):
    told = world.prospect("ia")
    # 26 companies, the anchor among the 20 that are kept.
    assert set(places(told)) == {f"i{number:02d}" for number in range(6, 25)}
    assert told["counts"]["cut"] == 6


def test_budgets_are_settings(world, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("[reach]\nrelations_per_company = 2\ncompanies_per_intermediary = 3\ncompanies = 2\n", "utf-8")
    told = world.prospect("ha", "--settings", str(own))
    assert set(places(told)) == {"h202", "h203"}
    assert told["counts"]["cut"] == 204
    # (tier, side, id): both of the first tier go before the upstream one of the second.
    few = world.prospect("ta", "--settings", str(own))
    assert places(few) == {"t1": ("upstream", 1), "t4": ("downstream", 1)}
    assert (few["counts"]["reached"], few["counts"]["cut_companies"]) == (2, 1)


def test_anchors_are_named_exactly_or_not_at_all(world):
    ended = world.end("prospect", "公司k", "--lang", "en")
    assert ended.code == 2
    assert "公司k1 (k1)" in ended.err
    nobody = world.end("prospect", "公司k1有限", "--lang", "en")
    assert nobody.code == 2
    assert "公司k1" in nobody.err
    # An exact name beats what it is a part of (ka, kb, k1 …).
    assert world.prospect("公司k1")["anchors"][0]["id"] == "k1"
    assert world.prospect("kp0")["anchors"][0]["id"] == "kp0"
