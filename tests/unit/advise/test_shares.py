"""Parts of sales and purchases, and what hangs on them (A34, B28): stated, worked out, assumed and shown as such."""

from __future__ import annotations

import pytest

from chainprospect.advise.concentration import concentration
from chainprospect.advise.shares import EQUAL, OF_RECORD, OF_WHOLE, STATED, parts
from chainprospect.model.relation import Kind, Relation, Side


def sold(buyer, amount=None, share=None, number=0):
    return Relation(number, "S", buyer, Kind.SUPPLIES, amount_cny=amount, share_of_source=share)


def told(found):
    return [(part.other, round(part.share, 9), part.basis) for part in found.parts]


def test_a_stated_share_stands_and_an_amount_is_divided_by_all_sales():
    found = parts([sold("A", 50.0, 0.3), sold("B", 20.0)], Side.DOWNSTREAM, 100.0)
    assert told(found) == [("A", 0.3, STATED), ("B", 0.2, OF_WHOLE)]
    assert (found.whole, found.excess) == (100.0, None)
    assert [part.assumed for part in found.parts] == [False, False]


def test_without_all_sales_the_record_stands_for_them_and_a_blank_amount_for_the_mean():
    found = parts([sold("A", 30.0), sold("B", 10.0), sold("C")], Side.DOWNSTREAM, None)
    assert told(found) == [("A", 0.5, OF_RECORD), ("C", 0.333333333, EQUAL), ("B", 0.166666667, OF_RECORD)]
    assert all(part.assumed for part in found.parts)
    assert found.whole is None


def test_nothing_known_gives_equal_parts():
    assert told(parts([sold("A"), sold("B")], Side.DOWNSTREAM, 100.0)) == [("A", 0.5, EQUAL), ("B", 0.5, EQUAL)]


def test_a_blank_part_never_takes_more_than_the_others_leave():
    found = parts([sold("A", share=0.9), sold("B"), sold("C")], Side.DOWNSTREAM, None)
    assert told(found) == [("A", 0.9, STATED), ("B", 0.05, EQUAL), ("C", 0.05, EQUAL)]


def test_amounts_above_all_sales_take_their_place():
    found = parts([sold("A", 90.0), sold("B", 60.0)], Side.DOWNSTREAM, 100.0)
    assert told(found) == [("A", 0.6, OF_WHOLE), ("B", 0.4, OF_WHOLE)]
    assert found.whole == 150.0


def test_shares_above_one_are_scaled_and_said_so():
    found = parts([sold("A", share=0.9), sold("B", share=0.6)], Side.DOWNSTREAM, None)
    assert told(found) == [("A", 0.6, STATED), ("B", 0.4, STATED)]
    assert found.excess == pytest.approx(1.5)


def test_parallel_ties_of_a_pair_are_one_part_and_purchases_look_the_other_way():
    ties = [
        Relation(0, "M", "S", Kind.SUPPLIES, amount_cny=10.0),
        Relation(1, "M", "S", Kind.DISTRIBUTES, amount_cny=30.0),
        Relation(2, "N", "S", Kind.SUPPLIES, amount_cny=None, share_of_target=0.1, share_of_source=0.9),
    ]
    found = parts(ties, Side.UPSTREAM, 100.0)
    assert told(found) == [("M", 0.4, OF_WHOLE), ("N", 0.1, STATED)]
    assert len(found.parts[0].relations) == 2
    assert found.of("N").share == 0.1
    assert found.of("Z") is None


def test_concentration_bounds_what_is_not_known():
    found = concentration(parts([sold("A", share=0.5), sold("B", share=0.3), sold("C")], Side.DOWNSTREAM, None), 7)
    assert (found.partners, found.known, found.of_record) == (7, 2, False)
    assert found.top.other == "A"
    assert found.top_five == pytest.approx(0.8)
    assert found.hhi == pytest.approx(0.34)
    # The rest, 0.2, may be one customer.
    assert found.hhi_high == pytest.approx(0.38)


def test_concentration_of_nothing_known_is_unknown_and_never_zero():
    found = concentration(parts([sold("A"), sold("B")], Side.DOWNSTREAM, None), 2)
    assert (found.known, found.top, found.hhi, found.hhi_high, found.top_five) == (0, None, None, None, None)
