"""Why a gate took a company, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from chainprospect.explain import word_excluded
from chainprospect.model.company import Company
from chainprospect.model.prospect import GATES, Excluded

CASES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "self",
        {"anchor": "东江电网公司"},
        "与东江电网公司同属一个集团。",
        "Belongs to the group of 东江电网公司.",
    ),
    ("self", {"anchor": "巨峰集团"}, "就是巨峰集团本身。", "Is 巨峰集团 itself."),
    ("blacklist", {}, "在黑名单上。", "Is on the blacklist."),
    (
        "not_active",
        {"status": "注销"},
        "登记状态为“注销”，并非正常经营。",
        'Its registered status is "注销", not normal business.',
    ),
    (
        "not_active",
        {"status": None},
        "登记状态并非正常经营。",
        "Its registered status is not normal business.",
    ),
    ("already_client", {}, "已是我行客户，不必再作新客户营销。", "Is already our client, so no new one to win."),
    ("policy_block", {"code": "B06"}, "行业代码 B06 属政策禁入。", "Industry code B06 is barred by policy."),
    (
        "interbank",
        {"code": "J66"},
        "属金融业（J66），归同业业务，不作公司客户营销。",
        "Is in finance (J66) and belongs to interbank business.",
    ),
    (
        "role",
        {"role": "law_firm"},
        "是律师事务所：可作引荐渠道，不是营销对象。",
        "Is an introducer, not a prospect: law firm.",
    ),
    (
        "role",
        {"role": "trader"},
        "角色为贸易商，不在所选角色之内。",
        "Its role, trader, is not among those chosen.",
    ),
    (
        "role",
        {"role": None},
        "角色未知，无法确认在所选角色之内。",
        "Role unknown, so it cannot be told to be among those chosen.",
    ),
    (
        "too_large",
        {"revenue": 520e9, "employees": 12_000.0, "limit_revenue": 5e9, "limit_employees": 10_000.0},
        "规模过大：营收 5,200 亿元，达到上限 50 亿元，员工 12,000 人，达到上限 10,000 人。",
        "Too large: revenue CNY 520 bn reaches the limit of CNY 5 bn, 12,000 employees reach the limit of 10,000.",
    ),
    (
        "too_large",
        {"revenue": None, "employees": 12_000.0, "limit_revenue": 5e9, "limit_employees": 10_000.0},
        "规模过大：员工 12,000 人，达到上限 10,000 人。",
        "Too large: 12,000 employees reach the limit of 10,000.",
    ),
    (
        "too_small",
        {"basis": "x", "employees": 5.0, "revenue": None},
        "按国家标准确属微型企业（员工 5 人）。",
        "Surely a micro firm by the national rule (5 employees).",
    ),
    ("region", {"region": "浙江省"}, "位于浙江省，不在所选地区。", "Is in 浙江省, outside the chosen regions."),
    (
        "region",
        {"region": None},
        "地区未知，无法确认在所选地区。",
        "Region unknown, so it cannot be told to be in the chosen ones.",
    ),
    ("industry", {"code": "C38"}, "行业代码 C38，不在所选行业。", "Industry code C38 is not among those chosen."),
    (
        "industry",
        {"code": None},
        "行业未知，无法确认在所选行业。",
        "Industry unknown, so it cannot be told to be among those chosen.",
    ),
    (
        "size",
        {"low": "small", "high": "medium"},
        "规模为小型至中型之间，不在所选规模。",
        "Its size, small to medium, is not among those chosen.",
    ),
    (
        "size",
        {"low": None, "high": None},
        "规模未知，无法确认在所选规模。",
        "Size unknown, so it cannot be told to be among those chosen.",
    ),
    (
        "worked",
        {"status": "contacted"},
        "台账中已有，状态：已联系。",
        "It is in the book already, as contacted.",
    ),
    (
        "min_score",
        {"score": 49.996, "limit": 50.0},
        "得分 49.99，低于 50 的下限。",
        "Score 49.99 is below the minimum of 50.",
    ),
]


@pytest.mark.parametrize(("gate", "facts", "zh", "en"), CASES)
def test_reason(gate: str, facts: dict[str, Any], zh: str, en: str) -> None:
    item = Excluded(Company(1, "E1", "巨峰集团"), gate, "upstream", 1, False, facts)
    assert word_excluded(item, lang="zh").reason == zh
    assert word_excluded(item, lang="en").reason == en


def test_every_gate_is_worded_and_nothing_else_changes() -> None:
    assert {case[0] for case in CASES} == set(GATES)
    item = Excluded(Company(1, "E1", "巨峰集团"), "blacklist", "via", None, True, {})
    worded = word_excluded(item, lang="en")
    assert (worded.company, worded.gate, worded.side, worded.tier, worded.inferred, worded.facts) == (
        item.company,
        "blacklist",
        "via",
        None,
        True,
        {},
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("gate", GATES)
def test_missing_facts_never_break_a_sentence(gate: str, lang: str) -> None:
    item = Excluded(Company(1, "E1", "巨峰集团"), gate, "upstream", 1, False, {})
    reason = word_excluded(item, lang=lang).reason
    assert reason.endswith("。" if lang == "zh" else ".")
    assert "None" not in reason


def test_a_gate_we_never_heard_of_is_named() -> None:
    item = Excluded(Company(1, "E1", "巨峰集团"), "brand_new", "upstream", 1, False, {})
    assert word_excluded(item, lang="en").reason == 'Taken by the gate "brand_new".'
