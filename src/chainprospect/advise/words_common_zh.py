"""Words that all advice shares, in Chinese: every key of `words_common_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "common.listing": "、",
        "common.unknown": "未知",
        "common.yes": "是",
        "common.no": "否",
        "common.fact": "{name}：{value}",
        "common.fact_source": "{name}：{value}（{source}）",
        "common.opening": "期初{name}",
        "common.days": "{n} 天",
        "common.persons": "{n} 人",
        "common.times": "{n} 倍",
        "common.months": "{n} 个月",
    }
)
