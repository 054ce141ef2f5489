"""A chain told in words, from the anchor outwards."""

from __future__ import annotations

from typing import Final

from chainprospect.explain.catalogue import aside, counted, listed, say
from chainprospect.explain.titles import grade_title, role_title
from chainprospect.explain.voice import Voice
from chainprospect.model.company import MIDDLEMAN_ROLES
from chainprospect.model.figures import called, day, known, money, percent
from chainprospect.model.prospect import Chain, Lead
from chainprospect.model.relation import Kind, Relation, Side

# How a tie reads from its near end: (the near company is the source, it is the target).
_CLAUSES: Final = {
    Kind.SUPPLIES: ("chain.sells", "chain.buys"),
    Kind.DISTRIBUTES: ("chain.distributed", "chain.distributes"),
    Kind.INTERMEDIATES: ("chain.serves", "chain.served"),
    Kind.REFERS: ("chain.refers", "chain.referred"),
    Kind.OWNS: ("chain.owns", "chain.owned"),
    Kind.GUARANTEES: ("chain.guarantees", "chain.guaranteed"),
}
_ANCHORS_NAMED: Final = 3


def chain_sentence(lead: Lead, voice: Voice) -> str | None:
    """The lead's best chain as one sentence, with the other anchors that reach it; None without a chain."""
    if not lead.chains:
        return None
    chain = lead.chains[0]
    words = _introduction(chain, voice) or _walk(chain, voice)
    start = chain.companies[0].id
    others = [called(anchor.name) for anchor in lead.anchors if anchor.id != start]
    if others:
        words += say(voice.lang, "chain.also", anchors=listed(voice.lang, others, _ANCHORS_NAMED))
    return say(voice.lang, "chain.end", chain=words)


def _introduction(chain: Chain, voice: Voice) -> str | None:
    """Anchor and lead served by one intermediary; None for any other chain."""
    if len(chain.relations) != 2 or any(tie.kind is not Kind.INTERMEDIATES for tie in chain.relations):
        return None
    anchor, between, lead = chain.companies
    if any(tie.source != between.id for tie in chain.relations):
        return None
    role = voice.role(between.id) or role_title("intermediary", voice.lang)
    # A name that says what it is needs no telling.
    named = role.casefold() in between.name.casefold()
    return say(
        voice.lang,
        "chain.both",
        role="" if named else say(voice.lang, "chain.introducer", role=role),
        between=called(between.name),
        anchor=called(anchor.name),
        lead=called(lead.name),
        facts=_facts(chain.relations[1], voice.lang),
    )


def _walk(chain: Chain, voice: Voice) -> str:
    middlemen = _middlemen(chain, voice)
    between = len(chain.relations) - 1
    clauses = []
    for position, tie in enumerate(chain.relations):
        near, far = chain.companies[position], chain.companies[position + 1]
        key = _CLAUSES[tie.kind][0 if tie.source == near.id else 1]
        role = None
        if tie.kind is Kind.SUPPLIES and position < between:
            role = middlemen.get(far.id)
        clauses.append(
            say(
                voice.lang,
                f"{key}_through" if role else key,
                near=say(voice.lang, "chain.latter") if position else called(near.name),
                far=called(far.name),
                again=say(voice.lang, "chain.again") if position else "",
                role=role or "",
                what=_what(tie, voice.lang),
                facts=_facts(tie, voice.lang),
            )
        )
    words = say(voice.lang, "chain.join").join(clauses)
    unnamed = between + 1 - chain.tiers - len(middlemen)
    if chain.tiers > 0 and unnamed > 0:
        words += counted(voice.lang, "chain.some_middlemen", unnamed)
    return words


def _middlemen(chain: Chain, voice: Voice) -> dict[str, str]:
    """Companies between the ends that goods only pass through, with what their role is called."""
    inner = chain.companies[1:-1]
    if chain.side == Side.VIA:
        return {}
    word = say(voice.lang, "chain.middleman")
    told = {company.id: voice.role(company.id) or word for company in inner if _is_middleman(company.id, voice)}
    if told:
        return told
    # Every company between the ends lengthens the chain without a tier: then each is one, whatever it is called.
    if inner and len(chain.relations) - chain.tiers == len(inner):
        return {company.id: voice.role(company.id) or word for company in inner}
    return {}


def _is_middleman(company: str, voice: Voice) -> bool:
    return voice.roles.get(company) in MIDDLEMAN_ROLES


def _what(tie: Relation, lang: str) -> str:
    if tie.product:
        return say(lang, "chain.what", product=called(tie.product))
    if tie.kind is Kind.DISTRIBUTES:
        return say(lang, "chain.what", product=say(lang, "chain.goods"))
    return ""


def _facts(tie: Relation, lang: str) -> str:
    """Amount, shares, date and grade in brackets, those that are known."""
    parts = []
    amount, yearly = known(tie.amount), known(tie.amount_cny)
    if amount is not None and (tie.currency not in (None, "CNY") or yearly is None or amount == yearly):
        parts.append(say(lang, "fact.amount", money=money(amount, lang, called(tie.currency or "CNY"))))
    elif yearly is not None:
        parts.append(say(lang, "fact.amount_year", money=money(yearly, lang)))
    for key, value in (
        ("fact.share_of_target", tie.share_of_target),
        ("fact.share_of_source", tie.share_of_source),
        ("fact.stake" if tie.kind is Kind.OWNS else "fact.share", _other_share(tie)),
    ):
        share = known(value)
        if share is not None:
            parts.append(say(lang, key, share=percent(share)))
    if tie.as_of:
        parts.append(day(tie.as_of, lang))
    parts.append(grade_title(tie.grade, lang))
    return aside(lang, parts)


def _other_share(tie: Relation) -> float | None:
    """`share` repeats the larger of the two sided shares where those are known."""
    return None if tie.share in (tie.share_of_target, tie.share_of_source) else tie.share
