"""The answer of `prospect` on the screen: a header, the leads, the lookalikes, and why a list is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chainprospect.cli.session import Session
from chainprospect.cli.table import cut, table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import (
    band_title,
    contribution_title,
    flag_title,
    gate_opener,
    gate_title,
    kind_title,
    side_title,
)

if TYPE_CHECKING:
    from chainprospect.model.company import SizeBand
    from chainprospect.model.prospect import Chain, Lead, Prospects

INDENT = "     "
NAME_ROOM = 36
EXCLUDED_SHOWN = 50
GOODS = ("supplies", "distributes")


def show(session: Session, result: Prospects, top: int, *, explain: bool, excluded: bool) -> None:
    """Print the answer: at most `top` leads and `top` lookalikes."""
    talk = session.talk
    for line in header(result, talk):
        first, *rest = wrap(line, room(), "  ")
        talk.data("\n".join([first.lstrip(), *rest]))
    blocks = (
        ("leads", result.leads, result.counts.scored),
        ("lookalikes", result.lookalikes, result.counts.lookalikes_scored),
    )
    for key, leads, scored in blocks:
        if not leads:
            continue
        talk.data("")
        shown = leads[:top]
        talk.data(talk.word(f"title_{key}", shown=f"{len(shown):,}", all=f"{scored:,}"))
        for line in block(shown, talk, explain=explain):
            talk.data(line)
    if excluded and result.excluded:
        talk.data("")
        for line in excluded_block(result, talk):
            talk.data(line)


def header(result: Prospects, talk: Talk) -> list[str]:
    """What was asked, on which data, and where the reached companies went."""
    counts = result.counts
    names = talk.word("listing").join(f"{anchor.name} ({anchor.id})" for anchor in result.anchors)
    data = "screen_data" if result.as_of else "screen_undated"
    lines = [
        talk.word("screen_anchor", anchors=names),
        talk.word(data, snapshot=result.snapshot, as_of=result.as_of),
    ]
    gated = sum(counts.gated.values())
    lines.append(talk.word("screen_counts", reached=counts.reached, gated=gated, scored=counts.scored))
    if counts.cut or counts.cut_companies:
        lines.append(talk.word("screen_cut", cut=counts.cut, companies=counts.cut_companies))
    if gated:
        lines.append(talk.word("screen_gates", gates=gates(counts.gated, talk)))
    return lines


def gates(gated: Mapping[str, int], talk: Talk) -> str:
    """How many companies each gate took, in the order of the gates."""
    return talk.word("listing").join(
        f"{gate_title(gate, talk.lang)} {number:,}" for gate, number in gated.items() if number
    )


def block(leads: Sequence[Lead], talk: Talk, *, explain: bool) -> list[str]:
    """A table row a lead, and under it its chain and its first reason."""
    names = ("rank", "company", "score", "centrality", "fit", "coverage", "place", "size", "region")
    heads = [talk.word(f"head_{name}") for name in names]
    columns = room()
    lines = table(heads, [_row(lead, talk) for lead in leads], right=(0, 2, 3, 4, 5), room=columns)
    spread = lines[:2]
    for lead, line in zip(leads, lines[2:], strict=True):
        spread.append(line)
        for text in told(lead, talk, explain=explain):
            spread += wrap(text, columns, INDENT)
        if explain:
            spread += [INDENT + row for row in contributions(lead, talk, columns - len(INDENT))]
            spread.append("")
    return spread


def _row(lead: Lead, talk: Talk) -> list[str]:
    return [
        str(lead.rank),
        cut(lead.company.name, NAME_ROOM),
        f"{lead.score:.1f}",
        f"{lead.centrality:.1f}",
        f"{lead.fit:.1f}",
        f"{lead.coverage:.0%}",
        place(lead, talk),
        size_text(lead.size, talk),
        lead.company.region or lead.company.country or "",
    ]


def place(lead: Lead, talk: Talk) -> str:
    """Side and tier, as `upstream 2`."""
    side = side_title(lead.side, talk.lang)
    if lead.inferred or lead.tier is None:
        return talk.word("place_guess", side=side)
    return talk.word("place", side=side, tier=lead.tier)


def size_text(size: SizeBand, talk: Talk) -> str:
    """A band, a range of bands, or a dash."""
    if size.band:
        return band_title(size.band, talk.lang)
    if size.low and size.high:
        return talk.word("band_range", low=band_title(size.low, talk.lang), high=band_title(size.high, talk.lang))
    return talk.word("band_unknown")


def told(lead: Lead, talk: Talk, *, explain: bool) -> list[str]:
    """What stands under a lead: its best chain in short where that says more than the first reason, then reasons."""
    worked = [flag_title(flag, talk.lang) for flag in lead.flags if flag.startswith("worked:") and not explain]
    if lead.inferred and lead.likeness and not explain:
        names = talk.word("listing").join(like.via.name for like in lead.likeness[:3])
        return [talk.word(f"alike_{lead.side}", names=names, anchor=lead.anchors[0].name), *worked]
    long = lead.chains and len(lead.chains[0].companies) > 2
    path = [chain_text(lead.chains[0], talk)] if long else []
    return [*path, *(lead.reasons if explain else lead.reasons[:1]), *worked]


def chain_text(chain: Chain, talk: Talk) -> str:
    """A chain's companies with an arrow a hop; goods run along the arrows, other ties are named."""
    names = [company.name for company in chain.companies]
    hops = list(zip(chain.companies, chain.companies[1:], chain.relations, strict=False))
    if chain.side == "upstream":
        names.reverse()
        hops = [(right, left, relation) for left, right, relation in reversed(hops)]
    text = names[0]
    for (left, _, relation), name in zip(hops, names[1:], strict=True):
        along = relation.source == left.id
        kind = "" if relation.kind.word in GOODS else kind_title(relation.kind.word, talk.lang)
        text += (f" -{kind}→ " if along else f" ←{kind}- ") if kind else (" → " if along else " ← ")
        text += name
    return text


