"""One connection to a Neo4j server: credentials, timeouts, bounded retries, and the driver's errors in our words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, TypeVar

from chainprospect.errors import ChainprospectError, SettingsError, StoreError, StoreUnavailable
from chainprospect.resources import query
from chainprospect.stores.neo4j.address import Address

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

USER: Final = "CHAINPROSPECT_STORE_USER"
PASSWORD: Final = "CHAINPROSPECT_STORE_PASSWORD"  # noqa: S105 - the name of the variable
DEFAULT_USER: Final = "neo4j"
# The oldest line that the queries are written for and tried on.
LEAST_VERSION: Final = (5, 26)

# Seconds: to reach the server; to wait for it or repeat what it could not do for the moment; for one statement.
CONNECTING: Final = 10.0
RETRYING: Final = 15.0
READING: Final = 120.0
WRITING: Final = 600.0
_FETCHED_AT_ONCE: Final = 5_000

Row: TypeAlias = Sequence[Any]
Made = TypeVar("Made")


class Connection:
    """
    A server that answered, asked by the names of query files below `queries/neo4j`.

    `asked` counts the statements that were sent; `version` is the server's. Reading sessions refuse to write.

    Raises
    ------
    StoreUnavailable
        The server cannot be reached, refuses the credentials, is too old or fails; every call may raise it.
    SettingsError
        A user is set without a password.
    """

    def __init__(self, address: Address, environment: Mapping[str, str]) -> None:
        self.address = address
        self.asked = 0
        self._driver = _driver(address, _credentials(environment))
        self.version = ""
        try:
            with translated(address):
                self.version = _version(self._driver.get_server_info().agent)
            if not _new_enough(self.version):
                least = ".".join(map(str, LEAST_VERSION))
                raise StoreUnavailable(
                    f"this is Neo4j {self.version}, and {least} or newer is needed; update the server.",
                    store=str(address),
                )
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._driver.close()

    def read(self, name: str, take: Callable[[Iterator[Row]], Made], *, within: float = READING, **values: Any) -> Made:
        """
        What `take` makes of the rows of one statement, which come in as they are found.

        Parameters
        ----------
        name
            Query file below `queries/neo4j`, without its suffix.
        take
            Called again from the start when the statement is repeated after a passing failure.
        within
            Seconds that it may take.
        **values
            Parameters of the query.
        """

        def work(transaction: ManagedTransaction) -> Made:
            return take(self._rows(transaction, name, values))

        with translated(self.address), self._session("READ") as session:
            return session.execute_read(_timed(work, within))

    def write(self, *steps: tuple[str, Mapping[str, Any]]) -> list[list[Row]]:
        """
        Rows of several statements, each by name with its values, all of which happen or none.

        A step that is repeated after a passing failure was undone before; only where the connection broke at the very
        end may it have happened already, so that a step must not harm when it is done twice.
        """

        def work(transaction: ManagedTransaction) -> list[list[Row]]:
            return [list(self._rows(transaction, name, values)) for name, values in steps]

        with translated(self.address), self._session("WRITE") as session:
            return session.execute_write(_timed(work, WRITING))

    def _session(self, mode: str) -> Session:
        return self._driver.session(
            database=self.address.database, default_access_mode=mode, fetch_size=_FETCHED_AT_ONCE
        )

    def _rows(self, transaction: ManagedTransaction, name: str, values: Mapping[str, Any]) -> Iterator[Row]:
        self.asked += 1
        for record in transaction.run(query(f"neo4j/{name}.cypher"), dict(values)):
            yield record.values()


def _driver(address: Address, credentials: tuple[str, str] | None) -> Driver:
    from neo4j import GraphDatabase, NotificationMinimumSeverity

    return GraphDatabase.driver(
        address.uri,
        auth=credentials,
        user_agent="chainprospect",
        telemetry_disabled=True,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        connection_timeout=CONNECTING,
        connection_acquisition_timeout=CONNECTING + RETRYING,
        max_transaction_retry_time=RETRYING,
    )


def _credentials(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password of the environment; None where neither is set, for a server that asks for none."""
    user, password = environment.get(USER), environment.get(PASSWORD)
    if user and not password:
        raise SettingsError(
            f"the user is set and the password is not; set ${PASSWORD} as well.", key=f"${USER}", origin="environment"
        )
    return (user or DEFAULT_USER, password) if password else None


def _timed(work: Callable[[ManagedTransaction], Made], seconds: float) -> Callable[[ManagedTransaction], Made]:
    from neo4j import unit_of_work

    return unit_of_work(timeout=seconds)(work)


