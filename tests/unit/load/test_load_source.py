"""A source from its files to its records: tables, units, forms, folding, rejects."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainprospect.errors import InputError, SettingsError
from chainprospect.load import LoadRequest, SourceReport, digest, read_frames, read_source, word_reject
from chainprospect.load.template import write_template


class Loaded:
    """A report with the records it speaks of."""

    def __init__(self, folder: Path, report: SourceReport) -> None:
        self.folder, self.report = folder, report

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Records of a table without their blank cells, in file order."""
        answer = duckdb.execute("SELECT * FROM read_parquet($path)", {"path": str(self.folder / f"{table}.parquet")})
        names = [column[0] for column in answer.description]
        return [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in answer.fetchall()
        ]

    def has(self, table: str) -> bool:
        return (self.folder / f"{table}.parquet").exists()

    @property
    def rejects(self) -> list[tuple[int, str, str, str]]:
        return [(item.row, item.column, item.value, item.code) for item in self.report.rejects]


@pytest.fixture
def load(tmp_path):
    """Load one text under a file name."""
    count = 0

    def run(body: str | bytes | Path, name: str = "a.csv", **options: Any) -> Loaded:
        nonlocal count
        count += 1
        path = body if isinstance(body, Path) else tmp_path / name
        if not isinstance(body, Path):
            path.write_bytes(body if isinstance(body, bytes) else body.encode())
        folder = tmp_path / f"records-{count}"
        lang = options.pop("lang", "zh")
        request = LoadRequest((path,), "s", **options)
        report = read_source(request, folder, memory_limit="500MB", threads=1, temp=tmp_path, lang=lang)
        assert [left.name for left in tmp_path.iterdir() if left.name.startswith("load-")] == []
        return Loaded(folder, report)

    return run


COMPANY = """企业信息表,,,,,,,,,,,
公司名称*,营业收入（万元）,员工人数,统一社会信用代码,成立日期,是否上市,增长率,合作银行,行业,国家,别名,角色
江苏宏达电气有限公司,"1,234.5",３２０人,91110000600037341l,2003年5月,否,15%,建设银行；工商银行,C38,中国,宏达;HD;宏达,制造商
=SUM(A1),USD 5m,,,,是,-5%,3家,半导体,US,a|b、c,无
"""


def test_companies_are_typed(load):
    loaded = load(COMPANY)
    assert loaded.rows("companies") == [
        {
            "name": "江苏宏达电气有限公司",
            "aliases": ["宏达", "HD"],
            "uscc": "91110000600037341L",
            "country": "CN",
            "industry_code": "C38",
            "industry": "电气机械和器材制造业",
            "role": "producer",
            "employees": 320.0,
            "revenue": 12_345_000.0,
            "currency": "CNY",
            "growth": 0.15,
            "banks": ["建设银行", "工商银行"],
            "listed": False,
            "founded": date(2003, 5, 1),
            "file": "a.csv",
            "row": 3,
        },
        {
            "name": "=SUM(A1)",
            "aliases": ["a", "b", "c"],
            "country": "US",
            "industry": "半导体",
            "revenue": 5_000_000.0,
            "currency": "USD",
            "growth": -0.05,
            "bank_count": 3.0,
            "listed": True,
            "file": "a.csv",
            "row": 4,
        },
    ]
    (table,) = loaded.report.tables
    assert (table.table, table.read, table.accepted, table.rejected, table.sheet) == ("companies", 2, 2, 0, None)
    assert not loaded.has("relations")


BAD = """name,revenue,uscc,founded,growth,id,listed
many,很多,,,,,
ruined,1,9.11E+17,,,,
cut,1,9.1110000060E+17,,,,
own,1,,,,9.11E+17,
minus,-5,,,,,
day,5,,2024-02-30,,,
,5,,,,,
two bad,x,9.11E+17,,,,
growth,5,,,15,,
check,5,91110000600037342L,,,,
maybe,5,,,,,也许
wide,5,,,,,,extra
-,5,,,,,
good,N/A,—,未知,/,null,
"""


