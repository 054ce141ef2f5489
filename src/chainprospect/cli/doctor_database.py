"""What `doctor` looks at in a database: the connection, the layout, and whether all is there that should be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chainprospect.cli.finding import BROKEN, GOOD, WARNING, Finding
from chainprospect.cli.session import Session
from chainprospect.cli.translated import error_text
from chainprospect.errors import ChainprospectError

if TYPE_CHECKING:
    from chainprospect.stores.neo4j.address import Address


def database(session: Session, address: Address) -> list[Finding]:
    """Findings of one database, as far as it can be looked into."""
    from chainprospect.stores.neo4j.connection import Connection
    from chainprospect.stores.neo4j.opening import counted, opened

    talk = session.talk
    found = []
    check = "connection"
    try:
        with Connection(address, os.environ) as connection:
            note = talk.word("doctor_connected", store=address, version=connection.version or "?")
            open_to_others = talk.word("doctor_unencrypted") if address.readable_by_others else ""
            found.append(Finding(check, WARNING if open_to_others else GOOD, note + open_to_others))
            check = "layout"
            facts = opened(connection).facts
            found.append(Finding(check, GOOD, talk.word("doctor_layout")))
            check = "snapshot"
            count = counted(connection, facts.snapshot)
    except ChainprospectError as error:
        return [*found, Finding(check, BROKEN, error_text(error, talk.lang))]
    said = {"id": facts.snapshot, "companies": facts.companies, "relations": facts.relations}
    if (count.companies, count.relations) != (facts.companies, facts.relations):
        holds = {"found": count.companies, "found_relations": count.relations}
        return [*found, Finding(check, BROKEN, talk.word("doctor_incomplete", **said, **holds))]
    found.append(Finding(check, GOOD, talk.word("doctor_counted", **said)))
    if count.others:
        found.append(Finding("versions", WARNING, talk.word("doctor_versions", others=count.others)))
    return found
