"""What a load tells: tables read, rows left out and why, rows rejected with what to do."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from chainprospect.load.words import choices

# Rejects kept in memory; the whole list is always in rejects.csv.
MOST_REJECTS: Final = 100_000
REJECTS_FILE: Final = "rejects.csv"
REJECTS_HEADER: Final = ("file", "row", "column", "value", "reason")


@dataclass(frozen=True, slots=True)
class Reject:
    """
    A row that was not accepted: its first bad cell and why.

    `column` is the header as the file spells it, `code` and `args` are the reason for a machine, `reason` in English.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    args: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TableReport:
    """
    One sheet as it was read.

    Every data row is in `accepted`, `rejected` or `left_out` (by reason: `salary`, `tax`, `own_account`,
    `bank_to_bank`, `example`); `read` is their sum. `ignored_columns` are not known, `refused_columns` are private.
    """

    file: str
    sheet: str | None
    table: str
    read: int
    accepted: int
    rejected: int
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    ignored_columns: tuple[str, ...] = ()
    refused_columns: tuple[str, ...] = ()
    clients: int = 0


@dataclass(frozen=True, slots=True)
class SourceReport:
    """
    One source as it was read.

    `skipped` names sheets that are no table of ours. `rejects` holds at most the first hundred thousand;
    `rejected` counts them all.
    """

    source: str
    tables: tuple[TableReport, ...]
    rejects: tuple[Reject, ...] = ()
    rejected: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Rows read in all."""
        return sum(table.read for table in self.tables)

    @property
    def accepted(self) -> int:
        """Rows accepted in all."""
        return sum(table.accepted for table in self.tables)

    @property
    def clients(self) -> int:
        """Rows that mark a client."""
        return sum(table.clients for table in self.tables)


# code → (Chinese, English); {0} is the first argument.
_REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "unreadable_number": (
            "不是可识别的数字；请写成 1234.5、320万 或 USD 3.2mn",
            "is no number we can read; write it like 1234.5, 320万 or USD 3.2mn",
        ),
        "absurd_number": (
            "数字大于 10 的 18 次方；请检查单位",
            "is beyond 10^18; check the unit",
        ),
        "negative_number": (
            "此列不能为负数；请改正，退款请单独冲减",
            "must not be negative; correct it, and net refunds off first",
        ),
        "not_whole": ("应为整数；请改正", "must be a whole number; correct it"),
        "unreadable_fraction": (
            "不是可识别的比例；请写成 12% 或 0.12",
            "is no share we can read; write 12% or 0.12",
        ),
        "share_range": (
            "比例应在 0 到 1 之间；请写成 12% 或 0.12",
            "must lie between 0 and 1; write 12% or 0.12",
        ),
        "ambiguous_share": (
            "同列其他值按百分数书写，此值可能是百分数也可能是小数；请加上百分号",
            "may be a percentage or a fraction, as other cells of the column are percentages; add the % sign",
        ),
        "rate_range": (
            "增长率超出范围；请写成 15% 或 0.15",
            "is beyond any growth rate; write 15% or 0.15",
        ),
        "unreadable_date": (
            "不是可识别的日期；请写成 2024-03-05",
            "is no date we can read; write it like 2024-03-05",
        ),
        "ambiguous_date": (
            "日与月无法区分；请写成 2024-03-05",
            "leaves day and month open; write it like 2024-03-05",
        ),
        "impossible_date": (
            "日历上没有这一天，或不在 1800–2199 年之间；请改正",
            "is not in the calendar, or outside 1800-2199; correct it",
        ),
        "unreadable_period": (
            "不是可识别的期间；请写成 2023、2023Q3 或 2023-06-30",
            "is no period we can read; write 2023, 2023Q3 or 2023-06-30",
        ),
        "end_before_start": (
            "结束日期早于开始日期 {0}；请改正其中之一",
            "is before the start {0}; correct one of them",
        ),
        "unreadable_bool": ("请写 是 或 否", "must be yes or no"),
        "unknown_currency": (
            "不是可识别的币种；请写 CNY、USD 这样的三字母代码",
            "is no currency we know; write its three letters, such as CNY or USD",
        ),
        "currency_conflict": (
            "同一行出现多个币种（{0}）；请统一为一个币种",
            "stands in a row with several currencies ({0}); use one currency a row",
        ),
        "unknown_unit": ("不是可识别的单位；请写 元、万元、亿元", "is no unit we know; write 元, 万元, k, m or bn"),
        "unknown_country": (
            "不是可识别的国家；请写 CN、US 这样的两字母代码或国家全称",
            "is no country we know; write its ISO code, such as CN, or its full name",
        ),
        "ruined_id": (
            "编码已被电子表格改成科学计数或截断；请把该列设为文本格式后重新导出",
            "was ruined by a spreadsheet, which keeps 15 digits; format the column as text and export it again",
        ),
        "uscc_length": (
            "统一社会信用代码应为 18 位，此处 {0} 位；请核对",
            "has {0} signs where a unified social credit code has 18; check it",
        ),
        "uscc_signs": (
            "含有统一社会信用代码不使用的字符；请核对",
            "has signs that no unified social credit code has (I, O, S, V, Z are not used); check it",
        ),
        "uscc_check": (
            "统一社会信用代码校验位不符；请核对是否抄错",
            "fails the check of a unified social credit code; look for a mistyped sign",
        ),
        "old_licence": (
            "是 15 位旧注册号，不是统一社会信用代码；请填 18 位代码或留空",
            "is an old 15-digit licence number; give the 18-sign unified social credit code or leave it blank",
        ),
        "lei_signs": ("LEI 应为 20 位字母数字；请核对", "is no LEI, which has 20 letters and digits; check it"),
        "lei_check": ("LEI 校验位不符；请核对是否抄错", "fails the check of an LEI; look for a mistyped sign"),
        "unreadable_ticker": (
            "不是可识别的证券代码；请写成 600519.SH",
            "is no ticker we can read; write it like 600519.SH",
        ),
        "missing": ("此列必填；请补上", "must be filled in; add it"),
        "missing_company": (
            "公司名称、编号、信用代码、LEI 至少填一项；请补上",
            "names no company; give a name, id, credit code or LEI",
        ),
        "self_relation": (
            "公司不能与自己交易；请改正其中一方",
            "is the company itself, and a company cannot trade with itself; correct one side",
        ),
        "extra_cells": (
            "此行的单元格多于表头；请检查是否有未加引号的逗号",
            "stands beyond the last header: the row has too many cells; look for a comma without quotation marks",
        ),
        "long_row": (
            "此行过长；请检查引号是否配对",
            "belongs to a row that is too long; look for an unclosed quotation mark",
        ),
        "unknown_kind": ("不是可识别的关系类型；请写 {0}", "is no kind of relation we know; write one of {0}"),
        "unknown_grade": ("不是可识别的可信等级；请写 {0}", "is no grade we know; write one of {0}"),
        "unknown_decides": ("不是可识别的决策角色；请写 {0}", "is no part in a decision we know; write one of {0}"),
        "unknown_gender": ("不是可识别的称谓；请写 {0}", "is no salutation we know; write one of {0}"),
        "contact_company": (
            "在数据里没有这家企业，或有多家；请写全称或编号",
            "is no company of the data, or several are; write its full name or id",
        ),
        "contact_objected": (
            "所写的人已反对被记录；请去掉这一行",
            "names a person who objected to being kept; leave this row out",
        ),
        "contact_expired": (
            "最近联系已超过 24 个月，不再保存；请先联系再登记",
            "is more than 24 months ago: the person is not kept; get in touch first",
        ),
        "contact_public": (
            "学历和职业成就只存公开事实：资料来源须是网址",
            "is kept as a public fact alone: give its web address in source_ref",
        ),
        "unknown_event": ("不是可识别的事件类型；请写 {0}", "is no type of event we know; write one of {0}"),
    }
)
_CLOSED: Final = MappingProxyType(
    {f"unknown_{column}": column for column in ("kind", "grade", "event", "decides", "gender")}
)


def word_reject(reject: Reject, lang: str) -> str:
    """Reason of a reject as a finished sentence in `zh` or `en`."""
    zh, en = _REASONS[reject.code]
    args = reject.args
    if reject.code in _CLOSED:
        args = (("、" if lang == "zh" else ", ").join(choices(_CLOSED[reject.code], lang)),)
    if lang == "zh":
        shown = f"“{_short(reject.value)}” " if reject.value else ""
        return f"{shown}{zh.format(*args)}。"
    shown = f'"{_short(reject.value)}" ' if reject.value else "the cell "
    return f"{shown}{en.format(*args)}."


def wordings() -> Iterator[tuple[str, str]]:
    """Every reason as a sentence in English, with `{}` for what is filled in, and in Chinese, with `{0}` and `{1}`."""
    for code, (zh, en) in _REASONS.items():
        told_zh, told_en = zh, en
        if code in _CLOSED:
            told_zh = zh.format("、".join(choices(_CLOSED[code], "zh")))
            told_en = en.format(", ".join(choices(_CLOSED[code], "en")))
        told_en = told_en.replace("{0}", "{}")
        yield f"the cell {told_en}.", f"{told_zh}。"
        yield f'"{{}}" {told_en}.', f"“{{0}}” {told_zh.replace('{0}', '{1}')}。"


def reject(where: tuple[str, int, str], value: str, code: str, arg: str) -> Reject:
    """Make a reject with its English reason; `where` is file, row and column."""
    args = (arg,) if arg else ()
    bare = Reject(*where, value, code, args, "")
    return Reject(*where, value, code, args, word_reject(bare, "en"))


@contextmanager
def write_rejects(path: Path, lang: str) -> Iterator[_Writer]:
    """Open the list of rejects for writing, as a spreadsheet opens it: UTF-8 with its mark, no formula runs."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = _Writer(csv.writer(stream, lineterminator="\r\n"), lang)
        yield writer


class _Writer:
    """Rows of an open rejects file."""

    def __init__(self, sink: Any, lang: str) -> None:
        self._sink, self._lang = sink, lang
        self._row(REJECTS_HEADER)

    def add(self, item: Reject) -> None:
        """Write one reject."""
        self._row((item.file, str(item.row), item.column, item.value, word_reject(item, self._lang)))

    def _row(self, cells: Iterable[str]) -> None:
        self._sink.writerow([_defused(cell) for cell in cells])


def _defused(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