def test_a_row_with_a_bad_cell_is_rejected_whole_with_its_first_one_named(load):
    loaded = load(BAD)
    assert loaded.rejects == [
        (2, "revenue", "很多", "unreadable_number"),
        (3, "uscc", "9.11E+17", "ruined_id"),
        (4, "uscc", "9.1110000060E+17", "ruined_id"),
        (5, "id", "9.11E+17", "ruined_id"),
        (6, "revenue", "-5", "negative_number"),
        (7, "founded", "2024-02-30", "impossible_date"),
        (8, "name", "", "missing_company"),
        (9, "revenue", "x", "unreadable_number"),
        (10, "growth", "15", "rate_range"),
        (11, "uscc", "91110000600037342L", "uscc_check"),
        (12, "listed", "也许", "unreadable_bool"),
        (13, "", "extra", "extra_cells"),
        (14, "name", "", "missing_company"),
    ]
    assert loaded.rows("companies") == [{"name": "good", "file": "a.csv", "row": 15}]
    assert (loaded.report.read, loaded.report.accepted, loaded.report.rejected) == (14, 1, 13)


def test_reasons_say_what_to_do_in_both_languages(load):
    loaded = load("source,target,kind\nA,B,同学\n,B,\n")
    first, second = loaded.report.rejects
    assert first.reason == (
        '"同学" is no kind of relation we know; write one of supplies, distributes, intermediates, refers, '
        "owns, guarantees."
    )
    assert word_reject(first, "zh") == "“同学” 不是可识别的关系类型；请写 供应、经销、中介、推荐、持股、担保。"
    assert (second.reason, word_reject(second, "zh")) == ("the cell must be filled in; add it.", "此列必填；请补上。")


def test_the_rejects_file_opens_in_a_spreadsheet_and_runs_no_formula(load):
    loaded = load("name,revenue\n甲,=1+1\n乙,-5\n", lang="en")
    body = (loaded.folder / "rejects.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbffile,row,column,value,reason\r\n")
    assert list(csv.reader(body.decode("utf-8-sig").splitlines()))[1:] == [
        [
            "a.csv",
            "2",
            "revenue",
            "'=1+1",
            '"=1+1" is no number we can read; write it like 1234.5, 320万 or USD 3.2mn.',
        ],
        ["a.csv", "3", "revenue", "'-5", '"-5" must not be negative; correct it, and net refunds off first.'],
    ]


def test_relations_are_typed_and_checked(load):
    loaded = load(
        "source,target,kind,share,confidence,start,end,amount,currency\n"
        "A,B,supplies,0.5,0.9,2024-01-01,2023-01-01,,\n"
        "A,a,,,,,,,\n"
        "A,B,owns,1.5,,,,,\n"
        "A,B,owns,,,,,USD 5,CNY\n"
        "A,B,担保,,2,,,,\n"
        "A,B,持股,51%,80%,,,5,US$\n"
        "A,B,,0.2,,,,5万,\n"
    )
    assert loaded.rejects == [
        (2, "end", "2023-01-01", "end_before_start"),
        (3, "target", "a", "self_relation"),
        (4, "share", "1.5", "share_range"),
        (5, "amount", "USD 5", "currency_conflict"),
        (6, "confidence", "2", "share_range"),
    ]
    base = {"source": "A", "target": "B", "file": "a.csv"}
    assert loaded.rows("relations") == [
        {**base, "kind": "owns", "share": 0.51, "confidence": 0.8, "amount": 5.0, "currency": "USD", "row": 7},
        {**base, "kind": "supplies", "share": 0.2, "amount": 50_000.0, "currency": "CNY", "row": 8},
    ]


def test_headers_of_shareholdings_imply_owning(load):
    loaded = load("股东,被投资企业,持股比例\n甲,乙,60\n甲,丙,5.5\n")
    assert [(row["kind"], row["share"]) for row in loaded.rows("relations")] == [("owns", 0.6), ("owns", 0.055)]


