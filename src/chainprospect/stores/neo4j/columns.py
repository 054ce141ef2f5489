"""Rows of a query as the aligned columns that the walk and the score read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

from chainprospect.model.company import Coded, FeatureBatch, IdArray, Ragged
from chainprospect.model.ports import WalkFacts
from chainprospect.model.relation import UNDATED, RelationBatch
from chainprospect.stores.neo4j.connection import Row

_WORDS: Final[Mapping[bool | None, int]] = {None: -1, False: 0, True: 1}
# Columns of a relation batch as the queries list them, after `others`.
_TIES: Final = (
    ("relation", np.int64),
    ("kind", np.uint8),
    ("amount", np.float64),
    ("share", np.float64),
    ("confidence", np.float64),
    ("day", np.int32),
)


# Of each place in a frontier, how many relations there are in all, and lists of those that were found.
Found: TypeAlias = Mapping[int, tuple[int, Sequence[Sequence[Any]]]]


class Labels(Sequence[str]):
    """
    Distinct texts of a coded column in code-point order, of which those of a batch came with it.

    Any other is fetched, with all of them, when it is asked for: there may be as many as companies.
    """

    __slots__ = ("_all", "_fetch", "_known", "_size")

    def __init__(self, size: int, known: Mapping[int, str], fetch: Callable[[], Sequence[str]]) -> None:
        self._size, self._known, self._fetch = size, known, fetch
        self._all: Sequence[str] | None = None

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return self._whole()[row]
        if not -self._size <= row < self._size:
            raise IndexError(row)
        text = self._known.get(row + self._size if row < 0 else row)
        return self._whole()[row] if text is None else text

    def _whole(self) -> Sequence[str]:
        if self._all is None:
            self._all = tuple(self._fetch())
        return self._all


def relation_batch(
    size: int, found: Found, whole: Callable[[], Found], far: Callable[[str, IdArray], NDArray[Any]]
) -> RelationBatch:
    """
    Relations of a frontier of so many companies.

    Parameters
    ----------
    found
        Of each place in the frontier the total and the lists of `ends_*` or of `relations_*`: `others` first.
    whole
        The same with the lists of `relations_*`, fetched when a column is asked for that `found` does not have.
    far
        What is said of companies at the far ends, by name and numbers.
    """
    places = range(size)
    columns: dict[str, NDArray[Any]] = {}
    lists = found if size and len(found[0][1]) > 1 else None

    def column(name: str) -> NDArray[Any]:
        nonlocal lists
        if name not in columns:
            lists = (whole() if size else {}) if lists is None else lists
            part, kind = next((at, kind) for at, (each, kind) in enumerate(_TIES, 1) if each == name)
            columns[name] = gathered(lists, part, kind)
        return columns[name]

    def gathered(rows: Found, part: int, kind: DTypeLike) -> NDArray[Any]:
        return np.array([value for place in places for value in rows[place][1][part]], kind)

    counts = [len(found[place][1][0]) for place in places]
    other = gathered(found, 0, np.int64)
    return RelationBatch(
        origin=np.repeat(np.arange(size, dtype=np.int64), counts),
        other=other,
        total=np.array([found[place][0] for place in places], np.int64),
        column=column,
        far=lambda name, rows: far(name, other[rows]),
    )


def walk_facts_of(parts: Sequence[Row], wanted: IdArray) -> WalkFacts | None:
    """
    Degrees and marks of companies, ascending and each once, from the rows of `walk_facts.cypher`; None where one lacks.

    Notes
    -----
    What few companies have comes as pairs: decoding a value takes longer than anything else here.
    """
    company, buyers, suppliers = (
        np.array([value for part in parts for value in part[at]], np.int64) for at in range(1, 4)
    )
    if len(company) != len(wanted):
        return None
    order = np.argsort(company, kind="stable")
    partners = (buyers + suppliers)[order]
    middleman = np.zeros(len(wanted), np.bool_)
    for part in parts:
        for number, both in part[4]:
            partners[np.searchsorted(wanted, number)] -= both
        middleman[np.searchsorted(wanted, np.array(part[5], np.int64))] = True
    return WalkFacts(partners, buyers[order], suppliers[order], middleman)


def feature_batch(
    numbers: IdArray, rows: Sequence[Row], labels: Callable[[str, Mapping[int, str]], Sequence[str]]
) -> FeatureBatch:
    """
    Columns that the score reads, from one row a company in the order of `numbers`.

    Parameters
    ----------
    numbers
        Companies asked for.
    rows
        Columns of `features.cypher`, aligned with `numbers`.
    labels
        A coded column's name and the texts known of it, by code → all its texts.
    """
    (
        _, employees, revenue, assets, unpriced, growth, industry_growth, industry_no, industry, region_no, region,
        role_no, role, status, is_client, blacklisted, listed, partners, buyers, suppliers, client_partners, group,
        bank_count, bank_nos, banks, main_bank_no, main_bank, events,
    ) = zip(*rows, strict=True) if rows else [()] * 28  # fmt: skip
    happened = [event for listed_events in events for event in listed_events]
    # Distinct names in code-point order are in the order of their codes.
    named = {code: text for nos, texts in zip(bank_nos, banks, strict=True) if nos
             for code, text in zip(nos, sorted(set(texts)), strict=True)}  # fmt: skip
    return FeatureBatch(
        numbers=numbers,
        employees=floats(employees),
        revenue=floats(revenue),
        assets=floats(assets),
        unpriced=_marks(unpriced),
        growth=floats(growth),
        industry_growth=floats(industry_growth),
        industry=Coded(_codes(industry_no), labels("industry", _known(industry_no, industry))),
        region=Coded(_codes(region_no), labels("region", _known(region_no, region))),
        role=Coded(_codes(role_no), labels("role", _known(role_no, role))),
        active=_words([None if text is None else text == "active" for text in status]),
        is_client=_words(is_client),
        blacklisted=_marks(blacklisted),
        listed=_words(listed),
        partners=np.array(partners, np.int64),
        buyers=np.array(buyers, np.int64),
        suppliers=np.array(suppliers, np.int64),
        client_partners=np.array(client_partners, np.int64),
        group=np.array(group, np.int64),
        bank_count=floats(bank_count),
        banks=_ragged([nos or () for nos in bank_nos]),
        main_bank=_codes(main_bank_no),
        bank_labels=labels("bank", {**named, **_known(main_bank_no, main_bank)}),
        events=_ragged([[number for number, *_ in each] for each in events]),
        event_type=np.array([code for _, code, _, _ in happened], np.int32),
        event_day=np.array([UNDATED if day is None else day for *_, day in happened], np.int32),
        event_types=labels("event_type", {code: text for _, code, text, _ in happened}),
    )


def floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    """Numbers with NaN where unknown."""
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _codes(values: Iterable[int | None]) -> NDArray[np.int32]:
    return np.array([-1 if value is None else value for value in values], np.int32)


def _known(codes: Iterable[int | None], texts: Iterable[str | None]) -> dict[int, str]:
    return {code: text for code, text in zip(codes, texts, strict=True) if code is not None and text is not None}


def _words(values: Iterable[bool | None]) -> NDArray[np.int8]:
    return np.array([_WORDS[value] for value in values], np.int8)


def _marks(values: Iterable[bool | None]) -> NDArray[np.bool_]:
    return np.array([value is True for value in values], np.bool_)


def _ragged(values: Sequence[Sequence[int]]) -> Ragged:
    starts = np.cumsum([0, *(len(some) for some in values)], dtype=np.int64)
    return Ragged(starts, np.array([value for some in values for value in some], np.int64))
