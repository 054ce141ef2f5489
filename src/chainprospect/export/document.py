"""The answer as one JSON document, and as one line a lead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any, Final

from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import number, plain
from chainprospect.model.company import Company, SizeBand
from chainprospect.model.prospect import Chain, Contribution, Counts, Excluded, Lead, Likeness, Prospects
from chainprospect.model.relation import Relation

SCHEMA: Final = 1
_dumps: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def document(result: Prospects) -> dict[str, Any]:
    """
    The whole answer as dicts, lists, text, numbers, booleans and None, in a fixed order.

    Every field is explained in docs/output.md.
    """
    names = industry_names(result.lang)
    return _frame(result, names) | {
        "leads": [_lead(lead, names) for lead in result.leads],
        "lookalikes": [_lead(lead, names) for lead in result.lookalikes],
        "excluded": [_excluded(item, names) for item in result.excluded],
    }


def _frame(result: Prospects, names: Mapping[str, str]) -> dict[str, Any]:
    """What stands before the lists."""
    return {
        "schema": SCHEMA,
        "snapshot": result.snapshot,
        "lang": result.lang,
        "as_of": result.as_of,
        "anchors": [_company(anchor, names) for anchor in result.anchors],
        "settings": plain(result.settings),
        "counts": _counts(result.counts),
    }


def to_json(result: Prospects) -> str:
    """The document as JSON text: one line a lead, so that two answers can be compared line by line."""
    names = industry_names(result.lang)
    writer = _LeadWriter(names)
    blocks: list[tuple[str, Iterable[str]]] = [(key, _block(value)) for key, value in _frame(result, names).items()]
    blocks += [
        ("leads", _rows(map(writer.text, result.leads))),
        ("lookalikes", _rows(map(writer.text, result.lookalikes))),
        ("excluded", _rows(_dumps(_excluded(item, names)) for item in result.excluded)),
    ]
    pieces = ["{"]
    for at, (key, texts) in enumerate(blocks):
        pieces += (",\n" if at else "\n", _dumps(key), ": ", *texts)
    pieces.append("\n}")
    # Joined once: the text may be long.
    return "".join(pieces)


def to_json_lines(result: Prospects) -> str:
    """One JSON object a line: leads, then lookalikes; `list` says which."""
    names = industry_names(result.lang)
    lists = (("leads", result.leads), ("lookalikes", result.lookalikes))
    return "".join(f"{_dumps({'list': title, **_lead(lead, names)})}\n" for title, leads in lists for lead in leads)


def _block(value: Any) -> Iterable[str]:
    return _rows(map(_dumps, value)) if isinstance(value, list) else (_dumps(value),)


def _rows(texts: Iterable[str]) -> Iterator[str]:
    """The pieces of a list of texts that are JSON already, one a line."""
    opening = "[\n"
    for text in texts:
        yield opening
        yield text
        opening = ",\n"
    yield "\n]" if opening == ",\n" else "[]"


class _LeadWriter:
    """
    Words leads as JSON, each as `document` holds it.

    Hundreds of lookalikes are told by the same peers: what a peer shares with the anchor is worded once.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._likeness: dict[Likeness, str] = {}

    def text(self, lead: Lead) -> str:
        """One lead on one line."""
        head, tail = _dumps(_head(lead, self._names)), _dumps(_tail(lead))
        parts = ", ".join([_contribution_text(part) for part in lead.contributions])
        chains = _dumps([_chain(chain) for chain in lead.chains])
        likeness = f'"likeness": [{", ".join(map(self._like_text, lead.likeness))}], ' if lead.inferred else ""
        return f'{head[:-1]}, "contributions": [{parts}], "chains": {chains}, {likeness}{tail[1:]}'

    def _like_text(self, like: Likeness) -> str:
        text = self._likeness.get(like)
        if text is None:
            text = self._likeness[like] = _dumps(_like(like))
        return text


def _contribution_text(part: Contribution) -> str:
    """What `_contribution` holds, as JSON: there are eleven a lead, and words are quick to set."""
    return (
        f'{{"name": {encode_basestring(part.name)}, "value": {_real(part.value)}, "weight": {_real(part.weight)}, '
        f'"points": {_real(part.points)}, "evidence": {encode_basestring(part.evidence)}, '
        f'"known": {"true" if part.known else "false"}}}'
    )


