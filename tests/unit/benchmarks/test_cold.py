"""What is in memory of the files below a folder, and the reading of just that."""

from __future__ import annotations

import json
import mmap
import os
import sys
from pathlib import Path

import pytest
from benchmarks.cold import forget, pieces_in_memory
from benchmarks.measure import PEERS, Failed, measure

SIZE = 64 * mmap.PAGESIZE
pytestmark = pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="pages are dropped by what Linux has for it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "empty").write_bytes(b"")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "held").write_bytes(bytes(SIZE - 100))
    return tmp_path


def test_pages_just_written_are_one_piece_each_file(folder):
    assert pieces_in_memory(folder) == {str(folder / "inner" / "held"): [(0, SIZE)]}


def test_pages_that_were_dropped_and_touched_again_are_told(folder):
    held = folder / "inner" / "held"
    page = mmap.PAGESIZE
    pieces = {str(held): [(3 * page, 2 * page), (40 * page, page)]}
    forget(folder)
    # A file system in memory drops no page.
    expected = pieces_in_memory(folder) or pieces
    with held.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        whole.madvise(mmap.MADV_RANDOM)
        assert [whole[number * page] for number in (3, 4, 40)] == [0, 0, 0]
    assert pieces_in_memory(folder) == expected

    # What only reads them reads them and no other.
    forget(folder)
    listed = folder / "pieces.json"
    listed.write_text(json.dumps(pieces), "utf-8")
    measure((sys.executable, "-I", "-S", str(PEERS / "same_pages.py"), str(listed)))
    assert pieces_in_memory(held.parent) == expected


def test_a_file_that_is_gone_is_no_reading(folder):
    listed = folder / "pieces.json"
    listed.write_text(json.dumps({str(folder / "gone"): [(0, 1)]}), "utf-8")
    with pytest.raises(Failed, match="gone"):
        measure((sys.executable, "-I", "-S", str(PEERS / "same_pages.py"), str(listed)))
