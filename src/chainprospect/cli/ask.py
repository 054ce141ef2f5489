"""From what was typed to the question that the engine answers."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chainprospect.cli.options import Narrowed, Terms
from chainprospect.cli.session import Session
from chainprospect.cli.words import word
from chainprospect.errors import SettingsError

if TYPE_CHECKING:
    from chainprospect.model.rules import Filters, Question
    from chainprospect.settings import Settings

EPOCH = datetime.date(1970, 1, 1)


def question(session: Session, terms: Terms) -> tuple[Question, Settings]:
    """
    The question in force: settings, with the flags of this call on top.

    Raises
    ------
    SettingsError
        A flag's value is unknown or out of range; the nearest is named.
    """
    from chainprospect.model.rules import Question

    base = session.settings()
    lang = base.show.lang
    filters, opened = _filters(terms, lang)
    flags: dict[str, object] = {
        "reach.upstream": whole(terms.upstream, "--upstream", lang, most=6),
        "reach.downstream": whole(terms.downstream, "--downstream", lang, most=6),
        "reach.lookalikes": terms.lookalikes,
        "reach.via": terms.via,
        **{f"weights.{name}": weight for name, weight in weights(terms.weight, lang).items()},
    }
    if opened or terms.include:
        flags["gates.include"] = sorted({*base.gates.include, *opened, *_gates(terms.include, lang)})
    settings = session.settings(flags)
    asked = Question(
        reach=settings.reach,
        weights=settings.weights,
        gates=settings.gates,
        filters=filters,
        policy=settings.policy,
        bank=settings.bank,
        events=settings.events,
        as_of_day=day(terms.as_of, lang),
        worked=_worked(session.workspace),
    )
    return asked, settings


def _worked(workspace: Path) -> Mapping[str, str]:
    """Statuses of the leads in the book; who keeps none opens no engine for it."""
    if not (workspace / "book.sqlite").is_file():
        return {}
    from chainprospect.working import statuses

    return statuses(workspace)


def _filters(terms: Terms, lang: str) -> tuple[Filters, tuple[str, ...]]:
    from chainprospect.model.company import BANDS, ROLES
    from chainprospect.model.rules import Filters

    if not isinstance(terms, Narrowed):
        return Filters(), ()
    sizes = [_SIZES.get(size, size.lower()) for size in items(terms.size)]
    opened: tuple[str, ...] = ()
    if "any" in sizes:
        if set(sizes) != {"any"}:
            raise wrong("--size", "any", word(lang, "size_any_alone"))
        sizes, opened = [], ("too_large", "too_small")
    for size in sizes:
        one_of(size, (*BANDS, "any"), "--size", lang)
    filters = Filters(
        sizes=frozenset(sizes),
        regions=tuple(items(terms.region)),
        industries=tuple(code for text in items(terms.industry) for code in _industry(text, lang)),
        roles=frozenset(one_of(role.lower(), ROLES, "--roles", lang) for role in items(terms.roles)),
        min_score=number(terms.min_score, "--min-score", lang, most=100),
        hide_worked=terms.hide_worked,
    )
    return filters, opened


_SIZES = {
    "大型": "large",
    "中型": "medium",
    "小型": "small",
    "微型": "micro",
    "大": "large",
    "中": "medium",
    "小": "small",
}


def _industry(text: str, lang: str) -> Sequence[str]:
    """Codes of an industry that was typed as a code, or as a part of its name."""
    if re.fullmatch(r"[A-Ta-t]?\d{0,4}", text):
        return [text.upper()]
    from chainprospect.references import industry_codes

    codes = industry_codes(text)
    if not codes:
        raise wrong("--industry", text, word(lang, "industry_unknown"))
    return codes


def _gates(typed: Sequence[str] | None, lang: str) -> list[str]:
    from chainprospect.model.prospect import GATES

    return [one_of(gate.lower(), GATES, "--include", lang) for gate in items(typed)]


def weights(typed: Sequence[str] | None, lang: str) -> dict[str, float]:
    """Own weights typed as NAME=W."""
    from chainprospect.model.prospect import CONTRIBUTIONS

    found: dict[str, float] = {}
    for item in items(typed):
        name, sign, value = item.partition("=")
        if not sign:
            raise wrong("--weight", item, word(lang, "weight_shape"))
        one_of(name.strip(), ("centrality", "fit", *CONTRIBUTIONS), "--weight", lang)
        found[name.strip()] = number(value, f"--weight {name.strip()}", lang) or 0.0
    return found


def items(typed: Iterable[str] | None) -> list[str]:
    """Values typed one after another, with commas between them, or both."""
    parts = [part for text in typed or () for part in text.translate(_COMMAS).split(",")]
    return [part.strip() for part in parts if part.strip()]


_COMMAS = str.maketrans(dict.fromkeys("，、；;", ","))


def one_of(text: str, known: Sequence[str], flag: str, lang: str) -> str:
    """
    `text` when it is one of `known`.

    Raises
    ------
    SettingsError
        It is not; the nearest is named.
    """
    if text in known:
        return text
    near = difflib.get_close_matches(text, known, n=1)
    hint = word(lang, "did_you_mean", near=near[0]) if near else word(lang, "known_are", known=", ".join(known))
    raise wrong(flag, text, word(lang, "not_known") + hint)


def whole(text: str | None, flag: str, lang: str, *, least: int = 0, most: int | None = None) -> int | None:
    """A whole number, or None when nothing was typed."""
    if text is None:
        return None
    value = int(text) if text.strip().isdecimal() else None
    if value is None or value < least or (most is not None and value > most):
        shape = "number_between" if most is not None else "number_from"
        raise wrong(flag, text, word(lang, shape, least=least, most=most))
    return value


def number(text: str | None, flag: str, lang: str, *, most: float | None = None) -> float | None:
    """A number of 0 or more, or None when nothing was typed."""
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf") or (most is not None and value > most):
        shape = "amount_between" if most is not None else "amount_from"
        raise wrong(flag, text, word(lang, shape, most=most))
    return value


def day(text: str | None, lang: str, flag: str = "--as-of") -> int | None:
    """An ISO date as days since 1970-01-01, or None when nothing was typed."""
    if text is None:
        return None
    try:
        return (datetime.date.fromisoformat(text.strip()) - EPOCH).days
    except ValueError as error:
        raise wrong(flag, text, word(lang, "date_shape")) from error


def wrong(flag: str, value: str, message: str) -> SettingsError:
    """The error of a flag with a value that cannot be."""
    return SettingsError(message, key=repr(value), origin=flag)
