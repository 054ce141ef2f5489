"""Two who push and five who ask at once: every answer is of one snapshot and right, and no deadlock is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chainprospect import exchanging, prospecting
from chainprospect.errors import StoreUnavailable
from chainprospect.model.rules import Question
from chainprospect.resources import resource_folder
from chainprospect.settings import resolve_settings
from chainprospect.stores.neo4j.address import address_of

ANCHOR = "华衡电网有限公司"
PUSHES = 3


def answer(store: Any) -> tuple[str, str]:
    found = prospecting.prospect(store, [ANCHOR], Question(), lang="en")
    return found.snapshot, prospecting.to_json(found)


def test_answers_are_of_one_snapshot_while_it_is_replaced(
    server: Any, sample: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    folder = resource_folder("sample_data")
    other = tmp_path / "other"
    files = [folder / "companies.csv", folder / "relations.csv"]
    prospecting.build(other, prospecting.requests_for(files), resolve_settings(None, {}, {}))
    expected = {}
    for workspace in (sample, other):
        with prospecting.open_store(workspace) as store:
            ident, said = answer(store)
            expected[ident] = said
    assert len(set(expected.values())) == 2
    address = address_of(server.uri)
    exchanging.push(sample, address)

    over = threading.Event()
    answers: list[tuple[str, str]] = []
    refused: list[str] = []
    broken: list[BaseException] = []

    def pusher(workspaces: tuple[Path, Path]) -> None:
        try:
            for turn in range(PUSHES):
                try:
                    exchanging.push(workspaces[turn % 2], address)
                except StoreUnavailable as error:
                    refused.append(str(error))
        except BaseException as error:
            broken.append(error)
            raise

    def asker() -> None:
        heard = False
        try:
            while not (heard and over.is_set()):
                try:
                    answers.append(prospecting.answered(address, answer))
                    heard = True
                except StoreUnavailable as error:
                    refused.append(str(error))
        except BaseException as error:
            broken.append(error)
            raise

    pushers = [threading.Thread(target=pusher, args=(pair,)) for pair in ((other, sample), (sample, other))]
    askers = [threading.Thread(target=asker) for _ in range(5)]
    for thread in (*pushers, *askers):
        thread.start()
    for thread in pushers:
        thread.join()
    over.set()
    for thread in askers:
        thread.join()
    assert broken == []
    assert len(answers) >= 5
    for ident, said in answers:
        assert said == expected[ident]
    # Who comes in between is told so in one sentence of ours; nothing of the engine's own is heard.
    known = (
        "another push is writing this database; wait until it is done and repeat.",
        "another push has taken over this database; wait until it is done and repeat.",
        "ask again.",
    )
    assert [said for said in refused if not said.endswith(known)] == []
    code, _, err = command("-w", str(sample), "push", "--to", server.uri)
    assert code == 0, err
    assert server.run("MATCH (v:Snapshot) RETURN count(*) AS number") == [{"number": 1}]
