"""Somebody else's graph as a snapshot: the same companies, order and scores as from files of the same rows."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chainprospect import exchanging, prospecting
from chainprospect.errors import InputError
from chainprospect.load.graph import read_graph_mapping
from chainprospect.model.rules import Question
from chainprospect.settings import Settings, resolve_settings
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.workspace import Workspace

MAPPING = """\
[[companies]]
label = "Firm"
id = "tax_number"
name = "title"
region = "city"
industry_code = "branch"
employees = "staff"
revenue = { header = "sales", unit = "万元" }
is_client = "ours"
founded = "since"
banks = "banks"

[[relations]]
type = "SELLS_TO"
amount = { header = "volume", unit = "万元" }
share_of_target = "part"
as_of = "seen"
source_ref = "source"
"""
FILES = MAPPING.replace("[[", "[").replace("]]", "]").replace('label = "Firm"\n', "").replace('type = "SELLS_TO"\n', "")


def firms() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Thirty firms that sell to one another."""
    draw = random.Random(7)
    nodes = [
        {
            "tax_number": f"F{number:02}",
            "title": f"示例{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}有限公司",
            "city": draw.choice(["江苏省苏州市", "上海市", None]),
            "branch": draw.choice(["C3831", "C2614", "F5179"]),
            "staff": draw.choice([None, 40, 350, 900]),
            "sales": draw.choice([None, 1200.5, 25000, 39000.25]),
            "ours": number in (0, 4) or None,
            "since": draw.choice([None, "2001-05-17"]),
            "banks": draw.choice([None, ["甲行"], ["甲行", "乙行"]]),
        }
        for number in range(30)
    ]
    ties = [
        {
            "from": seller,
            "to": buyer,
            "volume": draw.choice([None, 12.5, 800, 4100]),
            "part": draw.choice([None, 0.1, 0.35]),
            "seen": draw.choice([None, "2024-03-01", "2025-11-30"]),
            "source": draw.choice([None, "annual report, p. 3"]),
        }
        for seller, buyer in sorted({tuple(draw.sample(range(30), 2)) for _ in range(70)})
    ]
    return nodes, ties


def fill(server: Any, nodes: list[dict[str, Any]], ties: list[dict[str, Any]]) -> None:
    # Dates as dates and lists as lists: a graph is typed.
    server.run(
        "UNWIND $nodes AS node CREATE (f:Firm:Thing) "
        "SET f = node, f.since = date(node.since), f.secret = 'not asked for'",
        nodes=nodes,
    )
    server.run(
        "UNWIND $ties AS tie MATCH (a:Firm {tax_number: $ids[tie.from]}), (b:Firm {tax_number: $ids[tie.to]}) "
        "CREATE (a)-[r:SELLS_TO]->(b) SET r = tie, r.from = null, r.to = null, "
        "r.seen = CASE WHEN tie.seen IS NULL THEN null ELSE datetime(tie.seen + 'T10:00:00+02:00') END",
        ties=ties,
        ids=[node["tax_number"] for node in nodes],
    )
    server.run("CREATE (:Person {title: 'nobody'})-[:SELLS_TO]->(:Person {title: 'no firm'})")


def load_files(folder: Path, workspace: Path, nodes: list[dict[str, Any]], ties: list[dict[str, Any]]) -> None:
    def write(name: str, rows: list[dict[str, Any]]) -> Path:
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            for row in rows:
                writer.writerow({key: ";".join(v) if isinstance(v, list) else v for key, v in row.items()})
        return path

    ends = [{**tie, "from": nodes[tie["from"]]["tax_number"], "to": nodes[tie["to"]]["tax_number"]} for tie in ties]
    mapping = folder / "files.toml"
    mapping.write_text(FILES.replace("[relations]\n", '[relations]\nsource = "from"\ntarget = "to"\n'))
    for path, table in ((write("firms.csv", nodes), "companies"), (write("sells.csv", ends), "relations")):
        requests = prospecting.requests_for([path], table=table, mapping=mapping)
        prospecting.build(workspace, requests, resolve_settings(None, {}, {}))


def settings() -> Settings:
    return resolve_settings(None, {}, {})


def pull(server: Any, workspace: Path, mapping: str, **options: Any) -> Any:
    path = workspace.parent / "map.toml"
    path.write_text(mapping, "utf-8")
    return exchanging.pull(workspace, address_of(server.uri), exchanging.Wanted(path, **options), settings())


