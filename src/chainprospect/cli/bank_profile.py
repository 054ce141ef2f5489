"""`profile`: our own bank: write its settings file, show what follows from it, check it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainprospect.cli.exits import DONE
from chainprospect.cli.options import Json
from chainprospect.cli.session import SETTINGS_NAME, Session

if TYPE_CHECKING:
    from chainprospect.advising.profiling import BankTold
    from chainprospect.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ToProfile:
    """What `profile` asks for."""

    init: Annotated[bool, typer.Option("--init")] = False
    show: Annotated[bool, typer.Option("--show")] = False
    check: Annotated[bool, typer.Option("--check")] = False
    json: Json = False


def profile(context: typer.Context, asked: ToProfile) -> int:
    """Write the bank's settings file, or print its profile, or what in it should be mended."""
    from chainprospect.cli.ask import wrong

    session: Session = context.obj
    typed = [flag for flag in ("init", "show", "check") if getattr(asked, flag)]
    if len(typed) > 1:
        raise wrong(f"--{typed[1]}", typed[0], session.talk.word("profile_one"))
    if asked.init:
        _write(session)
        return DONE
    settings = session.settings()
    found = _told(session, settings)
    if asked.json:
        import json

        from chainprospect.cli.bank_page import document

        session.talk.document(json.dumps(document(found, settings), ensure_ascii=False, indent=1))
        return DONE
    from chainprospect.cli.bank_page import finding_lines, lines

    for line in finding_lines(found, session.talk) if asked.check else lines(found, settings, session.talk):
        session.talk.data(line)
    return DONE


def _told(session: Session, settings: Settings) -> BankTold:
    """The profile; a store is opened only where the bank's own list has to be matched."""
    from chainprospect.advising.profiling import bank_of
    from chainprospect.cli.advice import open_store

    if not settings.policy.companies:
        return bank_of(settings, None)
    with open_store(session) as store:
        return bank_of(settings, store)


def _write(session: Session) -> None:
    """A settings file to fill in; one that is there stays."""
    from chainprospect.errors import OutputError
    from chainprospect.export.placing import place

    lang = session.talk.lang
    path = session.settings_file or session.workspace / SETTINGS_NAME
    if path.exists():
        raise OutputError("is there already and stays as it is; name another with --settings FILE.", path=path)
    if not path.parent.exists() and path.parent == session.workspace:
        path.parent.mkdir(parents=True)
    place(path, [(Path(__file__).parent / f"profile_{lang}.toml").read_bytes()])
    session.talk.say("profile_written", path=path)
    session.hint("next_profile")
