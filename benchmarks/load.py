"""Load: ours with every step on its own line, beside peers that read the same relations file in the same run."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from benchmarks.command import Options, size_name
from benchmarks.ground import ground, workspace_of
from benchmarks.measure import PEERS, Failed, Taken, folder_bytes, has, keep, measure, told
from benchmarks.world import World
from chainprospect.settings import Settings

# Which line a step of the load counts for; what has no word here is part of relations and graph.
LINES: Final = {
    "start": ("start",),
    "read relations": ("relations.csv", "relations.parquet"),
    "read companies and events": (".csv", ".parquet"),
    "resolve": (
        *("mention", "merge_form", "resolve", "record_mention", "record_code", "record_alias", "reference_"),
        *("identifier", "name_text", "own_text", "uscc_text", "lei_text"),
    ),
    "search index": ("search",),
    "companies": ("company", "record_company", "financial", "event", "features", "texts"),
    "parquet copies": ("parquet",),
    "likeness scale": ("likeness",),
}
PEERS_OF_LOAD = {"duckdb": "duckdb_sorted", "polars": "polars_sorted", "networkx": "networkx_edgelist"}
OTHER: Final = "relations and graph"
# A graph of Python objects takes some 400 bytes a relation, and polars sorts in memory.
MOST: Final = {"networkx": 10_000_000}
SEVERAL_UP_TO: Final = 10_000_000
SEVERAL: Final = 3


def run(options: Options) -> None:
    """Load every size beside the peers, in turns."""
    for relations in options.sizes:
        size = size_name(relations)
        world = ground(options, relations, fresh=options.fresh)
        rounds = min(options.rounds, SEVERAL if relations <= SEVERAL_UP_TO else 1)
        found = measured(world, workspace_of(options, relations), rounds, options)
        keep(options.out, "load", size, found)
        print(f"{size}: {found['companies']:,} companies, {found['relations']:,} relations")
        for name in ("ours", *found["peers"]):
            one = found["peers"].get(name) or found["ours"]
            print(
                f"  {name:20} {one['wall_s']['median']:8.2f} s  cpu {one['cpu_s']['median']:8.2f} s  "
                f"{one['peak_mb']:8.0f} MB",
                flush=True,
            )
        for line, seconds in found["lines"].items():
            print(f"    {line:20} {seconds:6.2f} s")
        for name, ratio in found["ratios"].items():
            print(f"    {name:46} {ratio:6.2f} x")
        print(f"    {found['bytes_a_relation']:.0f} bytes a relation on disk")


def measured(world: World, workspace: Path, rounds: int, options: Options) -> dict[str, Any]:
    """Our load and the peers', round by round; the last workspace stays."""
    wanted = {name: command for name, command in _peers(world).items() if name in (options.peers or PEERS_OF_LOAD)}
    peers = {name: command for name, command in wanted.items() if has(name)}
    taken: dict[str, list[Taken]] = {name: [] for name in ("ours", *peers)}
    steps: list[dict[str, Any]] = []
    failed: dict[str, str] = {}
    limit = options.memory or Settings().load.memory_limit
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=workspace.parent) as name:
            shutil.rmtree(workspace, ignore_errors=True)
            note = Path(name) / "steps.json"
            module = [sys.executable, "-m", "benchmarks.loading", limit, str(note), str(workspace)]
            taken["ours"].append(measure([*module, *map(str, world.files)]))
            steps.append(json.loads(note.read_text("utf-8")))
            for peer, command in peers.items():
                if peer not in failed:
                    try:
                        taken[peer].append(measure([*command, str(world.relations), name, limit, "2"]))
                    except Failed as error:
                        failed[peer] = str(error)[-300:]
    ours = told(taken["ours"])
    lines, cpu = (middle([lines_of(one["steps"], of) for one in steps]) for of in (1, 2))
    others = {peer: told(found) for peer, found in taken.items() if peer != "ours" and found}
    bytes_by = folder_bytes(_snapshot(workspace))
    last = steps[-1]
    return {
        **{name: last[name] for name in ("companies", "relations", "read", "rejected", "merged")},
        "ours": ours,
        "peers": others,
        "failed": failed,
        "memory_limit": limit,
        "lines": lines,
        "lines_cpu": cpu,
        "steps": middle([durations(one["steps"], 1) for one in steps]),
        "steps_cpu": middle([durations(one["steps"], 2) for one in steps]),
        "ratios": ratios(ours, others, lines, cpu),
        "bytes": bytes_by,
        "bytes_a_relation": sum(bytes_by.values()) / max(last["relations"], 1),
        "bytes_of_graph_a_relation": bytes_by.get("graph", 0) / max(last["relations"], 1),
        "input_bytes": sum(path.stat().st_size for path in world.files),
    }


def _peers(world: World) -> dict[str, Sequence[str]]:
    most = {name: MOST.get(name, world.economy.relations) for name in PEERS_OF_LOAD}
    return {
        name: [sys.executable, str(PEERS / f"{script}.py")]
        for name, script in PEERS_OF_LOAD.items()
        if world.economy.relations <= most[name]
    }


def _snapshot(workspace: Path) -> Path:
    name = (workspace / "CURRENT").read_text("utf-8").strip()
    return workspace / "snapshots" / name


def durations(steps: Sequence[tuple[str, float, float]], of: Literal[1, 2]) -> dict[str, float]:
    """Seconds of every step by its name, on the wall (1) or of CPU (2), from when each began; one name is one sum."""
    found: dict[str, float] = {}
    for began, ended in pairwise(steps):
        found[began[0]] = found.get(began[0], 0.0) + ended[of] - began[of]
    return found


def lines_of(steps: Sequence[tuple[str, float, float]], of: Literal[1, 2]) -> dict[str, float]:
    """Seconds of the lines of the report, on the wall (1) or of CPU (2)."""
    found = dict.fromkeys((OTHER, *LINES), 0.0)
    for name, seconds in durations(steps, of).items():
        found[line_of(name)] += seconds
    return found


def middle(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Median of every name over the rounds."""
    return {name: statistics.median(one.get(name, 0.0) for one in rounds) for name in rounds[0]}


def line_of(step: str) -> str:
    """The line that a step counts for."""
    for line, words in LINES.items():
        if step.endswith(words) if line.startswith("read") else step.startswith(words):
            return line
    return OTHER


def ratios(
    ours: Mapping[str, Any], peers: Mapping[str, Any], lines: Mapping[str, float], cpu: Mapping[str, float]
) -> dict[str, float]:
    """How many times a peer's time and memory ours are; `lines` are seconds on the wall, `cpu` those of CPU."""
    found = {}
    # What the peers do: the relations file read, relations brought in order both ways and written.
    graph, graph_cpu = (of["read relations"] + of[OTHER] for of in (lines, cpu))
    for name, peer in peers.items():
        found[f"all / {name}"] = ours["wall_s"]["median"] / peer["wall_s"]["median"]
        found[f"all, CPU / {name}"] = ours["cpu_s"]["median"] / peer["cpu_s"]["median"]
        found[f"relations and graph / {name}"] = graph / peer["wall_s"]["median"]
        found[f"relations and graph, CPU / {name}"] = graph_cpu / peer["cpu_s"]["median"]
        found[f"peak memory / {name}"] = ours["peak_mb"] / peer["peak_mb"]
    for text, of, whole in (("", lines, graph), (", CPU", cpu, graph_cpu)):
        if whole > 0:
            found[f"resolve and search / relations and graph{text}"] = (of["resolve"] + of["search index"]) / whole
    return found
