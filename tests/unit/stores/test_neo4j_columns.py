"""What stands between a query's rows and the store: grams, numbered texts, batches of relations, the best match."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.model.relation import RelationBatch
from chainprospect.stores.neo4j.columns import Labels, relation_batch, walk_facts_of
from chainprospect.stores.neo4j.grams import asked_grams, stored_grams
from chainprospect.stores.neo4j.matching import match_of
from chainprospect.stores.snapshot.search import search_key


def test_grams_are_words_of_letters_and_digits_alone() -> None:
    assert stored_grams(["鴻海", "", "a"]) == "g61x0 g6d77x0 g9d3bx6d77 s61 s9d3b"
    assert asked_grams("鴻海", whole=True) == "g9d3bx6d77 AND s9d3b AND g6d77x0"
    assert asked_grams("鴻海", whole=False) == "g9d3bx6d77"
    assert asked_grams("鴻", whole=False) == "g9d3bx*"
    assert asked_grams("鴻", whole=True) == "s9d3b AND g9d3bx0"


def holds(stored: str, asked: str) -> bool:
    """What a full-text index says of words joined by AND, of which one may end with a star."""
    words = stored.split()
    return all(
        any(word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted for word in words)
        for wanted in asked.split(" AND ")
    )


@given(text=st.text(min_size=1, max_size=9), low=st.integers(0, 8), size=st.integers(1, 9))
def test_every_part_of_a_text_is_proposed(text: str, low: int, size: int) -> None:
    part = text[low : low + size]
    assert not part or holds(stored_grams(["other", text]), asked_grams(part, whole=False))
    assert holds(stored_grams(["other", text]), asked_grams(text, whole=True))


@given(text=st.text(min_size=100, max_size=300))
def test_a_long_text_asks_for_a_bounded_number_of_grams(text: str) -> None:
    assert asked_grams(text, whole=True).count(" AND ") <= 49


def test_numbered_texts_are_fetched_when_one_is_asked_for_that_did_not_come_along() -> None:
    fetched = []

    def fetch() -> list[str]:
        fetched.append(1)
        return ["a", "b", "c"]

    labels = Labels(3, {1: "b"}, fetch)
    assert (len(labels), labels[1], labels[-2], fetched) == (3, "b", "b", [])
    assert (labels[0], labels[2], labels[1:], list(labels), len(fetched)) == ("a", "c", ("b", "c"), ["a", "b", "c"], 1)
    for place in (3, -4):
        with pytest.raises(IndexError):
            labels[place]


def test_relations_stand_in_the_order_of_the_frontier_whatever_order_they_came_in() -> None:
    nan = float("nan")
    one = [[7, 5], [70, 50], [0, 1], [1.0, nan], [nan, 0.5], [1.0, 0.25], [3, -4]]
    none: list[list[int]] = [[], [], [], [], [], [], []]
    found = {2: (9, one), 0: (1, [part[:1] for part in one]), 1: (0, none)}
    ends = {place: (total, lists[:1]) for place, (total, lists) in found.items()}
    asked = []
    behind = {"back": np.arange(10), "middleman": np.arange(10) > 5}
    batches = [
        relation_batch(3, found, dict, lambda name, companies: behind[name][companies]),
        relation_batch(3, ends, lambda: asked.append(1) or found, lambda name, companies: behind[name][companies]),
    ]
    for batch in batches:
        assert_batch(batch)
        assert batch.partners_back(np.array([2, 0])).tolist() == [5, 7]
        assert batch.middlemen(np.array([2, 0])).tolist() == [False, True]
    # The far ends alone came along; everything else with the first column asked for.
    assert asked == [1]


def assert_batch(batch: RelationBatch) -> None:
    nan = float("nan")
    assert batch.origin.tolist() == [0, 2, 2]
    assert batch.other.tolist() == [7, 7, 5]
    assert batch.total.tolist() == [1, 0, 9]
    assert batch.relation.tolist() == [70, 70, 50]
    assert batch.kind.tolist() == [0, 0, 1]
    np.testing.assert_array_equal(batch.amount, [1.0, 1.0, nan])
    np.testing.assert_array_equal(batch.share, [nan, nan, 0.5])
    assert batch.confidence.tolist() == [1.0, 1.0, 0.25]
    assert batch.day.tolist() == [3, 3, -4]
    kinds = [batch.other, batch.relation, batch.kind, batch.amount, batch.day]
    assert [part.dtype for part in kinds] == [np.int64, np.int64, np.uint8, np.float64, np.int32]


def test_degrees_and_marks_stand_by_number() -> None:
    parts = [[1, [9], [2], [3], [[9, 2]], [9]], [0, [5, 4], [1, 0], [0, 7], [], [4]]]
    facts = walk_facts_of(parts, np.array([4, 5, 9]))
    assert facts is not None
    columns = [facts.buyers, facts.suppliers, facts.partners, facts.middleman]
    assert [part.tolist() for part in columns] == [[0, 1, 2], [7, 0, 3], [7, 1, 3], [True, False, True]]
    assert walk_facts_of(parts, np.array([4, 5, 8, 9])) is None


def test_the_best_text_of_a_company_answers() -> None:
    row = [3, "C1", ["own"], None, None, "600001", "远景电缆", ["远景"], None, "Faraway Cable"]

    def how(text: str) -> tuple[str, str]:
        match = match_of(row, search_key(text))
        assert (match.number, match.id, match.name) == (3, "C1", "远景电缆")
        return match.how, match.text

    assert how("远景") == ("alias", "远景")
    assert how("远景电") == ("start", "远景电缆")
    assert how("电") == ("substring", "远景电缆")
    assert how("c1") == ("id", "C1")
    assert how("60") == ("start", "600001")
    assert how("cable") == ("substring", "Faraway Cable")
