"""The brief in words: one page of short sections, each line standing on what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from chainprospect.advise.credit_sentences import names, need_sentences
from chainprospect.advise.facts import title, value_text
from chainprospect.advise.needs import Need
from chainprospect.advise.needs_sentences import known_sentence, policy_sentence, status_sentence, type_sentence
from chainprospect.advise.offers import Shelf
from chainprospect.advise.saying import ask_text, path_steps
from chainprospect.advise.visit import APPEAR, BRING, Proposal, Slot, completeness_of, place, theme
from chainprospect.advise.words import say, say_or
from chainprospect.advising.brief import Brief
from chainprospect.asking import iso_day
from chainprospect.explain.titles import band_title, event_title, gate_title, status_title
from chainprospect.export.industries import industry_name, industry_names
from chainprospect.model.brief import BriefPage, Section
from chainprospect.model.figures import called, figure, money, percent

_REASONS: Final = 3
_SIGNALS: Final = 3
_NEEDS: Final = 5
_PRODUCTS: Final = 2
_LONGEST: Final = 60


def brief_page(found: Brief, shelf: Shelf, lang: str) -> BriefPage:
    """The brief as a page: who, chain, why now, needs, credit, introduction, style, what is unknown, the visit."""
    company = found.dossier.company
    share = percent(completeness_of(found.profile))
    sections = (
        _section("who", _who(found, lang), lang),
        _section("chain", _chain(found, lang), lang),
        _section("why_now", _why_now(found, lang), lang, wide=True),
        _section("needs", _needs(found, shelf, lang), lang, wide=True),
        _section("credit", _credit(found, lang), lang),
        _section("intro", _intro(found, lang), lang),
        _section("style", (type_sentence(company.ownership, found.answer.type, lang), *_people(found, lang)), lang),
        Section("profile", say(lang, "brief.profile", share=share), _profile(found, lang)),
        _section("unknown", tuple(_slot_line(slot, lang) for slot in found.before), lang, wide=True, boxes=True),
        _section("visit", _visit(found, shelf, lang), lang),
        _section("bring", _bring(found, shelf, lang), lang, boxes=True),
    )
    return BriefPage(
        say(lang, "brief.title", company=called(company.name)),
        company.id if found.status is None else f"{company.id} · {_status(found, lang)}",
        sections,
        say(
            lang,
            "brief.footer",
            snapshot=found.snapshot,
            as_of=found.as_of or say(lang, "brief.undated"),
            date=iso_day(found.day),
        ),
    )


def _section(name: str, lines: Sequence[str], lang: str, *, wide: bool = False, boxes: bool = False) -> Section:
    return Section(name, say(lang, f"brief.{name}"), tuple(map(_capital, lines)), wide, boxes)


def _capital(line: str) -> str:
    """A line as it begins in English."""
    return line[:1].upper() + line[1:]


def _status(found: Brief, lang: str) -> str:
    return say(lang, "brief.status", status=status_title(found.status or "", lang))


def _who(found: Brief, lang: str) -> tuple[str, ...]:
    dossier, company = found.dossier, found.dossier.company
    size = dossier.size
    industry = industry_name(company.industry_code, company.industry, industry_names(lang))
    said = {
        "industry": industry,
        "region": company.region,
        "ownership": say_or(lang, f"needs.ownership.{company.ownership}", company.ownership or "") or None,
        "size_band": _band(size.band, size.low, size.high, lang),
        "employees": None if company.employees is None else figure(company.employees),
        "revenue": None if dossier.standing.revenue is None else money(dossier.standing.revenue, lang),
        "products": called(", ".join(company.products)) or None,
        "founded": dossier.standing.founded,
    }
    unknown = say(lang, "common.unknown")
    return tuple(
        say(lang, "common.fact", name=title(name, lang), value=value or unknown) for name, value in said.items()
    )


def _band(band: str | None, low: str | None, high: str | None, lang: str) -> str | None:
    if band is not None:
        return band_title(band, lang)
    return None if low is None or high is None else f"{band_title(low, lang)}–{band_title(high, lang)}"


def _chain(found: Brief, lang: str) -> tuple[str, ...]:
    lead = found.lead
    if lead is None:
        return (say(lang, "brief.no_chain"),)
    comma = say(lang, "common.listing")
    anchor = comma.join(called(each.name) for each in lead.anchors)
    if lead.gate is not None:
        told = [say(lang, "brief.gate", gate=gate_title(lead.gate, lang))]
    else:
        values = {"score": f"{lead.score:.1f}", "coverage": percent(lead.coverage)}
        told = [say(lang, "brief.rank", anchor=anchor, rank=lead.rank, **values)]
    if lead.inferred:
        told.append(say(lang, "brief.lookalike"))
    # The reason of a gate stands first, that of the book last: both are told elsewhere.
    reasons = lead.reasons[1:] if lead.gate is not None else lead.reasons
    return (*told, *reasons[:_REASONS])


def _why_now(found: Brief, lang: str) -> tuple[str, ...]:
    signals = [signal for signal in found.timed.signals if signal.rule is not None][:_SIGNALS]
    if not signals:
        return (say(lang, "brief.no_signal"),)
    told = []
    for signal in signals:
        event = signal.event
        values = {
            "date": event.date or say(lang, "brief.undated"),
            "type": event_title(event.type, lang),
            "text": called(event.text or ""),
        }
        told.append(say(lang, "brief.signal" if event.text else "brief.signal_plain", **values))
        opens = say_or(lang, f"signals.opens_{event.type}", "")
        told += [opens] if opens else []
    return tuple(told)


def _needs(found: Brief, shelf: Shelf, lang: str) -> tuple[str, ...]:
    needs = found.answer.needs
    told = [status_sentence(needs, shelf, gate_title, lang)]
    told += [sentence for sentence in (policy_sentence(found.dossier, lang),) if sentence]
    if needs.status == "facts_missing":
        told.append(known_sentence(needs, lang))
    told += [_need(each, lang) for each in needs.needs[:_NEEDS]]
    if len(needs.needs) > _NEEDS:
        told.append(say(lang, "brief.more_needs", n=len(needs.needs) - _NEEDS))
    return tuple(told)


def _need(each: Need, lang: str) -> str:
    offered = say(lang, "brief.listing").join(offer.product.name(lang) for offer in each.offers[:_PRODUCTS])
    return say(
        lang,
        "brief.need",
        need=say(lang, f"needs.need.{each.need}"),
        stage=say(lang, f"needs.stage.{each.stage}"),
        says=say(lang, f"needs.{each.id}"),
        products=say(lang, "brief.products", products=offered) if offered else "",
    )


def _credit(found: Brief, lang: str) -> tuple[str, ...]:
    room = say(lang, "brief.room", room=money(found.answer.room, lang))
    return (*need_sentences(found.answer.credit, lang), room)


def _intro(found: Brief, lang: str) -> tuple[str, ...]:
    known = found.introductions
    if not known.paths:
        return (say(lang, "brief.cold", chance=percent(known.cold)),)
    path = known.paths[0]
    ask = ask_text(path, known.companies, lang)
    told = [say(lang, "brief.warm", ask=ask, chance=percent(path.probability))]
    if len(path.steps) > 1:
        steps = path_steps(path, known.companies, known.relations, lang)
        told += [f"{percent(step.probability)} {step.says}" for step in steps]
    return tuple(told)


def _people(found: Brief, lang: str) -> tuple[str, ...]:
    """Who decides there: parts alone, with names, posts and work lines only where they were asked for."""
    comma = say(lang, "common.listing")
    if found.named and found.people:
        lines = [
            " ".join(filter(None, (each.name, each.title, _decides(each.decides, lang), each.phone, each.email)))
            for each in found.people
        ]
        return tuple(lines)
    roles = list(dict.fromkeys(_decides(each.decides, lang) for each in found.people if each.decides))
    return (say(lang, "brief.roles", roles=comma.join(roles)) if roles else say(lang, "brief.no_roles"),)


def _decides(part: str | None, lang: str) -> str:
    return "" if part is None else say(lang, f"brief.decides_{part}")


def _profile(found: Brief, lang: str) -> tuple[str, ...]:
    comma = say(lang, "common.listing")
    slots = comma.join(
        say(lang, "brief.slot", name=say(lang, f"brief.slot_{slot.name}"), share=percent(slot.share))
        for slot in found.profile
    )
    missing = [name for slot in found.profile for name in slot.missing]
    return (slots, say(lang, "brief.lacking", missing=names(missing, lang))) if missing else (slots,)


def _slot_line(slot: Slot, lang: str) -> str:
    name = say(lang, f"brief.before_{slot.name}")
    known = [fact for fact in slot.facts if fact.known]
    if not known:
        return say(lang, "brief.ask", name=name)
    said = say(lang, "common.listing").join(
        say(lang, "common.fact", name=title(fact.name, lang), value=_short(value_text(fact, lang))) for fact in known
    )
    if not slot.missing:
        return say(lang, "brief.known", name=name, facts=said)
    return say(lang, "brief.partly", name=name, facts=said, missing=names(slot.missing, lang))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _visit(found: Brief, shelf: Shelf, lang: str) -> tuple[str, ...]:
    wanted = theme(found.answer.needs)
    about = say(lang, "brief.theme_unknown") if wanted is None else shelf.product(wanted).name(lang)
    times = found.proposals
    return (
        say(lang, "brief.theme", theme=about),
        say(
            lang,
            "brief.slots",
            first=_when(times.first, lang),
            second=_when(times.second, lang),
            fallback=_when(times.fallback, lang),
        ),
        say(lang, f"brief.place_{place(found.status)}"),
        say(lang, "brief.follow_up", date=iso_day(times.follow_up)),
        say(lang, "brief.holidays"),
    )


def _when(proposal: Proposal, lang: str) -> str:
    # 1970-01-01 was a Thursday.
    weekday = say(lang, f"brief.weekday_{int(np.mod(proposal.day + 3, 7))}")
    return say(lang, "brief.when", date=iso_day(proposal.day), weekday=weekday, hour=proposal.hour)


def _bring(found: Brief, shelf: Shelf, lang: str) -> tuple[str, ...]:
    plan = say(lang, "brief.listing").join(shelf.product(ident).name(lang) for ident in found.answer.needs.plan[:3])
    first = say(lang, "brief.bring_plan", plan=plan) if plan else say(lang, "brief.bring_plan_unknown")
    rest = [say(lang, f"brief.bring_{item}") for item in BRING[1:]]
    return (first, *rest, *(say(lang, f"brief.appear_{item}") for item in APPEAR))
