"""The ready questions: pasted as it stands, each gives the known rows of a small world and what its header says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chainprospect import prospecting
from chainprospect.resources import resource_folder
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.push import push

COMPANIES = """\
id,name,role,employees,is_client,core_client,region,industry_code,main_bank
A,甲号电网,,20000,,,上海市,D4420,
B,乙号电网,,30000,,,,,
D1,丁号经销,distributor,50,,,江苏省,F5175,
G1,庚一,,,,,,,
G2,庚二,,,,,,,
G3,庚三,,,,,,,
H,户号控股,,,,,,,
K1,客户一号,,80,是,,,,
K2,客户二号,,,是,,,,
K3,客户三号,,,是,是,,,
L,律号律师事务所,law_firm,,,,,,
R1,圆一,,,,,,,
R2,圆二,,,,,,,
R3,圆三,,,,,,,
S1,一号变压器厂,,350,,,江苏省,C3821,甲银行
S2,二号铜材厂,,400,,,浙江省,C3251,
S3,三号变压器店,trader,10,,,,,
"""
RELATIONS = """\
source,target,kind,product,amount,share_of_source,share,as_of,grade,source_ref
S1,A,supplies,变压器,900,0.6,,2024-03-01,filing,年报
S2,S1,supplies,铜排,300,0.4,,2024-02-01,news,
S3,A,supplies,,20,,,,,
K1,A,supplies,,,,,,,
S1,B,supplies,,500,,,,,
S1,K1,supplies,,,,,,,
K3,S1,supplies,,10,,,,,
S1,D1,distributes,,70,,,,,
D1,K2,supplies,,60,,,,,
L,S1,intermediates,,,,,,,
L,K1,intermediates,,,,,,,
K2,S1,refers,,,,,,,
R1,R2,supplies,,5,,,,,
R2,R3,supplies,,3,,,,,
R3,R1,supplies,,4,,,,,
R1,R2,guarantees,,8,,,,,
G1,G2,guarantees,,,,,,,
G2,G3,guarantees,,,,,,,
G3,G1,guarantees,,,,,,,
H,S1,owns,,,,,,,
H,S3,owns,,,,0.6,,,
"""
EVENTS = """\
company,type,date,text,source_ref
S1,new_line,2024-05-01,新厂,公告
S2,new_line,2024-05-02,,
S1,new_line,2020-01-01,旧,
"""
# Every question with what it is asked and what it answers; paths for drawing and the index's score are left out.
ANSWERS: dict[str, tuple[dict[str, Any], list[list[Any]]]] = {
    "find_company": (
        {"text": "变压器"},
        [["一号变压器厂", "S1", "江苏省", "C3821", False], ["三号变压器店", "S3", None, None, False]],
    ),
    "mid_sized_suppliers": (
        {"anchor": "A"},
        [
            ["一号变压器厂", "S1", 1, None, 350.0, None, "江苏省", "C3821"],
            ["二号铜材厂", "S2", 2, "一号变压器厂", 400.0, None, "浙江省", "C3251"],
        ],
    ),
    "who_introduces": (
        {"company": "S1"},
        [
            ["客户二号", "K2", "refers", None],
            ["律号律师事务所", "L", "serves both", "客户一号"],
            ["客户一号", "K1", "trades with", None],
            ["客户三号", "K3", "trades with", None],
        ],
    ),
    "circular_trade": ({"anchor": "R2"}, [[["圆二", "圆三", "圆一", "圆二"], 3, 3.0]]),
    "shared_controllers": ({"anchor": "A"}, [["户号控股", ["一号变压器厂", "三号变压器店"], False]]),
    "guarantee_rings": ({}, [[["庚一", "庚二", "庚三", "庚一"], 3]]),
    "distributors_of_maker": (
        {"anchor": "S1"},
        [["丁号经销", "D1", "江苏省", False, 70.0, 1, ["客户二号"]]],
    ),
    "served_by_the_same_firm": (
        {"anchor": "S1"},
        [["客户一号", "K1", "律号律师事务所", "law_firm", True]],
    ),
    "dependent_suppliers": ({"anchor": "A"}, [["一号变压器厂", "S1", 0.6, 900.0, "2024-03-01", "年报"]]),
    "common_suppliers": ({"anchor": "A", "other": "B"}, [["一号变压器厂", "S1", 900.0, 500.0, False]]),
    "clients_around": (
        {"anchor": "A"},
        [["客户一号", "K1", 1, None, False], ["客户三号", "K3", 2, "一号变压器厂", True]],
    ),
    "known_to_several_clients": (
        {"least": 2},
        [["一号变压器厂", "S1", 2, "江苏省", "C3821", "甲银行"]],
    ),
    "news_on_the_chain": (
        {"anchor": "A", "since": "2024-01-01"},
        [["2024-05-01", "一号变压器厂", "S1", "supplier", "new_line", "新厂", "公告"]],
    ),
    "guarantees_among_partners": ({}, [["圆一", "R1", "圆二", "R2", 8.0, True, False]]),
    "evidence_of_a_chain": (
        {"anchor": "A", "company": "S2"},
        [
            [
                ["甲号电网", "一号变压器厂", "二号铜材厂"],
                [
                    ("变压器", 900.0, "2024-03-01", "filing", "relations.csv", 2),
                    ("铜排", 300.0, "2024-02-01", "news", "relations.csv", 3),
                ],
            ],
            [
                ["甲号电网", "客户一号", "一号变压器厂", "二号铜材厂"],
                [
                    (None, None, None, "inferred", "relations.csv", 5),
                    (None, None, None, "inferred", "relations.csv", 7),
                    ("铜排", 300.0, "2024-02-01", "news", "relations.csv", 3),
                ],
            ],
        ],
    ),
}
FOLDER = resource_folder("queries") / "neo4j" / "questions"
LEFT_OUT = ("chain", "score")


@pytest.fixture(scope="module")
def server(neo4j_server: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that holds the small world."""
    home = tmp_path_factory.mktemp("questions")
    files = []
    for name, text in (("companies", COMPANIES), ("relations", RELATIONS), ("events", EVENTS)):
        files.append(home / f"{name}.csv")
        files[-1].write_text(text, "utf-8")
    prospecting.build(home / "workspace", prospecting.requests_for(files), resolve_settings(None, {}, {}))
    one = neo4j_server("5.26")
    one.wipe()
    with (
        prospecting.open_store(home / "workspace") as store,
        Connection(address_of(one.uri), one.environment) as connection,
    ):
        push(store, connection)
    yield one
    one.wipe()


