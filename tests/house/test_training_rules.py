"""Every rule of the training material has a row: a command with a test that is there, or why it is not done."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

from chainprospect.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/training-rules.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| [AB]\d", line)
]
IDS = [f"A{number:02}" for number in range(1, 43)] + [f"B{number:02}" for number in range(1, 54)]
NOT_DONE = ("A42", "B39")


def shown_tests(cell: str) -> list[tuple[str, str]]:
    """Files and names of the tests that a cell names."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", cell)


def test_every_rule_has_its_row() -> None:
    assert [row[0] for row in ROWS] == IDS
    assert all(len(row) == 5 for row in ROWS)


def test_the_rows_are_those_of_the_material(shared) -> None:
    with (shared / "reference/requirements.csv").open(encoding="utf-8") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_a_command_and_tests_that_are_there_or_says_why_not(row: list[str]) -> None:
    rule, _, commands, shown, note = row
    if rule in NOT_DONE:
        assert (commands, shown) == ("", "")
        assert note.startswith("Not done on purpose: ")
        return
    known = {name for name, *_ in COMMANDS}
    typed = [text.split()[0] for text in re.findall(r"`([^`]+)`", commands)]
    assert typed[0] in known
    tests = shown_tests(shown)
    assert tests
    for file, name in tests:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"
