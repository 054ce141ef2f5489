"""Reasons and evidence, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chainprospect.explain import word_lead
from chainprospect.explain.reasons import Wording
from chainprospect.explain.voice import Voice
from chainprospect.model.prospect import CONTRIBUTIONS, Chain, CompanyRef, Lead, Likeness
from chainprospect.model.relation import Kind, Relation

Make = Callable[..., Lead]
ANCHOR, MAKER, TRADER, LEAD = (
    CompanyRef("A1", "东江电网公司"),
    CompanyRef("B1", "宏远开关有限公司"),
    CompanyRef("T1", "顺通贸易有限公司"),
    CompanyRef("C1", "启明铜材有限公司"),
)


def reasons(lead: Lead, lang: str, **names: Any) -> tuple[str, ...]:
    return word_lead(lead, lang=lang, **{"names": {}, **names}).reasons


def chain(side: str, tiers: int, companies: tuple[CompanyRef, ...], *ties: Relation) -> tuple[Chain, ...]:
    return (Chain(side, tiers, companies, ties, tuple(0.5 for _ in ties), 0),)


def told(lead: Lead, lang: str, **names: Any) -> str:
    return reasons(lead, lang, **names)[0]


def test_all_reasons_in_their_order(lead: Make) -> None:
    found = lead(missing=("employees", "banks"), flags=("policy_review", "default_event"))
    assert reasons(found, "zh") == (
        "东江电网公司向宏远开关有限公司采购开关柜（占买方采购 35%，2024年5月1日，官方名单），"
        "后者又向启明铜材有限公司采购铜排（1.2 亿元，2024年2月29日，公开披露）。",
        "时机：2024年3月5日新建产线（二期投产，距今 4 个月）。",
        "规模：中型（员工 420 人，营收 3.1 亿元），正合中型客户定位。",
        "行业：铜材 C32，属优先支持行业。",
        "银企合作：合作他行 2 家；主办行为示例银行。",
        "最弱一环：启明铜材有限公司与宏远开关有限公司之间，年约 1.2 亿元，最近记录距今 5 个月，"
        "交易占比未知，须核实，强度 0.63。",
        "待补信息：员工人数、合作银行；缺失的项目只按半分计。",
        "注意：行业属政策审查范围，先过审查再谈授信。",
        "注意：有违约逾期记录，先查清再接触。",
    )
    assert reasons(found, "en") == (
        "东江电网公司 buys 开关柜 from 宏远开关有限公司 (35% of the buyer's purchases, 1 May 2024, official list), "
        "which in turn buys 铜排 from 启明铜材有限公司 (CNY 120 m, 29 Feb 2024, public filing).",
        "Why now: new production line on 5 Mar 2024 (二期投产, 4 months ago).",
        "Size: medium (420 employees, revenue CNY 310 m), the mid-sized client we look for.",
        "Industry: 铜材 C32, favoured by policy.",
        "Banking: works with 2 other banks; main bank 示例银行.",
        "Weakest link: between 启明铜材有限公司 and 宏远开关有限公司, about CNY 120 m a year, "
        "last on record 5 months ago, share unknown and to be checked, strength 0.63.",
        "Not on record: employees and banks; what is missing counts half.",
        "Take care: its industry needs a policy review before any credit talk.",
        "Take care: a default or arrears is on record; clear that up first.",
    )


def test_every_contribution_gets_its_evidence_and_keeps_its_numbers(lead: Make) -> None:
    before = lead()
    after = word_lead(before, lang="zh", names={})
    assert {part.name: part.evidence for part in after.contributions} == {
        "proximity": "沿链条从核心企业走到这里的概率 1.2%",
        "chain_likeness": "供货对象的采购圈与东江电网公司相近，相似度 0.63",
        "tie_strength": "最弱一环 启明铜材有限公司—宏远开关有限公司：年约 1.2 亿元，最近记录距今 5 个月，交易占比未知",
        "common_anchors": "与 3 家我行客户或核心企业有交易",
        "connectedness": "上下游交易对手 12 家",
        "size": "中型（员工 420 人，营收 3.1 亿元）",
        "industry": "铜材 C32，优先支持行业",
        "openness": "合作他行 2 家；主办行为示例银行",
        "region": "江苏省，在服务区域内",
        "growth": "年增长率 +12%，行业 +5%",
        "timing": "2024年3月5日新建产线",
    }
    stripped = tuple(replace(part, evidence="") for part in after.contributions)
    assert replace(after, contributions=stripped, reasons=()) == before


UNKNOWN = {
    "chain_likeness": {"likeness": 0.0, "anchor": None},
    "tie_strength": {"amount_cny": None, "age_months": None, "unknown": ["amount", "share", "date"]},
    "common_anchors": {"count": 1},
    "connectedness": {"partners": 1},
    "size": {"band": None, "low": None, "high": None, "employees": None, "revenue": None},
    "industry": {"code": None, "text": None, "standing": "unknown"},
    "openness": {"other_banks": None, "main_bank": None, "main_is_ours": None, "listed": None},
    "region": {"region": None, "standing": "unknown"},
    "growth": {"growth": None, "industry_growth": None},
    "timing": {"events": []},
}


def test_unknown_is_said_and_never_worded_as_fine(lead: Make) -> None:
    unknown = ("tie_strength", "size", "industry", "openness", "region", "growth", "timing")
    found = word_lead(lead(facts=UNKNOWN, unknown=unknown), lang="en", names={})
    assert [part.evidence for part in found.contributions] == [
        "a walk along the chain from the anchor ends here 1.2% of the time",
        "no likeness to the anchor's chain on record",
        "weakest link 启明铜材有限公司 – 宏远开关有限公司: amount, share and date unknown (counts half)",
        "trades with 1 client of ours or anchor",
        "1 trade partner on record",
        "size unknown (counts half)",
        "industry unknown (counts half)",
        "banks unknown (counts half)",
        "region unknown (counts half)",
        "growth unknown (counts half)",
        "no recent event on record (counts half)",
    ]
    assert found.reasons[1:] == (
        "Size unknown: find out before the visit.",
        "Weakest link: between 启明铜材有限公司 and 宏远开关有限公司, amount, share and date unknown and to be "
        "checked, strength cannot be told.",
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty_facts_break_nothing(lead: Make, lang: str) -> None:
    bare = lead()
    bare = replace(bare, contributions=tuple(replace(part, facts={}) for part in bare.contributions), anchors=())
    for found in (bare, replace(bare, chains=()), replace(bare, inferred=True, chains=(), tier=None)):
        worded = word_lead(found, lang=lang, names={})
        assert all(part.evidence for part in worded.contributions)
        assert not any("None" in text for text in (*worded.reasons, *(part.evidence for part in worded.contributions)))
    nothing = word_lead(replace(bare, contributions=(), chains=()), lang=lang, names={})
    assert nothing.reasons == ()


def test_a_middleman_is_called_what_it_is(lead: Make) -> None:
    ties = (Relation(0, "T1", "A1", Kind.SUPPLIES), Relation(1, "C1", "T1", Kind.SUPPLIES, "铜排", grade="news"))
    found = lead(tier=1, chains=chain("upstream", 1, (ANCHOR, TRADER, LEAD), *ties))
    assert told(found, "zh", roles={"T1": "trader"}) == (
        "东江电网公司经贸易商顺通贸易有限公司采购（推断），后者又向启明铜材有限公司采购铜排（媒体报道）。"
    )
    # Two hops in one tier: what stands between is a middleman, also when nobody told its role.
    assert told(found, "en") == (
        "东江电网公司 buys through the middleman 顺通贸易有限公司 (inferred), "
        "which in turn buys 铜排 from 启明铜材有限公司 (news report)."
    )


def test_middlemen_that_cannot_be_told_apart_are_counted(lead: Make) -> None:
    ties = (
        Relation(0, "T1", "A1", Kind.SUPPLIES),
        Relation(1, "B1", "T1", Kind.SUPPLIES),
        Relation(2, "C1", "B1", Kind.SUPPLIES),
    )
    found = lead(chains=chain("upstream", 2, (ANCHOR, TRADER, MAKER, LEAD), *ties))
    assert told(found, "zh").endswith("采购（推断）（其中 1 家是贸易中间商）。")
    assert told(found, "en").endswith(" (1 of them is a trading middleman).")
    assert "中间商" not in told(found, "zh", roles={"T1": "trader"})


def test_downstream_and_distribution(lead: Make) -> None:
    ties = (
        Relation(0, "A1", "B1", Kind.SUPPLIES, "电缆", share_of_source=0.02),
        Relation(1, "B1", "C1", Kind.DISTRIBUTES, amount=3e6, currency="USD", amount_cny=21.3e6),
    )
    found = lead(side="downstream", chains=chain("downstream", 2, (ANCHOR, MAKER, LEAD), *ties))
    found = replace(found, anchors=(ANCHOR, CompanyRef("A2", "第二公司")))
    assert told(found, "zh") == (
        "东江电网公司向宏远开关有限公司销售电缆（占卖方销售 2%，推断），"
        "后者的产品又由启明铜材有限公司经销（300 万美元，推断）；同时也在第二公司的链条上。"
    )
    assert told(found, "en") == (
        "东江电网公司 sells 电缆 to 宏远开关有限公司 (2% of the seller's sales, inferred), which in turn has its goods "
        "distributed by 启明铜材有限公司 (USD 3 m, inferred); it is on the chains of 第二公司 as well."
    )


def test_upstream_distribution_reads_from_the_distributor(lead: Make) -> None:
    tie = Relation(0, "C1", "A1", Kind.DISTRIBUTES, "开关")
    found = lead(tier=1, chains=chain("upstream", 1, (ANCHOR, LEAD), tie))
    assert told(found, "zh") == "东江电网公司经销启明铜材有限公司的开关（推断）。"
    assert told(found, "en") == "东江电网公司 distributes 开关 for 启明铜材有限公司 (inferred)."


def test_amounts_over_several_years_are_said_a_year(lead: Make) -> None:
    tie = Relation(0, "C1", "A1", Kind.SUPPLIES, "开关", amount=300e6, currency="CNY", amount_cny=100e6)
    found = lead(tier=1, chains=chain("upstream", 1, (ANCHOR, LEAD), tie))
    assert told(found, "zh") == "东江电网公司向启明铜材有限公司采购开关（年约 1 亿元，推断）。"


def test_an_intermediary_that_serves_both(lead: Make) -> None:
    lawyer = CompanyRef("L1", "正明律师事务所")
    ties = (
        Relation(0, "L1", "A1", Kind.INTERMEDIATES),
        Relation(1, "L1", "C1", Kind.INTERMEDIATES, as_of="2024-01-01", grade="client"),
    )
    found = lead(side="via", tier=1, chains=chain("via", 1, (ANCHOR, lawyer, LEAD), *ties))
    # The name says in Chinese what it is; in English it has to be told.
    assert told(found, "zh", roles={"L1": "law_firm"}) == (
        "正明律师事务所同时服务东江电网公司和启明铜材有限公司，可请其引荐（2024年1月1日，客户提供）。"
    )
    assert told(found, "en", roles={"L1": "law_firm"}) == (
        "The law firm 正明律师事务所 serves both 东江电网公司 and 启明铜材有限公司 and may introduce us "
        "(1 Jan 2024, told by a client)."
    )
    assert told(found, "zh").startswith("中介机构正明律师事务所同时服务")


def test_a_referral(lead: Make) -> None:
    found = lead(
        side="via", tier=1, chains=chain("via", 1, (ANCHOR, LEAD), Relation(0, "A1", "C1", Kind.REFERS, grade="client"))
    )
    assert told(found, "zh") == "东江电网公司推荐了启明铜材有限公司（客户提供）。"
    assert told(found, "en") == "东江电网公司 refers 启明铜材有限公司 to us (told by a client)."


def test_a_lookalike_is_marked_as_a_guess_and_says_whom_it_is_judged_by(lead: Make) -> None:
    like = (
        Likeness(MAKER, ("P1", "P2", "P3", "P4")),
        Likeness(CompanyRef("B2", "远大变压器厂"), ("P1",)),
        Likeness(CompanyRef("B3", "第三厂"), ()),
    )
    found = lead(inferred=True, tier=None, chains=(), likeness=like)
    names = {"P1": "甲厂", "P2": "乙厂", "P3": "丙厂"}
    assert told(found, "zh", names=names) == (
        "推测：未见与东江电网公司的交易记录，但它向宏远开关有限公司、远大变压器厂等企业供货，"
        "这些企业与东江电网公司的上下游相近（共同的交易伙伴：宏远开关有限公司与其共有甲厂、乙厂、丙厂等 4 家；"
        "远大变压器厂与其共有甲厂）。"
    )
    assert told(replace(found, likeness=like[:1], side="downstream"), "en", names=names) == (
        "Inferred: no trade with 东江电网公司 is on record, but it buys from 宏远开关有限公司, which trades much as "
        "东江电网公司 does (partners in common: 甲厂, 乙厂, 丙厂 and others (4 in all))."
    )
    # An id that nobody named stays an id; nothing shared is not made up.
    assert "（共同的交易伙伴：P1）" in told(replace(found, likeness=like[1:2]), "zh")
    assert told(replace(found, likeness=like[2:]), "zh").endswith("这家企业与东江电网公司的上下游相近。")
    assert told(replace(found, likeness=()), "zh") == ("推测：未见与东江电网公司的交易记录，只是上下游圈子与其相近。")


def test_a_lookalike_has_no_tie(lead: Make) -> None:
    found = lead(inferred=True, tier=None, chains=(), facts={"tie_strength": {"source": None}, "proximity": {"p": 0.0}})
    worded = word_lead(found, lang="zh", names={})
    assert worded.contribution("tie_strength").evidence == "无交易记录"
    assert worded.contribution("proximity").evidence == "链上没有走到"
    assert not any("最弱" in reason for reason in worded.reasons)


def test_why_now_tells_what_says_most_first_and_leaves_history_out(lead: Make) -> None:
    def event(kind: str, date: str | None, effect: float, months: float | None) -> dict[str, Any]:
        return {"type": kind, "date": date, "text": None, "age_months": months, "effect": effect}

    events = [
        event("expansion", "2023-01-01", 0.02, 40.0),
        event("tender_won", "2024-01-01", 0.3, 6.0),
        event("merger", None, 0.4, None),
        event("listing", "2024-06-01", 0.3, 1.0),
        event("bank_change", "2024-06-02", 0.2, 1.0),
    ]
    found = lead(facts={"timing": {"events": events}})
    assert reasons(found, "zh")[1] == (
        "时机：合并收购（日期不详）；2024年6月1日上市（距今 1 个月）；2024年1月1日中标（距今 6 个月）。"
    )
    assert not any(
        reason.startswith("时机") for reason in reasons(lead(facts={"timing": {"events": events[:1]}}), "zh")
    )


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (
            "large",
            "large",
            "规模：大型（员工 420 人，营收 3.1 亿元），在目标范围之内。",
            "Size: large (420 employees, revenue CNY 310 m), within the target.",
        ),
        (
            "small",
            "small",
            "规模：小型（员工 420 人，营收 3.1 亿元），可作补充，宜与同链企业批量开发、统一风控。",
            "Size: small (420 employees, revenue CNY 310 m), a useful addition, best worked in batches with others on "
            "this chain.",
        ),
        (
            "micro",
            "medium",
            "规模：微型至中型之间（员工 420 人，营收 3.1 亿元），档次待核实。",
            "Size: micro to medium (420 employees, revenue CNY 310 m); the band still has to be confirmed.",
        ),
    ],
)
def test_sizes(lead: Make, low: str, high: str, zh: str, en: str) -> None:
    found = lead(facts={"size": {"low": low, "high": high, "band": low if low == high else None}})
    assert reasons(found, "zh")[2] == zh
    assert reasons(found, "en")[2] == en


def test_industry_is_named_by_its_code_when_nothing_else_names_it(lead: Make) -> None:
    for code, words in (("C32", "有色 C32"), ("3251", "有色 3251"), ("C", "制造业 C"), ("Q", "Q"), (None, None)):
        found = lead(facts={"industry": {"code": code, "text": None, "standing": "neutral"}})
        evidence = word_lead(found, lang="zh", names={}, industries={"32": "有色", "C": "制造业"}).contribution(
            "industry"
        )
        assert evidence.evidence == ("行业未知" if words is None else f"{words}，政策中性")


def test_banks(lead: Make) -> None:
    def evidence(**facts: Any) -> str:
        blank = {"other_banks": None, "main_bank": None, "main_is_ours": None, "listed": None}
        return word_lead(lead(facts={"openness": blank | facts}), lang="en", names={}).contribution("openness").evidence

    assert evidence() == "banks unknown"
    assert evidence(other_banks=0.0) == "no other bank on record"
    assert evidence(other_banks=1.0, main_is_ours=True) == "works with 1 other bank; we are its main bank"
    assert evidence(main_is_ours=False, listed=True) == (
        "banks unknown; main bank is another; listed, so many banks compete"
    )


def test_regions_and_growth(lead: Make) -> None:
    def evidence(name: str, **facts: Any) -> str:
        return word_lead(lead(facts={name: facts}), lang="zh", names={}).contribution(name).evidence

    assert evidence("region", standing="same_province") == "江苏省，与服务区域同省"
    assert evidence("region", standing="elsewhere") == "江苏省，不在服务区域内"
    assert evidence("region", standing="not_set") == "未设服务区域，按中性计"
    assert evidence("growth", growth=None) == "企业增长率未知，行业 +5%"
    assert evidence("growth", industry_growth=None) == "年增长率 +12%，行业增长率未知"


def test_a_single_weak_or_unknown_tie_is_said_to_be_one(lead: Make) -> None:
    tie = Relation(0, "C1", "A1", Kind.SUPPLIES)
    one = lead(tier=1, chains=chain("upstream", 1, (ANCHOR, LEAD), tie), facts={"tie_strength": {"hops": 1}})
    assert not any("环" in reason for reason in reasons(one, "zh"))
    facts = {"tie_strength": UNKNOWN["tie_strength"] | {"hops": 1}}
    blank = lead(tier=1, chains=one.chains, facts=facts, unknown=("tie_strength",))
    assert (
        "关系强弱不明：启明铜材有限公司与宏远开关有限公司之间，交易金额、交易占比、交易日期未知，须核实。"
        in reasons(blank, "zh")
    )
    parts = tuple(replace(part, value=0.2) if part.name == "tie_strength" else part for part in one.contributions)
    assert (
        "The tie is weak: between 启明铜材有限公司 and 宏远开关有限公司, about CNY 120 m a year, "
        "last on record 5 months ago, share unknown and to be checked, strength 0.20."
    ) in reasons(replace(one, contributions=parts), "en")
    assert word_lead(one, lang="zh", names={}).contribution("tie_strength").evidence.startswith("启明铜材有限公司—")


def test_flags_we_never_heard_of_are_still_said(lead: Make) -> None:
    assert reasons(lead(flags=("brand_new",)), "zh")[-1] == "注意：brand_new。"


HOSTILE = ("a{0}{near}%s", "x\n\r\ty\x00z", "q\u202eevil", "名" * 40_000, "<script>", "")


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_one_line_of_bounded_length(lead: Make, lang: str, name: str) -> None:
    far = CompanyRef("C1", name)
    tie = Relation(0, "C1", "A1", Kind.SUPPLIES, name, source_ref=name, as_of=name[:10])
    found = lead(
        chains=chain("upstream", 1, (ANCHOR, far), tie),
        anchors=(ANCHOR, far),
        facts={
            "tie_strength": {"source": name, "target": name},
            "industry": {"text": name},
            "openness": {"main_bank": name},
            "region": {"region": name},
            "chain_likeness": {"anchor": name},
        },
        flags=(name,),
    )
    worded = word_lead(found, lang=lang, names={})
    for text in (*worded.reasons, *(part.evidence for part in worded.contributions)):
        assert len(text) < 700
        assert not any(letter in text for letter in "\n\r\t\x00\u202e")
    if "{" in name:
        assert name in worded.reasons[0]


def test_words_are_the_same_every_time(lead: Make) -> None:
    found = lead(missing=CONTRIBUTIONS)
    assert word_lead(found, lang="zh", names={}) == word_lead(found, lang="zh", names={})


def test_leads_that_share_a_contribution_share_its_words(lead: Make) -> None:
    first, second = lead(), lead(rank=2, flags=("brand_new",))
    second = replace(second, contributions=(*first.contributions[:-1], second.contributions[-1]))
    wording = Wording(Voice("zh"))
    worded = [wording.lead(item) for item in (first, second)]
    for mine, other in zip(worded[0].contributions[:-1], worded[1].contributions[:-1], strict=True):
        assert mine is other
    assert worded[0].contributions[-1] is not worded[1].contributions[-1]
    assert worded == [word_lead(item, lang="zh", names={}) for item in (first, second)]
