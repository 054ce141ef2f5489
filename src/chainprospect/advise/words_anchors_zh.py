"""Words of core clients, in Chinese: every key of `words_anchors_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "anchors.need_purchase": "采购",
        "anchors.need_sales": "销售",
        "anchors.need_cash": "资金管理",
        "anchors.need_financing": "融资",
        "anchors.need_wealth": "理财",
        "anchors.risk_blacklist": "在黑名单上",
        "anchors.risk_not_active": "已不再经营",
        "anchors.risk_policy_block": "行业政策禁入",
        "anchors.risk_default": "有违约逾期",
    }
)
