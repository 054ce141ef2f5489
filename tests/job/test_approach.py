"""`intro`, `anchors` and `packs` end to end: on a hand-drawn world with exact answers, and on the sample."""

from __future__ import annotations

import pandas
import pytest

from chainprospect.advise.offers import Shelf
from chainprospect.advising.anchoring import Wanted, core_clients
from chainprospect.advising.introducing import Circle, introduce
from chainprospect.advising.packing import packs_around
from chainprospect.building import memory_store
from chainprospect.cli import anchors, intro, packs
from chainprospect.model.rules import Question
from chainprospect.references import client_types, products
from chainprospect.settings import resolve_settings

SETTINGS = """
[show]
lang = "en"
[profile]
tier1_capital = 1e8
cannot = ["factoring"]
[[people]]
person = "Zhou"
company = "LAW"
contact = "partner"
probability = 0.7
consent = true
[[people]]
person = "Xu"
company = "PROSPECT"
probability = 0.99
consent = false
[[people]]
person = "Xu"
company = "Nowhere"
consent = true
"""
DAY = "2026-06-30"


def relation(source, target, kind="supplies", **facts):
    return {"source": source, "target": target, "kind": kind, "date": DAY, "confidence": 1.0, **facts}


@pytest.fixture(scope="module")
def drawn():
    """A core client that buys from the prospect, its lawyer, a giant, small firms: rows by table."""
    companies = [
        {"id": "PROSPECT", "name": "Prospect", "industry_code": "K7010", "employees": 300, "revenue": 2e8},
        {"id": "GIANT", "name": "Giant", "industry_code": "C3821", "employees": 90_000, "revenue": 9e10},
        {"id": "LAW", "name": "Law", "role": "law_firm"},
        {"id": "GONE", "name": "Gone", "status": "deregistered"},
        {"id": "LONE", "name": "Lonely"},
        *(
            {
                "id": f"S{number}",
                "name": f"Small {number}",
                "industry_code": "C3482",
                "employees": 30,
                "revenue": 1e7 if number < 3 else 4e7,
                "region": "江苏省苏州市",
                "park": "Park" if number >= 3 else None,
            }
            for number in range(7)
        ),
        {"id": "M1", "name": "Mid 1", "industry_code": "C3821", "employees": 500, "revenue": 3e8},
        {"id": "M2", "name": "Mid 2", "industry_code": "C3821", "employees": 500, "revenue": 3e8},
    ]
    clients = [
        {
            "id": "CORE",
            "name": "Core",
            "core_client": "yes",
            "contribution": 8e6,
            "products_held": "流动资金贷款；代发工资",
            "loan_balance": 3e7,
            "deposit_balance": 1e7,
            "banks": 3,
        },
        {"id": "C2", "name": "Client 2", "contribution": 1e6, "loan_balance": 0, "deposit_balance": 5e6},
        {"id": "C3", "name": "Client 3", "contribution": 1e6, "loan_balance": 5e8},
        {"id": "C4", "name": "Client 4"},
    ]
    relations = [
        relation("PROSPECT", "CORE", share_of_target=1.0),
        relation("LAW", "PROSPECT", "intermediates"),
        relation("GONE", "PROSPECT", "refers"),
        relation("CORE", "GONE", "owns", share=1.0),
        relation("GIANT", "C2", "refers"),
        relation("C2", "GIANT", "refers"),
        relation("M1", "CORE"),
        relation("M1", "C2"),
        relation("M2", "C2"),
        *(relation(f"S{number}", "CORE") for number in range(3)),
        *(relation(f"S{number}", "M1") for number in range(3, 6)),
        relation("S6", "M2"),
        relation("S0", "S1", "guarantees", amount=1e6),
    ]
    financials = [
        {
            "company": "CORE",
            "period": "2025-12-31",
            "currency": "CNY",
            "cash": 4e7,
            "short_loans": 8e7,
            "long_loans": 4e7,
            "revenue": 5e8,
        }
    ]
    events = [{"company": "C3", "type": "default", "date": "2026-01-31"}]
    blacklist = [{"company": "C4", "reason": "fraud"}]
    return {
        "companies": companies,
        "clients": clients,
        "relations": relations,
        "financials": financials,
        "events": events,
        "blacklist": blacklist,
    }


@pytest.fixture(scope="module")
def world(new_bench, drawn):
    bench = new_bench().settings(SETTINGS)
    bench.load(**drawn)
    return bench


# --- intro


