"""Words of packs, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "packs.kind_core_buyer": "suppliers of {shared}",
        "packs.kind_core_seller": "buyers of {shared}",
        "packs.kind_distributor": "around the distributor {shared}",
        "packs.kind_park": "in the park {shared}",
        "packs.kind_association": "members of {shared}",
        "packs.kind_market": "in the market {shared}",
        "packs.kind_community": "trading with each other, around {shared}",
        "packs.confirmed_payables": "The core buyer confirms what it owes each; lend against confirmed payables alone.",
        "packs.collection_account": "Sales money comes in through an account with us and pays back the loan first.",
        "packs.buyer_concentration": (
            "Stop new loans when the buyer pays late: it is the one risk that all of them have."
        ),
        "packs.seller_buyback": "The seller takes back goods that are not sold, or makes up the difference.",
        "packs.goods_in_control": "Bills are made out to the seller, goods are released against deposits.",
        "packs.dealer_deposit": "Each puts down a deposit with the first bill; it stands in for the last one.",
        "packs.stock_reports": "The distributor reports orders and stock of each firm every month.",
        "packs.distributor_warranty": "The distributor names who it has known for two years and answers for a part.",
        "packs.park_guarantee_fund": "The park or its guarantee company pays into a fund that takes the first loss.",
        "packs.park_information": "The park tells of rent, power and staff every month: they fall before sales do.",
        "packs.lease_rights": "Rights in plant and premises go to us, with the park's consent to let them again.",
        "packs.mutual_fund": "Members pay into a common fund that takes the first loss; no member guarantees another.",
        "packs.member_vetting": "The association proposes members and vouches for years, trade and good name.",
        "packs.expulsion": "Who does not pay leaves the association and its orders.",
        "packs.market_operator": "Whoever runs the market vouches for who trades there, and warns of who leaves.",
        "packs.till_flow": "Lend by takings through our till and code payments, looked at every month.",
        "packs.stall_rights": "Rights in stalls, stock or machines stand behind the loan.",
        "packs.flow_crosscheck": "Check invoices against payments on both sides: they trade with each other.",
        "packs.no_mutual_guarantee": "No guarantee of one for another: one failure would take all.",
        "packs.single_limits": "Limits firm by firm: nothing but trade binds them.",
    }
)
