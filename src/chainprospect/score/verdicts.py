"""What the bank's policy says of companies: lists of industries, and over them rules that measure something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import Coded, FeatureBatch
from chainprospect.model.figures import figure
from chainprospect.model.industry import split_code
from chainprospect.model.places import Places
from chainprospect.model.policy import ANY, OPERATORS, PolicyRule, Threshold
from chainprospect.model.rules import PolicyRules
from chainprospect.score.policy import full_code, listed_standing, prefix_table
from chainprospect.score.size import SizeRules

# The strictest first; `unknown`: no list and no rule speaks of it, and its industry is not known.
VERDICTS: Final = ("block", "review", "favoured", "neutral", "unknown")
BLOCK, REVIEW, FAVOURED, NEUTRAL, UNKNOWN = range(len(VERDICTS))
NO_RULE: Final = -1

# Answers to a question about a company: it is so, it is not, it cannot be told.
YES, NO, UNTOLD = 1, 0, -1
Answers: TypeAlias = NDArray[np.int8]

_OUTCOMES: Final = MappingProxyType({"block": BLOCK, "review": REVIEW, "watchlist": REVIEW, "favour": FAVOURED})
OTHER: Final = "other"
# What a rule may measure of every company; any other metric is known where the bank's own list states it.
METRICS: Final = ("employees", "revenue", "assets", "growth", "industry_growth", "bank_count")


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """
    The bank's policy as it is applied.

    `rules` are those in force. `provinces` gives provinces by their English name. `stated` holds what the bank's own
    list states: by metric, the value of each company number.
    """

    lists: PolicyRules = PolicyRules()
    rules: tuple[PolicyRule, ...] = ()
    provinces: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Mapping[int, Threshold]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """
    What policy says of each company of a batch.

    `verdict` is an index into `VERDICTS`; `rule` the place in the book of the rule that decided, -1 where a list did;
    `sure` is false where a rule decided only because something of the company, or of the rule, cannot be read.
    """

    verdict: NDArray[np.int8]
    rule: NDArray[np.int64]
    sure: NDArray[np.bool_]


def verdicts(features: FeatureBatch, book: PolicyBook, sizes: SizeRules, places: Places) -> Verdicts:
    """
    What policy says of each company.

    Notes
    -----
    The lists speak first: the longest prefix wins. Then every rule that fits: its code begins the company's, its region
    holds the company's, its metric meets the threshold. What cannot be told of any of the three makes it a review; a
    metric that is known and does not meet the threshold makes it nothing. The strictest of all wins: block, review,
    favoured, neutral.
    """
    used = _used(features.industry.codes)
    batch = _Batch(features, used, [full_code(features.industry.labels[code], sizes) for code in used], book, places)
    rows, table = len(features.numbers), prefix_table(book.lists)
    lists = [VERDICTS.index(listed_standing(*parts, table)) for parts in batch.codes]
    found = _spread(features.industry, batch.industries, lists, blank=UNKNOWN)
    decided, sure = np.full(rows, NO_RULE, np.int64), np.ones(rows, np.bool_)
    for place, rule in enumerate(book.rules):
        answers = _fits(rule, batch)
        if answers is None:
            continue
        said = np.where(answers == YES, _OUTCOMES[rule.action], np.where(answers == UNTOLD, REVIEW, UNKNOWN))
        stricter = said < found
        found[stricter], decided[stricter] = said[stricter], place
        sure[stricter] = answers[stricter] == YES
    return Verdicts(found, decided, sure)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Companies with the industries that occur among them (`codes`: their letter and digits), and what judges them."""

    features: FeatureBatch
    industries: list[int]
    codes: list[tuple[str, str]]
    book: PolicyBook
    places: Places


def _used(codes: NDArray[np.int32]) -> list[int]:
    used: list[int] = np.unique(codes[codes >= 0]).tolist()
    return used


def _spread(column: Coded, used: Sequence[int], answers: Sequence[int], *, blank: int) -> Answers:
    """The answer to each text that is asked about, in rising order of codes, for every row that has it."""
    said = np.array([*answers, blank], np.int8)
    # Labels are as many as the companies may be: what is made here is as long as what occurs.
    codes = np.array([*used, np.iinfo(np.int64).max])
    at = np.searchsorted(codes, column.codes)
    return said[np.where(codes[at] == column.codes, at, len(used))]


def deciding_rule(place: int, sure: bool, book: PolicyBook) -> dict[str, str | bool]:
    """The rule of a verdict, in short, and whether it decided surely; nothing where a list of industries did."""
    return {} if place == NO_RULE else {"rule": rule_text(book.rules[place]), "sure": sure}


def unreadable(rule: PolicyRule, book: PolicyBook, places: Places) -> tuple[str, ...]:
    """What of a rule cannot be read, so that it acts as a review: its `region`, its `metric`."""
    found = []
    if rule.region not in (ANY, OTHER) and any(_place(part, book, places) is None for part in _parts(rule.region)):
        found.append("region")
    if not rule.listed and rule.metric not in (ANY, *METRICS, *book.stated):
        found.append("metric")
    return tuple(found)


