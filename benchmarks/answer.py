"""
Answer: process start to printed leads, page cache warm and cold; sizes take turns, so that a busy minute hits all.

Cold comes in two kinds: `cold data` drops the pages of the workspace's files (posix_fadvise), `cold machine` the whole
page cache (drop_caches, as root only), interpreter and libraries with it.
"""

from __future__ import annotations

import json
import mmap
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.cold import forget, pieces_in_memory, whole_machine
from benchmarks.command import Options, size_name
from benchmarks.ground import ground, loaded, product
from benchmarks.measure import PEERS, Failed, Taken, has, keep, measure, told
from benchmarks.world import ANCHOR, HUB_BUYER, HUB_SELLER

# A graph of Python objects of 10 M relations takes several minutes and 8 GB.
NETWORKX_UP_TO: Final = 10_000_000
NETWORKX: Final = "networkx load + PageRank"
# Commands that have nothing to do with a size; they are measured among the others, in the same turns.
BARE: Final = {
    "bare python": (sys.executable, "-c", "pass"),
    "import numpy": (sys.executable, "-c", "import numpy"),
    "--help": (sys.executable, "-m", "chainprospect", "--help"),
}
# All leads of the typical anchor, worded and printed; the best of them, as many as a screen shows; all around two hubs.
ASKED: Final = {
    "answer": (ANCHOR,),
    "best 20": (ANCHOR, "--top", "20"),
    "hub seller": (HUB_SELLER,),
    "hub buyer": (HUB_BUYER,),
}
# Answers that are told beside peers and smaller sizes.
COMPARED: Final = ("answer", "best 20")
PAGES: Final = "pages of {} alone"
WARM: Final = "warm"
COLD: Final = "cold data"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it is called, of which size it is (0: of none), and where its data lie."""

    name: str
    relations: int
    command: Sequence[str]
    workspace: Path | None

    def forget(self) -> None:
        """Drop the pages of its data."""
        if self.workspace is not None:
            forget(self.workspace)


def run(options: Options) -> None:
    """Ask the typical anchor, twice, and both hubs at every size, warm, with cold data and on a cold machine."""
    workspaces = {relations: loaded(options, relations) for relations in options.sizes}
    bare = [Command(name, 0, command, None) for name, command in BARE.items()]
    asked = [
        Command(name, relations, product(workspace, "-q", "prospect", *typed, "--json"), workspace)
        for name, typed in ASKED.items()
        for relations, workspace in workspaces.items()
    ]
    taken: dict[str, dict[tuple[int, str], list[Taken]]] = {}
    for one in (*bare, *asked):
        measure(one.command)
    taken[WARM] = _turns((*bare, *asked), options.rounds, lambda _: None)
    taken[COLD] = _turns(asked, options.rounds, lambda one: one.forget())
    with tempfile.TemporaryDirectory() as name:
        readers, read = _readers(asked, Path(name))
        taken[COLD] |= _turns(readers, options.rounds, lambda one: one.forget())
    everything = None if options.shared else whole_machine()
    if everything is not None:
        whole: Callable[[], None] = everything
        taken["cold machine"] = _turns((*bare, *asked), options.rounds, lambda _: whole())
    printed = {relations: _printed(options, asked, relations) for relations in options.sizes}
    for relations in options.sizes:
        size = size_name(relations)
        found = _of_size(taken, relations, min(options.sizes))
        found["printed"], found["read"] = printed[relations], read[relations]
        found["ratios"].update(a_company(found["ratios"], printed[relations], printed[min(options.sizes)]))
        found["peers"] = _networkx(options, relations)
        found["ratios"].update(_to_peers(found))
        keep(options.out, "answer", size, found)
        _print(size, found)


def _turns(
    commands: Sequence[Command], rounds: int, before: Callable[[Command], None]
) -> dict[tuple[int, str], list[Taken]]:
    taken: dict[tuple[int, str], list[Taken]] = {(one.relations, one.name): [] for one in commands}
    for _ in range(rounds):
        for one in commands:
            before(one)
            taken[one.relations, one.name].append(measure(one.command))
    return taken


def _readers(asked: Sequence[Command], folder: Path) -> tuple[list[Command], dict[int, dict[str, dict[str, int]]]]:
    """Commands that read the pages that a question reads from a cold disk, and how many these are, by size."""
    readers: list[Command] = []
    read: dict[int, dict[str, dict[str, int]]] = {}
    for one in asked:
        if one.name in COMPARED and one.workspace is not None:
            one.forget()
            measure(one.command)
            pieces = pieces_in_memory(one.workspace)
            runs = [length for places in pieces.values() for _, length in places]
            counts = read.setdefault(one.relations, {})
            counts[one.name] = {"pages": sum(runs) // mmap.PAGESIZE, "pieces": len(runs)}
            listed = folder / f"{one.relations}-{len(readers)}.json"
            listed.write_text(json.dumps(pieces), "utf-8")
            command = (sys.executable, "-I", "-S", str(PEERS / "same_pages.py"), str(listed))
            readers.append(Command(PAGES.format(one.name), one.relations, command, one.workspace))
    return readers, read


def _of_size(
    taken: Mapping[str, Mapping[tuple[int, str], list[Taken]]], relations: int, smallest: int
) -> dict[str, Any]:
    states: dict[str, dict[str, Any]] = {}
    ratios: dict[str, float] = {}
    for state, found in taken.items():
        states[state] = {name: told(runs) for (of, name), runs in found.items() if of in (0, relations)}
        median, cpu = partial(_median, found), partial(_median, found, of="cpu_s")
        for asked in COMPARED:
            grown = f"{asked} / {asked} at {size_name(smallest)}, {state}"
            ratios[grown] = median(relations, asked) / median(smallest, asked)
            for name in BARE:
                if (0, name) in found:
                    ratios[f"{asked} / {name}, {state}"] = median(relations, asked) / median(0, name)
                    # On a busy machine the time of the processor alone still tells.
                    ratios[f"{asked} / {name}, {state}, CPU"] = cpu(relations, asked) / cpu(0, name)
            pages = PAGES.format(asked)
            if (relations, pages) in found:
                ratios[f"{asked} / {pages}, {state}"] = median(relations, asked) / median(relations, pages)
    return {"states": states, "ratios": ratios}


def _median(found: Mapping[tuple[int, str], list[Taken]], relations: int, name: str, of: str = "wall_s") -> float:
    return float(told(found[relations, name])[of]["median"])


def _printed(options: Options, asked: Sequence[Command], relations: int) -> dict[str, dict[str, int]]:
    """What each question prints: bytes, leads and lookalikes."""
    path = options.out / "printed.json"
    found = {}
    for one in asked:
        if one.relations == relations:
            measure(one.command, path)
            said = json.loads(path.read_bytes())
            counts = {name: len(said[name]) for name in ("leads", "lookalikes")}
            found[one.name] = {"bytes": path.stat().st_size, **counts}
    path.unlink(missing_ok=True)
    return found


def a_company(
    ratios: Mapping[str, float], printed: Mapping[str, Mapping[str, int]], smallest: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """The time of an answer for each company that it tells of, beside that of the smallest size."""
    companies = [one["answer"]["leads"] + one["answer"]["lookalikes"] for one in (printed, smallest)]
    return {
        f"a company of {name}": ratio * companies[1] / max(companies[0], 1)
        for name, ratio in ratios.items()
        if name.startswith("answer / answer at ")
    }


def _networkx(options: Options, relations: int) -> dict[str, Any]:
    if relations > NETWORKX_UP_TO or not (has("networkx") and has("scipy")):
        return {}
    world = ground(options, relations)
    command = [sys.executable, str(PEERS / "networkx_pagerank.py"), str(world.relations), ANCHOR]
    rounds = 1 if relations > 1_000_000 else 3
    try:
        return {NETWORKX: told([measure(command) for _ in range(rounds)])}
    except Failed as error:
        print(f"  {NETWORKX} failed: {str(error)[-300:]}")
        return {}


def _to_peers(found: Mapping[str, Any]) -> dict[str, float]:
    ours = found["states"][WARM]
    return {
        f"{name} / {asked}, {WARM}": peer["wall_s"]["median"] / ours[asked]["wall_s"]["median"]
        for name, peer in found["peers"].items()
        for asked in COMPARED
    }


def _print(size: str, found: Mapping[str, Any]) -> None:
    print(size)
    rows = [(f"{name}, {state}", one) for state, runs in found["states"].items() for name, one in runs.items()]
    for name, one in (*rows, *found["peers"].items()):
        wall = one["wall_s"]
        told_as = f"{wall['median'] * 1000:9.0f} ms  ({wall['min'] * 1000:.0f} to {wall['max'] * 1000:.0f})"
        print(f"  {name:34} {told_as:36} cpu {one['cpu_s']['median'] * 1000:7.0f} ms {one['peak_mb']:7.0f} MB")
    for name, ratio in found["ratios"].items():
        print(f"    {name:42} {ratio:8.2f} x", flush=True)
