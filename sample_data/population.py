"""
How the sample is populated: makers, traders, distributors, power users, intermediaries, and who of them is a client.

All of them are fictional.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from economy import (
    COAL_PLACES,
    CORE,
    EQUIPMENT,
    MATERIALS,
    OTHER_BANKS,
    OUR_BANK,
    PARK,
    PARTS,
    Dice,
    Firm,
    Registry,
    short_place,
)

GRID = "华衡电网有限公司"


@dataclass(slots=True)
class Population:
    """Every company of the sample by the part that it plays; lists are in order of registration."""

    grid: Firm
    subsidiaries: list[Firm]
    makers: dict[str, list[Firm]]
    generators: list[Firm]
    traders: dict[str, list[Firm]]
    agents: list[Firm]
    overseas: list[Firm]
    distributors: dict[str, list[Firm]]
    contractors: list[Firm]
    users: list[Firm]
    services: list[Firm]
    officials: list[Firm]
    banks: list[Firm]
    registry: Registry
    firms: list[Firm] = field(default_factory=list)


def populate() -> Population:
    """All companies of the sample."""
    registry = Registry()
    grid = _grid(registry)
    subsidiaries = _subsidiaries(registry)
    makers: dict[str, list[Firm]] = {trade: [registry.core(trade, *rest)] for trade, *rest in CORE}
    for trade, line in {**EQUIPMENT, **PARTS, **MATERIALS}.items():
        places = {"places": COAL_PLACES} if trade == "煤炭" else {}
        makers.setdefault(trade, []).extend(registry.maker(trade, size, **places) for size in line.sizes)
    people = Population(
        grid=grid,
        subsidiaries=subsidiaries,
        makers=makers,
        generators=_generators(registry),
        traders=_traders(registry),
        agents=_agents(registry),
        overseas=_overseas(registry),
        distributors=_distributors(registry),
        contractors=_contractors(registry),
        users=_users(registry),
        services=_services(registry),
        officials=_officials(registry),
        banks=_banks(registry),
        registry=registry,
    )
    people.firms = list(registry.firms)
    _mark(people)
    return people


def _grid(registry: Registry) -> Firm:
    firm = Firm(GRID, "华衡", "电网", "D4420", "电力供应", "上海市", size="g", ownership="state", alias="华衡电网")
    firm.former, firm.name_en = "华衡电力公司", "Huaheng Grid Co., Ltd. (fictional)"
    firm.products = ["工业用电", "输配电服务"]
    registry.add(firm, figures=False)
    firm.employees, firm.revenue, firm.assets = 200_000, 3.86e11, 9.2e11
    firm.growth, firm.industry_growth, firm.as_of, firm.listed = 0.041, 0.05, "2025-12-31", "否"
    firm.grade, firm.ref = "filing", "虚构企业年报2025·华衡"
    return firm


def _subsidiaries(registry: Registry) -> list[Firm]:
    made = []
    for name, code, industry, role, employees, revenue in (
        ("华衡电网物资有限公司", "F5175", "电气设备批发", "trader", 860, 2.4e10),
        ("华衡送变电工程有限公司", "E4851", "架线及设备工程建筑", "other", 3_400, 4.1e9),
        ("华衡发电有限公司", "D4411", "火力发电", "producer", 5_200, 1.3e10),
    ):
        firm = Firm(name, "华衡", "电网", code, industry, "上海市", size="l", role=role, ownership="state")
        registry.add(firm, figures=False)
        firm.employees, firm.revenue, firm.growth, firm.industry_growth = employees, revenue, 0.03, 0.04
        made.append(firm)
    return made


def _named(registry: Registry, suffix: str, code: str, industry: str, size: str, role: str = "producer") -> Firm:
    """Register a company of any line of business, called by its place, brand and suffix."""
    brand = registry.brand()
    province, _, city = registry.place()
    name = f"{short_place(province)}{brand}{suffix}"
    return registry.add(Firm(name, brand, "", code, industry, province, city, size=size, role=role))


def _generators(registry: Registry) -> list[Firm]:
    lines = (
        ("发电集团有限公司", "D4411", "火力发电", "g", "上网电量"),
        ("热电有限公司", "D4412", "热电联产", "m", "上网电量"),
        ("发电有限公司", "D4411", "火力发电", "l", "上网电量"),
        ("风电有限公司", "D4415", "风力发电", "s", "风电上网电量"),
        ("光伏发电有限公司", "D4416", "太阳能发电", "s", "光伏上网电量"),
    )
    made = []
    for suffix, code, industry, size, product in lines:
        firm = _named(registry, suffix, code, industry, size)
        firm.ownership, firm.products = "state", [product]
        made.append(firm)
    return made


def _traders(registry: Registry) -> dict[str, list[Firm]]:
    lines = (
        ("煤炭", "煤炭运销有限公司", "F5161", "煤炭及制品批发", "mms"),
        ("生铁", "钢铁贸易有限公司", "F5164", "金属及金属矿批发", "lms"),
        ("电解铜", "金属材料有限公司", "F5164", "金属及金属矿批发", "gms"),
        ("聚乙烯", "化工贸易有限公司", "F5169", "其他化工产品批发", "ms"),
        ("芯片", "电子元件贸易有限公司", "F5179", "其他机械设备及电子产品批发", "ms"),
    )
    return {
        trade: [_named(registry, suffix, code, industry, size, "trader") for size in sizes]
        for trade, suffix, code, industry, sizes in lines
    }


def _agents(registry: Registry) -> list[Firm]:
    return [_named(registry, "进出口代理有限公司", "F5181", "贸易代理", size, "agent") for size in "mmssi"]


def _overseas(registry: Registry) -> list[Firm]:
    dice = Dice("overseas")
    lines = (
        ("Nordfell Tap Changers GmbH", "DE", "C3823", "分接开关", "EUR", 210e6, 1_240),
        ("Brackenmere Silicon Inc.", "US", "C3973", "芯片", "USD", 940e6, 2_900),
        ("Halvorsund Film AB", "SE", "C2921", "薄膜", "EUR", 64e6, 330),
        ("Castellmont Porcelain S.p.A.", "IT", "C3073", "套管", "EUR", 48e6, 410),
        ("Redquill Relays Ltd", "GB", "C3824", "继电器", "GBP", 35e6, 280),
        ("Oakharrow Grid Services LLC", "US", "E4851", "", "USD", 120e6, 600),
    )
    made = []
    for name, country, code, trade, currency, revenue, employees in lines:
        firm = Firm(name, name.split()[0], trade, code, "", country=country, currency=currency, ownership="foreign")
        registry.add(firm, coded=False, figures=False)
        firm.employees, firm.revenue, firm.growth = employees, revenue, round(dice.between(-0.05, 0.15), 3)
        firm.bank_count, firm.banks, firm.main_bank = None, [], ""
        made.append(firm)
    return made


def _distributors(registry: Registry) -> dict[str, list[Firm]]:
    lines = (
        ("电缆", "电线电缆销售有限公司", "mmmmsssi"),
        ("开关柜", "电器销售有限公司", "gmmmssu"),
        ("变压器", "输变电设备销售有限公司", "lmmmss"),
        ("电能表", "仪表销售有限公司", "mmsi"),
        ("金具", "电力器材有限公司", "msse"),
        ("储能", "能源设备有限公司", "mms"),
    )
    return {
        trade: [_named(registry, suffix, "F5175", "电气设备批发", size, "distributor") for size in sizes]
        for trade, suffix, sizes in lines
    }


def _contractors(registry: Registry) -> list[Firm]:
    return [
        _named(registry, suffix, code, industry, size, "other")
        for suffix, code, industry, size in (
            *((("电力工程有限公司", "E4851", "架线及设备工程建筑", size)) for size in "lmmmms"),
            *((("机电安装有限公司", "E4910", "电气安装", size)) for size in "mmss"),
        )
    ]


def _users(registry: Registry) -> list[Firm]:
    lines = (
        ("钢铁集团有限公司", "C3120", "炼钢", "g"),
        ("特钢有限公司", "C3120", "炼钢", "m"),
        ("水泥有限公司", "C3011", "水泥制造", "m"),
        ("玻璃有限公司", "C3041", "平板玻璃制造", "m"),
        ("云数据有限公司", "I6450", "互联网数据服务", "m"),
        ("数据科技有限公司", "I6450", "互联网数据服务", "l"),
        ("汽车零部件有限公司", "C3670", "汽车零部件及配件制造", "m"),
        ("汽车零部件股份有限公司", "C3670", "汽车零部件及配件制造", "l"),
        ("纺织有限公司", "C1711", "棉纺纱加工", "m"),
        ("食品有限公司", "C1432", "速冻食品制造", "m"),
        ("制药有限公司", "C2720", "化学药品制剂制造", "m"),
        ("纸业有限公司", "C2221", "机制纸及纸板制造", "m"),
        ("化工有限公司", "C2614", "有机化学原料制造", "l"),
        ("氯碱有限公司", "C2612", "无机碱制造", "m"),
        ("半导体有限公司", "C3973", "集成电路制造", "l"),
        ("光电有限公司", "C3974", "显示器件制造", "m"),
        ("船舶有限公司", "C3731", "金属船舶制造", "l"),
        ("地铁运营有限公司", "G5412", "城市轨道交通", "g"),
        ("港务有限公司", "G5532", "货运港口", "m"),
        ("冷链物流有限公司", "G5930", "低温仓储", "s"),
        ("商业广场有限公司", "F5211", "百货零售", "s"),
        ("酒店有限公司", "H6110", "旅游饭店", "s"),
        ("充电服务有限公司", "D4420", "电力供应", "s"),
        ("新能源汽车有限公司", "C3612", "新能源车整车制造", "g"),
        ("轮胎有限公司", "C2911", "轮胎制造", "m"),
        ("矿业有限公司", "B0810", "铁矿采选", "m"),
    )
    made = [_named(registry, *line) for line in lines]
    made.append(_institution(registry, "中心医院", "Q8411", "综合医院", "hospital"))
    made.append(_institution(registry, "理工学院", "P8341", "普通高等教育", "school"))
    made.append(_institution(registry, "电力科学研究院", "M7320", "工程和技术研究和试验发展", "institute"))
    return made


def _institution(registry: Registry, suffix: str, code: str, industry: str, role: str) -> Firm:
    brand = registry.brand()
    province, _, city = registry.place()
    name = f"{short_place(province)}{brand}{suffix}"
    firm = Firm(name, brand, "", code, industry, province, city, size="u", role=role)
    firm.ownership = "institution"
    return registry.add(firm, kind="12")


def _services(registry: Registry) -> list[Firm]:
    made = []
    for suffix, code, industry, role, count, kind in (
        ("律师事务所", "L7231", "律师及相关法律服务", "law_firm", 4, "31"),
        ("会计师事务所（特殊普通合伙）", "L7241", "会计、审计及税务服务", "accounting_firm", 4, "91"),
        ("税务师事务所有限公司", "L7241", "会计、审计及税务服务", "tax_agent", 3, "91"),
    ):
        for _ in range(count):
            brand = registry.brand()
            province, _, city = registry.place()
            name = f"{short_place(province)}{brand}{suffix}"
            firm = Firm(name, brand, "", code, industry, province, city, size="s", role=role)
            firm.ownership = ""
            registry.add(firm, kind=kind)
            made.append(firm)
    return made


def _officials(registry: Registry) -> list[Firm]:
    made = []
    for name, code, industry, role, kind in (
        ("泽陵电力装备行业协会", "S9522", "行业性团体", "association", "51"),
        ("泽陵煤炭运销协会", "S9522", "行业性团体", "association", "51"),
        (f"{PARK}管理有限公司", "L7221", "园区管理服务", "park", "91"),
        ("泽陵市能源发展局", "S9224", "经济事务管理机构", "government", "11"),
    ):
        firm = Firm(name, "泽陵", "", code, industry, "江苏省", size="u", role=role)
        firm.ownership = "state" if kind == "91" else "institution"
        made.append(registry.add(firm, kind=kind))
    return made


def _banks(registry: Registry) -> list[Firm]:
    made = []
    for name in (OUR_BANK, *OTHER_BANKS[:3]):
        firm = Firm(f"{name}股份有限公司", name[:2], "", "J6620", "货币银行服务", "江苏省", size="g", role="bank")
        firm.alias = name
        made.append(registry.add(firm, figures=False))
    return made


def _mark(people: Population) -> None:
    """Clients, those no longer active, and a few special cases."""
    dice = Dice("clients")
    core = [firm for firm in people.firms if firm.core]
    odds = {"l": 0.3, "m": 0.13, "s": 0.08}
    business = [firm for firm in people.firms if firm.role in ("producer", "distributor", "trader", "other")]
    others = [
        firm
        for firm in business
        if not firm.core
        and firm.brand != "华衡"
        and firm.country == "CN"
        and dice.chance(odds.get(firm.size, 0) * (2 if firm.role in ("distributor", "other") else 1))
    ]
    for number, firm in enumerate(core + others, 1):
        firm.client = f"K{number:04d}"
        firm.banks = list(dict.fromkeys([OUR_BANK, *firm.banks]))
        firm.bank_count = None
        if firm.core:
            firm.main_bank = OUR_BANK
    quiet = [firm for firm in business if firm.size in "si" and not firm.client]
    for firm, status in zip(dice.some(quiet, 6), ("注销", "注销", "吊销", "停业", "注销", "清算"), strict=True):
        firm.status = status
