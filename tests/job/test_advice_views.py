"""`show --sheet`, `signals`, `risk` and `shock` at the command line, on a world of their own (A07, A26-A38, B28)."""

from __future__ import annotations

import pytest

COMPANIES = [
    {
        "name": "北岭变压器",
        "industry_code": "C3821",
        "region": "江苏省",
        "role": "producer",
        "revenue": 500,
        "status": "存续",
    },
    {"name": "南湾铜材", "industry_code": "C3240", "region": "浙江省", "role": "producer", "revenue": 300},
    {"name": "东港变压器", "industry_code": "C3821", "region": "江苏省苏州市", "revenue": 200},
    {"name": "西山变压器", "industry_code": "C3821", "region": "南京", "revenue": 200},
    {"name": "中原变压器", "industry_code": "C3825", "region": "江苏省", "revenue": 100},
]
RELATIONS = [
    {"source": "北岭变压器", "target": "华衡电网", "kind": "supplies", "amount": 400},
    {"source": "东港变压器", "target": "华衡电网", "kind": "supplies", "amount": 20},
    {"source": "南湾铜材", "target": "北岭变压器", "kind": "supplies", "amount": 150},
    {"source": "北岭变压器", "target": "南湾铜材", "kind": "supplies", "amount": 10},
    {"source": "北岭变压器", "target": "南湾铜材", "kind": "guarantees", "amount": 50},
    {"source": "南湾铜材", "target": "北岭变压器", "kind": "guarantees", "amount": 60},
]
EVENTS = [
    {"company": "北岭变压器", "type": "new_line", "date": "2025-01-01", "text": "新建产线", "source_ref": "公告1"},
    {"company": "北岭变压器", "type": "default", "date": "2026-01-01", "text": "逾期", "source_ref": "公告2"},
    {"company": "北岭变压器", "type": "expansion", "date": "2026-06-01", "text": "扩张", "source_ref": "公告3"},
]
CLIENTS = [{"客户名称": "华衡电网", "我行客户": "是"}]


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench()
    bench.load(companies=COMPANIES, relations=RELATIONS, events=EVENTS, clients=CLIENTS)
    return bench


def facts(section):
    return {fact["name"]: fact["value"] for fact in section["facts"]}


def test_the_sheet_as_a_document(world):
    found = world.json("show", "北岭变压器", "--sheet")
    assert (found["schema"], found["company"]["name"], found["as_of"]) == (1, "北岭变压器", "2026-06-01")
    assert found["peers"] == {"industry_and_region": 3, "same_buyers": 1}
    sections = found["sections"]
    assert list(sections) == ["supply", "production", "sales", "standing"]
    assert facts(sections["standing"])["market_share"] == 0.5
    assert facts(sections["standing"])["monopoly"] is True
    assert facts(sections["sales"])["top_customer"] == "华衡电网"
    assert facts(sections["sales"])["top_customer_share"] == 0.8
    assert [each["fact" if "fact" in each else "name"] for each in sections["sales"]["compared"]] == [
        "ar_days",
        "advance_days",
    ]
    assert "ar_days" in sections["sales"]["unknown"]
    assert {finding["key"] for finding in sections["sales"]["findings"]} == {"one_customer"}
    dated = {fact["source"] for fact in sections["production"]["facts"] if fact["name"] == "technology_event"}
    assert dated == {"new_line, 2025-01-01, 公告1"}


def test_the_sheet_on_the_screen(world):
    english, chinese = (world.run("--lang", lang, "show", "北岭变压器", "--sheet") for lang in ("en", "zh"))
    assert "It hangs on one customer: 华衡电网 takes 80% of its sales." in english
    assert "Unknown: " in english
    assert "依赖单一客户：华衡电网占其销售的 80%。" in chinese
    assert "企业自身居垄断地位" in chinese


def test_signals_of_a_company_age_to_the_day_asked_for(world):
    found = world.json("signals", "北岭变压器", "--as-of", "2026-01-01")
    (company,) = found["companies"]
    assert [(each["type"], each["counts"]) for each in company["signals"]] == [
        ("new_line", True),
        ("default", True),
        ("expansion", False),
    ]
    # A half-life of 12 months; 365 days are 11.99 of them.
    assert company["signals"][0]["effect"] == pytest.approx(0.4, abs=1e-3)
    assert company["timing"]["value"] == company["signals"][0]["effect"]
    assert company["warning"] is True
    assert found["as_of"] == "2026-01-01"


def test_half_lives_come_from_the_settings(new_bench):
    bench = new_bench().settings("[events.new_line]\nweight = 1.0\nhalf_life_months = 24\n")
    bench.load(companies=COMPANIES, relations=RELATIONS, events=EVENTS[:1])
    (company,) = bench.json("signals", "北岭变压器", "--as-of", "2027-01-01")["companies"]
    assert company["signals"][0]["half_life_months"] == 24.0
    assert company["timing"]["value"] == pytest.approx(0.5, abs=1e-3)


