"""
Who lives in the sample: fictional companies of a Chinese power-equipment economy.

Every name is a made-up two-character brand, every number is drawn from a seeded die: no real company is described.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")
SEED = "chainprospect sample 1"
OUR_BANK = "澜江银行"
OTHER_BANKS = ("华垣银行", "东岑商业银行", "泰筠银行", "宁麓农村商业银行", "远峤银行")
BRAND_FIRST = "岑珞砚翀霏沅澍骁珣彧昶烜祎钰泓溁樾翙璟珩霁煜淏晏"
BRAND_SECOND = "衡澜禾阙屿陌棠垣筠麓湍崧峤霄淼渚篁岫汀埕笙蘅圻湄"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Dice:
    """A seeded die that rests on `Random.random` alone, whose sequence never changes between Python versions."""

    def __init__(self, topic: str) -> None:
        self._random = random.Random(f"{SEED}/{topic}")

    def chance(self, probability: float) -> bool:
        """Whether an event of that probability happens."""
        return self._random.random() < probability

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int((high - low + 1) * self._random.random())

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.whole(0, len(items) - 1)]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Up to `count` different items, in the order in which they were drawn."""
        rest = list(items)
        return [rest.pop(self.whole(0, len(rest) - 1)) for _ in range(min(count, len(rest)))]


