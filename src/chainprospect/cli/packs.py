"""`packs`: small firms around an anchor, grouped by what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import AsOf, Include, open_store, plain_facts, print_document, question
from chainprospect.cli.ask import whole
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.advise.packs import Pack
    from chainprospect.advising.packing import PacksAround

INDENT = "   "
NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPack:
    """What `packs` asks for."""

    around: Annotated[list[str], typer.Option("--around", metavar="ANCHOR")]
    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    include: Include = None
    as_of: AsOf = None
    json: Json = False


def packs(context: typer.Context, asked: ToPack) -> int:
    """Print packs of small and micro firms, each with the control that fits and a total cap."""
    from chainprospect.advising.packing import packs_around
    from chainprospect.model.bank import caps_of

    session: Session = context.obj
    rules, settings = question(session, asked.as_of, asked.include)
    top = whole(asked.top, "--top", settings.show.lang, least=1)
    group_cap = caps_of(settings.profile).group
    with open_store(session) as store:
        found = packs_around(store, asked.around, settings.packs, group_cap, rules)
    if asked.json:
        print_document(session, document(found, settings.show.lang, top))
    else:
        for line in lines(found, session.talk, top or settings.show.top):
            session.talk.data(line)
    return DONE if found.packs.packs else NOTHING


def document(found: PacksAround, lang: str, top: int | None) -> dict[str, Any]:
    """The answer as a document."""
    from chainprospect.advise.words import say

    return {
        "schema": 1,
        "snapshot": found.snapshot,
        "as_of": found.as_of,
        "anchors": [{"id": anchor.id, "name": anchor.name} for anchor in found.anchors],
        "counts": {
            "small": found.small,
            "left_out": found.left_out,
            "unsized": found.unsized,
            "packs": len(found.packs.packs),
            "alone": len(found.packs.alone),
        },
        "group_cap": found.group_cap,
        "packs": [
            {
                "rank": rank,
                "kind": pack.kind,
                "shared": _shared(pack, found),
                "members": [
                    {
                        "id": limit.company,
                        "name": found.companies[limit.company].name,
                        "cap": limit.cap,
                        "by": limit.by,
                        "fact": plain_facts([found.sales[limit.company]])[0],
                    }
                    for limit in pack.limits
                ],
                "cap": pack.cap,
                "cap_by": pack.by,
                "unknown": list(pack.unknown),
                "guarantees_inside": found.guarantees[rank - 1],
                "controls": [{"id": name, "says": say(lang, f"packs.{name}")} for name in pack.controls],
            }
            for rank, pack in enumerate(found.packs.packs[:top], 1)
        ],
        "alone": [{"id": each, "name": found.companies[each].name} for each in found.packs.alone],
    }


def _shared(pack: Pack, found: PacksAround) -> dict[str, Any]:
    """What the members share: a company by id and name, or a place by name alone."""
    company = found.companies.get(pack.key)
    if company is None:
        return {"id": None, "name": pack.key}
    return {"id": company.id, "name": company.name}


def lines(found: PacksAround, talk: Talk, top: int) -> list[str]:
    """The answer as a person reads it."""
    names = talk.word("listing").join(anchor.name for anchor in found.anchors)
    counts = {"small": found.small, "packs": len(found.packs.packs), "alone": len(found.packs.alone)}
    told = wrap(talk.word("packs_title", anchors=names, **counts), room())
    for rank, pack in enumerate(found.packs.packs[:top], 1):
        told += ["", *_pack(rank, pack, found, talk)]
    if found.packs.alone:
        told += ["", *wrap(talk.word("packs_alone", names=_named(found.packs.alone, found, talk)), room())]
    if found.unsized:
        told += wrap(talk.word("packs_unsized", n=found.unsized), room())
    if found.left_out:
        told += wrap(talk.word("packs_left_out", n=found.left_out), room())
    return told


def _pack(rank: int, pack: Pack, found: PacksAround, talk: Talk) -> list[str]:
    from chainprospect.advise.words import say
    from chainprospect.model.figures import money

    shared = _shared(pack, found)["name"]
    title = say(talk.lang, f"packs.kind_{pack.kind}", shared=shared)
    told = wrap(talk.word("packs_pack", rank=rank, title=title, n=len(pack.members)), room())
    told += wrap(_named(pack.members, found, talk), room(), INDENT)
    if pack.cap is None:
        told += wrap(talk.word("packs_cap_unknown"), room(), INDENT)
    else:
        cap = money(pack.cap, talk.lang)
        told += wrap(talk.word(f"packs_cap_{pack.by}", cap=cap), room(), INDENT)
        if pack.unknown:
            told += wrap(talk.word("packs_unknown", names=_named(pack.unknown, found, talk)), room(), INDENT)
    inside = found.guarantees[rank - 1]
    if inside:
        told += wrap(talk.word("packs_guarantees", n=inside), room(), INDENT)
    for name in pack.controls:
        told += wrap(talk.word("packs_control", text=say(talk.lang, f"packs.{name}")), room(), INDENT)
    return told


def _named(ids: tuple[str, ...], found: PacksAround, talk: Talk) -> str:
    names = talk.word("listing").join(found.companies[each].name for each in ids[:NAMED])
    return names + (talk.word("packs_more", n=len(ids) - NAMED) if len(ids) > NAMED else "")
