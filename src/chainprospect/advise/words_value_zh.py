"""What machine words among the facts are called in Chinese: every key of `words_value_en.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "value.micro": "微型",
        "value.small": "小型",
        "value.medium": "中型",
        "value.large": "大型",
        "value.state": "国有",
        "value.private": "民营",
        "value.foreign": "外资",
        "value.institution": "机构",
        "value.individual": "个体",
        "value.listed": "上市",
        "value.block": "禁入",
        "value.review": "须审查",
        "value.favoured": "优先支持",
        "value.neutral": "中性",
        "value.active": "存续",
        "value.none": "没有",
        "value.restructuring": "重组改制",
        "value.merger": "合并收购",
        "value.management_change": "管理层变动",
        "value.treasury_centralisation": "资金集中",
        "value.incorporation": "新设开业",
        "value.new_line": "新建产线",
        "value.technical_upgrade": "技术改造",
        "value.bank_change": "他行合作变化",
        "value.tender_won": "中标",
        "value.expansion": "扩张",
        "value.listing": "上市",
        "value.default": "违约逾期",
    }
)