def test_a_graph_gives_what_files_of_the_same_rows_give(
    server: Any, tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    nodes, ties = firms()
    fill(server, nodes, ties)
    load_files(tmp_path, tmp_path / "files", nodes, ties)
    (tmp_path / "map.toml").write_text(MAPPING)
    pulled = ("-w", str(tmp_path / "pulled"))
    code, out, err = command(*pulled, "pull", "--from", server.uri, "--mapping", str(tmp_path / "map.toml"), "--json")
    assert code == 0, err
    report = json.loads(out)
    assert (report["companies"], report["relations"], report["rejected"]) == (30, len(ties), 0)
    assert [source["source"] for source in report["sources"]] == [
        f"127.0.0.1:{server.port}/neo4j (:Firm)",
        f"127.0.0.1:{server.port}/neo4j (:Firm)-[:SELLS_TO]->(:Firm)",
    ]

    said = []
    for name in ("files", "pulled"):
        with Workspace(tmp_path / name).open() as store:
            found = prospecting.prospect(store, ["F00", "F04"], Question(), lang="zh")
            plain = json.loads(prospecting.to_json(found))
            plain.pop("snapshot")
            said.append(plain)
    assert len(said[0]["leads"]) > 10
    assert said[1] == said[0]
    before = prospecting.snapshots(tmp_path / "pulled")
    assert command(*pulled, "pull", "--from", server.uri, "--mapping", str(tmp_path / "map.toml"))[0] == 0
    assert prospecting.snapshots(tmp_path / "pulled") == before
    assert server.run("MATCH (n) WHERE n:Company OR n:Chainprospect RETURN count(n) AS number") == [{"number": 0}]


def test_arrows_that_point_from_buyer_to_seller(server: Any, tmp_path: Path) -> None:
    server.run("CREATE (:Shop {name: '甲店', no: 1})-[:BUYS_FROM {worth: 5}]->(:Maker {name: '乙厂', code: 'M2'})")
    report = pull(
        server,
        tmp_path / "w",
        """
        [[companies]]
        label = "Shop"
        id = "no"
        name = "name"
        [[companies]]
        label = ["Maker"]
        name = "name"
        [companies.constants]
        role = "producer"
        [[relations]]
        type = "BUYS_FROM"
        from = "Shop"
        to = "Maker"
        reverse = true
        source = "name"
        amount = "worth"
        [relations.constants]
        kind = "distributes"
        grade = "client"
        """,
        source="ours",
    )
    assert [source.source for source in report.sources] == [
        "ours (:Shop)",
        "ours (:Maker)",
        "ours (:Shop)-[:BUYS_FROM]->(:Maker)",
    ]
    with Workspace(tmp_path / "w").open() as store:
        (tie,) = store.relations([0])  # type: ignore[arg-type]
        names = {company.id: company.name for company in store.companies([0, 1])}  # type: ignore[arg-type]
    assert (names[tie.source], tie.target, tie.kind.word, tie.amount, tie.grade) == (
        "乙厂",
        "1",
        "distributes",
        5,
        "client",
    )


HOSTILE = "`) DETACH DELETE n //"


def test_names_in_the_mapping_are_never_run(server: Any, tmp_path: Path) -> None:
    server.run("CREATE (:`Firm``) DETACH DELETE n //` {`na``me'$x`: '甲'})")
    server.run("CREATE (:Firm {name: '乙'})")
    report = pull(
        server,
        tmp_path / "w",
        f"""
        [[companies]]
        label = 'Firm{HOSTILE}'
        name = "na`me'$x"
        """,
    )
    assert report.companies == 1
    with pytest.raises(InputError, match=r"there is nothing of \(:Firm\) DETACH\) in the database; check the names"):
        pull(server, tmp_path / "v", '[[companies]]\nlabel = "Firm) DETACH"\nname = "name"\n')
    assert server.run("MATCH (n) RETURN count(n) AS number") == [{"number": 2}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the mapping names nothing to read; write [[companies]] and [[relations]]."),
        ("[[firms]]\n", "[[firms]] is no section of a graph's mapping; write [[companies]] and [[relations]]."),
        ("companies = 1\n", "companies is no section; write [[companies]]."),
        ('[[companies]]\nname = "x"\n', '[[companies]] label: write its name in quotes, like "Firm".'),
        ('[[companies]]\nlabel = ""\n', '[[companies]] label: write its name in quotes, like "Firm".'),
        ('[[companies]]\nlabel = "F"\n', '[[companies]] maps no property; write one like name = "title".'),
        ('[[companies]]\nlabel = "F"\nnmae = "x"\n', "[companies] has no column 'nmae'; did you mean name?"),
        ('[[relations]]\ntype = ["A", "B"]\n', "[[relations]] type: a relation has one; write a section for each."),
        ('[[relations]]\ntype = "A"\nreverse = "yes"\n', "[[relations]] reverse: write true or false."),
        ('[[relations]]\ntype = "A"\n', "[[relations]] from: name the label that A goes from."),
        (
            '[[relations]]\ntype = "A"\nfrom = "F"\nto = "F"\n',
            "[[relations]] source: name the property that tells a company of :F.",
        ),
    ],
)
def test_a_mapping_that_cannot_be(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_graph_mapping(path, ("(source)", "(target)"))
    assert str(caught.value) == f"{path}: {said}"


def test_two_sections_of_one_place_are_refused(server: Any, tmp_path: Path) -> None:
    server.run("CREATE (:Firm {name: '乙', code: 'x'})")
    with pytest.raises(InputError, match=r"ours \(:Firm\) stands twice; put it into one section\.$"):
        pull(
            server,
            tmp_path / "w",
            '[[companies]]\nlabel = "Firm"\nname = "name"\n[[companies]]\nlabel = "Firm"\nname = "code"\n',
            source="ours",
        )
