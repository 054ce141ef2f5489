"""
An answer touches what is around the anchor, however many companies there are.

The same neighbourhood is loaded twice, among few and among many companies that have nothing to do with it. Arrays and
texts stand behind watchers that give out single places and gathered ones and refuse everything else: whoever reads a
whole column, adds one up or makes one of its length fails. What was given out must be the same, place for place.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainprospect import prospecting
from chainprospect.model.rules import BankProfile, Filters, Question
from chainprospect.settings import resolve_settings
from chainprospect.stores.snapshot import layout, search
from chainprospect.stores.snapshot.read import SnapshotStore

FEW, MANY = 40, 6_000
ANCHOR = "甲号电网有限公司"


class Watched:
    """An array that is only ever asked for places, and says how many."""

    def __init__(self, values: np.ndarray, name: str, touched: Counter[str]) -> None:
        self.values, self.name, self.touched = values, name, touched

    def __len__(self) -> int:
        return len(self.values)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.values.dtype

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return Watched(self.values[key], f"{self.name}.{key}", self.touched)
        if isinstance(key, int | np.integer):
            self.touched[self.name] += 1
        else:
            assert isinstance(key, np.ndarray), f"{self.name}: {key!r} reads a stretch of it"
            assert key.dtype.kind == "i", f"{self.name}: a mask is as long as the array"
            self.touched[self.name] += len(key)
        return self.values[key]

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        raise AssertionError(f"{self.name} is read as a whole")

    __iter__ = None


class WatchedText:
    """Packed texts of which only single ones are read."""

    def __init__(self, packed: Any, name: str, touched: Counter[str]) -> None:
        self.packed, self.name, self.touched = packed, name, touched

    def __len__(self) -> int:
        return len(self.packed)

    def __getitem__(self, key: slice) -> bytes:
        part = self.packed[key]
        assert len(part) <= 200, f"{self.name}: {len(part)} bytes at once"
        self.touched[f"{self.name} bytes"] += len(part)
        return part


def write_world(folder: Path, fillers: int) -> list[Path]:
    """Three tiers around the anchor, hubs among them, and pairs of strangers; ids of strangers lie among the others."""
    companies, relations = [], []

    def company(number: int, name: str, **more: Any) -> str:
        ident = f"C{number:07d}"
        # Every stranger has texts of its own, so that the lists of distinct texts grow as the companies do.
        row = {"id": ident, "name": name, "region": "江苏省", "industry_code": "C38", "employees": 300, **more}
        companies.append(row)
        return ident

    anchor = company(500_000, ANCHOR, is_client="是")
    first = [company(600_000 + i, f"一层{i}号厂", banks="甲银行;乙银行") for i in range(12)]
    second = [company(700_000 + i, f"二层{i}号厂", region="浙江省") for i in range(30)]
    others = [company(800_000 + i, f"同行{i}号厂") for i in range(8)]
    relations += [(ident, anchor) for ident in first]
    relations += [(second[i], first[i % 12]) for i in range(30)]
    relations += [(first[i], other) for i in range(6) for other in others]
    relations += [(second[i], other) for i in range(20, 30) for other in others]
    for i in range(0, fillers, 2):
        pair = [
            company(1 + at, f"外人{at}号社", region=f"远方{at}", industry_code=f"业{at}", banks=f"行{at}")
            for at in (i, i + 1)
        ]
        relations.append((pair[0], pair[1]))
    folder.mkdir()
    files = [folder / "companies.csv", folder / "relations.csv"]
    heads = ["id", "name", "region", "industry_code", "employees", "is_client", "banks"]
    with files[0].open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, restval="")
        writer.writeheader()
        writer.writerows(companies)
    with files[1].open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "target", "amount", "as_of"])
        rows.writerows((*pair, 10_000 + 7 * i, "2026-01-05") for i, pair in enumerate(sorted(relations)[::-1]))
    return files


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Workspaces by the number of strangers in them."""
    home = tmp_path_factory.mktemp("touches")
    made = {}
    for fillers in (FEW, MANY):
        files = write_world(home / f"files{fillers}", fillers)
        made[fillers] = home / f"workspace{fillers}"
        prospecting.build(made[fillers], prospecting.requests_for(files), resolve_settings(None, {}, {}))
    return made


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many places of each array, bytes of each text and steps of the search an answer took."""
    counts: Counter[str] = Counter()
    open_array, open_file, open_search = layout.Arrays._map, layout._mapped, search.SearchFile._opened
    look_up = SnapshotStore.by_id

    def watched_array(self: layout.Arrays, name: str) -> Any:
        with monkeypatch.context() as plain:
            plain.setattr(layout, "_mapped", open_file)
            return Watched(open_array(self, name), name, counts)

    def watched_file(path: Path) -> Any:
        return WatchedText(open_file(path), path.stem, counts)

    def watched_search(self: search.SearchFile) -> Any:
        fresh = self._file is None
        file = open_search(self)
        if fresh:
            file.set_progress_handler(lambda: counts.update(["steps of the search"]), 1)
        return file

    def watched_look_up(self: SnapshotStore, ids: Sequence[str]) -> Any:
        before = counts.copy()
        found = look_up(self, ids)
        looked_at = counts["rows/company.id.end"] - before["rows/company.id.end"]
        counts.clear()
        counts.update({**before, "ids looked at": before["ids looked at"] + looked_at})
        return found

    monkeypatch.setattr(SnapshotStore, "by_id", watched_look_up)
    monkeypatch.setattr(layout.Arrays, "_map", watched_array)
    monkeypatch.setattr(layout, "_mapped", watched_file)
    monkeypatch.setattr(search.SearchFile, "_opened", watched_search)
    return counts


def answer(workspace: Path, anchor: str, question: Question) -> dict[str, Any]:
    with prospecting.open_store(workspace) as store:
        found = prospecting.prospect(store, [anchor], question, lang="zh", excluded=True)
        return json.loads(prospecting.to_json(found))


@pytest.mark.parametrize("anchor", [ANCHOR, "C0500000", "甲号"])
def test_the_same_is_touched_among_few_companies_and_among_many(
    worlds: dict[int, Path], touched: Counter[str], anchor: str
) -> None:
    base = resolve_settings(None, {}, {})
    question = Question(
        events=base.events, bank=BankProfile(("甲银行",), ("江苏省",)), filters=Filters(regions=("江苏省", "浙江省"))
    )
    seen, answers, steps, ids = {}, {}, {}, {}
    for fillers, workspace in worlds.items():
        touched.clear()
        answers[fillers] = answer(workspace, anchor, question)
        steps[fillers] = touched.pop("steps of the search", 0)
        ids[fillers] = touched.pop("ids looked at")
        seen[fillers] = dict(touched)
    assert len(answers[FEW]["leads"]) == 50 - 8
    assert answers[FEW]["leads"] == answers[MANY]["leads"]
    assert answers[FEW]["lookalikes"] == answers[MANY]["lookalikes"]
    assert seen[FEW] == seen[MANY]
    for name in ("graph/goods.upstream.far", "rows/company.partners", "rows/company.name.end", "company bytes"):
        assert seen[MANY][name] > 0, "the watchers stood where the reading is done"
    # The search reads a page or two more in a larger file; one of every company's names would take thousands of steps.
    # An id is found without it.
    assert steps[FEW] == steps[MANY] == 0 if anchor == "C0500000" else 0 < steps[MANY] < steps[FEW] + 200
    # An id is found by halving, and looked at once more.
    assert 0 < ids[FEW] <= ids[MANY] <= 2 + len(f"{51 + MANY:b}")


def test_advice_on_one_company_touches_no_more_among_many(worlds: dict[int, Path], touched: Counter[str]) -> None:
    seen, found = {}, {}
    for fillers, workspace in worlds.items():
        with prospecting.open_store(workspace) as store:
            number = store.search("C0600003", 1, whole=True)[0].number
            touched.clear()
            peers = store.peers_of(number, 5)
            standings = store.standings(peers.numbers)
            assert store.financials_of(peers.numbers) == ((),) * 5
            del touched["steps of the search"]
            seen[fillers] = dict(touched)
            ids = [company.id for company in store.companies(peers.numbers)]
        found[fillers] = (ids, peers.division, peers.province, peers.total, [each.employees for each in standings])
    wanted = ["C0500000", "C0600000", "C0600001", "C0600002", "C0600004"]
    assert found[FEW] == found[MANY] == (wanted, "C38", "江苏省", 20, [300.0] * 5)
    assert seen[FEW] == seen[MANY]
    # The place looked at one by one, and one more than is asked for: the company stands among its peers.
    assert (seen[MANY]["rows/company.cell"], seen[MANY]["features/peers.company"]) == (1, 6)


def test_the_watchers_notice_a_whole_column(worlds: dict[int, Path], touched: Counter[str]) -> None:
    with prospecting.open_store(worlds[FEW]) as store:
        assert isinstance(store, SnapshotStore)
        column = store._arrays["rows/company"]["partners"]
        assert column[np.array([3, 1])].tolist() == [0, 0] or touched["rows/company.partners"] == 2
        for whole in (np.sum, np.asarray, list, lambda values: values[:], lambda values: values[values.values > 0]):
            with pytest.raises((AssertionError, TypeError)):
                whole(column)
        before = touched["rows/company.id.end"]
        assert len(list(store.ids)) == touched["rows/company.id.end"] - before == store.facts.companies


def test_no_array_is_made_as_long_as_the_companies(
    worlds: dict[int, Path], touched: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {fillers: 51 + fillers for fillers in worlds}
    longest: list[int] = []
    for maker in ("zeros", "ones", "empty", "full", "arange"):
        made = getattr(np, maker)

        def watched(shape: Any, *rest: Any, _made: Any = made, **more: Any) -> np.ndarray:
            array = _made(shape, *rest, **more)
            longest.append(max(array.shape, default=0))
            return array

        monkeypatch.setattr(np, maker, watched)
    sizes = {}
    for fillers, workspace in worlds.items():
        longest.clear()
        answer(workspace, ANCHOR, Question())
        sizes[fillers] = max(longest)
    assert sizes[FEW] == sizes[MANY] < counts[MANY]


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="this system does not list its mappings")
def test_large_files_are_mapped_for_reading_here_and_there(tmp_path: Path) -> None:
    for name, size in (("large", layout._READ_AHEAD + 1), ("small", 4096)):
        (tmp_path / name).write_bytes(bytes(size))
    held = [layout._mapped(tmp_path / name) for name in ("large", "small")]
    blocks = re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text("utf-8"))
    flags = {
        Path(block.splitlines()[0].split()[-1]).name: block.rpartition("VmFlags:")[2].split()
        for block in blocks
        if str(tmp_path) in block.splitlines()[0]
    }
    assert "rr" in flags["large"], sys.version
    assert "rr" not in flags["small"]
    assert [len(item) for item in held] == [layout._READ_AHEAD + 1, 4096]