def test_the_paths_to_a_prospect(world):
    """Strength: unknown amount and share .5 each, dated the newest day: .4·.5 + .4·.5 + .2 = .6; share 1 gives .8."""
    told = world.json("intro", "PROSPECT")
    assert told["company"] == {"id": "PROSPECT", "name": "Prospect"}
    assert (told["as_of"], told["gates"], told["cold"]) == (DAY, [], 0.1)
    lawyer, core = told["paths"]
    # 0.7 · 0.8 · (½ + ½ · .6)
    assert (lawyer["rank"], lawyer["probability"]) == (1, 0.448)
    assert lawyer["ask"] == {"person": "Zhou", "company": "LAW"}
    assert [(step["way"], step["probability"]) for step in lawyer["steps"]] == [("knows", 0.7), ("intermediary", 0.64)]
    # 0.9 · 0.5 · (½ + ½ · .8)
    assert (core["rank"], core["probability"]) == (2, 0.405)
    assert core["ask"] == {"person": None, "company": "CORE"}
    assert core["steps"][1] == {
        "from": "CORE",
        "to": "PROSPECT",
        "way": "buyer",
        "probability": 0.45,
        "base": 0.5,
        "strength": 0.8,
        "confidence": 1.0,
        "source": "PROSPECT → CORE (supplies, inferred)",
        "says": "Core buys from Prospect",
    }
    assert told["any_way"] == pytest.approx(1 - 0.552 * 0.595 * 0.9)
    assert (told["without_consent"], told["not_found"]) == (1, ["Nowhere"])
    assert told["cut"] == {"relations": 0, "companies": 0}


def test_who_is_struck_off_introduces_nobody(world):
    told = world.json("intro", "PROSPECT", "--paths", "9")
    assert [path["ask"]["company"] for path in told["paths"]] == ["LAW", "CORE"]


def test_a_strong_path_speaks_for_a_giant(world):
    """Row B08: 0.8 · 0.8 · (½ + ½ · .6) = 0.512 is above the 0.5 of the setting."""
    told = world.json("intro", "GIANT")
    assert told["gates"] == ["too_large"]
    assert told["paths"][0]["probability"] == 0.512
    assert told["override"] == {"gate": "too_large", "holds": True, "threshold": 0.5, "best": 0.512, "opens": True}
    ended = world.end("intro", "GIANT")
    assert "the best way reaches the 50% from which the rule may be set aside" in ended.out
    assert "prospect ANCHOR --include too_large" in ended.err


def test_owners_and_buyers_two_tiers_away_lead_there_too(world):
    told = world.json("intro", "S6")
    assert [(path["ask"]["company"], len(path["steps"])) for path in told["paths"]] == [("C2", 3)]
    assert world.json("intro", "GONE")["paths"][0]["steps"][-1]["way"] == "owner"


def test_nobody_leads_there(world):
    told = world.json("intro", "LONE", code=1)
    assert (told["paths"], told["any_way"], told["override"]["best"]) == ([], 0.1, None)
    assert "a call without introduction succeeds in 10%" in world.run("intro", "LONE", code=1)


def test_the_page_in_both_languages(world):
    english, chinese = world.run("intro", "PROSPECT"), world.run("intro", "PROSPECT", "--lang", "zh")
    assert "1. 45%: ask Zhou, who knows the partner of Law" in english
    assert "   64%  Law serves Prospect" in english
    assert "1. 45%：请Zhou出面，其认识Law的partner" in chinese
    assert "   64%  Law为Prospect服务" in chinese


def test_an_unknown_company_is_an_error(world):
    ended = world.end("intro", "Nobody At All")
    assert ended.code == 2
    assert "Nobody At All" in ended.err


# --- anchors