def rule_text(rule: PolicyRule) -> str:
    """A rule in short: what it measures, against which threshold, and where."""
    codes = "|".join(rule.codes)
    measured = "" if rule.metric == ANY else f" {rule.metric} {rule.operator} {_shown(rule.threshold)}"
    where = "" if rule.region == ANY else f" @ {rule.region}"
    return f"{rule.list}: {codes}{measured}{where} → {rule.action}"


def _shown(threshold: Threshold) -> str:
    return figure(threshold) if isinstance(threshold, float) else str(threshold)


def _fits(rule: PolicyRule, batch: _Batch) -> Answers | None:
    """Whether a rule speaks of each company: a NO of any part decides, then what cannot be told. None: of nobody."""
    column = batch.features.industry
    if rule.listed:
        fits = _measures(rule, batch)
        # Who is not on the bank's list is not spoken of.
        fits[fits == UNTOLD] = NO
    else:
        prefixes = [split_code(prefix) for prefix in rule.codes]
        told = [_code_fits(prefixes, *parts) for parts in batch.codes]
        if not any(answer != NO for answer in told):
            return None
        fits = _both(_spread(column, batch.industries, told, blank=NO), _measures(rule, batch))
    asked = fits != NO
    return _both(fits, _regions(rule, batch, asked)) if asked.any() else None


def _both(left: Answers, right: Answers) -> Answers:
    no, yes = (left == NO) | (right == NO), (left == YES) & (right == YES)
    return np.where(no, NO, np.where(yes, YES, UNTOLD)).astype(np.int8)


def _code_fits(prefixes: Sequence[tuple[str, str]], letter: str, digits: str) -> int:
    """A code that ends before the prefix does may or may not be meant."""
    coarse = False
    for wanted_letter, wanted in prefixes:
        if digits.startswith(wanted) if wanted else letter == wanted_letter != "":
            return YES
        coarse = coarse or bool(digits and wanted.startswith(digits))
    return UNTOLD if coarse else NO


def _regions(rule: PolicyRule, batch: _Batch, asked: NDArray[np.bool_]) -> Answers:
    """Whether the rule's region holds each company's; said of those asked about alone."""
    column, places = batch.features.region, batch.places
    if rule.region == ANY:
        return np.full(len(column.codes), YES, np.int8)
    other = rule.region == OTHER
    wanted = _others(rule, batch.book) if other else _parts(rule.region)
    known = [place for place in (_place(part, batch.book, places) for part in wanted) if place is not None]
    if len(known) < len(wanted):
        return np.full(len(column.codes), UNTOLD, np.int8)
    used = _used(column.codes[asked])
    inside = [any(places.covers(place, column.labels[code]) for place in known) for code in used]
    return _spread(column, used, [int(held != other) for held in inside], blank=UNTOLD)


def _parts(region: str) -> list[str]:
    return [part.strip() for part in region.replace("，", ",").replace("、", ",").split(",") if part.strip()]


def _others(rule: PolicyRule, book: PolicyBook) -> Sequence[str]:
    """Places that the other rules of the same list and metric name."""
    alike = [each for each in book.rules if each.list == rule.list and each.metric == rule.metric]
    return [part for each in alike if each.region not in (ANY, OTHER) for part in _parts(each.region)]


def _place(part: str, book: PolicyBook, places: Places) -> str | None:
    """A place that can be read; None where it cannot."""
    name = book.provinces.get(part.replace(" ", ""), part)
    return name if places.place(name).province is not None else None


def _measures(rule: PolicyRule, batch: _Batch) -> Answers:
    """Whether each company's metric meets the threshold; what the bank's own list states stands before the data."""
    features = batch.features
    if rule.metric == ANY:
        return np.full(len(features.numbers), YES, np.int8)
    found = np.full(len(features.numbers), UNTOLD, np.int8)
    if rule.metric in METRICS and isinstance(rule.threshold, float):
        column = getattr(features, rule.metric)
        known = ~np.isnan(column)
        found[known] = OPERATORS[rule.operator](column[known], rule.threshold)
    stated = batch.book.stated.get(rule.metric, {})
    if stated:
        for row in np.flatnonzero(np.isin(features.numbers, np.array(list(stated), np.int64))).tolist():
            found[row] = _meets(stated[int(features.numbers[row])], rule)
    return found


def _meets(value: Threshold, rule: PolicyRule) -> int:
    """Numbers are compared as numbers, texts for being equal; what cannot be compared cannot be told."""
    if value is None or rule.threshold is None:
        return UNTOLD
    if isinstance(value, float) and isinstance(rule.threshold, float):
        return int(OPERATORS[rule.operator](value, rule.threshold))
    if isinstance(value, str) and isinstance(rule.threshold, str) and rule.operator in ("=", "!="):
        return int((value.casefold() == rule.threshold.casefold()) == (rule.operator == "="))
    return UNTOLD