def head(text: str, word: str) -> str:
    """What a header says under one word."""
    lines = " ".join(line.removeprefix("//").strip() for line in text.splitlines() if line.startswith("//"))
    return re.search(rf"\b{word}: (.*?)(?= (?:Purpose|Parameters|Columns|Order): |$)", lines)[1]


def rows(server: Any, name: str) -> list[list[Any]]:
    asked, _ = ANSWERS[name]
    found = server.run((FOLDER / f"{name}.cypher").read_text("utf-8"), **asked)
    return [[plain(row[column]) for column in row if column not in LEFT_OUT] for row in found]


def plain(value: Any) -> Any:
    """Ties of a chain by the columns that the rows above name."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [
            tuple(tie[name] for name in ("product", "amount_cny", "as_of", "grade", "file", "row")) for tie in value
        ]
    return value


def test_every_question_is_asked_here() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(ANSWERS)
    assert len(ANSWERS) >= 12


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_question_gives_what_it_says(server: Any, name: str) -> None:
    asked, answer = ANSWERS[name]
    text = (FOLDER / f"{name}.cypher").read_text("utf-8")
    wanted = head(text, "Parameters")
    assert sorted(re.findall(r"\$(\w+)", wanted)) == sorted(asked) or (wanted == "none." and not asked)
    found = rows(server, name)
    assert sorted(found, key=str) == sorted(answer, key=str) if name == "find_company" else found == answer
    with server.driver() as driver, driver.session(database="neo4j", default_access_mode="READ") as session:
        columns = session.run(text, asked).keys()
    told = head(text, "Columns")
    assert [column for column in columns if not re.search(rf"\b{column}\b", told)] == []


def test_a_question_is_about_the_snapshot_in_use_alone(server: Any) -> None:
    server.run("CREATE (:Company {snapshot: 'older', number: 0, id: 'A', name: '甲号变压器', is_client: true})")
    try:
        for name, (_, answer) in ANSWERS.items():
            assert len(rows(server, name)) == len(answer), name
    finally:
        server.run("MATCH (old:Company {snapshot: 'older'}) DELETE old")


@pytest.mark.parametrize("line", ["5.26", "2026"])
def test_every_query_is_understood_by_the_server(neo4j_server: Callable[..., Any], line: str) -> None:
    server = neo4j_server(line)
    with server.driver() as driver, driver.session(database="neo4j") as session:
        for path in sorted((resource_folder("queries") / "neo4j").rglob("*.cypher")):
            text = path.read_text("utf-8")
            # What shows or changes the schema cannot be explained; pushes and openings run it.
            if not re.search(r"^(SHOW|CREATE (?:INDEX|CONSTRAINT|FULLTEXT))", text, re.MULTILINE):
                session.run(f"EXPLAIN {text}", dict.fromkeys(re.findall(r"\$(\w+)", text))).consume()


def test_every_question_is_documented(root: Path) -> None:
    page = (root / "docs" / "neo4j.md").read_text("utf-8")
    assert [
        name for name in sorted(ANSWERS) if f"| [`{name}`](../queries/neo4j/questions/{name}.cypher) |" not in page
    ] == []
