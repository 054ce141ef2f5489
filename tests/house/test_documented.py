"""
Every command, option and column is documented.

The help pages in docs/commands.md are what the program prints: `python tests/house/test_documented.py` renews them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from chainprospect.cli.help import page
from chainprospect.cli.main import PROGRAM, build
from chainprospect.cli.talk import Talk
from chainprospect.load.columns import TABLES

ROOT = Path(__file__).resolve().parents[2]
COMMANDS_PAGE = ROOT / "docs/commands.md"
MARK = re.compile(r"<!-- help: (\w+) -->\n+(?:```\n.*?\n```\n+)*", re.DOTALL)


def help_page(name: str, lang: str) -> str:
    """The help page of a command, 100 columns wide."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        whole = typer.main.get_command(build())
        context = whole.make_context(PROGRAM, ["settings"], obj=Talk(lang), resilient_parsing=True)
        if name == "whole":
            return page(whole, context)
        command = whole.commands[name]
        return page(command, type(context)(command, parent=context, info_name=name))
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)


def blocks(name: str) -> str:
    """What stands under a mark: the page in both languages."""
    pages = "".join(f"```\n{help_page(name, lang)}\n```\n\n" for lang in ("zh", "en"))
    return f"<!-- help: {name} -->\n\n{pages}"


def renewed(text: str) -> str:
    """The page with every block as the program prints it."""
    return MARK.sub(lambda mark: blocks(mark[1]), text)


def command_names() -> list[str]:
    return list(typer.main.get_command(build()).commands)


def option_names() -> list[tuple[str, str]]:
    whole = typer.main.get_command(build())
    context = whole.make_context(PROGRAM, ["settings"], obj=Talk(), resilient_parsing=True)
    named: list[tuple[str, Any]] = [("whole", whole), *whole.commands.items()]
    return [
        (name, option)
        for name, command in named
        for param in command.get_params(context)
        if param.param_type_name == "option"
        for option in (*param.opts, *param.secondary_opts)
    ]


def test_help_pages_in_the_docs_are_what_the_program_prints() -> None:
    text = COMMANDS_PAGE.read_text("utf-8")
    assert text == renewed(text), "run: python tests/house/test_documented.py"


@pytest.mark.parametrize("name", command_names())
def test_every_command_has_its_chapter(name: str) -> None:
    text = COMMANDS_PAGE.read_text("utf-8")
    assert f"\n## {name}\n\n<!-- help: {name} -->" in text
    assert name in (ROOT / "README.md").read_text("utf-8")


def test_every_option_is_documented() -> None:
    chapters = dict(re.findall(r"<!-- help: (\w+) -->(.*?)(?=\n## |\Z)", COMMANDS_PAGE.read_text("utf-8"), re.DOTALL))
    missing = [(name, option) for name, option in option_names() if f"{option}" not in chapters[name]]
    assert missing == []


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs/tables.md").read_text("utf-8")
    words = set(re.findall(r"`([a-z_]+)`", text))
    columns = {column.name.removesuffix("_open") for table in TABLES.values() for column in table.columns}
    assert sorted(columns - words) == []
    assert [name for name in TABLES if not re.search(rf"\b{name}\b", text)] == []
    assert "_open" in text


if __name__ == "__main__":
    COMMANDS_PAGE.write_text(renewed(COMMANDS_PAGE.read_text("utf-8")), encoding="utf-8", newline="\n")
