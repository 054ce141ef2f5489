"""Identity, company ids, conflicting facts and review, end to end."""

from __future__ import annotations

from hashlib import blake2b

import pytest

USCC = ("91350100M000100Y43", "914403001922038216", "91330100799655058B")
LEI = "5493001KJTIIGC8Y1R12"

# In four files, so that the order of loads counts.
FIRST = [
    {"name": "中天科技有限公司"},
    {"name": "中利科技有限公司"},
    {"name": "上海宏达有限公司"},
    {"name": "南京宏达有限公司"},
    {"name": "括号（集团）有限公司"},
    {"name": "括号(集团)有限责任公司"},
    {"name": "Ａｂｃ 电气股份有限公司"},
    {"name": "abc电气股份公司"},
    {"name": "电气集团有限公司"},
    {"name": "电气有限公司"},
    {"name": "电气有限公司无锡分公司"},
    {"name": "码甲有限公司", "uscc": USCC[0]},
    {"name": "完全另一个名字厂", "uscc": USCC[0].lower()},
    {"name": "有号有限公司", "id": "Z9", "uscc": USCC[1]},
    {"name": "有号改名有限公司", "id": "B1", "uscc": USCC[1]},
    {"name": "只有码有限公司", "uscc": USCC[2]},
    {"name": "只有识别码有限公司", "lei": LEI},
    # Two companies of one name, told apart by their own ids; a third row without any stays apart.
    {"name": "同名实业有限公司", "id": "S1"},
    {"name": "同名实业有限公司", "id": "S2"},
    {"name": "同名实业有限公司", "employees": 7},
    {"name": "别名主人有限公司", "id": "AL", "aliases": "大名鼎鼎"},
]
TIES = [
    {"source": "大名鼎鼎", "target": "S1"},
    {"source": USCC[2], "target": "S2"},
    {"source": "只有识别码有限责任公司", "target": "AL"},
    {"source": "无人知晓有限公司", "target": "AL"},
]


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench()
    report = bench.load(companies=FIRST, relations=TIES)
    assert report["rejected"] == 0, report["rejects"]
    return bench


def id_of(bench, name: str) -> str:
    found = bench.json("find", name)
    return next(row["id"] for row in found if name in (row["name"], *row["aliases"]))


def made(form: str) -> str:
    return "X" + blake2b(form.encode(), digest_size=6).hexdigest()


def test_what_is_one_and_what_is_not(world):
    assert id_of(world, "括号（集团）有限公司") == id_of(world, "括号(集团)有限责任公司")
    assert id_of(world, "Ａｂｃ 电气股份有限公司") == id_of(world, "abc电气股份公司")
    two = ("中天科技有限公司", "中利科技有限公司", "上海宏达有限公司", "南京宏达有限公司")
    group = ("电气集团有限公司", "电气有限公司", "电气有限公司无锡分公司")
    ids = [id_of(world, name) for name in (*two, *group)]
    assert len(set(ids)) == len(ids)


def test_company_ids(world):
    # The smallest own id; else the credit code; else the LEI; else X and 12 hex signs.
    assert id_of(world, "有号有限公司") == "B1"
    assert id_of(world, "完全另一个名字厂") == USCC[0]
    assert id_of(world, "只有码有限公司") == USCC[2]
    assert id_of(world, "只有识别码有限公司") == LEI
    for name in ("中天科技有限公司", "括号（集团）有限公司"):
        ident = id_of(world, name)
        assert ident[0] == "X"
        assert len(ident) == 13
        assert set(ident[1:]) <= set("0123456789abcdef")
    # The merge form of a name without legal variants is the name itself, folded.
    assert made("中天科技有限公司") == id_of(world, "中天科技有限公司")


def test_a_form_that_fits_several_stays_apart_and_is_asked_about(world):
    found = [row["id"] for row in world.json("find", "同名实业有限公司")]
    assert len(found) == 3
    assert {"S1", "S2"} < set(found)
    third = next(ident for ident in found if ident not in ("S1", "S2"))
    assert world.json("show", third)["company"]["employees"] == 7
    pairs = {(row["left"], row["right"]) for row in world.json("review")}
    assert {("S1", third), ("S2", third)} <= pairs or pairs >= {
        tuple(sorted(("S1", third))),
        tuple(sorted(("S2", third))),
    }
    ended = world.end("prospect", "同名实业有限公司", "--lang", "en")
    assert ended.code == 2
    assert "S1" in ended.err
    assert "S2" in ended.err


