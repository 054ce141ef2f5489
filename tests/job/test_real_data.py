"""Real data end to end: Taiwan's listed companies, and a published supplier list that only a mapping file can read."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import subprocess

import openpyxl
import pandas
import pytest

import chainprospect as cp

MAPPING = """
[list]
name = "supplier_name"
as_of = "year"
region = "supplier_address"
country = "country"
"""


@pytest.fixture(scope="module")
def taiwan(shared, new_bench):
    bench = new_bench().settings("[fx]\nTWD = 0.22\n")
    folder = shared / "data" / "tw_chain"
    report = bench.json("load", str(folder / "companies.csv"), str(folder / "relations.csv"))
    assert report["rejected"] == 0, report["rejects"][:3]
    assert (report["read"], report["clients"]) == (4243 + 8465, 0)
    return bench


@pytest.fixture(scope="module")
def answer(taiwan):
    return taiwan.prospect("鴻海", "--show-excluded")


def test_a_name_of_two_signs_that_is_part_of_others(taiwan):
    found = taiwan.json("find", "鴻海")
    assert found[0]["id"] == "TW:2317"
    assert [row["name"] for row in found[1:]] == ["鴻海 (2317)", "鴻海 MIH 聯盟"]
    assert [row["id"] for row in taiwan.json("find", "TW 2317")][:1] == ["TW:2317"]


def test_leads_and_lookalikes(answer):
    assert [anchor["id"] for anchor in answer["anchors"]] == ["TW:2317"]
    assert len(answer["leads"]) > 100
    assert len(answer["lookalikes"]) > 20
    assert {lead["side"] for lead in answer["leads"]} == {"upstream", "downstream"}
    assert {lead["tier"] for lead in answer["leads"]} == {1, 2}
    assert all(lead["likeness"] for lead in answer["lookalikes"])


def test_the_giant_distributor_is_excluded_as_too_large(taiwan, answer):
    gates = {row["company"]["name"]: (row["gate"], row["company"]["revenue"]) for row in answer["excluded"]}
    assert gates["文曄"][0] == "too_large"
    # 5 bn CNY are 22.73 bn TWD.
    large = [row for row in answer["excluded"] if row["gate"] == "too_large"]
    assert all(row["company"]["revenue"] * 0.22 >= 5e9 for row in large)
    assert all((lead["company"]["revenue"] or 0) * 0.22 < 5e9 for lead in answer["leads"])
    # Without a rate nothing is known to be too large, and the lead says so.
    assert all("no_exchange_rate" not in lead["flags"] for lead in answer["leads"])


def test_points_are_the_score_everywhere(answer):
    for lead in (*answer["leads"], *answer["lookalikes"]):
        assert round(math.fsum(part["points"] for part in lead["contributions"]), 4) == lead["score"]
        assert all(0 <= part["value"] <= 1 for part in lead["contributions"])
        assert all(part["value"] == 0.5 for part in lead["contributions"] if not part["known"])
    counts = answer["counts"]
    assert counts["reached"] == sum(counts["gated"].values()) + counts["scored"]
    assert len(answer["excluded"]) == sum(counts["gated"].values()) + sum(counts["lookalikes"]["gated"].values())


def test_every_chain_stands_on_relations_of_the_file(shared, answer):
    with (shared / "data" / "tw_chain" / "relations.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = {(row["source"], row["target"], row["kind"]) for row in csv.DictReader(stream)}
    for lead in answer["leads"]:
        for chain in lead["chains"]:
            assert chain["companies"][0] == "TW:2317"
            assert chain["companies"][-1] == lead["company"]["id"]
            assert len(set(chain["companies"])) == len(chain["companies"])
            for hop in chain["relations"]:
                assert (hop["source"], hop["target"], hop["kind"]) in known


def test_two_runs_are_the_same_bytes(taiwan):
    once = taiwan.run("prospect", "鴻海", "--json", "--show-excluded")
    assert once == taiwan.run("prospect", "TW:2317", "--json", "--show-excluded")


def test_memory_and_snapshot_give_the_same_answer(taiwan, shared, answer):
    folder = shared / "data" / "tw_chain"
    frames = [pandas.read_csv(folder / f"{name}.csv", dtype=str) for name in ("companies", "relations")]
    own = cp.resolve_settings(taiwan.folder / "settings.toml")
    memory = json.loads(cp.from_frames(*frames, settings=own).prospect("鴻海").to_json())
    for part in ("as_of", "anchors", "settings", "counts", "leads", "lookalikes", "excluded"):
        assert memory[part] == answer[part], part


def test_a_large_answer_becomes_a_network_for_a_notebook(taiwan):
    with cp.open(taiwan.workspace, taiwan.folder / "settings.toml") as ws:
        r = ws.prospect("鴻海", upstream=2)
        assert len(r.to_frame()) == len(r.leads) + len(r.lookalikes)
        graph = r.to_networkx()
        assert graph.has_node("TW:2317")
        assert 0 < len(r.to_pyvis().nodes) <= 300
        path = ws.map("鴻海").write(taiwan.folder / "network.html", style="network")
        assert path.stat().st_size > 100_000


def test_the_workbook_reads_well_and_opens_in_libreoffice(taiwan, tmp_path, answer):
    path = tmp_path / "鴻海.xlsx"
    taiwan.run("prospect", "鴻海", "-o", str(path))
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) >= 5
    first = book.worksheets[0]
    assert first.freeze_panes is not None
    assert first.auto_filter.ref
    values = {cell.value for row in first.iter_rows() for cell in row}
    assert {lead["company"]["id"] for lead in answer["leads"]} <= values
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CHAINPROSPECT_REQUIRE_ALL") == "1":
            pytest.fail("soffice is not installed: apt-get install libreoffice-calc")
        pytest.skip("soffice is not installed: apt-get install libreoffice-calc")
    home = (tmp_path / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={home}", "--headless", "--convert-to", "csv", "--outdir", tmp_path, path],
        capture_output=True,
        timeout=180,
        check=True,
    )
    assert answer["leads"][0]["company"]["id"] in (tmp_path / "鴻海.csv").read_text("utf-8")


def test_a_published_list_of_ten_years_loads_through_a_mapping(shared, bench):
    listed = shared / "data" / "apple_raw" / "apple-supplier-list" / "apple-supplier-list.csv"
    mapping = bench.write("map.toml", MAPPING)
    typed = ("--as", "list", "--anchor", "Apple Inc.", "--grade", "official_list")
    report = bench.json("load", str(listed), "--mapping", str(mapping), *typed)
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert report["read"] == len(rows)
    assert report["accepted"] + report["rejected"] == len(rows)
    assert report["rejected"] < 0.02 * len(rows), report["rejects"][:5]
    told = bench.prospect("Apple Inc.", "--show-excluded", "--no-lookalikes")
    names = {lead["company"]["name"] for lead in told["leads"]}
    assert {"3M", "Corning Incorporated"} & names
    relation = next(lead for lead in told["leads"] if lead["company"]["name"] == "3M")["chains"][0]["relations"][0]
    years = [row["year"] for row in rows if row["supplier_name"] == "3M"]
    assert (relation["grade"], relation["evidence"], relation["as_of"]) == (
        "official_list",
        len(years),
        f"{max(years)}-01-01",
    )