@pytest.mark.parametrize(
    ("header", "cells", "shares", "rejected"),
    [
        ("占比", ["12", "30%", "55"], [0.12, 0.3, 0.55], []),
        ("占比", ["0.12", "30%", "1"], [0.12, 0.3, 1.0], []),
        ("占比", ["12", "30", "0.5"], [0.12, 0.3], ["ambiguous_share"]),
        ("占比", ["0.2", "0.5", "30"], [0.2, 0.5], ["share_range"]),
        ("占比(%)", ["12", "0.5", "0.5%"], [0.12, 0.005, 0.005], []),
        ("share", ["0.5", "12"], [0.5], ["share_range"]),
    ],
)
def test_percent_columns(load, header, cells, shares, rejected):
    loaded = load(f"source,target,{header}\n" + "".join(f"A,B,{cell}\n" for cell in cells))
    assert [row["share"] for row in loaded.rows("relations")] == shares
    assert [code for *_, code in loaded.rejects] == rejected


PAYMENTS = """付款方,收款方,金额,日期,摘要
甲公司,乙公司,100.10,2024-03-01,货款
甲公司,乙公司,200.20,2024-01-01,
甲公司,乙公司,USD 7,2024-01-01,货款
甲公司,张三,5000,2024-01-31,代发工资
甲公司,国家金库北京支库,5,2024-01-31,
甲公司,乙公司,5,2024-01-31,增值税
甲公司,甲公司,5,2024-01-31,
甲公司,甲集团,5,2024-01-31,资金归集
示例银行,样本银行股份有限公司,9,2024-01-31,
甲公司,乙公司,,2024-01-01,
甲公司,税友软件有限公司,8,,软件款
"""


def test_payments_are_folded_and_what_is_no_trade_is_counted(load):
    loaded = load(PAYMENTS)
    (table,) = loaded.report.tables
    assert dict(table.left_out) == {"bank_to_bank": 1, "own_account": 2, "salary": 1, "tax": 2}
    assert (table.read, table.accepted, table.rejected) == (11, 4, 1)
    assert loaded.rejects == [(11, "金额", "", "missing")]
    pair = {"payer": "甲公司", "payee": "乙公司", "file": "a.csv"}
    jan, mar = date(2024, 1, 1), date(2024, 3, 1)
    assert loaded.rows("payments") == [
        {**pair, "currency": "CNY", "amount": 300.3, "count": 2, "first": jan, "last": mar, "row": 2},
        {**pair, "currency": "USD", "amount": 7.0, "count": 1, "first": jan, "last": jan, "row": 4},
        {
            "payer": "甲公司",
            "payee": "税友软件有限公司",
            "currency": "CNY",
            "amount": 8.0,
            "count": 1,
            "file": "a.csv",
            "row": 12,
        },
    ]


def test_wide_rows_become_relations(load):
    loaded = load("company,suppliers,customers\n甲,乙；丙,丁\n戊,戊,己\n")
    assert [(row["source"], row["target"], row["kind"], row["row"]) for row in loaded.rows("relations")] == [
        ("丙", "甲", "supplies", 2),
        ("乙", "甲", "supplies", 2),
        ("甲", "丁", "supplies", 2),
    ]
    assert loaded.rejects == [(3, "suppliers", "戊", "self_relation")]
    assert [row["name"] for row in loaded.rows("companies")] == ["甲"]


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("supplies", "甲厂", "国网"),
        ("distributes", "国网", "甲厂"),
        ("intermediates", "甲厂", "国网"),
        ("owns", "国网", "甲厂"),
    ],
)
def test_a_list_is_tied_to_its_anchor(load, kind, source, target):
    loaded = load("甲厂\n", anchor="国网", kind=kind, grade="官方名录")
    (row,) = loaded.rows("relations")
    assert (row["source"], row["target"], row["kind"], row["grade"], row["row"]) == (
        source,
        target,
        kind,
        "official_list",
        1,
    )
    assert loaded.rows("companies") == [{"name": "甲厂", "grade": "official_list", "file": "a.csv", "row": 1}]


def test_a_list_may_have_any_header_and_more_columns(load):
    loaded = load("合格供应商\n甲有限公司\n", anchor="国网")
    assert [(row["source"], row["row"]) for row in loaded.rows("relations")] == [("甲有限公司", 2)]
    loaded = load("供应商名称,省市,产品\n甲,江苏,开关\n", anchor="国网")
    assert loaded.rows("companies") == [{"name": "甲", "region": "江苏", "file": "a.csv", "row": 2}]
    assert loaded.rows("relations")[0]["product"] == "开关"


