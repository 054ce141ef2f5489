"""What each buyer takes of a company's sales, or each supplier has of its purchases: stated, worked out, or assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chainprospect.model.relation import Relation, Side

STATED: Final = "stated"
OF_WHOLE: Final = "amount_of_whole"
OF_RECORD: Final = "amount_of_record"
EQUAL: Final = "equal_part"
# What rests on more than the records say.
ASSUMED: Final = frozenset({OF_RECORD, EQUAL})


@dataclass(frozen=True, slots=True)
class Part:
    """
    One partner's part of a company's sales or purchases.

    `share` is in [0, 1]. `basis` says how it is known: `stated` in a record; `amount_of_whole`, the amount over all
    sales (or purchases); `amount_of_record`, the amount over all that is on record; `equal_part`, where no amount is
    known. `amount` is CNY a year, None unknown.
    """

    other: str
    share: float
    basis: str
    amount: float | None
    relations: tuple[Relation, ...]

    @property
    def assumed(self) -> bool:
        """Whether the share rests on more than the records say."""
        return self.basis in ASSUMED


@dataclass(frozen=True, slots=True)
class Parts:
    """
    The parts of all partners, largest first, then by id; together at most 1.

    `whole` is what the amounts were divided by, CNY a year, None where only the record itself could be. `excess` is
    what the shares came to before they were scaled down to 1, None where they fitted.
    """

    parts: tuple[Part, ...]
    whole: float | None
    excess: float | None = None

    def of(self, other: str) -> Part | None:
        """The part of one partner."""
        return next((part for part in self.parts if part.other == other), None)


def parts(relations: Iterable[Relation], side: Side, whole: float | None) -> Parts:
    """
    Parts of a company's sales (`side` downstream) or purchases (upstream).

    A stated share stands. Else the amount is divided by `whole`, or where that is unknown by all that is on record, an
    unknown amount there being the mean of the known ones. A partner without any amount gets the mean of the other
    shares, at most an equal part of what they leave; where no share is known, all partners get equal parts.

    Parameters
    ----------
    relations
        Goods relations of one company on that side.
    whole
        All its sales or purchases, CNY a year, None unknown. Amounts that add up to more take its place.
    """
    by_other: dict[str, list[Relation]] = {}
    for relation in relations:
        by_other.setdefault(relation.source if side is Side.UPSTREAM else relation.target, []).append(relation)
    amounts = {other: _sum(tie.amount_cny for tie in ties) for other, ties in by_other.items()}
    stated = {other: _sum(_stated(tie, side) for tie in ties) for other, ties in by_other.items()}
    known = [amount for amount in amounts.values() if amount is not None]
    below, basis = _below(whole, known, len(by_other))
    shares: dict[str, tuple[float, str]] = {}
    for other, amount in amounts.items():
        told = stated[other]
        if told is not None:
            shares[other] = min(told, 1.0), STATED
        elif amount is not None and below:
            shares[other] = amount / below, basis
    blank = [other for other in by_other if other not in shares]
    if blank:
        part = _equal([share for share, _ in shares.values()], len(blank))
        shares.update(dict.fromkeys(blank, (part, EQUAL)))
    found = [Part(other, share, how, amounts[other], tuple(by_other[other])) for other, (share, how) in shares.items()]
    total = sum(part.share for part in found)
    if total > 1 + 1e-9:
        found = [replace(part, share=part.share / total) for part in found]
    found.sort(key=lambda part: (-part.share, part.other))
    return Parts(tuple(found), below if basis == OF_WHOLE else None, total if total > 1 + 1e-9 else None)


def _stated(relation: Relation, side: Side) -> float | None:
    return relation.share_of_target if side is Side.UPSTREAM else relation.share_of_source


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _below(whole: float | None, known: Sequence[float], partners: int) -> tuple[float, str]:
    """What amounts are divided by, and which basis that is."""
    record = sum(known)
    if whole is not None and whole > 0:
        return max(whole, record), OF_WHOLE
    return (record / len(known) * partners if known else 0.0), OF_RECORD


def _equal(shares: Sequence[float], blank: int) -> float:
    """The share of each partner of which nothing is known."""
    if not shares:
        return 1.0 / blank
    return max(0.0, min(sum(shares) / len(shares), (1.0 - sum(shares)) / blank))
