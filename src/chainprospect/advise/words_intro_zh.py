"""Words of introductions, in Chinese: every key of `words_intro_en.py`, with the same placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "intro.ask_manager": "请{company}的我行客户经理出面",
        "intro.ask_person": "请{person}出面，其在{company}有熟人",
        "intro.ask_contact": "请{person}出面，其认识{company}的{contact}",
        "intro.knows": "{person}在{company}有熟人",
        "intro.knows_contact": "{person}认识{company}的{contact}",
        "intro.client": "{company}是我行客户",
        "intro.core_client": "{company}是我行核心客户",
        "intro.referral": "{source}曾向我行转介{company}",
        "intro.owner": "{source}持有{company}的股权",
        "intro.owned": "{company}持有{source}的股权",
        "intro.intermediary": "{source}为{company}服务{what}",
        "intro.served": "{company}为{source}服务{what}",
        "intro.buyer": "{source}向{company}采购{what}",
        "intro.supplier": "{source}向{company}供货{what}",
        "intro.what": "（{product}）",
        "intro.assumed": "；关系强弱未知，按一半计",
    }
)
