"""Tables: every table and wide form that can be loaded, end to end, with the numbers worked out by hand."""

from __future__ import annotations

import csv
import gzip
import json

import openpyxl
import pytest

COMPANIES = [
    {
        " 企业名称 ": "甲变压器有限公司",
        "统一社会信用代码": "91350100M000100Y43",
        "ｉｄ": "T1",
        "别名": "甲变；JIA Trafo",
        "曾用名": "老甲厂|旧甲厂",
        "省市": "江苏省",
        "园区": "无锡高新区",
        "行业": "C38",
        "企业角色": "生产商",
        "企业性质": "民营",
        "员工人数": "1,234",
        "营业收入（万元）": "45,600.5",
        "总资产（亿元）": "3.2",
        "增长率%": "12",
        "行业增速": "0.1",
        "合作银行": "示例银行、甲银行",
        "主办行": "甲银行",
        "是否上市": "否",
        "经营状态": "存续",
        "我行客户": "是",
        "数据日期": "2024年3月5日",
        "主营产品": "变压器；电抗器",
        "来源": "年报第3页",
    },
    {
        " 企业名称 ": "乙铜业有限公司",
        "ｉｄ": "T2",
        "省市": "浙江省杭州市",
        "行业": "有色金属冶炼和压延加工业",
        "员工人数": "300人",
        "营业收入（万元）": "1.2亿元",
        "增长率%": "12%",
        "合作银行": "3",
        "经营状态": "在业",
        "数据日期": "2024/3/5",
    },
    {" 企业名称 ": "丙贸易有限公司", "ｉｄ": "T3", "行业": "黄金首饰零售", "企业角色": "贸易商", "数据日期": "45356"},
    {" 企业名称 ": "丁国际有限公司", "ｉｄ": "T4", "营业收入（万元）": "USD 3.5mn", "数据日期": "2024-03-05"},
]
RELATIONS = """\
供应商,采购商,产品,年交易额（百万元）,占买方采购比,占卖方销售比,日期,开始日期,结束日期,置信度,可信等级,来源
乙铜业有限公司,甲变压器有限公司,铜线,2.5,12,30%,2024年3月,,,0.9,official_list,公告第7页
T2,甲变,铜排,300万元,8,,2023-12-31,,,,filing,
丙贸易有限公司,乙铜业有限公司,,"1,000k",50%,,,2023-01-01,2024-12-31,,,
"""
PAYMENTS = """\
付款方,收款方,金额,日期,摘要
甲变压器有限公司,戊绝缘材料厂,100000.10,2024-01-05,货款
甲变压器有限公司,戊绝缘材料厂,200000.20,2024-02-05,货款（含增值税发票）
T1,戊绝缘材料厂,300000,2023-11-05,
甲变压器有限公司,张三,5000,2024-01-10,代发工资
甲变压器有限公司,国家税务总局无锡市税务局,9000,2024-01-11,缴税
甲变压器有限公司,甲变压器有限公司,777,2024-01-12,划转
甲变压器有限公司,己股份有限公司,50000,2024-01-12,同名划转
工商银行无锡分行,建设银行无锡分行,1,2024-01-13,同业往来
庚电网公司,甲变压器有限公司,8e6,2024-04-01,设备款
"""
WIDE = """\
company,suppliers,customers
辛变压器厂,壬硅钢；癸线缆|子铜业,丑电网、寅电网
"""
EVENTS = """\
公司,事件类型,日期,说明,来源
甲变,中标,2024-05-06,中标特高压项目,公告
乙铜业有限公司,expansion,2024/4/1,,
"""
FINANCIALS = """\
公司名称,期间,币种,单位,营业收入,营业成本,应收账款,应收账款期初,资产总计,revenue_open
丙贸易有限公司,2022,,万元,900,700,100,80,5000,1
丙贸易有限公司,2023,CNY,万元,1000,800,120,100,6000,900
甲变压器有限公司,2023,,元,1,1,1,1,1,1
"""
CLIENTS = "客户名称,核心客户\n庚电网公司,是\n戊绝缘材料厂,否\n"
BLACKLIST = "公司名称,列入原因\n壬硅钢,失信被执行\n"
MAPPING = """
[relations]
source = "vendor_nm"
product = "what"
amount = { header = "vol", unit = "万元" }

[relations.constants]
target = "甲变压器有限公司"
grade = "news"

[relations.split]
source = "/"
"""


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench().settings("[fx]\nUSD = 7\n")
    tables = {
        "公司.csv": COMPANIES,
        "关系.csv": RELATIONS,
        "流水.csv": PAYMENTS,
        "宽表.csv": WIDE,
        "事件.csv": EVENTS,
        "财务.csv": FINANCIALS,
        "客户.csv": CLIENTS,
        "黑名单.csv": BLACKLIST,
    }
    files = [str(bench.write(name, content)) for name, content in tables.items()]
    reports = [bench.json("load", *files)]
    mapping = bench.write("map.toml", MAPPING)
    odd = bench.write("odd.csv", "vendor_nm,what,vol\n卯绝缘/辰胶业,胶,5\n")
    reports.append(bench.json("load", str(odd), "--mapping", str(mapping)))
    listed = bench.write("名录.csv", "供应商名称\n巳开关厂\n午电缆厂\n甲变压器有限公司\n")
    reports.append(
        bench.json(
            "load",
            str(listed),
            "--as",
            "list",
            "--anchor",
            "庚电网公司",
            "--kind",
            "supplies",
            "--grade",
            "official_list",
        )
    )
    (bench.folder / "reports.json").write_text(json.dumps(reports), "utf-8")
    return bench