def test_the_core_clients(world):
    told = world.json("anchors")
    assert told["counts"] == {"clients": 4, "unknown_contribution": 1, "shown": 4}
    assert told["core"] == {"wanted_share": 0.8, "clients": 1, "share": 0.8, "contribution": 1e7}
    rows = told["clients"]
    assert [(row["rank"], row["company"]["id"], row["cumulative"], row["core"]) for row in rows] == [
        (1, "CORE", 0.8, True),
        (2, "C2", 0.9, False),
        (3, "C3", 1.0, False),
        (None, "C4", None, None),
    ]
    core = rows[0]
    assert core["wallet"] == {
        "period": "2025",
        "loans": {"ours": 3e7, "whole": 1.2e8, "share": 0.25, "gap": 9e7, "doubtful": False},
        "deposits": {"ours": 1e7, "whole": 4e7, "share": 0.25, "gap": 3e7, "doubtful": False},
        "other_banks": 3.0,
        "main_bank_is_ours": None,
    }
    assert [(fact["name"], fact["value"]) for fact in core["facts"]] == [
        ("contribution", 8e6),
        ("loan_balance", 3e7),
        ("deposit_balance", 1e7),
        ("all_loans", 1.2e8),
        ("cash", 4e7),
    ]
    assert core["facts"][0]["source"] == "clients.csv:2"
    assert core["facts"][3]["source"] == "2025, financials.csv:2"
    assert core["products"]["held"] == ["collection_payroll", "working_capital_loan"]
    assert core["products"]["untouched_needs"] == ["purchase", "sales", "wealth"]
    assert "factoring" not in core["products"]["open"]
    assert "reverse_factoring" in core["products"]["open"]
    assert (rows[1]["products"]["held"], rows[1]["products"]["untouched_needs"]) == (None, None)


def test_whom_to_give_up_and_whom_to_look_at_first(world):
    told = world.json("anchors")
    assert [(row["company"]["id"], row["risks"], row["return_on_loans"]) for row in told["drop"]] == [
        ("C3", ["default"], 0.002)
    ]
    assert [(row["company"]["id"], row["risks"]) for row in told["undecided"]] == [("C4", ["blacklist"])]
    # The default is forgotten after the 24 months of the setting.
    assert world.json("anchors", "--as-of", "2028-06-30")["drop"] == []


def test_whom_to_mine_next(world):
    mine = world.json("anchors", "--mine", "5")["mine"]
    assert [(pick["company"]["id"], pick["gain"], pick["covered"]) for pick in mine["picks"]] == [
        ("CORE", 5, 5),
        ("C2", 1, 6),
    ]
    assert [each["id"] for each in mine["picks"][1]["prospects"]] == ["M2"]
    assert (mine["reachable"], mine["covered"], mine["at_most"]) == (6, 6, 6)
    assert (mine["guarantee"], mine["asked"], mine["left_out"]) == (0.632121, 4, 0)


def test_top_limits_the_clients_and_the_budget_those_looked_at(world):
    told = world.json("anchors", "--top", "1")
    assert [row["company"]["id"] for row in told["clients"]] == ["CORE"]
    assert told["core"]["clients"] == 1
    assert [row["company"]["id"] for row in told["drop"]] == ["C3"]


def test_the_table_in_both_languages(world):
    english, chinese = world.run("anchors"), world.run("anchors", "--lang", "zh")
    assert "1 of 4 clients (25%) give 80% of the contribution of CNY 10 m; wanted was 80%." in english
    assert "Clients of unknown contribution, who stand last: 1." in english
    assert "Client 3: contribution CNY 1 m, our loans CNY 500 m, return 0.2%; has defaulted" in english
    assert "4 家客户中的 1 家（25%）带来全部综合贡献（1,000 万元）的 80%；要求为 80%。" in chinese
    assert "Client 3：贡献 100 万元，我行贷款 5 亿元，收益率 0.2%；有违约逾期" in chinese


def test_without_clients_there_is_nothing(new_bench):
    bench = new_bench()
    bench.load(companies=[{"id": "A", "name": "Alpha"}])
    told = bench.json("anchors", code=1)
    assert (told["clients"], told["mine"]["picks"], told["core"]["clients"]) == ([], [], 0)
    assert "--lang" not in bench.end("anchors").err
    assert (
        bench.end("anchors", "--lang", "en").err.strip()
        == "No company is marked as our client; load a file of clients."
    )


# --- packs


def test_small_firms_in_packs(world):
    told = world.json("packs", "--around", "CORE")
    assert [
        (pack["kind"], pack["shared"]["name"], [each["id"] for each in pack["members"]]) for pack in told["packs"]
    ] == [
        ("core_buyer", "Core", ["S0", "S1", "S2"]),
        ("park", "Park", ["S3", "S4", "S5"]),
    ]
    suppliers, park = told["packs"]
    # A fifth of 10 M each; 20 % of the bank's tier-1 capital is 20 M.
    assert (suppliers["cap"], suppliers["cap_by"], suppliers["guarantees_inside"]) == (6e6, "firms", 1)
    assert [each["cap"] for each in suppliers["members"]] == [2e6, 2e6, 2e6]
    fact = {"name": "revenue", "value": 1e7, "unit": "CNY", "source": "companies.csv:7"}
    assert suppliers["members"][0]["fact"] == fact
    # A fifth of 40 M is 8 M each, 24 M in all.
    assert (park["cap"], park["cap_by"], park["guarantees_inside"]) == (2e7, "capital", 0)
    assert [each["id"] for each in park["controls"]] == ["park_guarantee_fund", "park_information", "lease_rights"]
    assert told["counts"] == {"small": 6, "left_out": 0, "unsized": 0, "packs": 2, "alone": 0}
    assert told["group_cap"] == 2e7


