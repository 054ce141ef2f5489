"""
Write the sample's files again, or check that they are what this program writes.

    python sample_data/generate.py            rewrites the files
    python sample_data/generate.py --check    says which differ, and ends with 1 when one does

Every company in them is fictional.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from economy import Dice, Firm
from neighbours import neighbours
from population import GRID, Population, populate
from records import LINES, WORKED_OUT, Row, events, financials, losers, payments
from ties import Tie, bonds, goods
from workbook import workbook

FOLDER = Path(__file__).resolve().parent
ROLES = {
    "producer": "生产商",
    "trader": "贸易商",
    "distributor": "经销商",
    "agent": "代理商",
    "law_firm": "律师事务所",
    "accounting_firm": "会计师事务所",
    "tax_agent": "税务师事务所",
    "association": "协会",
    "government": "政府",
    "park": "园区",
    "bank": "银行",
    "school": "学校",
    "hospital": "医院",
    "institute": "研究院",
    "other": "其他",
}
OWNERS = {"state": "国有", "private": "民营", "foreign": "外资", "institution": "事业单位", "": ""}
COMPANY_HEADER = [
    *("公司名称", "统一社会信用代码", "简称", "曾用名", "英文名称", "省市", "园区", "行业代码", "行业", "企业角色"),
    *("所有制", "员工人数", "营业收入（万元）", "资产总额（万元）", "净资产（万元）", "营收增长率", "行业增长率"),
    *("合作银行", "主办银行", "是否上市", "成立日期", "经营状态", "主营产品", "数据日期", "可信等级", "资料来源"),
]
CLIENT_HEADER = [
    *("客户号", "客户名称", "统一社会信用代码", "我行客户", "核心客户", "综合贡献（万元）", "已用产品"),
    *("贷款余额（万元）", "存款余额（万元）", "数据日期"),
]
GOODS_HEADER = [
    *("供应商", "采购商", "关系类型", "产品", "年交易额（万元）", "占买方采购比", "占卖方销售比"),
    *("开始日期", "结束日期", "日期", "置信度", "可信等级", "资料来源"),
]
BOND_HEADER = ["source", "target", "kind", "product", "amount", "currency", "share", "as_of", "grade", "source_ref"]
OVERSEAS_HEADER = [
    *("name", "lei", "country", "industry_code", "role", "ownership", "employees", "revenue (m)", "currency"),
    *("growth", "status", "products", "as_of", "grade", "source_ref"),
]
GRADES = {"filing": "公告披露", "client": "客户提供", "news": "新闻", "inferred": "推断", "": ""}


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 without a mark, lines ending in a line feed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode("utf-8")


def wan(amount: float | None) -> str:
    """Yuan in units of 10,000, blank when unknown."""
    return "" if amount is None else f"{amount / 1e4:.2f}".rstrip("0").rstrip(".")


def part(share: float | None) -> str:
    """A fraction as a percentage, blank when unknown."""
    return "" if share is None else f"{share * 100:.1f}%"


def company_row(firm: Firm) -> Row:
    """One company as it stands in companies.csv."""
    return [
        firm.name,
        firm.uscc,
        firm.alias,
        firm.former,
        firm.name_en,
        firm.province + firm.city,
        firm.park,
        firm.code,
        firm.industry,
        ROLES[firm.role],
        OWNERS[firm.ownership],
        "" if firm.employees is None else str(firm.employees),
        wan(firm.revenue),
        wan(firm.assets),
        wan(firm.net_assets),
        part(firm.growth),
        part(firm.industry_growth),
        str(firm.bank_count) if firm.bank_count else "；".join(firm.banks),
        firm.main_bank,
        firm.listed,
        firm.founded,
        "存续" if firm.status == "active" else firm.status,
        "；".join(firm.products),
        firm.as_of,
        GRADES[firm.grade],
        firm.ref,
    ]


def companies(people: Population) -> bytes:
    """Render the register of companies, with a few rows that are the same company again and four that are ruined."""
    rows = [company_row(firm) for firm in people.firms if firm.country == "CN"]
    core = [firm for firm in people.firms if firm.core]
    bracketed = next(firm for firm in people.firms if "（江苏）" in firm.name)

    def again(name: str, **cells: str) -> Row:
        row = dict.fromkeys(COMPANY_HEADER, "") | {"公司名称": name, "资料来源": "虚构名录二"} | cells
        return [row[column] for column in COMPANY_HEADER]

    rows += [
        again(bracketed.name.replace("（", "(").replace("）", ")"), 简称=f"{bracketed.brand}江苏"),
        again(core[1].name.replace("股份有限公司", "股份公司"), 数据日期="2026-03-31"),
        # The same brand and trade without the place: perhaps the same company, which a person must say.
        again(core[0].name.removeprefix("江苏"), 员工人数="2600"),
        again(f"浙江珞{'岚'}开关有限公司", 行业代码="C3823", 员工人数="420", 省市="浙江省温州市"),
        again("江苏霁湍电器有限公司", 统一社会信用代码="9.13299E+17", 员工人数="88"),
        again("江苏霁湄电器有限公司", 统一社会信用代码=core[0].uscc[:-1] + ("0" if core[0].uscc[-1] != "0" else "1")),
        again("江苏霁蘅电器有限公司", 数据日期="2025-02-30", 员工人数="35"),
        again("", 员工人数="120", 省市="江苏省"),
    ]
    return table(COMPANY_HEADER, rows)


def clients(people: Population) -> bytes:
    """Our clients, by the number that we know them by; a few give most, two cost more than they give."""
    dice, rows = Dice("client facts"), []
    poor = losers(people)
    for firm in [firm for firm in people.firms if firm.client]:
        scale = 12_000 if firm.core else 900
        held = dice.some(("流动资金贷款", "银行承兑汇票", "代发工资", "结算账户", "保函", "贴现"), dice.whole(1, 4))
        rows.append(
            [
                firm.client,
                firm.name,
                firm.uscc,
                "是",
                "是" if firm.core else "否",
                str(_contribution(firm, poor, dice)),
                "、".join(held),
                str(dice.whole(0, scale)),
                str(dice.whole(scale // 10, scale)),
                "2026-09-30",
            ]
        )
    return table(CLIENT_HEADER, sorted(rows))


def _contribution(firm: Firm, poor: Sequence[Firm], dice: Dice) -> int:
    """What a client gave last year, in units of 10,000 CNY."""
    rolls = dice.whole(520, 1_900), dice.whole(90, 320), dice.whole(3, 42)
    if firm in poor:
        return -8 if firm is poor[0] else 2
    if firm.core:
        return rolls[0]
    return rolls[1] if dice.chance(0.14) else rolls[2]


def _called(firm: Firm, dice: Dice) -> str:
    """How a relations file names a company: mostly by name, at times by its code or number, or spelt otherwise."""
    roll = dice.between(0, 1)
    if roll < 0.12 and firm.uscc:
        return firm.uscc
    if roll < 0.2 and firm.client:
        return firm.client
    if roll < 0.24 and firm.name.endswith("有限公司") and "股份" not in firm.name:
        return firm.name.replace("有限公司", "有限责任公司")
    if roll < 0.5 and "（" in firm.name:
        return firm.name.replace("（", "(").replace("）", ")")
    return firm.name


def relations(ties: Sequence[Tie]) -> bytes:
    """Goods relations in Chinese columns and units of 10,000 yuan, with three ruined rows."""
    dice, rows = Dice("spelling"), []
    for tie in ties:
        kind = "" if tie.kind == "supplies" and dice.chance(0.5) else {"supplies": "供应"}.get(tie.kind, "经销")
        rows.append(
            [
                _called(tie.source, dice),
                _called(tie.target, dice),
                kind,
                tie.product,
                wan(tie.amount),
                part(tie.share_of_target),
                part(tie.share_of_source),
                tie.start,
                tie.end,
                tie.as_of,
                "" if tie.confidence is None else str(tie.confidence),
                GRADES[tie.grade],
                tie.ref,
            ]
        )
    first, second = ties[0], ties[1]
    bad = ["虚构错误行"]
    rows += [
        [first.source.name, first.target.name, "供应", "", "-120", *[""] * 7, *bad],
        [second.source.name, second.target.name, "供应", "", "80", *[""] * 4, "2025-13-01", "", "", *bad],
        [GRID, GRID, "供应", "自用电", "66", *[""] * 4, "2025-06-30", "", "", *bad],
    ]
    return table(GOODS_HEADER, rows)


def other_relations(ties: Sequence[Tie]) -> bytes:
    """Ownership, guarantees, introductions and referrals in English columns and yuan."""
    rows = [
        [
            tie.source.name,
            tie.target.name,
            tie.kind,
            tie.product,
            "" if tie.amount is None else f"{tie.amount:.0f}",
            "" if tie.amount is None else "CNY",
            "" if tie.share is None else str(tie.share),
            tie.as_of,
            tie.grade,
            tie.ref,
        ]
        for tie in ties
    ]
    return table(BOND_HEADER, rows)


def qualified(people: Population, ties: Sequence[Tie]) -> tuple[bytes, bytes]:
    """The grid company's published list of qualified suppliers, and the list of a later batch as bare names."""
    dice = Dice("qualified")
    known = [tie for tie in ties if tie.target is people.grid and tie.source.trade and tie.source.brand != "华衡"]
    rows = [
        [tie.source.name, GRID, tie.product, "2026-05-20", "官方名录", "虚构合格供应商名单2026-第一批"]
        for tie in known
        if dice.chance(0.93)
    ]
    later = [
        firm
        for trade in ("变压器", "电缆", "绝缘子", "储能")
        for firm in people.makers[trade]
        if firm.size in "ms" and not any(tie.source is firm for tie in known)
    ]
    header = ["供应商", "采购商", "产品", "日期", "可信等级", "资料来源"]
    names = "\n".join(["供应商名称", *(firm.name for firm in later)]) + "\n"
    return table(header, rows), names.encode("utf-8")


