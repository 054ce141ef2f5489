"""Where worlds and workspaces of every size lie; each is made once and kept until something asks for it anew."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks.command import Options, size_name
from benchmarks.measure import measure
from benchmarks.world import Economy, World, file_format, world_at, write_world

# Raise when the generator writes other rows than before.
EDITION = 2


def run(options: Options) -> None:
    """Write the files of every size."""
    for relations in options.sizes:
        started = time.perf_counter()
        world = ground(options, relations, fresh=options.fresh)
        seconds = time.perf_counter() - started
        told = ", ".join(f"{path.name} {path.stat().st_size / 1e6:,.1f} MB" for path in world.files)
        print(f"{size_name(relations):>6}: {world.economy.companies:,} companies; {told}; {seconds:.1f} s", flush=True)


def folder_of(options: Options, relations: int) -> Path:
    """Folder of one size."""
    return options.out / "worlds" / size_name(relations)


def workspace_of(options: Options, relations: int) -> Path:
    """Workspace of one size; there once it was loaded."""
    return folder_of(options, relations) / "workspace"


def ground(options: Options, relations: int, *, fresh: bool = False) -> World:
    """The files of one size, written when they are not there or not what would be written today."""
    folder = folder_of(options, relations)
    form = file_format(relations, options.form)
    said = {"edition": EDITION, "relations": relations, "seed": options.seed, "form": form}
    mark = folder / "world.json"
    if not fresh and mark.is_file() and json.loads(mark.read_text("utf-8")) == said:
        return world_at(folder, Economy(relations, options.seed), form)
    mark.unlink(missing_ok=True)
    shutil.rmtree(workspace_of(options, relations), ignore_errors=True)
    world = write_world(folder, relations, seed=options.seed, form=form)
    mark.write_text(json.dumps(said) + "\n", "utf-8")
    return world


def product(workspace: Path, *arguments: str) -> list[str]:
    """A command of the product on a workspace."""
    return [sys.executable, "-m", "chainprospect", "-w", str(workspace), *arguments]


def loaded(options: Options, relations: int) -> Path:
    """The workspace of one size, loaded when it is not there or another version of the product wrote it."""
    from chainprospect import prospecting
    from chainprospect.errors import StoreError

    world = ground(options, relations, fresh=options.fresh)
    workspace = workspace_of(options, relations)
    try:
        prospecting.open_store(workspace).close()
    except StoreError:
        print(f"  loading {size_name(relations)}", flush=True)
        shutil.rmtree(workspace, ignore_errors=True)
        measure(product(workspace, "-q", "load", *map(str, world.files)))
    return workspace
