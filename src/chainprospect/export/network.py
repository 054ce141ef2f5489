"""The answer as a network: companies, and the relations their chains rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import number, one_line
from chainprospect.model.company import Company
from chainprospect.model.prospect import Lead, Prospects
from chainprospect.model.relation import Relation

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(result: Prospects) -> nx.DiGraph | nx.MultiDiGraph:
    """
    Companies by id and the relations of all chains; arrows follow the goods.

    Attributes are text, numbers and booleans; what is unknown has no attribute. `standing` of a company is `anchor`,
    `lead`, `lookalike` or `chain` (it only stands between). A MultiDiGraph, keyed by kind, where two companies share
    relations of several kinds, else a DiGraph. A lookalike has no relation: none is on record.
    """
    import networkx as nx

    ties = _ties(result)
    pairs = {(tie.source, tie.target) for tie, _ in ties}
    several = len(pairs) < len(ties)
    graph = nx.MultiDiGraph() if several else nx.DiGraph()
    graph.graph.update(_known({"snapshot": result.snapshot, "as_of": result.as_of, "lang": result.lang}))
    graph.add_nodes_from(_companies(result).items())
    for tie, strength in ties:
        values = _relation(tie, strength)
        if several:
            graph.add_edge(tie.source, tie.target, key=tie.kind.word, **values)
        else:
            graph.add_edge(tie.source, tie.target, **values)
    return graph


def to_graphml(result: Prospects) -> bytes:
    """The network as GraphML, the same bytes for the same answer."""
    import io

    import networkx as nx

    drawn = to_networkx(result)
    graph = nx.MultiDiGraph() if drawn.is_multigraph() else nx.DiGraph()
    for ident, values in drawn.nodes(data=True):
        graph.add_node(one_line(ident), **_printable(values))
    for place, (source, target, values) in enumerate(drawn.edges(data=True)):
        # Parallel edges carry an id in the file, and ids are unique there.
        key = {"key": f"r{place}"} if drawn.is_multigraph() else {}
        graph.add_edge(one_line(source), one_line(target), **key, **_printable(values))
    text = io.BytesIO()
    # The variant on the standard library: which XML libraries are installed must not change the bytes.
    nx.write_graphml_xml(graph, text)
    return text.getvalue()


def _ties(result: Prospects) -> list[tuple[Relation, float]]:
    found: dict[tuple[str, str, str], tuple[Relation, float]] = {}
    for lead in result.leads:
        for chain in lead.chains:
            for tie, strength in zip(chain.relations, chain.strengths, strict=True):
                found.setdefault((tie.source, tie.target, tie.kind.word), (tie, strength))
    return list(found.values())


def _companies(result: Prospects) -> dict[str, dict[str, Any]]:
    names = industry_names(result.lang)
    found: dict[str, dict[str, Any]] = {}

    def facts(company: Company, standing: str) -> dict[str, Any]:
        return {
            "name": company.name,
            "standing": standing,
            "uscc": company.uscc,
            "region": company.region,
            "industry": industry_name(company.industry_code, company.industry, names),
            "industry_code": company.industry_code,
            "role": company.role,
            "employees": number(company.employees),
            "revenue": number(company.revenue),
            "currency": company.currency,
        }

    for anchor in result.anchors:
        found[anchor.id] = _known(facts(anchor, "anchor"))
    for standing, leads in (("lead", result.leads), ("lookalike", result.lookalikes)):
        for lead in leads:
            found[lead.company.id] = _known(facts(lead.company, standing) | _places(lead))
    for ident, name in _between(result):
        found.setdefault(ident, {"name": name, "standing": "chain"})
    return found


def _places(lead: Lead) -> dict[str, Any]:
    return {
        "rank": lead.rank,
        "score": number(lead.score),
        "centrality": number(lead.centrality),
        "fit": number(lead.fit),
        "coverage": number(lead.coverage),
        "side": str(lead.side),
        "tier": lead.tier,
        "inferred": lead.inferred,
        "size": lead.size.band,
        "anchors": "; ".join(anchor.id for anchor in lead.anchors) or None,
        "like": "; ".join(like.via.id for like in lead.likeness) or None,
        "reasons": " ".join(lead.reasons) or None,
    }


def _between(result: Prospects) -> Iterator[tuple[str, str]]:
    for lead in result.leads:
        for anchor in lead.anchors:
            yield anchor.id, anchor.name
        for chain in lead.chains:
            for company in chain.companies:
                yield company.id, company.name


def _relation(tie: Relation, strength: float) -> dict[str, Any]:
    return _known(
        {
            "kind": tie.kind.word,
            "product": tie.product,
            "amount": number(tie.amount),
            "currency": tie.currency,
            "amount_cny": number(tie.amount_cny),
            "share_of_target": number(tie.share_of_target),
            "share_of_source": number(tie.share_of_source),
            "share": number(tie.share),
            "as_of": tie.as_of,
            "grade": tie.grade,
            "confidence": number(tie.confidence),
            "strength": number(strength),
            "source_ref": tie.source_ref,
        }
    )


def _printable(values: dict[str, Any]) -> dict[str, Any]:
    return {key: one_line(value) if isinstance(value, str) else value for key, value in values.items()}


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
