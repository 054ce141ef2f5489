"""
Load files in a process of its own and write down when each step began, on the wall and in seconds of CPU.

    python -m benchmarks.loading LIMIT STEPS.json WORKSPACE FILE... [--say]

LIMIT is the memory that the engine may use (`4GB`). With `--say` every step is told as it
begins.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path


def main(arguments: Sequence[str]) -> None:
    from chainprospect import prospecting
    from chainprospect.settings import Settings

    steps: list[tuple[str, float, float]] = [("start", time.perf_counter(), time.process_time())]

    def progress(step: str, _done: int, _total: int | None) -> None:
        if steps[-1][0] != step:
            steps.append((step, time.perf_counter(), time.process_time()))
            if said:
                print(f"{time.strftime('%H:%M:%S')} {step}, {peak_mb():,.0f} MB at most so far", flush=True)

    said = "--say" in arguments
    limit, *paths = [text for text in arguments if text != "--say"]
    where, workspace, *files = map(Path, paths)
    settings = replace(Settings(), load=replace(Settings().load, memory_limit=limit))
    report = prospecting.build(workspace, prospecting.requests_for(files), settings, fresh=True, progress=progress)
    steps.append(("end", time.perf_counter(), time.process_time()))
    told = {
        "steps": steps,
        "companies": report.companies,
        "relations": report.relations,
        "read": report.read,
        "rejected": report.rejected,
        "merged": report.merged,
    }
    where.write_text(json.dumps(told), "utf-8")


def peak_mb() -> float:
    """Peak resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
