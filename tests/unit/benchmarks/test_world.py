"""The economy that the benchmarks load: the same bytes for a seed, hubs, names of which no two are alike."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from benchmarks import world
from benchmarks.names import CODE_LETTERS, Names, uscc_check
from benchmarks.world import ANCHOR, Economy, World, pieces, ranks, spread, uscc_digits, write_world

from chainprospect.model.ids import check_uscc
from chainprospect.resolve.names import merge_form

SMALL = 5_000


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    return write_world(tmp_path_factory.mktemp("world"), SMALL)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(small: World, tmp_path: Path) -> None:
    again, other = write_world(tmp_path / "again", SMALL), write_world(tmp_path / "other", SMALL, seed=8)
    assert [path.read_bytes() for path in small.files] == [path.read_bytes() for path in again.files]
    assert small.relations.read_bytes() != other.relations.read_bytes()


def test_the_size_of_the_pieces_changes_nothing(small: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "BLOCK", 700)
    few = write_world(tmp_path / "few", SMALL, piece=700)
    whole = write_world(tmp_path / "whole", SMALL, piece=SMALL)
    assert [path.read_bytes() for path in few.files] == [path.read_bytes() for path in whole.files]
    assert few.relations.read_bytes() != small.relations.read_bytes()


def test_pieces_are_whole_blocks_that_cover_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "BLOCK", 10)
    assert list(pieces(45, 25)) == [(0, 20), (20, 40), (40, 45)]
    assert list(pieces(5, 1)) == [(0, 5)]
    assert list(pieces(0, 100)) == []


def test_the_anchor_has_its_partners_and_trades_with_no_one_else(small: World) -> None:
    ties = rows(small.relations)
    name = Names().name(0)
    texts = {ANCHOR, name, f"91110000000000000{CODE_LETTERS[uscc_check(uscc_digits(np.array([0])))[0]]}"}
    texts |= {name[:2] + " " + name[2:].replace("有限公司", "有限责任公司")}
    assert sum(tie["target"] in texts for tie in ties) == 150
    assert sum(tie["source"] in texts for tie in ties) == 100
    assert {tie["kind"] for tie in ties[:250]} == {"supplies"}


def test_files_hold_what_a_user_would_load(small: World) -> None:
    companies, ties, events = (rows(path) for path in small.files)
    assert [row["id"] for row in companies if row["id"]] == [f"C{number:08d}" for number in range(1_000)]
    assert companies[0]["name"] == Names().name(0)
    assert companies[0]["is_client"] == companies[0]["core_client"] == "是"
    assert all(check_uscc(row["uscc"]) for row in companies if row["uscc"])
    second = [row for row in companies if not row["id"]]
    assert len(second) == 15
    by_code = {row["uscc"]: row for row in companies if row["id"]}
    assert all(merge_form(by_code[row["uscc"]]["name"]) == merge_form(row["name"]) for row in second)
    assert len(events) == 20
    kinds = Counter(tie["kind"] for tie in ties)
    assert set(kinds) == set(world.KINDS)
    assert kinds["supplies"] / len(ties) == pytest.approx(0.9, abs=0.02)
    ways = Counter(tie["source"][0] in "C9" for tie in ties)
    assert ways[False] / len(ties) == pytest.approx(0.08, abs=0.02)


def test_degrees_have_a_heavy_tail() -> None:
    economy = Economy(1_000_000)
    uniform = np.random.default_rng(1).random(economy.relations)
    company = spread(ranks(uniform, economy.companies, economy.shift), economy.companies, 1, 0.618)
    degree = np.sort(np.bincount(company, minlength=economy.companies))[::-1]
    assert company.min() == 1
    assert degree[0] == pytest.approx(economy.relations / economy.companies**0.3, rel=0.05)
    # One company in a hundred has a quarter of the relations; half of the companies have two or fewer.
    assert degree[: economy.companies // 100].sum() / economy.relations == pytest.approx(0.25, abs=0.02)
    assert np.median(degree) <= 4


@pytest.mark.parametrize("relations", [10_000_000, 100_000_000])
def test_the_largest_hub_has_about_100_000_relations_at_the_large_sizes(relations: int) -> None:
    economy = Economy(relations)
    power, count = 0.3, economy.companies - 1
    share = ((1 + economy.shift) ** power - economy.shift**power) / ((count + economy.shift) ** power)
    assert share * relations == pytest.approx(100_000, rel=0.35)


def test_every_company_has_one_rank() -> None:
    assert sorted(spread(np.arange(999), 1_000, 2, 0.414).tolist()) == list(range(1, 1_000))
    assert spread(np.array([0]), 1_000, 2, 0.414).tolist() == [2]


def test_no_two_names_are_alike() -> None:
    names = Names()
    number = np.arange(200_000)
    place, word, ending = names.parts(number)
    assert len(set(zip(place.tolist(), word.tolist(), ending.tolist(), strict=True))) == len(number)
    assert len(set(names.endings)) == len(names.endings)
    assert len(set(names.places)) == len(names.places)
    assert {len(place) for place in names.places} == {2}
    assert len({merge_form(names.name(n)) for n in range(5_000)}) == 5_000
    assert names.room > 20_000_000


def test_the_other_spelling_is_the_same_name() -> None:
    names = Names()
    again = [
        (merge_form(one), merge_form(other)) for one, other in zip(names.endings, names.endings_again, strict=True)
    ]
    assert [pair for pair in again if pair[0] != pair[1]] == []


def test_credit_codes_carry_the_right_letter() -> None:
    digits = uscc_digits(np.arange(0, 20_000_000, 654_321))
    letters = uscc_check(digits)
    assert all(check_uscc(f"{code}{CODE_LETTERS[letter]}") for code, letter in zip(digits, letters, strict=True))


def test_parquet_holds_the_same_rows(small: World, tmp_path: Path) -> None:
    import duckdb

    packed = write_world(tmp_path, SMALL, form="parquet")
    with duckdb.connect() as engine:
        count = engine.execute(
            "SELECT count(*), count(DISTINCT target) FROM read_parquet($path)", {"path": str(packed.relations)}
        ).fetchall()
    told = rows(small.relations)
    assert count == [(len(told), len({row["target"] for row in told}))]
