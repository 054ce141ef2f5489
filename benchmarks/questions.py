"""
Ask many anchors in one process with the store open, and write down what every step took: CPU and wall.

    python -m benchmarks.questions WORKSPACE RESULT.json ANCHORS SEED
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from chainprospect import prospecting
from chainprospect.expand.reached import AnchorSet
from chainprospect.library import question_of
from chainprospect.model.ports import Store
from chainprospect.settings import Settings

STEPS: Final = ("reach", "proximity", "lookalikes", "score", "explain", "question")
# What is timed inside a question, by the module that calls it.
INSIDE: Final = {
    "chainprospect.expand.reached.walk": "reach",
    "chainprospect.expand.reached.proximity": "proximity",
    "chainprospect.prospecting.likely_around": "lookalikes",
    "chainprospect.prospecting.expand": "expand",
}
HUBS_AMONG: Final = 100
Seconds: TypeAlias = NDArray[np.float64]
TOP: Final = 20


def anchors_of(store: Store, count: int, seed: int) -> tuple[list[int], list[int]]:
    """
    Random companies that trade with anyone, and the hubs.

    One in a hundred of the anchors is a hub: one of those with the most partners.
    """
    companies = store.facts.companies
    numbers = np.arange(companies, dtype=np.int64)
    partners = store.walk_facts(numbers).partners
    trading = np.flatnonzero(partners)
    hubs = np.lexsort((numbers, -partners))[: max(count // HUBS_AMONG, 1)]
    chosen = np.random.default_rng(seed).choice(trading, min(count - len(hubs), len(trading)), replace=False)
    return chosen.tolist(), hubs.tolist()


def wall(step: str) -> str:
    """Under which name a row holds the seconds of a step on the wall."""
    return f"{step}, wall"


def now() -> Seconds:
    """Seconds of this process's CPU, and on the wall."""
    return np.array([time.process_time(), time.perf_counter()])


@contextmanager
def timed() -> Iterator[dict[str, Seconds]]:
    """Seconds inside each function of `INSIDE` while the context is open."""
    taken: dict[str, Seconds] = {name: np.zeros(2) for name in INSIDE.values()}

    def watched(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            started = now()
            try:
                return function(*arguments, **named)
            finally:
                taken[name] += now() - started

        return call

    with ExitStack() as stack:
        for place, name in INSIDE.items():
            module, _, attribute = place.rpartition(".")
            stack.enter_context(mock.patch(place, watched(getattr(sys.modules[module], attribute), name)))
        yield taken


def main(arguments: Sequence[str]) -> None:
    workspace, result, count, seed = arguments
    question = question_of(Settings(), {})
    rows: list[dict[str, float]] = []
    with prospecting.open_store(Path(workspace)) as store:
        chosen, hubs = anchors_of(store, int(count), int(seed))
        order = np.random.default_rng(int(seed) + 1).permutation([*chosen, *hubs]).tolist()
        for number in (order[0], *order):
            anchor = AnchorSet(np.array([number], np.int64), np.ones(1))
            with timed() as taken:
                started = now()
                found = prospecting.weigh(store, anchor, question)
                weighed = now()
                prospecting.word(prospecting.tell(store, found, question, top=TOP, excluded=False), "zh")
                ended = now()
            expand, likely = taken.pop("expand"), taken["lookalikes"]
            taken["score"] = weighed - started - expand - likely
            taken["explain"] = ended - weighed
            taken["question"] = ended - started
            reached = found.reached
            rows.append(
                {
                    **{step: float(taken[step][0]) for step in STEPS},
                    **{wall(step): float(taken[step][1]) for step in STEPS},
                    "anchor": number,
                    "hub": number in hubs,
                    "reached": len(reached.company),
                    "cut": reached.cut,
                    "cut_companies": reached.cut_companies,
                }
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The first is asked twice: the first time it pays for imports and tables.
    Path(result).write_text(json.dumps({"rows": rows[1:], "first": rows[0], "peak_mb": peak}), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
