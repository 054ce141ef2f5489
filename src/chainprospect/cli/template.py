"""`template`: an empty workbook to fill."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from chainprospect.cli.exits import DONE
from chainprospect.cli.hints import quoted
from chainprospect.cli.options import Output
from chainprospect.cli.session import Session
from chainprospect.errors import OutputError

NAMES = {"zh": "模板.xlsx", "en": "template.xlsx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWrite:
    """What `template` asks for."""

    output: Output = None
    force: Annotated[bool, typer.Option("--force")] = False


def template(context: typer.Context, asked: ToWrite) -> int:
    """Write an empty workbook with notes and drop-downs; a workbook that is there stays unless forced."""
    from chainprospect import prospecting

    session: Session = context.obj
    lang = session.settings().show.lang
    path = Path(asked.output or NAMES[lang])
    if path.suffix.lower() != ".xlsx":
        raise OutputError(session.talk.word("template_suffix"), path=path)
    if path.exists() and not asked.force:
        raise OutputError(session.talk.word("template_there"), path=path)
    prospecting.write_template(path, lang)
    session.talk.say("template_written", path=path)
    session.hint("next_load", file=quoted(str(path)))
    return DONE
