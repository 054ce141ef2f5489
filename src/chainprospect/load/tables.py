"""Which table a sheet is: by what was asked, the mapping, its name, its columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from chainprospect.errors import InputError
from chainprospect.load.columns import TABLES, Column, Table, key
from chainprospect.load.files import Sheet
from chainprospect.load.headers import match_header, speaks_of_people
from chainprospect.load.mapping import TableMapping

_PARTNER_TABLES: Final = ("suppliers", "distributors", "intermediaries")
_WHO: Final = frozenset(("name", "id", "uscc", "lei"))
_WIDE: Final = frozenset(("suppliers", "customers", "distributors", "intermediaries"))
# Headers that only an event table, or only a blacklist, would have.
_EVENT_KEYS: Final = frozenset(key(word) for word in ("事件类型", "事件", "事件种类", "event", "event type"))
_BLACKLIST_KEYS: Final = frozenset(
    key(word) for word in ("黑名单企业", "黑名单公司", "失信企业", "黑名单原因", "列入原因", "blacklist reason")
)
# Kinds that a relation's own headers imply where no column says it.
_IMPLIED: Final[Mapping[str, str]] = MappingProxyType(
    {
        key(word): kind
        for kind, words in (
            ("owns", ("股东", "被投资企业", "持股比例", "股权比例", "出资比例", "投资比例", "stake", "owner", "owned")),
            ("guarantees", ("担保人", "担保方", "被担保人", "被担保方", "债务人", "guarantor")),
            ("refers", ("推荐人", "被推荐人", "referrer")),
        )
        for word in words
    }
)


def table_named(word: str) -> Table:
    """
    Table that `--as` names, by its name, its Chinese name or a sheet name.

    Raises
    ------
    InputError
        There is no such table.
    """
    wanted = key(word)
    for table in TABLES.values():
        if wanted in _names(table):
            return table
    near = difflib.get_close_matches(word.casefold(), TABLES, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(TABLES)}."
    raise InputError(f"there is no table {word!r}; {hint}")


def table_of(
    sheet: Sheet, wanted: str | None, mappings: tuple[TableMapping, ...], *, anchored: bool
) -> tuple[Table, TableMapping | None] | None:
    """
    Tell which table a sheet is; None when nothing says so, or when it holds people.

    `wanted` is what `--as` names; `anchored` says that an anchor was given, to which a list of names belongs.
    """
    table = table_named(wanted) if wanted else None
    mapping = _mapping_of(sheet, table, mappings)
    if table is None and mapping is None and not anchored and speaks_of_people(sheet):
        return None
    if table is None and mapping is not None:
        table = mapping.table
    if table is None:
        table = _told(sheet, anchored=anchored)
    if table is None:
        return None
    return table, mapping


def implied_kind(header: tuple[str, ...]) -> str | None:
    """Kind of relation that the headers imply: 股东 and 持股比例 speak of owning."""
    for text in header:
        if key(text) in _IMPLIED:
            return _IMPLIED[key(text)]
    return None


def _names(table: Table) -> frozenset[str]:
    return frozenset(key(word) for word in (table.name, table.zh, *table.sheets))


def _mapping_of(sheet: Sheet, table: Table | None, mappings: tuple[TableMapping, ...]) -> TableMapping | None:
    if table is not None:
        return next((mapping for mapping in mappings if mapping.table.name == table.name), None)
    header = {key(text) for text in sheet.header}
    fitting = [mapping for mapping in mappings if all(key(text) in header for text in mapping.headers.values())]
    if len(fitting) > 1:
        named = [mapping for mapping in fitting if key(sheet.hint) in _names(mapping.table)]
        fitting = named or [max(fitting, key=lambda mapping: len(mapping.headers))]
    if fitting:
        return fitting[0]
    # A single section is meant for a single table: its missing headers are then named one by one.
    return mappings[0] if len(mappings) == 1 and sheet.form != "workbook" else None


def _told(sheet: Sheet, *, anchored: bool) -> Table | None:
    """Table by the sheet's name where the columns bear it out, else by the columns."""
    named = next((table for table in TABLES.values() if key(sheet.hint) in _names(table)), None)
    if anchored and (named is None or named.name in ("list", "companies", *_PARTNER_TABLES)):
        columns = _columns(sheet, TABLES["list"])
        if (_WHO & columns or len([text for text in sheet.header if text]) == 1) and not _ties(sheet):
            return TABLES["list"]
    if named is not None and _bears(sheet, named):
        return named
    return _by_columns(sheet)


