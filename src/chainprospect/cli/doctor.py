"""`doctor`: whether the installation and the workspace are sound."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import typer

from chainprospect.cli.exits import DONE, STORE
from chainprospect.cli.finding import BROKEN, GOOD, WARNING, Finding
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import table
from chainprospect.cli.talk import Talk
from chainprospect.errors import ChainprospectError, StoreError

PACKAGES = (
    "typer",
    "numpy",
    "duckdb",
    "rapidfuzz",
    "python-stdnum",
    "python-calamine",
    "zstandard",
    "pandas",
    "networkx",
    "xlsxwriter",
    "openpyxl",
    "pyvis",
    "jinja2",
    "neo4j",
)
LEAST_PYTHON = (3, 11)
LEAST_FREE = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExamine:
    """What `doctor` asks for."""

    json: Json = False


def doctor(context: typer.Context, asked: ToExamine) -> int:
    """Look at everything that has to be in order."""
    session: Session = context.obj
    talk = session.talk
    findings = [finding for check in (*CHECKS, *_kept(session), _output) for finding in check(session)]
    if asked.json:
        talk.document(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        heads = [talk.word(f"head_{head}") for head in ("check", "state", "note")]
        rows = [[_name(finding.check, talk), talk.word(f"state_{finding.state}"), finding.note] for finding in findings]
        for line in table(heads, rows):
            talk.data(line)
    broken = sum(finding.state == BROKEN for finding in findings)
    talk.say("doctor_broken", broken=broken) if broken else talk.say("doctor_good")
    return STORE if broken else DONE


def _name(check: str, talk: Talk) -> str:
    kind, _, item = check.partition(" ")
    return talk.word(f"check_{kind}") + (f" {item}" if item else "")


def _settings(session: Session) -> list[Finding]:
    try:
        session.settings()
    except ChainprospectError as error:
        return [Finding("settings", BROKEN, str(error))]
    return [Finding("settings", GOOD, str(session.settings_file or session.talk.word("none")))]


def _python(session: Session) -> list[Finding]:
    version = platform.python_version()
    if sys.version_info[:2] >= LEAST_PYTHON:
        return [Finding("python", GOOD, f"{version} ({sys.executable})")]
    return [Finding("python", BROKEN, session.talk.word("doctor_python", version=version))]


def _packages(session: Session) -> list[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in PACKAGES:
        try:
            found.append(Finding(f"package {name}", GOOD, version(name)))
        except PackageNotFoundError:
            found.append(Finding(f"package {name}", BROKEN, session.talk.word("doctor_package", name=name)))
    return found


def _resources(session: Session) -> list[Finding]:
    from chainprospect.resources import resource_folder

    try:
        folders = [resource_folder(name) for name in ("queries", "sample_data")]
    except FileNotFoundError as error:
        return [Finding("resources", BROKEN, str(error))]
    return [Finding("resources", GOOD, session.talk.word("listing").join(map(str, folders)))]


def _workspace(session: Session) -> list[Finding]:
    place = next(
        path for path in (session.workspace.absolute(), *session.workspace.absolute().parents) if path.exists()
    )
    if not place.is_dir():
        return [Finding("workspace", BROKEN, session.talk.word("doctor_no_folder", path=place))]
    if not _writable(place):
        return [Finding("workspace", BROKEN, session.talk.word("doctor_read_only", path=place))]
    return [Finding("workspace", GOOD, str(session.workspace))]


def _writable(folder: Path) -> bool:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return os.access(folder, os.W_OK)
    except OSError:
        return False


def _space(session: Session) -> list[Finding]:
    place = next(
        path for path in (session.workspace.absolute(), *session.workspace.absolute().parents) if path.exists()
    )
    free = shutil.disk_usage(place).free
    note = session.talk.word("doctor_free", free=f"{free / (1 << 30):.1f}")
    return [Finding("space", GOOD if free >= LEAST_FREE else WARNING, note)]


def _snapshot(session: Session) -> list[Finding]:
    from chainprospect import prospecting
    from chainprospect.stores.workspace import Workspace

    talk = session.talk
    try:
        found = prospecting.snapshots(session.workspace)
        if not found:
            return [
                Finding(
                    "snapshot",
                    WARNING,
                    talk.word("snapshots_none", workspace=session.workspace, program=session.program),
                )
            ]
        with prospecting.open_store(session.workspace) as store:
            facts = store.facts
        damaged = Workspace(session.workspace).damaged()
    except StoreError as error:
        return [Finding("snapshot", BROKEN, str(error))]
    if damaged:
        names = talk.word("listing").join(str(path) for path in damaged[:5])
        return [Finding("snapshot", BROKEN, talk.word("doctor_damaged", files=names))]
    note = talk.word("doctor_snapshot", id=facts.snapshot, companies=facts.companies, relations=facts.relations)
    return [Finding("snapshot", GOOD, note)]


def _output(session: Session) -> list[Finding]:
    encoding = sys.stdout.encoding or "?"
    try:
        "核心企业 → 鴻海".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return [Finding("output", WARNING, session.talk.word("doctor_encoding", encoding=encoding))]
    return [Finding("output", GOOD, encoding)]


Check: TypeAlias = Callable[[Session], list[Finding]]
CHECKS: tuple[Check, ...] = (_settings, _python, _packages, _resources)


def _kept(session: Session) -> tuple[Check, ...]:
    """What is to be looked at where the companies are: a database, or the workspace."""
    try:
        home = session.home(session.settings())
    except ChainprospectError:
        # The first check has told it.
        home = session.workspace
    if isinstance(home, Path):
        return (_workspace, _space, _snapshot)
    from chainprospect.cli.doctor_database import database

    return (partial(database, address=home),)