@dataclass(slots=True)
class Firm:
    """One fictional company; money in CNY (or `currency`), unknown is None."""

    name: str
    brand: str
    trade: str
    code: str
    industry: str
    province: str = ""
    city: str = ""
    country: str = "CN"
    currency: str = "CNY"
    size: str = "medium"
    role: str = "producer"
    ownership: str = "private"
    employees: int | None = None
    revenue: float | None = None
    assets: float | None = None
    net_assets: float | None = None
    growth: float | None = None
    industry_growth: float | None = None
    banks: list[str] = field(default_factory=list)
    bank_count: int | None = None
    main_bank: str = ""
    listed: str = ""
    founded: str = ""
    status: str = "active"
    products: list[str] = field(default_factory=list)
    uscc: str = ""
    client: str = ""
    core: bool = False
    alias: str = ""
    former: str = ""
    name_en: str = ""
    park: str = ""
    as_of: str = ""
    grade: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: its GB/T 4754 code, how its makers are called, what they make of what, and their sizes."""

    code: str
    industry: str
    suffix: str
    products: tuple[str, ...]
    inputs: tuple[str, ...]
    sizes: str


# Sizes, a letter a company: g giant, l large, m medium, s small, i micro, u unknown, e staff only, r revenue only.
EQUIPMENT = {
    "变压器": Trade(
        "C3821",
        "变压器、整流器和电感器制造",
        "变压器",
        ("油浸式变压器", "干式变压器"),
        ("硅钢", "电磁线", "绝缘件", "变压器油", "分接开关", "套管", "油箱", "散热器"),
        "glmmmmmsse",
    ),
    "开关柜": Trade(
        "C3823",
        "配电开关控制设备制造",
        "开关",
        ("环网柜", "高压开关柜"),
        ("灭弧室", "铜排", "环氧绝缘件", "钣金", "继电器"),
        "lmmmmmmssr",
    ),
    "电缆": Trade(
        "C3831",
        "电线、电缆制造",
        "电缆",
        ("电力电缆", "架空导线"),
        ("铜杆", "铝杆", "电缆料", "钢带", "盘具"),
        "gmmmmmss",
    ),
    "电能表": Trade(
        "C4012",
        "电工仪器仪表制造",
        "仪表",
        ("智能电能表", "用电采集终端"),
        ("芯片", "线路板", "塑料件", "继电器", "电池"),
        "mmmmmsu",
    ),
    "铁塔": Trade("C3311", "金属结构制造", "铁塔", ("输电铁塔", "钢管杆"), ("角钢", "锌锭", "紧固件"), "mmmmss"),
    "绝缘子": Trade(
        "C3834", "绝缘制品制造", "绝缘子", ("复合绝缘子", "瓷绝缘子"), ("瓷土", "硅橡胶", "铸件"), "mmmmmsi"
    ),
    "金具": Trade(
        "C3399", "其他未列明金属制品制造", "电力金具", ("耐张线夹", "连接金具"), ("铸件", "铝杆", "锌锭"), "mmmssi"
    ),
    "电容器": Trade(
        "C3822", "电容器及其配套设备制造", "电容器", ("并联电容器", "无功补偿装置"), ("薄膜", "铝箔", "钣金"), "lmmms"
    ),
    "配电终端": Trade(
        "C3921", "通信系统设备制造", "通信", ("配电终端", "载波模块"), ("芯片", "线路板", "钣金", "电池"), "mmmmsu"
    ),
    "继电保护": Trade(
        "C4011",
        "工业自动控制系统装置制造",
        "自动化",
        ("继电保护装置", "站端监控"),
        ("芯片", "线路板", "继电器", "钣金"),
        "gmmmms",
    ),
    "储能": Trade(
        "C3849", "其他电池制造", "储能", ("储能电池柜", "直流屏"), ("电芯", "线路板", "钣金", "散热器"), "mmmse"
    ),
    "煤炭": Trade(
        "B0610", "烟煤和无烟煤开采洗选", "煤业", ("动力煤", "洗精煤"), ("矿用设备", "支护材料"), "gllmmmmmmmsssu"
    ),
}
PARTS = {
    "硅钢": Trade("C3130", "钢压延加工", "硅钢", ("取向硅钢片",), ("生铁",), "glmms"),
    "电磁线": Trade("C3831", "电线、电缆制造", "电磁线", ("纸包扁铜线",), ("电解铜",), "mmmss"),
    "绝缘件": Trade("C3834", "绝缘制品制造", "绝缘材料", ("绝缘纸板", "层压木"), ("纸浆", "环氧树脂"), "mmsse"),
    "变压器油": Trade("C2519", "其他原油制造", "润滑油", ("变压器油",), ("基础油",), "mms"),
    "分接开关": Trade("C3823", "配电开关控制设备制造", "分接开关", ("有载分接开关",), ("铜排", "环氧绝缘件"), "mmms"),
    "套管": Trade("C3073", "特种陶瓷制品制造", "电瓷", ("高压套管",), ("瓷土", "铸件"), "mmss"),
    "油箱": Trade("C3311", "金属结构制造", "油箱", ("变压器油箱",), ("钢带",), "msssi"),
    "散热器": Trade("C3464", "制冷、空调设备制造", "散热设备", ("片式散热器",), ("钢带", "铝箔"), "mms"),
    "灭弧室": Trade("C3824", "电力电子元器件制造", "真空电子", ("真空灭弧室",), ("铜排", "套管"), "mmms"),
    "铜排": Trade("C3251", "铜压延加工", "铜业", ("铜排",), ("电解铜",), "lmmss"),
    "环氧绝缘件": Trade("C2929", "塑料零件及其他塑料制品制造", "绝缘制品", ("环氧绝缘件",), ("环氧树脂",), "mmssr"),
    "钣金": Trade("C3311", "金属结构制造", "钣金", ("柜体钣金",), ("钢带",), "mssssii"),
    "继电器": Trade("C3824", "电力电子元器件制造", "继电器", ("磁保持继电器",), ("铜排", "塑料件"), "lmms"),
    "铜杆": Trade("C3251", "铜压延加工", "铜材", ("无氧铜杆",), ("电解铜",), "glmm"),
    "铝杆": Trade("C3252", "铝压延加工", "铝材", ("电工铝杆",), ("电解铝",), "lmm"),
    "电缆料": Trade("C2651", "初级形态塑料及合成树脂制造", "高分子材料", ("交联电缆料",), ("聚乙烯",), "mmms"),
    "钢带": Trade("C3130", "钢压延加工", "带钢", ("镀锌钢带",), ("生铁",), "lmms"),
    "盘具": Trade("C2035", "木质容器制造", "木业", ("电缆盘",), (), "ssii"),
    "芯片": Trade("C3973", "集成电路制造", "微电子", ("计量芯片", "载波芯片"), (), "lmmu"),
    "线路板": Trade("C3982", "电子电路制造", "电路", ("双面线路板",), ("覆铜板",), "mmms"),
    "塑料件": Trade("C2929", "塑料零件及其他塑料制品制造", "塑业", ("表壳",), ("聚乙烯",), "mssi"),
    "电池": Trade("C3841", "锂离子电池制造", "电池", ("锂亚电池",), ("锂盐",), "mms"),
    "角钢": Trade("C3130", "钢压延加工", "型钢", ("角钢",), ("生铁",), "lmm"),
    "锌锭": Trade("C3212", "铅锌冶炼", "锌业", ("锌锭",), (), "lms"),
    "紧固件": Trade("C3482", "紧固件制造", "紧固件", ("铁塔螺栓",), ("钢带",), "msss"),
    "瓷土": Trade("B1019", "粘土及其他土砂石开采", "矿业", ("高岭土",), (), "mss"),
    "硅橡胶": Trade("C2652", "合成橡胶制造", "有机硅", ("混炼硅橡胶",), ("石英砂",), "lms"),
    "铸件": Trade("C3391", "黑色金属铸造", "铸造", ("玛钢铸件",), ("生铁",), "mmssi"),
    "薄膜": Trade("C2921", "塑料薄膜制造", "薄膜", ("电工聚丙烯膜",), ("聚乙烯",), "mms"),
    "铝箔": Trade("C3252", "铝压延加工", "铝箔", ("铝箔",), ("电解铝",), "mm"),
    "电芯": Trade("C3841", "锂离子电池制造", "新能源", ("磷酸铁锂电芯",), ("锂盐",), "glm"),
    "矿用设备": Trade("C3511", "矿山机械制造", "重工", ("刮板输送机", "液压支架"), ("铸件", "钢带"), "lmms"),
    "支护材料": Trade("C3399", "其他未列明金属制品制造", "支护", ("锚杆",), ("角钢",), "mss"),
}
MATERIALS = {
    "生铁": Trade("C3110", "炼铁", "冶金", ("生铁",), (), "glm"),
    "电解铜": Trade("C3211", "铜冶炼", "有色金属", ("电解铜",), (), "gl"),
    "电解铝": Trade("C3216", "铝冶炼", "铝业", ("电解铝",), (), "lm"),
    "环氧树脂": Trade("C2651", "初级形态塑料及合成树脂制造", "树脂", ("环氧树脂",), (), "mms"),
    "聚乙烯": Trade("C2651", "初级形态塑料及合成树脂制造", "石化", ("聚乙烯",), (), "lm"),
    "基础油": Trade("C2511", "原油加工及石油制品制造", "能源化工", ("基础油",), (), "lm"),
    "石英砂": Trade("B1019", "粘土及其他土砂石开采", "石英", ("石英砂",), (), "ss"),
    "纸浆": Trade("C2212", "非木竹浆制造", "浆纸", ("绝缘浆",), (), "ms"),
    "覆铜板": Trade("C3985", "电子专用材料制造", "覆铜板", ("覆铜板",), (), "lm"),
    "锂盐": Trade("C2613", "无机盐制造", "锂业", ("碳酸锂",), (), "lms"),
}
TRADES = {**EQUIPMENT, **PARTS, **MATERIALS}

# The large makers that are our clients and that the questions of the README start from.
CORE = (
    ("变压器", "岑衡", "江苏省", "南京市"),
    ("开关柜", "珞澜", "浙江省", "温州市"),
    ("电缆", "砚禾", "江苏省", "扬州市"),
    ("电能表", "翀阙", "上海市", ""),
    ("铁塔", "霏屿", "安徽省", "合肥市"),
    ("继电保护", "沅陌", "江苏省", "南京市"),
)
CORE_BRANDS = frozenset(brand for _, brand, _, _ in CORE)
# Province, code, cities, how often.
PLACES = (
    ("江苏省", "32", ("南京市", "苏州市", "常州市", "扬州市"), 30),
    ("浙江省", "33", ("杭州市", "温州市", "嘉兴市"), 16),
    ("安徽省", "34", ("合肥市", "芜湖市"), 10),
    ("山东省", "37", ("济南市", "青岛市"), 9),
    ("河南省", "41", ("郑州市", "许昌市"), 8),
    ("广东省", "44", ("佛山市", "东莞市"), 8),
    ("湖北省", "42", ("武汉市", "襄阳市"), 6),
    ("河北省", "13", ("保定市",), 5),
    ("上海市", "31", ("",), 5),
    ("四川省", "51", ("德阳市",), 4),
    ("陕西省", "61", ("西安市", "榆林市"), 3),
    ("山西省", "14", ("大同市", "晋中市"), 3),
    ("内蒙古自治区", "15", ("鄂尔多斯市",), 2),
)
COAL_PLACES = tuple(place for place in PLACES if place[0] in ("山西省", "陕西省", "内蒙古自治区", "安徽省", "河南省"))
PARK = "江苏省泽陵电力装备产业园"
# Employees (low, high) and CNY of revenue an employee, by the first letter of the code and the size.
MAKERS = {
    "g": ((10_500, 46_000), (500_000, 900_000)),
    "l": ((1_050, 4_200), (480_000, 950_000)),
    "m": ((310, 960), (420_000, 1_100_000)),
    "s": ((24, 290), (200_000, 760_000)),
    "i": ((4, 18), (90_000, 150_000)),
}
DEALERS = {
    "g": ((1_200, 2_400), (4_500_000, 7_000_000)),
    "l": ((205, 420), (2_000_000, 3_600_000)),
    "m": ((21, 180), (2_500_000, 4_000_000)),
    "s": ((6, 19), (1_700_000, 2_500_000)),
    "i": ((2, 4), (150_000, 200_000)),
}
INDUSTRY_GROWTH = {"B": 0.02, "C": 0.06, "D": 0.05, "E": 0.03, "F": 0.04, "I": 0.09, "L": 0.05}


def check_digit(body: str) -> str:
    """The 18th character of a unified social credit code (GB 32100)."""
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, weights, strict=True))
    return ALPHABET[(31 - total) % 31]


def credit_code(kind: str, province: str, serial: int) -> str:
    """A code that is right by its check digits and invented by its region: no place has the number xx9900."""
    tail = "".join(ALPHABET[serial // 31**power % 31] for power in (2, 1, 0))
    body = f"MAXX0{tail}"
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(letters.index(letter) * weight for letter, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = (11 - total % 11) % 11
    code = f"{kind}{province}9900{body}{'X' if rest == 10 else rest}"
    return code + check_digit(code)


def short_place(province: str) -> str:
    """The province as it stands in front of a company's name."""
    return province.removesuffix("省").removesuffix("市").removesuffix("自治区")


