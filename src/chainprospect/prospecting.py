"""
The job, from files to leads; the only file that knows the order of the steps.

build():    files → records → who is who → tables → snapshot → likeness scales → in use
prospect(): anchors → reach → likeness → gates and points → chains and evidence → words
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from chainprospect.asking import anchor_set, find, find_one, iso_day, settings_that_matter
from chainprospect.expand.chains import ChainFinder
from chainprospect.expand.likeness import Likely
from chainprospect.expand.reached import AnchorSet, Reached, expand, likely_around
from chainprospect.explain import word_excluded
from chainprospect.explain.reasons import Wording
from chainprospect.explain.voice import Voice
from chainprospect.export.industries import industry_names
from chainprospect.judging import Judged, alike_candidates, judge, reached_candidates
from chainprospect.model.company import Company
from chainprospect.model.ports import Progress, Store, silent
from chainprospect.model.prospect import Counts, Lead, Prospects
from chainprospect.model.relation import Side
from chainprospect.model.rules import Question
from chainprospect.references import measured
from chainprospect.score.gates import Yardsticks
from chainprospect.telling import Teller

if TYPE_CHECKING:
    from chainprospect.building import LoadReport, memory_store, requests_for
    from chainprospect.handing import (
        json_pieces,
        map_page,
        map_scene,
        pyvis_network,
        to_csv,
        to_json,
        write,
        write_template,
    )
    from chainprospect.keeping import (
        prune_snapshots,
        review_accept,
        review_pairs,
        review_reject,
        show,
        snapshots,
        use_snapshot,
    )
    from chainprospect.load import LoadRequest
    from chainprospect.opening import answered, open_store
    from chainprospect.settings import Settings

__all__ = [
    "anchor_set",
    "answered",
    "build",
    "check",
    "explain",
    "find",
    "json_pieces",
    "map_page",
    "map_scene",
    "memory_store",
    "open_store",
    "prospect",
    "prune_snapshots",
    "pyvis_network",
    "requests_for",
    "review_accept",
    "review_pairs",
    "review_reject",
    "show",
    "snapshots",
    "tell",
    "to_csv",
    "to_json",
    "use_snapshot",
    "weigh",
    "word",
    "write",
    "write_template",
]

_HOMES = {
    **dict.fromkeys(("memory_store", "requests_for"), "building"),
    **dict.fromkeys(("json_pieces", "map_page", "map_scene", "pyvis_network", "to_csv", "to_json"), "handing"),
    **dict.fromkeys(("write", "write_template"), "handing"),
    **dict.fromkeys(("answered", "open_store"), "opening"),
    **dict.fromkeys(("prune_snapshots", "show", "snapshots", "use_snapshot"), "keeping"),
    **dict.fromkeys(("review_accept", "review_pairs", "review_reject"), "keeping"),
}


def __getattr__(name: str) -> Any:
    """Steps that stand in rooms of their own, imported when first asked for: an answer needs few of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'chainprospect.prospecting' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"chainprospect.{_HOMES[name]}"), name)


