"""What an event opens, in Chinese: every key of `words_signals_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signals.opens_restructuring": "合作银行格局重开：先做重组顾问，再谈新授信。",
        "signals.opens_merger": "合作银行格局重开：可谈并购贷款及合并后的现金管理。",
        "signals.opens_management_change": "新管理层会重审合作银行：本季度内约见。",
        "signals.opens_treasury_centralisation": "集团资金归集：在指定主办行之前提出现金池方案。",
        "signals.opens_incorporation": "新设企业：先验资、开基本户，再谈融资，后谈战略合作。",
        "signals.opens_new_line": "新建产线：先设备贷款或融资租赁，投产后流动资金贷款。",
        "signals.opens_technical_upgrade": "技术改造：先设备贷款或融资租赁，再流动资金贷款。",
        "signals.opens_bank_change": "他行收缩：问明其短板，先补这一项。",
        "signals.opens_tender_won": "中标待履约：先保函，再订单融资。",
        "signals.opens_expansion": "业务扩张：先为新址开户，再谈固定资产与备货资金。",
        "signals.opens_listing": "上市：竞争银行增多，尽早谈结算与托管。",
        "signals.opens_default": "风险警示，不是拜访理由：先查明。",
        "signals.effect": "计 {effect} = {weight} × 2^(−{age}/{half})",
        "signals.effect_undated": "计 {effect}，无日期，取 {weight} 的一半",
        "signals.ahead": "尚未发生，暂不计",
        "signals.no_rule": "此类事件未设权重，不计",
    }
)
