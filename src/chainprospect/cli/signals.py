"""`signals`: what happened to a company, to our clients, or around an anchor, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import head, open_store, print_document
from chainprospect.cli.ask import question, whole, wrong
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import AsOf, Downstream, Include, Json, Terms, Upstream, Via, Weight
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chainprospect.advise.signals import Signal, Timed
    from chainprospect.advising.signals import Around
    from chainprospect.model.ports import Store
    from chainprospect.model.rules import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSignal:
    """What `signals` asks for."""

    company: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
    around: Annotated[list[str] | None, typer.Option("--around", metavar="ANCHOR")] = None
    upstream: Upstream = None
    downstream: Downstream = None
    via: Via = None
    include: Include = None
    as_of: AsOf = None
    weight: Weight = None
    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    json: Json = False

    def terms(self) -> Terms:
        """How far to walk and how to score; a lookalike has no chain to an anchor."""
        return Terms(
            upstream=self.upstream,
            downstream=self.downstream,
            lookalikes=False,
            via=self.via,
            include=self.include,
            as_of=self.as_of,
            weight=self.weight,
        )


def signals(context: typer.Context, asked: ToSignal) -> int:
    """Print events with their half-lives, and what they add to the timing of a lead."""
    from chainprospect.advise.signals import most_timely
    from chainprospect.advising.dossier import day_of
    from chainprospect.advising.signals import signals_around

    session: Session = context.obj
    talk = session.talk
    rules, settings = question(session, asked.terms())
    if asked.company and asked.around:
        raise wrong("--around", asked.around[0], talk.word("company_or_around"))
    top = whole(asked.top, "--top", settings.show.lang, least=1)
    around: Around | None = None
    with open_store(session) as store:
        if asked.around:
            around = signals_around(store, asked.around, rules)
            found: Sequence[Timed] = around.found
        elif asked.company:
            found = _of_company(store, asked.company, rules)
        else:
            found = most_timely([each for each in _of_clients(store, rules) if each.signals])
        begun = head(store, day_of(store, rules), found[0].company if asked.company else None)
    if asked.json:
        print_document(session, {**begun, **document(found[:top], around)})
    else:
        for line in lines(found[: top or settings.show.top], talk):
            talk.data(line)
        _asides(found, around, top or settings.show.top, talk)
    return DONE if any(each.signals for each in found) else NOTHING


def _of_company(store: Store, text: str, rules: Question) -> Sequence[Timed]:
    import numpy as np

    from chainprospect.advising.signals import signals_of
    from chainprospect.asking import find_one

    return signals_of(store, np.array([find_one(store, text).number], np.int64), rules)


def _of_clients(store: Store, rules: Question) -> Sequence[Timed]:
    from chainprospect.advising.signals import signals_of

    return signals_of(store, store.clients(), rules)


def document(found: Sequence[Timed], around: Around | None) -> dict[str, Any]:
    """The signals below the head of their document."""
    told: dict[str, Any] = {}
    if around is not None:
        told["anchors"] = [{"id": each.id, "name": each.name} for each in around.anchors]
        told["counts"] = {"asked": around.asked, "with_signals": len(around.found), "gated": around.gated}
    told["companies"] = [
        {
            "company": {"id": each.company.id, "name": each.company.name},
            "side": each.side,
            "tier": each.tier,
            "timing": {"value": each.value, "points": each.points, "most": each.most},
            "warning": each.warning,
            "signals": [_plain_signal(signal) for signal in each.signals],
        }
        for each in found
    ]
    return told


def _plain_signal(signal: Signal) -> dict[str, Any]:
    event, rule = signal.event, signal.rule
    return {
        "type": event.type,
        "date": event.date,
        "text": event.text,
        "source_ref": event.source_ref,
        "weight": None if rule is None else rule.weight,
        "half_life_months": None if rule is None else rule.half_life_months,
        "age_months": signal.age_months,
        "effect": signal.effect,
        "counts": signal.counts,
    }


def lines(found: Sequence[Timed], talk: Talk) -> list[str]:
    """Lines that tell the signals of companies."""
    told: list[str] = []
    for each in found:
        told += [*([""] if told else []), *_company(each, talk)]
    return told


def _company(each: Timed, talk: Talk) -> list[str]:
    from chainprospect.explain.titles import side_title

    told = [talk.word("one_title", name=each.company.name, id=each.company.id)]
    if each.tier is not None and each.side is not None:
        told[0] += talk.word("signals_place", side=side_title(each.side, talk.lang), tier=each.tier)
    if each.value is None:
        told += wrap(talk.word("signals_none"), room(), "  ")
    else:
        text = talk.word("signals_timing", value=f"{each.value:.4f}", points=f"{each.points:.2f}", most=each.most)
        told += wrap(text, room(), "  ")
    for signal in each.signals:
        told += _signal(signal, talk)
    return told


def _signal(signal: Signal, talk: Talk) -> list[str]:
    from chainprospect.advise.words import say_or
    from chainprospect.explain.titles import event_title

    event = signal.event
    parts = [event.date or "", event_title(event.type, talk.lang), event.text or "", event.source_ref or ""]
    told = wrap("  ".join(part for part in parts if part), room(), "  - ")
    told[1:] = [f"    {line.removeprefix('  - ')}" for line in told[1:]]
    told += wrap(_effect(signal, talk.lang), room(), "    ")
    opens = say_or(talk.lang, f"signals.opens_{event.type}", "")
    return told + (wrap(opens, room(), "    ") if opens else [])


def _effect(signal: Signal, lang: str) -> str:
    from chainprospect.advise.words import say
    from chainprospect.model.figures import figure

    if signal.rule is None:
        return say(lang, "signals.no_rule")
    if not signal.counts:
        return say(lang, "signals.ahead")
    effect, weight = f"{signal.effect:.4f}", figure(signal.rule.weight)
    if signal.age_months is None:
        return say(lang, "signals.effect_undated", effect=effect, weight=weight)
    half = figure(signal.rule.half_life_months)
    return say(lang, "signals.effect", effect=effect, weight=weight, age=f"{signal.age_months:.1f}", half=half)


def _asides(found: Sequence[Timed], around: Around | None, top: int, talk: Talk) -> None:
    if len(found) > top:
        talk.say("signals_more", more=len(found) - top)
    if around is not None:
        talk.say("signals_around", found=len(around.found), asked=around.asked, gated=around.gated)
    elif not found:
        talk.say("signals_no_client")