def _columns(sheet: Sheet, table: Table) -> frozenset[str]:
    return frozenset(
        match.column.name for text in sheet.header if text and (match := match_header(text, table)) is not None
    )


def _bears(sheet: Sheet, table: Table) -> bool:
    """Whether a sheet has the columns without which a table cannot be read."""
    columns = _columns(sheet, table)
    who = any(column.name == "name" for column in table.columns)
    return set(table.required) <= columns and (not who or bool(_WHO & columns))


def _ties(sheet: Sheet) -> bool:
    return {"source", "target"} <= _columns(sheet, TABLES["relations"])


def _by_columns(sheet: Sheet) -> Table | None:
    """Table by the columns alone; the first that is told apart."""
    tells: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("payments", lambda: {"payer", "payee"} <= _columns(sheet, TABLES["payments"])),
        ("companies", lambda: _ties(sheet) and _wide(sheet)),
        ("relations", lambda: _ties(sheet)),
        ("events", lambda: _eventful(sheet)),
        ("financials", lambda: _statement(sheet)),
        ("blacklist", lambda: _has_key(sheet, _BLACKLIST_KEYS) and _bears(sheet, TABLES["blacklist"])),
        *((name, partial(_partners, sheet, TABLES[name])) for name in _PARTNER_TABLES),
        ("companies", lambda: _bears(sheet, TABLES["companies"])),
    )
    return next((TABLES[name] for name, told in tells if told()), None)


def _has_key(sheet: Sheet, keys: frozenset[str]) -> bool:
    return any(key(text) in keys for text in sheet.header)


def _partners(sheet: Sheet, table: Table) -> bool:
    """Whether the file's name speaks of partners and each row names its client."""
    return any(word in key(sheet.hint) for word in _names(table)) and _bears(sheet, table)


def _eventful(sheet: Sheet) -> bool:
    """Whether there is an event's own header, or nothing but what an event table has."""
    if not _bears(sheet, TABLES["events"]):
        return False
    only = all(match_header(text, TABLES["events"]) for text in sheet.header if text)
    return _has_key(sheet, _EVENT_KEYS) or (only and "date" in _columns(sheet, TABLES["events"]))


def _statement(sheet: Sheet) -> bool:
    """Whether the columns are a financial statement rather than facts of a company with a date."""
    table = TABLES["financials"]
    if not _bears(sheet, table):
        return False
    columns = _columns(sheet, table)
    company = {text for text in sheet.header if text and match_header(text, TABLES["companies"])}
    only = [text for text in sheet.header if text and text not in company and match_header(text, table)]
    items = [name for name in columns if _is_item(table.column(name))]
    return bool(items) and (len(only) >= 2 or {"period", "unit"} <= columns or "period" in map(key, sheet.header))


def _is_item(column: Column) -> bool:
    return column.type in ("money", "signed_money")


def _wide(sheet: Sheet) -> bool:
    """Whether a row names a company and, apart from it, lists of its partners."""
    relation = {
        text
        for text in sheet.header
        if text and (match := match_header(text, TABLES["relations"])) and match.column.name in ("source", "target")
    }
    names = [
        text
        for text in sheet.header
        if text and (match := match_header(text, TABLES["companies"])) and match.column.name == "name"
    ]
    return any(text not in relation for text in names) and bool(_WIDE & _columns(sheet, TABLES["companies"]))
