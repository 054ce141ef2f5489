"""What records state of companies and relations, each in the file and row where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One value that one record states of a company.

    `value` is text, number, truth or a tuple of texts as loaded; `currency` stands with money. `as_of` is ISO text.
    `used` says whether it holds: of several the newest, then the better grade, the latest load, the smallest value.
    """

    column: str
    value: str | float | bool | tuple[str, ...]
    currency: str | None
    source: str
    file: str
    row: int
    as_of: str | None
    grade: str
    used: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    One row that states a relation.

    `amount` is as stated in `currency`, `amount_cny` a year's CNY; shares are fractions, dates ISO text. `src` names
    the source, several joined by `; ` where payments were folded.
    """

    product: str | None
    amount: float | None
    currency: str | None
    amount_cny: float | None
    count: int | None
    share_of_target: float | None
    share_of_source: float | None
    share: float | None
    start: str | None
    end: str | None
    as_of: str | None
    confidence: float
    grade: str
    source_ref: str | None
    src: str
    file: str
    row: int
