"""Pushes that die with their server: the next one ends with everything, once, and nothing half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from chainprospect import exchanging
from chainprospect.errors import StoreUnavailable
from chainprospect.stores.neo4j import connection
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.workspace import Workspace

# What is in use before, removed in more than one step.
OLD = [{"id": f"A{number:03}", "name": f"旧{number}"} for number in range(150)]


@pytest.mark.usefixtures("small")
def test_a_push_whose_server_is_killed_again_and_again_ends_with_everything(
    server: Any,
    sample: Path,
    loaded: Callable[..., Path],
    whole: Callable[[], None],
    points: Sequence[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = address_of(server.uri)
    before = exchanging.push(loaded("one", OLD), address).snapshot
    for step, times in points:
        left = times

        def blow(told: str, _done: int, _total: int | None, falls_at: str = f"push_{step}") -> None:
            nonlocal left
            left -= told == falls_at
            if left == 0:
                server.kill()

        with monkeypatch.context() as hasty:
            hasty.setattr(connection, "RETRYING", 1.0)
            with pytest.raises(StoreUnavailable) as caught:
                exchanging.push(sample, address, progress=blow)
        assert str(caught.value).startswith(f"{server.uri} (neo4j): ")
        assert str(caught.value).endswith(".")
        server.start()
        if step != "removing":
            assert server.run("MATCH (h:Chainprospect) RETURN h.current AS id") == [{"id": before}], step
    assert exchanging.push(sample, address).companies == Workspace(sample).manifest().counts["companies"]
    whole()
