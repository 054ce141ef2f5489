"""Words of introductions, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "intro.ask_manager": "ask our account manager of {company}",
        "intro.ask_person": "ask {person}, who knows {company}",
        "intro.ask_contact": "ask {person}, who knows the {contact} of {company}",
        "intro.knows": "{person} knows {company}",
        "intro.knows_contact": "{person} knows the {contact} of {company}",
        "intro.client": "{company} is our client",
        "intro.core_client": "{company} is our core client",
        "intro.referral": "{source} has referred {company} to us",
        "intro.owner": "{source} holds a stake in {company}",
        "intro.owned": "{source} is partly or wholly owned by {company}",
        "intro.intermediary": "{source} serves {company}{what}",
        "intro.served": "{source} is served by {company}{what}",
        "intro.buyer": "{source} buys from {company}{what}",
        "intro.supplier": "{source} supplies {company}{what}",
        "intro.what": " ({product})",
        "intro.assumed": "; how strong the tie is nobody says, a half was taken",
    }
)
