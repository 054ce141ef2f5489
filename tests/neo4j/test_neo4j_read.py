"""Reading a real server: questions cannot write, every trouble is one sentence, an answer is of one snapshot."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainprospect import prospecting
from chainprospect.asking import find_one
from chainprospect.errors import StoreError, StoreStale, StoreUnavailable, UnknownCompany
from chainprospect.model.relation import Kinds, Side
from chainprospect.model.rules import Question
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j import connection as connecting
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.answering import answered_whole, open_database
from chainprospect.stores.neo4j.connection import Connection
from chainprospect.stores.neo4j.push import push
from chainprospect.stores.neo4j.read import Neo4jStore

ANCHOR = "甲号电网有限公司"
# More than any tier would need if every company were asked for by itself.
FEW, MANY = 6, 60


def write_star(folder: Path, width: int) -> list[Path]:
    """An anchor with `width` suppliers, each with two of its own, and a rival that buys from all of them."""
    ties = [(f"一层{i}号厂", ANCHOR) for i in range(width)]
    ties += [(f"二层{i}号厂{j}", f"一层{i}号厂") for i in range(width) for j in range(2)]
    ties += [(f"一层{i}号厂", "乙号电网有限公司") for i in range(width)]
    ties += [(f"另{i}号厂", "乙号电网有限公司") for i in range(width)]
    folder.mkdir(parents=True)
    with (folder / "relations.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "target", "amount", "as_of"])
        rows.writerows((*tie, 10_000 + number, "2024-05-01") for number, tie in enumerate(ties))
    (folder / "clients.csv").write_text("name,is_client\n乙号电网有限公司,是\n", "utf-8")
    return [folder / "relations.csv", folder / "clients.csv"]


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Workspaces by the suppliers around the anchor."""
    home = tmp_path_factory.mktemp("stars")
    for width in (FEW, MANY):
        files = write_star(home / f"files{width}", width)
        prospecting.build(home / str(width), prospecting.requests_for(files), resolve_settings(None, {}, {}))
    return {width: home / str(width) for width in (FEW, MANY)}


@pytest.fixture(scope="module")
def server(neo4j_server: Callable[..., Any]) -> Iterator[Any]:
    """An empty server, left empty."""
    one = neo4j_server("5.26")
    one.wipe()
    yield one
    one.wipe()


@pytest.fixture
def fill(server: Any, workspaces: dict[int, Path]) -> Callable[[int], str]:
    """Fills the server with one of the workspaces; the snapshot's id."""

    def push_one(width: int) -> str:
        with (
            prospecting.open_store(workspaces[width]) as store,
            Connection(address_of(server.uri), server.environment) as connection,
        ):
            return push(store, connection, beside=True).snapshot

    return push_one


@pytest.fixture
def opened(server: Any) -> Callable[..., Neo4jStore]:
    """Opens the server's database."""
    return lambda **more: open_database(address_of(server.uri, **more), server.environment)


def ask(store: Any) -> str:
    return prospecting.to_json(prospecting.prospect(store, [ANCHOR], Question(), lang="zh", excluded=True))


