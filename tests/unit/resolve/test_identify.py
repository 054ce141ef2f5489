"""Who is who, on worlds small enough to see through, and against a plain reading of the rules."""

from __future__ import annotations

import time
from hashlib import blake2b
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainprospect.model.identity import Decisions, Mentions
from chainprospect.resolve.identify import identify
from chainprospect.resolve.names import read_places


def hashed(form: str) -> str:
    return "X" + blake2b(form.encode(), digest_size=6).hexdigest()


@pytest.fixture
def solve(world, places):
    def run(rows, **decided):
        identity = identify(world(rows), Decisions(**{key: frozenset(value) for key, value in decided.items()}), places)
        return [identity.ids[number] for number in identity.company], identity

    return run


def asked(identity):
    return [(pair.left, pair.right, pair.reason) for pair in identity.pairs]


def test_an_identifier_makes_one_whatever_the_names(solve, said):
    ids, identity = solve(
        [
            said("远景电缆有限公司", own="C2", uscc="U1"),
            said("远景线缆厂", own="C1", uscc="U1", rows=3),
            said("Faraway Cable", lei="L1", own="C2"),
            said(own="C1", ref=True),
            said(lei="L1", ref=True),
        ]
    )
    assert ids == ["C1"] * 5
    assert identity.ids == ["C1"]
    assert identity.names == ["远景线缆厂"]
    assert identity.pairs == ()


def test_an_own_id_that_is_a_uscc_is_that_uscc(solve, said):
    ids, _ = solve([said("甲公司", own="91110000600037341L"), said("乙公司", uscc="91110000600037341L", own="B")])
    assert ids == ["91110000600037341L"] * 2


def test_names_without_identifiers_are_one_by_form(solve, said):
    ids, identity = solve(
        [
            said("远景电缆（上海）有限公司"),
            said("远景电缆(上海)有限责任公司", ref=True),
            said("中天科技"),
            said("中利科技"),
        ]
    )
    assert ids[0] == ids[1] == hashed("远景电缆(上海)有限公司")
    assert ids[2] == hashed("中天科技")
    assert ids[3] == hashed("中利科技")
    assert identity.pairs == ()


def test_different_regions_are_never_proposed(solve, said):
    ids, identity = solve(
        [said("上海宏达有限公司"), said("南京宏达有限公司"), said("宏达有限公司"), said("上海市宏达股份有限公司")]
    )
    assert len(set(ids)) == 4
    shanghai, nanjing, plain, stock = ids
    assert asked(identity) == sorted(
        (*sorted(pair), "same_bare_name")
        for pair in [(shanghai, plain), (nanjing, plain), (plain, stock), (shanghai, stock)]
    )


def test_a_name_joins_the_one_company_that_bears_it(solve, said):
    ids, identity = solve(
        [said("宏达电缆", uscc="U1"), said("宏达电缆"), said("宏达电缆", ref=True), said("宏达电缆", own="7")]
    )
    assert ids == ["7"] * 4
    assert identity.names == ["宏达电缆"]


def test_a_name_of_several_companies_stays_apart(solve, said):
    ids, identity = solve(
        [said("宏达电缆", uscc="U1"), said("宏达电缆", uscc="U2"), said("宏达电缆", ref=True), said("宏达电缆")]
    )
    alone = hashed("宏达电缆")
    assert ids == ["U1", "U2", alone, alone]
    assert asked(identity) == [("U1", alone, "ambiguous_name"), ("U2", alone, "ambiguous_name")]


def test_who_fits_one_alone_still_merges(solve, said):
    # U1 and U2 contradict; the own id fits both and stays apart.
    ids, _ = solve([said("宏达", uscc="U1"), said("宏达", uscc="U2"), said("宏达", own="A")])
    assert ids == ["U1", "U2", "A"]
    # The LEI fits the first alone, since the second has one of its own.
    ids, _ = solve([said("宏达", uscc="U1"), said("宏达", uscc="U2", lei="L2"), said("宏达", lei="L1")])
    assert ids == ["U1", "U2", "U1"]
    # Each fits only the first, but they contradict each other: nobody can say which.
    ids, _ = solve([said("宏达", uscc="U1"), said("宏达", lei="L1"), said("宏达", lei="L2")])
    assert ids == ["U1", "L1", "L2"]
    # Three kinds, one each: all one; the second own id stays out.
    ids, _ = solve([said("宏达", uscc="U1"), said("宏达", lei="L1"), said("宏达", own="A")])
    assert ids == ["A"] * 3


