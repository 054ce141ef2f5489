"""Headers to columns: which table a sheet is, which column each header names, what is left out and what is refused."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from chainprospect.errors import InputError
from chainprospect.load.columns import CONTACTS, TABLES, Column, Table, key
from chainprospect.load.files import Sheet
from chainprospect.load.mapping import TableMapping
from chainprospect.load.private import private
from chainprospect.load.units import Unit, parse_unit

_NUMERIC: Final = frozenset(("money", "signed_money", "number", "count"))
_FRACTIONS: Final = frozenset(("rate", "share", "fraction"))
# Two headers for one of these are two different answers to "who is it": refused rather than guessed.
_IDENTITY: Final = frozenset(("id", "uscc", "lei", "name", "source", "target", "payer", "payee", "client"))
_WHO: Final = ("name", "id", "uscc", "lei")
# What a person has and a company does not.
_PERSONAL: Final = frozenset(("title", "phone", "email", "decides", "introducer", "last_contact", "gender"))
_PERCENT = re.compile(r"%|‰|百分|percent|pct")
_RATIO = re.compile(r"占.*比|比例|比重|占比")
_BRACKETS = re.compile(r"[(\[{【〔<「](.*?)[)\]}】〕>」]")
_UNIT_SIGNS = re.compile(r"[万亿千萬億$¥€£%]|百万|\b(?:mn|bn|mm|k|m|b|million|billion|thousand)\b|元", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet that is loaded: where it stands, how the file spells it, and what its header says."""

    column: Column
    position: int
    header: str
    unit: Unit | None = None
    percent: str = ""
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sheet is read: its table, its fields in file order, constants, and the headers left out or refused."""

    table: Table
    fields: tuple[Field, ...]
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignored: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether a column is there, as a field or a constant."""
        return name in self.constants or any(found.column.name == name for found in self.fields)


@dataclass(frozen=True, slots=True)
class Match:
    """A column that a header names, with its rank among the column's headers (0 is the canonical name)."""

    column: Column
    rank: int
    unit: Unit | None = None
    percent: str = ""


@cache
def _lookup(table_name: str) -> Mapping[str, tuple[Column, int]]:
    """Key of every header of a table → its column; canonical names come before any synonym."""
    table = CONTACTS if table_name == CONTACTS.name else TABLES[table_name]
    found: dict[str, tuple[Column, int]] = {key(column.name): (column, 0) for column in table.columns}
    for column in table.columns:
        for rank, header in enumerate(column.headers):
            found.setdefault(key(header), (column, rank))
    return MappingProxyType(found)


@cache
def _all_keys() -> frozenset[str]:
    return frozenset(name for table in TABLES for name in _lookup(table))


def speaks_of_people(sheet: Sheet) -> bool:
    """Whether a sheet holds people at companies, and nothing of the companies but who they are."""
    columns = {match.column.name for text in sheet.header if text and (match := match_header(text, CONTACTS))}
    said = {match.column.name for text in sheet.header if text and (match := match_header(text, TABLES["companies"]))}
    return {"company", "name"} < columns and bool(columns & _PERSONAL) and said <= {*_WHO, "source_ref", "role"}


def known_header(text: str) -> bool:
    """Whether a cell names a column of any table."""
    if not text or len(text) > 60 or not text.strip():
        return False
    return key(text) in _all_keys() or any(match_header(text, table) for table in TABLES.values())


def match_header(text: str, table: Table) -> Match | None:
    """Column of a table that a header names, with the unit or percent sign it carries, or None."""
    lookup = _lookup(table.name)
    whole = key(text)
    if whole in lookup:
        column, rank = lookup[whole]
        return Match(column, rank, None, _percent(text, column))
    return _with_unit(text, lookup) or _without_brackets(text, lookup)


def _percent(text: str, column: Column) -> str:
    if column.type not in _FRACTIONS:
        return ""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _PERCENT.search(folded):
        return "percent"
    return "ratio" if _RATIO.search(folded) else ""


def _with_unit(text: str, lookup: Mapping[str, tuple[Column, int]]) -> Match | None:
    """`营业收入（万元）`, `revenue_usd_mn`, `占比%`: a header and what follows it."""
    bare = re.sub(r"[()\[\]{}【】〔〕<>,，/|;；]+|单位", "", key(text))
    for size in range(len(bare), 0, -1):
        found = lookup.get(bare[:size])
        if found is None:
            continue
        column, rank = found
        rest = bare[size:]
        if not rest:
            return Match(column, rank + 1, None, _percent(text, column))
        if column.type in _NUMERIC and (unit := parse_unit(rest)) is not None:
            return Match(column, rank + 1, unit)
        if column.type in _FRACTIONS and re.fullmatch(r"%|‰|pct|percent|percentage|百分比|百分数", rest):
            return Match(column, rank + 1, None, "percent")
    return None


def _without_brackets(text: str, lookup: Mapping[str, tuple[Column, int]]) -> Match | None:
    """`公司名称（全称）`: what stands in brackets is a remark, unless it holds a unit that would be lost."""
    folded = unicodedata.normalize("NFKC", text)
    inside = _BRACKETS.findall(folded)
    outside = _BRACKETS.sub("", folded)
    if not inside or key(outside) not in lookup:
        return None
    column, rank = lookup[key(outside)]
    unit: Unit | None = None
    for part in re.split(r"[,，;；、]", ",".join(inside)):
        said = parse_unit(part) if column.type in _NUMERIC else None
        if said is not None and part.strip():
            unit = said
        elif column.type in _NUMERIC and _UNIT_SIGNS.search(part):
            return None
    return Match(column, rank + 1, unit, _percent(text, column))