def _real(value: float | None) -> str:
    found = number(value)
    return "null" if found is None else float.__repr__(found)


def _company(company: Company, names: Mapping[str, str], size: SizeBand | None = None) -> dict[str, Any]:
    block: dict[str, Any] = {
        "id": company.id,
        "name": company.name,
        "uscc": company.uscc,
        "region": company.region,
        "industry": {
            "code": company.industry_code,
            "name": industry_name(company.industry_code, company.industry, names),
        },
    }
    if size is not None:
        block["size"] = {"band": size.band, "low": size.low, "high": size.high, "basis": size.basis}
    block |= {
        "aliases": list(company.aliases),
        "name_en": company.name_en,
        "former_names": list(company.former_names),
        "lei": company.lei,
        "ticker": company.ticker,
        "country": company.country,
        "park": company.park,
        "role": company.role,
        "ownership": company.ownership,
        "status": company.status,
        "products": list(company.products),
        "employees": number(company.employees),
        "revenue": number(company.revenue),
        "currency": company.currency,
        "as_of": company.as_of,
        "banks": list(company.banks),
        "main_bank": company.main_bank,
        "listed": company.listed,
        "is_client": company.is_client,
        "core_client": company.core_client,
    }
    return block


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "reached": counts.reached,
        "gated": dict(counts.gated),
        "scored": counts.scored,
        "cut": counts.cut,
        "shown": counts.shown,
        "cut_companies": counts.cut_companies,
        "lookalikes": {
            "found": counts.lookalikes_found,
            "gated": dict(counts.lookalikes_gated),
            "scored": counts.lookalikes_scored,
        },
    }


def _lead(lead: Lead, names: Mapping[str, str]) -> dict[str, Any]:
    evidence = {
        "contributions": [_contribution(part) for part in lead.contributions],
        "chains": [_chain(chain) for chain in lead.chains],
    }
    likeness = {"likeness": [_like(like) for like in lead.likeness]} if lead.inferred else {}
    return _head(lead, names) | evidence | likeness | _tail(lead)


def _like(like: Likeness) -> dict[str, Any]:
    return {"via": {"id": like.via.id, "name": like.via.name}, "shares": list(like.shares)}


def _head(lead: Lead, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rank": lead.rank,
        "company": _company(lead.company, names, lead.size),
        "score": number(lead.score),
        "centrality": number(lead.centrality),
        "fit": number(lead.fit),
        "coverage": number(lead.coverage),
        "side": str(lead.side),
        "tier": lead.tier,
        "inferred": lead.inferred,
        "anchors": [anchor.id for anchor in lead.anchors],
    }


def _tail(lead: Lead) -> dict[str, Any]:
    return {
        "reasons": list(lead.reasons),
        "missing": list(lead.missing),
        "flags": list(lead.flags),
        "gate": lead.gate,
    }


def _contribution(part: Contribution) -> dict[str, Any]:
    return {
        "name": part.name,
        "value": number(part.value),
        "weight": number(part.weight),
        "points": number(part.points),
        "evidence": part.evidence,
        "known": part.known,
    }


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "companies": [company.id for company in chain.companies],
        "names": [company.name for company in chain.companies],
        "relations": [_relation(tie, strength) for tie, strength in zip(chain.relations, chain.strengths, strict=True)],
        "weakest": chain.weakest,
        "side": str(chain.side),
        "tiers": chain.tiers,
    }


def _relation(tie: Relation, strength: float) -> dict[str, Any]:
    return {
        "source": tie.source,
        "target": tie.target,
        "kind": tie.kind.word,
        "product": tie.product,
        "amount": number(tie.amount),
        "currency": tie.currency,
        "amount_cny": number(tie.amount_cny),
        "count": tie.count,
        "share_of_target": number(tie.share_of_target),
        "share_of_source": number(tie.share_of_source),
        "share": number(tie.share),
        "start": tie.start,
        "end": tie.end,
        "as_of": tie.as_of,
        "grade": tie.grade,
        "confidence": number(tie.confidence),
        "source_ref": tie.source_ref,
        "evidence": tie.evidence,
        "strength": number(strength),
    }


def _excluded(item: Excluded, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "company": _company(item.company, names),
        "gate": item.gate,
        "reason": item.reason,
        "side": str(item.side),
        "tier": item.tier,
        "inferred": item.inferred,
        "facts": plain(item.facts),
    }