def test_a_merge_by_one_form_is_known_to_the_next(solve, said):
    # "a" makes U1 and L1 one, so that under "b" the L2 contradicts it.
    ids, _ = solve(
        [said("a", uscc="U1"), said("a", lei="L1"), said("b", uscc="U1"), said("b", lei="L2")],
    )
    assert ids == ["U1", "U1", "U1", "L2"]
    # Under "a" the own id fits both; "b" settles the second with U2, which leaves it only the first.
    ids, _ = solve(
        [said("a", own="1"), said("a", own="2"), said("a", uscc="U1"), said("b", own="2"), said("b", uscc="U2")],
    )
    assert ids == ["1", "2", "1", "2", "2"]


def test_a_reference_by_alias(solve, said):
    ids, identity = solve(
        [
            said("鸿海精密工业股份有限公司", own="T1", aliases=("富士康", "Foxconn", "鸿海")),
            said("富士康", ref=True, rows=9),
            said("FOXCONN", ref=True),
            said("鸿海", own="T2"),
            said("鸿海", ref=True),
        ]
    )
    assert ids == ["T1", "T1", "T1", "T2", "T2"]
    assert identity.names == ["鸿海精密工业股份有限公司", "鸿海"]
    assert asked(identity) == [("T1", "T2", "alias")]


def test_an_alias_of_several_is_nobody(solve, said):
    ids, identity = solve(
        [said("甲一电缆", own="1", aliases=("甲",)), said("甲二电器", own="2", aliases=("甲",)), said("甲", ref=True)]
    )
    alone = hashed("甲")
    assert ids == ["1", "2", alone]
    assert asked(identity) == [("1", "2", "alias"), ("1", alone, "alias"), ("2", alone, "alias")]


def test_company_rows_never_merge_by_alias(solve, said):
    ids, identity = solve([said("甲一电缆", own="1", aliases=("甲",)), said("甲")])
    assert ids == ["1", hashed("甲")]
    assert asked(identity) == [("1", hashed("甲"), "alias")]


def test_checked_identifiers_are_not_asked_about(solve, said):
    _, identity = solve(
        [
            said("上海宏达电缆有限公司", uscc="U1", aliases=("宏达",)),
            said("宏达电缆有限公司", uscc="U2", aliases=("宏达",)),
        ]
    )
    assert identity.pairs == ()


def test_accepted_pairs_are_one(solve, said):
    rows = [said("上海宏达有限公司", rows=2), said("宏达有限公司", own="B"), said("宏达股份有限公司", own="A")]
    left = hashed("上海宏达有限公司")
    ids, identity = solve(rows, accepted=[("B", left)])
    assert ids == ["B", "B", "A"]
    assert identity.names == ["宏达股份有限公司", "上海宏达有限公司"]
    assert asked(identity) == [("A", "B", "same_bare_name")]
    # Decisions name companies as they are without any decision, so a second one still finds them.
    ids, identity = solve(rows, accepted=[("B", left), ("A", left)])
    assert ids == ["A"] * 3
    assert identity.pairs == ()
    ids, identity = solve(rows, accepted=[("B", left)], rejected=[("A", left)])
    assert identity.pairs == ()
    ids, _ = solve(rows, accepted=[("B", "no such company")])
    assert ids == [left, "B", "A"]


def test_rejected_pairs_are_not_proposed_again(solve, said):
    rows = [said("上海宏达有限公司", own="A"), said("宏达有限公司", own="B")]
    assert asked(solve(rows)[1]) == [("A", "B", "same_bare_name")]
    assert solve(rows, rejected=[("A", "B")])[1].pairs == ()
    assert solve(rows, rejected=[("B", "A")])[1].pairs == ()


def test_an_answered_name_is_not_asked_about_again(solve, said):
    rows = [said("宏达", own="A"), said("宏达", own="B"), said("宏达", ref=True)]
    alone = hashed("宏达")
    assert len(solve(rows)[1].pairs) == 2
    ids, identity = solve(rows, accepted=[("A", alone)])
    assert ids == ["A", "B", "A"]
    assert identity.pairs == ()


def test_one_character_apart(solve, said):
    def reasons(left, right):
        return [pair.reason for pair in solve([said(left), said(right)])[1].pairs]

    assert reasons("宏达新能源科技有限公司", "宏达新能缘科技有限公司") == ["similar_name"]
    assert reasons("宏达新能源科技有限公司", "宏达新源科技有限公司") == ["similar_name"]
    assert reasons("上海宏达新能源科技有限公司", "南京宏达新能缘科技有限公司") == []
    assert reasons("宏达第一建筑工程有限公司", "宏达第二建筑工程有限公司") == []
    assert reasons("国网上海市电力公司", "国网威海市电力公司") == []
    assert reasons("宏达电缆", "宏大电缆") == []
    assert reasons("faraway cable holding", "faraway cable holdings") == ["similar_name"]
    assert reasons("faraway", "farawai") == []


