"""Every store gives the same answers; memory, which is plain Python, is the oracle."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainprospect.keeping import profile_of
from chainprospect.model.company import Company, Peers, Standing
from chainprospect.model.fact import Evidence, Fact
from chainprospect.model.financial import Financial
from chainprospect.model.ports import Store
from chainprospect.model.relation import UNDATED, Event, Kind, Kinds, Relation, RelationBatch, Side
from chainprospect.model.rules import GateRules, Question
from chainprospect.prospecting import prospect
from chainprospect.settings import resolve_settings

SIDES = (Side.UPSTREAM, Side.DOWNSTREAM)
WORLDS = ("hand", "empty", "random 1", "random 2", "random 3", "random 4", "tw_chain")
NOBODY = np.empty(0, np.int64)
USCC = "91110000600037341L"
LEI = "213800KUD8LAJWSQ9D15"

# The hand-drawn world in code-point order of ids; the two X are the companies without an id of their own.
A, B, C, D, X1, X2, SMALL_A = range(7)
NEW, WU = "新来的公司", "戊(集团)有限公司"


def ids(store: Store, numbers: object) -> list[str]:
    return [company.id for company in store.companies(np.asarray(numbers, np.int64))]


def number_of(store: Store, text: str) -> int:
    (match,) = (match for match in store.search(text, 50) if match.exact)
    return match.number


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(int))


def rows(store: Store, batch: RelationBatch) -> list[tuple[object, ...]]:
    """A batch as (id, kind, amount, share, confidence, day)."""
    amounts, shares = (
        [None if isnan(value) else value for value in column.tolist()] for column in (batch.amount, batch.share)
    )
    ends = zip(
        ids(store, batch.other), batch.kind.tolist(), amounts, shares, batch.confidence.tolist(), batch.day.tolist(),
        strict=True,
    )  # fmt: skip
    return list(ends)


class TestHandDrawn:
    def test_what_the_store_says_of_itself(self, hand):
        facts = hand.facts
        assert (facts.companies, facts.relations, facts.clients) == (7, 15, 2)
        assert facts.newest_day == day("2024-06-01")
        assert facts.fx == {"CNY": 1.0, "USD": 7.0, "TWD": 0.22}

    def test_numbers_are_ranks_of_ids(self, hand):
        found = ids(hand, range(7))
        assert found == sorted(found)
        assert [found[number] for number in (A, B, C, D, SMALL_A)] == ["A", "B", "C", "D", "a"]

    def test_budget_order(self, hand):
        batch = hand.relations_of(np.array([A]), Side.UPSTREAM, Kinds.GOODS, 200)
        new = ids(hand, [number_of(hand, NEW)])[0]
        assert rows(hand, batch) == [
            ("D", Kind.SUPPLIES, 140.0, None, 1.0, day("2024-02-01")),
            ("B", Kind.SUPPLIES, 140.0, 0.4, 1.0, day("2023-03-01")),
            ("B", Kind.DISTRIBUTES, 140.0, None, 1.0, day("2020-01-01")),
            ("C", Kind.SUPPLIES, 140.0, None, 0.9, day("2024-01-01")),
            (new, Kind.SUPPLIES, None, None, 1.0, UNDATED),
            ("a", Kind.SUPPLIES, None, 0.3, 1.0, UNDATED),
        ]
        assert batch.origin.tolist() == [0] * 6
        assert batch.total.tolist() == [6]

    def test_limit_and_origin(self, hand):
        frontier = np.array([C, A, D, A])
        batch = hand.relations_of(frontier, Side.UPSTREAM, Kinds.GOODS, 2)
        assert batch.origin.tolist() == [1, 1, 2, 3, 3]
        assert ids(hand, batch.other) == ["D", "B", "A", "D", "B"]
        assert batch.total.tolist() == [0, 6, 1, 6]
        none = hand.relations_of(frontier, Side.UPSTREAM, Kinds.GOODS, 0)
        assert none.other.tolist() == []
        assert none.total.tolist() == [0, 6, 1, 6]

    def test_downstream_and_a_years_amount(self, hand):
        batch = hand.relations_of(np.array([A]), Side.DOWNSTREAM, Kinds.GOODS, 200)
        assert rows(hand, batch) == [
            ("D", Kind.SUPPLIES, pytest.approx(600.0), None, 1.0, day("2024-06-01")),
            ("B", Kind.SUPPLIES, 0.0, None, 1.0, UNDATED),
        ]

    def test_other_kinds(self, hand):
        def found(number, side, kinds):
            return rows(hand, hand.relations_of(np.array([number]), side, kinds, 9))

        wu = ids(hand, [number_of(hand, WU)])[0]
        plain = (1.0, UNDATED)
        assert found(A, Side.UPSTREAM, Kinds.INTERMEDIATES) == [("D", Kind.INTERMEDIATES, None, None, *plain)]
        assert [row[0] for row in found(D, Side.DOWNSTREAM, Kinds.INTERMEDIATES)] == ["A", "C"]
        assert found(A, Side.DOWNSTREAM, Kinds.REFERS) == [("a", Kind.REFERS, None, None, *plain)]
        assert found(C, Side.UPSTREAM, Kinds.OWNS) == [("a", Kind.OWNS, None, 0.51, *plain)]
        assert found(B, Side.UPSTREAM, Kinds.OWNS) == [(wu, Kind.OWNS, None, None, *plain)]
        assert found(B, Side.DOWNSTREAM, Kinds.GUARANTEES) == [("C", Kind.GUARANTEES, 1.0, None, *plain)]
        assert found(A, Side.UPSTREAM, Kinds.OWNS) == []

    def test_via_is_no_direction(self, hand):
        with pytest.raises(ValueError, match="upstream or downstream"):
            hand.relations_of(np.array([A]), Side.VIA, Kinds.GOODS, 1)

    def test_features(self, hand):
        batch = hand.features(np.array([D, A, B, C, SMALL_A]))
        assert batch.numbers.tolist() == [D, A, B, C, SMALL_A]
        np.testing.assert_array_equal(batch.employees, [np.nan, 300.0, np.nan, np.nan, np.nan])
        np.testing.assert_array_equal(batch.revenue, [np.nan, 1.4e9, np.nan, np.nan, np.nan])
        np.testing.assert_array_equal(batch.assets, [np.nan, 7e8, np.nan, np.nan, np.nan])
        assert batch.unpriced.tolist() == [False, False, False, True, False]
        assert (batch.growth[1], batch.industry_growth[1]) == (0.1, -0.05)
        assert [batch.industry.text(row) for row in range(4)] == [None, "C38", "铜材", None]
        assert [batch.region.text(row) for row in range(4)] == ["上海市", "江苏省苏州市", None, "江苏"]
        assert [batch.role.text(row) for row in range(3)] == ["agent", "producer", "trader"]
        assert batch.active.tolist() == [-1, 1, 0, -1, -1]
        assert batch.is_client.tolist() == [1, 1, -1, 0, -1]
        assert batch.listed.tolist() == [-1, 1, 0, -1, -1]
        assert batch.blacklisted.tolist() == [True, False, False, False, True]
        assert batch.partners.tolist() == [1, 5, 1, 1, 1]
        assert batch.buyers.tolist() == [1, 2, 1, 1, 1]
        assert batch.suppliers.tolist() == [1, 5, 1, 0, 0]
        assert batch.client_partners.tolist() == [1, 1, 1, 1, 1]
        np.testing.assert_array_equal(batch.bank_count, [np.nan, 2.0, np.nan, 0.0, np.nan])
        assert list(batch.bank_labels) == ["丙行", "乙行", "甲行"]
        assert batch.banks.starts.tolist() == [0, 0, 2, 2, 2, 2]
        assert batch.banks.values.tolist() == [1, 2]
        assert batch.main_bank.tolist() == [2, 0, -1, -1, -1]

    def test_ownership_groups(self, hand):
        # a owns 51 % of C; C owns only half of D; 戊 owns B to an unknown part.
        wu, new = number_of(hand, WU), number_of(hand, NEW)
        batch = hand.features(np.array([A, B, C, D, SMALL_A, wu, new]))
        assert batch.group.tolist() == [A, B, C, D, C, B, new]

    def test_events(self, hand):
        batch = hand.features(np.array([B, A, D]))
        assert list(batch.event_types) == ["bid_won", "default", "expansion"]
        assert batch.events.starts.tolist() == [0, 1, 4, 4]
        assert batch.events.values.tolist() == [3, 0, 1, 2]
        assert [batch.event_types[code] for code in batch.event_type] == [
            "expansion",
            "bid_won",
            "expansion",
            "default",
        ]
        assert batch.event_day.tolist() == [day("2022-04-01"), day("2024-04-01"), day("2024-04-01"), UNDATED]
        assert hand.events(np.array([1, 2, 0])) == (
            Event(1, "A", "expansion", "2024-04-01", "新厂", "news"),
            Event(2, "A", "default", None, None, None),
            Event(0, "A", "bid_won", "2024-04-01", None, None),
        )

    def test_walk_facts(self, hand):
        facts = hand.walk_facts(np.array([D, A, B]))
        assert facts.partners.tolist() == [1, 5, 1]
        assert facts.buyers.tolist() == [1, 2, 1]
        assert facts.suppliers.tolist() == [1, 5, 1]
        assert facts.middleman.tolist() == [True, False, True]

    @pytest.mark.parametrize("kinds", Kinds)
    @pytest.mark.parametrize("side", [Side.UPSTREAM, Side.DOWNSTREAM])
    def test_far_ends_say_who_is_behind_them(self, hand, side, kinds):
        batch = hand.relations_of(np.arange(7), side, kinds, 10)
        rows = np.arange(len(batch.other))[::-1]
        facts = hand.walk_facts(batch.other[rows])
        back = facts.buyers if side is Side.UPSTREAM else facts.suppliers
        assert batch.partners_back(rows).tolist() == back.tolist()
        assert batch.middlemen(rows).tolist() == facts.middleman.tolist()
        assert batch.partners_back(rows[:0]).tolist() == batch.middlemen(rows[:0]).tolist() == []

    def test_companies(self, hand):
        assert hand.companies(np.array([A, SMALL_A])) == (
            Company(
                number=A,
                id="A",
                name="远景电缆有限公司",
                aliases=("Faraway", "远景"),
                name_en="Faraway Cable",
                former_names=("远景线缆厂",),
                uscc=USCC,
                lei=LEI,
                ticker="600001",
                country="CN",
                region="江苏省苏州市",
                park="苏州工业园",
                industry_code="C38",
                industry="电线电缆",
                role="producer",
                ownership="private",
                status="active",
                products=("电缆", "光缆"),
                main_bank="丙行",
                banks=("乙行", "甲行", "乙行"),
                is_client=True,
                core_client=True,
                listed=True,
                employees=300.0,
                revenue=2e8,
                currency="USD",
                as_of="2024-05-01",
                grade="inferred",
                source_file="companies.csv",
                source_row=2,
                records=1,
            ),
            Company(
                number=SMALL_A,
                id="a",
                name="A",
                region="南京",
                industry_code="C3811",
                grade="inferred",
                source_file="companies.csv",
                source_row=6,
                records=1,
            ),
        )

    def test_relations(self, hand):
        batch = hand.relations_of(np.array([A]), Side.UPSTREAM, Kinds.GOODS, 200)
        by_end = dict(
            zip(zip(ids(hand, batch.other), batch.kind.tolist(), strict=True), batch.relation.tolist(), strict=True)
        )
        wanted = [by_end["B", Kind.SUPPLIES], by_end["a", Kind.SUPPLIES]]
        assert hand.relations(np.array(wanted)) == (
            Relation(
                number=wanted[0],
                source="B",
                target="A",
                kind=Kind.SUPPLIES,
                amount=20.0,
                currency="USD",
                amount_cny=140.0,
                share_of_target=0.4,
                share=0.4,
                as_of="2023-03-01",
                evidence=2,
            ),
            Relation(
                number=wanted[1],
                source="a",
                target="A",
                kind=Kind.SUPPLIES,
                share_of_target=0.2,
                share_of_source=0.3,
                share=0.3,
                source_ref="p. 3",
            ),
        )

    @pytest.mark.parametrize(
        ("text", "answers"),
        [
            ("A", [("A", "id", "A"), ("a", "id", "a"), ("B", "start", "B")][:2]),
            (USCC.lower(), [("A", "id", USCC)]),
            (LEI, [("A", "id", LEI)]),
            ("600001", [("A", "id", "600001")]),
            ("0000", [("A", "substring", "600001")]),
            ("远景", [("A", "alias", "远景"), ("B", "start", "远景铜业"), ("C", "substring", "华东远景电缆有限公司")]),
            (" 远 景 电 ", [("A", "start", "远景电缆有限公司"), ("C", "substring", "华东远景电缆有限公司")]),
            ("远景线缆厂", [("A", "alias", "远景线缆厂")]),
            ("FARAWAYｃａｂｌｅ", [("A", "alias", "Faraway Cable")]),
            ("丁", [("D", "name", "丁")]),
            ("铜", [("B", "substring", "远景铜业")]),
            ("缆有", [("A", "substring", "远景电缆有限公司"), ("C", "substring", "华东远景电缆有限公司")]),
            ("不在", []),
            ("", []),
            (" \t", []),
            ("%", []),
            ('"', []),
        ],
    )
    def test_search(self, hand, text, answers):
        found = [(match.id, match.how, match.text) for match in hand.search(text)]
        assert found[: len(answers)] == answers
        if text != "A":
            assert len(found) == len(answers)

    def test_search_by_any_bracket(self, hand):
        for text in ("戊（集团）", "戊(集团)"):
            (match,) = hand.search(text)
            assert (match.how, match.name) == ("start", match.text)

    @pytest.mark.parametrize("text", ["A", "a", "B", "远景电缆有限公司", "丁", "远景", "铜", "不在", ""])
    def test_search_for_whole_texts(self, hand, text):
        found = hand.search(text, 50)
        assert hand.search(text, 50, whole=True) == tuple(match for match in found if match.exact)
        assert hand.search(text, 0, whole=True) == ()

    def test_by_id_is_to_the_letter(self, hand):
        ids = ("B", "b", "A", "不在", "", "B", "A ", "\ud800", "\U0010ffff", "远景电缆有限公司")
        found = hand.by_id(ids)
        assert [match and (match.number, match.id, match.how, match.text) for match in found] == [
            (B, "B", "id", "B"), None, (A, "A", "id", "A"), None, None, (B, "B", "id", "B"), None, None, None, None,
        ]  # fmt: skip
        assert found[0] == hand.search("B", 1, whole=True)[0]
        assert hand.by_id(()) == ()

    def test_search_limit(self, hand):
        assert [match.id for match in hand.search("远景", 2)] == ["A", "B"]
        assert hand.search("远景", 0) == ()

    def test_standings(self, hand):
        assert hand.standings(np.array([D, A, SMALL_A, C, B])) == (
            Standing(number=D, contribution=-12.5, founded="1949-10-01", blacklist_reason="失信"),
            Standing(
                number=A,
                employees=300.0,
                revenue=1.4e9,
                assets=7e8,
                net_assets=-1.4e8,
                market_cap=2.1e9,
                growth=0.1,
                industry_growth=-0.05,
                bank_count=2.0,
                founded="1999-01-01",
                contribution=2240.0,
                loan_balance=3.5e7,
                deposit_balance=0.0,
                products_held=("流动资金贷款", "结算"),
                active=True,
            ),
            Standing(number=SMALL_A),
            Standing(number=C, bank_count=0.0),
            Standing(number=B, active=False),
        )

    def test_financials(self, hand):
        def statement(period, end, row, items, currency="CNY", rate=1.0, part_year=False):
            return Financial("A", period, end, currency, part_year, rate, items, "financials.csv", row)

        none, of_b, of_a = hand.financials_of(np.array([D, B, A]))
        assert none == ()
        assert of_b == (
            Financial(
                "B", "2024Q3", "2024-09-30", "CNY", True, 1.0, {"cash": 6.0, "tax_open": 0.5}, "financials.csv", 9
            ),
        )
        assert of_a == (
            statement("2024H1", "2024-06-30", 5, {"inventory": 2.0}, "USD", 7.0, part_year=True),
            statement("2024", "2024-06-30", 6, {"inventory_open": 4.0}, "USD", 7.0),
            # Of two rows of one load each item is the smallest, and the smallest place stands for both.
            statement("2023", "2023-12-31", 2, {"revenue": 8.0, "cogs": -3.0, "receivables_open": 1.5}),
            statement("2023", "2023-12-31", 3, {"tax": 0.0}, "EUR", None),
            statement("2022", "2022-12-31", 8, {}, "TWD", 0.22),
            statement("去年", None, 7, {"cash": 1.0}),
        )
        assert [list(each.items) for each in of_a[2:3]] == [["revenue", "cogs", "receivables_open"]]
        assert of_a[0].cny("inventory") == 14.0
        assert of_a[0].cny("cash") is None
        assert of_a[3].cny("tax") is None

    def test_clients(self, hand):
        assert hand.clients().tolist() == [A, D]
        assert hand.clients().dtype == np.int64

    def test_peers(self, hand, same):
        wu = number_of(hand, WU)

        def peers(*numbers, total=None):
            return Peers("C38", "江苏省", np.array(numbers, np.int64), len(numbers) if total is None else total)

        same(hand.peers_of(A, 9), peers(wu, SMALL_A))
        same(hand.peers_of(wu, 9), peers(A, SMALL_A))
        same(hand.peers_of(wu, 2), peers(A, SMALL_A))
        same(hand.peers_of(A, 1), peers(wu, total=2))
        same(hand.peers_of(SMALL_A, 1), peers(A, total=2))
        same(hand.peers_of(A, 0), peers(total=2))
        # Without a division or a province nobody is a peer.
        same(hand.peers_of(C, 9), Peers(None, "江苏省", NOBODY, 0))
        same(hand.peers_of(D, 9), Peers(None, "上海市", NOBODY, 0))
        same(hand.peers_of(B, 9), Peers(None, None, NOBODY, 0))

    def test_facts(self, hand):
        def fact(column, value, row, currency=None):
            return Fact(column, value, currency, "one", "companies.csv", row, None, "inferred", used=True)

        assert hand.facts_of(C) == (
            fact("own_id", "C", 4),
            fact("name", "华东远景电缆有限公司", 4),
            fact("region", "江苏", 4),
            fact("revenue", 5.0, 4, "EUR"),
            fact("market_cap", 0.5, 4, "EUR"),
            fact("bank_count", 0.0, 4),
            fact("is_client", False, 4),
            fact("contribution", 7.0, 4, "EUR"),
        )
        assert hand.facts_of(number_of(hand, NEW)) == ()

    def test_evidence(self, hand):
        batch = hand.relations_of(np.array([A]), Side.UPSTREAM, Kinds.GOODS, 200)
        told = hand.relations(batch.relation)
        supplied = next(each.number for each in told if each.source == "B" and each.evidence == 2)
        blank = dict.fromkeys(("count", "share_of_source", "start", "end", "source_ref"))
        stands = {**blank, "src": "one", "file": "relations.csv"}
        assert hand.evidence_of(supplied) == (
            Evidence(
                **stands,
                product=None,
                amount=20.0,
                currency="USD",
                amount_cny=140.0,
                share_of_target=0.4,
                share=None,
                as_of=None,
                confidence=0.5,
                grade="inferred",
                row=3,
            ),
            Evidence(
                **stands,
                product="铜杆",
                amount=100.0,
                currency="CNY",
                amount_cny=100.0,
                share_of_target=None,
                share=None,
                as_of="2023-03-01",
                confidence=1.0,
                grade="filing",
                row=2,
            ),
        )

    def test_nobody(self, hand):
        assert hand.standings(NOBODY) == ()
        assert hand.financials_of(NOBODY) == ()
        assert hand.companies(NOBODY) == ()
        assert hand.relations(NOBODY) == ()
        assert hand.events(NOBODY) == ()
        assert hand.features(NOBODY).banks.starts.tolist() == [0]
        assert hand.walk_facts(NOBODY).partners.tolist() == []
        assert hand.relations_of(NOBODY, Side.UPSTREAM, Kinds.GOODS, 9).total.tolist() == []


@pytest.fixture
def pair(opened: Callable[[str, str], Store], engine_name: str) -> Callable[[str], tuple[Store, Store]]:
    """The oracle and another store over one world."""
    return lambda world: (opened("memory", world), opened(engine_name, world))


def some_of(count: int) -> np.ndarray:
    """Every number of a small world, some hundred of a large one, in no order and partly twice."""
    draw = np.random.default_rng(count)
    return draw.permutation(count) if count <= 100 else draw.integers(count, size=300)


@pytest.mark.parametrize("world", WORLDS)
def test_same_words_of_the_store(pair, same, world):
    oracle, store = pair(world)
    same(oracle.facts, store.facts)


@pytest.mark.parametrize("world", WORLDS)
def test_same_companies_and_features(pair, same, world):
    oracle, store = pair(world)
    numbers = some_of(oracle.facts.companies)
    same(oracle.companies(numbers), store.companies(numbers))
    same(oracle.features(numbers), store.features(numbers))
    same(oracle.walk_facts(numbers), store.walk_facts(numbers))


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("limit", [0, 1, 3, 200])
def test_same_relations(pair, same, world, limit):
    oracle, store = pair(world)
    numbers = some_of(oracle.facts.companies)
    for side in SIDES:
        for kinds in Kinds:
            same(oracle.relations_of(numbers, side, kinds, limit), store.relations_of(numbers, side, kinds, limit))
            same(oracle.relations_of(NOBODY, side, kinds, limit), store.relations_of(NOBODY, side, kinds, limit))


@pytest.mark.parametrize("world", WORLDS)
def test_same_texts_of_relations_and_events(pair, same, world):
    oracle, store = pair(world)
    numbers = some_of(oracle.facts.relations)
    same(oracle.relations(numbers), store.relations(numbers))
    happened = np.sort(oracle.features(np.arange(oracle.facts.companies)).events.values)
    assert happened.tolist() == list(range(len(happened)))
    same(oracle.events(happened[::-1]), store.events(happened[::-1]))


@pytest.mark.parametrize("world", WORLDS)
def test_same_standings_financials_and_clients(pair, same, world):
    oracle, store = pair(world)
    numbers = some_of(oracle.facts.companies)
    same(oracle.standings(numbers), store.standings(numbers))
    same(oracle.financials_of(numbers), store.financials_of(numbers))
    same(oracle.clients(), store.clients())
    assert len(oracle.clients()) == oracle.facts.clients


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("limit", [0, 1, 3, 10_000])
def test_same_peers(pair, same, world, limit):
    oracle, store = pair(world)
    for number in some_of(oracle.facts.companies).tolist():
        same(oracle.peers_of(number, limit), store.peers_of(number, limit))


@pytest.mark.parametrize("world", ["hand", "random 1", "random 2", "tw_chain"])
def test_same_facts_and_evidence(pair, same, world):
    oracle, store = pair(world)
    for number in some_of(oracle.facts.companies)[:25].tolist():
        same(oracle.facts_of(number), store.facts_of(number))
    for number in some_of(oracle.facts.relations)[:25].tolist():
        same(oracle.evidence_of(number), store.evidence_of(number))


@pytest.mark.parametrize(("world", "text"), [("hand", "远景"), ("random 1", "Company 3"), ("tw_chain", "鴻海")])
def test_same_profile(pair, same, world, text):
    oracle, store = pair(world)
    settings = resolve_settings(None, {}, {})
    same(profile_of(oracle, text, settings), profile_of(store, text, settings))


@pytest.mark.parametrize("world", WORLDS)
def test_same_matches(pair, same, world):
    oracle, store = pair(world)
    companies = oracle.companies(some_of(oracle.facts.companies)[:60])
    texts = [text for company in companies for text in (company.id, company.name, company.name[:2], company.name[1:3])]
    texts += [company.name_en for company in companies if company.name_en] + [
        "甲",
        "缆",
        "a",
        "C",
        "c1",
        "co",
        "公司",
        "1",
    ]
    same(oracle.by_id(texts), store.by_id(texts))
    assert [match and match.number for match in store.by_id([company.id for company in companies])] == [
        company.number for company in companies
    ]
    for text in dict.fromkeys(texts):
        for limit in (1, 4, 1000):
            same(oracle.search(text, limit), store.search(text, limit))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=4)
    | st.text("甲乙丙丁天地人电缆铜业Cable0123ｶﾞガßİs̄葛🏭 '\"%_\u200b", max_size=4)
    | st.sampled_from(
        ["alias", "Company 1", "company3", "OLD ", "T1", "=1", "\U000e0101", "\U0010ffff", "\x00", "*", "a*"]
    )
)
def test_same_matches_of_any_text(pair, same, text):
    oracle, store = pair("random 1")
    for limit in (1, 1000):
        same(oracle.search(text, limit), store.search(text, limit))


def test_real_names_first(opened, store_name):
    matches = opened(store_name, "tw_chain").search("鴻海")
    assert (matches[0].id, matches[0].how) == ("TW:2317", "name")
    assert {match.how for match in matches[1:]} <= {"start", "substring"}


@pytest.mark.parametrize(
    ("world", "anchors", "lang"),
    [
        ("hand", ["远景"], "zh"),
        ("hand", ["丁", "远景=3"], "en"),
        ("random 1", ["Company 3"], "zh"),
        ("random 2", ["Company 3"], "en"),
        ("tw_chain", ["鴻海"], "zh"),
    ],
)
def test_same_prospects(pair, same, world, anchors, lang):
    oracle, store = pair(world)
    question = Question(gates=GateRules(include=frozenset({"already_client"})))
    answers = [prospect(one, anchors, question, lang=lang, excluded=True) for one in (oracle, store)]
    assert answers[0].counts.reached > 0
    same(answers[0], answers[1])
