"""Peers: the companies that trade like an anchor, as evidence for the companies which they trade with."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np

from chainprospect.expand.likeness import Likely
from chainprospect.model.company import IdArray
from chainprospect.model.runs import ranges

PEERS_KEPT: Final = 5

# A peer, and the partners it shares with the anchor, ascending.
Peer: TypeAlias = tuple[int, tuple[int, ...]]


class Peers:
    """
    Finds the peers that say most for companies.

    What a peer shares with the anchor is looked up once; companies told by the same peer hold the same value.
    """

    def __init__(self, found: Likely) -> None:
        self._found = found
        self._shared: dict[int, Peer] = {}

    def best(self, companies: IdArray) -> list[tuple[Peer, ...]]:
        """Peers that say most for each company, best first (ties by id), each with the partners it shares."""
        found = self._found
        low = np.searchsorted(found.tie_company, companies)
        counts = np.searchsorted(found.tie_company, companies, side="right") - low
        ties, place = ranges(low, counts), np.repeat(np.arange(len(companies)), counts)
        order = np.lexsort((found.tie_peer[ties], -found.tie_share[ties], place))
        rank = np.arange(len(ties)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept = order[rank < PEERS_KEPT]
        peers = [self._peer(peer) for peer in found.tie_peer[ties[kept]].tolist()]
        ends = np.cumsum(np.minimum(counts, PEERS_KEPT)).tolist()
        return [
            tuple([_without(company, peer) for peer in peers[start:end]])
            for company, (start, end) in zip(companies.tolist(), pairwise([0, *ends]), strict=True)
        ]

    def _peer(self, peer: int) -> Peer:
        told = self._shared.get(peer)
        if told is None:
            shares = set()
            for whose, partner in (self._found.shared, self._found.shared_across):
                low, high = whose.searchsorted((peer, peer + 1)).tolist()
                shares.update(partner[low:high].tolist())
            told = self._shared[peer] = (peer, tuple(sorted(shares)))
        return told


def _without(company: int, peer: Peer) -> Peer:
    """A peer without the company itself among what it shares."""
    number, shares = peer
    return (number, tuple([share for share in shares if share != company])) if company in shares else peer