def test_preferred_names(solve, said):
    _, identity = solve(
        [
            said("丙", own="1", rows=2),
            said("乙", own="1", rows=1),
            said("乙", uscc="U", own="1", rows=1),
            said("甲", own="1", rows=1),
            said(own="2", ref=True),
            said("丁 有限公司", rows=5, ref=True),
            said("丁有限公司", rows=5, ref=True),
        ]
    )
    assert identity.ids[:2] == ["1", "2"]
    assert identity.names == ["丙" if "丙" < "乙" else "乙", "2", "丁 有限公司"]


def test_ids_are_told_apart(solve, said):
    twin = hashed("宏达")
    ids, identity = solve([said("远景", own=twin), said("宏达")])
    assert ids[0] == twin
    assert ids[1] == hashed("宏达\x001")
    assert identity.ids == sorted(ids)


def test_nothing_at_all(solve):
    ids, identity = solve([])
    assert ids == []
    assert identity.ids == []
    assert identity.pairs == ()


def test_pairs_beyond_reading_are_counted(solve, said):
    _, identity = solve(
        [said("宏达电缆有限公司")] + [said("上海宏达电缆" + "(a)" * n, own=str(n)) for n in range(1, 3)]
    )
    assert identity.pairs_cut == 0
    rows = [said(f"宏达{number}", own=f"{number}a", aliases=(f"别名{number}",)) for number in range(2_100)]
    rows += [said(f"别名{number}", own=f"{number}b") for number in range(2_100)]
    _, identity = solve(rows)
    assert len(identity.pairs) == 2_000
    assert identity.pairs_cut == 100
    many = [said("宏达电缆", own=f"{number:02}", aliases=("宏",)) for number in range(30)]
    _, identity = solve(many)
    assert len(identity.pairs) == 190
    assert identity.pairs_cut == 30 * 29 // 2 - 190


# The rules read plainly: sets of mentions, one at a time.


def brute(said, decisions):
    kinds = ("own", "uscc", "lei")
    groups = [{place} for place in range(len(said))]

    def unite(test):
        moved = True
        while moved:
            moved = False
            for one, other in combinations(list(groups), 2):
                if one in groups and other in groups and test(one, other):
                    one |= other
                    groups.remove(other)
                    moved = True

    def values(group, kind):
        return {getattr(said[place], kind) for place in group} - {None}

    def bearing(group):
        return any(values(group, kind) for kind in kinds)

    def forms(group):
        return values(group, "form")

    def contradict(one, other):
        return any(values(one, kind) and values(other, kind) for kind in kinds)

    unite(lambda one, other: any(values(one, kind) & values(other, kind) for kind in kinds))
    unite(lambda one, other: not bearing(one) and not bearing(other) and forms(one) == forms(other))
    all_forms = sorted({one.form for one in said} - {None})
    moved = True
    while moved:
        moved = False
        for form in all_forms:
            bearers = [group for group in groups if form in forms(group) and bearing(group)]
            fits = {
                id(one): [other for other in bearers if other is not one and not contradict(one, other)]
                for one in bearers
            }
            for one in bearers:
                clique = [one, *fits[id(one)]]
                closed = all(
                    {id(item) for item in [other, *fits[id(other)]]} == {id(item) for item in clique}
                    for other in clique
                )
                if len(clique) > 1 and closed:
                    for other in clique[1:]:
                        one |= other
                        groups.remove(other)
                    moved = True
                    break
    ambiguous = []
    for form in all_forms:
        bearers = [group for group in groups if form in forms(group) and bearing(group)]
        for plain in [group for group in groups if forms(group) == {form} and not bearing(group)]:
            if len(bearers) == 1:
                bearers[0] |= plain
                groups.remove(plain)
            else:
                ambiguous += [(plain, bearer) for bearer in bearers]
    alias = []
    for group in list(groups):
        if not bearing(group) and all(said[place].ref for place in group):
            (form,) = forms(group)
            if any(form in forms(other) for other in groups if other is not group):
                continue
            holders = [
                other
                for other in groups
                if any(form in map(str, said[place].aliases) and not said[place].ref for place in other)
            ]
            if len(holders) == 1:
                alias.append((holders[0], group))
    for holder, group in alias:
        holder |= group
        groups.remove(group)

    def ident(group):
        for kind in kinds:
            if values(group, kind):
                return min(values(group, kind))
        return hashed(min(forms(group)))

    before = {ident(group): group for group in groups}
    assert len(before) == len(groups)
    for left, right in sorted(decisions.accepted):
        if left in before and right in before:
            one = next(group for group in groups if before[left] <= group)
            other = next(group for group in groups if before[right] <= group)
            if one is not other:
                before[left], before[right] = set(before[left]), set(before[right])
                groups.remove(one)
                groups.remove(other)
                groups.append(one | other)
    where = {place: ident(group) for group in groups for place in group}

    def name(group):
        counts = {}
        for place in group:
            if said[place].name is not None:
                key = said[place].ref, said[place].name
                counts[key] = counts.get(key, 0) + said[place].rows
        return min(counts, key=lambda key: (key[0], -counts[key], key[1]))[1] if counts else ident(group)

    names = {ident(group): name(group) for group in groups}
    answered = [plain for plain, bearer in ambiguous if where[min(plain)] == where[min(bearer)]]
    settled = {
        tuple(sorted((where[min(before[left])], where[min(before[right])])))
        for left, right in decisions.rejected
        if left in before and right in before
    }
    verified = {ident(group): [bool(values(group, "uscc")), bool(values(group, "lei"))] for group in groups}
    asked = set()
    for plain, bearer in ambiguous:
        pair = tuple(sorted((where[min(plain)], where[min(bearer)])))
        two = any(left and right for left, right in zip(*(verified[end] for end in pair), strict=True))
        if plain not in answered and pair[0] != pair[1] and pair not in settled and not two:
            asked.add(pair)
    return [where[place] for place in range(len(said))], names, asked


