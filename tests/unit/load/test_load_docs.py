"""The page on tables names every column, header and word that is read."""

from __future__ import annotations

import tomllib

import pytest

from chainprospect.load.columns import COMPANY, TABLES, TIE, WIDE
from chainprospect.load.mapping import table_mappings
from chainprospect.load.words import spellings


@pytest.fixture(scope="module")
def page(root) -> str:
    return (root / "docs" / "tables.md").read_text("utf-8")


def test_every_column_and_header_is_documented(page):
    columns = {column for table in TABLES.values() for column in table.columns if not column.name.endswith("_open")}
    partner_only = {column for name in ("suppliers", "list") for column in TABLES[name].columns}
    for column in (columns - partner_only) | {*COMPANY, *TIE, *WIDE}:
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{column.name}` | {column.zh} |")][:1]
        for header in column.synonyms:
            assert header in page, (column.name, header)
        assert line.count("|") == 5


def test_every_table_and_sheet_is_documented(page):
    for table in TABLES.values():
        assert table.name in page
        assert table.zh in page


@pytest.mark.parametrize("column", ["kind", "grade", "role", "ownership", "status", "event"])
def test_every_word_is_documented(page, column):
    for code, words in spellings(column).items():
        assert f"| `{code}` | {words[0]} | {', '.join(words[1:])} |" in page


def test_the_mappings_shown_are_mappings(page):
    blocks = [block.split("```")[0] for block in page.split("```toml\n")[1:]]
    assert [[mapping.table.name for mapping in table_mappings(tomllib.loads(block))] for block in blocks] == [
        ["relations"],
        ["list"],
    ]
