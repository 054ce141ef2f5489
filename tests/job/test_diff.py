"""`diff`: what changed between two loads (A08), exactly, whatever the stretch that is looked at together."""

from __future__ import annotations

import random

import pytest

from chainprospect.advising.difference import difference
from chainprospect.errors import UnsupportedByStore
from chainprospect.stores.snapshot import compare
from chainprospect.stores.snapshot.compare import CompareRules
from chainprospect.stores.workspace import Workspace

CLIENTS = [{"客户名称": name, "我行客户": "是"} for name in ("甲客户", "乙客户")]


def tie(source, target, amount="", kind="supplies"):
    return {"source": source, "target": target, "kind": kind, "amount": amount, "source_ref": f"{source}-{target}"}


BEFORE = [
    tie("供应一", "甲客户", 1000),
    tie("供应二", "甲客户", 1000),
    tie("供应三", "甲客户", 1000),
    tie("供应四", "甲客户"),
    tie("甲客户", "采购一", 500),
    tie("旁人", "路人", 700),
    tie("旁人", "路人", kind="guarantees"),
]
AFTER = [
    tie("供应一", "甲客户", 1300),
    tie("供应二", "甲客户", 1100),
    tie("供应三", "甲客户", 700),
    tie("供应四", "甲客户", 50),
    tie("新供应", "乙客户", 800),
    tie("旁人", "新路人", 900),
    tie("旁人", "路人", kind="guarantees"),
]


@pytest.fixture(scope="module")
def two(new_bench):
    """A workspace whose relations were loaded twice."""
    bench = new_bench()
    bench.load(clients=CLIENTS, relations=BEFORE)
    bench.load(relations=AFTER)
    return bench


def pairs(found):
    return [(each["source"]["name"], each["target"]["name"], each["before"], each["after"]) for each in found]


def test_new_lost_grown_and_shrunk_relations_of_our_clients(two):
    found = two.json("diff")
    told = found["relations"]
    assert pairs(told["new"]) == [("新供应", "乙客户", None, 800.0)]
    assert pairs(told["lost"]) == [("甲客户", "采购一", 500.0, None)]
    # 1,000 to 1,100 is within 20 %; an amount that was unknown did not grow.
    assert pairs(told["grown"]) == [("供应一", "甲客户", 1000.0, 1300.0)]
    assert pairs(told["shrunk"]) == [("供应三", "甲客户", 1000.0, 700.0)]
    assert told["new"][0]["source_ref"] == "新供应-乙客户"
    assert found["counts"]["around_clients"] == {"new": 1, "lost": 1, "grown": 1, "shrunk": 1}
    assert found["counts"]["all"] == {"new": 2, "lost": 2, "grown": 1, "shrunk": 1}


def test_companies_that_came_and_those_that_trade_with_a_client(two):
    found = two.json("diff")
    assert [company["name"] for company in found["companies"]] == ["新供应"]
    assert found["counts"]["companies_new"] == 2
    assert found["counts"]["companies_gone"] == 1
    assert found["counts"]["companies_new_around_clients"] == 1


def test_the_growth_that_counts_may_be_typed(two):
    told = two.json("diff", "--grown", "10")["relations"]
    assert [row[0] for row in pairs(told["grown"])] == ["供应一", "供应二"]
    assert two.json("diff", "--grown", "31%")["relations"]["grown"] == []


def test_snapshots_may_be_named_and_turned_round(two):
    first, second = (each["id"] for each in two.json("snapshots"))
    assert two.json("diff", first) == two.json("diff", first, second) == two.json("diff")
    back = two.json("diff", second, first)
    assert pairs(back["relations"]["lost"]) == [("新供应", "乙客户", 800.0, None)]
    assert pairs(back["relations"]["grown"]) == [("供应三", "甲客户", 700.0, 1000.0)]
    assert back["counts"]["companies_new"] == 1


def test_the_screen_in_both_languages(two):
    told = two.run("--lang", "en", "diff")
    assert "New relations of our clients: 1 (of 2 in all)\n  新供应 → 乙客户: supplies, CNY 800\n" in told
    assert "  供应一 → 甲客户: supplies, CNY 1 k → CNY 1.3 k\n" in told
    assert "与我行客户有交易的新增企业：1 家\n  新供应" in two.run("--lang", "zh", "diff")


def test_one_snapshot_has_nothing_to_compare_with(new_bench):
    bench = new_bench()
    bench.load(relations=BEFORE[:1])
    ended = bench.end("--lang", "en", "diff")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "There is no earlier snapshot to compare with; load newer files first.\n"
    (only,) = bench.json("snapshots")
    assert bench.end("--lang", "en", "diff", only["id"], only["id"]).code == 2
    assert bench.end("--lang", "en", "diff", "s0009-00000000").code == 3