def test_events_and_blacklists(load):
    loaded = load("公司名称,事件类型,日期,说明\n甲,中标,2024-03-05,某标\n甲,开会,,\n")
    assert loaded.rows("events") == [
        {"company": "甲", "type": "tender_won", "date": date(2024, 3, 5), "text": "某标", "file": "a.csv", "row": 2}
    ]
    assert loaded.rejects == [(3, "事件类型", "开会", "unknown_event")]
    loaded = load("公司名称,原因\n甲,失信\n", "黑名单.csv")
    assert loaded.rows("blacklist") == [{"company": "甲", "reason": "失信", "file": "黑名单.csv", "row": 2}]


def test_financials_multiply_by_the_rows_unit(load):
    loaded = load(
        "company,period,currency,unit,revenue,net_profit,receivables_open,总资产（亿元）\n"
        "甲,2023年,CNY,万元,1.1,-5,3万,2\n甲,2023Q3,,百万美元,3,,,\n甲,2022,,,4,,,\n甲,上期,,,4,,,\n"
    )
    assert loaded.rows("financials") == [
        {
            "company": "甲",
            "period": "2023",
            "period_end": date(2023, 12, 31),
            "currency": "CNY",
            "revenue": 11_000.0,
            "net_profit": -50_000.0,
            "receivables_open": 30_000.0,
            "total_assets": 200_000_000.0,
            "file": "a.csv",
            "row": 2,
        },
        {
            "company": "甲",
            "period": "2023Q3",
            "period_end": date(2023, 9, 30),
            "currency": "USD",
            "revenue": 3_000_000.0,
            "file": "a.csv",
            "row": 3,
        },
        {
            "company": "甲",
            "period": "2022",
            "period_end": date(2022, 12, 31),
            "currency": "CNY",
            "revenue": 4.0,
            "file": "a.csv",
            "row": 4,
        },
    ]
    assert loaded.rejects == [(5, "period", "上期", "unreadable_period")]


def test_clients_files_mark_every_row(load):
    loaded = load("客户名称,核心客户\n甲,是\n乙,\n", "客户.csv")
    assert [(row["name"], row["is_client"], row.get("core_client")) for row in loaded.rows("companies")] == [
        ("甲", True, True),
        ("乙", True, None),
    ]
    assert loaded.report.clients == 2
    assert load("客户名称\n甲\n", table="clients").report.clients == 1
    assert load("name,is_client\n甲,Y\n乙,N\n丙,\n").report.clients == 1