FORMS = ("a", "b", "c", "d")


@st.composite
def worlds(draw, said):
    maybe = lambda texts: st.one_of(st.none(), st.sampled_from(texts))  # noqa: E731
    rows = []
    for _ in range(draw(st.integers(1, 9))):
        if draw(st.integers(0, 3)) == 0:
            kind, texts = draw(
                st.sampled_from([("own", "123"), ("uscc", "UVW"), ("lei", "LMN"), ("name", FORMS), ("name", FORMS)])
            )
            rows.append(said(**{kind: draw(st.sampled_from(texts))}, ref=True, rows=draw(st.integers(1, 3))))
            continue
        own, uscc, lei = draw(maybe("123")), draw(maybe("UVW")), draw(maybe("LMN"))
        name = draw(st.sampled_from(FORMS) if (own, uscc, lei) == (None, None, None) else maybe(FORMS))
        name = name and draw(st.sampled_from([name, name.upper()]))
        aliases = tuple(draw(st.lists(st.sampled_from(FORMS), max_size=1)))
        rows.append(said(name, own=own, uscc=uscc, lei=lei, rows=draw(st.integers(1, 3)), aliases=aliases))
    return rows


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_agrees_with_the_rules_read_plainly(data, world, said):
    rows = data.draw(worlds(said))
    plain = identify(world(rows), Decisions(), read_places(()))
    some = st.lists(st.tuples(st.sampled_from(list(plain.ids)), st.sampled_from(list(plain.ids))), max_size=2)
    accepted, rejected = (
        frozenset((min(pair), max(pair)) for pair in data.draw(some) if pair[0] != pair[1]) for _ in range(2)
    )
    decisions = Decisions(accepted, rejected)
    order = list(range(len(rows)))
    data.draw(st.randoms(use_true_random=False)).shuffle(order)
    identity = identify(world(rows), decisions, read_places(()))
    ids, names, asked_pairs = brute(rows, decisions)
    assert [identity.ids[number] for number in identity.company] == ids
    assert dict(zip(identity.ids, identity.names, strict=True)) == names
    assert {(pair.left, pair.right) for pair in identity.pairs if pair.reason == "ambiguous_name"} == asked_pairs
    assert list(identity.ids) == sorted(identity.ids)
    assert list(identity.pairs) == sorted(identity.pairs, key=lambda pair: (pair.left, pair.right))
    assert not {(pair.left, pair.right) for pair in identity.pairs} & rejected

    shuffled = identify(world([rows[place] for place in order]), decisions, read_places(()))
    assert [shuffled.ids[number] for number in shuffled.company] == [ids[place] for place in order]
    assert shuffled.names == identity.names
    assert shuffled.pairs == identity.pairs
    assert shuffled.pairs_cut == identity.pairs_cut


def test_many_mentions_take_seconds(places):
    count = 200_000
    numbers = np.arange(count, dtype=np.int64)
    half = count // 2
    names = sorted(f"上海宏达{number:06}科技有限公司" for number in range(half))
    mentions = Mentions(
        is_reference=numbers >= half,
        own=np.where(numbers < half, numbers, -1),
        uscc=np.full(count, -1, dtype=np.int64),
        lei=np.full(count, -1, dtype=np.int64),
        form=numbers % half,
        name=numbers % half,
        rows=np.ones(count, dtype=np.int64),
        alias_of=np.empty(0, dtype=np.int64),
        alias_form=np.empty(0, dtype=np.int64),
        own_texts=[f"C{number:06}" for number in range(half)],
        uscc_texts=[],
        lei_texts=[],
        form_texts=names,
        name_texts=names,
    )
    start = time.perf_counter()
    identity = identify(mentions, Decisions(), places)
    assert time.perf_counter() - start < 10
    assert np.array_equal(identity.company, numbers % half)
