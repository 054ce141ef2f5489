"""Who sets the terms: a company's bargaining position against its suppliers, and against its buyers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Our own figures: between the two a position is balanced.
STRONG: Final = 0.2
WEAK: Final = -0.2


@dataclass(frozen=True, slots=True)
class Bargaining:
    """
    A bargaining position.

    `index` is in [-1, 1], above 0 where the company sets the terms: the mean of `days` and `shares`, of those that are
    known. `position` is `strong`, `balanced` or `weak`. All are None where nothing is known; `partners` counts those
    whose dependence is known on both sides.
    """

    index: float | None
    days: float | None
    shares: float | None
    partners: int

    @property
    def position(self) -> str | None:
        """`strong`, `balanced` or `weak`; None where nothing is known."""
        if self.index is None:
            return None
        return "strong" if self.index >= STRONG else "weak" if self.index <= WEAK else "balanced"


def bargaining(gained: float | None, given: float | None, dependence: Sequence[tuple[float, float]]) -> Bargaining:
    """
    The bargaining position on one side.

    Parameters
    ----------
    gained
        Days that the other side lends: payables against suppliers, advances from buyers.
    given
        Days that the company lends: prepayments to suppliers, receivables from buyers.
    dependence
        Of each partner its part of the company's business, and the company's part of the partner's, both in [0, 1].

    Notes
    -----
    days = (gained - given) / (gained + given), 0 where both are 0; shares = mean of (theirs - its own). More days
    gained and a larger part of the partner's business raise the index; more days given and a larger part of its own
    lower it.
    """
    days = None
    if gained is not None and given is not None:
        days = (gained - given) / (gained + given) if gained + given > 0 else 0.0
    shares = sum(theirs - own for own, theirs in dependence) / len(dependence) if dependence else None
    known = [term for term in (days, shares) if term is not None]
    return Bargaining(sum(known) / len(known) if known else None, days, shares, len(dependence))