@pytest.fixture
def workbook(tmp_path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["如何填写"])
    sheet = book.create_sheet("客户")
    sheet.append(["核心客户清单"])
    sheet.append(["企业编号", "公司名称", "营业收入(亿元)", "成立日期", "是否上市", "员工人数", "统一社会信用代码"])
    sheet.append([1, "国网示例", 12.5, date(2003, 5, 6), True, 1200, "91110000600037341L"])
    sheet.append([2, "乙", 0.1, 45356, "否", "5千", 914403001922038216])
    sheet = book.create_sheet("供应商")
    sheet.append(["所属客户", "公司名称", "产品", "年交易额（万元）", "占客户采购比(%)", "营业收入", "币种"])
    sheet.append(["国网示例\n乙", "丙", "开关", 500, 0.12, None, None])
    sheet.append(["国网示例", "国网示例", None, None, None, None, None])
    sheet = book.create_sheet("经销商")
    sheet.append(["所属客户", "公司名称", "我行客户"])
    sheet.append(["国网示例", "丁", "是"])
    sheet = book.create_sheet("中介")
    sheet.append(["所属客户", "公司名称", "企业角色"])
    sheet.append(["国网示例", "某律所", "律所"])
    book.create_sheet("空")
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_every_sheet_of_a_workbook_is_a_table(load, workbook):
    loaded = load(workbook)
    assert [(table.sheet, table.table, table.accepted, table.clients) for table in loaded.report.tables] == [
        ("客户", "clients", 1, 1),
        ("供应商", "suppliers", 1, 0),
        ("经销商", "distributors", 1, 1),
        ("中介", "intermediaries", 1, 0),
    ]
    assert loaded.report.skipped == ()
    assert loaded.rejects == [
        (4, "统一社会信用代码", "9.144030019220383e+17", "ruined_id"),
        (3, "公司名称", "国网示例", "self_relation"),
    ]
    ties = [(row["source"], row["target"], row["kind"], row["file"]) for row in loaded.rows("relations")]
    assert ties == [
        ("某律所", "国网示例", "intermediates", "book.xlsx[中介]"),
        ("丙", "乙", "supplies", "book.xlsx[供应商]"),
        ("丙", "国网示例", "supplies", "book.xlsx[供应商]"),
        ("国网示例", "丁", "distributes", "book.xlsx[经销商]"),
    ]
    assert {key: loaded.rows("relations")[1][key] for key in ("amount", "currency", "share_of_target", "product")} == {
        "amount": 5_000_000.0,
        "currency": "CNY",
        "share_of_target": 0.12,
        "product": "开关",
    }
    client = next(row for row in loaded.rows("companies") if row["name"] == "国网示例")
    assert client["own_id"] == "1"
    assert client["founded"] == date(2003, 5, 6)
    assert client["revenue"] == 1_250_000_000.0
    assert "currency" not in next(row for row in loaded.rows("companies") if row["name"] == "丙")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_empty_template_loads_nothing_and_rejects_nothing(load, tmp_path, lang):
    path = tmp_path / "模板.xlsx"
    write_template(path, lang=lang)
    loaded = load(path)
    assert loaded.report.read == sum(table.left_out["example"] for table in loaded.report.tables) > 0
    assert (loaded.report.accepted, loaded.report.rejected) == (0, 0)
    assert not any(table.ignored_columns for table in loaded.report.tables)


ROWS = [
    {"name": "甲,公司", "aliases": ["x", "y"], "revenue": 5.5, "as_of": "2024-01-05", "is_client": True, "own": "007"},
    {"name": '"乙"\t公司', "aliases": None, "revenue": None, "as_of": None, "is_client": None, "own": "8"},
]


def test_every_form_of_file_gives_the_same_records(load, tmp_path):
    lines = 'name,aliases,revenue,as_of,is_client,id\n"甲,公司",x;y,5.5,2024-01-05,true,007\n"""乙""\t公司",,,,,8\n'
    tsv = (
        'name\taliases\trevenue\tas_of\tis_client\tid\n甲,公司\tx|y\t5.5\t20240105\t是\t007\n"""乙"" 公司"\t\t\t\t\t8\n'
    )
    jsonl = "".join(
        json.dumps({("id" if key == "own" else key): value for key, value in row.items()}) + "\n" for row in ROWS
    )
    frame = pd.DataFrame([{("id" if key == "own" else key): value for key, value in row.items()} for row in ROWS])
    duckdb.from_df(frame).write_parquet(str(tmp_path / "p.parquet"))
    found = [
        load(lines, "a.csv"),
        load(lines.replace(",", ";").replace("甲;公司", "甲,公司").replace("x;y", "x|y"), "a.txt"),
        load(tsv, "a.tsv"),
        load(gzip.compress(lines.encode()), "a.csv.gz"),
        load(zstandard.compress(lines.encode()), "a.csv.zst"),
        load(lines.encode("gb18030"), "gb.csv"),
        load(lines.encode("utf-16"), "u16.csv"),
        load(jsonl, "a.jsonl"),
        load(json.dumps(ROWS).replace('"own"', '"id"'), "a.json"),
        load(tmp_path / "p.parquet"),
    ]
    folder = tmp_path / "frames"
    found.append(Loaded(folder, read_frames({"companies": frame}, folder, source="s")))
    expected = [
        {"own_id": "007", "name": "甲,公司", "aliases": ["x", "y"], "revenue": 5.5, "currency": "CNY"},
        {"own_id": "8", "name": '"乙" 公司'},
    ]
    expected[0] |= {"as_of": date(2024, 1, 5), "is_client": True}
    for loaded in found:
        rows = [
            {key: value for key, value in row.items() if key not in ("file", "row")} for row in loaded.rows("companies")
        ]
        assert rows == expected, loaded.report.tables


