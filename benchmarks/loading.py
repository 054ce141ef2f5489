"""
Load files in a process of its own and write down when each step began.

    python -m benchmarks.loading STEPS.json WORKSPACE FILE...
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> None:
    from chainprospect import prospecting
    from chainprospect.settings import Settings

    steps: list[tuple[str, float]] = [("start", time.perf_counter())]

    def progress(step: str, _done: int, _total: int | None) -> None:
        if steps[-1][0] != step:
            steps.append((step, time.perf_counter()))

    where, workspace, *files = map(Path, arguments)
    report = prospecting.build(workspace, prospecting.requests_for(files), Settings(), fresh=True, progress=progress)
    steps.append(("end", time.perf_counter()))
    said = {
        "steps": steps,
        "companies": report.companies,
        "relations": report.relations,
        "read": report.read,
        "rejected": report.rejected,
        "merged": report.merged,
    }
    where.write_text(json.dumps(said), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
