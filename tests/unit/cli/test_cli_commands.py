"""What each command asks of the engine and prints."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chainprospect import prospecting
from chainprospect.errors import StoreUnavailable
from chainprospect.handing import Drawing
from chainprospect.model.identity import ReviewPair
from chainprospect.model.prospect import Counts


@pytest.fixture
def real_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """The true document, where the engine offers it."""
    from chainprospect.export import to_csv, to_json

    monkeypatch.setattr(prospecting, "to_json", to_json, raising=False)
    monkeypatch.setattr(prospecting, "to_csv", to_csv, raising=False)


# find


def test_find_lists_matches_with_how_they_matched(call: Any) -> None:
    ended = call("find", "宏达")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "企业        编号  地区    行业  我行客户  匹配",
        "----------  ----  ------  ----  --------  ----------",
        "宏达铜材厂  C3    浙江省                  别名“宏达”",
    ]


def test_find_json_is_a_list_best_first(call: Any) -> None:
    found = json.loads(call("find", "宏达", "--json").out)
    assert [(row["id"], row["name"], row["how"], row["match"], row["region"]) for row in found] == [
        ("C3", "宏达铜材厂", "alias", "宏达", "浙江省")
    ]
    assert found[0]["aliases"] == []


def test_find_nothing_ends_with_1(call: Any, engine: Any) -> None:
    engine.answers["find"] = ()
    ended = call("find", "无", "--json")
    assert (ended.code, json.loads(ended.out)) == (1, [])
    assert ended.err == "没有找到“无”。试试更短的一段。\n"


def test_find_passes_its_limit(call: Any, engine: Any) -> None:
    ended = call("find", "宏达", "--limit", "1")
    assert engine.asked["find"].args[1:] == ("宏达", 1)
    assert ended.err == "只列了前 1 家；加 --limit N 可多列。\n"


# prospect


def test_prospect_shows_two_blocks_with_chain_and_reason(call: Any) -> None:
    lines = call("prospect", "示例电网公司").out.splitlines()
    assert lines[:4] == [
        "核心企业：示例电网公司 (A1)",
        "数据：快照 20260101-aaaa，账龄算到 2025-12-31",
        "走到 12 家：门槛拦下 10 家，评分 2 家",
        "因数量上限未走：3 条关系、0 家企业",
    ]
    assert lines[4] == "门槛：核心客户本身或同一集团 1、规模过大 9"
    assert lines[6] == "目标企业（2 / 2）"
    first = lines[9]
    assert first.split() == ["1", "宏达铜材厂", "71.2", "64.0", "78.5", "82%", "上游2层", "中型", "浙江省"]
    assert lines[10] == "     宏达铜材厂 → 江苏示例变压器有限公司 → 示例电网公司"
    assert lines[11] == "     第一条理由。"
    assert "相似企业（1 / 5）：按交易圈子推测，没有关系记录" in lines
    assert "     它向江苏示例变压器有限公司供货，这些企业的交易圈子像示例电网公司" in lines


def test_prospect_says_what_to_type_next_on_stderr(call: Any) -> None:
    assert call("prospect", "示例电网公司").err.splitlines() == [
        "",
        "为什么是它：chainprospect explain 示例电网公司 宏达铜材厂",
        "Excel 名单：chainprospect prospect 示例电网公司 -o leads.xlsx",
        "关系图：    chainprospect map 示例电网公司 -o map.html --open",
    ]


def test_top_limits_the_screen_only_unless_typed(call: Any, engine: Any, tmp_path: Path) -> None:
    (tmp_path / "chainprospect.toml").write_text("[show]\ntop = 1\n")
    out = call("prospect", "x").out
    assert engine.asked["prospect"].top == 1
    assert "目标企业（1 / 2）" in out
    call("prospect", "x", "-o", "leads.csv")
    assert engine.asked["prospect"].top is None
    call("prospect", "x", "--top", "2")
    assert engine.asked["prospect"].top == 2


def test_explain_flag_shows_contributions_and_every_reason(call: Any) -> None:
    out = call("prospect", "x", "--explain").out
    assert "第二条理由。" in out
    row = next(line for line in out.splitlines() if "链条邻近度" in line)
    assert row.split() == ["链条邻近度", "0.610", "12.00", "7.32", "沿链条走到"]


def test_excluded_stand_in_json_only_when_asked_for(call: Any, engine: Any, real_json: None) -> None:
    found = json.loads(call("prospect", "x", "--json").out)
    assert (found["schema"], found["excluded"], len(found["leads"])) == (1, [], 2)
    assert engine.asked["prospect"].excluded is False
    found = json.loads(call("prospect", "x", "--json", "--show-excluded").out)
    assert [item["gate"] for item in found["excluded"]] == ["too_large"]
    assert engine.asked["prospect"].excluded is True


def test_json_talks_on_stderr_only_when_something_is_wrong(call: Any, real_json: None) -> None:
    assert call("prospect", "x", "--json").err == ""
    assert call("prospect", "x", "--csv").err == ""
    assert call("prospect", "x", "--csv").out.splitlines()[0].startswith("rank,company_id,company,score")


def test_a_file_gets_everything_and_is_named(call: Any, engine: Any) -> None:
    ended = call("prospect", "x", "-o", "名单.xlsx")
    assert engine.asked["write"].args[1] == Path("名单.xlsx")
    assert engine.asked["prospect"].excluded is True
    assert "已写入：名单.xlsx（目标企业 2 家，相似企业 1 家）" in ended.err


def test_show_excluded_lists_gate_and_reason(call: Any) -> None:
    out = call("prospect", "x", "--show-excluded").out
    assert "被门槛拦下（1 / 1）" in out
    row = next(line for line in out.splitlines() if line.startswith("巨人"))
    assert row.split() == ["巨人电气集团", "规模过大", "上游1层", "规模过大。"]


def test_an_empty_list_says_which_gate_took_how_many_and_what_opens_it(
    call: Any, engine: Any, answers: Any, real_json: None
) -> None:
    counts = Counts(12, 0, 0, 0, 0, {"already_client": 2, "too_large": 9, "min_score": 1})
    engine.answers["prospect"] = answers.answer(leads=(), lookalikes=(), counts=counts)
    ended = call("prospect", "x", "--json")
    assert (ended.code, json.loads(ended.out)["leads"]) == (1, [])
    assert ended.err.splitlines() == [
        "没有目标企业：走到的 12 家都被门槛拦下：",
        "  已是我行客户：2 家（放开：--include already_client）",
        "  规模过大：9 家（放开：--include too_large 或 --size any）",
        "  低于最低得分：1 家（放开：调低或去掉 --min-score）",
    ]
    engine.answers["prospect"] = answers.answer(leads=(), lookalikes=(), counts=Counts(0, 0, 0, 0))
    assert call("prospect", "x").err.startswith("没有目标企业：范围内没有这家核心企业的供销记录。")


def test_lookalikes_alone_are_an_answer(call: Any, engine: Any, answers: Any) -> None:
    engine.answers["prospect"] = answers.answer(leads=(), counts=Counts(0, 0, 0, 0))
    assert call("prospect", "x").code == 0


def test_flags_become_the_question(call: Any, engine: Any, tmp_path: Path) -> None:
    (tmp_path / "chainprospect.toml").write_text('[gates]\ninclude = ["role"]\n[reach]\nupstream = 4\n')
    call(
        *("prospect", "A=2", "B", "--downstream", "0", "--no-lookalikes", "--no-via", "--size", "中型,large"),
        *("--region", "江苏省、浙江省", "--region", "上海", "--industry", "C38,381", "--roles", "producer,trader"),
        *("--min-score", "55.5", "--as-of", "1970-02-01", "--include", "too_large", "--weight", "size=20"),
        *("--weight", "centrality=100,fit=0"),
    )
    asked = engine.asked["prospect"]
    question = asked.args[2]
    assert (asked.args[1], asked.lang) == (["A=2", "B"], "zh")
    assert (question.reach.upstream, question.reach.downstream) == (4, 0)
    assert (question.reach.lookalikes, question.reach.via) == (False, False)
    assert question.gates.include == {"role", "too_large"}
    assert question.filters.sizes == {"medium", "large"}
    assert question.filters.regions == ("江苏省", "浙江省", "上海")
    assert question.filters.industries == ("C38", "381")
    assert question.filters.roles == {"producer", "trader"}
    assert question.filters.min_score == 55.5
    assert question.as_of_day == 31
    assert (question.weights.own["size"], question.weights.centrality, question.weights.fit) == (20, 100, 0)


def test_size_any_opens_both_size_gates(call: Any, engine: Any) -> None:
    call("prospect", "x", "--size", "any")
    question = engine.asked["prospect"].args[2]
    assert (question.filters.sizes, question.gates.include) == (frozenset(), {"too_large", "too_small"})


def test_an_industry_may_be_named(call: Any, engine: Any) -> None:
    call("prospect", "x", "--industry", "电气机械")
    assert engine.asked["prospect"].args[2].filters.industries == ("C38",)


# explain


def test_explain_tells_contributions_and_every_hop(call: Any, engine: Any) -> None:
    lines = call("explain", "示例电网公司", "宏达铜材厂", "--upstream", "3").out.splitlines()
    assert engine.asked["explain"].args[1:3] == (["示例电网公司"], "宏达铜材厂")
    assert engine.asked["explain"].args[3].reach.upstream == 3
    assert lines[0] == "宏达铜材厂（C3）"
    assert lines[1] == "位置：示例电网公司 (A1) 的上游2层；规模：中型"
    assert lines[2] == "得分 71.2500 = 中心度 64.0 与契合度 78.5；82% 的权重有事实依据"
    assert "  - 第二条理由。" in lines
    assert "链路 1 / 1，层数 2" in lines
    at = lines.index("  - 江苏示例变压器有限公司 → 示例电网公司（供货，公开披露，强度 0.610）")
    assert lines[at + 1 : at + 3] == [
        "    变压器、CNY 150,000,000、占买方采购 12.0%",
        "  - 宏达铜材厂 → 江苏示例变压器有限公司（供货，推断，强度 0.250）← 最弱一环",
    ]


def test_explain_json_is_a_lead(call: Any, engine: Any, real_json: None) -> None:
    found = json.loads(call("explain", "x", "y", "--json").out)
    assert (found["company"]["id"], found["rank"], found["gate"]) == ("C3", 1, None)
    assert math.isclose(found["contributions"][0]["points"], 7.32)
    engine.answers["explain"] = None
    ended = call("explain", "x", "y", "--json")
    assert (ended.code, ended.out) == (1, "null\n")
    assert ended.err.startswith("从x出发走不到y")


def test_explain_names_the_gate_that_took_it(call: Any, engine: Any, answers: Any) -> None:
    engine.answers["explain"] = replace(engine.answers.get("explain") or answers.answer().leads[0], rank=0, gate="role")
    assert "不在名单里：角色不符（多为引荐渠道）（放开：--include role）" in call("explain", "x", "y").out


# map, template, review


def test_map_passes_its_options_and_reports(call: Any, engine: Any) -> None:
    ended = call("map", "A", "B", "-o", "图.html", "--style", "network", "--all", "--max-companies", "9", "--json")
    drawing = Drawing("network", "zh", everything=True, max_companies=9)
    asked, drawn = engine.asked["map_scene"].args, engine.asked["map_page"].args
    assert (asked[1], asked[3]) == (["A", "B"], drawing)
    assert drawn[1:] == (Path("图.html"), drawing)
    assert json.loads(ended.out) == {"path": "图.html", "shown": 5, "of": 9}
    assert ended.err == "已写入：图.html（画出 5 家，共 9 家）\n"


def test_a_map_that_cannot_be_answered_leaves_no_page(call: Any, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(home: Any, work: Any) -> Any:
        work(prospecting.open_store(home))
        raise StoreUnavailable("newer loads took the place of the snapshot while it was read; ask again.", store="bolt")

    monkeypatch.setattr(prospecting, "answered", torn)
    assert call("map", "A").code != 0
    assert "map_scene" in engine.asked
    assert "map_page" not in engine.asked


def test_a_template_that_is_there_stays_unless_forced(call: Any, engine: Any, tmp_path: Path) -> None:
    assert call("template").code == 0
    assert engine.asked["write_template"].args == (Path("模板.xlsx"), "zh")
    (tmp_path / "满.xlsx").write_bytes(b"mine")
    ended = call("template", "-o", "满.xlsx")
    assert (ended.code, ended.err) == (4, "错误：满.xlsx：文件已存在，可能已填过；请换个名字，或加 --force 覆盖。\n")
    assert call("template", "-o", "满.xlsx", "--force").code == 0
    assert call("template", "-o", "t.csv").code == 4


def test_review_lists_pairs_and_takes_decisions(call: Any, engine: Any, tmp_path: Path) -> None:
    assert call("review").code == 1
    engine.answers["review_pairs"] = (ReviewPair("A1", "B2", "=上海宏达", "宏达", "same_bare_name"),)
    ended = call("review", "-o", "核对.csv")
    assert ended.out.splitlines()[2].split() == ["A1", "=上海宏达", "B2", "宏达", "去掉地区和公司类型后同名"]
    assert "chainprospect review --accept A1 B2" in ended.err
    written = (tmp_path / "核对.csv").read_text("utf-8-sig")
    assert written.splitlines() == ["left,left_name,right,right_name,reason", "A1,'=上海宏达,B2,宏达,same_bare_name"]
    assert json.loads(call("review", "--json").out)[0]["reason"] == "same_bare_name"
    assert call("review", "--accept", "A1", "B2").code == 0
    assert engine.asked["review_accept"].args[1:] == ("A1", "B2")
    assert call("review", "--reject", "A1", "B2").code == 0
    assert engine.asked["review_reject"].args[1:] == ("A1", "B2")
    assert call("review", "--reject", "A1", "B2", "--accept", "A1", "B2").code == 2
    assert call("review", "-o", "no/such/x.csv").code == 4