def test_a_mapping_splits_cells_into_rows(load):
    mapping = {
        "relations": {"source": "卖家们", "constants": {"target": "国网", "grade": "公告"}, "split": {"source": "/"}}
    }
    loaded = load("卖家们,产品\n甲/乙,开关\n,电缆\n丙/9.11E+17,线\n", mapping=mapping)
    assert [(row["source"], row["target"], row["grade"], row["row"]) for row in loaded.rows("relations")] == [
        ("乙", "国网", "filing", 2),
        ("甲", "国网", "filing", 2),
    ]
    assert loaded.rejects == [(3, "卖家们", "", "missing"), (4, "卖家们", "9.11E+17", "ruined_id")]
    assert (loaded.report.read, loaded.report.accepted, loaded.report.rejected) == (3, 1, 2)


def test_a_bad_constant_is_told_at_once(load):
    mapping = {"relations": {"source": "a", "target": "b", "constants": {"kind": "同学"}}}
    with pytest.raises(InputError, match='the constant for kind: "同学" is no kind of relation we know'):
        load("a,b\n1,2\n", mapping=mapping)


def test_several_files_are_one_source(tmp_path):
    first, second = tmp_path / "b.csv", tmp_path / "a.csv"
    first.write_text("付款方,收款方,金额\n甲,乙,1\n", "utf-8")
    second.write_text("付款方,收款方,金额\n甲,乙,2\n", "utf-8")
    folder = tmp_path / "records"
    seen: list[tuple[str, int, int | None]] = []
    report = read_source(
        LoadRequest((first, second), "s"),
        folder,
        memory_limit="200MB",
        threads=1,
        temp=tmp_path,
        progress=lambda *told: seen.append(told),
    )
    assert Loaded(folder, report).rows("payments") == [
        {"payer": "甲", "payee": "乙", "currency": "CNY", "amount": 3.0, "count": 2, "file": "a.csv", "row": 2}
    ]
    assert seen == [("b.csv", 1, 2), ("a.csv", 1, 2)]


def test_the_digest_follows_bytes_names_and_options(tmp_path):
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("name\n甲\n", "utf-8")
    other.write_text("name\n甲\n", "utf-8")
    base = digest(LoadRequest((path,), "s"))
    assert base == digest(LoadRequest((path,), "s"))
    different = {
        base,
        digest(LoadRequest((other,), "s")),
        digest(LoadRequest((path, other), "s")),
        digest(LoadRequest((path,), "s", table="clients")),
        digest(LoadRequest((path,), "s", grade="news")),
        digest(LoadRequest((path,), "s", mapping={"companies": {"name": "x"}})),
    }
    path.write_text("name\n乙\n", "utf-8")
    assert len(different | {digest(LoadRequest((path,), "s"))}) == 7
    assert digest(LoadRequest((path, other), "s")) == digest(LoadRequest((other, path), "s"))
    with pytest.raises(InputError, match="there is no such file; check the name"):
        digest(LoadRequest((tmp_path / "none.csv",), "s"))


def test_a_wrong_option_is_told(load, tmp_path):
    with pytest.raises(InputError, match=r"'同学' is no kind of a relation; see docs/tables\.md for the words"):
        load("name\n甲\n", kind="同学")
    with pytest.raises(InputError, match="there is no table 'klients'; did you mean clients"):
        load("name\n甲\n", table="klients")
    with pytest.raises(
        SettingsError, match=r"settings, load\.memory_limit: 'much' is no size the engine knows; write one like 2GB"
    ):
        read_source(LoadRequest((), "s"), tmp_path / "r", memory_limit="much", threads=1, temp=tmp_path)


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp", "Cf")), min_size=3, max_size=12)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=20, max_size=40, unique=True))
def test_any_name_is_read_as_it_is_written(load, names):
    import io
    import unicodedata

    from chainprospect.load.cells import BLANK_TEXTS

    names = sorted({unicodedata.normalize("NFC", name) for name in names if name.casefold() not in BLANK_TEXTS})
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "region"])
    writer.writerows([name, "苏"] for name in names)
    loaded = load(out.getvalue())
    assert loaded.report.rejects == ()
    assert [row["name"] for row in loaded.rows("companies")] == names
