"""
The tables that can be loaded, their columns, and every header that names one.

The columns and their headers stand in `columns.csv` beside this file. A header is compared by `key`: its width, case,
spaces and required mark do not count. The canonical name, the Chinese title and every synonym are headers of a column;
`headers.py` adds units (`营业收入（万元）`).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Final

# A row with a cell that begins with this mark is an example of the template: it is left out and counted.
EXAMPLE_MARK: Final = "【示例】"
# The template's sheet that explains it, by language.
GUIDE_SHEETS: Final[Mapping[str, str]] = MappingProxyType({"zh": "说明", "en": "notes"})

_DROPPED = re.compile(r"[\s_\-.·:'\"*＊‘’“”]+|\(?(?:必填|选填|required|optional)\)?")


def key(header: str) -> str:
    """Header in the form in which headers are compared."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", header).casefold())


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a table.

    `name` is canonical, `zh` the title that the template writes; `type` names the parser of its cells: `text`, `name`,
    `id`, `uscc`, `lei`, `ticker`, `country`, `industry`, `industry_code`, `role`, `ownership`, `status`, `kind`,
    `grade`, `event`, `currency`, `unit`, `money`, `signed_money`, `number`, `count`, `rate`, `share`, `fraction`,
    `date`, `period`, `bool`, `list`, `banks`.
    """

    name: str
    type: str
    zh: str
    synonyms: tuple[str, ...] = ()
    required: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header of the column, the canonical name first, the Chinese title second."""
        return (self.name, self.zh, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table: its columns in order, and the sheet or file names that name it.

    A partner table names the client each row belongs to: `kind` is the relation it makes, and `partner` says on which
    end of it (`source` or `target`) the row's company stands.
    """

    name: str
    zh: str
    columns: tuple[Column, ...]
    sheets: tuple[str, ...] = ()
    kind: str | None = None
    partner: str | None = None

    def column(self, name: str) -> Column:
        """Return the column of that canonical name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which the table cannot be read."""
        return tuple(column.name for column in self.columns if column.required)


def _read_columns() -> dict[str, tuple[Column, ...]]:
    """Columns by group, as `columns.csv` holds them."""
    text = resources.files("chainprospect.load").joinpath("columns.csv").read_text("utf-8")
    groups: dict[str, tuple[Column, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        words = tuple(word for word in row["synonyms"].split("|") if word)
        column = Column(row["column"], row["type"], row["zh"], words, row["required"] == "yes")
        groups[row["group"]] = (*groups.get(row["group"], ()), column)
    return groups


_GROUPS: Final = _read_columns()
COMPANY: Final = _GROUPS["company"]
# Lists of partners in a company's own row: the wide form.
WIDE: Final = _GROUPS["wide"]
TIE: Final = _GROUPS["tie"]
LINE_ITEMS: Final = tuple(item.name for item in _GROUPS["item"])


# Headers that name the row's company in a partner table only: elsewhere they hold lists.
_PARTNER_NAMES: Final = ("供应商", "经销商", "分销商", "中介", "中介机构", "supplier", "distributor", "intermediary")


def _opening(item: Column) -> Column:
    """Twin of a line item for the start of the period."""
    zh = [item.zh, *(word for word in item.synonyms if not word.isascii())]
    en = [item.name, *(word for word in item.synonyms if word.isascii())]
    forms = [form for w in zh for form in (f"{w}期初", f"期初{w}", f"{w}(期初)", f"{w}年初数", f"年初{w}")]
    forms += [form for w in en for form in (f"opening {w}", f"{w} opening", f"{w} (opening)")]
    return Column(f"{item.name}_open", item.type, f"期初{item.zh}", tuple(forms))


def _partner_columns(client: Column) -> tuple[Column, ...]:
    """Columns of a row that is a company and its tie to a client: where both use a header, the tie has it."""
    taken = {key(header) for column in (client, *TIE) for header in column.headers}
    names = {column.name for column in TIE}
    company = []
    for column in COMPANY:
        if column.name in names:
            continue
        words = (*column.synonyms, *_PARTNER_NAMES) if column.name == "name" else column.synonyms
        company.append(replace(column, synonyms=tuple(word for word in words if key(word) not in taken)))
    return (client, *company, *TIE)


def _tables() -> tuple[Table, ...]:
    subject, client, item = _GROUPS["subject"], _GROUPS["client"][0], _GROUPS["item"]
    partners = _partner_columns(client)
    listed = _partner_columns(_GROUPS["anchor"][0])
    openings = tuple(_opening(column) for column in item)
    return (
        Table("companies", "公司", (*COMPANY, *WIDE), ("company", "企业", "公司名单", "企业名单", "名录")),
        Table(
            "clients",
            "客户",
            (*COMPANY, *WIDE),
            ("client", "我行客户", "客户名单", "客户清单", "存量客户", "核心客户", "core clients"),
        ),
        Table("suppliers", "供应商", partners, ("supplier", "供应商名单", "上游"), "supplies", "source"),
        Table(
            "distributors",
            "经销商",
            partners,
            ("distributor", "经销商名单", "分销商", "下游", "dealers"),
            "distributes",
            "target",
        ),
        Table("intermediaries", "中介", partners, ("intermediary", "中介机构"), "intermediates", "source"),
        Table("relations", "关系", (*_GROUPS["ends"], *TIE), ("relation", "交易关系", "供应关系", "关系表", "edges")),
        Table("payments", "流水", _GROUPS["payment"], ("payment", "交易流水", "支付流水", "银行流水", "transactions")),
        Table("events", "事件", (*subject, *_GROUPS["event"]), ("event", "企业事件", "动态", "大事记")),
        Table(
            "financials",
            "财务",
            (*subject, *_GROUPS["statement"], *item, *openings),
            ("financial", "财务数据", "财务报表", "财报"),
        ),
        Table("blacklist", "黑名单", (*subject, *_GROUPS["blacklist"]), ("禁入名单", "负面清单")),
        Table("list", "名单", listed),
    )


# By name, in the order in which a table is looked for.
TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.name: table for table in _tables()})

# The people at companies: no table of a snapshot, they are kept in the user's book.
CONTACTS: Final = Table("contacts", "联系人", _GROUPS["contact"], ("contact", "people", "通讯录", "关键人"))

# What `--as` may name; the partner tables of a workbook may be named too.
TABLE_WORDS: Final = ("companies", "relations", "payments", "events", "financials", "clients", "blacklist", "list")

# Sheets of the template in their order, with the columns it writes.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "clients": (
            *("id", "name", "aliases", "uscc", "region", "industry", "role", "ownership", "employees", "revenue"),
            *("assets", "growth", "banks", "main_bank", "listed", "status", "core_client", "contribution"),
            *("products_held", "products", "as_of", "source_ref"),
        ),
        "suppliers": (
            *("client", "name", "uscc", "region", "industry", "role", "employees", "revenue", "is_client"),
            *("product", "amount", "share_of_target", "start", "as_of", "grade", "source_ref"),
        ),
        "distributors": (
            *("client", "name", "uscc", "region", "industry", "role", "employees", "revenue", "is_client"),
            *("product", "amount", "share_of_source", "start", "as_of", "grade", "source_ref"),
        ),
        "intermediaries": (
            *("client", "name", "uscc", "region", "role", "is_client", "product", "as_of", "grade", "source_ref"),
        ),
        "relations": (
            *("source", "target", "kind", "product", "amount", "currency", "share_of_target", "share_of_source"),
            *("share", "start", "end", "as_of", "confidence", "grade", "source_ref"),
        ),
        "payments": ("payer", "payee", "amount", "currency", "date", "memo"),
        "events": ("company", "type", "date", "text", "source_ref"),
        "financials": ("company", "period", "currency", "unit", *LINE_ITEMS),
    }
)
