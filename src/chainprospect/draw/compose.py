"""From an answer to the scene that a map draws: whom to show, by which chain, and what was left out."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from chainprospect.draw.scene import (
    ANCHOR,
    BETWEEN,
    CENTRE,
    GATED,
    LEAD,
    LOOKALIKE,
    MAX_COMPANIES,
    MAX_COMPANIES_ALL,
    MAX_LOOKALIKES,
    SIDE_CODES,
    VIA,
    ReachedView,
    Scene,
    SceneCompanies,
    SceneRelations,
)
from chainprospect.model.company import BANDS, Coded, Company
from chainprospect.model.prospect import Chain, CompanyRef, Excluded, Lead, Prospects
from chainprospect.model.relation import GRADES, UNDATED, Relation, Side


@dataclass(slots=True)
class _Entry:
    """One company while the scene is being put together."""

    id: str
    name: str
    standing: int
    side: int
    tier: int
    parent: int = -1
    tie: int = -1
    company: Company | None = None
    low: int = -1
    high: int = -1
    industry: str | None = None
    region: str | None = None
    gate: str | None = None
    score: float = float("nan")
    rank: int = 0


@dataclass(slots=True)
class _Draft:
    """The scene while it grows: companies by id, relations by (source, target, kind)."""

    answer: Prospects
    leads: Mapping[str, Lead]
    gated: Mapping[str, Excluded]
    entries: list[_Entry] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    ties: dict[tuple[int, int, int], int] = field(default_factory=dict)
    columns: list[tuple[int, int, int, float, int, int]] = field(default_factory=list)
    evidence: dict[int, Relation] = field(default_factory=dict)
    chains: dict[int, tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...]] = field(default_factory=dict)

    def add(self, entry: _Entry) -> int:
        """Position of the company, new or already there."""
        known = self.position.get(entry.id)
        if known is not None:
            return known
        self.position[entry.id] = len(self.entries)
        self.entries.append(entry)
        return len(self.entries) - 1

    def relate(self, relation: Relation) -> int:
        """Position of a relation whose two companies are on the map."""
        source, target = self.position[relation.source], self.position[relation.target]
        key = (source, target, int(relation.kind))
        known = self.ties.get(key)
        if known is None:
            known = self.ties[key] = len(self.columns)
            amount = float("nan") if relation.amount_cny is None else relation.amount_cny
            day = UNDATED if relation.as_of is None else int(np.datetime64(relation.as_of, "D").astype(np.int64))
            self.columns.append((*key, amount, GRADES.index(relation.grade), day))
            self.evidence[known] = relation
        return known


def build_scene(
    results: Mapping[str, Prospects], *, max_companies: int | None = None, reached: ReachedView | None = None
) -> Scene:
    """
    Put together what one map shows.

    A map shows the anchors, the leads with every company on their chains (gated ones too, in grey), the best 200
    lookalikes and, with `reached`, everything else that the walk found. Two leads come before one lookalike.

    Parameters
    ----------
    results
        The same answer worded in each language (`zh`, `en`) that the page can switch to; the first is shown first.
    max_companies
        Companies the map holds at most, anchors apart; None takes 2,000, or 50,000 with `reached`. What is left
        out is counted in `scene.found`.
    reached
        Everything the walk reached, for `map --all`.

    Returns
    -------
    scene
        The value every style of map draws; the same input gives an equal scene.

    Raises
    ------
    ValueError
        `results` is empty.
    """
    if not results:
        raise ValueError("build_scene needs the answer in at least one language.")
    languages = tuple(results)
    answer = results[languages[0]]
    limit = max_companies if max_companies is not None else (MAX_COMPANIES if reached is None else MAX_COMPANIES_ALL)
    listed = [*answer.leads, *answer.lookalikes[:MAX_LOOKALIKES]]
    draft = _Draft(
        answer,
        leads={lead.company.id: lead for lead in listed},
        gated={gated.company.id: gated for gated in answer.excluded},
    )
    for company in answer.anchors:
        draft.add(_facts(_Entry(company.id, company.name, ANCHOR, CENTRE, 0), company))
    limit += len(draft.entries)
    _add_listed(draft, listed, limit)
    if reached is not None:
        _add_reached(draft, reached, limit)
    found = {
        "leads": len(answer.leads),
        "lookalikes": len(answer.lookalikes),
        "companies": answer.counts.reached,
        "scored": answer.counts.scored,
        "cut": answer.counts.cut,
    }
    return _finish(draft, results, found, whole=reached is not None)


def _facts(entry: _Entry, company: Company) -> _Entry:
    entry.company, entry.region = company, company.region
    entry.industry = company.industry_code or company.industry
    return entry


def _add_listed(draft: _Draft, listed: Sequence[Lead], limit: int) -> None:
    """Leads and lookalikes in rank order, each with its chains, until the map is full."""
    full: set[bool] = set()
    for lead in sorted(listed, key=lambda one: (one.rank * (2 if one.inferred else 1), one.inferred, one.company.id)):
        wanted = {lead.company.id, *(ref.id for chain in lead.chains[:1] for ref in chain.companies)}
        if lead.inferred in full or len(draft.entries) + len(wanted - draft.position.keys()) > limit:
            full.add(lead.inferred)
            continue
        for chain in lead.chains[:1]:
            _add_chain(draft, chain)
        here = draft.add(_lead_entry(lead))
        if lead.inferred:
            nearest = [draft.position[ref.id] for ref in lead.anchors if ref.id in draft.position]
            draft.entries[here].parent = nearest[0] if nearest else -1
    for lead in listed:
        if lead.company.id in draft.position and lead.chains:
            _keep_chains(draft, lead, limit)


def _keep_chains(draft: _Draft, lead: Lead, limit: int) -> None:
    kept = []
    for chain in lead.chains:
        missing = {ref.id for ref in chain.companies} - draft.position.keys()
        if len(draft.entries) + len(missing) <= limit:
            kept.append(_add_chain(draft, chain))
    draft.chains[draft.position[lead.company.id]] = tuple(kept)


def _add_chain(draft: _Draft, chain: Chain) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Companies and relations of a chain, anchor first; a company's first chain gives it its parent."""
    places = [draft.add(_entry_of(draft, ref, chain, hop)) for hop, ref in enumerate(chain.companies)]
    ties = [draft.relate(relation) for relation in chain.relations]
    for before, here, tie in zip(places, places[1:], ties, strict=False):
        entry = draft.entries[here]
        if entry.parent < 0 and entry.standing != ANCHOR:
            entry.parent, entry.tie = before, tie
    return tuple(places), tuple(ties), chain.weakest


