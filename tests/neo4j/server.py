"""
A real Neo4j of the tests' own: resolved by Maven into a cache, started on a free port of this machine, ended with us.

`python tests/neo4j/server.py` starts one for the hand, says how to reach it, and ends it on Enter.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j.exceptions import DriverError, Neo4jError

import neo4j

POM = Path(__file__).with_name("pom.xml")
USER = "neo4j"
PASSWORD = "chainprospect-tests"
HEAP = "512m"
PATIENCE = 120.0


class Missing(Exception):
    """What this machine lacks to run a server; says the one command that brings it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Neo4j: its exact version, how Maven is asked for it, the Java it runs on and what only it is told."""

    version: str
    profile: str | None
    java: frozenset[int]
    main: str
    flags: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


LINES = {
    "5.26": Line("5.26.12", None, frozenset({17, 21}), "org.neo4j.server.CommunityEntryPoint"),
    "2026": Line(
        "2026.08.1",
        "newest",
        frozenset({25}),
        "org.neo4j.server.Neo4jCommunity",
        ("--enable-native-access=ALL-UNNAMED",),
        ("server.fleet_discovery.enabled=false", "dbms.fleet_manager.enabled=false"),
    ),
}
SETTINGS = """\
server.directories.data=data
server.directories.logs=logs
server.directories.plugins=plugins
server.directories.import=import
server.directories.run=run
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.transaction.timeout=60s
"""


class Server:
    """One running server over a data folder of its own."""

    def __init__(self, line: str, home: Path, *, brief: bool = False) -> None:
        self.line = LINES[line]
        self.home = home
        self.java = java_of(self.line)
        self.jars = jars_of(self.line)
        self.user, self.password = USER, PASSWORD
        # Who lives for minutes compiles more than it runs: the quick compiler alone.
        self._flags = (*self.line.flags, *(("-XX:TieredStopAtLevel=1",) if brief else ()))
        self._born = False
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("conf", "plugins", "import"):
            (home / name).mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        settings = SETTINGS.format(port=self.port) + "".join(f"{each}\n" for each in self.line.settings)
        (home / "conf" / "neo4j.conf").write_text(settings)

    @property
    def uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a command of ours finds user and password in."""
        return {"CHAINPROSPECT_STORE_USER": self.user, "CHAINPROSPECT_STORE_PASSWORD": self.password}

    @property
    def process(self) -> int:
        """Number of its process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it over whatever lies in its data folder and wait until it answers."""
        command = [
            *_ended_with_us(),
            *self._java(self.line.main),
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
            "--console-mode",
        ]
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home, start_new_session=True
            )
        self._wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def driver(self, **options: Any) -> neo4j.Driver:
        """A driver for looking behind the product's back."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password), telemetry_disabled=True, **options)

    def run(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of one statement."""
        with self.driver() as driver, driver.session(database="neo4j") as session:
            return session.run(statement, values).data()  # type: ignore[arg-type]

    def wipe(self) -> None:
        """Leave nothing behind: no rows, no constraints, no indexes."""
        self.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        for row in self.run("SHOW CONSTRAINTS YIELD name"):
            self.run(f"DROP CONSTRAINT `{row['name']}`")
        for row in self.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            self.run(f"DROP INDEX `{row['name']}`")

    def admin(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run `neo4j-admin` over its data folder from within another; the server must be stopped."""
        return subprocess.run(
            [*self._java("org.neo4j.cli.AdminTool"), *arguments],
            env={**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")},
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def _java(self, main: str) -> list[str]:
        """The command that runs a class of the line."""
        opens = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
        return [
            str(self.java),
            f"-Xmx{HEAP}",
            "-XX:+UseSerialGC",
            *self._flags,
            *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in opens),
            "-cp",
            f"{self.jars}/*",
            main,
        ]

    def _wait(self) -> None:
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        while True:
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                said = (self.home / "console.log").read_text("utf-8", "replace")[-2000:]
                raise RuntimeError(f"Neo4j {self.line.version} did not start:\n{said}")
            try:
                # The port is open before the user database is: asked before, the driver would sit out its own pause.
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    pass
                self._first_password()
                return
            except (OSError, DriverError, Neo4jError):
                time.sleep(0.2)

    def _first_password(self) -> None:
        """Log in; on a new data folder change the password that every server is born with."""
        # Statements of their own: what the driver repeats by itself, it repeats for half a minute.
        if not self._born:
            first = neo4j.GraphDatabase.driver(self.uri, auth=(USER, "neo4j"), telemetry_disabled=True)
            with first as driver, driver.session(database="system") as session:
                session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=self.password).consume()
            self._born = True
        self.run("RETURN 1")

    def _end(self, sign: int) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(sign)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None


@contextlib.contextmanager
def serving(line: str, *, brief: bool = False) -> Iterator[Server]:
    """A server over an empty data folder, both gone at the end; `brief` for one that lives for minutes."""
    home = Path(tempfile.mkdtemp(prefix="chainprospect-neo4j-"))
    try:
        server = Server(line, home, brief=brief)
        try:
            server.start()
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def jars_of(line: Line) -> Path:
    """The folder with the jars of a line, resolved by Maven once a machine."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chainprospect"
    folder = cache / f"neo4j-{line.version}"
    cache.mkdir(parents=True, exist_ok=True)
    # Whoever comes second waits for the one who resolves.
    with (cache / f"neo4j-{line.version}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            maven = shutil.which("mvn")
            if maven is None:
                raise Missing("there is no Maven to bring Neo4j (Debian: apt-get install maven)")
            made = Path(tempfile.mkdtemp(dir=cache, prefix=".resolving-"))
            try:
                profile = ["-P", line.profile] if line.profile else []
                asked = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={made}"]
                done = subprocess.run(
                    [maven, "-B", "-q", *profile, "-f", str(POM), *asked], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    raise Missing(f"Maven cannot bring Neo4j {line.version}: {(done.stdout + done.stderr)[-500:]}")
                made.rename(folder)
            finally:
                shutil.rmtree(made, ignore_errors=True)
    return folder


def java_of(line: Line) -> Path:
    """A Java that the line runs on: the default one, or one beside it."""
    homes = [os.environ[name] for name in sorted(os.environ) if name.startswith("JAVA_HOME")]
    found = [Path(home) / "bin" / "java" for home in homes]
    default = shutil.which("java")
    found += [Path(default)] if default else []
    found += sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    for java in found:
        if java.is_file() and _java_version(java) in line.java:
            return java
    wanted = " or ".join(map(str, sorted(line.java)))
    raise Missing(f"Neo4j {line.version} needs Java {wanted} (Debian: apt-get install default-jdk-headless)")


def _java_version(java: Path) -> int:
    said = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ended_with_us() -> list[str]:
    """Before a command: the system ends it when this process ends, however it ends (Linux)."""
    tool = shutil.which("setpriv")
    return [tool, "--pdeathsig", "KILL"] if tool else []


if __name__ == "__main__":
    with serving(sys.argv[1] if len(sys.argv) > 1 else "5.26") as hand:
        print(f"{hand.uri}  user {hand.user}  password {hand.password}  Enter ends it", flush=True)
        sys.stdin.readline()
