"""The aims, and what was measured for each: one row an aim and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.command import size

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: `value` reads it from the results of one size, None where they do not tell."""

    text: str
    word: str
    unit: str
    limit: float
    value: Callable[[Found], float | None]
    at_least: bool = False
    from_size: int = 0
    to_size: int = 1 << 62

    def met(self, value: float) -> bool:
        """Whether a measured value meets the aim."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """An aim at one size."""

    aim: Aim
    size: str
    value: float


def outcomes(results: Mapping[str, Mapping[str, Found]]) -> list[Outcome]:
    """Every aim at every size that was measured, in the order of the aims."""
    found = []
    for aim in AIMS:
        for name in sorted(results.get(aim.word, {}), key=size):
            value = aim.value(results[aim.word][name]) if aim.from_size <= size(name) <= aim.to_size else None
            if value is not None:
                found.append(Outcome(aim, name, value))
    return found


def _ratio(name: str) -> Callable[[Found], float | None]:
    return lambda found: found["ratios"].get(name)


def _growth(asked: str, state: str) -> Callable[[Found], float | None]:
    return _ratio(f"{asked} / {asked} at 100k, {state}")


def _help(found: Found) -> float | None:
    told = found["states"]["warm"].get("--help")
    return told["wall_s"]["median"] if told else None


def _statements(found: Found) -> float | None:
    return max(float(one["statements"]["max"]) for one in found["questions"].values())


def _tail(step: str) -> Callable[[Found], float | None]:
    return lambda found: found["ratios"].get(f"{step}: p99 / median")


M: Final = 1_000_000


def _of_answers(asked: str, text: str) -> Iterator[Aim]:
    """Aims of one question from start to printed leads: how it grows, and how it stands beside peers."""
    for state in ("warm", "cold data", "cold machine"):
        grown, grows = f"{text} beside 100k, {state}", _growth(asked, state)
        yield Aim(grown, "answer", "x", 1.3, grows, from_size=M, to_size=10 * M)
        yield Aim(grown, "answer", "x", 1.6, grows, from_size=100 * M)
    for of in ("warm", "warm, CPU"):
        yield Aim(f"{text} beside `import numpy`, {of}", "answer", "x", 5, _ratio(f"{asked} / import numpy, {of}"))
    peer = _ratio(f"networkx load + PageRank / {asked}, warm")
    yield Aim(f"networkx load + PageRank beside the {text}", "answer", "x", 300, peer, at_least=True, from_size=10 * M)


AIMS: Final = (
    Aim("relations and graph beside DuckDB", "load", "x", 2.5, _ratio("relations and graph / duckdb")),
    Aim("relations and graph beside DuckDB, CPU", "load", "x", 2.5, _ratio("relations and graph, CPU / duckdb")),
    Aim("peak memory of a load", "load", "MB", 2_048, lambda found: found["ours"]["peak_mb"], to_size=10 * M),
    Aim("peak memory of a load", "load", "MB", 24_576, lambda found: found["ours"]["peak_mb"], from_size=100 * M),
    *(
        Aim(
            f"resolve and search index beside relations and graph{of}",
            "load",
            "x",
            1,
            _ratio(f"resolve and search / relations and graph{of}"),
        )
        for of in ("", ", CPU")
    ),
    *_of_answers("answer", "answer"),
    *_of_answers("best 20", "answer of 20 leads"),
    Aim("`--help`, warm", "answer", "s", 0.25, _help),
    *(
        Aim(f"p99 of {step} beside its median", "query", "x", 10, _tail(step))
        for step in ("reach", "proximity", "lookalikes", "score", "explain", "question")
    ),
    Aim("push into Neo4j", "neo4j", "s", 30, lambda found: found["push_s"], from_size=M, to_size=M),
    Aim("answers from Neo4j that differ", "neo4j", "", 0, lambda found: float(found["different"])),
    Aim("statements of an answer from Neo4j", "neo4j", "", 100, _statements),
    Aim(
        "answers that differ from the memory store's",
        "query",
        "",
        0,
        lambda found: float(len(found["checked"]["different"])),
    ),
)
