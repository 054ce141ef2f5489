"""What the template shows: how to fill it, and three example rows a sheet. The companies are fictional."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# The first line is the heading; `{mark}` is the mark of an example row.
GUIDE: Final = MappingProxyType(
    {
        "zh": (
            "填写说明",
            "每张表填一类资料，不用的表留空即可。表头可以增减、换顺序，但请不要改名。",
            "先填【客户】，再在【供应商】【经销商】【中介】里写上这些企业属于哪家客户；知道得更细的交易写在【关系】里。",
            "表头带 * 的列必须填写；其余不知道就留空。空白表示未知，与 0 不同。",
            "深灰斜体、以 {mark} 开头的行是示例，企业均为虚构；删或不删都不会被载入。",
            "金额按表头的单位填写；百分比写成 12%；日期写成 2026-06-30。",
            "表头右上角的批注说明每一列怎么填；带下拉箭头的列请从列表里选。",
            "只填业务资料：姓名、家庭、爱好等个人信息不要写进来。",
            "填好后载入：chainprospect load 文件名.xlsx",
        ),
        "en": (
            "How to fill this workbook",
            "Each sheet holds one kind of facts; leave out what you do not need. Columns may be moved, never renamed.",
            "Fill clients first, then say in suppliers, distributors and intermediaries whose they are; "
            "what you know in more detail goes into relations.",
            "Columns with a * must be filled; leave others blank when you do not know. Blank is unknown, 0 is zero.",
            "Grey rows in italics that begin with {mark} are examples of fictional companies: they are never loaded.",
            "Amounts are in the unit of the header (m is million); percentages look like 12%, dates like 2026-06-30.",
            "The note on each header says what to fill in; cells with an arrow offer a list.",
            "Business facts only: no families, hobbies or other personal matters.",
            "Then load it: chainprospect load FILE.xlsx",
        ),
    }
)

_HUB = "示例甲变压器有限公司|Example Alpha Transformers Co., Ltd."
_COIL = "示例乙电磁线有限公司|Example Beta Magnet Wire Co., Ltd."
_SHOP = "示例丙电器销售有限公司|Example Gamma Electric Sales Co., Ltd."
_CARD = "示例丁仪表有限公司|Example Delta Meters Co., Ltd."
_TANK = "示例戊油箱有限公司|Example Epsilon Tanks Co., Ltd."
_LAW = "示例己律师事务所|Example Zeta Law Firm"
_SEEN = "示例走访记录|example visit note"

# Rows by sheet; texts are `Chinese|English`, drop-down columns hold code words.
EXAMPLES: Final[MappingProxyType[str, tuple[dict[str, str | float], ...]]] = MappingProxyType(
    {
        "clients": (
            {
                "id": "K0001",
                "name": _HUB,
                "aliases": "甲变|Alpha",
                "region": "江苏省苏州市",
                "industry": "C3821",
                "role": "producer",
                "ownership": "private",
                "employees": 1200,
                "revenue": 86000,
                "assets": 91000,
                "growth": "8%",
                "banks": "示例银行；本行|Example Bank; ours",
                "listed": "no",
                "status": "active",
                "core_client": "yes",
                "contribution": 320,
                "products": "变压器|transformers",
                "as_of": "2026-06-30",
                "source_ref": _SEEN,
            },
            {
                "id": "K0002",
                "name": _CARD,
                "region": "浙江省",
                "industry": "C4012",
                "role": "producer",
                "employees": 430,
            },
            {"name": _SHOP, "region": "安徽省", "industry": "F5175", "role": "distributor", "core_client": "no"},
        ),
        "suppliers": (
            {
                "client": _HUB,
                "name": _COIL,
                "region": "江苏省常州市",
                "industry": "C3831",
                "role": "producer",
                "employees": 360,
                "revenue": 21000,
                "is_client": "no",
                "product": "电磁线|magnet wire",
                "amount": 1800,
                "share_of_target": "6%",
                "start": "2024-03-01",
                "as_of": "2026-06-30",
                "grade": "client",
                "source_ref": _SEEN,
            },
            {
                "client": _HUB,
                "name": _TANK,
                "region": "江苏省",
                "industry": "C3311",
                "product": "油箱|tanks",
                "amount": 420,
            },
            {"client": _CARD, "name": _COIL, "product": "铜线|copper wire", "share_of_target": "2%"},
        ),
        "distributors": (
            {
                "client": _HUB,
                "name": _SHOP,
                "region": "安徽省合肥市",
                "industry": "F5175",
                "role": "distributor",
                "employees": 45,
                "revenue": 9000,
                "is_client": "no",
                "product": "干式变压器|dry-type transformers",
                "amount": 2600,
                "share_of_source": "3%",
                "as_of": "2026-06-30",
                "grade": "client",
                "source_ref": _SEEN,
            },
            {"client": _CARD, "name": _SHOP, "product": "电能表|meters", "amount": 350},
            {
                "client": _CARD,
                "name": "示例庚电力器材有限公司|Example Eta Power Fittings Co., Ltd.",
                "region": "山东省",
            },
        ),
        "intermediaries": (
            {
                "client": _HUB,
                "name": _LAW,
                "region": "江苏省",
                "role": "law_firm",
                "is_client": "no",
                "product": "常年法律顾问|retained counsel",
                "as_of": "2026-05-20",
                "grade": "client",
                "source_ref": _SEEN,
            },
            {"client": _COIL, "name": _LAW, "role": "law_firm", "product": "常年法律顾问|retained counsel"},
            {"client": _HUB, "name": "示例电力装备协会|Example Power Equipment Association", "role": "association"},
        ),
        "relations": (
            {
                "source": _TANK,
                "target": _HUB,
                "kind": "supplies",
                "product": "油箱|tanks",
                "amount": 420,
                "currency": "CNY",
                "share_of_target": "2%",
                "share_of_source": "15%",
                "start": "2025-01-01",
                "end": "2025-12-31",
                "confidence": 1,
                "grade": "filing",
                "source_ref": "示例年报第12页|example annual report, page 12",
            },
            {"source": _HUB, "target": _TANK, "kind": "owns", "share": "30%", "as_of": "2025-12-31"},
            {"source": _HUB, "target": _COIL, "kind": "refers", "as_of": "2026-06-30", "grade": "client"},
        ),
        "payments": (
            {
                "payer": _HUB,
                "payee": _COIL,
                "amount": 350000,
                "currency": "CNY",
                "date": "2026-04-08",
                "memo": "货款|goods",
            },
            {
                "payer": _HUB,
                "payee": _COIL,
                "amount": 280000,
                "currency": "CNY",
                "date": "2026-05-11",
                "memo": "货款|goods",
            },
            {"payer": _SHOP, "payee": _HUB, "amount": 1200000, "date": "2026-05-20", "memo": "货款|goods"},
        ),
        "events": (
            {
                "company": _COIL,
                "type": "new_line",
                "date": "2026-03-10",
                "text": "新建产线|builds a new line",
                "source_ref": "示例公告|example notice",
            },
            {
                "company": _TANK,
                "type": "tender_won",
                "date": "2026-05-06",
                "text": "中标油箱采购|wins a tender for tanks",
            },
            {"company": _SHOP, "type": "bank_change", "date": "2026-06-01"},
        ),
        "financials": (
            {
                "company": _COIL,
                "period": "2025-12-31",
                "currency": "CNY",
                "unit": "万元|CNY m",
                "revenue": 21000,
                "cogs": 17200,
                "net_profit": 1100,
                "cash": 1900,
                "receivables": 6100,
                "inventory": 3300,
                "payables": 3900,
                "total_assets": 22500,
                "total_liabilities": 11800,
                "net_assets": 10700,
            },
            {
                "company": _COIL,
                "period": "2024",
                "currency": "CNY",
                "unit": "万元|CNY m",
                "revenue": 19300,
                "cogs": 16000,
            },
            {"company": _TANK, "period": "2025-12-31", "unit": "万元|CNY m", "revenue": 5200, "total_assets": 6100},
        ),
        "blacklist": (
            {"company": "示例辛贸易有限公司|Example Theta Trading Co., Ltd.", "reason": "虚假贸易背景|feigned trade"},
            {
                "company": "示例壬建材有限公司|Example Iota Materials Co., Ltd.",
                "reason": "失信被执行人|defaulted judgment",
            },
            {
                "company": "示例癸化工有限公司|Example Kappa Chemicals Co., Ltd.",
                "reason": "重大环保处罚|major environmental fine",
            },
        ),
    }
)
