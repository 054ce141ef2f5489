"""Many anchors in one command: anchors a second, one process and two, and whether time grows as their number does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.command import Options, size_name
from benchmarks.ground import loaded, product
from benchmarks.measure import Failed, keep, measure
from benchmarks.questions import anchors_of
from chainprospect import prospecting

JOBS: Final = (1, 2)
# Parts of the anchors that are asked on their own, to see how time grows.
PARTS: Final = (4, 2, 1)


def run(options: Options) -> None:
    """Ask a quarter, a half and all of the anchors, with one process and with two."""
    for relations in options.sizes:
        size = size_name(relations)
        workspace = loaded(options, relations)
        ids = _ids(workspace, options)
        try:
            found = measured(workspace, ids)
        except Failed as error:
            print(f"{size}: {str(error)[-500:]}")
            continue
        keep(options.out, "anchors", size, found)
        for jobs, one in found["jobs"].items():
            print(
                f"{size}: {jobs} jobs: {one['anchors_a_second']:.1f} anchors a second, "
                f"{one['anchors_a_cpu_second']:.1f} a CPU second, {one['linear']:.2f} x linear, "
                f"{one['peak_mb']:.0f} MB",
                flush=True,
            )


def _ids(workspace: Path, options: Options) -> list[str]:
    with prospecting.open_store(workspace) as store:
        chosen, hubs = anchors_of(store, options.anchors, options.seed)
        mixed = np.random.default_rng(options.seed + 1).permutation([*chosen, *hubs])
        return [company.id for company in store.companies(mixed)]


def measured(workspace: Path, ids: list[str]) -> dict[str, Any]:
    """Seconds by number of anchors and jobs, on the wall and of all processors."""
    found: dict[str, Any] = {}
    for jobs in JOBS:
        seconds: dict[int, float] = {}
        cpu: dict[int, float] = {}
        peak = 0.0
        for part in PARTS:
            count = max(len(ids) // part, 1)
            with tempfile.TemporaryDirectory(dir=workspace.parent) as name:
                listed = Path(name) / "anchors.csv"
                listed.write_text("id\n" + "".join(f"{ident}\n" for ident in ids[:count]), "utf-8")
                asked = ("prospect", "--anchors", str(listed), "-o", f"{name}/lists", "--jobs", str(jobs))
                taken = measure(product(workspace, "-q", *asked))
                seconds[count], cpu[count], peak = taken.wall_s, taken.cpu_s, max(peak, taken.peak_mb)
        found[str(jobs)] = {
            "seconds": seconds,
            "cpu": cpu,
            "peak_mb": peak,
            "anchors_a_second": pace(seconds)["anchors_a_second"],
            "anchors_a_cpu_second": pace(cpu)["anchors_a_second"],
            # Of the processors: a busy minute must not bend the line.
            "linear": pace(cpu)["linear"],
        }
    fastest = max(one["anchors_a_second"] for one in found.values())
    return {"jobs": found, "anchors": len(ids), "anchors_a_second": fastest}


def pace(seconds: dict[int, float]) -> dict[str, float]:
    """
    Anchors a second on all of them, and how many times the time of a straight line the last half took.

    1 is linear: the second half of the anchors took as long as the first half's pace says.
    """
    counts = sorted(seconds)
    few, half, most = counts[0], counts[-2] if len(counts) > 1 else counts[0], counts[-1]
    early = (seconds[half] - seconds[few]) / max(half - few, 1)
    late = (seconds[most] - seconds[half]) / max(most - half, 1)
    return {"anchors_a_second": most / seconds[most], "linear": late / early if early > 0 else 1.0}
