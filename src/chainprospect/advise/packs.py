"""Packs: small firms worked together, because they share something that one control can hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from chainprospect.advise.communities import communities
from chainprospect.model.approach import PackRules

# What firms may share, what binds them most first; those who share nothing of it are grouped by who they trade with.
SHARED: Final = ("core_buyer", "core_seller", "distributor", "park", "association", "market")
COMMUNITY: Final = "community"
# The measures that fit each kind of pack, most important first; `advise.words` says what they mean.
CONTROLS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "core_buyer": ("confirmed_payables", "collection_account", "buyer_concentration"),
        "core_seller": ("seller_buyback", "goods_in_control", "dealer_deposit"),
        "distributor": ("collection_account", "stock_reports", "distributor_warranty"),
        "park": ("park_guarantee_fund", "park_information", "lease_rights"),
        "association": ("mutual_fund", "member_vetting", "expulsion"),
        "market": ("market_operator", "till_flow", "stall_rights"),
        COMMUNITY: ("flow_crosscheck", "no_mutual_guarantee", "single_limits"),
    }
)


@dataclass(frozen=True, slots=True)
class SmallFirm:
    """
    One small or micro firm, by id.

    `sales` is CNY a year, None unknown. `shares` holds by kind of `SHARED` what it has to do with: ids of companies,
    or names of parks and markets.
    """

    company: str
    sales: float | None = None
    shares: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """What one firm may be lent at most, in CNY (None: its sales are unknown), and which rule says so."""

    company: str
    cap: float | None
    by: str


@dataclass(frozen=True, slots=True)
class Pack:
    """
    Small firms that share something.

    `kind` is one of `SHARED` or `COMMUNITY`; `key` is what they share: a company's id, a park's or market's name, for a
    community its first member. `limits` are aligned with the members, in id order. `cap` is the most that all of them
    may be lent together, in CNY, None where no firm's limit is known; `by` says what binds it: `firms`,
    `capital`, or `unknown`.
    """

    kind: str
    key: str
    members: tuple[str, ...]
    limits: tuple[Limit, ...]
    cap: float | None
    by: str
    controls: tuple[str, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Members whose limit is unknown: the cap counts nothing for them."""
        return tuple(limit.company for limit in self.limits if limit.cap is None)


@dataclass(frozen=True, slots=True)
class Packs:
    """Packs in the order to work them, and the firms that are in none, by id."""

    packs: tuple[Pack, ...]
    alone: tuple[str, ...]


def make_packs(
    firms: Sequence[SmallFirm], ties: Iterable[tuple[str, str, float]], group_cap: float | None, rules: PackRules
) -> Packs:
    """
    Every firm in at most one pack.

    Kinds are taken in the order of `SHARED`: what binds most first. Of one kind the largest group is taken first, equal
    ones by what they share; its firms are then taken, and the rest is counted again. Those left over are grouped by
    who they trade with.

    Parameters
    ----------
    firms
        Each once, any order.
    ties
        Pairs of ids that trade, with a weight; partners that are no firm of these may stand between two of them.
    group_cap
        What the bank may lend to one group, in CNY, None unknown: a pack stands and falls like one.

    Returns
    -------
    packs
        By kind, then the larger, then by what they share; each of `rules.least` firms or more.
    """
    left = {firm.company: firm for firm in sorted(firms, key=lambda firm: firm.company)}
    groups: list[tuple[str, str, tuple[str, ...]]] = []
    for kind in SHARED:
        while (group := _largest(left.values(), kind, rules.least)) is not None:
            groups.append((kind, *group))
            for company in group[1]:
                del left[company]
    for community in communities(ties):
        members = tuple(company for company in community if company in left)
        if len(members) >= rules.least:
            groups.append((COMMUNITY, members[0], members))
            for company in members:
                del left[company]
    sales = {firm.company: firm.sales for firm in firms}
    packs = tuple(_pack(*group, sales, (group_cap, rules)) for group in groups)
    return Packs(packs, tuple(left))


def _largest(firms: Iterable[SmallFirm], kind: str, least: int) -> tuple[str, tuple[str, ...]] | None:
    """What the most firms share of one kind, and these firms; None where too few share anything."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for firm in firms:
        for key in firm.shares.get(kind, ()):
            sharing[key].append(firm.company)
    best = min(sharing.items(), key=lambda item: (-len(item[1]), item[0]), default=None)
    return None if best is None or len(best[1]) < least else (best[0], tuple(best[1]))


def firm_limit(company: str, sales: float | None, rules: PackRules) -> Limit:
    """
    What one firm may be lent at most: a part of a year's sales, never more than the cap on a firm.

    Notes
    -----
    20 % of a year's sales is the turnover method for small borrowers (Nayak Committee, Reserve Bank of India, 1992);
    10 M CNY a borrower is where China's statistics of inclusive small-business loans end (普惠型小微企业贷款, 2018).
    Both are settings.
    """
    if sales is None:
        return Limit(company, None, "unknown")
    lent = round(sales * rules.sales_share, 2)
    return Limit(company, lent, "sales") if lent < rules.firm_cap else Limit(company, rules.firm_cap, "firm_cap")


def _pack(
    kind: str,
    key: str,
    members: tuple[str, ...],
    sales: Mapping[str, float | None],
    bank: tuple[float | None, PackRules],
) -> Pack:
    group_cap, rules = bank
    limits = tuple(firm_limit(company, sales[company], rules) for company in members)
    known = [limit.cap for limit in limits if limit.cap is not None]
    cap, by = (round(sum(known), 2), "firms") if known else (None, "unknown")
    if cap is not None and group_cap is not None and group_cap < cap:
        cap, by = group_cap, "capital"
    return Pack(kind, key, members, limits, cap, by, CONTROLS[kind])
