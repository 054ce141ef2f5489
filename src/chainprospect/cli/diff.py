"""`diff`: what has changed around our clients between two snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import SCHEMA, print_document
from chainprospect.cli.ask import number, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chainprospect.advise.foresight import Foresight
    from chainprospect.advising.difference import ChangedRelation, Difference
    from chainprospect.advising.foreseen import Foreseen
    from chainprospect.model.company import Company
    from chainprospect.model.ports import Store, StoreFacts
    from chainprospect.stores.snapshot.compare import CompareRules


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCompare:
    """What `diff` asks for."""

    old: Annotated[str | None, typer.Argument(metavar="OLD")] = None
    new: Annotated[str | None, typer.Argument(metavar="NEW")] = None
    around: Annotated[str | None, typer.Option("--around", metavar="ANCHOR")] = None
    grown: Annotated[str | None, typer.Option("--grown", metavar="PERCENT")] = None
    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    json: Json = False


def diff(context: typer.Context, asked: ToCompare) -> int:
    """Print new, lost, grown and shrunk relations of our clients, and new companies that trade with them."""
    from chainprospect.advising.difference import difference, pair_of
    from chainprospect.stores.workspace import Workspace

    session: Session = context.obj
    settings = session.settings()
    lang = settings.show.lang
    top = whole(asked.top, "--top", lang, least=1)
    workspace = session.in_workspace("compare two snapshots")
    pair = pair_of(workspace, asked.old, asked.new)
    if pair is None:
        session.talk.say("diff_alone")
        return NOTHING
    if pair[0] == pair[1]:
        raise wrong("OLD", pair[0], session.talk.word("diff_same"))
    home = Workspace(workspace)
    with home.open(pair[0]) as old, home.open(pair[1]) as new:
        if asked.around:
            return _foreseen(session, old, new, asked)
        found = difference(old, new, _rules(asked, top, lang), progress=session.talk.progress())
    if asked.json:
        print_document(session, document(found))
    else:
        for line in lines(found, top or settings.show.top, session.talk):
            session.talk.data(line)
    return NOTHING if found.nothing else DONE


def _foreseen(session: Session, old: Store, new: Store, asked: ToCompare) -> int:
    """What became of the lists around an anchor."""
    from chainprospect.advising.foreseen import foreseen
    from chainprospect.cli.ask import question
    from chainprospect.cli.options import Terms

    rules, settings = question(session, Terms())
    first = whole(asked.top, "--top", settings.show.lang, least=1) or settings.show.top
    found = foreseen(old, new, asked.around or "", rules, first)
    if asked.json:
        print_document(session, {**_head(old.facts, new.facts), **foreseen_document(found)})
    else:
        for line in foreseen_lines(found, session.talk):
            session.talk.data(line)
    return DONE if found.won or found.met else NOTHING


def _rules(asked: ToCompare, top: int | None, lang: str) -> CompareRules:
    from chainprospect.stores.snapshot.compare import CompareRules

    usual = CompareRules()
    typed = number(asked.grown.strip().removesuffix("%"), "--grown", lang) if asked.grown else None
    grown = usual.grown if typed is None else typed / 100
    return CompareRules(grown, max(top or usual.kept, usual.kept))


def _head(old: StoreFacts, new: StoreFacts) -> dict[str, Any]:
    """How the document begins: the two snapshots."""
    from chainprospect.asking import iso_day

    def facts(each: StoreFacts) -> dict[str, Any]:
        counts = {"companies": each.companies, "relations": each.relations, "clients": each.clients}
        return {"snapshot": each.snapshot, "as_of": iso_day(each.newest_day), **counts}

    head = {"schema": SCHEMA, "snapshot": new.snapshot, "as_of": iso_day(new.newest_day)}
    return {**head, "old": facts(old), "new": facts(new)}


def foreseen_document(found: Foreseen) -> dict[str, Any]:
    """What came true, below the head of its document."""
    from chainprospect.cli.plain import as_plain

    def hits(rows: Sequence[tuple[int, Company]]) -> list[dict[str, Any]]:
        return [{"rank": rank, "company": {"id": each.id, "name": each.name}} for rank, each in rows]

    return {
        "anchor": {"id": found.anchor.id, "name": found.anchor.name},
        "leads": {**as_plain(found.leads), "hits": hits(found.won)},
        "lookalikes": {**as_plain(found.lookalikes), "hits": hits(found.met)},
    }


def foreseen_lines(found: Foreseen, talk: Talk) -> list[str]:
    """Lines that tell what came true."""
    told = [talk.word("foreseen_title", name=found.anchor.name, id=found.anchor.id)]
    for key, measured, hits in (("leads", found.leads, found.won), ("lookalikes", found.lookalikes, found.met)):
        told += ["", *wrap(talk.word(f"foreseen_{key}", true=measured.true, ranked=measured.ranked), room())]
        told += wrap(_measures(measured, talk), room(), "  ")
        for rank, company in hits:
            told += wrap(talk.word("foreseen_hit", rank=rank, name=company.name, id=company.id), room(), "  ")
    return told


def _measures(found: Foresight, talk: Talk) -> str:
    def said(value: float | None) -> str:
        return talk.word("foreseen_blank") if value is None else f"{value:.2f}"

    if not found.true:
        return talk.word("foreseen_none")
    return talk.word(
        "foreseen_measures",
        first=min(found.first, found.ranked),
        precision=said(found.precision),
        recall=said(found.recall),
        lift=said(found.lift),
        ndcg=said(found.ndcg),
        auc=said(found.auc),
    )


def document(found: Difference) -> dict[str, Any]:
    """The difference as a document."""
    return {
        **_head(found.old, found.new),
        "counts": {
            "around_clients": dict(found.counts),
            "all": dict(found.total),
            "companies_new": found.came,
            "companies_gone": found.went,
            "companies_new_around_clients": found.around,
        },
        "relations": {change: [_plain(each) for each in told] for change, told in found.relations.items()},
        "companies": [{"id": each.id, "name": each.name} for each in found.companies],
    }


def _plain(each: ChangedRelation) -> dict[str, Any]:
    relation = each.relation
    return {
        "source": {"id": each.source.id, "name": each.source.name},
        "target": {"id": each.target.id, "name": each.target.name},
        "kind": relation.kind.word,
        "product": relation.product,
        "before": each.before,
        "after": each.after,
        "as_of": relation.as_of,
        "grade": relation.grade,
        "source_ref": relation.source_ref,
    }


def lines(found: Difference, top: int, talk: Talk) -> list[str]:
    """Lines that tell a difference."""
    told = wrap(
        talk.word(
            "diff_title", old=found.old.snapshot, new=found.new.snapshot, came=f"{found.came:,}", went=f"{found.went:,}"
        ),
        room(),
    )
    for change, relations in found.relations.items():
        count, total = found.counts[change], found.total[change]
        told += ["", talk.word(f"diff_{change}", count=f"{count:,}", total=f"{total:,}")]
        for each in relations[:top]:
            told += wrap(_relation(each, talk), room(), "  ")
        if count > min(top, len(relations)):
            told.append("  " + talk.word("diff_more", more=f"{count - min(top, len(relations)):,}"))
    told += ["", talk.word("diff_companies", count=f"{found.around:,}")]
    for company in found.companies[:top]:
        told += wrap(talk.word("one_title", name=company.name, id=company.id), room(), "  ")
    if found.around > min(top, len(found.companies)):
        told.append("  " + talk.word("diff_more", more=f"{found.around - min(top, len(found.companies)):,}"))
    return told


def _relation(each: ChangedRelation, talk: Talk) -> str:
    from chainprospect.explain.titles import kind_title
    from chainprospect.model.figures import called, money

    def amount(value: float | None) -> str:
        return talk.word("diff_unknown") if value is None else money(value, talk.lang)

    sums = {
        "new": amount(each.after),
        "lost": amount(each.before),
    }.get(each.change) or talk.word("diff_moved", before=amount(each.before), after=amount(each.after))
    parts = [kind_title(each.relation.kind.word, talk.lang), called(each.relation.product or ""), sums]
    return talk.word(
        "diff_relation",
        source=called(each.source.name),
        target=called(each.target.name),
        what=talk.word("listing").join(part for part in parts if part),
    )
