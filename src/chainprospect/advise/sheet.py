"""The company sheet: supply, production, sales and standing, each with its facts and against two circles of peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.concentration import Concentration
from chainprospect.advise.measures import median, percentile
from chainprospect.advise.shares import Parts
from chainprospect.model.advice import FactUsed
from chainprospect.model.company import Company, SizeBand, Standing
from chainprospect.model.dossier import relation_source


@dataclass(frozen=True, slots=True)
class Peer:
    """A company to compare with; `shared` counts the buyers that it and the company have in common."""

    company: Company
    standing: Standing
    accounts: Accounts | None
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Market:
    """
    Revenue of the companies of its industry and region but itself, CNY a year, those that are known.

    `total` counts all of them; `whole` is false where there are more than were read.
    """

    revenue: tuple[float, ...]
    total: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Around:
    """
    What the sheet reads of the company's surroundings.

    `kin` are of the same industry and region, `rivals` sell to the same buyers, those with most buyers in common
    first. By partner id: `bands`, `provinces` (None unknown), `purchases` (CNY a year), `hops` of suppliers that trade:
    2 where a maker supplies them, None where nothing says so. `blacklisted` holds ids; `prices` what others pay for a
    product, CNY a unit.
    """

    kin: tuple[Peer, ...] = ()
    rivals: tuple[Peer, ...] = ()
    market: Market = Market((), 0, whole=True)
    bands: Mapping[str, SizeBand] = field(default_factory=lambda: MappingProxyType({}))
    provinces: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    purchases: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    hops: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    blacklisted: frozenset[str] = frozenset()
    prices: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """How many others are known, their median, and the part of them that lies below; None with fewer than three."""

    known: int
    median: float | None
    percentile: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact against companies of the same industry and region, and against those that sell to the same buyers."""

    fact: FactUsed
    kin: Others
    rivals: Others


@dataclass(frozen=True, slots=True)
class Segment:
    """Buyers of one kind: `by` industry, province or role; `share` of sales, None where no share is known."""

    by: str
    name: str | None
    buyers: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the facts of a section say, by key of the sentence and its values."""

    key: str
    values: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the sheet: facts, comparisons, segments, and what they say."""

    name: str
    facts: tuple[FactUsed, ...]
    compared: tuple[Compared, ...] = ()
    segments: tuple[Segment, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one company: `supply`, `production`, `sales`, `standing`; with how many peers there are."""

    company: Company
    sections: tuple[Section, ...]
    kin: int
    rivals: int


def others(value: float | None, found: Sequence[float | None]) -> Others:
    """Where a value stands among others, of those that are known."""
    known = [each for each in found if each is not None]
    return Others(len(known), median(known), percentile(value, known))


def compared(fact: FactUsed, around: Around, of: Callable[[Peer], float | None]) -> Compared:
    """A fact against both circles of peers; `of` is the same figure of a peer."""
    value = fact.value if isinstance(fact.value, int | float) else None
    return Compared(
        fact,
        others(value, [of(peer) for peer in around.kin]),
        others(value, [of(peer) for peer in around.rivals]),
    )


def figure_compared(
    name: str, accounts: Accounts | None, around: Around, figure: Callable[[Accounts], float | None], unit: str
) -> Compared:
    """A figure of its accounts against the same figure of its peers."""
    return compared(
        account_fact(name, accounts, figure, unit),
        around,
        lambda peer: None if peer.accounts is None else figure(peer.accounts),
    )


def account_fact(
    name: str, accounts: Accounts | None, figure: Callable[[Accounts], float | None], unit: str
) -> FactUsed:
    """A figure of its own accounts as a fact."""
    value = None if accounts is None else figure(accounts)
    return FactUsed(name, value, unit, accounts.source if accounts is not None and value is not None else None)


def concentration_facts(side: str, found: Concentration, parts: Parts, names: Mapping[str, str]) -> list[FactUsed]:
    """Concentration of customers or suppliers as facts; `side` is `customer` or `supplier`."""
    top = found.top
    source = relation_source(top.relations[0]) if top else None
    whole = f"{parts.whole:.0f} CNY" if parts.whole is not None else None
    return [
        FactUsed(f"top_{side}", names.get(top.other, top.other) if top else None, "", source),
        FactUsed(f"top_{side}_share", top.share if top else None, "fraction", source),
        FactUsed(f"top_five_{side}s_share", found.top_five, "fraction", whole if found.top_five is not None else None),
        FactUsed(f"{side}_hhi", found.hhi, "", f"{found.known}/{found.partners}" if found.hhi is not None else None),
        FactUsed(f"{side}_hhi_high", found.hhi_high, "", whole if found.hhi_high is not None else None),
    ]
