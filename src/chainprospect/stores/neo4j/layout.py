"""
What stands in a database of ours: every property with its type, and the version of it all.

A type is one of those that `neo4j-admin` knows in a header (`int` has 64 bits, `double` too); an unknown value has no
property. People see these names in Neo4j Browser; docs/neo4j.md tells what each means.
"""

from __future__ import annotations

from typing import Final

from chainprospect.model.relation import Kind, Kinds, Side

# Raised whenever a reader of the version before could not read what is written now.
SCHEMA: Final = 1
# A range index of Neo4j holds keys of some 8 kB; the id stands in one beside the snapshot's.
LONGEST_ID: Final = 7_000
LABELS_A_ROW: Final = 10_000

FILLING: Final = "filling"
COMPLETE: Final = "complete"
REMOVING: Final = "removing"

RELATION_TYPES: Final = tuple(kind.name for kind in Kind)
# Constraints and indexes by name, each made by the statement `schema_` and its name: what filling itself needs, and
# what is made once all companies are there, while their relations are written.
KEYS: Final = ("chainprospect_key", "snapshot_id", "company_number")
OF_COMPANIES: Final = ("company_id", "company_peers", "company_client", "company_search", "company_names")
INDEXES: Final = (*KEYS, *OF_COMPANIES, "event_number", *(f"{name.lower()}_number" for name in RELATION_TYPES))
LABELLED: Final = ("industry", "region", "role", "bank", "event_type")


def total_of(kinds: Kinds, side: Side) -> str:
    """The property of a company that counts its relations of one group and side (`goods_up`)."""
    return f"{kinds.name.lower()}_{'up' if side is Side.UPSTREAM else 'down'}"


TOTALS: Final = tuple(total_of(kinds, side) for kinds in Kinds for side in (Side.UPSTREAM, Side.DOWNSTREAM))

COMPANY: Final = {
    "snapshot": "string",
    "number": "int",
    "id": "string",
    "name": "string",
    "aliases": "string[]",
    "name_en": "string",
    "former_names": "string[]",
    "uscc": "string",
    "lei": "string",
    "ticker": "string",
    "country": "string",
    "region": "string",
    "park": "string",
    "industry_code": "string",
    "industry": "string",
    "role": "string",
    "ownership": "string",
    "status": "string",
    "products": "string[]",
    "main_bank": "string",
    "banks": "string[]",
    "is_client": "boolean",
    "core_client": "boolean",
    "listed": "boolean",
    "employees": "double",
    "revenue": "double",
    "currency": "string",
    "as_of": "string",
    "grade": "string",
    "source_file": "string",
    "source_row": "int",
    "source_ref": "string",
    "records": "int",
    "revenue_cny": "double",
    "assets_cny": "double",
    "unpriced": "boolean",
    "growth": "double",
    "industry_growth": "double",
    "blacklisted": "boolean",
    "partners": "int",
    "buyers": "int",
    "suppliers": "int",
    "client_partners": "int",
    "ownership_group": "int",
    "bank_count": "double",
    "industry_no": "int",
    "region_no": "int",
    "role_no": "int",
    "main_bank_no": "int",
    "bank_nos": "int[]",
    "net_assets_cny": "double",
    "market_cap_cny": "double",
    "loan_balance_cny": "double",
    "deposit_balance_cny": "double",
    "contribution": "double",
    "founded": "string",
    "products_held": "string[]",
    "blacklist_reason": "string",
    "division": "string",
    "province": "string",
    **dict.fromkeys(TOTALS, "int"),
    "own_ids": "string[]",
    "search_keys": "string[]",
    "search_lengths": "int[]",
    "search_grams": "string",
    "facts": "string",
}

RELATION: Final = {
    "number": "int",
    "rank_up": "int",
    "rank_down": "int",
    "product": "string",
    "amount": "double",
    "currency": "string",
    "amount_cny": "double",
    "count": "int",
    "share_of_target": "double",
    "share_of_source": "double",
    "share": "double",
    "start": "string",
    "end": "string",
    "as_of": "string",
    "day": "int",
    "grade": "string",
    "confidence": "double",
    "source_ref": "string",
    "evidence": "int",
    "source_name": "string",
    "file": "string",
    "row": "int",
    "evidence_rows": "string",
}

EVENT: Final = {
    "snapshot": "string",
    "number": "int",
    "type": "string",
    "type_no": "int",
    "date": "string",
    "day": "int",
    "text": "string",
    "source_ref": "string",
}

FINANCIAL: Final = {
    "snapshot": "string",
    "order": "int",
    "period": "string",
    "period_end": "string",
    "currency": "string",
    "part_year": "boolean",
    "rate": "double",
    "file": "string",
    "row": "int",
    "items": "double[]",
    "item_names": "string[]",
}

LABELS: Final = {"snapshot": "string", "column": "string", "first": "int", "texts": "string[]"}

SNAPSHOT: Final = {
    "id": "string",
    "state": "string",
    "schema": "int",
    "content": "string",
    "companies": "int",
    "relations": "int",
    "evidence": "int",
    "events": "int",
    "financials": "int",
    "clients": "int",
    "newest_day": "int",
    "supplier_scale": "double",
    "buyer_scale": "double",
    "fx": "string",
    **{f"{column}_labels": "int" for column in LABELLED},
}
