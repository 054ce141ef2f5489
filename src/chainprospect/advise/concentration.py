"""How far a company hangs on its largest customers or suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chainprospect.advise.shares import EQUAL, Part, Parts

FIVE: Final = 5


@dataclass(frozen=True, slots=True)
class Concentration:
    """
    Concentration of a company's sales or purchases.

    `partners` counts all on record, `known` those whose share is known and `covered` adds their shares up. `top` is the
    largest, `top_five` the five largest together. `hhi` is the Herfindahl-Hirschman index Σ share² of the known ones,
    in [0, 1]; it is a lower bound, and `hhi_high` an upper one, as if one partner had all the rest. All are None where
    no share is known. `of_record` says that shares are of what is on record, not of all sales or purchases.
    """

    partners: int
    known: int
    covered: float | None = None
    top: Part | None = None
    top_five: float | None = None
    hhi: float | None = None
    hhi_high: float | None = None
    of_record: bool = False


def concentration(found: Parts, partners: int) -> Concentration:
    """
    Concentration from the parts of all partners; assumed equal parts are unknown here.

    Parameters
    ----------
    partners
        All partners on record, those beyond the parts too.
    """
    known = [part for part in found.parts if part.basis != EQUAL]
    if not known:
        return Concentration(partners, 0)
    covered = sum(part.share for part in known)
    index = sum(part.share**2 for part in known)
    return Concentration(
        partners,
        len(known),
        covered,
        known[0],
        sum(part.share for part in known[:FIVE]),
        index,
        index + max(0.0, 1.0 - covered) ** 2,
        any(part.assumed for part in known),
    )
