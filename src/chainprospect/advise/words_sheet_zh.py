"""What the company sheet says in Chinese: every key of `words_sheet_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sheet.section_supply": "供应",
        "sheet.section_production": "生产",
        "sheet.section_sales": "销售",
        "sheet.section_standing": "市场地位",
        "sheet.segment": "{name}：{buyers} 家，占销售 {share}",
        "sheet.segment_blank": "{name}：{buyers} 家，占销售比例未知",
        "sheet.nameless": "未知",
        "sheet.against": "{median}（{known} 家）",
        "sheet.against_few": "未知（{known} 家）",
        "sheet.unit_price": "{product}单价",
        "sheet.strong": "强",
        "sheet.balanced": "相当",
        "sheet.weak": "弱",
        "sheet.direct": "直销为主",
        "sheet.indirect": "经销为主",
        "sheet.mixed": "直销与经销并用",
        "sheet.low": "较低",
        "sheet.middle": "中等",
        "sheet.high": "较高",
        "sheet.favoured": "鼓励",
        "sheet.neutral": "中性",
        "sheet.review": "须审查",
        "sheet.block": "禁止",
        # What the facts of a section say
        "sheet.supply_strong": "对上游强势：可争取赊购，或以承兑汇票付款。",
        "sheet.supply_balanced": "与上游地位相当：通常以银行承兑汇票付款。",
        "sheet.supply_weak": "对上游弱势：须预付或现款提货，采购占款早。",
        "sheet.sales_strong": "对下游强势：可先收预收款，后发货。",
        "sheet.sales_balanced": "与下游地位相当：收款条件由双方商定。",
        "sheet.sales_weak": "对下游弱势：应收账款占用资金。",
        "sheet.one_supplier": "依赖单一供应商：{name}占其采购的 {share}。",
        "sheet.one_customer": "依赖单一客户：{name}占其销售的 {share}。",
        "sheet.receivables_over_60": "应收账款周转 {days} 天，超过 60 天的警戒线。",
        "sheet.direct_but_slow": "直销本应少占款，却要 {days} 天才收回，同业为 {usual} 天：请问明原因。",
        "sheet.indirect_and_slow": "经销为主，给经销商的账期 {days} 天，同业为 {usual} 天。",
        "sheet.policy_review": "所属行业须先经政策审查，再谈授信。",
        "sheet.policy_block": "所属行业为政策禁止。",
        "sheet.growth_ahead": "增速高出行业 {points} 个百分点。",
        "sheet.growth_behind": "增速低于行业 {points} 个百分点。",
        "sheet.monopoly": "企业自身居垄断地位：宜做它的上游，而不是它本身。",
    }
)
