"""The library, exactly as it is printed in the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import networkx
import pandas
import pytest

import chainprospect as cp
from chainprospect.errors import SettingsError, UnknownCompany

COMPANIES = [
    {"id": "A", "name": "鸿海精密", "aliases": "鸿海", "is_client": True, "employees": None, "industry_code": "C39"},
    {"id": "B", "name": "零件公司", "aliases": None, "is_client": False, "employees": 400.0, "industry_code": "C38"},
    {"id": "C", "name": "材料公司", "aliases": None, "is_client": None, "employees": 30.0, "industry_code": "C32"},
    {"id": "D", "name": "同行公司", "aliases": None, "is_client": None, "employees": None, "industry_code": None},
    {"id": "E", "name": "相似公司", "aliases": None, "is_client": None, "employees": None, "industry_code": None},
    {"id": "F", "name": "巨人公司", "aliases": None, "is_client": None, "employees": 20000.0, "industry_code": "C38"},
]
RELATIONS = [
    {"source": "B", "target": "A", "kind": "supplies", "amount": 1e6, "as_of": "2024-01-01", "product": "外壳"},
    {"source": "C", "target": "B", "kind": "supplies", "amount": None, "as_of": None, "product": None},
    {"source": "B", "target": "D", "kind": "supplies", "amount": None, "as_of": "2024-02-01", "product": None},
    {"source": "E", "target": "D", "kind": "supplies", "amount": None, "as_of": None, "product": None},
    {"source": "F", "target": "A", "kind": "distributes", "amount": None, "as_of": None, "product": None},
]


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    pandas.DataFrame(COMPANIES).to_csv(folder / "companies.csv", index=False)
    pandas.DataFrame(RELATIONS).to_csv(folder / "relations.csv", index=False)
    ws = cp.open(folder / "dir")
    report = ws.load([folder / "companies.csv", str(folder / "relations.csv")])
    assert (report.companies, report.relations, report.clients, report.rejected) == (6, 5, 1, 0)
    return ws


def test_prospect_and_what_it_becomes(ws, tmp_path):
    r = ws.prospect("鸿海", upstream=2)
    assert [lead.company.id for lead in r.leads] == ["B", "C"]
    assert [lead.company.id for lead in r.lookalikes] == ["E"]
    assert [(item.company.id, item.gate) for item in r.excluded] == [("F", "too_large")]
    assert r.leads[0].score == round(sum(part.points for part in r.leads[0].contributions), 4)
    frame = r.to_frame()
    assert list(frame["company_id"]) == ["B", "C", "E"]
    assert frame["score"].dtype == "float64"
    graph = r.to_networkx()
    assert set(graph.edges()) == {("B", "A"), ("C", "B")}
    assert set(graph.nodes()) == {"A", "B", "C", "E"}
    net = r.to_pyvis()
    assert {node["label"] for node in net.nodes} == {"鸿海精密", "零件公司", "材料公司", "相似公司"}
    for name in ("leads.xlsx", "leads.csv", "leads.json", "leads.jsonl", "leads.graphml"):
        assert r.write(tmp_path / name).stat().st_size > 300
        assert r.write(str(tmp_path / name)).is_file()
    assert networkx.read_graphml(tmp_path / "leads.graphml").has_edge("C", "B")
    assert len(pandas.read_excel(tmp_path / "leads.xlsx", sheet_name=None, engine="openpyxl")) >= 4


def test_map(ws, tmp_path):
    path = ws.map("鸿海").write(tmp_path / "map.html")
    page = path.read_text("utf-8")
    assert "零件公司" in page
    assert "<html" in page


def test_frames_and_networks_give_the_same_leads_as_a_workspace(ws):
    wanted = json.loads(ws.prospect("A").to_json())
    graph = networkx.DiGraph()
    for row in COMPANIES:
        graph.add_node(row["id"], **{key: value for key, value in row.items() if key != "id" and value is not None})
    for row in RELATIONS:
        values = {key: value for key, value in row.items() if value is not None}
        graph.add_edge(values.pop("source"), values.pop("target"), **values)
    made = (
        cp.from_frames(pandas.DataFrame(COMPANIES), pandas.DataFrame(RELATIONS)),
        cp.from_frames(companies=pandas.DataFrame(COMPANIES), relations=pandas.DataFrame(RELATIONS)),
        cp.from_networkx(graph),
    )
    for world in made:
        told = json.loads(world.prospect("A").to_json())
        for part in ("anchors", "leads", "lookalikes", "excluded", "counts", "settings", "as_of"):
            assert told[part] == wanted[part], part


def test_a_bare_network_is_enough():
    graph = networkx.DiGraph([("b", "a"), ("c", "b"), (1, "a")])
    r = cp.from_networkx(graph).prospect("a")
    assert {lead.company.id: lead.tier for lead in r.leads} == {"b": 1, "1": 1, "c": 2}
    parallel = networkx.MultiDiGraph([("b", "a", {"kind": "supplies"}), ("b", "a", {"kind": "distributes"})])
    assert len(cp.from_networkx(parallel).prospect("a").leads) == 1
    only = cp.from_frames(relations=pandas.DataFrame([{"source": "b", "target": "a"}]))
    assert [lead.company.name for lead in only.prospect("a").leads] == ["b"]


def test_options_are_those_of_the_command_line(ws):
    assert [lead.company.id for lead in ws.prospect("A", upstream=1).leads] == ["B"]
    assert ws.prospect("A", lookalikes=False).lookalikes == ()
    assert {lead.company.id for lead in ws.prospect("A", size="any").leads} == {"B", "C", "F"}
    assert {lead.company.id for lead in ws.prospect("A", include="too_large").leads} == {"B", "C", "F"}
    assert len(ws.prospect("A", top=1).leads) == 1
    assert ws.prospect("A", as_of="2023-01-01").answer.as_of == "2023-01-01"
    assert ws.prospect("A", weights={"centrality": 100, "fit": 0}).leads[0].score == pytest.approx(
        ws.prospect("A").leads[0].centrality, abs=3e-4
    )
    assert [company.id for company in ws.find("零件")] == ["B"]
    assert ws.explain("A", "F").gate == "too_large"
    with pytest.raises(SettingsError, match="upstram"):
        ws.prospect("A", upstram=2)


def test_names_that_are_unknown_raise_and_name_the_nearest(ws):
    with pytest.raises(UnknownCompany, match="零件公司"):
        ws.prospect("零件公司有限")


def test_importing_loads_no_engine():
    heavy = ("duckdb", "pandas", "networkx", "pyvis", "neo4j", "numpy", "xlsxwriter", "rich", "typer")
    code = f"import sys, chainprospect; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.stdout.strip() == "[]"
