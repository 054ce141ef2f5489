"""
The mapping file of a graph: what in it are companies and relations, and which properties stand for our columns.

One TOML section a label or relationship type::

    [[companies]]
    label = "Firm"
    id = "tax_number"
    name = "title"
    revenue = { header = "sales", unit = "万元" }

    [[relations]]
    type = "SELLS_TO"
    amount = "volume"

    [relations.constants]
    kind = "supplies"

Beside the words below, a section is written as that of a table in the mapping file of a load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chainprospect.errors import InputError
from chainprospect.load.mapping import read_toml, table_mappings

# A company's column that may tell a relation's end, best first.
_WHO: Final = ("id", "uscc", "lei", "name")
_ENDS: Final = ("source", "target")


@dataclass(frozen=True, slots=True)
class GraphSection:
    """
    One label or relationship type to read, and the table its rows become.

    `labels` are those of the companies, or of a relation's seller and buyer; `type` is None for companies. `ends` are
    the properties that tell seller and buyer, the first known one counting. `properties` are those to read of the
    companies or relations themselves; `mapping` is the mapping of the table, as that of a file would be.
    """

    table: str
    labels: tuple[tuple[str, ...], ...]
    type: str | None
    reverse: bool
    ends: tuple[tuple[str, ...], ...]
    properties: tuple[str, ...]
    mapping: Mapping[str, Any]


def read_graph_mapping(path: Path, headers: tuple[str, str]) -> tuple[GraphSection, ...]:
    """
    Read the mapping file of a graph, checked.

    Parameters
    ----------
    path
        The TOML file.
    headers
        Under which headers the rows will hold a relation's seller and buyer.

    Raises
    ------
    InputError
        The file is missing, no UTF-8, no TOML, or names a section, column or label that cannot be.
    """
    tree = read_toml(path)
    unknown = [name for name in tree if name not in ("companies", "relations")]
    if unknown:
        raise InputError(
            f"[[{unknown[0]}]] is no section of a graph's mapping; write [[companies]] and [[relations]].", path=path
        )
    companies = [_companies(body, path) for body in _sections(tree, "companies", path)]
    relations = [_relations(body, companies, headers, path) for body in _sections(tree, "relations", path)]
    if not companies and not relations:
        raise InputError("the mapping names nothing to read; write [[companies]] and [[relations]].", path=path)
    return (*companies, *relations)


def _sections(tree: Mapping[str, Any], table: str, path: Path) -> list[dict[str, Any]]:
    said = tree.get(table, [])
    found = [said] if isinstance(said, Mapping) else said
    if not isinstance(found, list) or not all(isinstance(body, Mapping) for body in found):
        raise InputError(f"{table} is no section; write [[{table}]].", path=path)
    return [dict(body) for body in found]


def _companies(body: dict[str, Any], path: Path) -> GraphSection:
    labels = _names(body.pop("label", None), "[[companies]] label", path)
    mapping, properties = _mapped("companies", body, path)
    return GraphSection("companies", (labels,), None, False, (), properties, mapping)  # noqa: FBT003 - a field


def _relations(
    body: dict[str, Any], companies: Sequence[GraphSection], headers: tuple[str, str], path: Path
) -> GraphSection:
    kinds = _names(body.pop("type", None), "[[relations]] type", path)
    if len(kinds) > 1:
        raise InputError("[[relations]] type: a relation has one; write a section for each.", path=path)
    reverse = body.pop("reverse", False)
    if not isinstance(reverse, bool):
        raise InputError("[[relations]] reverse: write true or false.", path=path)
    labels = []
    for word in ("from", "to"):
        said = body.pop(word, None)
        if said is None and len(companies) != 1:
            raise InputError(f"[[relations]] {word}: name the label that {kinds[0]} goes {word}.", path=path)
        labels.append(companies[0].labels[0] if said is None else _names(said, f"[[relations]] {word}", path))
    if reverse:
        labels.reverse()
    ends = []
    for end, its in zip(_ENDS, labels, strict=True):
        said = body.pop(end, None)
        ends.append(_names(said, f"[[relations]] {end}", path) if said is not None else _who(its, companies))
        if not ends[-1]:
            raise InputError(
                f"[[relations]] {end}: name the property that tells a company of :{':'.join(its)}.", path=path
            )
    mapping, properties = _mapped("relations", {**body, **dict(zip(_ENDS, headers, strict=True))}, path)
    properties = tuple(name for name in properties if name not in headers)
    return GraphSection("relations", tuple(labels), kinds[0], reverse, tuple(ends), properties, mapping)


def _who(labels: tuple[str, ...], companies: Sequence[GraphSection]) -> tuple[str, ...]:
    """The properties that tell companies of these labels, as their own section maps them."""
    for section in companies:
        if section.labels[0] == labels:
            headers = table_mappings(section.mapping)[0].headers
            return tuple(headers[column] for column in _WHO if column in headers)
    return ()


def _names(value: Any, where: str, path: Path) -> tuple[str, ...]:
    """One name or a list of them; Neo4j takes any text but an empty one."""
    names = value if isinstance(value, list) else [value]
    if value is None or not names or not all(isinstance(name, str) and name and "\0" not in name for name in names):
        raise InputError(f'{where}: write its name in quotes, like "Firm".', path=path)
    return tuple(names)


def _mapped(table: str, body: Mapping[str, Any], path: Path) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The mapping of the table as that of a file, and the properties it names."""
    tree = {table: dict(body)}
    told = table_mappings(tree, path)[0]
    properties = tuple(dict.fromkeys(told.headers.values()))
    if not properties:
        raise InputError(f'[[{table}]] maps no property; write one like name = "title".', path=path)
    return tree, properties
