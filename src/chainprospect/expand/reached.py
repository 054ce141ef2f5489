"""Everything reached from several anchors, as one answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainprospect.expand.likeness import Likely, likely
from chainprospect.expand.proximity import proximity
from chainprospect.expand.reach import SIDES, ViaTies, Walk, left_out_by_budget, pick_via, via_ties, walk
from chainprospect.model.company import IdArray
from chainprospect.model.ports import Store
from chainprospect.model.relation import Side
from chainprospect.model.rules import ReachRules
from chainprospect.model.runs import among, distinct, firsts, union


@dataclass(frozen=True, slots=True, eq=False)
class AnchorSet:
    """Companies the search starts from, in the order named, with restart weights that sum to 1."""

    numbers: IdArray
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """
    Candidates in (tier, side, company id) order, never an anchor.

    Aligned columns: `side` indexes `SIDES`; `by` (n x anchors) which anchors reach it; `tied` (n x anchors) which trade
    goods with it directly by a relation found; `probability` of proximity (0 for via); `strength` of the best chain's
    weakest hop and whether it is `known` or may be `unknown` (both where equally good chains differ). `cut` counts
    relations, `cut_companies` companies left out by the budgets.
    """

    anchors: AnchorSet
    company: IdArray
    side: NDArray[np.int8]
    tier: NDArray[np.int64]
    by: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    probability: NDArray[np.float64]
    strength: NDArray[np.float64]
    known: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    walks: tuple[Walk, ...]
    via: ViaTies
    cut: int
    cut_companies: int


def expand(store: Store, anchors: AnchorSet, rules: ReachRules, as_of_day: int | None) -> Reached:
    """
    Reach companies up and down the chain from the anchors, and through who introduces.

    Walks goods-flow arrows outward, one tier at a time. A chain never turns round. Side and tier are those of the
    nearest anchor: fewer tiers, then upstream before downstream.

    Parameters
    ----------
    as_of_day
        The day ages run to, days since 1970-01-01; None when the data has no dates.

    Returns
    -------
    reached
        At most `rules.companies` candidates.

    Notes
    -----
    O(relations touched); independent of the size of the graph.
    """
    walks = [
        walk(store, int(anchor), side, tiers, rules, as_of_day)
        for anchor in anchors.numbers
        for side, tiers in ((Side.UPSTREAM, rules.upstream), (Side.DOWNSTREAM, rules.downstream))
        if tiers
    ]
    via = via_ties(store, anchors.numbers, rules, as_of_day) if rules.via else None
    company, tier, side = _nearest(walks, anchors.numbers)
    if via is None:
        via = _no_via()
    else:
        via = pick_via(via, ~among(via.company, company))
        met = distinct(via.company)
        company = np.concatenate([company, met])
        tier = np.concatenate([tier, np.ones(len(met), np.int64)])
        side = np.concatenate([side, np.full(len(met), SIDES.index(Side.VIA), np.int8)])
    order = np.lexsort((company, side, tier))
    cut_companies = max(len(order) - rules.companies, 0) + sum(item.cut_companies for item in walks)
    order = order[: rules.companies]
    company, tier, side = company[order], tier[order], side[order]
    strength, known, unknown = _best_tie(company, tier, side, walks, via)
    by, tied, probability = _relate(store, anchors, company, side, walks, via)
    return Reached(
        anchors,
        company,
        side,
        tier,
        by,
        tied,
        probability,
        strength,
        known,
        unknown,
        tuple(walks),
        via,
        left_out_by_budget(walks) + via.left_out,
        cut_companies,
    )


def _nearest(walks: list[Walk], anchors: IdArray) -> tuple[IdArray, NDArray[np.int64], NDArray[np.int8]]:
    """Every company of the walks once, with the tier and side of its nearest anchor."""
    if not walks:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int8)
    company = np.concatenate([item.company for item in walks])
    tier = np.concatenate([item.tier for item in walks])
    side = np.concatenate([np.full(len(item.company), SIDES.index(item.side), np.int8) for item in walks])
    order = np.lexsort((side, tier, company))
    order = order[~among(company[order], np.sort(anchors))]
    company = company[order]
    first = firsts(company)
    return company[first], tier[order][first], side[order][first]


def _best_tie(
    company: IdArray, tier: NDArray[np.int64], side: NDArray[np.int8], walks: list[Walk], via: ViaTies
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Weakest hop of the best chain: the strongest among walks of the lead's own side and tier."""
    strength = np.full(len(company), -1.0)
    known, unknown = np.zeros(len(company), np.bool_), np.zeros(len(company), np.bool_)
    # Anchors that reach nobody but each other.
    if not len(company):
        return strength, known, unknown
    order = np.argsort(company)
    rows = []
    for item in walks:
        place = _place(company[order], item.company)
        at = order[place]
        own = (company[at] == item.company) & (tier[at] == item.tier) & (side[at] == SIDES.index(item.side))
        rows.append((at[own], item.strength[own], item.known[own], item.unknown[own]))
    if len(via.company):
        alone = via.second < 0
        weakest = np.where(alone, via.first_strength, np.minimum(via.first_strength, via.second_strength))
        of_first = alone | (via.first_strength <= via.second_strength)
        hop_known = np.where(of_first, via.first_known, via.second_known)
        at = order[_place(company[order], via.company)]
        own = company[at] == via.company
        rows.append((at[own], weakest[own], hop_known[own], ~hop_known[own]))
    for at, value, _, _ in rows:
        np.maximum.at(strength, at, value)
    for at, value, is_known, is_unknown in rows:
        best = value == strength[at]
        np.logical_or.at(known, at[best], is_known[best])
        np.logical_or.at(unknown, at[best], is_unknown[best])
    return strength, known, unknown


