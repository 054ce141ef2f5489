"""The bargaining index (A30, A36): its sign for every input, its exact value, and unknown where nothing is known."""

from __future__ import annotations

import pytest

from chainprospect.advise.bargaining import bargaining


def index(gained=40.0, given=20.0, own=0.3, theirs=0.2):
    return bargaining(gained, given, [(own, theirs)]).index


@pytest.mark.parametrize(
    ("name", "more", "sign"), [("gained", 60.0, 1), ("given", 60.0, -1), ("own", 0.6, -1), ("theirs", 0.6, 1)]
)
def test_every_input_moves_the_index_the_right_way(name, more, sign):
    assert (index(**{name: more}) - index()) * sign > 0


def test_the_index_is_the_mean_of_days_and_shares():
    found = bargaining(60.0, 20.0, [(0.3, 0.1), (0.2, 0.6)])
    assert found.days == 0.5
    assert found.shares == pytest.approx(0.1)
    assert found.index == pytest.approx(0.3)
    assert (found.position, found.partners) == ("strong", 2)


def test_it_stays_between_its_ends_and_turns_with_the_sides():
    assert bargaining(90.0, 0.0, [(0.0, 1.0)]).index == 1.0
    assert bargaining(0.0, 90.0, [(1.0, 0.0)]).index == -1.0
    there, back = bargaining(50.0, 20.0, [(0.4, 0.1)]), bargaining(20.0, 50.0, [(0.1, 0.4)])
    assert there.index == pytest.approx(-back.index)


@pytest.mark.parametrize(
    ("gained", "given", "dependence", "days", "shares"),
    [
        (None, 20.0, [], None, None),
        (30.0, None, [], None, None),
        (0.0, 0.0, [], 0.0, None),
        (None, None, [(0.2, 0.1)], None, -0.1),
    ],
)
def test_an_unknown_day_is_no_day_of_zero(gained, given, dependence, days, shares):
    found = bargaining(gained, given, dependence)
    assert found.days == days
    assert found.shares == (None if shares is None else pytest.approx(shares))


def test_nothing_known_is_no_position():
    found = bargaining(None, None, [])
    assert (found.index, found.position) == (None, None)
    assert bargaining(30.0, 30.0, []).position == "balanced"
    assert bargaining(20.0, 60.0, []).position == "weak"
