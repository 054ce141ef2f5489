"""Why a gate took a company, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from chainprospect.explain.catalogue import aside, say
from chainprospect.explain.titles import gate_title, role_title, status_title
from chainprospect.explain.voice import size_facts, size_words
from chainprospect.model.figures import called, figure, known, money
from chainprospect.model.prospect import Excluded

# Institutions that introduce: the role gate takes them whatever roles were asked for.
_INTRODUCERS: Final = frozenset({"law_firm", "accounting_firm", "tax_agent", "association", "park", "bank"})


def word_excluded(item: Excluded, *, lang: str) -> Excluded:
    """The excluded company with its reason in words; nothing else changes."""
    if item.gate == "self":
        return replace(item, reason=_self(item, lang))
    speak = _SENTENCES.get(item.gate)
    if speak is None:
        return replace(item, reason=say(lang, "excluded.other", gate=gate_title(item.gate, lang)))
    return replace(item, reason=speak(item.facts, lang))


def _plain(key: str) -> Callable[[Mapping[str, Any], str], str]:
    return lambda _facts, lang: say(lang, key)


def _named(key: str, fact: str) -> Callable[[Mapping[str, Any], str], str]:
    """A sentence about one fact, with another one for when it is unknown."""

    def speak(facts: Mapping[str, Any], lang: str) -> str:
        value = facts.get(fact)
        return say(lang, f"{key}_blank") if not value else say(lang, key, **{fact: called(str(value))})

    return speak


def _self(item: Excluded, lang: str) -> str:
    anchor = item.facts.get("anchor")
    name = called(str(anchor)) if anchor else say(lang, "the_anchor")
    return say(lang, "excluded.self" if anchor == item.company.name else "excluded.self_group", anchor=name)


def _code(key: str) -> Callable[[Mapping[str, Any], str], str]:
    return lambda facts, lang: say(lang, key, code=called(str(facts.get("code") or "?")))


def _policy(facts: Mapping[str, Any], lang: str) -> str:
    code = called(str(facts.get("code") or "?"))
    rule = facts.get("rule")
    if not rule:
        return say(lang, "excluded.policy_block", code=code)
    return say(lang, "excluded.policy_block_rule", code=code, rule=called(str(rule)))


def _role(facts: Mapping[str, Any], lang: str) -> str:
    role = facts.get("role")
    if not role:
        return say(lang, "excluded.role_blank")
    key = "excluded.role" if role in _INTRODUCERS else "excluded.role_filter"
    return say(lang, key, role=called(role_title(str(role), lang)))


def _too_large(facts: Mapping[str, Any], lang: str) -> str:
    revenue, most = known(facts.get("revenue")), known(facts.get("limit_revenue"))
    staff, most_staff = known(facts.get("employees")), known(facts.get("limit_employees"))
    parts = []
    if revenue is not None and most is not None and revenue >= most:
        parts.append(say(lang, "excluded.too_large_revenue", money=money(revenue, lang), limit=money(most, lang)))
    if staff is not None and most_staff is not None and staff >= most_staff:
        parts.append(say(lang, "excluded.too_large_staff", n=f"{staff:,.0f}", limit=f"{most_staff:,.0f}"))
    parts = parts or [say(lang, "excluded.too_large_blank")]
    return say(lang, "excluded.too_large", parts=say(lang, "paren.join").join(parts))


def _too_small(facts: Mapping[str, Any], lang: str) -> str:
    return say(lang, "excluded.too_small", facts=aside(lang, size_facts(facts, lang)))


def _size(facts: Mapping[str, Any], lang: str) -> str:
    low, high = facts.get("low"), facts.get("high")
    if low is None and high is None:
        return say(lang, "excluded.size_blank")
    return say(lang, "excluded.size", size=size_words(low, high, lang))


def _worked(facts: Mapping[str, Any], lang: str) -> str:
    status = facts.get("status")
    if not status:
        return say(lang, "excluded.other", gate=gate_title("worked", lang))
    return say(lang, "excluded.worked", status=status_title(str(status), lang))


def _min_score(facts: Mapping[str, Any], lang: str) -> str:
    score, limit = known(facts.get("score")), known(facts.get("limit"))
    if score is None or limit is None:
        return say(lang, "excluded.other", gate=gate_title("min_score", lang))
    # Two decimals, cut not rounded: 49.996 must not read as 50 below a minimum of 50.
    return say(lang, "excluded.min_score", score=f"{int(score * 100) / 100:.2f}", limit=figure(limit))


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any], str], str]]] = {
    "blacklist": _plain("excluded.blacklist"),
    "not_active": _named("excluded.not_active", "status"),
    "already_client": _plain("excluded.already_client"),
    "policy_block": _policy,
    "interbank": _code("excluded.interbank"),
    "role": _role,
    "too_large": _too_large,
    "too_small": _too_small,
    "region": _named("excluded.region", "region"),
    "industry": _named("excluded.industry", "code"),
    "size": _size,
    "worked": _worked,
    "min_score": _min_score,
}