def _entry_of(draft: _Draft, ref: CompanyRef, chain: Chain, hop: int) -> _Entry:
    """A company on a chain: a lead, a gated company, or one that only passes goods or contacts on."""
    lead, gated = draft.leads.get(ref.id), draft.gated.get(ref.id)
    if lead is not None and not lead.inferred:
        return _lead_entry(lead)
    side = SIDE_CODES[chain.side]
    tier = 0 if side == VIA else min(hop, chain.tiers)
    if gated is None:
        return _Entry(ref.id, ref.name, BETWEEN, side, tier)
    # A gated intermediary stands between the anchor and those it introduces, wherever else the walk met it.
    met = gated.tier is not None and chain.side != Side.VIA
    entry = _Entry(
        ref.id,
        ref.name,
        GATED,
        SIDE_CODES[gated.side] if met else side,
        gated.tier if met and gated.tier is not None else tier,
        gate=gated.gate,
    )
    return _facts(entry, gated.company)


def _lead_entry(lead: Lead) -> _Entry:
    entry = _Entry(
        lead.company.id,
        lead.company.name,
        LOOKALIKE if lead.inferred else LEAD,
        SIDE_CODES[lead.side],
        lead.tier or 0,
        low=-1 if lead.size.low is None else BANDS.index(lead.size.low),
        high=-1 if lead.size.high is None else BANDS.index(lead.size.high),
        gate=lead.gate,
        score=lead.score,
        rank=lead.rank,
    )
    return _facts(entry, lead.company)


