"""Industry policy: which GB/T 4754 codes are favoured, under review, or blocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chainprospect.model.industry import split_code
from chainprospect.model.rules import PolicyRules
from chainprospect.score.size import SizeRules

# At equal length the stricter list wins.
STANDINGS = ("block", "review", "favoured")


def prefix_table(policy: PolicyRules) -> dict[str, str]:
    """What each prefix of the lists says, by its digits or its bare section letter; of equal ones the stricter list."""
    table: dict[str, str] = {}
    for name, prefixes in zip(STANDINGS, (policy.block, policy.review, policy.favoured), strict=True):
        for prefix in prefixes:
            letter, digits = split_code(prefix)
            table.setdefault(digits or letter, name)
    table.pop("", None)
    return table


def listed_standing(letter: str, digits: str, table: Mapping[str, str]) -> str:
    """`block`, `review`, `favoured`, `neutral`, or `unknown` for a code that is none; the longest prefix wins."""
    if not letter and not digits:
        return "unknown"
    for size in range(len(digits), 0, -1):
        if digits[:size] in table:
            return table[digits[:size]]
    return table.get(letter, "neutral")


def full_code(code: str | None, rules: SizeRules) -> tuple[str, str]:
    """Section letter (looked up where the code has none) and digits."""
    letter, digits = split_code(code)
    return letter or rules.sections.get(digits[:2], ""), digits


def match_length(prefix: str, letter: str, digits: str) -> int:
    """Digits of `prefix` that begin the code; 0 for a bare section letter that fits, -1 for no match."""
    wanted_letter, wanted = split_code(prefix)
    if wanted:
        return len(wanted) if digits.startswith(wanted) else -1
    return 0 if wanted_letter and wanted_letter == letter else -1


def in_industries(code: str | None, wanted: Sequence[str], rules: SizeRules) -> bool:
    """Whether an industry code begins with one of those wanted (with or without the section letter)."""
    letter, digits = full_code(code, rules)
    return any(match_length(item, letter, digits) >= 0 for item in wanted)
