"""The engine against a second, naive reading of the rules: every path enumerated, every sum written out."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import numpy as np
import pytest

from chainprospect.expand import likeness
from chainprospect.expand.likeness import likely, scaled
from chainprospect.expand.reach import SIDES
from chainprospect.model.relation import RelationBatch, Side
from chainprospect.model.rules import EventRule, Question, ReachRules
from chainprospect.prospecting import anchor_set, weigh

AS_OF = 20_000
ROLES = ("producer", "producer", "producer", "trader", "agent", "distributor")


class World:
    """A small random economy as plain dictionaries."""

    def __init__(self, seed: int, size: int = 14, ties: int = 34) -> None:
        pick = random.Random(seed)
        self.ids = sorted(f"C{number:02d}" for number in range(size))
        self.role = {ident: pick.choice(ROLES) for ident in self.ids}
        self.client = {ident: pick.random() < 0.2 for ident in self.ids}
        self.relations: list[dict] = []
        seen = set()
        for _ in range(ties):
            source, target = pick.sample(self.ids, 2)
            kind = pick.choices(("supplies", "distributes", "intermediates", "refers"), weights=(8, 2, 2, 1))[0]
            if (source, target, kind) in seen:
                continue
            seen.add((source, target, kind))
            self.relations.append(
                {
                    "source": source,
                    "target": target,
                    "kind": kind,
                    "amount": pick.choice((None, 1e4, 1e6, 2.5e8)),
                    "share": pick.choice((None, None, 0.1, 0.5)),
                    "day": pick.choice((None, AS_OF, AS_OF - 400, AS_OF - 1200)),
                    "confidence": pick.choice((1.0, 1.0, 0.6)),
                }
            )
        self.relations.sort(key=lambda row: (row["source"], row["target"], ORDER.index(row["kind"])))


ORDER = ("supplies", "distributes", "intermediates", "refers")
GOODS = ("supplies", "distributes")


def months(day: int | None) -> float | None:
    return None if day is None else max(AS_OF - day, 0) / 30.4375


def strength(row: dict) -> tuple[float, bool]:
    age = months(row["day"])
    money = 0.5 if row["amount"] is None else min(max(math.log10(row["amount"]) / 9, 0), 1)
    share = 0.5 if row["share"] is None else row["share"]
    fresh = 0.5 if age is None else 2 ** (-age / 13)
    known = not (row["amount"] is None and row["share"] is None and age is None)
    return round(0.4 * money + 0.4 * share + 0.2 * fresh, 12), known


def budget_key(row: dict, other: str) -> tuple:
    day = -(10**9) if row["day"] is None else row["day"]
    amount = -1.0 if row["amount"] is None else row["amount"]
    return (-amount, -row["confidence"], -day, other, ORDER.index(row["kind"]))


def neighbours(world: World, company: str, side: Side, limit: int, kinds=GOODS) -> list[tuple[str, dict]]:
    rows = []
    for row in world.relations:
        if row["kind"] not in kinds:
            continue
        if side == Side.UPSTREAM and row["target"] == company:
            rows.append((row["source"], row))
        if side == Side.DOWNSTREAM and row["source"] == company:
            rows.append((row["target"], row))
    return sorted(rows, key=lambda item: budget_key(item[1], item[0]))[:limit]


def paths(world: World, anchor: str, side: Side, tiers: int, limit: int):
    """Every simple path within the tiers: (tiers, companies, relations)."""
    stack = [((anchor,), (), 0, 0)]
    while stack:
        companies, taken, used, run = stack.pop()
        if taken:
            yield used, companies, taken
        here = companies[-1]
        for other, row in neighbours(world, here, side, limit):
            spent = used + (0 if run else 1)
            if other in companies or spent > tiers:
                continue
            middle = world.role[other] in ("trader", "agent")
            next_run = (run + 1 if run < 2 else 0) if middle else 0
            stack.append(((*companies, other), (*taken, row), spent, next_run))


def partners(world: World, company: str) -> set[str]:
    goods = [row for row in world.relations if row["kind"] in GOODS]
    return {row["source"] for row in goods if row["target"] == company} | {
        row["target"] for row in goods if row["source"] == company
    }


def brute(world: World, anchors: list[str], rules: ReachRules) -> dict[str, dict]:
    """Side, tier, best chains and proximity of everything reached, by enumeration."""
    limit = rules.relations_per_company
    chains: dict[str, list] = {}
    found_rows: list[dict] = []
    by: dict[str, set[str]] = {}
    for anchor, (rank, side, tiers) in itertools.product(
        anchors, ((0, Side.UPSTREAM, rules.upstream), (1, Side.DOWNSTREAM, rules.downstream))
    ):
        if not tiers:
            continue
        expanded = {anchor}
        for used, companies, taken in paths(world, anchor, side, tiers, limit):
            by.setdefault(companies[-1], set()).add(anchor)
            hops = [strength(row) for row in taken]
            weakest = min(value for value, _ in hops)
            first = next(at for at, (value, _) in enumerate(hops) if value == weakest)
            chains.setdefault(companies[-1], []).append(
                (used, rank, -weakest, len(taken), companies, hops[first][1], taken)
            )
            run = 0
            for company in companies[1:]:
                middle = world.role[company] in ("trader", "agent")
                run = (run + 1 if run < 2 else 0) if middle else 0
            if used < tiers or run:
                expanded.add(companies[-1])
        for company in expanded:
            found_rows += [row for _, row in neighbours(world, company, side, limit)]
    reached = {
        company: {
            "tier": min(row[0] for row in rows),
            "side": SIDES[min(row[:2] for row in rows)[1]],
            "chains": sorted(rows, key=lambda row: row[:5]),
        }
        for company, rows in chains.items()
        if company not in anchors
    }
    inside = set(reached) | set(anchors)
    weight: dict[frozenset, float] = {}
    for row in found_rows:
        if {row["source"], row["target"]} <= inside:
            age = months(row["day"])
            value = row["confidence"] * (0.5 if age is None else 2 ** (-age / 13))
            pair = frozenset((row["source"], row["target"]))
            weight[pair] = max(weight.get(pair, 0), value)
    order = sorted(inside)
    matrix = np.zeros((len(order), len(order)))
    for i, j in itertools.permutations(range(len(order)), 2):
        value = weight.get(frozenset((order[i], order[j])))
        if value:
            matrix[j, i] = 0.85 * value / len(partners(world, order[i]))
    start = np.array([1 / len(anchors) if item in anchors else 0.0 for item in order])
    probability = np.linalg.solve(np.eye(len(order)) - matrix, 0.15 * start)
    for company, item in reached.items():
        item["p"] = probability[order.index(company)]
        item["by"] = by[company]
    return reached


def brute_likeness(world: World, anchor: str) -> dict[str, float]:
    """Supplier likeness without caps."""
    goods = {(row["source"], row["target"]) for row in world.relations if row["kind"] in GOODS}
    buyers = {ident: {t for s, t in goods if s == ident} for ident in world.ids}
    suppliers = {ident: {s for s, t in goods if t == ident} for ident in world.ids}
    found = {}
    for candidate in world.ids:
        total = 0.0
        for peer in buyers[candidate] - {anchor}:
            near = sum(len(buyers[s]) ** -0.5 for s in suppliers[anchor] if peer in buyers[s] and s != candidate)
            far = sum(len(suppliers[x]) ** -0.5 for x in buyers[anchor] if x in buyers[peer])
            value = near / math.sqrt(len(suppliers[peer]) * len(suppliers[anchor])) if near else 0.0
            value += 0.5 * far / math.sqrt(len(buyers[peer]) * len(buyers[anchor])) if far else 0.0
            total += value**1.35
        if total > 0 and candidate != anchor:
            found[candidate] = len(buyers[candidate]) ** -0.1 * total
    return found


@pytest.fixture
def store_of(memory_world):
    """A memory store of a random world."""

    def make(world: World):
        return memory_world(
            [
                {"id": ident, "name": ident, "role": world.role[ident], "is_client": world.client[ident]}
                for ident in world.ids
            ],
            world.relations,
            [],
            as_of_day=AS_OF,
        )

    return make


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("tiers", "limit"), [((2, 2), 200), ((3, 1), 200), ((2, 0), 2), ((4, 3), 3)])
def test_reach_chains_and_proximity(store_of, seed, tiers, limit) -> None:
    world = World(seed)
    rules = ReachRules(upstream=tiers[0], downstream=tiers[1], via=False, relations_per_company=limit)
    anchors = ["C03"] if seed % 2 else ["C03", "C08"]
    store = store_of(world)
    question = Question(reach=rules, events={}, as_of_day=AS_OF)
    found = weigh(store, anchor_set(store, anchors), question)
    expected = brute(world, anchors, rules)
    reached = found.reached
    assert sorted(expected) == [world.ids[number] for number in sorted(reached.company)]
    for row, number in enumerate(reached.company.tolist()):
        ident = world.ids[number]
        want = expected[ident]
        assert (reached.tier[row], SIDES[reached.side[row]]) == (want["tier"], want["side"]), ident
        assert reached.probability[row] == pytest.approx(want["p"], rel=1e-9), ident
        assert {anchors[i] for i in np.flatnonzero(reached.by[row])} == want["by"], ident
        best = want["chains"][0]
        assert reached.strength[row] == -best[2], ident
        assert found.leads.candidates.ties.strength_known[row] == best[5], ident
        # Parallel relations between the same companies are one hop: the strongest.
        distinct = []
        for chain in want["chains"]:
            if (chain[1], chain[4]) not in [(item[1], item[4]) for item in distinct]:
                distinct.append(chain)
        got = [
            (path.tiers, path.side, tuple(world.ids[item] for item in path.companies), min(path.strengths))
            for path in found.finder.chains(number)
        ]
        assert got == [(item[0], SIDES[item[1]], item[4], -item[2]) for item in distinct[:3]], ident


@pytest.mark.parametrize("seed", range(30))
def test_likeness(store_of, seed) -> None:
    world = World(seed, size=12, ties=40)
    store = store_of(world)
    question = Question(reach=ReachRules(upstream=1, downstream=0, via=False), events={}, as_of_day=AS_OF)
    found = weigh(store, anchor_set(store, ["C05"]), question)
    expected = brute_likeness(world, "C05")
    likely = found.likely[0]
    assert {world.ids[number]: value for number, value in zip(likely.company, likely.likeness, strict=True)} == (
        pytest.approx(expected, rel=1e-12)
    )
    reached = {world.ids[number] for number in found.reached.company}
    alike = found.lookalikes.candidates
    assert {world.ids[number] for number in alike.company} == set(expected) - reached
    for row, number in enumerate(alike.company.tolist()):
        want = scaled(np.array([expected[world.ids[number]]]), store.facts.supplier_scale)[0]
        assert alike.ties.likeness[row] == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kept", [1, 2, 3])
def test_likeness_keeps_the_best_though_not_all_are_asked(store_of, monkeypatch, seed, kept) -> None:
    """Degrees are asked of candidates that may be among the best; these are the same as if all had been asked."""
    world = World(seed, size=14, ties=60)
    store = store_of(world)
    me = world.ids.index("C05")
    whole = likely(store, me, Side.UPSTREAM)
    monkeypatch.setattr(likeness, "CANDIDATES", kept)
    found = likely(store, me, Side.UPSTREAM)
    order = sorted(range(len(whole.company)), key=lambda row: (-whole.likeness[row], whole.company[row]))[:kept]
    assert found.company.tolist() == sorted(whole.company[order].tolist())
    assert found.likeness.tolist() == [whole.likeness[row] for row in sorted(order)]
    told = np.isin(whole.tie_company, found.company)
    for column in ("tie_company", "tie_peer", "tie_share"):
        assert getattr(found, column).tolist() == getattr(whole, column)[told].tolist()


def test_degrees_are_asked_of_few_candidates(store_of, monkeypatch) -> None:
    world = World(3, size=40, ties=400)
    store = store_of(world)
    me = world.ids.index("C05")
    everybody = len(likely(store, me, Side.UPSTREAM).company)
    asked: list[int] = []
    plain = RelationBatch.partners_back
    monkeypatch.setattr(
        RelationBatch, "partners_back", lambda batch, rows: (asked.append(len(rows)), plain(batch, rows))[1]
    )
    monkeypatch.setattr(likeness, "CANDIDATES", 3)
    assert len(likely(store, me, Side.UPSTREAM).company) == 3
    # Partners on both sides and their peers come first.
    assert asked[-2] == 3
    assert 3 + asked[-1] < everybody


@pytest.mark.parametrize("seed", range(20))
def test_via(store_of, seed) -> None:
    world = World(seed, ties=50)
    store = store_of(world)
    rules = ReachRules(upstream=1, downstream=1, companies_per_intermediary=2)
    found = weigh(store, anchor_set(store, ["C02"]), Question(reach=rules, events={}, as_of_day=AS_OF))
    met: dict[str, list] = {}
    for helper, first in neighbours(world, "C02", Side.UPSTREAM, 200, ("intermediates",)):
        for company, second in neighbours(world, helper, Side.DOWNSTREAM, 2, ("intermediates",)):
            met.setdefault(company, []).append((("C02", helper, company), (first, second)))
    for company, row in neighbours(world, "C02", Side.DOWNSTREAM, 200, ("refers",)):
        met.setdefault(company, []).append((("C02", company), (row,)))
    goods = set(brute(world, ["C02"], rules))
    expected = {company: rows for company, rows in met.items() if company not in goods | {"C02"}}
    via = [number for number, side in zip(found.reached.company, found.reached.side, strict=True) if side == 2]
    assert {world.ids[number] for number in via} == set(expected)
    for number in via:
        chains = sorted(
            (-min(strength(row)[0] for row in rows), len(rows), companies)
            for companies, rows in expected[world.ids[number]]
        )
        got = [
            (-min(path.strengths), len(path.relations), tuple(world.ids[item] for item in path.companies))
            for path in found.finder.chains(int(number))
        ]
        assert got == chains[:3]


def test_filtering_changes_no_score(store_of) -> None:
    world = World(7)
    store = store_of(world)
    question = Question(events={"expansion": EventRule(0.5, 12)}, as_of_day=AS_OF)
    anchors = anchor_set(store, ["C03"])
    whole = weigh(store, anchors, question)
    some = weigh(store, anchors, replace(question, filters=replace(question.filters, min_score=40.0)))
    kept = {int(whole.leads.candidates.company[row]): whole.leads.scores.score[row] for row in whole.leads.order}
    for row in some.leads.order:
        assert kept[int(some.leads.candidates.company[row])] == some.leads.scores.score[row]
