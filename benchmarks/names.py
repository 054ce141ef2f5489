"""Fictional Chinese company names: place + word + trade + legal form, one a company number, no two alike."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.resources import rows_of

Numbers = NDArray[np.int64]

# A word is two of these, so that a name can be taken apart again: its place and its word have two characters each.
LETTERS: Final = (
    "岚屿砚澜珩沣琰晟翊昶煜琮玥璟瑾瑜珂琅玮珞璞琛瑶琳珺瑛璇霖霁霏云霞雯岭峰岳峻崇嵘嵩巍川泽润泓涵渊清源溪沐"
    "洋浩瀚波涛澄湛沛沃浦津港湖江河海鑫铭锐锦钰铂铠钧锋钊铮镇鼎盛昌隆兴旺荣华富裕丰茂庆祥瑞福禄康宁安泰和顺"
    "达通利亨贞元恒久永长远宏伟广大博弘毅勤诚信义仁德善美佳优精正方圆中立卓越超群英杰俊才智慧明亮光辉灿烂星辰"
    "日月天宇坤乾启航腾飞跃翔鹏鹤凤龙虎麒麟骏驰骋捷迅联合众力创新开拓展望旭东南西北春秋松柏林森"
)
# Division of GB/T 4754, role where it is not a producer's, trades; a company's trade is its number modulo their count.
_TRADES: Final = (
    ("C38", "", "电缆 变压器 开关设备 电机 蓄电池 绝缘材料"),
    ("C34", "", "机床 轴承 阀门 泵业 压缩机 齿轮"),
    ("C35", "", "模具 包装机械 医疗器械 环保设备"),
    ("C36", "", "汽车部件 车身 制动系统"),
    ("C37", "", "船舶设备 航空部件 轨道车辆"),
    ("C39", "", "半导体 电路板 显示器件 传感器 连接器 光学元件"),
    ("C40", "", "仪表 测控设备"),
    ("C31", "", "钢铁 特钢"),
    ("C32", "", "铝业 铜材 稀土材料"),
    ("C33", "", "金属制品 紧固件 弹簧 钢结构"),
    ("C30", "", "水泥 玻璃 陶瓷 耐火材料"),
    ("C29", "", "塑料 橡胶"),
    ("C26", "", "化工 涂料 胶粘剂 树脂 农药"),
    ("C27", "", "制药 中药"),
    ("C28", "", "化纤"),
    ("C17", "", "纺织"),
    ("C18", "", "服装"),
    ("C19", "", "皮革"),
    ("C20", "", "木业"),
    ("C21", "", "家具"),
    ("C22", "", "造纸"),
    ("C23", "", "印刷"),
    ("C14", "", "食品"),
    ("C15", "", "饮料"),
    ("C13", "", "粮油 饲料"),
    ("A01", "", "种业"),
    ("E47", "", "建筑工程"),
    ("E49", "", "安装工程"),
    ("I65", "", "软件"),
    ("M74", "", "检测技术 设计"),
    ("F51", "trader", "商贸 进出口 物资"),
    ("L72", "agent", "供应链"),
    ("F51", "distributor", "经销 批发"),
    ("F52", "distributor", "零售"),
    ("G54", "", "物流"),
    ("L72", "law_firm", "律师"),
    ("L72", "accounting_firm", "会计师"),
)
# Trade, division, role.
TRADES: Final = tuple((trade, code, role) for code, role, trades in _TRADES for trade in trades.split())
MODIFIERS: Final = ("", "新型", "精密", "高端", "特种", "智能", "绿色", "工业", "现代", "国际")
FORMS: Final = ("有限公司", "股份有限公司", "集团有限公司", "实业有限公司")
OFFICES: Final = ("事务所", "联合事务所", "事务所（普通合伙）", "国际事务所")
# The other spelling of the commonest form: the same company for whoever resolves names.
FORM_AGAIN: Final = ("有限责任公司", "股份公司", "集团有限责任公司", "实业有限责任公司")
LAW: Final = next(at for at, trade in enumerate(TRADES) if trade[2] == "law_firm")
ACCOUNTS: Final = next(at for at, trade in enumerate(TRADES) if trade[2] == "accounting_firm")

_STRIDE: Final = 179_424_673


class Names:
    """
    The parts of every company's name, as codes into lists of texts.

    The same number has the same name in a world of any size.
    """

    def __init__(self) -> None:
        # Cities of two characters, as names begin with them, and as a register writes them.
        cities = [row for row in rows_of("regions_cn") if row["place"].endswith("市") and len(row["place"]) == 3]
        self.places = [row["place"][:2] for row in cities]
        self.regions = [
            row["place"] if row["place"] == row["province"] else row["province"] + row["place"] for row in cities
        ]
        self.endings = [middle + form for middle in self._middles() for form in FORMS]
        self.endings_again = [middle + form for middle in self._middles() for form in FORM_AGAIN]
        for trade in (LAW, ACCOUNTS):
            for step in range(len(MODIFIERS)):
                at = (trade * len(MODIFIERS) + step) * len(FORMS)
                office = [MODIFIERS[step] + TRADES[trade][0] + form for form in OFFICES]
                self.endings[at : at + len(FORMS)] = self.endings_again[at : at + len(FORMS)] = office

    @staticmethod
    def _middles() -> list[str]:
        return [modifier + trade for trade, _, _ in TRADES for modifier in MODIFIERS]

    @property
    def room(self) -> int:
        """How many companies there are names for."""
        return len(TRADES) * self._codes

    @property
    def _codes(self) -> int:
        return len(self.places) * len(LETTERS) ** 2 * len(MODIFIERS) * len(FORMS)

    def parts(self, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Codes of place, word (two letters) and ending; three such codes belong to one number alone."""
        trade = numbers % len(TRADES)
        code = (numbers // len(TRADES) * _STRIDE + trade * 7_654_321) % self._codes
        code, place = np.divmod(code, len(self.places))
        code, word = np.divmod(code, len(LETTERS) ** 2)
        modifier, form = np.divmod(code, len(FORMS))
        return place, word, (trade * len(MODIFIERS) + modifier) * len(FORMS) + form

    @staticmethod
    def word(code: int) -> str:
        """Two letters."""
        return LETTERS[code // len(LETTERS)] + LETTERS[code % len(LETTERS)]

    def name(self, number: int) -> str:
        """One company's name."""
        place, word, ending = (int(part[0]) for part in self.parts(np.array([number], np.int64)))
        return self.places[place] + self.word(word) + self.endings[ending]


CODE_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def uscc_check(digits: Numbers) -> Numbers:
    """
    The check letter of a unified social credit code (GB 32100) whose first seventeen characters are digits.

    Its place in `CODE_LETTERS`.

    Parameters
    ----------
    digits
        The seventeen digits as one whole number each.
    """
    total = np.zeros(len(digits), np.int64)
    left = digits
    for weight in reversed(_WEIGHTS):
        left, digit = np.divmod(left, 10)
        total += digit * weight
    return (31 - total % 31) % 31
