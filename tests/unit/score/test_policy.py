"""Industry policy: the longest match decides, the stricter list at equal length."""

from __future__ import annotations

import pytest

from chainprospect.model.rules import PolicyRules
from chainprospect.references import industry_codes, national_sizes
from chainprospect.score.policy import full_code, in_industries, listed_standing, prefix_table

RULES = national_sizes()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C38", "favoured"),
        ("3825", "block"),
        ("C30", "review"),
        ("C", "neutral"),
        ("B06", "favoured"),
        ("0610", "review"),
        ("I65", "neutral"),
        (None, "unknown"),
        ("cables", "unknown"),
    ],
)
def test_standing(code, expected) -> None:
    policy = PolicyRules(favoured=("C38", "B", "0610"), review=("30", "0610"), block=("3825",))
    assert listed_standing(*full_code(code, RULES), prefix_table(policy)) == expected


def test_wanted_industries() -> None:
    assert in_industries("C3825", ["38"], RULES)
    assert in_industries("38", ["C"], RULES)
    assert not in_industries("I65", ["C", "38"], RULES)
    assert not in_industries(None, ["C"], RULES)


def test_industries_by_name() -> None:
    assert industry_codes("电气机械") == ["C38"]
    assert industry_codes("煤炭开采") == ["B06"]
    assert industry_codes("no such trade") == []