def test_any_stretch_gives_what_a_plain_comparison_gives(new_bench, monkeypatch):
    """Random worlds against sets and dicts, in stretches of every company and of all of them."""
    dice = random.Random(7)
    names = [f"公司{number:02d}" for number in range(30)]

    def world():
        rows = {}
        for _ in range(120):
            pair = tuple(dice.sample(names, 2))
            rows[pair] = dice.choice(["", 100, 150, 1000])
        return rows

    bench, worlds = new_bench(), (world(), world())
    clients = [{"客户名称": name, "我行客户": "是"} for name in names[:9]]
    for rows in worlds:
        bench.load(clients=clients, relations=[tie(*pair, amount) for pair, amount in rows.items()])
    before, after = worlds
    touched = {pair for pair in {*before, *after} if set(pair) & set(names[:9])}
    both = {pair for pair in before if pair in after and "" not in (before[pair], after[pair])}
    wanted = {
        "new": {pair for pair in after if pair not in before} & touched,
        "lost": {pair for pair in before if pair not in after} & touched,
        "grown": {pair for pair in both if after[pair] >= 1.2 * before[pair]} & touched,
        "shrunk": {pair for pair in both if before[pair] >= 1.2 * after[pair]} & touched,
    }
    home = Workspace(bench.workspace)
    answers = []
    for stretch in (1, 7, 1 << 18):
        monkeypatch.setattr(compare, "_STRETCH", stretch)
        with home.open(home.ids()[0]) as old, home.open(home.ids()[1]) as new:
            found = difference(old, new, CompareRules())
        told = {
            change: [(each.source.name, each.target.name, each.before, each.after) for each in rows]
            for change, rows in found.relations.items()
        }
        assert {change: {row[:2] for row in rows} for change, rows in told.items()} == wanted
        assert found.counts == {change: len(rows) for change, rows in wanted.items()}
        answers.append(told)
    assert answers[0] == answers[1] == answers[2]


def test_another_store_says_who_can(two, memory_world):
    store = memory_world([{"id": "A"}])
    with two_store(two) as new, pytest.raises(UnsupportedByStore) as caught:
        difference(store, new, CompareRules())
    assert str(caught.value) == "memory: this store cannot compare snapshots; a workspace of files can."


def two_store(bench):
    return Workspace(bench.workspace).open()


def test_what_became_of_the_lists_around_an_anchor(new_bench):
    """北岭 was a lead and is a client now; 西江 only looked like a supplier and is one now."""
    bench = new_bench()
    companies = [{"name": name, "employees": 500, "industry_code": "C38"} for name in ("北岭", "南湾", "西江", "东港")]
    sells = [tie(name, "锚客户", 10) for name in ("北岭", "南湾")]
    alike = [tie(name, "同类", 10) for name in ("北岭", "南湾", "西江")]
    bench.load(companies=companies, relations=[*sells, *alike], clients=[{"客户名称": "锚客户", "我行客户": "是"}])
    before = bench.prospect("锚客户")
    ranks = {lead["company"]["name"]: lead["rank"] for lead in before["leads"]}
    assert [lead["company"]["name"] for lead in before["lookalikes"]] == ["西江"]
    clients = [{"客户名称": name, "我行客户": "是"} for name in ("锚客户", "北岭")]
    bench.load(relations=[*sells, *alike, tie("西江", "锚客户", 5)], clients=clients)
    found = bench.json("diff", "--around", "锚客户", "--top", "1")
    assert found["anchor"]["name"] == "锚客户"
    assert found["leads"]["hits"][0]["company"]["name"] == "北岭"
    assert found["leads"]["hits"][0]["rank"] == ranks["北岭"]
    assert (found["leads"]["ranked"], found["leads"]["true"], found["leads"]["first"]) == (len(ranks), 1, 1)
    assert found["leads"]["precision"] == (1.0 if ranks["北岭"] == 1 else 0.0)
    assert (found["lookalikes"]["ranked"], found["lookalikes"]["precision"]) == (1, 1.0)
    assert "Lookalikes: 1 of 1 trade with it now" in bench.run("--lang", "en", "diff", "--around", "锚客户")
    ended = bench.end("--lang", "en", "diff", "--around", "同类")
    assert (ended.code, "Nothing came true, so nothing can be measured." in ended.out) == (0, True)
