"""Introductions: how likely one company introduces us to another, and the most probable ways to the one wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from chainprospect.advise.paths import Path, at_least_one, best_paths
from chainprospect.model.approach import Acquaintance, IntroRules
from chainprospect.model.company import BANDS
from chainprospect.model.industry import split_code

# Who introduces, seen from the company that is introduced; of equally likely ways between two companies the first.
WAYS: Final = ("referral", "owner", "owned", "intermediary", "served", "buyer", "supplier")
# The bank itself and its account managers, who are not companies: no company id begins with this sign.
BANK: Final = "\x00"
MANAGER: Final = "\x00\x00"
PERSON: Final = "\x00\x01"


@dataclass(frozen=True, slots=True)
class Affinity:
    """
    How likely an intermediary of one role introduces a company of one type.

    A blank `role`, `industry`, `ownership` or `largest` size fits all, unknown ones among them.
    """

    role: str
    industry: str
    ownership: str
    largest: str
    probability: float


@dataclass(frozen=True, slots=True)
class ClientType:
    """What an affinity reads of the company introduced; None is unknown. `high` is the largest band it may be of."""

    industry: str | None
    ownership: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """
    One company that may introduce another, both by id.

    `base` is the probability of its way, lowered by the tie's `strength` and `confidence`, both in [0, 1]; `known` says
    whether anything is known of the strength. `relation` is the relation's number.
    """

    introducer: str
    introduced: str
    way: str
    base: float
    strength: float
    known: bool
    confidence: float
    relation: int

    @property
    def probability(self) -> float:
        """Base · (½ + ½ · strength) · confidence, rounded to 6 decimals; at least a millionth."""
        return max(round(self.base * (0.5 + 0.5 * self.strength) * self.confidence, 6), 1e-6)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a path: a party, the next one, how they are bound and how likely the step succeeds.

    Parties are company ids, or one of the bank's people. `tie` is None where it is the bank's own: `way` is then
    `knows` (with `acquaintance`), `client` or `core_client`.
    """

    source: str
    target: str
    way: str
    probability: float
    tie: Tie | None = None
    acquaintance: Acquaintance | None = None


@dataclass(frozen=True, slots=True)
class WarmPath:
    """
    One way to the company wanted.

    The first step leaves the bank: `person` is who of us asks (None: the account manager of the client), `asked` the
    company he asks first.
    """

    rank: int
    probability: float
    person: str | None
    asked: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """
    Whether a warm path speaks for a company that is too large.

    `holds` says whether the gate takes it at all; `opens` whether the best path is as likely as the `threshold`.
    """

    holds: bool
    threshold: float
    best: float | None

    @property
    def opens(self) -> bool:
        """Whether the rule may be set aside for this company."""
        return self.holds and self.best is not None and self.best >= self.threshold


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the bank knows: acquaintances by company id, and its clients by id with whether they are core clients."""

    acquaintances: Mapping[str, Sequence[Acquaintance]]
    clients: Mapping[str, bool]


def affinities(rows: Iterable[Mapping[str, str]]) -> tuple[Affinity, ...]:
    """Affinities from the rows of the packaged table `affinities`, in its order."""
    return tuple(
        Affinity(row["role"], row["industry_prefix"], row["ownership"], row["largest_size"], float(row["probability"]))
        for row in rows
    )


def affinity(table: Sequence[Affinity], role: str | None, served: ClientType) -> float:
    """Probability of the first row that fits; the last row fits all."""
    letter, digits = split_code(served.industry)
    code = letter + digits

    def fits(row: Affinity) -> bool:
        return (
            row.role in ("", role)
            and code.startswith(row.industry)
            and row.ownership in ("", served.ownership)
            and (not row.largest or (served.high is not None and BANDS.index(served.high) <= BANDS.index(row.largest)))
        )

    return next(row.probability for row in table if fits(row))


def best_ties(ties: Iterable[Tie]) -> dict[tuple[str, str], Tie]:
    """The likeliest tie of every pair; of equal ones the first way of `WAYS`, then the smallest relation."""
    best: dict[tuple[str, str], Tie] = {}
    for tie in sorted(ties, key=lambda tie: (-tie.probability, WAYS.index(tie.way), tie.relation)):
        best.setdefault((tie.introducer, tie.introduced), tie)
    return best


def warm_paths(
    wanted: str, ties: Iterable[Tie], known: Known, rules: IntroRules, count: int
) -> tuple[tuple[WarmPath, ...], float]:
    """
    The most probable ways from the bank to a company.

    Starts at the bank's people and the account managers of its clients, goes on through companies that introduce each
    other. An acquaintance without consent is not used; where somebody with consent knows a client, he asks rather than
    its account manager.

    Parameters
    ----------
    wanted
        Company id.
    count
        Paths at most.

    Returns
    -------
    paths, any_way
        Most probable first; and the probability that some way succeeds, a cold call among them: over the paths that
        share nobody.
    """
    steps = {
        **{pair: Step(*pair, tie.way, tie.probability, tie) for pair, tie in best_ties(ties).items()},
        **_own_steps(known, rules),
    }
    ways: dict[str, dict[str, float]] = {}
    for (left, right), step in sorted(steps.items()):
        ways.setdefault(left, {})[right] = step.probability
    for start in [party for party in ways if party.startswith(BANK)]:
        ways.setdefault(BANK, {})[start] = 1.0
    paths = best_paths(ways, BANK, wanted, rules.introducers + 2, count)
    told = tuple(_told(rank, path, steps) for rank, path in enumerate(paths, 1))
    # Who asks may ask twice: what two ways must not share is the companies between.
    between = [Path(path.parties[1:], path.probability) for path in paths]
    return told, at_least_one(between, rules.cold)


def _own_steps(known: Known, rules: IntroRules) -> dict[tuple[str, str], Step]:
    """Steps that leave the bank's own people."""
    steps: dict[tuple[str, str], Step] = {}
    for company, core in known.clients.items():
        way = "core_client" if core else "client"
        steps[MANAGER, company] = Step(MANAGER, company, way, rules.core_client if core else rules.client)
    for company, friends in known.acquaintances.items():
        for friend in sorted(friends, key=lambda each: (each.probability, each.contact or "")):
            if friend.consent:
                party = PERSON + friend.person
                steps[party, company] = Step(party, company, "knows", friend.probability, None, friend)
                steps.pop((MANAGER, company), None)
    return steps


def _told(rank: int, path: Path, steps: Mapping[tuple[str, str], Step]) -> WarmPath:
    parties = path.parties[1:]
    person = parties[0].removeprefix(PERSON) if parties[0].startswith(PERSON) else None
    pairs = pairwise(parties)
    return WarmPath(rank, round(path.probability, 6), person, parties[1], tuple(steps[pair] for pair in pairs))