def _version(agent: str) -> str:
    """The version in what a server calls itself (`Neo4j/5.26.12`)."""
    found = re.search(r"\d+(?:\.\d+)+", agent)
    return found[0] if found else ""


def _new_enough(version: str) -> bool:
    # A server that hides its version is asked all the same.
    return not version or tuple(map(int, version.split(".")[:2])) >= LEAST_VERSION


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """The driver's errors as `StoreError` of the address, each one sentence with what to do."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except Neo4jError as error:
        raise _refused(error.code or "", _first_line(error.message), address) from error
    except DriverError as error:
        raise _unreached(error, address) from error


# Codes of the server with what they mean to the reader: the first that the code ends with decides.
_REFUSALS: Final = (
    (
        "Security.Unauthorized",
        f"the server refuses the user and password; set ${USER} and ${PASSWORD} to those of the database.",
    ),
    (
        "Security.AuthenticationRateLimit",
        "the server refuses more attempts after several wrong passwords; wait a minute, set the right one and repeat.",
    ),
    (
        "Security.CredentialsExpired",
        "the password has to be changed first; change it in Neo4j Browser or with cypher-shell and repeat.",
    ),
    ("Security.Forbidden", "the user may not do this; ask for the right to read, and to write when you push."),
    ("Database.DatabaseNotFound", "there is no such database; name one that exists with --database."),
    ("Database.DatabaseUnavailable", "the database is stopped or starting; start it, or wait a moment and repeat."),
    ("General.DatabaseUnavailable", "the database is stopped or starting; start it, or wait a moment and repeat."),
    (
        "Transaction.TransactionTimedOut",
        "the statement took longer than the server allows; raise db.transaction.timeout there, or ask for less.",
    ),
    (
        "Transaction.TransactionTimedOutClientConfiguration",
        "the server needed too long for one statement; look at its load and memory and repeat.",
    ),
    ("Statement.AccessMode", "a question may only read, and this one would have written; nothing was changed."),
    (
        "General.MemoryPoolOutOfMemoryError",
        "the server lacks memory for this; raise its dbms.memory.transaction limits, or ask for less.",
    ),
    ("General.OutOfMemoryError", "the server lacks memory; give it a larger heap and repeat."),
    ("Cluster.NotALeader", "this server of the cluster may only read; write neo4j:// in the address instead of bolt://."),
    ("General.ForbiddenOnReadOnlyDatabase", "the database is read-only; allow writing there, or push to another."),
    ("Schema.IndexNotFound", "an index of ours is missing; fill the database again with: chainprospect push --to URI"),
)  # fmt: skip


def _refused(code: str, message: str, address: Address) -> ChainprospectError:
    for end, said in _REFUSALS:
        if code.endswith(end):
            return StoreUnavailable(said, store=str(address))
    # A missing index comes back as a failed procedure.
    if "no such fulltext schema index" in message.lower():
        return StoreUnavailable(
            "an index of ours is missing; fill the database again with: chainprospect push --to URI", store=str(address)
        )
    if code.startswith("Neo.TransientError"):
        return StoreUnavailable(
            f"the server was too busy, also after several tries ({code}); repeat in a moment.", store=str(address)
        )
    return StoreUnavailable(f"the server refuses: {message or code}", store=str(address))


def _unreached(error: Exception, address: Address) -> StoreError:
    from neo4j.exceptions import ConfigurationError, RoutingServiceUnavailable

    whole = " ".join(_chain(error)).lower()
    if isinstance(error, ConfigurationError):
        return StoreUnavailable(f"the driver refuses: {_first_line(str(error))}", store=str(address))
    if "looks like http" in whole:
        return StoreUnavailable(
            "that is the port of the browser page; the database listens at another, usually 7687.", store=str(address)
        )
    if "certificate" in whole or "ssl" in whole:
        return StoreUnavailable(
            "no encrypted connection comes about; let the system trust the server's certificate, or where the server "
            "offers no encryption write bolt:// instead of bolt+s://.",
            store=str(address),
        )
    if isinstance(error, RoutingServiceUnavailable):
        return StoreUnavailable(
            "the server names no other that would answer; check the database's name, or write bolt:// instead of "
            "neo4j://.",
            store=str(address),
        )
    return StoreUnavailable(
        "the server does not answer; start it, or check host, port and firewall.",
        store=str(address),
    )


def _chain(error: BaseException | None) -> Iterator[str]:
    """What an error and those behind it say."""
    while error is not None:
        yield str(error)
        error = error.__cause__ or error.__context__


def _first_line(text: str | None) -> str:
    line = " ".join((text or "").strip().partition("\n")[0].split())[:300]
    return line if not line or line.endswith(".") else f"{line}."
