"""The servers of the tests themselves: they answer, survive a kill with what was written, and go when we go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("line", ["5.26", "2026"])
def test_a_server_answers_and_keeps_what_was_written(neo4j_server: Callable[..., Any], line: str) -> None:
    server = neo4j_server(line)
    said = server.run(
        "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' "
        "RETURN versions[0] AS version, edition"
    )
    assert said == [{"version": server.line.version, "edition": "community"}]
    server.run("CREATE (:Probe {text: $text})", text="電")
    server.kill()
    server.start()
    assert server.run("MATCH (p:Probe) RETURN p.text AS text") == [{"text": "電"}]
    server.wipe()
    assert server.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
