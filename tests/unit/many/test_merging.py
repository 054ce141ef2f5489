"""Many lists become one: every prospect once, under its best anchor, in an order without ties."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from chainprospect.merging import PART, Listed, Merged, merge, read_part


def listed(number: int, *rows: tuple[int, float, float, bool]) -> Listed:
    """A list by its company numbers, scores and coverages; the last says whether it is a lookalike."""
    part = np.array([(n, s, c, rank, 0, -1 if a else 1, a) for rank, (n, s, c, a) in enumerate(rows, 1)], PART)
    return Listed(number, f"K{number}", f"name {number}", f"lists/K{number}.csv", part)


def groups(merged: Merged, lists: list[Listed]) -> list[tuple[int, list[tuple[str, float]]]]:
    told = []
    for place, number in enumerate(merged.numbers.tolist()):
        mine = merged.order[merged.starts[place] : merged.starts[place + 1]]
        told.append((number, [(lists[merged.anchor[row]].id, float(merged.rows["score"][row])) for row in mine]))
    return told


def test_every_prospect_once_under_its_best_anchor() -> None:
    lists = [
        listed(7, (1, 80.0, 0.5, False), (2, 50.0, 0.5, False), (9, 10.0, 0.5, True)),
        listed(3, (2, 60.0, 0.5, False), (1, 70.0, 0.5, False), (1, 5.0, 0.5, True)),
    ]
    leads, lookalikes, also = merge(lists)
    assert groups(leads, lists) == [(1, [("K7", 80.0), ("K3", 70.0)]), (2, [("K3", 60.0), ("K7", 50.0)])]
    assert groups(lookalikes, lists) == [(9, [("K7", 10.0)])]
    assert groups(also, lists) == [(1, [("K3", 5.0)])], "alike to one anchor, a lead of another"


def test_ties_go_by_coverage_then_id_and_not_by_the_order_of_the_lists() -> None:
    lists = [
        listed(7, (4, 50.0, 0.5, False), (2, 50.0, 0.9, False), (1, 50.0, 0.5, False)),
        listed(3, (4, 50.0, 0.5, False), (1, 50.0, 0.6, False)),
    ]
    wanted = [(2, [("K7", 50.0)]), (1, [("K3", 50.0), ("K7", 50.0)]), (4, [("K3", 50.0), ("K7", 50.0)])]
    for order in (lists, lists[::-1]):
        assert groups(merge(order)[0], order) == wanted


def test_counts_and_the_best_lead_of_a_list() -> None:
    item = listed(7, (4, 51.5, 0.5, False), (2, 50.0, 0.9, False), (8, 60.0, 0.9, True))
    assert (item.leads, item.lookalikes, item.best) == (2, 1, (4, 51.5))
    assert listed(7, (8, 60.0, 0.9, True)).best is None


def test_nothing_merges_to_nothing() -> None:
    for lists in ([], [listed(1)]):
        assert [len(merged) for merged in merge(lists)] == [0, 0, 0]


def test_a_part_that_is_cut_off_or_something_else_is_none(tmp_path: Path) -> None:
    path = tmp_path / "part.npy"
    assert read_part(path) is None
    np.save(path, listed(1, (4, 51.5, 0.5, False)).part)
    assert read_part(path).tolist() == [(4, 51.5, 0.5, 1, 0, 1, False)]
    path.write_bytes(path.read_bytes()[:-3])
    assert read_part(path) is None
    path.write_bytes(b"")
    assert read_part(path) is None
    np.save(path, np.zeros(3))
    assert read_part(path) is None
