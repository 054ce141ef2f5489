"""Peers: the companies that trade like an anchor, as evidence for the companies which they trade with."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np

from chainprospect.expand.likeness import Likely

PEERS_KEPT: Final = 5

# A peer, and the partners it shares with the anchor, ascending.
Peer: TypeAlias = tuple[int, tuple[int, ...]]


class Peers:
    """
    Finds the peers that say most for one company after another.

    What a peer shares with the anchor is looked up once; companies told by the same peer hold the same tuple.
    """

    def __init__(self, found: Likely) -> None:
        self._found = found
        self._shares: dict[int, tuple[int, ...]] = {}

    def best(self, company: int) -> tuple[Peer, ...]:
        """Peers that say most for a company, best first (ties by id), each with the partners it shares."""
        found = self._found
        low, high = np.searchsorted(found.tie_company, (company, company + 1))
        peer = found.tie_peer[low:high]
        order = np.lexsort((peer, -found.tie_share[low:high]))[:PEERS_KEPT]
        return tuple((item, self._without(company, self._shared(item))) for item in peer[order].tolist())

    def _shared(self, peer: int) -> tuple[int, ...]:
        shares = self._shares.get(peer)
        if shares is None:
            found = set()
            for whose, partner in (self._found.shared, self._found.shared_across):
                low, high = np.searchsorted(whose, (peer, peer + 1))
                found.update(partner[low:high].tolist())
            shares = self._shares[peer] = tuple(sorted(found))
        return shares

    @staticmethod
    def _without(company: int, shares: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in shares if number != company) if company in shares else shares
