"""Credit need in words: what the formula found, and what each check says."""

from __future__ import annotations

from collections.abc import Sequence

from chainprospect.advise.credit import Credit
from chainprospect.advise.facts import title
from chainprospect.advise.unreal import UNKNOWN, WARNING, Check
from chainprospect.advise.words import say
from chainprospect.advise.working_capital import SURPLUS, Span
from chainprospect.model.advice import unknown_of
from chainprospect.model.figures import figure, money


def names(items: Sequence[str], lang: str) -> str:
    """Names of facts, one after another."""
    return say(lang, "common.listing").join(title(item, lang) for item in items)


def span_text(span: Span, currency: str, lang: str) -> str:
    """Money, or two amounts it lies between."""
    low, high = (money(value, lang, currency) for value in (span.low, span.high))
    return low if span.exact is not None else say(lang, "credit.between", low=low, high=high)


def need_sentences(credit: Credit, lang: str) -> list[str]:
    """What the formula found: exact, a range with what is missing, or why there is none; then what it means."""
    need = credit.need
    if need is None:
        return [say(lang, "credit.refused", missing=names(credit.refused, lang)), *_second(credit, lang)]
    wc, line = span_text(need.wc, credit.currency, lang), span_text(need.new_line, credit.currency, lang)
    if credit.missing:
        told = [say(lang, "credit.range", missing=names(credit.missing, lang), wc=wc, new_line=line)]
    else:
        turns = figure(need.turns.low) if need.turns else say(lang, "common.unknown")
        days = figure(need.net_days.low)
        told = [say(lang, "credit.exact", wc=wc, new_line=line, net_days=days, turns=turns)]
    for flag in need.flags:
        values = {"surplus": span_text(need.surplus, credit.currency, lang)} if flag == SURPLUS else {}
        told.append(say(lang, f"credit.flag.{flag}", **values))
    return told + _second(credit, lang)


def _second(credit: Credit, lang: str) -> list[str]:
    found = credit.second
    if found is None:
        return []
    wc, line = (money(value, lang, credit.currency) for value in (found.wc, found.line))
    return [say(lang, "credit.second", wc=wc, line=line)]


def check_sentence(check: Check, currency: str, lang: str) -> str:
    """What one check says."""
    key = f"credit.{check.name}.{check.standing}"
    if check.name == "ask_above_need":
        return say(lang, key, **_asked(check, currency, lang))
    if check.standing == UNKNOWN:
        return say(lang, key, missing=names(unknown_of(check.facts), lang))
    if check.standing == WARNING and check.figure is not None:
        days = check.name == "receivables_over_60"
        return say(lang, key, figure=figure(check.figure) if days else money(check.figure, lang, currency))
    return say(lang, key)


def _asked(check: Check, currency: str, lang: str) -> dict[str, str]:
    ask, need = (fact.value for fact in check.facts)
    times = "" if check.figure is None else say(lang, "credit.ask_above_need.times", times=figure(check.figure))
    least = float(need) if isinstance(need, float) else 0.0
    return {
        "ask": money(float(ask or 0.0), lang, currency),
        "need": money(least, lang, currency),
        "times": times,
    }
