"""The command line end to end on the sample economy: from files to leads, and the rule that the sample teaches."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

GRID = "华衡电网"
CORE = "岑衡变压器"
PROGRAM = [sys.executable, "-c", "from chainprospect.cli import run; run()"]
EQUIPMENT_AND_COAL = ("C38", "C39", "C40", "C33", "B06")


@dataclass(frozen=True)
class Desk:
    """A workspace with the sample in it, and the folder of the files that were loaded."""

    workspace: Path
    folder: Path

    def run(self, *typed: str, code: int = 0) -> str:
        """Standard output of one command; its exit code is checked."""
        done = self.ended(*typed)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    def ended(self, *typed: str) -> subprocess.CompletedProcess[str]:
        """One command as it ended."""
        whole = ["-w", str(self.workspace), "--settings", str(self.folder / "chainprospect.toml"), "-q"]
        environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [*PROGRAM, *whole, *typed], capture_output=True, encoding="utf-8", env=environment, check=False
        )

    def asked(self, *typed: str) -> dict:
        """The JSON document of a `prospect`."""
        return json.loads(self.run("prospect", *typed, "--json"))


def loaded(folder: Path, workspace: Path) -> Desk:
    desk = Desk(workspace, folder)
    (workspace.parent / "report.json").write_text(desk.run("load", str(folder), "--json"), "utf-8")
    return desk


@pytest.fixture(scope="module")
def sample(root: Path) -> Path:
    return root / "sample_data"


@pytest.fixture(scope="module")
def desk(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return loaded(sample, tmp_path_factory.mktemp("桌面") / "工作区")


@pytest.fixture(scope="module")
def grid(desk: Desk) -> dict:
    return desk.asked(GRID, "--show-excluded")


@pytest.fixture(scope="module")
def core(desk: Desk) -> dict:
    return desk.asked(CORE, "--show-excluded")


def copied(sample: Path, folder: Path, change: Callable[[str, list[list[str]]], list[list[str]]], code: str) -> Path:
    """The sample again, with the rows of its CSV files changed and written in another encoding."""
    folder.mkdir()
    for file in sorted(sample.iterdir()):
        if file.suffix == ".csv":
            with file.open(encoding="utf-8", newline="") as stream:
                header, *rows = list(csv.reader(stream))
            with (folder / file.name).open("w", encoding=code, newline="") as stream:
                csv.writer(stream).writerows([header, *change(file.name, rows)])
        elif file.suffix in (".xlsx", ".toml"):
            shutil.copy(file, folder / file.name)
    shutil.copytree(sample / "policy", folder / "policy")
    return folder


def names(part: Sequence[dict]) -> list[str]:
    return [lead["company"]["name"] for lead in part]


# --- load


def test_everything_is_read_and_only_the_ruined_rows_are_rejected(desk):
    report = json.loads((desk.workspace.parent / "report.json").read_text("utf-8"))
    snapshot = next((desk.workspace / "snapshots").iterdir())
    with (snapshot / "rejects.csv").open(encoding="utf-8-sig", newline="") as stream:
        rejects = list(csv.DictReader(stream))
    assert [(row["file"], row["column"], row["value"].lstrip("'")) for row in rejects] == [
        ("companies.csv", "统一社会信用代码", "9.13299E+17"),
        ("companies.csv", "统一社会信用代码", "91329900MAXX000580"),
        ("companies.csv", "数据日期", "2025-02-30"),
        ("companies.csv", "公司名称", ""),
        ("relations.csv", "年交易额（万元）", "-120"),
        ("relations.csv", "日期", "2025-13-01"),
        ("relations.csv", "采购商", "华衡电网有限公司"),
    ]
    assert all(row["reason"] for row in rejects)
    assert (report["rejected"], report["clients"], report["review_pairs"]) == (7, 56, 1)
    left_out = Counter[str]()
    for source in report["sources"]:
        for table in source["tables"]:
            assert table["read"] == table["accepted"] + table["rejected"] + sum(table["left_out"].values()), table
            assert not table["ignored_columns"], table
            assert not table["refused_columns"], table
            left_out.update(table["left_out"])
    assert (left_out["example"], left_out["salary"], left_out["tax"], left_out["own_account"]) == (1, 10, 10, 11)


def test_the_same_files_again_change_nothing(desk):
    before = (desk.workspace / "CURRENT").read_bytes()
    desk.run("load", str(desk.folder))
    assert (desk.workspace / "CURRENT").read_bytes() == before


def test_spellings_of_one_company_are_one(desk):
    found = json.loads(desk.run("find", "彧篁", "--json"))
    assert len([company for company in found if "开关" in company["name"]]) == 1
    near = [company["name"] for company in json.loads(desk.run("find", "开关", "--json"))]
    assert "浙江珞岚开关有限公司" in near or json.loads(desk.run("find", "珞岚", "--json"))


def test_a_person_is_asked_about_the_likely_duplicate(desk):
    assert "岑衡变压器股份有限公司" in desk.run("review")


def test_a_name_a_number_and_a_code_find_the_same_company(desk):
    ids = {
        json.loads(desk.run("find", text, "--json"))[0]["id"]
        for text in ("江苏岑衡变压器股份有限公司", "岑衡变压器", "K0001", "91329900MAXX00058D")
    }
    assert ids == {"K0001"}


# --- the trained rule


def test_the_monopolist_is_the_anchor_and_never_a_lead(grid):
    own = {"华衡电网有限公司", "华衡电网物资有限公司", "华衡送变电工程有限公司", "华衡发电有限公司"}
    assert [anchor["name"] for anchor in grid["anchors"]] == ["华衡电网有限公司"]
    assert not own & {*names(grid["leads"]), *names(grid["lookalikes"])}
    gates = {row["company"]["name"]: row["gate"] for row in grid["excluded"]}
    assert {gates[name] for name in own - {"华衡电网有限公司"}} == {"self"}


def test_its_mid_sized_equipment_and_coal_suppliers_stand_on_top(grid):
    top = grid["leads"][:12]
    assert {lead["side"] for lead in top} == {"upstream"}
    assert all(lead["company"]["industry"]["code"].startswith(EQUIPMENT_AND_COAL) for lead in top)
    assert all("medium" in (lead["company"]["size"]["low"], lead["company"]["size"]["high"]) for lead in top)
    codes = Counter(lead["company"]["industry"]["code"][:3] for lead in top)
    assert codes["C38"] >= 3
    assert codes["B06"] >= 1


def test_giants_clients_and_intermediaries_are_excluded_with_a_reason(grid, core):
    gates = {(row["company"]["name"], row["gate"]) for row in (*grid["excluded"], *core["excluded"])}
    assert ("骁阙变压器集团有限公司", "too_large") in gates
    assert ("江苏岑衡变压器股份有限公司", "already_client") in gates
    assert {"too_large", "already_client", "not_active", "blacklist", "role", "self"} <= {gate for _, gate in gates}
    assert all(row["reason"] for row in (*grid["excluded"], *core["excluded"]))
    shown = {*names(grid["leads"]), *names(core["leads"])}
    assert not any("事务所" in name or "协会" in name for name in shown)


def test_from_a_core_client_both_sides_introductions_and_lookalikes(core):
    assert [anchor["id"] for anchor in core["anchors"]] == ["K0001"]
    sides = Counter(lead["side"] for lead in core["leads"])
    assert sides["upstream"] >= 20
    assert sides["downstream"] >= 10
    assert sides["via"] >= 3
    assert len(core["lookalikes"]) >= 5
    assert all(lead["inferred"] and lead["tier"] is None and not lead["chains"] for lead in core["lookalikes"])
    assert not set(names(core["leads"])) & set(names(core["lookalikes"]))


def test_the_grid_company_is_no_lead_of_anyone_else(core):
    assert {row["gate"] for row in core["excluded"] if row["company"]["name"] == "华衡电网有限公司"} == {"too_large"}


def test_points_add_up_to_the_score(grid, core):
    for lead in (*grid["leads"], *grid["lookalikes"], *core["leads"], *core["lookalikes"]):
        assert round(sum(part["points"] for part in lead["contributions"]), 4) == lead["score"]
        assert 0 <= lead["coverage"] <= 1


def test_chains_end_at_the_lead_and_follow_the_goods(core):
    for lead in core["leads"]:
        for chain in lead["chains"]:
            assert chain["companies"][0] == "K0001"
            assert chain["companies"][-1] == lead["company"]["id"]
            for near, far, tie in zip(chain["companies"], chain["companies"][1:], chain["relations"], strict=False):
                ends = (tie["source"], tie["target"])
                assert ends == ((far, near) if lead["side"] == "upstream" else (near, far)) or lead["side"] == "via"


def test_reasons_come_in_the_language_asked(desk):
    zh = desk.asked(CORE, "--top", "3")["leads"]
    en = json.loads(desk.run("--lang", "en", "prospect", CORE, "--json", "--top", "3"))["leads"]
    assert names(zh) == names(en)
    assert all(any("一" <= letter <= "鿿" for letter in lead["reasons"][0]) for lead in zh)
    assert all(any(word in " ".join(lead["reasons"]) for word in (" the ", " is ", " to ")) for lead in en)


# --- repeatable


def test_two_runs_are_the_same_bytes(desk):
    assert desk.run("prospect", GRID, "--json") == desk.run("prospect", GRID, "--json")
    assert desk.run("prospect", CORE, "--csv") == desk.run("prospect", CORE, "--csv")


def test_another_encoding_and_order_of_rows_give_the_same_answer(sample, tmp_path, grid, core):
    def shuffled(name: str, rows: list[list[str]]) -> list[list[str]]:
        return random.Random(f"order of {name}").sample(rows, len(rows))

    again = loaded(copied(sample, tmp_path / "样例", shuffled, "gb18030"), tmp_path / "w")
    for anchor, first in ((GRID, grid), (CORE, core)):
        second = again.asked(anchor, "--show-excluded")
        for part in ("leads", "lookalikes", "excluded", "counts"):
            assert second[part] == first[part], part


def test_without_its_only_chain_a_top_lead_is_a_lookalike_or_gone(sample, tmp_path, core):
    lead = next(lead for lead in core["leads"] if len(lead["chains"]) == 1 and len(lead["chains"][0]["relations"]) == 1)
    assert lead["rank"] <= 5
    name, code = lead["company"]["name"], lead["company"]["uscc"]
    anchor = {"江苏岑衡变压器股份有限公司", "K0001", "91329900MAXX00058D"}
    spellings = {name, code, name.replace("有限公司", "有限责任公司"), name.replace("（", "(").replace("）", ")")}

    def without(_: str, rows: list[list[str]]) -> list[list[str]]:
        return [row for row in rows if not (set(row) & spellings and set(row) & anchor)]

    again = loaded(copied(sample, tmp_path / "less", without, "utf-8"), tmp_path / "w").asked(CORE)
    assert name not in names(again["leads"])
    guess = next(like for like in again["lookalikes"] if like["company"]["name"] == name)
    assert (guess["inferred"], guess["tier"], guess["chains"]) == (True, None, [])
    assert guess["likeness"]
    assert guess["score"] < lead["score"]


# --- what comes out


def test_the_list_opens_in_a_spreadsheet(desk, tmp_path):
    path = tmp_path / "名单.xlsx"
    desk.run("prospect", CORE, "-o", str(path))
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    assert first.max_row > 20
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CHAINPROSPECT_REQUIRE_ALL") == "1":
            pytest.fail("soffice is not installed: apt-get install libreoffice-calc")
        pytest.skip("soffice is not installed: apt-get install libreoffice-calc")
    home = (tmp_path / "profile").as_uri()
    done = subprocess.run(
        [office, f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "名单.pdf").stat().st_size > 10_000


def test_the_map_is_one_file_that_asks_for_nothing(desk, tmp_path):
    path = tmp_path / "map.html"
    desk.run("map", CORE, "-o", str(path))
    page = path.read_text("utf-8")
    assert "岑衡变压器" in page
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_an_empty_template_loads_nothing_and_a_filled_one_everything(desk, tmp_path):
    for lang in ("zh", "en"):
        path = tmp_path / f"{lang}.xlsx"
        desk.run("--lang", lang, "template", "-o", str(path))
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets[1:]:
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace("【示例】", "")
        filled = tmp_path / f"{lang}-filled.xlsx"
        book.save(filled)
        empty = json.loads(Desk(tmp_path / "none", desk.folder).run("check", str(path), "--json", code=1))
        assert (empty["read"], empty["left_out"], empty["companies"]) == (27, 27, 0)
        mine = Desk(tmp_path / f"w-{lang}", desk.folder)
        report = json.loads(mine.run("load", str(filled), "--json"))
        assert report["rejected"] == 0
        anchor = "示例甲变压器有限公司" if lang == "zh" else "Example Alpha Transformers Co., Ltd."
        told = mine.asked(anchor)
        wire = "示例乙电磁线有限公司" if lang == "zh" else "Example Beta Magnet Wire Co., Ltd."
        lead = next(lead for lead in told["leads"] if lead["company"]["name"] == wire)
        assert (lead["side"], lead["tier"]) == ("upstream", 1)
        assert lead["chains"][0]["relations"][0]["amount"] == 18_000_000


def test_a_list_that_comes_out_later_is_loaded_by_itself(desk, sample, tmp_path, grid):
    desk = Desk(Path(shutil.copytree(desk.workspace, tmp_path / "w")), desk.folder)
    later = sample / "later" / "qualified_list_2026_2.csv"
    listed = later.read_text("utf-8").splitlines()[1:]
    desk.run(
        *("load", str(later), "--as", "list", "--anchor", GRID, "--kind", "supplies", "--grade", "official_list"),
    )
    told = desk.asked(GRID, "--show-excluded")
    place = {lead["company"]["name"]: (lead["side"], lead["tier"]) for lead in told["leads"]}
    assert [place[name] for name in listed if name in place]
    assert all(place.get(name, ("upstream", 1)) == ("upstream", 1) for name in listed)
    before = {lead["company"]["name"]: lead["tier"] for lead in grid["leads"]}
    assert any(before.get(name) != 1 for name in listed)


def test_demo_ends_well(tmp_path):
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*PROGRAM, "demo"], capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
