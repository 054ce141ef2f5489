"""What rows have in common is made once."""

from __future__ import annotations

from chainprospect.model.once import each


def test_equal_rows_share_one_value() -> None:
    made: list[tuple[object, ...]] = []

    def make(*values: object) -> list[object]:
        made.append(values)
        return list(values)

    first, second, third = each(make, [1, 2, 1], ["a", "a", "a"])
    assert (first, second) == ([1, "a"], [2, "a"])
    assert first is third
    assert made == [(1, "a"), (2, "a")]


def test_nothing_is_made_of_no_rows() -> None:
    assert each(list, [], []) == []
    assert each(list) == []
