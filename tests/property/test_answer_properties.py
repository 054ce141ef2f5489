"""What must hold of any data: order does not matter, parts sum to the whole, no lead touches another's score."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import chainprospect as cp
from chainprospect.load import LoadRequest, read_source
from chainprospect.model.prospect import CONTRIBUTIONS, GATES
from chainprospect.model.rules import EventRule, GateRules, Question, ScoreWeights
from chainprospect.prospecting import anchor_set, weigh
from chainprospect.score.gates import OPEN

SMALL = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Each example builds a world of its own: as few as say something, and none to make a failure smaller.
FEW = settings(SMALL, max_examples=3, phases=(Phase.explicit, Phase.generate))

IDS = [f"C{number:02d}" for number in range(9)]
AS_OF = 20_000
maybe = st.none


def or_none(values):
    return st.one_of(st.none(), values)


companies = st.fixed_dictionaries(
    {
        "role": st.sampled_from([None, "producer", "trader", "law_firm"]),
        "is_client": st.sampled_from([None, False, True]),
        "employees": or_none(st.sampled_from([5.0, 80.0, 450.0, 12_000.0])),
        "revenue": or_none(st.sampled_from([1e5, 1e8, 9e9])),
        "industry_code": st.sampled_from([None, "C38", "F51", "J66", "32"]),
        "growth": or_none(st.floats(-0.5, 0.9)),
        "industry_growth": or_none(st.floats(-0.1, 0.2)),
        "bank_count": or_none(st.integers(0, 6).map(float)),
        "listed": st.sampled_from([None, False, True]),
    }
)
ties = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(IDS),
            "target": st.sampled_from(IDS),
            "kind": st.sampled_from(["supplies", "supplies", "distributes", "intermediates", "refers", "owns"]),
            "amount": or_none(st.sampled_from([1e3, 5e6, 2e9])),
            "share": or_none(st.floats(0, 1)),
            "day": or_none(st.integers(AS_OF - 900, AS_OF + 30)),
            "confidence": st.floats(0.1, 1),
        }
    ),
    max_size=24,
    unique_by=lambda row: (row["source"], row["target"], row["kind"]),
).map(lambda rows: [row for row in rows if row["source"] != row["target"]])
events = st.lists(
    st.fixed_dictionaries(
        {
            "company": st.sampled_from(IDS),
            "type": st.sampled_from(["expansion", "default"]),
            "day": or_none(st.integers(AS_OF - 500, AS_OF + 90)),
        }
    ),
    max_size=6,
)
worlds = st.tuples(st.lists(companies, min_size=len(IDS), max_size=len(IDS)), ties, events)
weights = st.dictionaries(st.sampled_from([*CONTRIBUTIONS, "centrality", "fit"]), st.integers(0, 30).map(float))

QUESTION = Question(events={"expansion": EventRule(0.5, 12), "default": EventRule(0, 12)}, as_of_day=AS_OF)


def store_of(memory_world, world):
    facts, relations, happened = world
    rows = [{"id": ident, **row} for ident, row in zip(IDS, facts, strict=True)]
    return memory_world(rows, relations, happened, as_of_day=AS_OF)


def scores_of(judged) -> dict[int, float]:
    return dict(zip(judged.candidates.company.tolist(), judged.scores.score.tolist(), strict=True))


@SMALL
@given(world=worlds, own=weights)
def test_contributions_sum_to_the_score_and_stay_in_their_scale(memory_world, world, own):
    store = store_of(memory_world, world)
    given_weights = {name: weight for name, weight in own.items() if name in CONTRIBUTIONS}
    used = ScoreWeights(own.get("centrality", 50.0), own.get("fit", 50.0), {**ScoreWeights().own, **given_weights})
    halves = (used.centrality and sum(used.own[name] for name in CONTRIBUTIONS[:5])) + (
        used.fit and sum(used.own[name] for name in CONTRIBUTIONS[5:])
    )
    if not halves:
        return
    found = weigh(store, anchor_set(store, [IDS[0]]), replace(QUESTION, weights=used))
    for judged in (found.leads, found.lookalikes):
        scores = judged.scores
        assert ((scores.value >= 0) & (scores.value <= 1)).all()
        assert (scores.value[~scores.known] == 0.5).all()
        for row in range(len(judged.candidates.company)):
            assert scores.score[row] == pytest.approx(round(math.fsum(scores.points[:, row]), 4), abs=1e-9)
        assert ((scores.score >= 0) & (scores.score <= 100.001)).all()
        assert ((scores.coverage >= 0) & (scores.coverage <= 1)).all()
        order = judged.order
        keys = [(-scores.score[row], -scores.coverage[row], judged.candidates.company[row]) for row in order]
        assert keys == sorted(keys)
        assert set(order.tolist()) == set(np.flatnonzero(judged.gate == OPEN).tolist())


@SMALL
@given(world=worlds, opened=st.sets(st.sampled_from(GATES)), wanted=st.sampled_from(["C", "51", None]))
def test_gates_and_filters_change_no_score(memory_world, world, opened, wanted):
    store = store_of(memory_world, world)
    anchors = anchor_set(store, [IDS[0], IDS[1]])
    plain = weigh(store, anchors, QUESTION)
    filters = replace(QUESTION.filters, industries=(wanted,) if wanted else (), min_score=45.0)
    other = weigh(store, anchors, replace(QUESTION, gates=GateRules(include=frozenset(opened)), filters=filters))
    assert scores_of(plain.leads) == scores_of(other.leads)
    assert scores_of(plain.lookalikes) == scores_of(other.lookalikes)
    assert len(plain.reached.company) == sum(plain.leads.gated().values()) + len(plain.leads.order)


@SMALL
@given(world=worlds)
def test_anchors_are_never_candidates_and_no_one_stands_twice(memory_world, world):
    store = store_of(memory_world, world)
    found = weigh(store, anchor_set(store, [IDS[0], IDS[3]]), QUESTION)
    leads, alike = found.leads.candidates.company.tolist(), found.lookalikes.candidates.company.tolist()
    assert len({*leads, *alike}) == len(leads) + len(alike)
    assert not {*found.anchors.numbers.tolist()} & {*leads, *alike}


@FEW
@given(world=worlds, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(world, shuffled):
    facts, relations, happened = world
    rows = [{"id": ident, "name": f"公司{ident}", **row} for ident, row in zip(IDS, facts, strict=True)]
    epoch = date(1970, 1, 1)

    def dated(row):
        plain = {key: value for key, value in row.items() if key != "day"}
        return {**plain, "as_of" if "source" in row else "date": epoch + timedelta(row["day"]) if row["day"] else None}

    tied = [dated(row) for row in [*relations, {**WHOLE, "source": IDS[1], "target": IDS[0]}]]
    happenings = [dated(row) for row in [*happened, {"company": IDS[1], "type": "expansion", "day": AS_OF}]]

    def told(*tables):
        frames = [pandas.DataFrame(table) for table in tables]
        graph = cp.from_frames(frames[0], frames[1], events=frames[2])
        document = json.loads(graph.prospect(IDS[0], as_of=epoch + timedelta(AS_OF)).to_json())
        return {
            key: document[key] for key in ("as_of", "anchors", "settings", "counts", "leads", "lookalikes", "excluded")
        }

    def mixed(table):
        table = shuffled.sample(table, len(table))
        columns = shuffled.sample(list(table[0]), len(table[0]))
        return [{column: row[column] for column in columns} for row in table]

    assert told(rows, tied, happenings) == told(mixed(rows), mixed(tied), mixed(happenings))


WHOLE = {"kind": "supplies", "amount": 5e6, "share": 0.5, "day": AS_OF, "confidence": 1.0}

# Text without what separates a list, quotes that open a cell, or white space at an end.
names = st.text(st.sampled_from("甲乙丙丁变压器有限公司股份abcXYZ019（）&,.\"'"), min_size=2, max_size=12).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
records = st.lists(
    st.fixed_dictionaries(
        {
            "id": or_none(names),
            "name": names,
            "aliases": st.lists(
                st.text(st.sampled_from("甲乙丙丁abc"), min_size=2, max_size=4), max_size=2, unique=True
            ),
            "industry_code": st.sampled_from([None, "C38", "B0610", "J"]),
            "role": st.sampled_from([None, "producer", "law_firm"]),
            "employees": or_none(st.integers(0, 10**6).map(float)),
            "revenue": or_none(st.integers(0, 10**12).map(float)),
            "currency": st.sampled_from([None, "CNY", "USD"]),
            "as_of": or_none(st.dates(date(1950, 1, 1), date(2100, 1, 1))),
            "growth": or_none(st.integers(-99, 99).map(lambda number: number / 100)),
            "listed": st.sampled_from([None, False, True]),
            "is_client": st.sampled_from([None, False, True]),
            "status": st.sampled_from([None, "active", "deregistered"]),
            "grade": st.sampled_from([None, "filing", "news"]),
        }
    ),
    min_size=1,
    max_size=8,
)


@FEW
@given(rows=records)
def test_what_was_read_written_and_read_again_is_the_same(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")

    def read(frame: pandas.DataFrame, name: str) -> pandas.DataFrame:
        path = folder / f"{name}.csv"
        frame.to_csv(path, index=False)
        request = LoadRequest((path,), source=name, table="companies")
        report = read_source(request, folder / name, memory_limit="500MB", threads=1, temp=folder)
        assert report.rejected == 0, report.rejects
        with duckdb.connect() as engine:
            return engine.execute(f"SELECT * FROM '{folder / name / 'companies.parquet'}' ORDER BY row").df()

    first = pandas.DataFrame([{**row, "aliases": "；".join(row["aliases"])} for row in rows])
    once = read(first, "once")
    again = once.drop(columns=["file", "row"]).rename(columns={"own_id": "id"})
    for column in again.columns:
        if again[column].map(lambda cell: isinstance(cell, np.ndarray)).any():
            again[column] = again[column].map(lambda cell: "；".join(cell) if isinstance(cell, np.ndarray) else cell)
    twice = read(again, "twice")
    for row, (one, two) in zip(rows, zip(once.to_dict("records"), twice.to_dict("records"), strict=True), strict=True):
        for column in once.columns:
            if column not in ("file", "row"):
                same = one[column] is two[column] or np.array_equal(one[column], two[column])
                assert same or (pandas.isna(one[column]) and pandas.isna(two[column])), (
                    column,
                    one[column],
                    two[column],
                )
        for column in ("employees", "revenue", "growth"):
            assert one[column] == row[column] or (row[column] is None and pandas.isna(one[column])), column
