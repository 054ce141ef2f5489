"""Arrays, rows and texts of a snapshot as files: what is written comes back, and far places are asked for at once."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainprospect.errors import StoreUnavailable
from chainprospect.stores.snapshot import layout
from chainprospect.stores.snapshot.layout import Arrays, ArrayWriter

PAGE = mmap.PAGESIZE
TEXTS = {"id": ["a", "b", "", "d"], "name": ["甲", "", "", "丁丁"], "note": ["", "", "", "x"]}


def write_rows(folder: Path) -> Arrays:
    writer = ArrayWriter(folder)
    rows = writer.rows("company")
    rows.column("flag", np.array([1, 0, 1, 0], np.int8))
    rows.column("size", np.array([1.5, np.nan, 3.0, 4.0]))
    rows.column("group", np.array([7, 8, 9, 10], np.int32))
    rows.ragged("banks", np.array([0, 0, 3]))
    sizes = {name: np.array([len(text.encode()) for text in texts], np.int32) for name, texts in TEXTS.items()}
    rows.texts(sizes, ("".join(texts) for texts in zip(*TEXTS.values(), strict=True)))
    rows.close()
    return Arrays(folder, writer.arrays)


def test_rows_come_back_field_by_field(tmp_path: Path) -> None:
    arrays = write_rows(tmp_path)
    rows = arrays["rows/company"]
    assert rows["flag"].tolist() == [1, 0, 1, 0]
    assert np.array_equal(rows["size"], [1.5, np.nan, 3.0, 4.0], equal_nan=True)
    assert arrays.at("rows/company", np.array([2, 0]))["group"].tolist() == [9, 7]
    assert rows["banks.start"].tolist() == [0, 2, 2, 2]
    assert rows["banks.count"].tolist() == [2, 0, 0, 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows", "texts"], "no column is left lying about"


def test_every_field_lies_where_it_is_read_in_one_go(tmp_path: Path) -> None:
    dtype = write_rows(tmp_path)["rows/company"].dtype
    assert dtype.fields is not None
    for field, offset, *_ in dtype.fields.values():
        assert offset % field.itemsize == 0 == dtype.itemsize % field.itemsize


def test_numpy_reads_the_rows_by_itself(tmp_path: Path) -> None:
    rows = write_rows(tmp_path)["rows/company"]
    plain = np.load(tmp_path / "rows" / "company.npy")
    assert plain.dtype.names == rows.dtype.names
    assert plain.tobytes() == rows.tobytes()


def test_texts_of_a_row_lie_side_by_side(tmp_path: Path) -> None:
    arrays = write_rows(tmp_path)
    assert (tmp_path / "texts" / "company.utf8").read_text("utf-8") == "a甲bd丁丁x"
    for name, texts in TEXTS.items():
        column = arrays.row_texts("company", name)
        assert list(column) == texts
        assert column[-1] == texts[3]
        assert column[1:] == tuple(texts[1:])
        assert column.at(np.array([3, 0])) == [texts[3] or None, texts[0] or None]


def test_columns_of_a_table_have_one_length(tmp_path: Path) -> None:
    rows = ArrayWriter(tmp_path).rows("company")
    rows.column("flag", np.zeros(3))
    with pytest.raises(ValueError, match=r"company\.size: 2 rows among columns of 3"):
        rows.column("size", np.zeros(2))


def test_a_table_without_rows_comes_back(tmp_path: Path) -> None:
    writer = ArrayWriter(tmp_path)
    rows = writer.rows("event")
    rows.column("day", np.empty(0, np.int32))
    rows.texts({"text": np.empty(0, np.int32)}, [])
    rows.close()
    arrays = Arrays(tmp_path, writer.arrays)
    assert len(arrays["rows/event"]) == 0
    assert list(arrays.row_texts("event", "text")) == []


def test_texts_that_are_cut_are_noticed(tmp_path: Path) -> None:
    arrays = write_rows(tmp_path)
    (tmp_path / "texts" / "company.utf8").write_bytes(b"a")
    with pytest.raises(StoreUnavailable, match=r"company\.utf8: this file of the snapshot is damaged"):
        arrays.row_texts("company", "name")


def test_more_rows_than_are_brought_together_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [tmp_path / "whole", tmp_path / "parts"]
    for folder in folders:
        folder.mkdir()
    whole = write_rows(folders[0])["rows/company"]
    monkeypatch.setattr(layout, "_ROWS_AT_ONCE", 3)
    assert write_rows(folders[1])["rows/company"].tobytes() == whole.tobytes()


class Asked(mmap.mmap):
    """A mapping that remembers which bytes were asked for ahead."""

    def madvise(self, option: int, start: int = 0, length: int | None = None) -> None:
        if option == getattr(mmap, "MADV_WILLNEED", None):
            self.__dict__.setdefault("asked", []).append((start, length))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which every look takes a second."""
    ticks = count()
    monkeypatch.setattr(layout, "perf_counter", lambda: float(next(ticks)))


@pytest.fixture
def mapped(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "large"
    path.write_bytes(bytes(400 * PAGE))
    with path.open("rb") as file, Asked(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        yield whole


@pytest.mark.skipif(not hasattr(mmap, "MADV_WILLNEED"), reason="this system cannot be asked ahead")
def test_pages_that_are_not_in_memory_are_asked_for_once_each(mapped: Any, slow: None) -> None:
    places = np.concatenate([np.arange(80) * 4 * PAGE + 100, [100, 380 * PAGE]])
    layout._ahead(mapped, places, places + np.where(places == 4 * PAGE + 100, PAGE, 8))
    # The second place goes on into the page behind it.
    wanted = [(i * 4 * PAGE, 2 * PAGE if i == 1 else PAGE) for i in range(80)]
    assert mapped.asked == [*wanted, (380 * PAGE, PAGE)]


def test_what_is_in_memory_is_not_asked_for(mapped: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "perf_counter", lambda: 0.0)
    places = np.arange(390) * PAGE
    layout._ahead(mapped, places, places + 8)
    assert not hasattr(mapped, "asked")


def test_blanks_have_no_place(mapped: Any, slow: None) -> None:
    end = np.full(80, 400 * PAGE)
    layout._ahead(mapped, end, end)
    assert not hasattr(mapped, "asked")
    places = np.arange(80) * 4 * PAGE
    layout._ahead(mapped, np.concatenate([end, places]), np.concatenate([end, places + 8]))
    assert mapped.asked == [(place, PAGE) for place in places.tolist()]


def test_a_few_places_are_simply_read(mapped: Any, slow: None) -> None:
    places = np.arange(layout._TRIED) * PAGE
    layout._ahead(mapped, places, places + 8)
    layout._ahead(b"small", places, places + 8)
    assert not hasattr(mapped, "asked")
