"""Pairs that may be one company: proposed for a person to judge, never merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.identity import Mentions, ReviewPair
from chainprospect.model.runs import distinct
from chainprospect.resolve.alike import alike_texts
from chainprospect.resolve.bare import BareForms, BareKeys, bare_forms
from chainprospect.resolve.names import Places

# What a person can read through; the rest is counted.
PAIRS_A_REASON: Final = 2_000
BEARERS_A_GROUP: Final = 20
# A bare name that more companies bear says too little to compare it with others.
BEARERS_A_NAME: Final = 3

_Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Register:
    """
    The companies by number, as the review needs them.

    `rejected` holds pairs of numbers, smaller first, that a person said are two.
    """

    ids: Sequence[str]
    names: Sequence[str]
    has_uscc: NDArray[np.bool_]
    has_lei: NDArray[np.bool_]
    rejected: frozenset[tuple[int, int]] = frozenset()


class _Bearer(NamedTuple):
    company: int
    form: int
    region: int


class _Group(NamedTuple):
    # `possible` pairs could be made of the group, of which `pairs` brings `looked` at most.
    possible: int
    looked: int
    pairs: Iterator[_Pair]


@dataclass(frozen=True, slots=True)
class _Groups:
    # Rows by key: those of key k are order[starts[k]:starts[k + 1]].
    order: NDArray[np.intp]
    starts: NDArray[np.int64]

    def rows(self, key: int) -> list[int]:
        return self.order[self.starts[key] : self.starts[key + 1]].tolist()  # type: ignore[no-any-return]

    def several(self, value: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which keys have rows of more than one value."""
        ordered = value[self.order]
        changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
        # A change is none within a key where the next key begins.
        inside = changes[self.starts[np.searchsorted(self.starts, changes)] != changes]
        marks = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        marks[np.searchsorted(self.starts, inside, "right") - 1] = True
        return marks


@dataclass(slots=True)
class _Sheet:
    # The review as it is filled: the first reason to name a pair keeps it.
    register: Register
    reasons: dict[_Pair, str] = field(default_factory=dict)
    cut: int = 0

    def fill(self, reason: str, groups: Iterable[_Group]) -> None:
        """Take pairs group by group, as long as there is room."""
        kept = 0
        for group in groups:
            if kept >= PAIRS_A_REASON:
                self.cut += group.possible
                continue
            self.cut += group.possible - group.looked
            for one, other in group.pairs:
                pair = (one, other) if one < other else (other, one)
                if one != other and pair not in self.reasons and not self._settled(pair):
                    if kept < PAIRS_A_REASON:
                        self.reasons[pair] = reason
                    else:
                        self.cut += 1
                    kept += 1

    def _settled(self, pair: _Pair) -> bool:
        # A person said so, or each has a checked USCC or LEI and they share none: there is nothing to ask.
        left, right = pair
        two = self.register.has_uscc, self.register.has_lei
        return pair in self.register.rejected or any(bool(has[left]) and bool(has[right]) for has in two)


def propose(
    mentions: Mentions,
    company: NDArray[np.int64],
    register: Register,
    ambiguous: NDArray[np.int64],
    places: Places,
    *,
    threads: int = 1,
) -> tuple[tuple[ReviewPair, ...], int]:
    """
    Pairs worth a person's look, in (left id, right id) order, and how many more there may be.

    Reasons, the first that holds: `ambiguous_name` (a name without identifiers that several companies bear),
    `same_bare_name` (equal but for region and legal form, unless both name a region and these differ), `alias` (one's
    alias is the other's name or alias), `similar_name` (one character apart). Two companies that each carry a USCC or
    a LEI are never proposed. At most `PAIRS_A_REASON` pairs a reason, from the smallest groups first; of a group of
    more than `BEARERS_A_GROUP`, only its first are looked at.

    Parameters
    ----------
    company
        Company number of each mention.
    ambiguous
        Pairs of company numbers, one a row.
    places
        The places whose names do not make two names different.
    threads
        How many look at names at once.
    """
    sheet = _Sheet(register)
    sheet.fill(
        "ambiguous_name", (_Group(1, 1, iter([(one, other)])) for one, other in np.unique(ambiguous, axis=0).tolist())
    )
    forms, bearers = _distinct(mentions.form, company)
    codes = distinct(forms)
    bare, keys = bare_forms([mentions.form_texts[code] for code in codes.tolist()], places, threads=threads)
    place = np.searchsorted(codes, forms)
    number, first = _numbered(bare, keys)
    key = number[place]
    groups = _grouped(key, len(first))

    def bearers_of(group: int) -> list[_Bearer]:
        return [_Bearer(int(bearers[row]), int(forms[row]), int(bare.region[place[row]])) for row in groups.rows(group)]

    several = np.flatnonzero(groups.several(bearers) & groups.several(forms))
    size = np.diff(groups.starts)
    ranked = sorted(zip(size[several].tolist(), bare.texts(first[several]), several.tolist(), strict=True))
    sheet.fill("same_bare_name", (_same_bare(bearers_of, group, many) for many, _, group in ranked))
    sheet.fill("alias", _same_alias(mentions, company, forms, bearers))
    few = np.flatnonzero(size <= BEARERS_A_NAME)
    sheet.fill(
        "similar_name",
        (
            _across(bearers_of(left), bearers_of(right))
            for left, right in few[np.array(alike_texts(bare, keys, first[few], places), np.int64).reshape(-1, 2)]
        ),
    )
    pairs = tuple(
        ReviewPair(register.ids[left], register.ids[right], register.names[left], register.names[right], reason)
        for (left, right), reason in sorted(sheet.reasons.items())
    )
    return pairs, sheet.cut


