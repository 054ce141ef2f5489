"""Packs: small firms by what they share, one limit each, one cap and one control for all (rows B11, B38)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chainprospect.advise.communities import communities
from chainprospect.advise.packs import CONTROLS, SHARED, Limit, SmallFirm, firm_limit, make_packs
from chainprospect.advise.words import catalogue
from chainprospect.model.approach import PackRules

RULES = PackRules()


def firm(company, sales=1e6, **shares):
    return SmallFirm(company, sales, {kind: frozenset(keys.split()) for kind, keys in shares.items()})


def kinds(packs):
    return [(pack.kind, pack.key, "".join(pack.members)) for pack in packs.packs]


def test_a_firm_is_lent_a_fifth_of_its_sales_up_to_the_cap() -> None:
    assert firm_limit("a", 2e7, RULES) == Limit("a", 4e6, "sales")
    assert firm_limit("a", 5e7, RULES) == Limit("a", 1e7, "firm_cap")
    assert firm_limit("a", 9e9, RULES) == Limit("a", 1e7, "firm_cap")
    assert firm_limit("a", None, RULES) == Limit("a", None, "unknown")


def test_what_binds_most_comes_first_and_each_firm_stands_in_one_pack() -> None:
    firms = [
        *(firm(each, core_buyer="B", park="P") for each in "abc"),
        *(firm(each, park="P") for each in "def"),
        firm("g", park="Q"),
        firm("h"),
    ]
    found = make_packs(firms, [], None, RULES)
    assert kinds(found) == [("core_buyer", "B", "abc"), ("park", "P", "def")]
    assert found.alone == ("g", "h")


def test_the_largest_group_of_a_kind_first_and_the_rest_counted_again() -> None:
    firms = [
        *(firm(each, core_buyer="B C") for each in "abc"),
        firm("d", core_buyer="C"),
        *(firm(each, core_buyer="B") for each in "efg"),
    ]
    found = make_packs(firms, [], None, RULES)
    assert kinds(found) == [("core_buyer", "B", "abcefg")]
    assert found.alone == ("d",)


def test_equal_groups_go_by_what_they_share() -> None:
    firms = [firm(each, association="N M") for each in "abc"]
    assert kinds(make_packs(firms, [], None, RULES)) == [("association", "M", "abc")]


def test_those_left_over_are_grouped_by_who_they_trade_with() -> None:
    firms = [firm(each) for each in "abcdxy"]
    ties = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0), ("d", "a", 0.2), ("d", "z", 1.0), ("x", "y", 1.0)]
    found = make_packs(firms, ties, None, RULES)
    assert kinds(found) == [("community", "a", "abc")]
    assert found.alone == ("d", "x", "y")


def test_the_cap_of_a_pack_is_the_sum_or_what_the_bank_may_lend_a_group() -> None:
    firms = [firm("a", 1e7, park="P"), firm("b", 2e7, park="P"), firm("c", None, park="P")]
    (pack,) = make_packs(firms, [], None, RULES).packs
    assert (pack.cap, pack.by, pack.unknown) == (6e6, "firms", ("c",))
    (pack,) = make_packs(firms, [], 7e6, RULES).packs
    assert (pack.cap, pack.by) == (6e6, "firms")
    (pack,) = make_packs(firms, [], 5e6, RULES).packs
    assert (pack.cap, pack.by) == (5e6, "capital")
    assert [limit.cap for limit in pack.limits] == [2e6, 4e6, None]


def test_where_no_sales_are_known_there_is_no_cap() -> None:
    (pack,) = make_packs([firm(each, None, market="M") for each in "abc"], [], 1e6, RULES).packs
    assert (pack.cap, pack.by, pack.unknown) == (None, "unknown", ("a", "b", "c"))


def test_every_kind_has_a_title_and_controls_in_both_languages() -> None:
    assert tuple(CONTROLS) == (*SHARED, "community")
    for lang in ("zh", "en"):
        texts = catalogue(lang)
        assert all(f"packs.kind_{kind}" in texts for kind in CONTROLS)
        assert all(f"packs.{name}" in texts for names in CONTROLS.values() for name in names)


FIRMS = st.lists(
    st.builds(
        lambda park, buyer, sales: (park, buyer, sales),
        st.sampled_from(["", "P", "Q"]),
        st.sampled_from(["", "B", "C", "B C"]),
        st.one_of(st.none(), st.integers(0, 10**9).map(float)),
    ),
    max_size=14,
)


@given(FIRMS, st.randoms())
def test_every_firm_once_whatever_the_order(rows, random) -> None:
    firms = [
        SmallFirm(f"f{number:02d}", sales, {"park": frozenset(park.split()), "core_buyer": frozenset(buyer.split())})
        for number, (park, buyer, sales) in enumerate(rows)
    ]
    found = make_packs(firms, [], None, RULES)
    members = [company for pack in found.packs for company in pack.members]
    assert sorted([*members, *found.alone]) == [firm.company for firm in firms]
    assert all(len(pack.members) >= RULES.least for pack in found.packs)
    shuffled = list(firms)
    random.shuffle(shuffled)
    assert make_packs(shuffled, [], None, RULES) == found


# --- communities


def test_two_triangles_joined_by_one_tie_are_two() -> None:
    ties = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0), ("d", "e", 1.0), ("e", "f", 1.0), ("f", "d", 1.0)]
    assert communities([*ties, ("c", "d", 1.0)]) == (("a", "b", "c"), ("d", "e", "f"))


def test_heavy_trade_holds_together_and_light_trade_does_not() -> None:
    ties = [("a", "b", 9.0), ("b", "c", 0.5), ("c", "d", 9.0), ("d", "e", 0.5), ("e", "f", 9.0)]
    assert communities(ties) == (("a", "b"), ("c", "d"), ("e", "f"))


def test_groups_join_again_where_that_gains() -> None:
    """A ring of eight pairs: pairs first, then pairs of pairs."""
    names = [f"c{number}" for number in range(16)]
    ring = [(names[at], names[(at + 1) % 16], 1.0) for at in range(16)]
    found = communities(ring)
    assert sorted(company for group in found for company in group) == sorted(names)
    assert [len(group) for group in found] == [4, 4, 4, 4]


def test_the_order_of_ties_and_their_direction_do_not_matter() -> None:
    ties = [("a", "b", 1.0), ("b", "c", 2.0), ("d", "c", 1.0), ("d", "e", 3.0), ("a", "a", 9.0)]
    turned = [(right, left, weight) for left, right, weight in reversed(ties)]
    assert communities(ties) == communities(turned)
    assert communities([("a", "a", 1.0)]) == ()
    assert communities([]) == ()
