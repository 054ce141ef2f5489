"""What a piece of advice stands on: facts, each named, with its unit and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = float | str | bool | None


@dataclass(frozen=True, slots=True)
class FactUsed:
    """
    One fact that a piece of advice stands on.

    `value` None is unknown. `unit` is `CNY`, another currency's code, `days`, `persons`, `fraction`, `times`, `months`
    or empty for texts, truths and plain counts. `source` says where the fact stands (a file with its row, a period, a
    relation, a setting), None where it is unknown; it is never worded in a language.
    """

    name: str
    value: Value
    unit: str = ""
    source: str | None = None

    @property
    def known(self) -> bool:
        """Whether the fact is known."""
        return self.value is not None


def unknown_of(facts: tuple[FactUsed, ...]) -> tuple[str, ...]:
    """Names of the facts that are unknown, each once, in their order."""
    return tuple(dict.fromkeys(fact.name for fact in facts if not fact.known))