def build(
    workspace: Path,
    requests: Sequence[LoadRequest],
    settings: Settings,
    *,
    fresh: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> LoadReport:
    """
    Load files into a new snapshot and make it the one in use.

    Parameters
    ----------
    workspace
        Folder of the workspace; made when it is not there.
    requests
        One a source; a source that was loaded before is replaced, all others stay.
    fresh
        Leave every other source behind.
    strict
        Change nothing when a row is rejected.

    Returns
    -------
    report
        With `unchanged` when exactly this content was in use already.

    Raises
    ------
    InputError
        A file cannot be read, or with `strict` a row was rejected.
    StoreUnavailable
        The workspace cannot be written, or another load is running.

    Notes
    -----
    Until the very end the previous snapshot stays in use; a load that is killed changes nothing.
    """
    from chainprospect import building as steps
    from chainprospect.load import read_source
    from chainprospect.stores.book import Book
    from chainprospect.stores.snapshot.manifest import content_digest
    from chainprospect.stores.snapshot.read import SnapshotStore
    from chainprospect.stores.snapshot.write import write_snapshot
    from chainprospect.stores.tables import Tables
    from chainprospect.stores.workspace import Workspace

    home = Workspace(workspace)
    decisions = Book(workspace).decisions()
    rules = settings.load
    with home.building(fresh=fresh) as site:
        plan = steps.plan(requests, site.base, fresh=fresh)
        content = content_digest(
            plan.entries,
            fx=settings.fx,
            decisions=decisions,
        )
        if site.base is not None and home.same_content(content):
            counts = site.base.counts
            return steps.report_of((), counts, snapshot=site.base.snapshot, unchanged=True)
        for entry in plan.kept:
            site.keep(entry)
        reports, entries = [], list(plan.kept)
        for request, entry in plan.fresh:
            report = read_source(
                request,
                site.records(entry.slug),
                memory_limit=rules.memory_limit,
                threads=rules.threads,
                temp=site.temp,
                lang=settings.show.lang,
                progress=progress,
            )
            reports.append(report)
            entries.append(steps.with_rows(entry, report))
        steps.refuse_rejects(reports, strict=strict)
        with Tables(
            steps.records_of(entries, site.folder),
            fx=settings.fx,
            memory_limit=rules.memory_limit,
            threads=rules.threads,
            temp=site.temp,
            progress=progress,
        ) as tables:
            identity = steps.resolve(tables, decisions, progress)
            tables.assign(identity)
            found = steps.found_of(identity)
            # Its ids and names take as much memory as the graph that comes next.
            del identity
            loops = steps.loops_of(tables)
            steps.refuse_rejects(reports, steps.read_now(loops, reports), strict=strict)
            draft = write_snapshot(tables, site.folder, progress=progress)
            rejects = steps.write_rejects(site.folder, entries, loops, settings.show.lang)
            steps.write_review(site.folder, found.pairs)
            said = steps.what_tables_say(tables, found)
        progress("likeness", 0, None)
        with SnapshotStore(site.folder) as store:
            supplier_scale, buyer_scale = steps.scales(store, store.ids, rules.threads)
        snapshot = site.finish(
            draft, sources=entries, content=content, supplier_scale=supplier_scale, buyer_scale=buyer_scale
        )
    path = home.path(snapshot) / "rejects.csv" if rejects else None
    loops = steps.read_now(loops, reports)
    return steps.report_of(reports, draft.counts, loops, snapshot=snapshot, unchanged=False, rejects_path=path, **said)


def check(requests: Sequence[LoadRequest], settings: Settings, *, progress: Progress = silent) -> LoadReport:
    """
    Read and resolve files as `build` would, in a temporary folder that is gone afterwards; writes nothing else.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="chainprospect-") as folder:
        report = build(Path(folder), requests, settings, progress=progress)
        return replace(report, snapshot=None, rejects_path=None)


def prospect(
    store: Store,
    anchors: Sequence[str],
    question: Question,
    *,
    lang: str,
    top: int | None = None,
    excluded: bool = False,
) -> Prospects:
    """
    Ranked prospects around the anchors, every rank explained.

    Parameters
    ----------
    anchors
        Names or ids, each with an optional restart weight (`NAME=2`).
    lang
        Language of the sentences, `zh` or `en`.
    top
        Leads and lookalikes told; None tells all.
    excluded
        Whether to tell what the gates took.

    Raises
    ------
    UnknownCompany
        An anchor is not in the store, or several companies answer to it.

    Notes
    -----
    Cost depends on what is reached and told, not on the size of the graph.
    """
    found = weigh(store, anchor_set(store, anchors), question)
    return word(tell(store, found, question, top=top, excluded=excluded), lang)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """One question worked out as far as points: what was reached, what is alike, and the ranks of both."""

    anchors: AnchorSet
    reached: Reached
    likely: tuple[Likely, ...]
    finder: ChainFinder
    leads: Judged
    lookalikes: Judged
    yardsticks: Yardsticks
    as_of_day: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Unworded:
    """An answer whose sentences are still to be written, with the companies they mention."""

    answer: Prospects
    mentioned: tuple[Company, ...]


def weigh(store: Store, anchors: AnchorSet, question: Question, measures: Yardsticks | None = None) -> Weighed:
    """Reach, likeness, gates and points, as columns; `measures` are the question's yardsticks where they are known."""
    as_of_day = question.as_of_day if question.as_of_day is not None else store.facts.newest_day
    measures = measured(store, question) if measures is None else measures
    reached = expand(store, anchors, question.reach, as_of_day)
    likely = likely_around(store, anchors)
    finder = ChainFinder(reached)
    candidates = reached_candidates(store, reached, likely, finder)
    alike = alike_candidates(store, reached, likely, _sides(question) if question.reach.lookalikes else ())
    leads, lookalikes = (
        judge(store, item, anchors.numbers, question, measures, as_of_day) for item in (candidates, alike)
    )
    return Weighed(anchors, reached, likely, finder, leads, lookalikes, measures, as_of_day)


def _sides(question: Question) -> tuple[Side, ...]:
    tiers = ((Side.UPSTREAM, question.reach.upstream), (Side.DOWNSTREAM, question.reach.downstream))
    return tuple(side for side, count in tiers if count)


def tell(store: Store, found: Weighed, question: Question, *, top: int | None, excluded: bool) -> Unworded:
    """The ranked rows as leads with chains and evidence."""
    teller = Teller(store, found.reached, found.likely, question, found.yardsticks, found.as_of_day)
    lists = [teller.leads(judged, judged.order[:top], found.finder) for judged in (found.leads, found.lookalikes)]
    taken = [
        teller.excluded(judged, judged.excluded_rows().tolist()) if excluded else ()
        for judged in (found.leads, found.lookalikes)
    ]
    counts = Counts(
        reached=len(found.reached.company),
        scored=len(found.leads.order),
        cut=found.reached.cut,
        shown=len(lists[0].leads),
        cut_companies=found.reached.cut_companies,
        gated=found.leads.gated(),
        lookalikes_found=len(found.lookalikes.candidates.company),
        lookalikes_scored=len(found.lookalikes.order),
        lookalikes_gated=found.lookalikes.gated(),
    )
    answer = Prospects(
        snapshot=store.facts.snapshot,
        lang="",
        as_of=iso_day(found.as_of_day),
        anchors=store.companies(found.anchors.numbers),
        settings=settings_that_matter(store, found.anchors, question, found.as_of_day),
        counts=counts,
        leads=lists[0].leads,
        lookalikes=lists[1].leads,
        excluded=taken[0] + taken[1],
    )
    return Unworded(answer, lists[0].mentioned + lists[1].mentioned)


def word(unworded: Unworded, lang: str) -> Prospects:
    """The answer with its sentences in one language."""
    answer, wording = unworded.answer, _wording(unworded.mentioned, lang)
    return replace(
        answer,
        lang=lang,
        leads=tuple(map(wording.lead, answer.leads)),
        lookalikes=tuple(map(wording.lead, answer.lookalikes)),
        excluded=tuple(word_excluded(item, lang=lang) for item in answer.excluded),
    )


def _wording(mentioned: Sequence[Company], lang: str) -> Wording:
    """How leads are worded: with the names and roles of the companies mentioned, and the industries' names."""
    return Wording(
        Voice(
            lang,
            {company.id: company.name for company in mentioned},
            {company.id: company.role for company in mentioned if company.role},
            industry_names(lang),
        )
    )


def explain(store: Store, anchors: Sequence[str], company: str, question: Question, *, lang: str) -> Lead | None:
    """
    Why one company stands where it stands; None when it is neither reached nor alike.

    A company that a gate took is told too, with `rank` 0, its gate and the gate's reason first.

    Raises
    ------
    UnknownCompany
        An anchor or the company is not in the store, or several answer to the name.
    """
    wanted = find_one(store, company).number
    found = weigh(store, anchor_set(store, anchors), question)
    teller = Teller(store, found.reached, found.likely, question, found.yardsticks, found.as_of_day)
    for judged in (found.leads, found.lookalikes):
        rows = np.flatnonzero(judged.candidates.company == wanted)
        if not len(rows):
            continue
        place = np.flatnonzero(judged.order == rows[0])
        told = teller.leads(judged, rows[:1], found.finder, rank=int(place[0]) + 1 if len(place) else 0)
        lead = _wording(told.mentioned, lang).lead(told.leads[0])
        if lead.gate is None:
            return lead
        taken = word_excluded(teller.excluded(judged, rows[:1].tolist())[0], lang=lang)
        return replace(lead, reasons=(taken.reason, *lead.reasons))
    return None
