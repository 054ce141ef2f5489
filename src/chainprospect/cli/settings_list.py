"""`settings`: what is in force, and whence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import typer

from chainprospect.cli.exits import DONE
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import table
from chainprospect.cli.words import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ToList:
    """What `settings` asks for."""

    json: Json = False


def settings(context: typer.Context, asked: ToList) -> int:
    """Print every setting with its value and where it came from."""
    from chainprospect.settings import flat_settings

    session: Session = context.obj
    talk = session.talk
    found = flat_settings(session.settings())
    if asked.json:
        listed = [{"key": key, "value": value, "origin": origin} for key, (value, origin) in found.items()]
        talk.document(json.dumps(listed, ensure_ascii=False, indent=1))
        return DONE
    heads = [talk.word(f"head_{head}") for head in ("key", "setting", "origin")]
    rows = [[key, _toml(value), name_of(talk.lang, "origin", origin)] for key, (value, origin) in found.items()]
    for line in table(heads, rows):
        talk.data(line)
    file = session.settings_file
    talk.say("settings_file", path=file) if file else talk.say("settings_no_file", workspace=session.workspace)
    return DONE


def _toml(value: Any) -> str:
    """A value as the settings file would spell it; nothing for one that is not set."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return json.dumps(value, ensure_ascii=False)