def overseas(people: Population) -> bytes:
    """Companies abroad in English columns, revenue in millions of their currency."""
    rows = []
    for number, firm in enumerate(firm for firm in people.firms if firm.country != "CN"):
        role = "producer" if firm.trade else "other"
        money = "" if firm.revenue is None else f"{firm.revenue / 1e6:g}"
        rows.append(
            [
                firm.name,
                lei(number) if number % 3 else "",
                firm.country,
                firm.code,
                role,
                firm.ownership,
                str(firm.employees),
                money,
                firm.currency,
                str(firm.growth),
                "active",
                "; ".join(firm.products),
                firm.as_of,
                "filing",
                f"fictional annual report {firm.as_of[:4]}, {firm.brand}",
            ]
        )
    return table(OVERSEAS_HEADER, rows)


def lei(number: int) -> str:
    """A legal entity identifier with right check digits, under an issuer prefix that nobody has."""
    body = f"999900CHAINSAMP{number:03d}"
    digits = "".join(str(int(letter, 36)) for letter in f"{body}00")
    return f"{body}{98 - int(digits) % 97:02d}"


def survey(people: Population, ties: Sequence[Tie]) -> bytes:
    """A survey in the wide form: a company with its suppliers and customers in one row."""
    dice, rows = Dice("survey"), []
    makers = [firm for firm in people.firms if firm.trade in ("变压器", "开关柜", "绝缘子") and firm.size == "m"]
    for firm in dice.some(makers, 9):
        sellers = [tie.source.name for tie in ties if tie.target is firm][:4]
        buyers = [tie.target.name for tie in ties if tie.source is firm][:3]
        rows.append([firm.name, "、".join(sellers), "、".join(buyers), "客户提供", "虚构问卷2026"])
    return table(["公司名称", "主要供应商", "主要客户", "可信等级", "资料来源"], rows)


