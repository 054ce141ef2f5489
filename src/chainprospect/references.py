"""Reference tables that the product ships, read once a question."""

from __future__ import annotations

from collections.abc import Sequence

from chainprospect.model.places import Places, places
from chainprospect.model.rules import Question
from chainprospect.resources import rows_of
from chainprospect.score.gates import Yardsticks
from chainprospect.score.size import SizeRules, size_rules


def national_sizes() -> SizeRules:
    """The national size table."""
    return size_rules(rows_of("size_bands_cn"), rows_of("size_map_gbt4754"), rows_of("gbt4754_2017_divisions"))


def chinese_places() -> Places:
    """China's provinces and prefectures."""
    return places(rows_of("regions_cn"))


def yardsticks(question: Question) -> Yardsticks:
    """Everything a company is measured against under this question."""
    # Where no region is named, nobody asks where another one lies.
    regions = question.bank.regions or question.filters.regions
    places = chinese_places() if regions else Places({}, {})
    return Yardsticks(question.gates, question.filters, question.policy, question.bank, national_sizes(), places)


def industry_codes(text: str) -> Sequence[str]:
    """GB/T 4754 divisions (`C38`) whose name, or whose section's name, holds `text`; empty when none does."""
    wanted = text.strip().casefold()
    return [
        row["section"] + row["division"]
        for row in rows_of("gbt4754_2017_divisions")
        if wanted in row["division_name"].casefold() or wanted in row["section_name"].casefold()
    ]
