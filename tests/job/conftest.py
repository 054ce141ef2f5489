"""Small hand-drawn worlds behind the real command line, in this process."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chainprospect import cli


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Bench:
    """A workspace of its own, a folder for its files, and the settings in force."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def end(self, *typed: str) -> Ended:
        """One command as it ended."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        settings = self.folder / "settings.toml"
        whole = ["-w", str(self.workspace), *(["--settings", str(settings)] if settings.is_file() else [])]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main([*whole, *typed])
            out.flush()
            err.flush()
        said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
        assert "Traceback" not in said[1], said[1]
        return Ended(code, *said)

    def run(self, *typed: str, code: int = 0) -> str:
        """Standard output of one command; its exit code is checked."""
        ended = self.end(*typed)
        assert ended.code == code, ended.err or ended.out
        return ended.out

    def json(self, *typed: str, code: int = 0) -> Any:
        """The JSON document of one command."""
        return json.loads(self.run(*typed, "--json", code=code))

    def prospect(self, *typed: str, code: int = 0) -> Any:
        """The answer around anchors."""
        return self.json("prospect", *typed, code=code)

    def write(self, name: str, content: str | bytes | Sequence[Mapping[str, Any]]) -> Path:
        """A file in the folder: text as it is, rows as CSV with a column for every key."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            columns = list(dict.fromkeys(key for row in content for key in row))
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, columns, restval="")
                writer.writeheader()
                writer.writerows(content)
        return path

    def load(self, *typed: str, code: int = 0, **tables: Sequence[Mapping[str, Any]]) -> Any:
        """Load rows by table name, then the files typed; the report."""
        files = [str(self.write(f"{name}.csv", rows)) for name, rows in tables.items()]
        return self.json("load", *files, *typed, code=code)

    def settings(self, text: str) -> Bench:
        """The same bench with settings."""
        self.write("settings.toml", text)
        return self

    def sample(self, folder: Path) -> Bench:
        """The same bench with the sample loaded and in force the settings that come with it."""
        self.settings((folder / "chainprospect.toml").read_text("utf-8"))
        shutil.copytree(folder / "policy", self.folder / "policy")
        self.run("load", str(folder))
        return self


@pytest.fixture(autouse=True, scope="session")
def _no_outside_settings() -> Iterator[None]:
    """No variable of the person who runs the tests reaches them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("WORKSPACE", "SETTINGS", "LANG", "TOP", "MEMORY_LIMIT", "THREADS", "STORE", "DATABASE"):
            patch.delenv(f"CHAINPROSPECT_{name}", raising=False)
        yield


@pytest.fixture(scope="session")
def new_bench(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Bench]:
    """Makes empty benches."""
    return lambda: Bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(autouse=True)
def wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on which no line is folded."""
    monkeypatch.setenv("COLUMNS", "1000")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty bench."""
    return Bench(tmp_path)
