"""Work shared by processes: all of it is done once, whoever is lost on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from chainprospect.sharing import cores, share


@contextmanager
def opened(done: list[str]) -> Iterator[Callable[[str], None]]:
    yield done.append


def crew(folder: Path, *tasks: str) -> subprocess.CompletedProcess[str]:
    """Tasks shared by two processes."""
    script = Path(__file__).with_name("crew.py")
    return subprocess.run(
        [sys.executable, str(script), str(folder), *tasks], capture_output=True, encoding="utf-8", check=False
    )


def test_one_worker_or_one_task_is_done_here_in_order() -> None:
    done: list[str] = []
    assert list(share(partial(opened, done), ["b", "a"], 1)) == ["b", "a"]
    assert list(share(partial(opened, done), ["c"], 8)) == ["c"]
    assert list(share(partial(opened, done), [], 2)) == []
    assert done == ["b", "a", "c"]
    assert cores() >= 1


def test_what_lost_workers_leave_is_done_by_the_one_who_asked(tmp_path: Path) -> None:
    tasks = ["a", "kills", "b", "fails elsewhere", "c"]
    ended = crew(tmp_path, *tasks)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert sorted(ended.stdout.split("\n")[:-1]) == sorted(tasks)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert sorted(made) == sorted(tasks)
    assert (made["kills"], made["fails elsewhere"], made["a"]) == ("here", "here", "there")


def test_a_worker_says_nothing_whatever_breaks_in_it(tmp_path: Path) -> None:
    ended = crew(tmp_path, "a", "breaks", "b")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "breaks").read_text() == "here"


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no signals that can be held back")
def test_no_worker_hears_ctrl_c_while_it_starts(tmp_path: Path) -> None:
    """The first of them either: what Python starts beside it lets the signal through again."""
    script, made = tmp_path / "deaf.py", tmp_path / "made"
    made.mkdir()
    script.write_text(
        "import os, signal, sys\n"
        "from contextlib import contextmanager\n"
        "from pathlib import Path\n"
        "from chainprospect.sharing import share\n"
        "@contextmanager\n"
        "def opened():\n"
        "    yield lambda task: None\n"
        "if __name__ == '__main__':\n"
        "    print(len(list(share(opened, ['a', 'b'], 2))))\n"
        "else:\n"
        "    hears = signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])\n"
        "    Path(sys.argv[1], str(os.getpid())).write_text(str(hears))\n",
        "utf-8",
    )
    ended = subprocess.run([sys.executable, script, made], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "2\n", "")
    assert [path.read_text() for path in made.iterdir()] == ["False", "False"]


def test_what_fails_everywhere_is_raised_by_the_one_who_asked(tmp_path: Path) -> None:
    ended = crew(tmp_path, "a", "b", "fails")
    assert ended.returncode == 1
    assert ended.stderr.count("Traceback") == 1
    assert "the disk is full; make room and repeat" in ended.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
