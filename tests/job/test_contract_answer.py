"""The answer key by key: JSON with types, CSV columns, what is listed when, exit codes."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

KEYS = ["schema", "snapshot", "anchors", "settings", "counts", "leads", "lookalikes", "excluded"]
LEAD = [
    *("rank", "company", "score", "centrality", "fit", "coverage", "side", "tier", "inferred", "anchors"),
    *("contributions", "chains", "reasons", "missing", "flags", "gate"),
]
COMPANY = ["id", "name", "uscc", "region", "industry", "size"]
CONTRIBUTION = {"name": str, "value": float, "weight": float, "points": float, "evidence": str, "known": bool}
RELATION = [
    *("source", "target", "kind", "product", "amount", "share_of_target", "as_of", "grade", "confidence", "source_ref"),
]
CSV = ",".join(
    [
        *("rank", "company_id", "company", "score", "centrality", "fit", "coverage", "side", "tier", "inferred"),
        *("anchors", "chain", "reasons", "missing", "size", "industry", "region"),
    ]
)


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench()
    companies = [
        {"id": "A", "name": "核心公司", "is_client": "是"},
        {"id": "B", "name": "=cmd|公司", "industry_code": "C38", "employees": 400, "region": "江苏省"},
        {"id": "C", "name": "律所", "role": "law_firm"},
        {"id": "P", "name": "同行公司"},
        {"id": "L", "name": "相似公司", "industry_code": "C32"},
        {"id": "N", "name": "孤零公司"},
    ]
    companies += [{"id": f"S{number:02d}", "name": f"供应{number:02d}公司"} for number in range(30)]
    relations = [
        {"source": "B", "target": "A", "product": "铜线", "amount": 5e6, "share_of_target": 0.2, "as_of": "2024-01-01"},
        *({"source": "C", "target": "A"}, {"source": "B", "target": "P"}, {"source": "L", "target": "P"}),
        *({"source": f"S{number:02d}", "target": "A"} for number in range(30)),
    ]
    bench.load(companies=companies, relations=relations)
    return bench


@pytest.fixture(scope="module")
def answer(world):
    return world.prospect("A", "--show-excluded")


def number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def test_the_document(answer):
    assert [key for key in answer if key in KEYS] == KEYS
    assert answer["schema"] == 1
    assert isinstance(answer["snapshot"], str)
    assert [anchor["id"] for anchor in answer["anchors"]] == ["A"]
    counts = answer["counts"]
    assert {key: counts[key] for key in ("reached", "gated", "scored", "cut", "shown")} == {
        "reached": 32,
        "gated": {"role": 1},
        "scored": 31,
        "cut": 0,
        "shown": 31,
    }
    assert len(answer["leads"]) == 31


def test_a_lead(answer):
    for lead in (*answer["leads"], *answer["lookalikes"]):
        assert [key for key in lead if key in LEAD] == LEAD
        assert [key for key in lead["company"] if key in COMPANY] == COMPANY
        assert {"code", "name"} == set(lead["company"]["industry"])
        assert list(lead["company"]["size"]) == ["band", "low", "high", "basis"]
        assert isinstance(lead["company"]["size"]["basis"], str)
        assert isinstance(lead["rank"], int)
        assert all(number(lead[key]) for key in ("score", "centrality", "fit", "coverage"))
        assert lead["side"] in ("upstream", "downstream", "via")
        assert isinstance(lead["inferred"], bool)
        assert lead["gate"] is None
        assert all(isinstance(item, str) and item for item in lead["reasons"])
        assert lead["reasons"]
        assert lead["anchors"] == ["A"]
        assert all(isinstance(item, str) for key in ("missing", "flags") for item in lead[key])
        for part in lead["contributions"]:
            for key, kind in CONTRIBUTION.items():
                assert number(part[key]) if kind is float else isinstance(part[key], kind), key
            assert part["evidence"]
    best = next(lead for lead in answer["leads"] if lead["company"]["id"] == "B")
    chain = best["chains"][0]
    assert chain["companies"] == ["A", "B"]
    assert chain["weakest"] == 0
    relation = chain["relations"][0]
    assert [key for key in relation if key in RELATION] == RELATION
    assert {key: relation[key] for key in RELATION} == {
        "source": "B",
        "target": "A",
        "kind": "supplies",
        "product": "铜线",
        "amount": 5_000_000,
        "share_of_target": 0.2,
        "as_of": "2024-01-01",
        "grade": "inferred",
        "confidence": 1.0,
        "source_ref": None,
    }
    assert best["company"]["industry"]["code"] == "C38"
    assert best["company"]["industry"]["name"]
    assert best["tier"] == 1


def test_a_lookalike(answer):
    (alike,) = answer["lookalikes"]
    assert (alike["company"]["id"], alike["inferred"], alike["tier"], alike["chains"]) == ("L", True, None, [])
    assert alike["likeness"] == [{"via": {"id": "P", "name": "同行公司"}, "shares": ["B"]}]


def test_settings_hold_only_what_changes_the_answer(world, answer):
    text = json.dumps(answer["settings"])
    for word in (str(world.folder), "workspace", "settings.toml", "memory", "threads", "lang", "origin", "store"):
        assert word not in text, word
    other = world.prospect("A", "--show-excluded", "--lang", "en", "--top", "3")
    assert other["settings"] == answer["settings"]
    assert world.prospect("A", "--weight", "size=1")["settings"] != answer["settings"]


def test_excluded_stand_there_only_when_asked_for(world, answer):
    assert world.prospect("A")["excluded"] == []
    (row,) = answer["excluded"]
    assert (row["company"]["id"], row["gate"]) == ("C", "role")
    assert row["reason"]


def test_top_limits_the_screen_and_only_when_typed_what_is_written(world, tmp_path):
    assert len(world.prospect("A")["leads"]) == 31
    few = world.prospect("A", "--top", "2")
    assert len(few["leads"]) == 2
    assert (few["counts"]["shown"], few["counts"]["scored"]) == (2, 31)
    screen = world.run("prospect", "A", "--no-lookalikes")
    assert "供应18公司" in screen
    assert "供应20公司" not in screen
    assert len(world.run("prospect", "A", "--csv").splitlines()) == 1 + 31 + 1
    assert len(world.run("prospect", "A", "--csv", "--top", "2").splitlines()) == 1 + 2 + 1
    for typed, rows in (((), 31), (("--top", "4"), 4)):
        path = tmp_path / f"leads{rows}.xlsx"
        world.run("prospect", "A", "-o", str(path), *typed)
        assert openpyxl.load_workbook(path).worksheets[0].max_row >= rows
        own = tmp_path / f"leads{rows}.csv"
        world.run("prospect", "A", "-o", str(own), *typed)
        written = list(csv.DictReader(io.StringIO(own.read_text("utf-8-sig"))))
        assert [row["inferred"] for row in written].count("false") == rows


def test_csv(world, answer):
    text = world.run("prospect", "A", "--csv")
    assert text.splitlines()[0].startswith(CSV)
    rows = list(csv.DictReader(io.StringIO(text)))
    told = [*answer["leads"], *answer["lookalikes"]]
    assert [row["company_id"] for row in rows] == [lead["company"]["id"] for lead in told]
    for row, lead in zip(rows, told, strict=True):
        assert float(row["score"]) == lead["score"]
        assert row["side"] == lead["side"]
        assert row["tier"] == ("" if lead["tier"] is None else str(lead["tier"]))
        assert row["inferred"] == str(lead["inferred"]).lower()
        assert row["anchors"] == "核心公司"
        assert row["missing"].split("; ") == (lead["missing"] or [""])
    own = next(row for row in rows if row["company_id"] == "B")
    # A cell that a spreadsheet would run is defused.
    assert own["company"] == "'=cmd|公司"
    assert (own["size"], own["region"], own["chain"]) == ("micro-medium", "江苏省", "核心公司 ← =cmd|公司")


def test_files_in_every_format(world, tmp_path):
    for suffix in (".json", ".jsonl", ".graphml", ".csv", ".xlsx"):
        path = tmp_path / f"名单{suffix}"
        world.run("prospect", "A", "-o", str(path))
        assert path.stat().st_size > 500
    assert world.end("prospect", "A", "-o", str(tmp_path / "名单.doc")).code == 4
    assert world.end("prospect", "A", "-o", str(tmp_path / "no" / "名单.csv")).code == 4


def test_exit_codes(world, bench, tmp_path):
    assert world.end("prospect", "N").code == 1
    assert world.end("find", "无").code == 1
    assert world.end("prospect", "没有这家").code == 2
    assert world.end("prospect", "A", "--size", "huge").code == 2
    assert world.end("prospect", "A", "--weight", "speed=1").code == 2
    assert world.end("prospect", "A", "--as-of", "yesterday").code == 2
    assert world.end("prospect", "A", "--include", "gate").code == 2
    assert world.end("prospect").code == 2
    assert world.end("wander").code == 2
    assert world.end("load", str(tmp_path / "none.csv")).code == 2
    assert bench.end("prospect", "A").code == 3
    assert world.end("explain", "A", "N").code == 1
    assert world.end("explain", "A", "B").code == 0


def test_every_command_that_lists_takes_json(world, tmp_path):
    for typed in (
        *(("find", "公司"), ("show", "A"), ("prospect", "A"), ("explain", "A", "B"), ("settings",), ("snapshots",)),
        *(("doctor",), ("map", "A", "-o", str(tmp_path / "m.html"))),
    ):
        json.loads(world.run(*typed, "--json"))
    json.loads(world.end("review", "--json").out)


def test_explain_tells_every_contribution_and_chain(world, answer):
    text = world.run("explain", "A", "B")
    lead = next(lead for lead in answer["leads"] if lead["company"]["id"] == "B")
    for part in lead["contributions"]:
        assert part["evidence"] in text.replace("\n", "") or part["evidence"][:8] in text
    told = world.json("explain", "A", "B")
    assert told["score"] == lead["score"] if "score" in told else told
    gated = world.json("explain", "A", "C")
    assert "role" in json.dumps(gated)


def test_two_runs_are_the_same_bytes(world):
    for typed in (("--json", "--show-excluded"), ("--csv",), ()):
        assert world.run("prospect", "A", *typed) == world.run("prospect", "A", *typed)