@pytest.fixture(scope="module")
def reports(world):
    return json.loads((world.folder / "reports.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def answer(world):
    return world.prospect("甲变", "--show-excluded")


def relation(answer: dict, name: str, source: str | None = None) -> dict:
    """The first relation of a lead's best chain."""
    for row in answer["leads"]:
        if row["company"]["name"] == name:
            return row["chains"][0]["relations"][0]
    raise AssertionError(f"{name} is no lead")


def test_what_was_read(reports):
    first = reports[0]
    tables = {source["source"]: source["tables"][0] for source in first["sources"]}
    assert {name: table["table"] for name, table in tables.items()} == {
        "公司.csv": "companies",
        "关系.csv": "relations",
        "流水.csv": "payments",
        "宽表.csv": "companies",
        "事件.csv": "events",
        "财务.csv": "financials",
        "客户.csv": "clients",
        "黑名单.csv": "blacklist",
    }
    assert first["rejected"] == 0, first["rejects"]
    assert tables["流水.csv"]["left_out"] == {"salary": 1, "tax": 1, "own_account": 2, "bank_to_bank": 1}
    assert tables["流水.csv"]["read"] == 9
    assert first["clients"] == 3


def test_company_facts(world):
    shown = world.json("show", "T1")
    company = shown["company"]
    assert company["id"] == "T1"
    assert company["name"] == "甲变压器有限公司"
    assert company["uscc"] == "91350100M000100Y43"
    assert company["aliases"] == ["JIA Trafo", "甲变"]
    assert sorted(company["former_names"]) == ["旧甲厂", "老甲厂"]
    assert (company["region"], company["park"], company["industry_code"]) == ("江苏省", "无锡高新区", "C38")
    assert (company["role"], company["ownership"], company["status"]) == ("producer", "private", "active")
    assert (company["employees"], company["revenue"], company["currency"]) == (1234, 456_005_000, "CNY")
    assert (company["listed"], company["is_client"], company["as_of"]) == (False, True, "2024-03-05")
    assert company["banks"] == ["甲银行", "示例银行"] or sorted(company["banks"]) == ["甲银行", "示例银行"]
    assert company["products"] == ["变压器", "电抗器"]
    facts = {fact["column"]: fact for fact in shown["facts"] if fact["used"]}
    assert facts["assets"]["value"] == 320_000_000
    assert facts["growth"]["value"] == 0.12
    assert facts["industry_growth"]["value"] == 0.1
    assert (facts["assets"]["file"], facts["assets"]["row"]) == ("公司.csv", 2)


def test_units_percentages_and_dates_of_other_rows(world):
    second = world.json("show", "T2")
    facts = {fact["column"]: fact["value"] for fact in second["facts"]}
    assert (facts["revenue"], facts["employees"], facts["growth"], facts["bank_count"]) == (120_000_000, 300, 0.12, 3)
    assert second["company"]["industry_code"] == "C32"
    assert second["company"]["as_of"] == "2024-03-05"
    third = world.json("show", "T3")["company"]
    # Excel's day 45356; an industry without a code stays text.
    assert (third["as_of"], third["industry_code"], third["industry"]) == ("2024-03-05", None, "黄金首饰零售")
    assert third["role"] == "trader"
    # Unknown is never zero: nobody stated it, so the newest financial statement says it, in 万元.
    assert third["revenue"] == 10_000_000
    assert world.json("show", "T1")["company"]["revenue"] == 456_005_000
    fourth = world.json("show", "T4")["company"]
    assert (fourth["revenue"], fourth["currency"], fourth["employees"]) == (3_500_000, "USD", None)


def test_evidence_of_several_rows_is_one_relation(answer):
    tie = relation(answer, "乙铜业有限公司")
    # Largest amount, share and confidence, newest date; the rest is of the row with the largest amount.
    assert (tie["amount"], tie["amount_cny"], tie["evidence"], tie["as_of"]) == (3_000_000, 3_000_000, 2, "2024-03-01")
    assert tie["confidence"] == 1.0
    assert tie["kind"] == "supplies"
    strength = 0.4 * 6.4771212547 / 9 + 0.4 * 0.30 + 0.2 * 2 ** (-tie_age(answer, "2024-03-01") / 13)
    assert tie["strength"] == pytest.approx(strength, abs=1e-9)
    third = next(lead for lead in answer["leads"] if lead["company"]["id"] == "T3")["chains"][0]["relations"][1]
    # 730 days are more than twelve months: an amount a year; 0.5 under a header that says 占比 is a fraction.
    assert third["amount"] == 1_000_000
    assert third["amount_cny"] == pytest.approx(1_000_000 / (730 / 30.4375 / 12))
    assert (third["start"], third["end"], third["as_of"]) == ("2023-01-01", "2024-12-31", "2024-12-31")


def tie_age(answer: dict, day: str) -> float:
    from datetime import date

    return (date.fromisoformat(answer["settings"]["as_of"]) - date.fromisoformat(day)).days / 30.4375


def test_payments_are_folded_against_the_money(world, answer):
    rows = {row["company"]["name"]: row for row in answer["excluded"]}
    # 戊 is a client by the client file, and so is the grid company.
    assert {rows[name]["gate"] for name in ("戊绝缘材料厂", "庚电网公司")} == {"already_client"}
    assert rows["戊绝缘材料厂"]["side"] == "upstream"
    assert rows["庚电网公司"]["side"] == "downstream"
    told = world.prospect("甲变", "--include", "already_client")
    tie = relation(told, "戊绝缘材料厂")
    assert (tie["source"], tie["target"]) == (tie["source"], "T1")
    assert (tie["amount"], tie["count"], tie["start"], tie["end"], tie["as_of"]) == (
        600_000.3,
        3,
        "2023-11-05",
        "2024-02-05",
        "2024-02-05",
    )
    assert (tie["grade"], tie["kind"], tie["evidence"]) == ("payment", "supplies", 1)
    assert world.end("find", "张三").code == 1


def test_wide_rows(world):
    told = world.prospect("辛变压器厂", "--include", "blacklist", "--show-excluded")
    assert {lead["company"]["name"]: lead["side"] for lead in told["leads"]} == {
        "壬硅钢": "upstream",
        "癸线缆": "upstream",
        "子铜业": "upstream",
        "丑电网": "downstream",
        "寅电网": "downstream",
    }
    assert {row["gate"] for row in world.prospect("辛变压器厂", "--show-excluded")["excluded"]} == {"blacklist"}


def test_a_published_list_around_its_anchor(world):
    told = world.prospect("庚电网公司", "--show-excluded")
    first = {lead["company"]["name"]: lead for lead in told["leads"] if lead["tier"] == 1}
    assert set(first) == {"巳开关厂", "午电缆厂"}
    assert {lead["chains"][0]["relations"][0]["grade"] for lead in first.values()} == {"official_list"}
    gates = {row["company"]["name"]: (row["gate"], row["tier"]) for row in told["excluded"]}
    assert gates["甲变压器有限公司"] == ("already_client", 1)


def test_a_mapping_file(world, answer):
    for name in ("卯绝缘", "辰胶业"):
        tie = relation(answer, name)
        assert (tie["product"], tie["amount"], tie["grade"], tie["target"]) == ("胶", 50_000, "news", "T1")


def test_events_stand_with_their_company(world):
    events = world.json("show", "甲变")["events"]
    assert [(row["type"], row["date"], row["text"]) for row in events] == [
        ("tender_won", "2024-05-06", "中标特高压项目")
    ]
    assert [row["type"] for row in world.json("show", "T2")["events"]] == ["expansion"]


def test_find_lists_best_first(world):
    found = world.json("find", "甲变")
    assert found[0]["id"] == "T1"
    assert {"id", "name", "aliases", "region"} <= set(found[0])
    # Two signs in the middle of a name.
    assert [row["name"] for row in world.json("find", "硅钢")] == ["壬硅钢"]
    assert world.json("find", "91350100M000100Y43")[0]["id"] == "T1"
    assert world.json("find", "老甲厂")[0]["id"] == "T1"
    assert world.json("find", "jia trafo")[0]["id"] == "T1"
    assert world.end("find", "绝无此名").code == 1


def test_rejected_rows_are_named(bench):
    path = bench.write(
        "companies.csv",
        "name,uscc,employees,as_of\n好公司,,5,\n坏码,91350100M000100Y44,5,\n坏数,,abc,\n坏日,,1,2024-02-30\n,,1,\n",
    )
    report = bench.json("load", str(path))
    assert (report["read"], report["accepted"], report["rejected"]) == (5, 1, 4)
    snapshot = bench.workspace / "snapshots" / report["snapshot"]
    with (snapshot / "rejects.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["file", "row", "column", "value", "reason"]
    assert [(row["row"], row["column"], row["value"]) for row in rows] == [
        ("3", "uscc", "91350100M000100Y44"),
        ("4", "employees", "abc"),
        ("5", "as_of", "2024-02-30"),
        ("6", "name", ""),
    ]
    before = (bench.workspace / "CURRENT").read_bytes()
    assert bench.end("load", str(path), "--source", "again", "--strict").code == 2
    assert (bench.workspace / "CURRENT").read_bytes() == before
    assert bench.end("check", str(path)).code == 0
    assert (bench.workspace / "CURRENT").read_bytes() == before


def test_a_source_replaces_its_own_rows_and_no_others(bench):
    one = bench.write("one.csv", "source,target\n甲厂,锚公司\n乙厂,锚公司\n")
    two = bench.write("two.csv", "source,target\n丙厂,锚公司\n")
    bench.run("load", str(one), str(two))

    def names() -> set[str]:
        return {lead["company"]["name"] for lead in bench.prospect("锚公司")["leads"]}

    assert names() == {"甲厂", "乙厂", "丙厂"}
    # The same source by its name, whatever the file is called.
    later = bench.write("later.csv", "source,target\n丁厂,锚公司\n")
    bench.run("load", str(later), "--source", "one.csv")
    assert names() == {"丁厂", "丙厂"}
    assert bench.end("find", "甲厂").code == 1
    bench.run("load", str(two), "--fresh")
    assert names() == {"丙厂"}


def test_a_workbook_whose_rows_name_their_client(bench):
    book = openpyxl.Workbook()
    book.active.title = "客户"
    book.active.append(["客户名称", "行业代码"])
    book.active.append(["核心甲公司", "C38"])
    for title, header, rows in (
        ("供应商", ["所属客户", "供应商名称", "年交易额（万元）"], [["核心甲公司", "供乙公司", 120]]),
        ("经销商", ["所属客户", "经销商名称"], [["核心甲公司", "销丙公司"]]),
        ("中介", ["所属客户", "中介名称", "企业角色"], [["核心甲公司", "丁律所", "律师事务所"]]),
        ("说明", ["随便写"], [["无"]]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(header)
        for row in rows:
            sheet.append(row)
    path = bench.folder / "表.xlsx"
    book.save(path)
    packed = bench.folder / "more.csv.gz"
    packed.write_bytes(gzip.compress("付款方,收款方,金额,日期\n核心甲公司,戊公司,5,2024-01-01\n".encode("gb18030")))
    lines = bench.write("行.jsonl", '{"source": "己公司", "target": "核心甲公司", "kind": "supplies", "amount": 7}\n')
    report = bench.json("load", str(path), str(packed), str(lines))
    assert report["rejected"] == 0
    assert report["clients"] == 1
    told = bench.prospect("核心甲公司")
    assert {lead["company"]["name"]: (lead["side"], lead["tier"]) for lead in told["leads"]} == {
        "供乙公司": ("upstream", 1),
        "戊公司": ("upstream", 1),
        "己公司": ("upstream", 1),
        "销丙公司": ("downstream", 1),
    }
    ties = {lead["company"]["name"]: lead["chains"][0]["relations"][0] for lead in told["leads"]}
    assert ties["供乙公司"]["amount"] == 1_200_000
    assert ties["销丙公司"]["kind"] == "distributes"
    shown = bench.json("show", "丁律所")
    assert shown["company"]["role"] == "law_firm"
    assert set(shown["relations"]) == {"intermediates"}