def test_signals_around_an_anchor_are_the_timing_of_its_leads(world):
    found = world.json("signals", "--around", "华衡电网", "--include", "too_small")
    leads = {lead["company"]["name"]: lead for lead in world.prospect("华衡电网", "--include", "too_small")["leads"]}
    (company,) = found["companies"]
    timing = next(each for each in leads["北岭变压器"]["contributions"] if each["name"] == "timing")
    assert (company["timing"]["value"], company["timing"]["points"]) == (timing["value"], timing["points"])
    assert (company["side"], company["tier"]) == ("upstream", 1)
    assert found["counts"] == {"asked": len(leads), "with_signals": 1, "gated": 0}


def test_signals_of_clients_without_events_are_none(world):
    ended = world.end("--lang", "en", "signals")
    assert (ended.code, ended.err) == (1, "No event of any of our clients is on record.\n")


def test_a_company_and_an_anchor_are_too_much(world):
    ended = world.end("--lang", "en", "signals", "北岭变压器", "--around", "华衡电网")
    assert (ended.code, ended.err.strip()[-len("not both.") :]) == (2, "not both.")


def test_the_risk_as_a_document(world):
    found = world.json("risk", "北岭变压器")
    status = {evaluation["name"]: evaluation["status"] for evaluation in found["evaluations"]}
    assert status == {
        "legal_person": "unknown",
        "finance": "unknown",
        "credit_standing": "fail",
        "project": "unknown",
        "repayment": "fail",
    }
    assert found["customers"]["top_share"] == 0.8
    assert found["suppliers"]["of_record"] is True
    (ring,) = found["circular_trade"]["rings"]
    assert [company["name"] for company in ring["companies"]] == ["北岭变压器", "南湾铜材"]
    assert ring["smallest"] == 10.0
    assert [ring["smallest"] for ring in found["guarantee_rings"]["rings"]] == [50.0]
    assert found["guarantees"]["given_amount"] == 50.0
    assert found["group"]["loans"] is None


def test_the_risk_on_the_screen(world):
    told = world.run("--lang", "en", "risk", "北岭变压器")
    assert "[known bad] no default on record: default on record: yes (default, 2026-01-01, 公告2)" in told
    assert "guarantees come back: 北岭变压器 → 南湾铜材 → 北岭变压器, smallest amount CNY 50" in told
    assert "[未知] 盈利：净利润：未知" in world.run("--lang", "zh", "risk", "北岭变压器")


def test_a_shock_as_a_document_shows_every_share(world):
    found = world.json("shock", "华衡电网", "--drop", "50%")
    assert (found["drop"], found["tiers"]) == (0.5, 3)
    rows = [
        (hit["company"]["name"], hit["tier"], pytest.approx(hit["loss"]), pytest.approx(hit["lost_sales"]))
        for hit in found["hits"]
    ]
    # 北岭: .8 x .5, and 南湾 buys back a fiftieth of its sales; 南湾: half of its sales go to 北岭.
    north = 0.4 / (1 - 0.02 * 0.5)
    assert rows == [
        ("北岭变压器", 1, north, 500 * north),
        ("南湾铜材", 2, north / 2, 300 * north / 2),
        ("东港变压器", 1, 0.05, 10.0),
    ]
    (first, *_) = found["hits"][0]["through"]
    assert (first["buyer"]["name"], first["share"], first["basis"], first["assumed"]) == (
        "华衡电网",
        0.8,
        "amount_of_whole",
        False,
    )
    assert found["counts"]["assumed_shares"] == 0


def test_a_shock_on_the_screen_and_its_drop(world):
    told = world.run("--lang", "en", "shock", "华衡电网", "--drop", "0.5", "--top", "1")
    assert "1. 北岭变压器, tier 1: loses 40% of its sales (40% without assumed shares), CNY 202 a year" in told
    assert "华衡电网 takes 80% of its sales (amount over its sales) and buys 50% less" in told
    assert "2 more companies; --top N shows more." in told
    for wrong in ("0", "1.5", "much", "-3%"):
        ended = world.end("--lang", "en", "shock", "华衡电网", f"--drop={wrong}")
        assert (ended.code, "write a fraction above 0" in ended.err) == (2, True)
    assert world.end("shock", "西山变压器", "--drop", "0.5").code == 1


@pytest.mark.parametrize(
    "typed",
    [
        ("show", "北岭变压器", "--sheet"),
        ("signals", "--around", "华衡电网", "--include", "too_small"),
        ("risk", "北岭变压器"),
        ("shock", "华衡电网", "--drop", "0.3"),
    ],
)
def test_the_same_question_gives_the_same_bytes(world, typed):
    assert world.run(*typed, "--json") == world.run(*typed, "--json")
