"""The command line: which benchmark, on which sizes, into which folder."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from benchmarks.world import Format

Word = Literal["world", "load", "answer", "query", "anchors", "neo4j", "map", "growth", "report", "all"]

# What `all` runs, in this order; neo4j needs more than Python, and the map has a
# command of its own kind with its own options.
ALL: Final = ("world", "load", "answer", "query", "anchors", "growth", "report")
WORDS: Final = {
    "world": "write the files of every size",
    "load": "load them, beside DuckDB, polars and networkx",
    "answer": "process start to printed leads, warm and cold, beside bare Python, numpy and networkx",
    "query": "questions in one process, beside networkx, igraph, scikit-network and SQL; correctness first",
    "anchors": "many anchors in one command",
    "neo4j": "filling a Neo4j server, and answers from it beside the snapshot's; needs Java and Maven",
    "map": "the relationship map beside pyvis; options of its own follow the word",
    "growth": "the plot over all sizes",
    "report": "the tables of README.md from the results",
    "all": "all but neo4j and the map",
}
DEFAULT_SIZES: Final = "100k,1m"
COMPARED: Final = 8
_UNITS: Final = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Options:
    """
    What was asked for.

    `out` holds results, `out/worlds/<size>` files and workspaces. `rounds` is the number of measurements of which the
    median is told, `anchors` that of random companies asked about. `fresh` writes and loads again what is there.
    `memory` is what the engine of a load, and its peers, may use; `peers` are those beside which it is loaded.
    `compared` is the number of random companies whose answers are compared with the memory store's.
    `shared` leaves alone what others on the machine use: its page cache is not emptied.
    """

    sizes: tuple[int, ...]
    out: Path
    seed: int
    rounds: int
    anchors: int
    form: Format | None
    fresh: bool
    memory: str | None = None
    peers: tuple[str, ...] = ()
    shared: bool = False
    compared: int = COMPARED


def size(text: str) -> int:
    """A number of relations such as `2k`, `1_000` or `10m`."""
    found = re.fullmatch(r"(\d+)([km]?)", text.strip().lower().replace("_", ""))
    if found is None or int(found[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write 100k, 1m or a whole number")
    return int(found[1]) * _UNITS[found[2]]


def sizes(text: str) -> tuple[int, ...]:
    """Sizes with commas between them, smallest first, each once."""
    return tuple(sorted({size(part) for part in text.split(",")}))


def size_name(relations: int) -> str:
    """A size as it is typed."""
    for unit, factor in (("m", 1_000_000), ("k", 1_000)):
        if relations % factor == 0:
            return f"{relations // factor}{unit}"
    return str(relations)


def parse(arguments: Sequence[str]) -> tuple[Word, Options]:
    """Words and options as typed; ends the process with a message where they are wrong."""
    words = "\n".join(f"  {word:8} {text}" for word, text in WORDS.items())
    parser = argparse.ArgumentParser(
        "python -m benchmarks",
        description=f"Speed and memory beside named peers, as ratios within one run.\n\n{words}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("word", choices=tuple(WORDS), nargs="?", default="all", metavar="WORD")
    parser.add_argument("--sizes", type=sizes, default=sizes(DEFAULT_SIZES), help=f"default {DEFAULT_SIZES}")
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks"), help="default build/benchmarks")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=7, help="measurements of which the median is told; default 7")
    parser.add_argument("--anchors", type=int, default=1_000, help="random anchors; default 1,000")
    parser.add_argument("--format", choices=("csv", "parquet"), help="default csv, from 50m relations on parquet")
    parser.add_argument("--fresh", action="store_true", help="write and load again what is there")
    parser.add_argument("--memory", help="memory of the engine that loads, and of its peers: 2GB, 8GB")
    parser.add_argument("--peers", default="", help="peers of a load, with commas between them; default all")
    parser.add_argument("--shared", action="store_true", help="others use this machine: leave its page cache alone")
    parser.add_argument(
        "--compared",
        type=int,
        default=COMPARED,
        help=f"random companies whose answers are compared with the memory store's; default {COMPARED}",
    )
    given = parser.parse_args(arguments)
    return given.word, Options(
        given.sizes,
        given.out,
        given.seed,
        given.rounds,
        given.anchors,
        given.format,
        given.fresh,
        given.memory,
        tuple(part for part in given.peers.split(",") if part),
        given.shared,
        given.compared,
    )


def main(arguments: Sequence[str]) -> int:
    """Run one benchmark or all."""
    if arguments and arguments[0] == "map":
        from benchmarks import map as relationship_map

        sys.argv = [f"{sys.argv[0]} map", *arguments[1:]]
        relationship_map.main()
        return 0
    word, options = parse(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for step in ALL if word == "all" else (word,):
        print(f"== {step}", flush=True)
        importlib.import_module(f"benchmarks.{_MODULES.get(step, step)}").run(options)
    return 0


_MODULES: Final = {"world": "ground"}