def _place(ordered: IdArray, wanted: IdArray) -> NDArray[np.int64]:
    return np.minimum(np.searchsorted(ordered, wanted), max(len(ordered) - 1, 0))


def _relate(
    store: Store,
    anchors: AnchorSet,
    company: IdArray,
    side: NDArray[np.int8],
    walks: list[Walk],
    via: ViaTies,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]:
    """Which anchors reach each candidate, which trade with it directly, and its proximity."""
    width = len(anchors.numbers)
    by, tied = np.zeros((len(company), width), np.bool_), np.zeros((len(company), width), np.bool_)
    goods = union(company[side != SIDES.index(Side.VIA)], anchors.numbers)
    near = np.concatenate([item.hops.near for item in walks]) if walks else np.empty(0, np.int64)
    far = np.concatenate([item.hops.far for item in walks]) if walks else np.empty(0, np.int64)
    weight = np.concatenate([item.hops.weight for item in walks]) if walks else np.empty(0)
    for index, anchor in enumerate(anchors.numbers):
        for item in walks:
            if item.anchor == anchor:
                by[:, index] |= among(company, item.company)
        by[:, index] |= among(company, via.company[via.anchor == anchor])
        direct = union(far[near == anchor], near[far == anchor])
        tied[:, index] = among(company, direct)
    inside = among(near, goods) & among(far, goods)
    restart = np.zeros(len(goods))
    restart[np.searchsorted(goods, anchors.numbers)] = anchors.weights
    reached = proximity(goods, store.walk_facts(goods).partners, restart, (near[inside], far[inside], weight[inside]))
    place = _place(goods, company)
    return by, tied, np.where(goods[place] == company, reached[place], 0.0)


def _no_via() -> ViaTies:
    none, nothing, never = np.empty(0, np.int64), np.empty(0), np.empty(0, np.bool_)
    return ViaTies(none, none, none, none, none, nothing, nothing, never, never, 0)


def likely_around(store: Store, anchors: AnchorSet) -> tuple[Likely, ...]:
    """Likely suppliers, then likely buyers, of each anchor."""
    return tuple(
        likely(store, int(anchor), side) for anchor in anchors.numbers for side in (Side.UPSTREAM, Side.DOWNSTREAM)
    )
