"""`intro`: who could bring us to a company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.advice import ToAdvise, known_people, open_store, print_document, question
from chainprospect.cli.ask import whole
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.session import Session
from chainprospect.cli.table import wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.advising.introducing import Introductions

DEFAULT_PATHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ToIntroduce(ToAdvise):
    """What `intro` asks for."""

    paths: Annotated[str | None, typer.Option("--paths", metavar="N")] = None


def intro(context: typer.Context, asked: ToIntroduce) -> int:
    """Print the most probable ways to a company: whom to ask, step by step."""
    from chainprospect.advising.introducing import Circle, introduce

    session: Session = context.obj
    rules, settings = question(session, asked.as_of)
    count = whole(asked.paths, "--paths", settings.show.lang, least=1) or DEFAULT_PATHS
    with open_store(session) as store:
        people = settings.people + known_people(session, store, rules.as_of_day)
        found = introduce(store, asked.company, Circle(people, settings.intro, count), rules)
    if asked.json:
        print_document(session, document(found, settings.show.lang))
        return DONE if found.paths else NOTHING
    for line in lines(found, session.talk):
        session.talk.data(line)
    if found.override.opens:
        session.hint("intro_open_gate", company=found.company.name)
    return DONE if found.paths else NOTHING


def document(found: Introductions, lang: str) -> dict[str, Any]:
    """The answer as a document."""
    from chainprospect.advise.saying import path_steps

    return {
        "schema": 1,
        "snapshot": found.snapshot,
        "as_of": found.as_of,
        "company": {"id": found.company.id, "name": found.company.name},
        "gates": list(found.gates),
        "paths": [
            {
                "rank": path.rank,
                "probability": path.probability,
                "ask": {"person": path.person, "company": path.asked},
                "steps": [
                    {
                        "from": told.source,
                        "to": told.target,
                        "way": told.way,
                        "probability": told.probability,
                        "base": told.base,
                        "strength": told.strength,
                        "confidence": told.confidence,
                        "source": told.reference,
                        "says": told.says,
                    }
                    for told in path_steps(path, found.companies, found.relations, lang)
                ],
            }
            for path in found.paths
        ],
        "cold": found.cold,
        "any_way": found.any_way,
        "override": {
            "gate": "too_large",
            "holds": found.override.holds,
            "threshold": found.override.threshold,
            "best": found.override.best,
            "opens": found.override.opens,
        },
        "without_consent": found.without_consent,
        "not_found": list(found.not_found),
        "cut": {"relations": found.cut, "companies": found.cut_companies},
    }


def lines(found: Introductions, talk: Talk) -> list[str]:
    """The answer as a person reads it."""
    from chainprospect.advise.saying import ask_text, path_steps
    from chainprospect.explain.titles import gate_title
    from chainprospect.model.figures import percent

    told = [talk.word("intro_title", name=found.company.name, id=found.company.id)]
    if found.gates:
        gates = talk.word("listing").join(gate_title(gate, talk.lang) for gate in found.gates)
        told += wrap(talk.word("intro_gates", gates=gates), room())
    if not found.paths:
        told += wrap(talk.word("intro_nobody", cold=percent(found.cold)), room())
    for path in found.paths:
        ask = ask_text(path, found.companies, talk.lang)
        told += ["", *wrap(talk.word("intro_path", rank=path.rank, chance=percent(path.probability), ask=ask), room())]
        for step in path_steps(path, found.companies, found.relations, talk.lang):
            told += wrap(f"{percent(step.probability)}  {step.says}", room(), "   ")
    if found.paths:
        told += ["", *wrap(talk.word("intro_any", chance=percent(found.any_way), cold=percent(found.cold)), room())]
    told += _asides(found, talk)
    return told


def _asides(found: Introductions, talk: Talk) -> list[str]:
    from chainprospect.model.figures import percent

    told: list[str] = []
    if found.override.holds:
        key = "intro_override" if found.override.opens else "intro_no_override"
        told += wrap(talk.word(key, threshold=percent(found.override.threshold)), room())
    if found.without_consent:
        told += wrap(talk.word("intro_consent", n=found.without_consent), room())
    if found.not_found:
        told += wrap(talk.word("intro_not_found", names=talk.word("listing").join(found.not_found)), room())
    if found.cut or found.cut_companies:
        told += wrap(talk.word("intro_cut", relations=found.cut, companies=found.cut_companies), room())
    return told
