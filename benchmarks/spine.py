"""
Load and a cold question at two sizes, beside networkx doing the same job in the same run.

The peer reads the same CSV into a DiGraph with the csv module, walks two tiers both ways, and ranks what it reached by
`networkx.pagerank` personalised on the anchor, at a tolerance where its top ranks are right (tol/N).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.world import ANCHOR, write_world

ROUNDS = 5
PEER_ROUNDS = 1

PEER_LOAD = """
import csv, pickle, sys, networkx as nx
graph = nx.DiGraph()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        graph.add_edge(row["source"], row["target"], amount=float(row["amount"]), as_of=row["as_of"])
pickle.dump(graph, open(sys.argv[2], "wb"), protocol=5)
"""
PEER_ASK = """
import pickle, sys, networkx as nx
graph = pickle.load(open(sys.argv[1], "rb"))
anchor = sys.argv[2]
up = nx.single_source_shortest_path_length(graph.reverse(copy=False), anchor, cutoff=2)
down = nx.single_source_shortest_path_length(graph, anchor, cutoff=2)
rank = nx.pagerank(graph.to_undirected(), alpha=0.85, personalization={anchor: 1.0}, tol=1e-6 / len(graph),
                   max_iter=500)
best = sorted((set(up) | set(down)) - {anchor}, key=lambda name: (-rank[name], name))[:20]
print(best[0])
"""


@dataclass(frozen=True, slots=True)
class World:
    """One size: where it lies, and the commands that are measured on it."""

    size: int
    load: Sequence[str]
    peer_load: Sequence[str]
    ask: Sequence[str]
    peer_ask: Sequence[str]


def main(sizes: Sequence[int], folder: Path) -> None:
    """Measure every size and print a table: medians in seconds, peak memory in MB, ratios to the peer."""
    worlds = [world(size, folder / str(size)) for size in sizes]
    loads = [(measure(item.load), measure(item.peer_load)) for item in worlds]
    asks: list[list[Measure]] = [[] for _ in worlds]
    peers: list[list[Measure]] = [[] for _ in worlds]
    # Sizes take turns, so that a busy minute of the machine hits all of them.
    for turn in range(ROUNDS):
        for at, item in enumerate(worlds):
            asks[at].append(measure(item.ask))
            if turn < PEER_ROUNDS:
                peers[at].append(measure(item.peer_ask))
    for item, (load, peer_load), ask, peer_ask in zip(worlds, loads, asks, peers, strict=True):
        print(f"\n{item.size:,} relations")
        told = {"load": load, "peer load": peer_load, "ask": middle(ask), "peer ask": middle(peer_ask)}
        for name, found in told.items():
            print(f"  {name:10} {found.seconds:8.2f} s {found.megabytes:8.0f} MB")
        print(f"  load: {load.seconds / peer_load.seconds:.2f} x networkx (which resolves and indexes nothing)")
        print(f"  ask : {told['ask'].seconds / told['peer ask'].seconds:.3f} x networkx, cold, process start included")
    if len(worlds) > 1:
        growth = middle(asks[-1]).seconds / middle(asks[0]).seconds
        print(f"\ncold answer at {sizes[-1]:,} is {growth:.2f} x that at {sizes[0]:,} (aim: 1.5 x or less)")


def world(size: int, folder: Path) -> World:
    """The files of one size and its commands; what an earlier run left is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    files = write_world(folder, size)
    pickle = str(folder / "peer.pickle")
    ours = [sys.executable, "-m", "chainprospect", "-q", "-w", str(folder / "workspace")]
    return World(
        size,
        [*ours, "load", *map(str, files)],
        [sys.executable, "-c", PEER_LOAD, str(files[1]), pickle],
        [*ours, "prospect", ANCHOR],
        [sys.executable, "-c", PEER_ASK, pickle, ANCHOR],
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """Wall time and peak memory of a command."""

    seconds: float
    megabytes: float


def middle(found: Sequence[Measure]) -> Measure:
    """Median time and largest memory."""
    return Measure(statistics.median(item.seconds for item in found), max(item.megabytes for item in found))


def measure(command: Sequence[str]) -> Measure:
    """Run a command that must succeed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Measure(seconds, usage.ru_maxrss / 1024)
