"""What the risk of a company is called in Chinese: every key of `words_risk_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "risk.pass": "已知良好",
        "risk.fail": "已知不良",
        "risk.unknown": "未知",
        "risk.evaluation_legal_person": "法人主体",
        "risk.evaluation_finance": "财务状况",
        "risk.evaluation_credit_standing": "信用状况",
        "risk.evaluation_project": "项目可行性",
        "risk.evaluation_repayment": "还款能力",
        "risk.check_registered": "登记编号已核验",
        "risk.check_active": "正常经营",
        "risk.check_founded": "成立日期有记录",
        "risk.check_owners": "股东有记录",
        "risk.check_debt_ratio": "资产负债率低于 {limit}",
        "risk.check_current_ratio": "流动比率不低于 {limit}",
        "risk.check_profit": "盈利",
        "risk.check_blacklist": "不在已装载的黑名单上",
        "risk.check_default": "无违约记录",
        "risk.check_guaranteed": "对外担保低于净资产的 {limit}",
        "risk.check_guarantee_ring": "不在互保、联保圈中",
        "risk.check_policy": "行业政策允许",
        "risk.check_plan": "有订单或投资等资金用途的记录",
        "risk.check_growth_gap": "增速不低于行业",
        "risk.check_operating_cash_flow": "经营现金流为正",
        "risk.check_interest_cover": "息税前利润不低于利息的 {limit} 倍",
        "risk.check_top_customer": "没有客户占其销售的 {limit}",
        "risk.customers": "客户集中度",
        "risk.suppliers": "供应商集中度",
        "risk.concentration": "{top}占 {share}；前五大占 {five}；HHI {low}–{high}；{partners} 家中 {known} 家已知",
        "risk.concentration_nobody": "没有记录",
        "risk.concentration_none": "{partners} 家均不知其占比",
        "risk.of_record": "占比以已记录的交易额为全部",
        "risk.ring_trade": "货物绕回：{companies}",
        "risk.ring_guarantee": "担保绕回：{companies}",
        "risk.ring_amount": "其中最小金额 {amount}",
        "risk.ring_amount_unknown": "有金额未知",
        "risk.ring_related": "其中有同一集团的企业",
    }
)