def plan_sheet(sheet: Sheet, table: Table, mapping: TableMapping | None, constants: Mapping[str, str]) -> Plan:
    """
    Tell the column of every header of a sheet that is known to be a table.

    Raises
    ------
    InputError
        Two headers name one column and neither is its canonical name, a mapped header is not there, or a required
        column has no header.
    """
    mapped = _mapped_positions(sheet, mapping)
    fixed = {**constants, **(mapping.constants if mapping else {})}
    chosen: dict[str, Field] = {}
    ranks: dict[str, int] = {}
    ignored: list[str] = []
    refused: list[str] = []
    for position, header in enumerate(sheet.header):
        if position in mapped or not header:
            continue
        match = match_header(header, table)
        if match is None or match.column.name in (mapping.headers if mapping else ()) or match.column.name in fixed:
            (refused if match is None and private(header) else ignored).append(header)
            continue
        name = match.column.name
        if name in chosen:
            loser = _clash(sheet, match, chosen[name], ranks[name], header)
            ignored.append(loser)
            if loser == header:
                continue
        chosen[name] = Field(match.column, position, header, match.unit, match.percent)
        ranks[name] = match.rank
    fields = [*chosen.values(), *mapped.values()]
    if mapping:
        fields = [_refined(found, mapping) for found in fields]
    plan = Plan(
        table,
        tuple(sorted(fields, key=lambda found: found.position)),
        MappingProxyType(fixed),
        tuple(ignored),
        tuple(refused),
    )
    _check_required(sheet, plan)
    return plan


def _refined(found: Field, mapping: TableMapping) -> Field:
    name = found.column.name
    unit = mapping.units.get(name, found.unit)
    return Field(found.column, found.position, found.header, unit, found.percent, mapping.splits.get(name))


def _clash(sheet: Sheet, match: Match, held: Field, held_rank: int, header: str) -> str:
    """Header that gives way where two name one column."""
    name = match.column.name
    if key(header) == key(held.header):
        message = f"the header {header!r} stands twice; rename or drop one of the two columns."
        raise InputError(message, path=sheet.label, column=header)
    if name in _IDENTITY and 0 not in (match.rank, held_rank):
        message = (
            f"the headers {held.header!r} and {header!r} both name the column {name}; drop one, or name the right one "
            f'in a mapping file: {name} = "{header}".'
        )
        raise InputError(message, path=sheet.label, column=header)
    return held.header if match.rank < held_rank else header


def _mapped_positions(sheet: Sheet, mapping: TableMapping | None) -> dict[int, Field]:
    """Fields that the mapping file names, by position."""
    found: dict[int, Field] = {}
    for name, wanted in (mapping.headers if mapping else {}).items():
        places = [place for place, header in enumerate(sheet.header) if header == wanted]
        places = places or [place for place, header in enumerate(sheet.header) if key(header) == key(wanted)]
        if len(places) != 1:
            what = "stands twice in the header" if places else "is not in the header"
            message = f"the mapping names {wanted!r} for {name}, which {what}: {_listed(sheet.header)}."
            raise InputError(message, path=sheet.label, column=wanted)
        if private(wanted) and match_header(wanted, mapping.table if mapping else TABLES["companies"]) is None:
            message = f"the mapping names {wanted!r} for {name}, a private fact that is never stored; take it out."
            raise InputError(message, path=sheet.label, column=wanted)
        column = mapping.table.column(name) if mapping else None
        if column is not None:
            if places[0] in found:
                message = f"the mapping names {wanted!r} for two columns; name it once."
                raise InputError(message, path=sheet.label, column=wanted)
            said = _with_unit(wanted, MappingProxyType({key(_BRACKETS.sub("", wanted)): (column, 0)}))
            percent = (said.percent if said else "") or _percent(wanted, column)
            found[places[0]] = Field(column, places[0], sheet.header[places[0]], said.unit if said else None, percent)
    return found


def _check_required(sheet: Sheet, plan: Plan) -> None:
    for name in plan.table.required:
        if not plan.has(name):
            raise InputError(_missing(plan.table.column(name), sheet.header, plan.table), path=sheet.label)
    identity = [name for name in _WHO if any(column.name == name for column in plan.table.columns)]
    if identity and not any(plan.has(name) for name in identity):
        raise InputError(_missing(plan.table.column("name"), sheet.header, plan.table), path=sheet.label)


def _missing(column: Column, header: Sequence[str], table: Table) -> str:
    if column.name == "anchor":
        return "a list of names needs the company they belong to; name it with --anchor."
    near = _near(column, header)
    hint = f" Did you mean {near!r}?" if near else ""
    return (
        f"no column for {column.name} ({column.zh}) of the table {table.name} was found; "
        f"the headers are {_listed(header)}.{hint} Rename one, or add to a mapping file: "
        f'[{table.name}] {column.name} = "their header".'
    )


def _near(column: Column, header: Sequence[str]) -> str | None:
    by_key = {key(text): text for text in header if text}
    best: tuple[float, str] | None = None
    for wanted in column.headers:
        for close in difflib.get_close_matches(key(wanted), by_key, n=1, cutoff=0.5):
            score = difflib.SequenceMatcher(None, key(wanted), close).ratio()
            if best is None or score > best[0]:
                best = (score, by_key[close])
    return best[1] if best else None


def _listed(header: Sequence[str]) -> str:
    names = [text for text in header if text]
    shown = ", ".join(names[:30])
    return f"{shown} … ({len(names)} in all)" if len(names) > 30 else shown or "all blank"
