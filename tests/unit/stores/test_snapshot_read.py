"""A hand-drawn world read back from its snapshot."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from chainprospect.errors import StoreStale, StoreUnavailable
from chainprospect.model.company import Company
from chainprospect.model.relation import UNDATED, Event, Kind, Kinds, Relation, Side
from chainprospect.stores.snapshot.read import SnapshotStore


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def numbers(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def same(actual: np.ndarray, expected: list[object]) -> None:
    np.testing.assert_array_equal(actual, np.array(expected, actual.dtype))


@pytest.fixture
def power(power_folder):
    with SnapshotStore(power_folder) as store:
        yield store


@pytest.fixture
def harmed(power_folder, tmp_path):
    """A copy of the snapshot to do harm to."""
    return Path(shutil.copytree(power_folder, tmp_path / "snapshot"))


@pytest.fixture(scope="module")
def power_folder(make_world):
    """电网 buys from 设备 (client) and 线缆; 设备 from 铜材; a law firm serves two; 集团 owns three."""
    world = make_world()
    world.source(
        "公司",
        companies=[
            {"own_id": "1", "name": "国网示例", "region": "北京市", "status": "active", "revenue": 9e9},
            {"own_id": "2", "name": "华设备", "is_client": True, "banks": ["示例行", "他行"], "main_bank": "他行",
             "aliases": ["华设"], "name_en": "Hua Equipment", "industry_code": "C38", "industry": "电气机械",
             "role": "producer", "as_of": date(2024, 3, 1), "listed": False, "employees": 320.0,
             "products": ["变压器", "开关"]},
            {"own_id": "3", "name": "线缆厂", "industry": "自定义", "bank_count": 4.0, "status": "revoked",
             "revenue": 5.0, "currency": "USD", "growth": 0.2},
            {"own_id": "4", "name": "铜材", "former_names": ["老铜材"], "ticker": "600004", "core_client": False},
            {"own_id": "5", "name": "律所", "role": "law_firm", "assets": 3.0},
            {"own_id": "6", "name": "集团", "is_client": False, "banks": ["他行", "他行", "甲行"]},
        ],
        blacklist=[{"company": "铜材", "reason": "失信"}],
        events=[
            {"company": "3", "type": "new_line", "date": date(2024, 5, 1), "text": "新产线", "source_ref": "公告"},
            {"company": "3", "type": "default", "text": "逾期"},
            {"company": "2", "type": "new_line", "date": date(1969, 12, 31)},
        ],
    )  # fmt: skip
    world.source(
        "关系",
        relations=[
            {"source": "2", "target": "1", "amount": 10.0, "share_of_target": 0.3, "as_of": date(2024, 1, 1),
             "product": "变压器", "grade": "filing", "source_ref": "年报 p. 8", "count": 0},
            {"source": "2", "target": "1", "kind": "distributes", "amount": 10.0},
            {"source": "3", "target": "1", "confidence": 0.4, "start": date(2020, 1, 1)},
            {"source": "4", "target": "2", "amount": 7.0, "currency": "USD"},
            {"source": "5", "target": "2", "kind": "intermediates"},
            {"source": "5", "target": "3", "kind": "intermediates"},
            {"source": "6", "target": "2", "kind": "owns", "share": 0.51},
            {"source": "6", "target": "3", "kind": "owns", "share": 0.5},
            {"source": "6", "target": "4", "kind": "owns"},
            {"source": "1", "target": "5", "kind": "guarantees"},
            {"source": "6", "target": "1", "kind": "refers"},
        ],
    )  # fmt: skip
    return world.snapshot()


def test_facts_come_from_the_manifest(power):
    facts = power.facts
    assert (facts.snapshot, facts.companies, facts.relations, facts.clients) == ("building", 6, 11, 1)
    assert (facts.newest_day, facts.supplier_scale, facts.buyer_scale) == (day("2024-05-01"), 0.2, 0.2)
    assert facts.fx == {"CNY": 1.0}


def test_companies_come_back_as_stated_in_the_order_asked(power):
    assert power.companies(numbers(3, 1, 3))[::2] == power.companies(numbers(3, 3))
    assert power.companies(numbers(1, 3)) == (
        Company(
            number=1,
            id="2",
            name="华设备",
            aliases=("华设",),
            name_en="Hua Equipment",
            industry_code="C38",
            industry="电气机械",
            role="producer",
            products=("变压器", "开关"),
            main_bank="他行",
            banks=("示例行", "他行"),
            is_client=True,
            listed=False,
            employees=320.0,
            as_of="2024-03-01",
            grade="inferred",
            source_file="companies.csv",
            source_row=3,
            records=1,
        ),
        Company(
            number=3,
            id="4",
            name="铜材",
            former_names=("老铜材",),
            ticker="600004",
            core_client=False,
            grade="inferred",
            source_file="companies.csv",
            source_row=5,
            records=1,
        ),
    )
    assert power.companies(numbers()) == ()


def test_the_record_that_weighs_most_is_the_source(make_world):
    world = make_world()
    old = [{"own_id": "1", "name": "华设备", "as_of": date(2023, 1, 1), "grade": "filing", "source_ref": "年报"}]
    new = [{"own_id": "2", "name": "线缆厂"}, {"own_id": "1", "name": "华设备", "as_of": date(2024, 1, 1)}]
    world.source("甲", companies=old)
    world.source("乙", companies=new, relations=[{"source": "华设备", "target": "只在关系里", "kind": "supplies"}])
    with SnapshotStore(world.snapshot()) as store:
        known, named = (store.companies(numbers(here))[0] for here in (0, 2))
    assert (known.grade, known.source_row, known.source_ref, known.records) == ("inferred", 3, None, 2)
    assert (named.name, named.grade, named.source_file, named.source_row) == ("只在关系里", None, None, None)
    assert (named.source_ref, named.records) == (None, 0)


def test_money_is_stated_in_its_currency(power):
    company = power.companies(numbers(2))[0]
    assert (company.revenue, company.currency, company.status) == (5.0, "USD", "revoked")


def test_upstream_asks_the_buyer_and_downstream_the_seller(power):
    up = power.relations_of(numbers(0, 4, 1), Side.UPSTREAM, Kinds.GOODS, 10)
    same(up.origin, [0, 0, 0, 2])
    same(up.other, [1, 1, 2, 3])
    same(up.relation, [1, 2, 3, 4])
    same(up.kind, [0, 1, 0, 0])
    same(up.amount, [10.0, 10.0, np.nan, np.nan])
    same(up.share, [0.3, np.nan, np.nan, np.nan])
    same(up.confidence, [1.0, 1.0, 0.4, 1.0])
    same(up.day, [day("2024-01-01"), UNDATED, day("2020-01-01"), UNDATED])
    same(up.total, [3, 0, 1])
    down = power.relations_of(numbers(1), Side.DOWNSTREAM, Kinds.GOODS, 10)
    same(down.other, [0, 0])
    same(down.relation, [1, 2])


def test_batches_have_the_types_the_port_says(power):
    batch = power.relations_of(numbers(0), Side.UPSTREAM, Kinds.GOODS, 10)
    empty = power.relations_of(numbers(), Side.UPSTREAM, Kinds.GOODS, 10)
    absent = power.relations_of(numbers(0, 1), Side.UPSTREAM, Kinds.REFERS, 10)
    types = ["int64", "int64", "int64", "uint8", "float64", "float64", "float64", "int32", "int64"]
    for one in (batch, empty, absent):
        columns = [
            one.origin,
            one.other,
            one.relation,
            one.kind,
            one.amount,
            one.share,
            one.confidence,
            one.day,
            one.total,
        ]
        assert [str(column.dtype) for column in columns] == types
    assert len(empty.other) == len(empty.total) == 0
    same(absent.total, [1, 0])


def test_a_kind_that_nobody_has_gives_empty_rows(world):
    world.source("a", relations=[{"source": "a", "target": "b"}])
    with world.store() as store:
        batch = store.relations_of(numbers(1, 0), Side.UPSTREAM, Kinds.OWNS, 10)
        same(batch.total, [0, 0])
        assert [str(batch.other.dtype), str(batch.kind.dtype), str(batch.day.dtype)] == ["int64", "uint8", "int32"]


def test_other_kinds_are_walked_apart(power):
    same(power.relations_of(numbers(4), Side.DOWNSTREAM, Kinds.INTERMEDIATES, 10).other, [1, 2])
    same(power.relations_of(numbers(1), Side.UPSTREAM, Kinds.INTERMEDIATES, 10).other, [4])
    same(power.relations_of(numbers(5), Side.DOWNSTREAM, Kinds.OWNS, 10).other, [1, 2, 3])
    same(power.relations_of(numbers(4), Side.UPSTREAM, Kinds.GUARANTEES, 10).other, [0])
    same(power.relations_of(numbers(0), Side.UPSTREAM, Kinds.REFERS, 10).other, [5])


def test_via_is_no_direction(power):
    with pytest.raises(ValueError, match="via is no direction"):
        power.relations_of(numbers(0), Side.VIA, Kinds.GOODS, 10)


def test_budget_order_with_ties_and_the_limit_cuts_its_end(world):
    rows = [
        ("s1", None, 1.0, None), ("s2", 5.0, 0.5, None), ("s3", 5.0, None, None), ("s4", 9.0, 0.1, None),
        ("s5", 5.0, None, date(2020, 1, 1)), ("s6", 5.0, None, date(2024, 1, 1)), ("s7", 5.0, None, date(2024, 1, 1)),
        ("s8", None, 0.9, date(2025, 1, 1)), ("s0", 0.0, 0.1, None),
    ]  # fmt: skip
    relations = [
        {"source": s, "target": "t", "amount": a, "confidence": c, "as_of": d} for s, a, c, d in reversed(rows)
    ] + [{"source": "s6", "target": "t", "kind": "distributes", "amount": 5.0, "as_of": date(2024, 1, 1)}]
    world.source("a", relations=relations)
    wanted = ["Xs4", "Xs6", "Xs6", "Xs7", "Xs5", "Xs3", "Xs2", "Xs0", "Xs1", "Xs8"]
    with world.store() as store:
        ids = [company.id for company in store.companies(np.arange(store.facts.companies))]
        target = numbers(ids.index("Xt"))
        whole = store.relations_of(target, Side.UPSTREAM, Kinds.GOODS, 200)
        assert [ids[i] for i in whole.other] == wanted
        same(whole.kind[1:3], [0, 1])
        cut = store.relations_of(target, Side.UPSTREAM, Kinds.GOODS, 3)
        assert [ids[i] for i in cut.other] == wanted[:3]
        same(cut.total, [10])


def test_relations_come_back_with_their_texts(power):
    assert power.relations(numbers(4, 1)) == (
        Relation(4, "4", "2", Kind.SUPPLIES, amount=7.0, currency="USD"),
        Relation(
            number=1,
            source="2",
            target="1",
            kind=Kind.SUPPLIES,
            product="变压器",
            amount=10.0,
            currency="CNY",
            amount_cny=10.0,
            count=0,
            share_of_target=0.3,
            share=0.3,
            as_of="2024-01-01",
            grade="filing",
            source_ref="年报 p. 8",
        ),
    )


def test_features_are_what_the_score_reads(power):
    batch = power.features(numbers(2, 0, 1, 3, 4, 5))
    same(batch.numbers, [2, 0, 1, 3, 4, 5])
    same(batch.employees, [np.nan, np.nan, 320.0, np.nan, np.nan, np.nan])
    same(batch.revenue, [np.nan, 9e9, np.nan, np.nan, np.nan, np.nan])
    same(batch.assets, [np.nan, np.nan, np.nan, np.nan, 3.0, np.nan])
    same(batch.unpriced, [True, False, False, False, False, False])
    same(batch.growth, [0.2, *[np.nan] * 5])
    assert [batch.industry.text(i) for i in range(6)] == ["自定义", None, "C38", None, None, None]
    assert list(batch.industry.labels) == ["C38", "自定义"]
    assert [batch.region.text(i) for i in range(3)] == [None, "北京市", None]
    assert list(batch.role.labels) == ["law_firm", "producer"]
    same(batch.active, [0, 1, -1, -1, -1, -1])
    same(batch.is_client, [-1, -1, 1, -1, -1, 0])
    same(batch.blacklisted, [False, False, False, True, False, False])
    same(batch.listed, [-1, -1, 0, -1, -1, -1])
    same(batch.partners, [1, 2, 2, 1, 0, 0])
    same(batch.buyers, [1, 0, 1, 1, 0, 0])
    same(batch.suppliers, [0, 2, 1, 0, 0, 0])
    same(batch.client_partners, [0, 1, 0, 1, 0, 0])
    same(batch.group, [2, 0, 1, 1, 4, 1])
    same(batch.bank_count, [4.0, np.nan, 2.0, np.nan, np.nan, 2.0])
    assert list(batch.bank_labels) == ["他行", "甲行", "示例行"]
    same(batch.banks.starts, [0, 0, 0, 2, 2, 2, 4])
    same(batch.banks.values, [0, 2, 0, 1])
    same(batch.main_bank, [-1, -1, 0, -1, -1, -1])
    same(batch.events.starts, [0, 2, 2, 3, 3, 3, 3])
    same(batch.events.values, [1, 2, 0])
    assert [batch.event_types[i] for i in batch.event_type] == ["new_line", "default", "new_line"]
    same(batch.event_day, [day("2024-05-01"), UNDATED, -1])


def test_walk_facts_are_part_of_them(power):
    facts = power.walk_facts(numbers(1, 0, 5))
    same(facts.partners, [2, 2, 0])
    same(facts.buyers, [1, 0, 0])
    same(facts.suppliers, [1, 2, 0])
    same(facts.middleman, [False, False, False])
    assert [str(column.dtype) for column in (facts.partners, facts.middleman)] == ["int64", "bool"]


def test_traders_and_agents_are_middlemen(world):
    roles = ["trader", "agent", "distributor", None]
    world.source("a", companies=[{"own_id": f"{i}", "role": role} for i, role in enumerate(roles)])
    with world.store() as store:
        same(store.walk_facts(numbers(0, 1, 2, 3)).middleman, [True, True, False, False])


def test_events_come_back_with_their_texts(power):
    assert power.events(numbers(1, 0)) == (
        Event(1, "3", "new_line", "2024-05-01", "新产线", "公告"),
        Event(0, "2", "new_line", "1969-12-31", None, None),
    )


def test_ownership_groups_chain_through_several_stakes(world):
    world.source("a", relations=[
        {"source": f"c{i}", "target": f"c{j}", "kind": "owns", "share": 0.9}
        for i, j in [(9, 8), (7, 8), (7, 6), (5, 6), (1, 5), (3, 4), (4, 3)]
    ] + [{"source": "c2", "target": "c1", "kind": "owns", "share": 0.2}])  # fmt: skip
    with world.store() as store:
        groups = store.features(np.arange(9)).group
        ids = [company.id for company in store.companies(groups)]
    assert ids == ["Xc1", "Xc2", "Xc3", "Xc3", "Xc1", "Xc1", "Xc1", "Xc1", "Xc1"]


def test_a_store_of_no_relations_and_no_events_answers(world):
    world.source("a", companies=[{"name": "甲"}])
    with world.store() as store:
        batch = store.features(numbers(0))
        same(batch.partners, [0])
        same(batch.events.starts, [0, 0])
        assert store.search("甲")[0].how == "name"
        assert store.relations(numbers()) == store.events(numbers()) == ()


def test_a_store_of_nothing_opens_and_finds_nothing(world):
    world.source("a")
    with world.store() as store:
        assert store.facts.companies == 0
        assert store.search("甲") == ()
        assert store.companies(numbers()) == ()
        assert len(store.features(numbers()).numbers) == 0
        assert len(store.relations_of(numbers(), Side.UPSTREAM, Kinds.GOODS, 5).total) == 0


def test_odd_texts_come_back_whole(world):
    odd = "a\x1fb\n\t'\"\\;鴻\U00020bb7 =1+1"
    world.source(
        "a",
        companies=[{"own_id": odd, "name": odd, "aliases": [f"{odd}别"], "region": odd}],
        relations=[{"source": odd, "target": "b", "product": odd, "source_ref": odd}],
    )
    with world.store() as store:
        company = store.companies(numbers(1))[0]
        assert (company.id, company.name, company.region) == (odd, odd, odd)
        assert company.aliases == (odd.replace("\x1f", " ") + "别",)
        relation = store.relations(numbers(0))[0]
        assert (relation.source, relation.product, relation.source_ref) == (odd, odd, odd)


def test_rows_and_files_in_any_order_give_the_same_bytes(mixed):
    one, other = mixed(turned=False).snapshot(USD=7.0), mixed(turned=True).snapshot(USD=7.0)
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    # Where a row stood is provenance: it alone may differ.
    traces = {Path(f"{name}.parquet") for name in ("companies", "relations", "record_company")}
    rows = Path("rows/company.npy")
    traces.add(rows)
    assert [f for f in files if (one / f).read_bytes() != (other / f).read_bytes()] == sorted(traces)
    left, right = np.load(one / rows), np.load(other / rows)
    differing = [name for name in left.dtype.names if left[name].tobytes() != right[name].tobytes()]
    assert differing == ["source_row"]


def test_the_query_path_imports_no_engine(power):
    code = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from chainprospect.stores.snapshot.read import SnapshotStore\n"
        "from chainprospect.model.relation import Kinds, Side\n"
        "s = SnapshotStore(Path(sys.argv[1])); n = np.arange(3); s.search('华'); s.companies(n); s.features(n)\n"
        "s.relations(n); s.events(n); s.relations_of(n, Side.UPSTREAM, Kinds.GOODS, 5)\n"
        "print(sorted({'duckdb', 'pandas', 'networkx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(power.folder)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("rows/company.npy", lambda s: s.features(numbers(0))),
        ("graph/goods.upstream.far.npy", lambda s: s.relations_of(numbers(0), Side.UPSTREAM, Kinds.GOODS, 1)),
        ("graph/goods.upstream.ties.npy", lambda s: s.relations_of(numbers(0), Side.UPSTREAM, Kinds.GOODS, 1).kind),
        ("texts/company.utf8", lambda s: s.companies(numbers(0))),
        ("texts/company.region.labels.offsets.npy", lambda s: s.companies(numbers(0))),
        ("search.sqlite", lambda s: s.search("华")),
    ],
)
@pytest.mark.parametrize("harm", ["cut", "gone", "scrambled"])
def test_a_damaged_file_is_named(harmed, name, ask, harm):
    path = harmed / name
    whole = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(whole[: len(whole) // 2 - 3])
    elif harm == "scrambled":
        path.write_bytes(b"\xff" * len(whole))
    with SnapshotStore(harmed) as store, pytest.raises(StoreUnavailable) as caught:
        ask(store)
    assert str(caught.value) == (
        f"{path}: this file of the snapshot is damaged; go back to another one (chainprospect snapshots) or load your "
        "files again with --fresh."
    )


def test_another_format_is_stale(harmed):
    path = harmed / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "schema": 99}), "utf-8")
    with pytest.raises(StoreStale) as caught:
        SnapshotStore(harmed)
    assert str(caught.value) == (
        f"{harmed}: this snapshot has format 99, this version reads format 7; load your files again with --fresh."
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": 7}', '{"schema": 7, "snapshot": 3, "arrays": 4}', "\ud800"]
)
def test_a_damaged_manifest_is_named(harmed, text):
    (harmed / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(StoreUnavailable, match=r"manifest.json: this file of the snapshot is damaged"):
        SnapshotStore(harmed)


def test_a_missing_manifest_is_named(harmed):
    (harmed / "manifest.json").unlink()
    with pytest.raises(StoreUnavailable, match=r"manifest.json: this file of the snapshot is missing"):
        SnapshotStore(harmed)
