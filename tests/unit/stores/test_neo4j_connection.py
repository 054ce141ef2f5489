"""The driver's errors in our words: one finished sentence each, in both languages, with nothing of the driver's own."""

from __future__ import annotations

import re

import pytest
from neo4j.exceptions import ConfigurationError, Neo4jError, RoutingServiceUnavailable, ServiceUnavailable

from chainprospect.cli.complaints import sentence
from chainprospect.cli.exits import STORE, exit_code
from chainprospect.errors import SettingsError, StoreUnavailable
from chainprospect.stores.neo4j import connection
from chainprospect.stores.neo4j.address import address_of
from chainprospect.stores.neo4j.connection import Connection, translated

ADDRESS = address_of("bolt://db.bank.example")


def refused(code: str, message: str = "Something went wrong inside.") -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message=message)


def behind(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


RAISED = [
    (refused("Neo.ClientError.Security.Unauthorized"), "the server refuses the user and password; set $"),
    (refused("Neo.ClientError.Security.AuthenticationRateLimit"), "the server refuses more attempts"),
    (refused("Neo.ClientError.Security.CredentialsExpired"), "the password has to be changed first"),
    (refused("Neo.ClientError.Security.Forbidden"), "the user may not do this"),
    (refused("Neo.ClientError.Database.DatabaseNotFound"), "there is no such database"),
    (refused("Neo.TransientError.General.DatabaseUnavailable"), "the database is stopped or starting"),
    (refused("Neo.ClientError.Transaction.TransactionTimedOut"), "the statement took longer than the server allows"),
    (
        refused("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"),
        "the server needed too long for one statement",
    ),
    (refused("Neo.ClientError.Statement.AccessMode"), "a question may only read"),
    (refused("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), "the server lacks memory for this"),
    (refused("Neo.ClientError.Cluster.NotALeader"), "this server of the cluster may only read"),
    (refused("Neo.TransientError.Transaction.DeadlockDetected"), "the server was too busy, also after several tries"),
    (refused("Neo.ClientError.Made.Up", "No, never.\n  at Line 3"), "the server refuses: No, never."),
    (
        refused("Neo.ClientError.Procedure.ProcedureCallFailed", "There is no such fulltext schema index: x"),
        "an index of ours is missing",
    ),
    (ServiceUnavailable("Couldn't connect to db:7687 (resolved to ('10.0.0.8:7687',))"), "the server does not answer"),
    (ServiceUnavailable("Cannot connect: server responded HTTP. (looks like HTTP)"), "that is the port of the browser"),
    (
        behind(ServiceUnavailable("x"), OSError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")),
        "no encrypted connection comes about",
    ),
    (RoutingServiceUnavailable("Unable to retrieve routing information"), "the server names no other"),
    (ConfigurationError("Unknown scheme"), "the driver refuses: Unknown scheme."),
]  # fmt: skip


@pytest.mark.parametrize(("error", "said"), RAISED, ids=lambda value: str(value)[:40])
def test_an_error_of_the_driver_is_one_sentence_in_both_languages(error: Exception, said: str) -> None:
    with pytest.raises(StoreUnavailable) as told, translated(ADDRESS):
        raise error
    english = sentence(told.value, "en")
    assert english.startswith(f"Error: bolt://db.bank.example:7687 (neo4j): {said}")
    assert re.search(r"(\.|--to URI)$", english)
    assert exit_code(told.value) == STORE
    assert told.value.__cause__ is error
    chinese = sentence(told.value, "zh").partition("(neo4j)：")[2]
    assert re.search("[\u4e00-\u9fff]", chinese)
    if "No, never" not in english:
        assert not re.search(r"(?:\b[a-z]+ ){3}", chinese.replace("chainprospect push", ""))


def test_every_refusal_is_told_here() -> None:
    raised = {error.code for error, _ in RAISED if isinstance(error, Neo4jError)}
    untold = [end for end, _ in connection._REFUSALS if not any(code.endswith(end) for code in raised)]
    # The same sentence as another's, or one that only a server of another kind gives.
    assert untold == [
        "Database.DatabaseUnavailable",
        "General.OutOfMemoryError",
        "General.ForbiddenOnReadOnlyDatabase",
        "Schema.IndexNotFound",
    ]


def test_a_user_without_a_password_is_told_before_anything_is_sent() -> None:
    with pytest.raises(SettingsError, match=r"^environment, \$CHAINPROSPECT_STORE_USER: the user is set and the passw"):
        Connection(ADDRESS, {"CHAINPROSPECT_STORE_USER": "reader"})


@pytest.mark.parametrize(
    ("agent", "version", "enough"),
    [
        ("Neo4j/5.26.12", "5.26.12", True),
        ("Neo4j/2026.08.1", "2026.08.1", True),
        ("Neo4j/5.9.0", "5.9.0", False),
        ("Neo4j/4.4.30", "4.4.30", False),
        ("Neo4j/5.27-aura", "5.27", True),
        ("Graph", "", True),
    ],
)
def test_servers_before_the_oldest_line_are_told_apart(agent: str, version: str, enough: bool) -> None:
    assert connection._version(agent) == version
    assert connection._new_enough(version) is enough