def test_texts_of_relations_find_their_company(world):
    assert [lead["company"]["id"] for lead in world.prospect("S1", "--no-lookalikes")["leads"]] == ["AL"] or {
        lead["company"]["id"]: lead["tier"] for lead in world.prospect("S1", "--no-lookalikes")["leads"]
    }["AL"] == 1
    assert [lead["company"]["id"] for lead in world.prospect("S2")["leads"]] == [USCC[2]]
    suppliers = {lead["company"]["id"] for lead in world.prospect("AL", "--downstream", "0")["leads"]}
    # An unknown name makes a company.
    assert suppliers == {LEI, made("无人知晓有限公司")}


def test_review_is_remembered_for_the_next_load(bench):
    bench.load(companies=[{"name": "江苏恒远电缆有限公司", "employees": 5}, {"name": "恒远电缆", "revenue": 9}])
    pairs = bench.json("review")
    assert len(pairs) == 1
    bench.run("review", "--accept", pairs[0]["left"], pairs[0]["right"])
    again = bench.load(
        companies=[{"name": "江苏恒远电缆有限公司", "employees": 5}, {"name": "恒远电缆", "revenue": 10}]
    )
    assert again["companies"] == 1
    only = bench.json("find", "恒远电缆")
    assert len(only) == 1
    shown = bench.json("show", only[0]["id"])["company"]
    assert (shown["employees"], shown["revenue"]) == (5, 10)


def test_conflicting_facts(bench):
    base = {"id": "K", "name": "争议公司"}
    one = [
        # Newest as_of before anything.
        {**base, "employees": 100, "as_of": "2024-01-01", "grade": "inferred", "region": "浙江省"},
        {**base, "employees": 200, "as_of": "2023-01-01", "grade": "official_list"},
        # Of one date the better grade.
        {**base, "revenue": 1000, "as_of": "2022-01-01", "grade": "news"},
        {**base, "revenue": 2000, "as_of": "2022-01-01", "grade": "filing"},
        # Of one date and grade the smallest value.
        {**base, "market_cap": 70, "as_of": "2021-01-01", "grade": "filing"},
        {**base, "market_cap": 60, "as_of": "2021-01-01", "grade": "filing"},
        # A later load before a smaller value.
        {**base, "net_assets": 5, "as_of": "2021-01-01", "grade": "filing"},
        # An undated row is older than any dated one.
        {**base, "assets": 1},
        {**base, "assets": 9, "as_of": "1999-01-01"},
    ]
    bench.load(companies=one)
    bench.load(later=[{**base, "net_assets": 8, "as_of": "2021-01-01", "grade": "filing"}])
    shown = bench.json("show", "K")
    held = {fact["column"]: fact["value"] for fact in shown["facts"] if fact["used"]}
    assert {name: held[name] for name in ("employees", "revenue", "market_cap", "net_assets", "assets", "region")} == {
        "employees": 100,
        "revenue": 2000,
        "market_cap": 60,
        "net_assets": 8,
        "assets": 9,
        "region": "浙江省",
    }
    assert shown["company"]["employees"] == 100
    assert shown["company"]["revenue"] == 2000
    # The losers stay visible, with where they come from.
    lost = {(fact["column"], fact["value"]) for fact in shown["facts"] if not fact["used"]}
    assert {("employees", 200), ("revenue", 1000), ("market_cap", 70), ("net_assets", 5), ("assets", 1)} <= lost
    assert {(fact["file"], fact["row"]) for fact in shown["facts"] if fact["column"] == "net_assets"} == {
        ("later.csv", 2),
        ("companies.csv", 8),
    }
    assert shown["company"]["as_of"] == "2024-01-01"


def test_a_row_that_names_a_known_id_alone_adds_to_it(bench):
    bench.load(
        companies=[{"id": "Q", "name": "已知公司", "employees": ""}, {"id": "Q", "name": "", "employees": 12}],
    )
    shown = bench.json("show", "Q")["company"]
    assert (shown["name"], shown["employees"]) == ("已知公司", 12)