def test_several_anchors_and_top(world):
    told = world.json("packs", "--around", "CORE", "--around", "C2", "--top", "1")
    assert [anchor["id"] for anchor in told["anchors"]] == ["CORE", "C2"]
    assert told["counts"]["small"] == 7
    assert [pack["kind"] for pack in told["packs"]] == ["core_buyer"]


def test_the_packs_in_both_languages(world):
    english, chinese = world.run("packs", "--around", "CORE"), world.run("packs", "--around", "CORE", "--lang", "zh")
    assert "6 small firms around Core: 2 packs, 0 firms in none" in english
    assert "1. suppliers of Core (3)" in english
    assert "   Guarantees among them: 1. Release them before lending, or leave these firms out." in english
    assert "   In all at most CNY 20 m: what the bank may lend to one group." in english
    assert "1. Core的供应商（3 家）" in chinese
    assert "   总额不超过 2,000 万元：我行对一个集团的上限。" in chinese


def test_no_pack_is_nothing_found(world):
    assert world.json("packs", "--around", "GIANT", code=1)["packs"] == []


# --- another store


def test_the_store_in_memory_gives_the_same_answers(world, drawn):
    def plain(told):
        """Without the snapshot and the files that facts stand in: frames have none."""
        if isinstance(told, dict):
            return {key: plain(value) for key, value in told.items() if key not in ("snapshot", "facts", "fact")}
        return [plain(each) for each in told] if isinstance(told, list) else told

    settings = resolve_settings(world.folder / "settings.toml")
    frames = {name: pandas.DataFrame(rows).convert_dtypes() for name, rows in drawn.items()}
    question = Question(gates=settings.gates, policy=settings.policy, bank=settings.bank)
    with memory_store(frames, settings) as store:
        for wanted in ("PROSPECT", "GIANT", "S6", "LONE"):
            found = introduce(store, wanted, Circle(settings.people, settings.intro, 3), question)
            code = 1 if wanted == "LONE" else 0
            assert plain(intro.document(found, "en")) == plain(world.json("intro", wanted, code=code))
        shelf = Shelf(products(), settings.profile, settings.products)
        clients = core_clients(store, Wanted(settings.anchors, shelf, client_types({})), question)
        assert plain(anchors.document(clients, 0.8)) == plain(world.json("anchors"))
        around = packs_around(store, ["CORE"], settings.packs, 2e7, question)
        assert plain(packs.document(around, "en", None)) == plain(world.json("packs", "--around", "CORE"))


# --- the sample


@pytest.fixture(scope="module")
def sample(new_bench, root):
    return new_bench().sample(root / "sample_data")


def test_a_few_clients_of_the_sample_give_most(sample):
    told = sample.json("anchors")
    assert (told["core"]["clients"], told["counts"]["clients"]) == (7, 56)
    assert told["core"]["share"] >= 0.8
    assert sum(row["marked_core"] is True for row in told["clients"][:6]) == 6
    assert len(told["drop"]) == 2
    assert told["mine"]["covered"] <= told["mine"]["at_most"] <= told["mine"]["reachable"]


def test_the_packs_of_the_sample_show_every_kind(sample):
    told = sample.json("packs", "--around", "砚禾电缆")
    assert [pack["kind"] for pack in told["packs"]] == [
        "core_buyer",
        "distributor",
        "park",
        "association",
        "market",
        "community",
    ]
    assert told["packs"][-1]["guarantees_inside"] == 2


def test_somebody_of_the_sample_opens_a_giant(sample):
    told = sample.json("intro", "骁阙变压器集团有限公司")
    assert told["override"]["opens"] is True
    assert told["paths"][0]["ask"]["person"] == "许行长"
    assert told["without_consent"] == 1


@pytest.mark.parametrize(
    "typed", [("anchors",), ("packs", "--around", "华衡电网"), ("intro", "江苏珞岫绝缘子有限公司")]
)
def test_two_runs_are_the_same_bytes(sample, typed):
    assert sample.run(*typed, "--json") == sample.run(*typed, "--json")
