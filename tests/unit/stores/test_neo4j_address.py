"""Addresses of databases: what is one, what each other thing is told, and no password is ever repeated."""

from __future__ import annotations

import pytest

from chainprospect.cli.translated import in_chinese
from chainprospect.errors import SettingsError
from chainprospect.stores.neo4j.address import Address, address_of


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("bolt://localhost:7687", "bolt://localhost:7687"),
        ("bolt://localhost", "bolt://localhost:7687"),
        ("  NEO4J://Graph.Bank.example:17687/ ", "neo4j://graph.bank.example:17687"),
        ("bolt+s://10.0.0.8", "bolt+s://10.0.0.8:7687"),
        ("neo4j+s://abc.databases.neo4j.io", "neo4j+s://abc.databases.neo4j.io:7687"),
        ("bolt://[::1]:7000", "bolt://[::1]:7000"),
    ],
)
def test_an_address_has_a_scheme_a_host_and_a_port(typed: str, uri: str) -> None:
    assert address_of(typed) == Address(uri, "neo4j")
    assert str(address_of(typed, "credit.2024")) == f"{uri} (credit.2024)"


@pytest.mark.parametrize(
    ("typed", "database", "said"),
    [
        ("bolt://localhost", "system", "the database system holds users and no companies; name another"),
        ("bolt://localhost", "a b", "'a b' is no database's name; it begins with a letter"),
        ("bolt://localhost", "", "'' is no database's name"),
        ("http://localhost:7474", None, "that is the address of the browser page; the database listens at one like"),
        ("https://localhost:7473", None, "that is the address of the browser page"),
        ("neo4j+ssc://db", None, "neo4j+ssc:// trusts any certificate, so that others could read the password"),
        ("bolt+ssc://db", None, "write bolt+s:// instead."),
        ("localhost:7687", None, "an address begins with bolt://, neo4j://, bolt+s://, neo4j+s://; write one like"),
        ("redis://db", None, "an address begins with bolt://"),
        ("bolt://", None, "'bolt://' is not an address"),
        ("bolt://db/graph", None, "name the database with --database."),
        ("bolt://db:port", None, "is not an address"),
        ("bolt://db:99999", None, "is not an address"),
        ("neo4j://db?policy=x", None, "is not an address"),
        ("bolt://a\nb", None, "is not an address"),
    ],
)
def test_everything_else_is_told_what_to_write(typed: str, database: str | None, said: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        address_of(typed, database)
    assert said in str(wrong.value)
    assert str(wrong.value).startswith("--store, ")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    for typed in ("bolt://neo4j:s3cret@db:7687", "bolt://s3cret@db", "neo4j+s://u:s3c/ret@db"):
        with pytest.raises(SettingsError) as wrong:
            address_of(typed)
        assert "s3c" not in str(wrong.value)
        assert "$CHAINPROSPECT_STORE_PASSWORD instead." in str(wrong.value)
        assert "$CHAINPROSPECT_STORE_PASSWORD。" in in_chinese(str(wrong.value).removeprefix("--store, address: "))


@pytest.mark.parametrize(
    ("typed", "open_"),
    [
        ("bolt://localhost", False),
        ("bolt://127.0.0.1:1", False),
        ("neo4j://[::1]", False),
        ("bolt://db.bank.example", True),
        ("neo4j://10.0.0.8", True),
        ("bolt+s://db.bank.example", False),
        ("neo4j+s://10.0.0.8", False),
    ],
)
def test_what_passes_a_network_unencrypted_is_known(typed: str, open_: bool) -> None:
    assert address_of(typed).readable_by_others is open_
