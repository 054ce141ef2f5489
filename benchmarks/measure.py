"""Measuring: commands, spread, the machine, and results that are kept."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

STOPWATCH: Final = Path(__file__).parent / "stopwatch.py"
PEERS: Final = Path(__file__).parent / "peers"
PACKAGES: Final = (
    *("chainprospect", "duckdb", "numpy", "pandas", "networkx", "typer"),
    *("polars", "igraph", "scikit-network", "scipy"),
)


class Failed(Exception):
    """A command did not end well; the text ends with what it said."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds on the wall, seconds of CPU, peak resident memory."""

    wall_s: float
    user_s: float
    system_s: float
    peak_mb: float

    @property
    def cpu_s(self) -> float:
        """Seconds of all processors together."""
        return self.user_s + self.system_s


def measure(command: Sequence[str], output: Path | None = None) -> Taken:
    """
    Run a command that must succeed.

    Parameters
    ----------
    output
        File for what it prints; None throws it away.

    Raises
    ------
    Failed
        It ended with another code than 0.
    """
    paths = os.pathsep.join([str(STOPWATCH.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "STOPWATCH_OUTPUT": str(output or os.devnull), "PYTHONPATH": paths}
    # An installation keeps its modules compiled; a checkout that may not would compile them at every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(STOPWATCH), *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=said,
            check=False,
        )
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{text[-2000:]}")
    taken = json.loads(done.stdout)
    code = taken.pop("code")
    if code:
        raise Failed(f"{' '.join(command)} ended with {code}\n{text[-2000:]}")
    return Taken(**taken)


def spread(values: Iterable[float]) -> dict[str, float | int]:
    """Median, smallest and largest of repeated measurements."""
    found = sorted(values)
    return {"median": statistics.median(found), "min": found[0], "max": found[-1], "rounds": len(found)}


def told(taken: Sequence[Taken]) -> dict[str, Any]:
    """Repeated runs of one command: spread of the wall, medians of CPU, largest memory."""
    return {
        "wall_s": spread(item.wall_s for item in taken),
        "cpu_s": spread(item.cpu_s for item in taken),
        "peak_mb": max(item.peak_mb for item in taken),
    }


def machine() -> dict[str, Any]:
    """Where and when this is measured, and with what."""
    cpu = re.search(r"model name\s*:\s*(.+)", _text("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _text("/proc/meminfo"))
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": cpu[1] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / 1024**2, 1) if memory else None,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: version for name in PACKAGES if (version := _version(name)) is not None},
        "load_average": round(os.getloadavg()[0], 1),
    }


def has(package: str) -> bool:
    """Whether a peer is installed; says so when it is not."""
    if _version(package) is not None:
        return True
    print(f"  {package} is not installed (pip install --group bench): left out", flush=True)
    return False


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _text(path: str) -> str:
    file = Path(path)
    return file.read_text("utf-8", "replace") if file.is_file() else ""


def keep(out: Path, word: str, size: str, found: Mapping[str, Any]) -> None:
    """Put the results of one size into `<word>.json`; other sizes in it stay as they were measured."""
    path = out / f"{word}.json"
    results = kept(out, word)
    results[size] = {"about": machine(), **found}
    text = json.dumps(results, ensure_ascii=False, indent=1, default=_plain)
    path.write_text(text + "\n", "utf-8")


def kept(out: Path, word: str) -> dict[str, Any]:
    """Results of one benchmark by size; empty when it was never run."""
    path = out / f"{word}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Taken) else str(value)


def folder_bytes(folder: Path) -> dict[str, int]:
    """Bytes on disk below a folder, by the first part of the path, each file once."""
    sizes: dict[str, int] = {}
    seen: set[int] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (status := path.stat()).st_ino not in seen:
            seen.add(status.st_ino)
            part = path.relative_to(folder).parts[0]
            sizes[part] = sizes.get(part, 0) + status.st_size
    return sizes
