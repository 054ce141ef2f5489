"""
A push that kills itself: `python pushing_until.py WORKSPACE URI STEP TIMES`, with small batches and a short term.

It dies when STEP has been told TIMES times, or after the function STEP of the push has done its work.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from chainprospect.stores.neo4j import push as pushing
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.workspace import Workspace


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def small_batches() -> None:
    pushing._COMPANIES = 60
    pushing._RELATIONS = 200
    pushing._EVENTS = 40
    pushing._FINANCIAL_COMPANIES = 100
    pushing._REMOVED = 200
    pushing.TERM = 1500


def main() -> None:
    workspace, uri, step, times = sys.argv[1:]
    left = int(times)
    small_batches()
    if step in ("flip", "leave"):
        real = Connection.write

        def dying(self: Connection, *steps: Any) -> Any:
            answer = real(self, *steps)
            if steps[0][0] == f"push_{step}":
                die()
            return answer

        Connection.write = dying  # type: ignore[method-assign]

    def progress(told: str, _done: int, _total: int | None) -> None:
        nonlocal left
        if told == f"push_{step}":
            left -= 1
            if left == 0:
                die()

    with Workspace(Path(workspace)).open() as store, Connection(address_of(uri), os.environ) as connection:
        pushing.push(store, connection, progress=progress)


if __name__ == "__main__":
    main()
