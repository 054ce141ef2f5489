"""Where one number stands among others."""

from __future__ import annotations

from collections.abc import Sequence

from chainprospect.advise.ratios import FEWEST_PEERS, quantile


def median(values: Sequence[float]) -> float | None:
    """The middle of some numbers, None of fewer than three."""
    return quantile(sorted(values), 0.5) if len(values) >= FEWEST_PEERS else None


def percentile(value: float | None, others: Sequence[float]) -> float | None:
    """
    Share of the others that lie below a value, equal ones by half, in [0, 1].

    None where the value is unknown or there are fewer than three others.
    """
    if value is None or len(others) < FEWEST_PEERS:
        return None
    below = sum(other < value for other in others)
    equal = sum(other == value for other in others)
    return (below + equal / 2) / len(others)


def quotient(above: float | None, below: float | None) -> float | None:
    """One number over another; None where either is unknown or the lower is not above 0."""
    return None if above is None or below is None or below <= 0 else above / below
