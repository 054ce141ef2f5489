"""The smallest world through the benchmarks; `answer` empties caches and `map` needs a browser: both stay out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import command, exact, growth, load, query, report
from benchmarks.ground import ground, workspace_of
from benchmarks.world import ANCHOR

from chainprospect import prospecting


def test_the_smallest_size_from_files_to_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"{report.BEGIN}\n{report.END}\n", "utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    monkeypatch.setattr(report, "SCALE", page.with_name("scale.md"))
    (tmp_path / "scale.md").write_text(page.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(growth, "PLOT", tmp_path / "growth.svg")
    monkeypatch.setattr(load, "PEERS_OF_LOAD", {"duckdb": "duckdb_sorted"})
    monkeypatch.setattr(query, "PEER_PACKAGES", {"sql": "duckdb"})
    monkeypatch.setattr(query, "ALWAYS", (ANCHOR,))
    # The way of the large sizes: the part of the world that an answer touches.
    monkeypatch.setattr(exact, "WHOLE_UP_TO", 0)
    for word in ("world", "load", "query", "growth", "report"):
        given = ["--sizes", "600", "--rounds", "1", "--anchors", "5", "--compared", "1", "--out", str(tmp_path)]
        assert command.main([word, *given]) == 0
    checked = json.loads((tmp_path / "query.json").read_text("utf-8"))["600"]["checked"]
    assert checked == {"equal": 2, "different": [], "too_wide": [], "whole": False}
    text = page.read_text("utf-8")
    for said in ("### Load", "### Query", "| all / duckdb |", "| reach, sql |"):
        assert said in text
    assert "| companies | 400 |" in (tmp_path / "scale.md").read_text("utf-8")
    assert "chainprospect" in (tmp_path / "growth.svg").read_text("utf-8")

    _, options = command.parse(["query", *given])
    with prospecting.open_store(workspace_of(options, 600)) as store:
        wrong = exact.check(ground(options, 600), Forgetful(store), [ANCHOR])
        monkeypatch.setattr(exact, "WIDEST", 10)
        wide = exact.check(ground(options, 600), store, [ANCHOR])
    assert (wrong.equal, wrong.different) == (0, (ANCHOR,))
    assert (wide.equal, wide.too_wide) == (0, (ANCHOR,))


class Forgetful(exact.Recorder):
    """A store that loses the last of the anchor's 150 suppliers."""

    def relations_of(self, frontier, side, kinds, limit):
        return super().relations_of(frontier, side, kinds, min(limit, 149))