class Registry:
    """Gives out brands, credit codes and facts, and keeps the companies in the order of their registration."""

    def __init__(self) -> None:
        free = [a + b for a in BRAND_FIRST for b in BRAND_SECOND if a + b not in CORE_BRANDS]
        self._brands = Dice("brands").some(free, len(free))
        self._dice = Dice("facts")
        self._serial = 0
        self.firms: list[Firm] = []

    def brand(self) -> str:
        """A two-character brand that nobody has yet."""
        return self._brands.pop()

    def place(self, places: Sequence[tuple[str, str, tuple[str, ...], int]] = PLACES) -> tuple[str, str, str]:
        """Province, its code and a city."""
        lots = [place for place in places for _ in range(place[3])]
        province, code, cities, _ = self._dice.pick(lots)
        return province, code, self._dice.pick(cities)

    def add(self, firm: Firm, *, kind: str = "91", coded: bool = True, figures: bool = True) -> Firm:
        """Register a company: its credit code, its figures, its banks and the provenance of all that."""
        self._serial += 1
        if coded:
            region = next(place[1] for place in PLACES if place[0] == firm.province)
            firm.uscc = credit_code(kind, region, self._serial)
        if figures:
            self._figures(firm)
        self._facts(firm)
        self.firms.append(firm)
        return firm

    def core(self, trade: str, brand: str, province: str, city: str) -> Firm:
        """Register one of the large makers that the sample's questions start from."""
        line = TRADES[trade]
        name = f"{short_place(province)}{brand}{line.suffix}股份有限公司"
        firm = Firm(name, brand, trade, line.code, line.industry, province, city, size="l")
        firm.products, firm.core, firm.alias = list(line.products), True, f"{brand}{line.suffix}"
        firm.ownership = self._dice.pick(("state", "private"))
        return self.add(firm)

    def maker(self, trade: str, size: str, places: Sequence[tuple[str, str, tuple[str, ...], int]] = PLACES) -> Firm:
        """Register a maker of a trade of TRADES."""
        line, brand = TRADES[trade], self.brand()
        province, _, city = self.place(places)
        short = short_place(province)
        form = "股份有限公司" if size == "l" or (size == "m" and self._dice.chance(0.15)) else "有限公司"
        if size == "g":
            name = f"{brand}{line.suffix}集团有限公司"
        elif self._dice.chance(0.08):
            name = f"{brand}{line.suffix}（{short}）{form}"
        else:
            name = f"{short}{brand}{line.suffix}{form}"
        firm = Firm(name, brand, trade, line.code, line.industry, province, city, size=size)
        firm.products = list(line.products)
        firm.ownership = self._dice.pick(
            ("state", "private") if size in "gl" else ("private",) * 7 + ("state", "foreign", "private")
        )
        return self.add(firm, coded=self._dice.chance(0.94))

    def _figures(self, firm: Firm) -> None:
        table = DEALERS if firm.code.startswith("F") else MAKERS
        size = {"u": "m", "e": "m", "r": "l"}.get(firm.size, firm.size)
        (low, high), (least, most) = table[size]
        firm.employees = self._dice.whole(low, high)
        firm.revenue = round(firm.employees * self._dice.between(least, most), -4)
        firm.assets = round(firm.revenue * self._dice.between(0.7, 1.6), -4)
        firm.net_assets = round(firm.assets * self._dice.between(0.3, 0.6), -4)
        firm.growth = round(self._dice.between(-0.12, 0.34), 3)
        firm.industry_growth = INDUSTRY_GROWTH.get(firm.code[0])
        if firm.size in "ui":
            firm.growth = None
        if firm.size in "ue":
            firm.revenue = firm.assets = firm.net_assets = None
        if firm.size in "ur":
            firm.employees = None

    def _facts(self, firm: Firm) -> None:
        dice = self._dice
        firm.founded = f"{dice.whole(1985, 2021)}-{dice.whole(1, 12):02d}-{dice.whole(1, 28):02d}"
        if firm.role in ("producer", "distributor", "trader"):
            many = {"g": 5, "l": 4, "m": 3}.get(firm.size, 2)
            roll = dice.between(0, 1)
            if roll < 0.62:
                firm.banks = dice.some(OTHER_BANKS, dice.whole(1, many))
                firm.main_bank = firm.banks[0] if dice.chance(0.7) else ""
            elif roll < 0.75:
                firm.bank_count = dice.whole(1, many)
        if firm.size in "gl" and dice.chance(0.4):
            firm.listed = "是"
        elif dice.chance(0.6):
            firm.listed = "否"
        if firm.province == "江苏省" and firm.role == "producer" and dice.chance(0.3):
            firm.park = PARK
        firm.as_of = dice.pick(("2024-12-31", "2025-12-31", "2025-12-31", "2025-12-31", "2026-06-30"))
        firm.grade = dice.pick(("filing", "filing", "client", "news", "inferred"))
        firm.ref = {
            "filing": f"虚构企业年报{firm.as_of[:4]}·{firm.brand}",
            "client": f"虚构客户经理走访记录·{firm.brand}",
            "news": f"虚构行业快讯·{firm.brand}",
            "inferred": f"虚构名录推断·{firm.brand}",
        }[firm.grade]