def _numbered(bare: BareForms, keys: BareKeys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each bare text, equal for equal texts, by its first place; and that place."""
    order = np.argsort(keys.hash, kind="stable")
    same = keys.hash[order][1:] == keys.hash[order][:-1]
    shared = np.zeros(len(order), dtype=np.bool_)
    shared[:-1] |= same
    shared[1:] |= same
    # Where hashes are equal the texts decide; a hash that is alone has a text that is alone.
    again = np.sort(order[shared])
    firsts: dict[str, int] = {}
    first = np.arange(len(order))
    first[again] = [firsts.setdefault(text, at) for text, at in zip(bare.texts(again), again.tolist(), strict=True)]
    is_first = first == np.arange(len(first))
    return (np.cumsum(is_first) - 1)[first], np.flatnonzero(is_first)


def _distinct(form: NDArray[np.int64], company: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct (form, company), ordered."""
    named = form >= 0
    companies = np.int64(company.max(initial=0) + 1)
    pairs = distinct(form[named] * companies + company[named])
    return pairs // companies, pairs % companies


def _grouped(key: NDArray[np.int64], keys: int) -> _Groups:
    starts = np.concatenate([[0], np.cumsum(np.bincount(key, minlength=keys))])
    return _Groups(np.argsort(key, kind="stable"), starts)


def _regions_differ(one: int, other: int) -> bool:
    return one >= 0 and other >= 0 and one != other


def _same_bare(bearers_of: Callable[[int], list[_Bearer]], group: int, size: int) -> _Group:
    def pairs() -> Iterator[_Pair]:
        for one, other in combinations(bearers_of(group)[:BEARERS_A_GROUP], 2):
            if one.form != other.form and not _regions_differ(one.region, other.region):
                yield one.company, other.company

    return _Group(comb(size, 2), comb(min(size, BEARERS_A_GROUP), 2), pairs())


def _across(lefts: Sequence[_Bearer], rights: Sequence[_Bearer]) -> _Group:
    pairs = (
        (one.company, other.company)
        for one in lefts
        for other in rights
        if not _regions_differ(one.region, other.region)
    )
    return _Group(len(lefts) * len(rights), len(lefts) * len(rights), pairs)


def _same_alias(
    mentions: Mentions, company: NDArray[np.int64], forms: NDArray[np.int64], bearers: NDArray[np.int64]
) -> Iterator[_Group]:
    alias_forms, holders = _distinct(mentions.alias_form, company[mentions.alias_of])
    named = np.isin(forms, alias_forms)
    form = np.concatenate([alias_forms, forms[named]])
    who = np.concatenate([holders, bearers[named]])
    codes, key = np.unique(form, return_inverse=True)
    groups = _grouped(key, len(codes))
    size = np.diff(groups.starts)
    several = np.flatnonzero(groups.several(who))
    for number in several[np.argsort(size[several], kind="stable")].tolist():
        rows = groups.rows(number)
        looked = rows[:BEARERS_A_GROUP]
        # Rows of aliases stand before rows of names; two companies of one name are another question.
        pairs = (
            (int(who[one]), int(who[other]))
            for one, other in combinations(looked, 2)
            if one < len(holders) or other < len(holders)
        )
        yield _Group(comb(len(rows), 2), comb(len(looked), 2), pairs)
