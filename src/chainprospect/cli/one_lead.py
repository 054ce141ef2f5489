"""One company in full: every contribution, every chain hop by hop, every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainprospect.cli.screen import chain_text, contributions, place, size_text
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import gate_opener, gate_title, grade_title, kind_title

if TYPE_CHECKING:
    from chainprospect.model.prospect import Chain, Lead
    from chainprospect.model.relation import Relation

INDENT = "  "
SHARES_SHOWN = 6


def lead(found: Lead, talk: Talk) -> list[str]:
    """Lines that tell all there is about a lead or a lookalike."""
    columns = room()
    title = talk.word("one_title", name=found.company.name, id=found.company.id)
    anchors = talk.word("listing").join(f"{anchor.name} ({anchor.id})" for anchor in found.anchors)
    lines = [
        title,
        talk.word("one_place", place=place(found, talk), anchors=anchors, size=size_text(found.size, talk)),
        talk.word(
            "one_score",
            score=f"{found.score:.4f}",
            centrality=f"{found.centrality:.1f}",
            fit=f"{found.fit:.1f}",
            coverage=f"{found.coverage:.0%}",
        ),
    ]
    if found.gate:
        opener = gate_opener(found.gate, talk.lang)
        lines.append(talk.word("one_gate", gate=gate_title(found.gate, talk.lang), opener=opener))
    lines += ["", talk.word("one_why")]
    for reason in found.reasons:
        lines += _bullet(reason, columns)
    lines += ["", talk.word("one_contributions"), *contributions(found, talk, columns)]
    for number, chain in enumerate(found.chains, start=1):
        lines += ["", talk.word("one_chain", number=number, all=len(found.chains), tiers=chain.tiers)]
        if len(chain.relations) > 1:
            lines += wrap(chain_text(chain, talk), columns, INDENT)
        lines += _hops(chain, talk, columns)
    if found.likeness:
        lines += ["", talk.word("one_likeness")]
        for like in found.likeness:
            shares = talk.word("listing").join(like.shares[:SHARES_SHOWN])
            if len(like.shares) > SHARES_SHOWN:
                shares += talk.word("and_others", all=len(like.shares))
            text = talk.word("like_shares", name=like.via.name, id=like.via.id, shares=shares)
            lines += _bullet(text if like.shares else f"{like.via.name} ({like.via.id})", columns)
    return lines


def _bullet(text: str, columns: int) -> list[str]:
    first, *rest = wrap(text, columns, "    ")
    return [f"  - {first.lstrip()}", *rest]


def _hops(chain: Chain, talk: Talk, columns: int) -> list[str]:
    names = {company.id: company.name for company in chain.companies}
    lines = []
    for at, relation in enumerate(chain.relations):
        hop = talk.word(
            "one_hop",
            source=names.get(relation.source, relation.source),
            target=names.get(relation.target, relation.target),
            kind=kind_title(relation.kind.word, talk.lang),
            grade=grade_title(relation.grade, talk.lang),
            strength=f"{chain.strengths[at]:.3f}",
        )
        if at == chain.weakest and len(chain.relations) > 1:
            hop += talk.word("weakest")
        facts = [relation_facts(relation, talk)]
        if relation.source_ref:
            facts.append(talk.word("fact_source_ref", source_ref=relation.source_ref))
        lines += _bullet(hop, columns)
        known = talk.word("listing").join(fact for fact in facts if fact)
        lines += wrap(known, columns, "    ") if known else []
    return lines


def relation_facts(relation: Relation, talk: Talk) -> str:
    """Product, amount, shares and dates of a relation, those that are known."""
    parts = [relation.product] if relation.product else []
    if relation.amount is not None:
        parts.append(talk.word("fact_amount", amount=money(relation.amount), currency=relation.currency or "CNY"))
    sides = [name for name in ("share_of_target", "share_of_source") if getattr(relation, name) is not None]
    # `share` is the largest of the three: it says more only where it stands alone.
    shares = sides or (["share"] if relation.share is not None else [])
    parts += [talk.word(f"fact_{name}", value=f"{getattr(relation, name):.1%}") for name in shares]
    if relation.start or relation.end:
        parts.append(talk.word("fact_span", start=relation.start or "", end=relation.end or ""))
    elif relation.as_of:
        parts.append(relation.as_of)
    if relation.evidence > 1:
        parts.append(talk.word("fact_evidence", number=relation.evidence))
    return talk.word("listing").join(parts)


def money(amount: float) -> str:
    """An amount with thousands apart, without needless decimals."""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
