"""The answer as a table: one row a lead, leads first, then lookalikes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import number
from chainprospect.model.prospect import CONTRIBUTIONS, Chain, Lead, Prospects

COLUMNS: Final = (
    "rank",
    "company_id",
    "company",
    "score",
    "centrality",
    "fit",
    "coverage",
    "side",
    "tier",
    "inferred",
    "anchors",
    "chain",
    "reasons",
    "missing",
    "size",
    "industry",
    "region",
    "uscc",
    "list",
    "flags",
    "gate",
    "role",
    "ownership",
    "industry_code",
    "employees",
    "revenue",
    "currency",
    "facts_as_of",
    "products",
    "banks",
    "main_bank",
    "listed",
    "is_client",
    "aliases",
    "name_en",
    "former_names",
    "lei",
    "ticker",
    "country",
    "park",
    "status",
    "size_low",
    "size_high",
    "size_basis",
    "chain_grade",
    *(f"points_{name}" for name in CONTRIBUTIONS),
)


def rows(result: Prospects) -> Iterator[dict[str, Any]]:
    """
    One dict a lead with the keys of `COLUMNS`; lists are tuples, unknown is None.

    `size` is (low, high), `chain` is text: arrows follow the goods, `≈` stands before companies that a lookalike is
    like.
    """
    names = industry_names(result.lang)
    for title, leads in (("leads", result.leads), ("lookalikes", result.lookalikes)):
        for lead in leads:
            yield _row(lead, title, names)


def _row(lead: Lead, title: str, names: Mapping[str, str]) -> dict[str, Any]:
    company = lead.company
    points = {part.name: number(part.points) for part in lead.contributions}
    best = lead.chains[0] if lead.chains else None
    return {
        "rank": lead.rank,
        "company_id": company.id,
        "company": company.name,
        "score": number(lead.score),
        "centrality": number(lead.centrality),
        "fit": number(lead.fit),
        "coverage": number(lead.coverage),
        "side": str(lead.side),
        "tier": lead.tier,
        "inferred": lead.inferred,
        "anchors": tuple(anchor.name for anchor in lead.anchors),
        "chain": _likeness_text(lead) if best is None else chain_text(best),
        "reasons": lead.reasons,
        "missing": lead.missing,
        "size": lead.size.band,
        "industry": industry_name(company.industry_code, company.industry, names),
        "region": company.region,
        "uscc": company.uscc,
        "list": title,
        "flags": lead.flags,
        "gate": lead.gate,
        "role": company.role,
        "ownership": company.ownership,
        "industry_code": company.industry_code,
        "employees": number(company.employees),
        "revenue": number(company.revenue),
        "currency": company.currency,
        "facts_as_of": company.as_of,
        "products": company.products,
        "banks": company.banks,
        "main_bank": company.main_bank,
        "listed": company.listed,
        "is_client": company.is_client,
        "aliases": company.aliases,
        "name_en": company.name_en,
        "former_names": company.former_names,
        "lei": company.lei,
        "ticker": company.ticker,
        "country": company.country,
        "park": company.park,
        "status": company.status,
        "size_low": lead.size.low,
        "size_high": lead.size.high,
        "size_basis": lead.size.basis,
        "chain_grade": None if best is None or not best.relations else best.relations[best.weakest].grade,
        **{f"points_{name}": points.get(name) for name in CONTRIBUTIONS},
    }


def chain_text(chain: Chain) -> str:
    """Names from the anchor to the lead; each arrow points the way the relation does."""
    words = [chain.companies[0].name] if chain.companies else []
    for place, tie in enumerate(chain.relations):
        words += ["→" if tie.source == chain.companies[place].id else "←", chain.companies[place + 1].name]
    return " ".join(words)


def _likeness_text(lead: Lead) -> str | None:
    return f"≈ {'; '.join(like.via.name for like in lead.likeness)}" if lead.likeness else None


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with text for its lists: names apart by `; `, sentences by ` | `; a size range as `small-medium`."""
    cells = {key: "; ".join(value) if isinstance(value, tuple) else value for key, value in row.items()}
    cells["reasons"] = " | ".join(row["reasons"])
    if row["size"] is None and row["size_low"] is not None:
        cells["size"] = f"{row['size_low']}-{row['size_high']}"
    return cells
