"""Where things lie for this call: the workspace, the settings file, the reader."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainprospect.cli.talk import Talk

if TYPE_CHECKING:
    from chainprospect.opening import Home
    from chainprospect.settings import Settings

PROGRAM = "chainprospect"
SETTINGS_NAME = "chainprospect.toml"
DEFAULT_WORKSPACE = "chainprospect-data"


@dataclass(frozen=True, slots=True)
class Session:
    """
    One call of the command line.

    `lang`, `store` and `database` are what was typed with these options, None when nothing was; `program` starts the
    commands that are proposed: the name with the workspace, settings file and database that were typed.
    """

    talk: Talk
    workspace: Path
    settings_file: Path | None
    lang: str | None = None
    program: str = PROGRAM
    store: str | None = None
    database: str | None = None

    def hint(self, key: str, **values: object) -> None:
        """Say a text that proposes a command."""
        self.talk.say(key, program=self.program, **values)

    def settings(self, flags: Mapping[str, Any] | None = None) -> Settings:
        """
        Settings in force, with the flags of this call on top; from here on talk is in their language.

        Raises
        ------
        SettingsError
            A setting is unknown or out of range.
        """
        from chainprospect.settings import resolve_settings

        typed = {"show.lang": self.lang, "store.uri": self.store, "store.database": self.database}
        found = resolve_settings(self.settings_file, os.environ, {**typed, **(flags or {})})
        self.talk.lang = found.show.lang
        return found

    def home(self, settings: Settings) -> Home:
        """Where questions are asked: the database of the settings, else the workspace."""
        if not settings.store.uri:
            return self.workspace
        from chainprospect.stores.neo4j.address import address_of

        return address_of(settings.store.uri, settings.store.database)

    def in_workspace(self, operation: str) -> Path:
        """
        The workspace, for what only a workspace can do.

        Raises
        ------
        UnsupportedByStore
            A database was typed with `--store`.
        """
        if self.store:
            from chainprospect.errors import UnsupportedByStore
            from chainprospect.stores.neo4j.address import address_of

            raise UnsupportedByStore(
                store=str(address_of(self.store, self.database)),
                operation=operation,
                who_can="a workspace (do it there without --store, then: chainprospect push --to URI)",
            )
        return self.workspace


def workspace_of(typed: str | None, environment: Mapping[str, str]) -> Path:
    """The workspace: the flag, else `$CHAINPROSPECT_WORKSPACE`, else `./chainprospect-data`."""
    return Path(typed or environment.get("CHAINPROSPECT_WORKSPACE") or DEFAULT_WORKSPACE)


def settings_file_of(typed: str | None, environment: Mapping[str, str], workspace: Path) -> Path | None:
    """The settings file: the flag, else `$CHAINPROSPECT_SETTINGS`, else the workspace's, else the current folder's."""
    chosen = typed or environment.get("CHAINPROSPECT_SETTINGS")
    if chosen:
        return Path(chosen)
    return next((file for file in (workspace / SETTINGS_NAME, Path(SETTINGS_NAME)) if file.is_file()), None)


def language_of(arguments: list[str], environment: Mapping[str, str]) -> str:
    """The language for help and for errors met before the settings are read."""
    chosen = environment.get("CHAINPROSPECT_LANG")
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return "en" if chosen == "en" else "zh"
