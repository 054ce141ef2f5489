"""`shock`: what a drop in one company's demand does to its suppliers, and to theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import head, open_store, print_document
from chainprospect.cli.ask import whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.advise.shock import Hit, Shock

_THROUGH_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ToShock:
    """What `shock` asks for."""

    target: Annotated[str, typer.Argument(metavar="TARGET")]
    drop: Annotated[str, typer.Option("--drop", metavar="P")]
    tiers: Annotated[str | None, typer.Option("--tiers", metavar="N")] = None
    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    json: Json = False


def shock(context: typer.Context, asked: ToShock) -> int:
    """Print who loses how much of its sales when the target buys less."""
    from chainprospect.advise.shock import ShockRules
    from chainprospect.advising.shock import shock as spread
    from chainprospect.asking import find_one

    session: Session = context.obj
    settings = session.settings()
    lang = settings.show.lang
    drop = _fraction(asked.drop, lang)
    tiers = whole(asked.tiers, "--tiers", lang, least=1, most=6)
    top = whole(asked.top, "--top", lang, least=1)
    rules = ShockRules() if tiers is None else ShockRules(tiers=tiers)
    with open_store(session) as store:
        found = spread(store, find_one(store, asked.target).number, drop, rules)
        begun = head(store, store.facts.newest_day, found.target)
    if asked.json:
        print_document(session, {**begun, **document(found, top)})
        return DONE if found.hits else NOTHING
    for line in lines(found, top or settings.show.top, session.talk):
        session.talk.data(line)
    return DONE if found.hits else NOTHING


def _fraction(text: str, lang: str) -> float:
    """A drop typed as `0.3` or `30%`."""
    from chainprospect.cli.words import word

    typed = text.strip().replace("％", "%")
    try:
        value = float(typed.removesuffix("%")) / (100 if typed.endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise wrong("--drop", text, word(lang, "drop_shape"))
    return value


def document(found: Shock, top: int | None) -> dict[str, Any]:
    """The shock below the head of its document."""
    return {
        "drop": found.drop,
        "tiers": found.rules.tiers,
        "least": found.rules.least,
        "counts": {
            "hit": len(found.hits),
            "below": found.below,
            "assumed_shares": found.assumed,
            "cut": found.cut,
            "cut_companies": found.cut_companies,
        },
        "hits": [_plain_hit(hit, found) for hit in found.hits[:top]],
    }


def _plain_hit(hit: Hit, found: Shock) -> dict[str, Any]:
    def ref(ident: str) -> dict[str, str]:
        return {"id": ident, "name": found.names[ident]}

    return {
        "company": {"id": hit.company.id, "name": hit.company.name},
        "is_client": hit.company.is_client,
        "tier": hit.tier,
        "loss": hit.loss,
        "known_loss": hit.known_loss,
        "lost_sales": hit.lost_sales,
        "chain": [ref(ident) for ident in hit.chain],
        "through": [
            {
                "buyer": ref(each.part.other),
                "share": each.part.share,
                "basis": each.part.basis,
                "assumed": each.part.assumed,
                "amount_cny": each.part.amount,
                "buyer_loss": each.buyer_loss,
                "source_refs": [tie.source_ref for tie in each.part.relations if tie.source_ref],
            }
            for each in hit.through
        ],
    }


def lines(found: Shock, top: int, talk: Talk) -> list[str]:
    """Lines that tell a shock."""
    from chainprospect.model.figures import percent

    target = found.target
    told = wrap(
        talk.word("shock_title", name=target.name, id=target.id, drop=percent(found.drop), hit=len(found.hits)), room()
    )
    for rank, hit in enumerate(found.hits[:top], start=1):
        told += ["", *_hit(rank, hit, found, talk)]
    if len(found.hits) > top:
        told += ["", talk.word("shock_more", more=len(found.hits) - top)]
    told += ["", *wrap(talk.word("shock_how", assumed=found.assumed, tiers=found.rules.tiers), room())]
    if found.below:
        told += wrap(talk.word("shock_below", n=found.below, least=percent(found.rules.least)), room())
    if found.cut or found.cut_companies:
        told += wrap(talk.word("shock_cut", relations=found.cut, companies=found.cut_companies), room())
    return told


def _hit(rank: int, hit: Hit, found: Shock, talk: Talk) -> list[str]:
    from chainprospect.model.figures import called, money, percent

    lost = talk.word("shock_unknown") if hit.lost_sales is None else money(hit.lost_sales, talk.lang)
    client = talk.word("shock_client") if hit.company.is_client else ""
    told = wrap(
        talk.word(
            "shock_hit",
            rank=rank,
            name=called(hit.company.name),
            client=client,
            tier=hit.tier,
            loss=percent(hit.loss),
            known=percent(hit.known_loss),
            lost=lost,
        ),
        room(),
    )
    for each in hit.through[:_THROUGH_SHOWN]:
        text = talk.word(
            "shock_through",
            buyer=called(found.names[each.part.other]),
            share=percent(each.part.share),
            basis=talk.word(f"basis_{each.part.basis}"),
            drop=percent(each.buyer_loss),
        )
        told += wrap(text, room(), "   ")
    if len(hit.through) > _THROUGH_SHOWN:
        told.append("   " + talk.word("shock_more_buyers", more=len(hit.through) - _THROUGH_SHOWN))
    if len(hit.chain) > 2:
        names = " ← ".join(called(found.names[ident]) for ident in hit.chain)
        told += wrap(talk.word("shock_chain", chain=names), room(), "   ")
    return told
