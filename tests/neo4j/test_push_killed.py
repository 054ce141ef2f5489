"""Pushes that die with their client: the next one ends with everything, once, and nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from chainprospect import exchanging
from chainprospect.stores.neo4j.address import address_of

SCRIPT = Path(__file__).with_name("pushing_until.py")
# What is in use before, removed in more than one step.
OLD = [{"id": f"A{number:03}", "name": f"旧{number}"} for number in range(150)]


def pushed_until(server: Any, workspace: Path, step: str, times: int) -> str:
    """Push in a process that kills itself; what is in use after that."""
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), str(workspace), server.uri, step, str(times)],
        env={**os.environ, **server.environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return str(server.run("MATCH (h:Chainprospect) RETURN h.current AS id")[0]["id"])


def test_a_push_that_was_killed_again_and_again_goes_on_where_it_stopped(
    server: Any,
    sample: Path,
    loaded: Callable[..., Path],
    whole: Callable[[], None],
    points: Sequence[tuple[str, int]],
) -> None:
    before = exchanging.push(loaded("one", OLD), address_of(server.uri)).snapshot
    for step, times in points:
        current = pushed_until(server, sample, step, times)
        # Until the version is whole the old one stays in use, with all that it had.
        if step != "removing":
            assert current == before, step
            old = server.run("MATCH (c:Company {snapshot: $id}) RETURN c.id AS id ORDER BY id", id=current)
            assert [row["id"] for row in old] == [row["id"] for row in OLD]
    assert exchanging.push(sample, address_of(server.uri)).unchanged
    whole()


@pytest.mark.parametrize("step", ["companies", "relations", "financials"])
def test_the_next_push_says_that_it_continues(
    server: Any, sample: Path, loaded: Callable[..., Path], whole: Callable[[], None], step: str
) -> None:
    exchanging.push(loaded("one", OLD), address_of(server.uri))
    pushed_until(server, sample, step, 2)
    after = exchanging.push(sample, address_of(server.uri))
    assert (after.continued, after.unchanged) == (True, False)
    whole()


@pytest.mark.parametrize("step", ["flip", "leave"])
def test_a_push_that_was_killed_at_the_very_end_had_done_it_all(
    server: Any, sample: Path, loaded: Callable[..., Path], whole: Callable[[], None], step: str
) -> None:
    exchanging.push(loaded("one", OLD), address_of(server.uri))
    pushed_until(server, sample, step, 1)
    after = exchanging.push(sample, address_of(server.uri))
    assert (after.continued, after.unchanged) == (False, True)
    whole()