class TestTroubles:
    def test_an_empty_database(self, server, opened) -> None:
        server.wipe()
        with pytest.raises(StoreUnavailable, match=r"is empty; fill it with: chainprospect push --to URI$"):
            opened()

    def test_somebody_elses_graph(self, server, opened) -> None:
        server.wipe()
        server.run("CREATE (:Firm {name: 'x'})-[:SELLS_TO]->(:Firm)")
        with pytest.raises(StoreUnavailable, match="somebody else's graph and nothing of ours; make a snapshot of it"):
            opened()
        server.wipe()

    def test_another_layout(self, server, opened, fill) -> None:
        fill(FEW)
        server.run("MATCH (home:Chainprospect) SET home.schema = 0")
        with pytest.raises(StoreStale, match=r"has layout 0 and this version reads \d+; fill it again"):
            opened()
        server.wipe()

    @pytest.mark.parametrize(
        ("statement", "name"),
        [
            ("DROP CONSTRAINT company_number", "company_number"),
            ("DROP INDEX company_search", "company_search"),
            ("DROP INDEX supplies_number", "supplies_number"),
        ],
    )
    def test_a_missing_constraint_or_index(self, server, opened, fill, statement, name) -> None:
        fill(FEW)
        server.run(statement)
        with pytest.raises(
            StoreUnavailable, match=f"the constraint or index {name} is missing; fill the database again"
        ):
            opened()
        fill(FEW)
        opened().close()

    def test_a_snapshot_that_is_not_whole(self, server, opened, fill) -> None:
        snapshot = fill(FEW)
        server.run("MATCH (version:Snapshot {id: $id}) SET version.state = 'filling'", id=snapshot)
        with pytest.raises(StoreUnavailable, match="no snapshot in this database is whole yet"):
            opened()
        server.wipe()

    def test_a_wrong_password_and_none(self, server) -> None:
        address = address_of(server.uri)
        for environment in ({**server.environment, "CHAINPROSPECT_STORE_PASSWORD": "wrong"}, {}):
            with pytest.raises(StoreUnavailable, match="the server refuses the user and password; set") as told:
                Connection(address, environment)
            assert "wrong" not in str(told.value)

    def test_a_wrong_database(self, opened) -> None:
        with pytest.raises(StoreUnavailable, match=r"\(elsewhere\): there is no such database; name one that exists"):
            opened(database="elsewhere")

    def test_no_server(self, server) -> None:
        for uri in ("bolt://127.0.0.1:9", "bolt://no-such-host.invalid"):
            with pytest.raises(StoreUnavailable, match="the server does not answer; start it"):
                Connection(address_of(uri), server.environment)

    def test_encryption_that_the_server_does_not_offer(self, server) -> None:
        with pytest.raises(StoreUnavailable, match="no encrypted connection comes about"):
            Connection(address_of(server.uri.replace("bolt", "bolt+s")), server.environment)


class TestReadingOnly:
    def test_a_question_cannot_write(self, server, opened, fill, monkeypatch) -> None:
        fill(FEW)
        with opened() as store:
            monkeypatch.setattr(connecting, "query", lambda _: "CREATE (:Company {name: $snapshot})")
            with pytest.raises(StoreUnavailable, match="a question may only read, and this one would have written"):
                store.clients()
        assert server.run("MATCH (c:Company) WHERE c.number IS NULL RETURN count(c) AS n") == [{"n": 0}]

    @pytest.mark.parametrize(
        "text",
        [
            "'", '"', "`", "\\", "}) DETACH DELETE n //", "' OR 1=1", "*", "g* OR s*", "a AND b", "company_search:*",
            "~", "\u202e", "\x00", "\n", "𠮷", "\ud800", "a" * 10_000, "g9d3bx6d77",
        ],
    )  # fmt: skip
    def test_a_hostile_text_is_a_text(self, opened, fill, text) -> None:
        fill(FEW)
        with opened() as store:
            assert store.search(text) == ()
            assert store.search(text, whole=True) == ()


