"""
The mapping file: which of a file's own headers stand for our columns.

One TOML section a table::

    [relations]
    source = "supplier_name"
    as_of = "year"
    amount = { header = "vol", unit = "万元" }

    [relations.constants]
    target = "示例电网公司"

    [relations.split]
    source = "/"
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chainprospect.errors import InputError
from chainprospect.load.columns import TABLES, Table
from chainprospect.load.units import Unit, parse_unit


@dataclass(frozen=True, slots=True)
class TableMapping:
    """
    What a mapping file says of one table.

    `headers`: column → their header; `units`: column → unit of its numbers; `constants`: column → the value of every
    row; `splits`: column → what separates several values in its cells.
    """

    table: Table
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    units: Mapping[str, Unit] = field(default_factory=lambda: MappingProxyType({}))
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    splits: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_toml(path: Path) -> dict[str, Any]:
    """
    The content of a mapping file, unchecked.

    Raises
    ------
    InputError
        The file is missing, no UTF-8 or no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError("there is no such mapping file; check the name.", path=path) from error
    except OSError as error:
        raise InputError(f"the mapping file cannot be read: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError("the mapping file is not UTF-8; save it as UTF-8.", path=path) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the mapping file is not TOML ({error}); mend that line.", path=path) from error


def read_mapping(path: Path) -> Mapping[str, Any]:
    """
    Read a mapping file as it stands, checked.

    Raises
    ------
    InputError
        The file is missing, no UTF-8, no TOML, or names a table or column that there is not.
    """
    tree = read_toml(path)
    table_mappings(tree, path)
    return tree


def table_mappings(tree: Mapping[str, Any], path: Path | None = None) -> tuple[TableMapping, ...]:
    """
    Return the mapping of every table that a mapping file names.

    Raises
    ------
    InputError
        A table or column is unknown, or a value is of the wrong kind.
    """
    return tuple(_table_mapping(name, body, path) for name, body in tree.items())


def _table_mapping(name: str, body: Any, path: Path | None) -> TableMapping:
    if name not in TABLES or not isinstance(body, Mapping):
        raise InputError(f"[{name}] is no table of a mapping; {_nearest(name, tuple(TABLES))}", path=path)
    table = TABLES[name]
    headers: dict[str, str] = {}
    units: dict[str, Unit] = {}
    constants: dict[str, str] = {}
    splits: dict[str, str] = {}
    for column, value in body.items():
        if column in ("constants", "split"):
            if not isinstance(value, Mapping):
                raise InputError(f"[{name}] {column} is no section; write [{name}.{column}].", path=path)
            target = constants if column == "constants" else splits
            target.update({_column(table, inner, path): _text(leaf, inner, path) for inner, leaf in value.items()})
            continue
        _column(table, column, path)
        said = value if isinstance(value, Mapping) else {"header": value}
        for key, leaf in said.items():
            if key == "header":
                headers[column] = _text(leaf, column, path)
            elif key == "constant":
                constants[column] = _text(leaf, column, path)
            elif key == "split":
                splits[column] = _text(leaf, column, path)
            elif key == "unit":
                units[column] = _unit(_text(leaf, column, path), column, path)
            else:
                raise InputError(
                    f"[{name}] {column}: {_nearest(key, ('header', 'constant', 'unit', 'split'))}", path=path
                )
    return TableMapping(
        table, MappingProxyType(headers), MappingProxyType(units), MappingProxyType(constants), MappingProxyType(splits)
    )


def _column(table: Table, name: str, path: Path | None) -> str:
    names = tuple(column.name for column in table.columns)
    if name not in names:
        raise InputError(f"[{table.name}] has no column {name!r}; {_nearest(name, names)}", path=path)
    return name


def _nearest(name: str, names: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."


def _text(value: Any, column: str, path: Path | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float) and not hasattr(value, "isoformat"):
        raise InputError(f"{column}: {value!r} is no text; put it in quotes.", path=path)
    return value if isinstance(value, str) else str(value)


def _unit(text: str, column: str, path: Path | None) -> Unit:
    unit = parse_unit(text)
    if unit is None:
        raise InputError(f"{column}: {text!r} is no unit; write one like 万元 or USD mn.", path=path)
    return unit