def contributions(lead: Lead, talk: Talk, columns: int) -> list[str]:
    """Every contribution with value, weight, points and what it rests on."""
    heads = [talk.word(f"head_{head}") for head in ("contribution", "value", "weight", "points", "evidence")]
    rows = [
        [
            contribution_title(part.name, talk.lang),
            f"{part.value:.3f}",
            f"{part.weight:.2f}",
            f"{part.points:.2f}",
            part.evidence,
        ]
        for part in lead.contributions
    ]
    return table(heads, rows, right=(1, 2, 3), room=columns, flow=True)


def excluded_block(result: Prospects, talk: Talk) -> list[str]:
    """The companies that gates took, with the reason."""
    taken = result.excluded[:EXCLUDED_SHOWN]
    heads = [talk.word(f"head_{head}") for head in ("company", "gate", "place", "reason")]
    rows = []
    for each in taken:
        side = side_title(each.side, talk.lang)
        where = (
            talk.word("place_guess", side=side) if each.tier is None else talk.word("place", side=side, tier=each.tier)
        )
        rows.append([cut(each.company.name, NAME_ROOM), gate_title(each.gate, talk.lang), where, each.reason])
    title = talk.word("title_excluded", shown=len(taken), all=len(result.excluded))
    return [title, *table(heads, rows, room=room(), flow=True)]


def why_empty(result: Prospects, talk: Talk) -> list[str]:
    """Where the reached companies went, and which flag brings them back."""
    counts = result.counts
    if not counts.reached:
        return [talk.word("empty_nothing_reached")]
    lines = [talk.word("empty_all_gated", reached=counts.reached)]
    for gate, number in counts.gated.items():
        if not number:
            continue
        opener = gate_opener(gate, talk.lang)
        lines.append(talk.word("empty_gate", gate=gate_title(gate, talk.lang), number=number, opener=opener))
    return lines
