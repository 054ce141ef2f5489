"""Query alone: one process, the store open. Answers are compared with the memory store's before anything is timed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from benchmarks import exact
from benchmarks.command import Options, size_name
from benchmarks.ground import ground, loaded
from benchmarks.measure import PEERS, Failed, has, keep, measure
from benchmarks.questions import STEPS, anchors_of, wall
from benchmarks.world import ANCHOR, HUB_BUYER, HUB_SELLER
from chainprospect import prospecting

PEER_PACKAGES: Final = {"networkx": "networkx", "igraph": "igraph", "scikit-network": "scikit-network", "sql": "duckdb"}
# Beyond these a peer needs more memory than 24 GiB beside everything else.
MOST: Final = {"networkx": 10_000_000, "igraph": 10_000_000}
PEER_SECONDS: Final = 20
PEER_ANCHORS: Final = 100
# Answers that are compared at every size.
ALWAYS: Final = (ANCHOR, HUB_SELLER, HUB_BUYER)


def run(options: Options) -> None:
    """Check, then time our steps and the peers' at every size."""
    for relations in options.sizes:
        size = size_name(relations)
        workspace = loaded(options, relations)
        checked = _checked(options, relations, workspace)
        print(f"{size}: {checked.equal} answers equal the memory store's", flush=True)
        if checked.different:
            raise SystemExit(f"{size}: the answers of {', '.join(checked.different)} differ; nothing is timed.")
        with tempfile.TemporaryDirectory(dir=options.out) as name:
            found = _ours(options, workspace, Path(name))
            found["peers"] = _peers(options, relations, workspace, Path(name))
        found["checked"] = asdict(checked)
        found["ratios"] = _ratios(found)
        keep(options.out, "query", size, found)
        _print(found)


def _checked(options: Options, relations: int, workspace: Path) -> exact.Checked:
    with prospecting.open_store(workspace) as store:
        chosen, _ = anchors_of(store, options.compared + 1, options.seed)
        ids = [company.id for company in store.companies(np.array(chosen[: options.compared], np.int64))]
        return exact.check(ground(options, relations), store, [*ALWAYS, *ids])


def _ours(options: Options, workspace: Path, folder: Path) -> dict[str, Any]:
    result = folder / "ours.json"
    module = [sys.executable, "-m", "benchmarks.questions"]
    measure([*module, str(workspace), str(result), str(options.anchors), str(options.seed)])
    told = json.loads(result.read_text("utf-8"))
    rows: Sequence[Mapping[str, float]] = told["rows"]
    hubs = [row for row in rows if row["hub"]]
    return {
        "anchors": len(rows),
        "hubs": len(hubs),
        "peak_mb": told["peak_mb"],
        "steps": {step: _spent(step, rows) for step in STEPS},
        "steps_of_hubs": {step: _spent(step, hubs) for step in STEPS},
        "reached": quantiles([row["reached"] for row in rows]),
        "cut": {
            "anchors": sum(row["cut"] > 0 for row in rows),
            "relations": sum(row["cut"] for row in rows),
            "companies": sum(row["cut_companies"] for row in rows),
        },
    }


def _spent(step: str, rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """CPU of a step, and its median on the wall: on a busy machine the CPU alone still tells."""
    return {**quantiles([row[step] for row in rows]), "wall": quantiles([row[wall(step)] for row in rows])["p50"]}


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 99 % quantile and largest."""
    median, high = np.quantile(np.array(values, np.float64), [0.5, 0.99])
    return {"p50": float(median), "p99": float(high), "max": float(max(values))}


def _peers(options: Options, relations: int, workspace: Path, folder: Path) -> dict[str, Any]:
    with prospecting.open_store(workspace) as store:
        companies = store.facts.companies
        chosen, hubs = anchors_of(store, PEER_ANCHORS, options.seed)
        (own,) = (match.number for match in store.search(ANCHOR, 5) if match.id == ANCHOR)
    edges, anchors, result = folder / "edges.npy", folder / "anchors.json", folder / "peer.json"
    # A hub stands among the first, so that a peer that answers few still meets one.
    anchors.write_text(json.dumps([own, *hubs[:1], *chosen]), "utf-8")
    np.save(edges, _edges(workspace))
    found = {}
    for peer, package in PEER_PACKAGES.items():
        if relations > MOST.get(peer, relations) or not has(package):
            continue
        script = [sys.executable, str(PEERS / "graphs.py"), peer, str(edges)]
        try:
            measure([*script, str(companies), str(anchors), str(result), str(PEER_SECONDS)])
        except Failed as error:
            print(f"  {peer} failed: {str(error)[-300:]}", flush=True)
            continue
        told = json.loads(result.read_text("utf-8"))
        found[peer] = {
            "build_s": told["build_s"],
            "peak_mb": told["peak_mb"],
            "questions": {
                name: {
                    "anchors": len(one["cpu"]),
                    **quantiles(one["cpu"]),
                    "wall": quantiles(one["wall"])["p50"],
                }
                for name, one in told["questions"].items()
            },
        }
    return found


def _edges(workspace: Path) -> Any:
    """Distinct goods relations of the snapshot, as company numbers: seller and buyer."""
    name = (workspace / "CURRENT").read_text("utf-8").strip()
    path = workspace / "snapshots" / name / "relations.parquet"
    rows = (
        duckdb.connect()
        .execute(
            "SELECT DISTINCT source_number::INTEGER AS source, target_number::INTEGER AS target "
            f"FROM read_parquet('{path}') WHERE kind IN (0, 1) ORDER BY ALL"
        )
        .fetchnumpy()
    )
    return np.stack([np.asarray(rows["source"]), np.asarray(rows["target"])])


def _ratios(found: Mapping[str, Any]) -> dict[str, float]:
    steps = found["steps"]
    ratios = {f"{step}: p99 / median": steps[step]["p99"] / steps[step]["p50"] for step in STEPS}
    for peer, told in found["peers"].items():
        for name, one in told["questions"].items():
            ratios[f"{name}: {peer} / ours, CPU"] = one["p50"] / steps[name]["p50"]
            ratios[f"{name}: {peer} / ours, wall"] = one["wall"] / steps[name]["wall"]
    return ratios


def _print(found: Mapping[str, Any]) -> None:
    for step, one in found["steps"].items():
        hub = found["steps_of_hubs"][step]
        print(
            f"  {step:12} wall p50 {one['wall'] * 1e3:9.2f} ms  CPU p50 {one['p50'] * 1e3:9.2f} ms  "
            f"p99 {one['p99'] * 1e3:9.2f} ms  hubs p50 {hub['p50'] * 1e3:9.2f} ms"
        )
    print(f"  cuts {found['cut']}")
    for peer, told in found["peers"].items():
        for name, one in told["questions"].items():
            print(f"  {peer:15} {name:12} p50 {one['p50'] * 1e3:10.2f} ms CPU  ({one['anchors']} anchors)")
    for name, ratio in found["ratios"].items():
        print(f"    {name:42} {ratio:10.2f} x", flush=True)
