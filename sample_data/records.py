"""What happened to the sample's companies, what they paid each other, what their books say; all of it fictional."""

from __future__ import annotations

from economy import EQUIPMENT, PARTS, Dice, Firm
from population import Population
from ties import Tie

Row = list[str]

EVENTS = {
    "new_line": ("新建产线", "新建{product}生产线，计划投资{money}万元"),
    "technical_upgrade": ("技术改造", "{product}产线智能化改造，计划投资{money}万元"),
    "tender_won": ("中标", "中标{product}采购项目，中标额{money}万元"),
    "expansion": ("扩张", "在外省设立{product}基地"),
    "management_change": ("管理层变动", "总经理更换"),
    "restructuring": ("重组改制", "完成股份制改制"),
    "merger": ("合并收购", "收购一家同业工厂"),
    "treasury_centralisation": ("资金集中", "集团资金集中管理，选聘合作银行"),
    "incorporation": ("新设开业", "新设{product}子公司并开业"),
    "bank_change": ("他行合作变化", "原主办银行压缩授信"),
    "listing": ("上市", "首发申请获受理"),
    "default": ("违约逾期", "承兑汇票逾期"),
}
STRANGERS = ("包装", "物流", "模具", "五金", "劳保用品")
OFTEN = ("new_line", "technical_upgrade", "tender_won", "tender_won", "tender_won", "expansion", "bank_change")


def events(people: Population) -> list[Row]:
    """Event rows: company, type, date, text, source."""
    dice = Dice("events")
    makers = [firm for firm in people.firms if firm.trade in {**EQUIPMENT, **PARTS}]
    rows = []
    for firm in dice.some(makers, 95):
        rows.append(_event(firm, dice.pick(OFTEN), dice))
        if dice.chance(0.25):
            rows.append(_event(firm, dice.pick(tuple(EVENTS)), dice))
    rows += [_event(dice.pick(makers), word, dice) for word in EVENTS]
    return rows + [
        [firm.name, "违约逾期", "2026-04-18", "承兑汇票逾期", "虚构公告2026-04·" + firm.brand]
        for firm in losers(people)
    ]


def losers(people: Population) -> list[Firm]:
    """Two small clients that bring little and did not pay in time."""
    small = [firm for firm in people.firms if firm.client and firm.size == "s" and firm.role == "producer"]
    return small[:2]


def _event(firm: Firm, word: str, dice: Dice) -> Row:
    title, text = EVENTS[word]
    product = firm.products[0] if firm.products else "设备"
    filled = text.format(product=product, money=dice.whole(6, 180) * 100)
    date = f"{dice.pick((2024, 2025, 2025, 2026, 2026, 2026))}-{dice.whole(1, 10):02d}-{dice.whole(1, 28):02d}"
    # The last day of the data is 31 October 2026: ages run to it.
    shown = word if dice.chance(0.3) else title
    return [firm.name, shown, date, filled, f"虚构公告{date[:7]}·{firm.brand}"]


def payments(people: Population, ties: list[Tie]) -> list[Row]:
    """Payment rows of our clients' accounts: payer, payee, amount in yuan, date, memo."""
    dice = Dice("payments")
    ours = [tie for tie in ties if tie.target.client and tie.amount and tie.source.country == "CN"]
    rows = []
    for tie in dice.some(ours, 46):
        part, memo = (tie.amount or 0) / 8, f"货款 {tie.product}"
        rows += [_payment(tie.target.name, tie.source.name, part, memo, dice) for _ in range(dice.whole(2, 6))]
    clients = [firm for firm in people.firms if firm.client and firm.role != "bank"]
    for number, client in enumerate(clients[:10]):
        # Counterparties that no other file knows.
        stranger = f"{client.province}示范{'甲乙丙丁戊己庚辛壬癸'[number]}{STRANGERS[number % len(STRANGERS)]}有限公司"
        rows += [_payment(client.name, stranger, 2.4e5, "货款", dice) for _ in range(dice.whole(1, 4))]
        if client.core:
            rows.append(_payment(client.name, people.services[number % 4].name, 1.2e5, "律师费", dice))
        rows.append(_payment(client.name, "代发工资户", dice.between(8e5, 6e6), "代发工资", dice))
        rows.append(_payment(client.name, "国家金库泽陵市支库", dice.between(2e5, 3e6), "缴纳增值税", dice))
        rows.append(_payment(client.name, client.name, dice.between(1e6, 9e6), "本单位账户划转", dice))
    banks = [firm.name for firm in people.banks]
    return rows + [_payment(banks[1], banks[0], 5e7, "同业拆借", dice) for _ in range(3)]


def _payment(payer: str, payee: str, amount: float, memo: str, dice: Dice) -> Row:
    date = f"{dice.pick((2025, 2026))}-{dice.whole(1, 10):02d}-{dice.whole(1, 28):02d}"
    return [payer, payee, f"{amount * dice.between(0.6, 1.4):.2f}", date, memo]