class TestOneSnapshot:
    def test_an_answer_during_a_push_is_of_the_snapshot_it_began_with(self, opened, fill, workspaces) -> None:
        with prospecting.open_store(workspaces[FEW]) as store:
            wanted = ask(store)
        fill(FEW)
        found = []

        def work(store: Neo4jStore) -> str:
            answer = ask(store)
            found.append(store.facts.snapshot)
            if len(found) == 1:
                fill(MANY)
            return answer

        # The answer was whole, but what it was read from is gone: it is made once more from what took its place.
        with prospecting.open_store(workspaces[MANY]) as store:
            after = ask(store)
        assert answered_whole(opened, work) == after != wanted
        assert len(found) == len(set(found)) == 2

    def test_what_vanishes_in_the_middle_is_noticed(self, opened, fill, workspaces) -> None:
        fill(FEW)
        begun: Counter[str] = Counter()

        def work(store: Neo4jStore) -> str:
            begun[store.facts.snapshot] += 1
            if len(begun) == 1:
                fill(MANY)
            return ask(store)

        with prospecting.open_store(workspaces[MANY]) as store:
            assert answered_whole(opened, work) == ask(store)
        assert sum(begun.values()) == 2

    def test_who_pushes_all_the_time_is_told_of(self, opened, fill) -> None:
        fill(FEW)
        turns = iter((MANY, FEW))

        def work(store: Neo4jStore) -> int:
            companies = store.facts.companies
            fill(next(turns))
            return companies

        with pytest.raises(StoreUnavailable, match="newer loads took the place of the snapshot while it was read"):
            answered_whole(opened, work)

    def test_a_trouble_of_its_own_is_no_reason_to_try_again(self, opened, fill) -> None:
        fill(FEW)
        tried = []

        def work(store: Neo4jStore) -> str:
            tried.append(1)
            return str(prospecting.prospect(store, ["没有这家"], Question(), lang="zh"))

        with pytest.raises(Exception, match="没有这家"):
            answered_whole(opened, work)
        assert tried == [1]

    def test_a_missing_company_is_no_company(self, opened, fill) -> None:
        fill(FEW)
        with opened() as store:
            nobody = np.array([0, store.facts.companies])
            for asked in (store.companies, store.features, store.walk_facts, store.standings, store.relations):
                with pytest.raises(StoreError, match="a newer load took the place of this one"):
                    asked(nobody + (store.facts.relations if asked == store.relations else 0))
            with pytest.raises(StoreError, match="a newer load took the place of this one"):
                store.relations_of(nobody, Side.UPSTREAM, Kinds.GOODS, 9)


def test_statements_of_an_answer_do_not_grow_with_the_companies_around(opened, fill) -> None:
    asked, reached = {}, {}
    for width in (FEW, MANY):
        fill(width)
        with opened() as store:
            before = store.connection.asked
            answer = prospecting.prospect(store, [ANCHOR], Question(), lang="zh", excluded=True)
            asked[width] = store.connection.asked - before
            reached[width] = answer.counts.reached
            assert len(answer.lookalikes) == width
    assert reached == {FEW: 3 * FEW, MANY: 3 * MANY}
    assert asked[FEW] == asked[MANY] < 60


def test_a_tier_is_one_statement(opened, fill) -> None:
    fill(MANY)
    with opened() as store:
        first = store.relations_of(np.array([m.number for m in store.search(ANCHOR)]), Side.UPSTREAM, Kinds.GOODS, 200)
        before = store.connection.asked
        second = store.relations_of(first.other, Side.UPSTREAM, Kinds.GOODS, 200)
        assert store.connection.asked == before + 1
        assert len(first.other) == MANY
        assert len(second.other) == 2 * MANY
        assert store.relations_of(first.other, Side.UPSTREAM, Kinds.GOODS, 1).total.tolist() == [2] * MANY
        assert len(store.relations_of(first.other, Side.UPSTREAM, Kinds.GOODS, 1).other) == MANY


def test_a_misspelt_name_asks_a_bounded_number_of_times(opened, fill) -> None:
    fill(FEW)
    with opened() as store:
        before = store.connection.asked
        with pytest.raises(UnknownCompany, match="甲号电网有限公司"):
            find_one(store, "甲号电纲有限公司华东地区物资采购分公司")
        assert store.connection.asked - before < 70


def test_no_driver_speaks_home(server, monkeypatch) -> None:
    import neo4j

    given: dict[str, Any] = {}
    made = neo4j.GraphDatabase.driver

    def driver(uri: str, **options: Any) -> Any:
        given.update(options)
        return made(uri, **options)

    monkeypatch.setattr(neo4j.GraphDatabase, "driver", driver)
    with Connection(address_of(server.uri), server.environment) as connection:
        sessions = []
        opens = connection._driver.session
        monkeypatch.setattr(connection._driver, "session", lambda **more: sessions.append(more) or opens(**more))
        connection.read("indexes", list)
    assert given["telemetry_disabled"] is True
    assert given["connection_timeout"] <= 15
    assert given["max_transaction_retry_time"] <= 30
    assert [(each["database"], each["default_access_mode"]) for each in sessions] == [("neo4j", "READ")]
