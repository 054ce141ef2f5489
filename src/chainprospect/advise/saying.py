"""Introductions in words: whom to ask, and what each step rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chainprospect.advise.introductions import Step, WarmPath
from chainprospect.advise.words import say
from chainprospect.model.company import Company
from chainprospect.model.dossier import relation_source
from chainprospect.model.figures import called
from chainprospect.model.relation import Relation


@dataclass(frozen=True, slots=True)
class StepTold:
    """
    One step in words and figures.

    `source` and `target` are company ids or the name of one of the bank's people (None: the account manager). `base`,
    `strength`, `confidence` and `reference` are None for the bank's own steps; `strength` is None where nothing is
    known of it and a half was taken.
    """

    source: str | None
    target: str
    way: str
    probability: float
    base: float | None
    strength: float | None
    confidence: float | None
    reference: str | None
    says: str


def ask_text(path: WarmPath, companies: Mapping[str, Company], lang: str) -> str:
    """Whom to ask first, as a clause."""
    company = called(companies[path.asked].name)
    friend = path.steps[0].acquaintance
    if friend is None:
        return say(lang, "intro.ask_manager", company=company)
    if friend.contact is None:
        return say(lang, "intro.ask_person", person=called(friend.person), company=company)
    return say(lang, "intro.ask_contact", person=called(friend.person), company=company, contact=called(friend.contact))


def path_steps(
    path: WarmPath, companies: Mapping[str, Company], relations: Mapping[int, Relation], lang: str
) -> Iterator[StepTold]:
    """Every step of a path, in order."""
    for place, step in enumerate(path.steps):
        tie = step.tie
        relation = None if tie is None else relations[tie.relation]
        yield StepTold(
            source=path.person if place == 0 else step.source,
            target=step.target,
            way=step.way,
            probability=step.probability,
            base=None if tie is None else tie.base,
            strength=tie.strength if tie is not None and tie.known else None,
            confidence=None if tie is None else tie.confidence,
            reference=None if relation is None else relation_source(relation),
            says=_says(step, companies, relation, lang),
        )


def _says(step: Step, companies: Mapping[str, Company], relation: Relation | None, lang: str) -> str:
    target = called(companies[step.target].name)
    if step.acquaintance is not None:
        friend = step.acquaintance
        key = "intro.knows_contact" if friend.contact else "intro.knows"
        return say(lang, key, person=called(friend.person), company=target, contact=called(friend.contact or ""))
    if step.tie is None or relation is None:
        return say(lang, f"intro.{step.way}", company=target)
    what = say(lang, "intro.what", product=called(relation.product)) if relation.product else ""
    text = say(lang, f"intro.{step.way}", source=called(companies[step.source].name), company=target, what=what)
    return text if step.tie.known else text + say(lang, "intro.assumed")