def blacklist(people: Population) -> bytes:
    """Companies that the bank does not deal with."""
    makers = [firm for firm in people.firms if firm.trade and firm.size in "ms" and not firm.client]
    reasons = ("虚假贸易背景", "被列为失信被执行人", "重大环保处罚")
    rows = [[firm.name, reason] for firm, reason in zip(Dice("blacklist").some(makers, 3), reasons, strict=True)]
    return table(["公司名称", "列入原因"], rows)


def capacities(people: Population) -> bytes:
    """What the bank knows of coal mines, in 10,000 t a year; policy bars the smallest, and of one nothing is known."""
    dice = Dice("capacities")
    sizes = {"g": (900, 2_400), "l": (240, 900), "m": (45, 180), "s": (5, 9)}
    rows = [
        [firm.name, "capacity_wan_t_per_year", str(dice.whole(*sizes[firm.size]))]
        for firm in people.firms
        if firm.code.startswith("B06") and firm.size in sizes
    ]
    return table(["企业", "指标", "取值"], rows)


def files() -> dict[str, bytes]:
    """Every file of the sample by its path below this folder."""
    people = populate()
    ties = goods(people)
    around = neighbours(people, ties, people.registry)
    official, later = qualified(people, ties)
    return {
        "companies.csv": companies(people),
        "clients.csv": clients(people),
        "overseas.csv": overseas(people),
        "relations.csv": relations(ties),
        "other_relations.csv": other_relations(bonds(people)),
        "qualified_list.csv": official,
        "small_firms.csv": table(COMPANY_HEADER, [company_row(firm) for firm in around.firms]),
        "small_relations.csv": other_relations(around.ties),
        "survey.csv": survey(people, ties),
        "payments.csv": table(["付款方", "收款方", "金额（元）", "交易日期", "摘要"], payments(people, ties)),
        "events.csv": table(["公司名称", "事件类型", "日期", "说明", "资料来源"], events(people)),
        "financials.csv": table(
            ["公司名称", "期间", "币种", "单位", *(title for title, _ in LINES), *WORKED_OUT], financials(people)
        ),
        "policy/companies.csv": capacities(people),
        "blacklist.csv": blacklist(people),
        "workbook.xlsx": workbook(people),
        "later/qualified_list_2026_2.csv": later,
        "later/small_relations.csv": other_relations(around.later),
    }


def main(arguments: Sequence[str]) -> int:
    """Write or check the files; the answer is the exit code."""
    if list(arguments) not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    differing = 0
    for name, body in files().items():
        path = FOLDER / name
        if arguments:
            same = path.is_file() and path.read_bytes() == body
            differing += not same
            print(f"{name}: {'as written' if same else 'differs; write it again with: python sample_data/generate.py'}")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
            print(f"{name}: {len(body):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
