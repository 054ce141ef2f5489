"""Which of a company's texts answers a search, as every store decides it."""

from __future__ import annotations

from chainprospect.model.company import CompanyMatch
from chainprospect.stores.neo4j.connection import Row
from chainprospect.stores.snapshot.search import HOWS, search_key


def match_of(row: Row, key: str) -> CompanyMatch:
    """
    The best way in which a company that answers a key does so.

    Parameters
    ----------
    row
        Columns of `search.cypher`.
    key
        The text asked for as it is compared; one of the company's texts holds it.
    """
    number, ident, own_ids, uscc, lei, ticker, name, aliases, former_names, name_en = row
    said = (
        [ident, *(own_ids or ()), uscc, lei, ticker],
        [name],
        [*(aliases or ()), *(former_names or ()), name_en],
    )
    texts: dict[str, int] = {}
    for how, some in enumerate(said):
        for text in some:
            if text:
                texts.setdefault(text, how)
    found = []
    for text, how in texts.items():
        kept = search_key(text)
        place = kept.find(key)
        if place >= 0:
            found.append((0 if kept == key else 1 if place == 0 else 2, len(text), how, text))
    grade, _, how, text = min(found)
    return CompanyMatch(number, ident, name, (HOWS[how], "start", "substring")[grade], text)