LINES = (
    ("营业收入", 1.0),
    ("营业成本", 0.78),
    ("净利润", 0.06),
    ("利息支出", 0.012),
    ("经营活动现金流量净额", 0.07),
    ("货币资金", 0.11),
    ("应收账款", 0.29),
    ("期初应收账款", 0.26),
    ("存货", 0.17),
    ("期初存货", 0.15),
    ("预付账款", 0.03),
    ("期初预付账款", 0.03),
    ("应付账款", 0.19),
    ("期初应付账款", 0.18),
    ("预收账款", 0.05),
    ("期初预收账款", 0.05),
    ("流动资产", 0.68),
    ("流动负债", 0.44),
    ("资产总计", 1.05),
    ("负债合计", 0.55),
    ("净资产", 0.5),
    ("短期借款", 0.14),
    ("长期借款", 0.05),
    ("研发费用", 0.035),
)


# Follow from the other items, so that the books agree.
WORKED_OUT = ("毛利润", "息税前利润", "所得税", "自有资金")
# How the books of some firms differ from those of most: factors by line item.
BENDS = {
    "waits for its money": {"应收账款": 1.9, "期初应收账款": 1.7, "货币资金": 0.35, "短期借款": 1.7},
    "rich in cash": {"货币资金": 3.2, "短期借款": 0.0, "长期借款": 0.0, "应收账款": 0.6},
    "full warehouse": {"存货": 2.4, "期初存货": 1.3, "货币资金": 0.5},
    "pays ahead": {"预付账款": 5.0, "期初预付账款": 4.0},
    "borrows beside its deposits": {"货币资金": 2.6, "短期借款": 2.0},
}


def financials(people: Population) -> list[Row]:
    """Financial rows in units of 10,000 CNY: company, period, currency, unit and the line items."""
    dice = Dice("financials")
    makers = [
        firm for firm in people.firms if firm.trade and firm.size in "ms" and firm.revenue and firm.country == "CN"
    ]
    core = [firm for firm in people.firms if firm.core]
    # Some without revenue in the register: their size is known from their books alone.
    silent = [firm for firm in people.firms if firm.trade and firm.size == "e"]
    rows = []
    for firm in [*core, *dice.some(makers, 52), *silent]:
        revenue = firm.revenue or 9.6e7
        for year in (2024, 2025) if dice.chance(0.4) else (2025,):
            scale = revenue / 1e4 * (1 if year == 2025 else dice.between(0.85, 1.0))
            bend = dice.between(0.75, 1.25)
            items = {name: scale * part * bend * dice.between(0.9, 1.1) for name, part in LINES}
            items["营业收入"], items["营业成本"] = scale, scale * dice.between(0.7, 0.86)
            items["净资产"] = items["资产总计"] - items["负债合计"]
            rows.append(_statement(firm, year, items))
    told = {row[0] for row in rows}
    return rows + _bent(people, [firm for firm in makers if firm.name not in told])


def _bent(people: Population, makers: list[Firm]) -> list[Row]:
    """Books of three years of firms that differ from the rest, each in its own way."""
    dice, rows = Dice("bent books"), []
    dealers = [firm for firm in people.firms if firm.role == "distributor" and firm.size in "ms" and firm.revenue]
    chosen = [*dice.some(makers, 35), *dice.some(dealers, 10)]
    for number, firm in enumerate(chosen):
        bends = list(BENDS.values())[number % len(BENDS)]
        growth = dice.between(0.02, 0.2)
        for year in (2023, 2024, 2025):
            scale = (firm.revenue or 0) / 1e4 / (1 + growth) ** (2025 - year)
            items = {name: scale * part * bends.get(name, 1.0) * dice.between(0.95, 1.05) for name, part in LINES}
            items["营业收入"], items["营业成本"] = scale, scale * dice.between(0.74, 0.84)
            items["流动资产"] = sum(items[name] for name in ("货币资金", "应收账款", "存货", "预付账款")) * 1.08
            items["资产总计"] = max(items["资产总计"], items["流动资产"] * 1.3)
            items["净资产"] = items["资产总计"] - items["负债合计"]
            rows.append(_statement(firm, year, items))
    return rows


def _statement(firm: Firm, year: int, items: dict[str, float]) -> Row:
    """One row: the line items as drawn, then those that follow from them."""
    tax = items["净利润"] / 4
    worked_out = (
        items["营业收入"] - items["营业成本"],
        items["净利润"] + tax + items["利息支出"],
        tax,
        max(items["流动资产"] - items["流动负债"], 0.0) * 0.5,
    )
    figures = (f"{item:.1f}" for item in (*items.values(), *worked_out))
    return [firm.name, f"{year}-12-31", "CNY", "万元", *figures]
