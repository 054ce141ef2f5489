"""Where a database is: the address a person types, taken apart without ever holding a password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from chainprospect.errors import SettingsError

SCHEMES: Final = ("bolt", "neo4j", "bolt+s", "neo4j+s")
PORT: Final = 7687
DEFAULT_DATABASE: Final = "neo4j"
_SELF_SIGNED: Final = ("bolt+ssc", "neo4j+ssc")
# What Neo4j allows in a database's name.
_DATABASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9.-]{2,62}", re.ASCII)
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server: `uri` has a scheme, a host and a port; it holds no user and no password."""

    uri: str
    database: str = DEFAULT_DATABASE

    def __str__(self) -> str:
        return f"{self.uri} ({self.database})"

    @property
    def readable_by_others(self) -> bool:
        """Whether what is asked and answered passes a network without encryption."""
        parts = urlsplit(self.uri)
        return not parts.scheme.endswith("+s") and parts.hostname not in _LOCAL


def address_of(text: str, database: str | None = None, *, origin: str = "--store") -> Address:
    """
    The database that an address names.

    Parameters
    ----------
    text
        `bolt://host:7687`, or with `neo4j://`, `bolt+s://` (encrypted), `neo4j+s://`; the port may be left out.
    database
        Name of the database; None takes `neo4j`, the one a new server has.
    origin
        Where the address was written, for the error.

    Raises
    ------
    SettingsError
        The address names no server of ours to ask, or holds what does not belong in it.

    Notes
    -----
    `+ssc` is refused: it takes every certificate for the server's own, so that anybody on the way could read the
    password. A certificate of the house's own authority is trusted by `+s` once the system trusts it.
    """
    scheme, mark, rest = text.strip().partition("://")
    scheme = scheme.lower()
    if not mark or scheme not in SCHEMES:
        raise SettingsError(_wrong_scheme(scheme if mark else ""), key="address", origin=origin)
    # Before anything is repeated in an error: what stands before an @ may be a password.
    if "@" in rest:
        raise SettingsError(
            "an address holds no user and no password; set $CHAINPROSPECT_STORE_USER and "
            "$CHAINPROSPECT_STORE_PASSWORD instead.",
            key="address",
            origin=origin,
        )
    host, port = _host_and_port(scheme, rest)
    if host is None:
        raise SettingsError(
            f"{text.strip()!r} is not an address; write one like bolt://localhost:7687, and name the database with "
            "--database.",
            key="address",
            origin=origin,
        )
    name = DEFAULT_DATABASE if database is None else database.strip()
    if name == "system":
        raise SettingsError(
            "the database system holds users and no companies; name another with --database.",
            key="database",
            origin=origin,
        )
    if not _DATABASE.fullmatch(name):
        raise SettingsError(
            f"{name!r} is no database's name; it begins with a letter and has 3 to 63 letters, digits, dots or dashes.",
            key="database",
            origin=origin,
        )
    return Address(f"{scheme}://{host}:{port}", name)


def _wrong_scheme(scheme: str) -> str:
    if scheme in _SELF_SIGNED:
        return (
            f"{scheme}:// trusts any certificate, so that others could read the password; let the system trust the "
            f"server's certificate and write {scheme.removesuffix('sc')}:// instead."
        )
    if scheme in ("http", "https"):
        return "that is the address of the browser page; the database listens at one like bolt://localhost:7687."
    return (
        f"an address begins with {', '.join(f'{each}://' for each in SCHEMES)}; write one like bolt://localhost:7687."
    )


def _host_and_port(scheme: str, rest: str) -> tuple[str | None, int]:
    """The host, in brackets where it is an IPv6 address, and the port; no host where the address is none."""
    if re.search(r"[\s\x00-\x1f]", rest):
        return None, PORT
    try:
        parts = urlsplit(f"{scheme}://{rest.removesuffix('/')}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None, PORT
    if host is None or parts.path or parts.query or parts.fragment:
        return None, PORT
    return f"[{host}]" if ":" in host else host, port or PORT
