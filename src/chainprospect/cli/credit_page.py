"""Credit need on the screen and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainprospect.advise.credit import Credit, Input
from chainprospect.advise.credit_sentences import check_sentence, names, need_sentences
from chainprospect.advise.facts import fact_text, title
from chainprospect.advise.words import say
from chainprospect.advise.working_capital import Span
from chainprospect.cli.advice import plain_facts
from chainprospect.cli.table import table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.explain.titles import gate_title
from chainprospect.model.figures import figure, money, percent

if TYPE_CHECKING:
    from chainprospect.advise.ratios import Ratio
    from chainprospect.advise.unreal import Check
    from chainprospect.advising.credit import CreditAnswer
    from chainprospect.cli.money import Yard

# The short names that a document gives the items of the cycle.
SHORT = {"ar_days": "ar", "inv_days": "inv", "ap_days": "ap", "prepay_days": "pre", "advance_days": "adv"}
MONEY = ("sales", "own", "existing_loans", "other")
FRACTIONS = ("margin", "growth")
SHARES = ("debt_ratio", "guarantee_ratio", "sales_growth", "op_margin", "roe", "net_margin", "capital_accum")


def document(found: CreditAnswer, measure: Yard, lang: str) -> dict[str, Any]:
    """The whole answer; money in the unit of the call, None unknown."""
    credit, accounts = found.credit, found.accounts
    year = accounts.year if accounts else None
    return {
        "statement": year
        and {
            "period": year.period,
            "period_end": year.period_end,
            "currency": year.currency,
            "file": year.file,
            "row": year.row,
        },
        "currency": measure.shown,
        "unit": measure.unit.factor,
        **_formula(credit, measure),
        "basis": [_basis(each, measure) for each in credit.inputs],
        "missing": list(credit.missing),
        "refused": list(credit.refused),
        "average_balance": _second(credit, measure),
        "ask": measure.told(found.typed.ask),
        "caps": {
            "currency": "CNY",
            "loan": found.caps.loan,
            "exposure": found.caps.exposure,
            "group": found.caps.group,
            "project": found.caps.project,
            "room": found.room,
            "above": found.above_caps,
        },
        "gates": list(found.dossier.gates),
        "checks": [_check(check, credit, measure, lang) for check in found.checks],
        "ratios": [_ratio(ratio, lang) for ratio in found.ratios],
        "peers": {
            "division": found.dossier.peers.division,
            "province": found.dossier.peers.province,
            "total": found.dossier.peers.total,
            "with_statement": found.peers_known,
        },
        "sentences": [*need_sentences(credit, lang), *(_sentence(each, credit, lang) for each in found.checks)],
    }


def _formula(credit: Credit, measure: Yard) -> dict[str, Any]:
    """What goes into the formula and what comes out, under the names of the formula."""
    exact = {each.name: _told(each.name, each.span, measure) for each in credit.inputs if not each.missing}
    need = credit.need
    spans = {} if need is None else {"wc": need.wc, "new_line": need.new_line, "surplus": need.surplus}
    return {
        "inputs": {each.name: exact.get(each.name) for each in credit.inputs},
        "avg": {SHORT[name]: measure.told(credit.averages.get(name)) for name in SHORT},
        "days": {SHORT[name]: exact.get(name) for name in SHORT},
        "margin": exact.get("margin"),
        "growth": exact.get("growth"),
        "net_days": need.net_days.exact if need else None,
        "turns": need.turns.exact if need and need.turns else None,
        **{name: measure.told(spans[name].exact) if need else None for name in ("wc", "new_line", "surplus")},
        "range": _range(credit, spans, measure),
        "flags": list(need.flags) if need else [],
    }


def _range(credit: Credit, spans: dict[str, Span], measure: Yard) -> dict[str, list[float | None]] | None:
    if credit.need is None or not credit.missing:
        return None
    net = credit.need.net_days
    told = {name: [measure.told(span.low), measure.told(span.high)] for name, span in spans.items()}
    return {"net_days": [net.low, net.high], **told}


def _told(name: str, span: Span | None, measure: Yard) -> float | None:
    value = span.exact if span else None
    return measure.told(value) if name in MONEY else value


def _basis(each: Input, measure: Yard) -> dict[str, Any]:
    ends = [each.span.low, each.span.high] if each.span else [None, None]
    low, high = (measure.told(end) if each.name in MONEY else end for end in ends)
    return {"name": each.name, "low": low, "high": high, "basis": each.basis, "facts": plain_facts(each.facts)}


def _second(credit: Credit, measure: Yard) -> dict[str, Any] | None:
    second = credit.second
    if second is None:
        return None
    return {
        "ar_days": second.ar_days,
        "inv_days": second.inv_days,
        "turns": second.turns,
        "wc": measure.told(second.wc),
        "line": measure.told(second.line),
    }


def _sentence(check: Check, credit: Credit, lang: str) -> str:
    return check_sentence(check, credit.currency, lang)


def _check(check: Check, credit: Credit, measure: Yard, lang: str) -> dict[str, Any]:
    in_money = check.name in ("short_for_long", "loans_and_deposits")
    return {
        "name": check.name,
        "standing": check.standing,
        "figure": measure.told(check.figure) if in_money else check.figure,
        "sentence": _sentence(check, credit, lang),
        "facts": plain_facts(check.facts),
    }


def _ratio(ratio: Ratio, lang: str) -> dict[str, Any]:
    told = ratio.reference
    return {
        "id": told.id,
        "name": say(lang, f"credit.ratio.{told.id}"),
        "family": told.family,
        "formula": told.formula,
        "value": ratio.value,
        "low": told.low,
        "high": told.high,
        "note": told.note or None,
        "standing": ratio.standing,
        "missing": list(ratio.missing),
        "peers": ratio.peers,
        "median": ratio.median,
        "percentile": ratio.percentile,
    }


def lines(found: CreditAnswer, talk: Talk) -> list[str]:
    """Lines that tell the whole answer to a person."""
    company, credit, lang = found.dossier.company, found.credit, talk.lang
    told = [talk.word("one_title", name=company.name, id=company.id)]
    if found.accounts is None:
        told.append(say(lang, "credit.no_statement"))
    else:
        told.append(say(lang, "credit.statement", source=found.accounts.source, currency=found.accounts.currency))
    told += ["", *_inputs(credit, talk), ""]
    for sentence in need_sentences(credit, lang):
        told += wrap(sentence, room())
    told += wrap(say(lang, "credit.room", room=money(found.room, lang)), room())
    if found.above_caps:
        told += wrap(say(lang, "credit.above_caps", room=money(found.room, lang)), room())
    if found.dossier.gates:
        listed = say(lang, "common.listing").join(gate_title(gate, lang) for gate in found.dossier.gates)
        told += wrap(say(lang, "credit.gates", gates=listed), room())
    told += ["", talk.word("credit_checks")]
    for check in found.checks:
        told += wrap(talk.word(f"check_{check.standing}") + _sentence(check, credit, lang), room(), "  ")
    return told + (["", *_ratios(found, talk)] if found.ratios else [])


def _inputs(credit: Credit, talk: Talk) -> list[str]:
    lang = talk.lang
    rows = []
    for each in credit.inputs:
        sources = "; ".join(fact_text(fact, lang) for fact in each.facts if fact.known)
        rows.append(
            [title(each.name, lang), _value(each, credit, lang), say(lang, f"credit.basis.{each.basis}"), sources]
        )
    heads = [talk.word(f"head_{head}") for head in ("fact", "setting", "basis", "provenance")]
    return table(heads, rows, right=[1], room=room(), flow=True)


def _value(each: Input, credit: Credit, lang: str) -> str:
    if each.span is None:
        return say(lang, "common.unknown")
    ends = [each.span.low] if each.span.exact is not None else [each.span.low, each.span.high]
    if each.name in MONEY:
        texts = [money(end, lang, credit.currency) for end in ends]
    elif each.name in FRACTIONS:
        texts = [percent(end) for end in ends]
    else:
        texts = [say(lang, "common.days", n=figure(end)) for end in ends]
    return texts[0] if len(texts) == 1 else say(lang, "credit.between", low=texts[0], high=texts[1])


def _ratios(found: CreditAnswer, talk: Talk) -> list[str]:
    lang, peers = talk.lang, found.dossier.peers
    rows = []
    for ratio in found.ratios:
        missing = names(ratio.missing, lang)
        rows.append(
            [
                say(lang, f"credit.ratio.{ratio.reference.id}"),
                _figure(ratio, ratio.value, found.credit.currency, lang) if not missing else "",
                _reference(ratio, lang),
                say(lang, f"credit.standing.{ratio.standing}"),
                "" if ratio.median is None else _figure(ratio, ratio.median, found.credit.currency, lang),
                "" if ratio.percentile is None else percent(ratio.percentile),
                talk.word("lacks", names=missing) if missing else "",
            ]
        )
    heads = [
        talk.word(f"head_{head}") for head in ("ratio", "setting", "reference", "verdict", "median", "below", "note")
    ]
    if peers.division is None or peers.province is None:
        about = say(lang, "credit.no_peers")
    else:
        known = {"total": peers.total, "known": found.peers_known}
        about = say(lang, "credit.peers", division=peers.division, province=peers.province, **known)
    return [
        talk.word("credit_ratios"),
        *table(heads, rows, right=[1, 4, 5], room=room(), flow=True),
        *wrap(about, room()),
    ]


def _figure(ratio: Ratio, value: float | None, currency: str, lang: str) -> str:
    if value is None:
        return ""
    if ratio.reference.id == "op_cash_flow":
        return money(value, lang, currency)
    return percent(value) if ratio.reference.id in SHARES else figure(value)


def _reference(ratio: Ratio, lang: str) -> str:
    low, high = (_figure(ratio, end, "CNY", lang) for end in (ratio.reference.low, ratio.reference.high))
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""
