"""What stands on the sheets beside the leads: chains, excluded companies, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import number, plain
from chainprospect.export.words import word
from chainprospect.model.prospect import Lead, Prospects

CHAIN_COLUMNS: Final = (
    "rank",
    "company_id",
    "company",
    "chain_number",
    "hop",
    "source_id",
    "source",
    "target_id",
    "target",
    "kind",
    "product",
    "amount",
    "currency",
    "amount_cny",
    "count",
    "share_of_target",
    "share_of_source",
    "share",
    "as_of",
    "grade",
    "confidence",
    "strength",
    "weakest",
    "evidence",
    "source_ref",
)
EXCLUDED_COLUMNS: Final = (
    "company_id",
    "company",
    "gate",
    "reason",
    "side",
    "tier",
    "inferred",
    "industry",
    "region",
    "uscc",
)


def hops(leads: Iterable[Lead]) -> Iterator[dict[str, Any]]:
    """One row a hop of every chain kept."""
    for lead in leads:
        for order, chain in enumerate(lead.chains, 1):
            names = {company.id: company.name for company in chain.companies}
            for place, (tie, strength) in enumerate(zip(chain.relations, chain.strengths, strict=True)):
                yield {
                    "rank": lead.rank,
                    "company_id": lead.company.id,
                    "company": lead.company.name,
                    "chain_number": order,
                    "hop": place + 1,
                    "source_id": tie.source,
                    "source": names.get(tie.source, tie.source),
                    "target_id": tie.target,
                    "target": names.get(tie.target, tie.target),
                    "kind": tie.kind.word,
                    "product": tie.product,
                    "amount": number(tie.amount),
                    "currency": tie.currency,
                    "amount_cny": number(tie.amount_cny),
                    "count": tie.count,
                    "share_of_target": number(tie.share_of_target),
                    "share_of_source": number(tie.share_of_source),
                    "share": number(tie.share),
                    "as_of": tie.as_of,
                    "grade": tie.grade,
                    "confidence": number(tie.confidence),
                    "strength": number(strength),
                    "weakest": True if place == chain.weakest else None,
                    "evidence": tie.evidence,
                    "source_ref": tie.source_ref,
                }


def excluded(result: Prospects) -> Iterator[dict[str, Any]]:
    """One row a company that a gate took."""
    names = industry_names(result.lang)
    for item in result.excluded:
        company = item.company
        yield {
            "company_id": company.id,
            "company": company.name,
            "gate": item.gate,
            "reason": item.reason,
            "side": str(item.side),
            "tier": item.tier,
            "inferred": item.inferred,
            "industry": industry_name(company.industry_code, company.industry, names),
            "region": company.region,
            "uscc": company.uscc,
        }


def settings(result: Prospects) -> Iterator[dict[str, Any]]:
    """What was asked, what became of it, and the settings that shaped it, one row an item."""
    lang, counts = result.lang, result.counts

    def line(title: str, value: Any, **values: str) -> dict[str, Any]:
        return {"item": word(f"item.{title}", lang, **values), "value": value}

    yield line("snapshot", result.snapshot)
    yield line("as_of", result.as_of)
    for anchor in result.anchors:
        yield line("anchor", f"{anchor.name} ({anchor.id})")
    for key in ("reached", "scored", "shown", "cut", "cut_companies"):
        yield line(key, getattr(counts, key))
    for gate, taken in counts.gated.items():
        yield line("gated", taken, gate=word(f"gate.{gate}", lang))
    yield line("lookalikes_found", counts.lookalikes_found)
    yield line("lookalikes_scored", counts.lookalikes_scored)
    for gate, taken in counts.lookalikes_gated.items():
        yield line("lookalikes_gated", taken, gate=word(f"gate.{gate}", lang))
    for key, value in _leaves("", plain(result.settings)):
        yield line("setting", value, key=key)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Settings by dotted key, lists as text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        yield path, "; ".join(str(item) for item in value)
    else:
        yield path, value
