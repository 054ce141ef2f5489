"""
Loads that are killed: `python killing.py FILE WORKSPACE=POINT...` kills one load of the file in each workspace.

A point is a step and how often it was told (`parquet:3`), or a place in the last steps that tell nothing: `manifest`
(written), `sync` (half of it done), `renamed` (the folder stands under its name), `swap` (the new CURRENT lies beside
the old one), `swapped`. Each load is a process of its own; how it ended is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from chainprospect import prospecting
from chainprospect.settings import resolve_settings
from chainprospect.stores import durable, workspace


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> None:
    """Kill when a function of the module has done its work."""
    done = getattr(module, name)

    def dying(*args: Any) -> Any:
        answer = done(*args)
        if when(*args):
            die()
        return answer

    setattr(module, name, dying)


def arm(point: str) -> Callable[[str, int, int | None], None]:
    """Make ready to be killed at a point; returns the progress to hand in."""
    if point == "manifest":
        after(workspace, "write_manifest")
    elif point == "sync":
        after(workspace, "sync_file", lambda path: path.suffix == ".sqlite")
    elif point == "renamed":
        after(workspace, "rename")
    elif point == "swap":
        durable.rename = die
    elif point == "swapped":
        after(workspace, "swap_text")
    step, _, times = point.partition(":")
    left = int(times or 1)

    def progress(told: str, _done: int, _total: int | None) -> None:
        nonlocal left
        if told == step:
            left -= 1
            if left == 0:
                die()

    return progress


def main() -> None:
    file, *jobs = sys.argv[1:]
    # Once here, not once in every load.
    for module in (
        "duckdb",
        "chainprospect.load.records",
        "chainprospect.stores.tables",
        "chainprospect.resolve.identify",
    ):
        import_module(module)
    settings = resolve_settings(None, {}, {})
    for job in jobs:
        folder, _, point = job.rpartition("=")
        child = os.fork()
        if child == 0:
            prospecting.build(Path(folder), prospecting.requests_for([Path(file)]), settings, progress=arm(point))
            os._exit(0)
        print(point, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