def _add_reached(draft: _Draft, view: ReachedView, limit: int) -> None:
    """Everything else that was reached, best score first, then nearest; and all relations among those shown."""
    count = len(view.ids)
    place = np.full(count, -1, dtype=np.int64)
    for row, ident in enumerate(view.ids):
        place[row] = draft.position.get(ident, -1)
    order = sorted(
        np.flatnonzero(place < 0).tolist(),
        key=lambda row: (
            -view.score[row] if view.score[row] == view.score[row] else 1.0,
            view.tier[row],
            view.side[row],
            view.ids[row],
        ),
    )
    for row in order[: max(0, limit - len(draft.entries))]:
        place[row] = draft.add(_reached_entry(view, row))
    for row in np.flatnonzero(place >= 0).tolist():
        entry = draft.entries[place[row]]
        entry.low, entry.high = int(view.low[row]), int(view.high[row])
        entry.industry = entry.industry or view.industry.text(row)
    shown = (place[view.source] >= 0) & (place[view.target] >= 0)
    for row in np.flatnonzero(shown).tolist():
        key = (int(place[view.source[row]]), int(place[view.target[row]]), int(view.kind[row]))
        if key not in draft.ties:
            draft.ties[key] = len(draft.columns)
            draft.columns.append((*key, float(view.amount[row]), int(view.grade[row]), int(view.day[row])))
    _give_parents(draft)


def _reached_entry(view: ReachedView, row: int) -> _Entry:
    gate = view.gate.text(row)
    scored = bool(view.score[row] == view.score[row])
    return _Entry(
        view.ids[row],
        view.names[row],
        GATED if gate is not None else LEAD if scored else BETWEEN,
        int(view.side[row]),
        int(view.tier[row]),
        industry=view.industry.text(row),
        region=view.region.text(row),
        gate=gate,
        score=float(view.score[row]) if scored else float("nan"),
    )


def _give_parents(draft: _Draft) -> None:
    """The strongest tie one tier nearer to an anchor (else within the tier) becomes the parent of who has none."""
    best: dict[int, tuple[int, float, str, int, int]] = {}
    for tie, (source, target, _kind, amount, _grade, _day) in enumerate(draft.columns):
        for here, other in ((source, target), (target, source)):
            entry, parent = draft.entries[here], draft.entries[other]
            if entry.parent >= 0 or entry.standing == ANCHOR or not _leads_to(entry, parent, outward=here == source):
                continue
            steps = entry.tier - parent.tier
            nearer = 0 if steps == 1 or parent.standing == ANCHOR else 1
            found = (nearer, 1.0 if math.isnan(amount) else -amount, parent.id, other, tie)
            if here not in best or found < best[here]:
                best[here] = found
    for here, (nearer, _amount, _id, other, tie) in best.items():
        # Within one tier only a company that itself hangs nearer may be a parent, so that no ring is made.
        if nearer == 0 or draft.entries[other].parent >= 0 or (other in best and best[other][0] == 0):
            draft.entries[here].parent, draft.entries[here].tie = other, tie


def _leads_to(entry: _Entry, parent: _Entry, *, outward: bool) -> bool:
    """Whether goods between the two run as the side of `entry` asks, from a company at most one tier nearer."""
    if VIA in (entry.side, parent.side):
        return parent.side in (VIA, CENTRE) and entry.side == VIA and parent.tier < max(entry.tier, 1)
    right_way = outward if entry.side == SIDE_CODES["upstream"] else not outward
    return right_way and parent.side in (entry.side, CENTRE) and 0 <= entry.tier - parent.tier <= 1


def _coded(texts: Sequence[str | None]) -> Coded:
    labels = tuple(sorted({text for text in texts if text is not None}))
    code = {label: number for number, label in enumerate(labels)}
    return Coded(np.array([-1 if text is None else code[text] for text in texts], dtype=np.int32), labels)


