"""Core clients: the few that give most of the contribution, and which may be given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chainprospect.model.approach import AnchorRules

# Marks of high risk, in the order in which they are told.
RISKS: Final = ("blacklist", "not_active", "policy_block", "default")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One client on the curve, by number: what it gives, its share, that of all down to it, and whether it is core."""

    company: int
    contribution: float
    share: float
    cumulative: float
    core: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """
    Clients by contribution, the largest first; equal ones by number, that is by id.

    `total` is the sum of the positive contributions, `core` how many make up the core, `share` what they give together.
    """

    rows: tuple[Ranked, ...]
    total: float
    core: int
    share: float


@dataclass(frozen=True, slots=True)
class ClientStanding:
    """
    What a client brings and risks; money in CNY, None unknown.

    `loans` are ours, `all_loans` those of all banks by its newest statement, `cash` its cash there. `risks` holds
    marks of `RISKS`.
    """

    contribution: float | None = None
    loans: float | None = None
    deposits: float | None = None
    all_loans: float | None = None
    cash: float | None = None
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wallet:
    """
    Our part of what a client borrows or keeps, and what is left with others.

    `ours` and `whole` in CNY; `share` is a fraction of at most 1, `gap` what others hold; both None when either amount
    is unknown. `doubtful`: ours is more than the whole, so that the two are not of the same day.
    """

    ours: float | None
    whole: float | None

    @property
    def share(self) -> float | None:
        """Our fraction; None where unknown or nothing is there."""
        if self.ours is None or not self.whole:
            return None
        return round(min(self.ours / self.whole, 1.0), 6)

    @property
    def gap(self) -> float | None:
        """What is with others, in CNY."""
        return None if self.ours is None or self.whole is None else max(self.whole - self.ours, 0.0)

    @property
    def doubtful(self) -> bool:
        """Whether ours is more than the whole."""
        return self.ours is not None and self.whole is not None and self.ours > self.whole


def curve(contributions: Mapping[int, float], core_share: float) -> Curve:
    """
    The smallest set of clients that gives `core_share` of the contribution, and the curve it is read from.

    Parameters
    ----------
    contributions
        CNY by company number; unknown ones are left out. What is not positive adds nothing and is never core.
    core_share
        Fraction in (0, 1].

    Notes
    -----
    The largest come first, so no smaller set gives as much. O(n log n).
    """
    total = sum(sorted(value for value in contributions.values() if value > 0))
    rows: list[Ranked] = []
    given, core = 0.0, 0
    for company, value in sorted(contributions.items(), key=lambda item: (-item[1], item[0])):
        wanted = value > 0 and given < core_share * total * (1 - 1e-12)
        given += max(value, 0.0)
        core += wanted
        share = max(value, 0.0) / total if total else 0.0
        rows.append(Ranked(company, value, round(share, 6), round(given / total if total else 0.0, 6), wanted))
    return Curve(tuple(rows), total, core, rows[core - 1].cumulative if core else 0.0)


def return_on_loans(client: ClientStanding) -> float | None:
    """Contribution per yuan that we lend; None where either is unknown or nothing is lent."""
    if client.contribution is None or not client.loans:
        return None
    return client.contribution / client.loans


def to_drop(client: ClientStanding, rules: AnchorRules) -> bool | None:
    """
    Whether a client gives little and risks much.

    Gives little: its contribution is not positive, or below `rules.low_return` of what we lend. Risks much: it carries
    a mark of `RISKS`. None where it carries one and its return is unknown: that is to be found out first.
    """
    if not client.risks:
        return False
    if client.contribution is not None and client.contribution <= 0:
        return True
    rate = return_on_loans(client)
    if rate is not None:
        return rate < rules.low_return
    # Who owes nothing and brings something costs nothing to keep.
    return False if client.contribution is not None and client.loans == 0 else None