def _told_apart(entries: Sequence[_Entry]) -> tuple[str, ...]:
    """For equal names the region where regions differ, else the id; blank for a name that is alone."""
    form = [unicodedata.normalize("NFKC", entry.name).casefold().strip() for entry in entries]
    same = Counter(form)
    places = Counter((name, entry.region) for name, entry in zip(form, entries, strict=True))
    return tuple(
        "" if same[name] == 1 else entry.region if entry.region and places[name, entry.region] == 1 else entry.id
        for name, entry in zip(form, entries, strict=True)
    )


def _finish(draft: _Draft, results: Mapping[str, Prospects], found: Mapping[str, int], *, whole: bool) -> Scene:
    entries = draft.entries
    # Relations stand in (source, target, kind) order, so every position handed out so far is moved.
    order = sorted(range(len(draft.columns)), key=lambda tie: draft.columns[tie][:3])
    moved = np.full(len(order) + 1, -1, dtype=np.int32)
    moved[order] = np.arange(len(order), dtype=np.int32)
    rows = [draft.columns[tie] for tie in order]
    companies = SceneCompanies(
        ids=tuple(entry.id for entry in entries),
        names=tuple(entry.name for entry in entries),
        other_names=tuple(_other_names(entry) for entry in entries),
        apart=_told_apart(entries),
        standing=np.array([entry.standing for entry in entries], dtype=np.int8),
        side=np.array([entry.side for entry in entries], dtype=np.int8),
        tier=np.array([entry.tier for entry in entries], dtype=np.int8),
        parent=np.array([entry.parent for entry in entries], dtype=np.int32),
        tie=moved[np.array([entry.tie for entry in entries], dtype=np.int64)],
        low=np.array([entry.low for entry in entries], dtype=np.int8),
        high=np.array([entry.high for entry in entries], dtype=np.int8),
        industry=_coded([entry.industry for entry in entries]),
        region=_coded([entry.region for entry in entries]),
        gate=_coded([entry.gate for entry in entries]),
        score=np.array([entry.score for entry in entries], dtype=np.float64),
        rank=np.array([entry.rank for entry in entries], dtype=np.int32),
    )
    relations = SceneRelations(
        source=np.array([row[0] for row in rows], dtype=np.int32),
        target=np.array([row[1] for row in rows], dtype=np.int32),
        kind=np.array([row[2] for row in rows], dtype=np.uint8),
        amount=np.array([row[3] for row in rows], dtype=np.float64),
        grade=np.array([row[4] for row in rows], dtype=np.int8),
        day=np.array([row[5] for row in rows], dtype=np.int32),
    )
    position = draft.position
    leads: dict[int, dict[str, Lead]] = {}
    gated: dict[int, dict[str, Excluded]] = {}
    for lang, answer in results.items():
        for lead in (*answer.leads, *answer.lookalikes):
            if lead.company.id in position:
                leads.setdefault(position[lead.company.id], {})[lang] = lead
        for one in answer.excluded:
            if one.company.id in position:
                gated.setdefault(position[one.company.id], {})[lang] = one
    return Scene(
        snapshot=draft.answer.snapshot,
        as_of=draft.answer.as_of,
        languages=tuple(results),
        companies=companies,
        relations=relations,
        counts=draft.answer.counts,
        found=dict(found),
        leads=dict(sorted(leads.items())),
        gated=dict(sorted(gated.items())),
        facts={here: entry.company for here, entry in enumerate(entries) if entry.company is not None},
        evidence={int(moved[tie]): relation for tie, relation in sorted(draft.evidence.items())},
        chains={
            here: tuple((path, tuple(int(moved[tie]) for tie in ties), weakest) for path, ties, weakest in kept)
            for here, kept in sorted(draft.chains.items())
        },
        whole=whole,
    )


def _other_names(entry: _Entry) -> str:
    """Whatever else a search may find the company by, one a line."""
    company = entry.company
    if company is None:
        return ""
    others = (*company.aliases, company.name_en, *company.former_names, company.uscc, company.lei, company.ticker)
    return "\n".join(dict.fromkeys(text for text in others if text))
