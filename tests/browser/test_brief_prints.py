"""Briefs print a sheet of A4 each, ask for nothing and run nothing."""

from __future__ import annotations

import re

import pytest

from chainprospect.export.brief_page import to_html
from chainprospect.model.brief import BriefPage, Section

NAMES = ("who", "chain", "why_now", "needs", "credit", "intro", "style", "profile", "unknown", "visit", "bring")
WIDE = ("why_now", "needs", "unknown")
LINE = {
    "zh": "江苏示例电气向浙江示例变压器采购油浸式变压器，年约 1.09 亿元，占卖方销售 35%。",
    "en": "Example Electric of Jiangsu buys transformers from Example Transformer of Zhejiang, CNY 109 m a year, 35%.",
}


def page_of(lang: str) -> BriefPage:
    """A brief as full as the longest of the sample."""
    counts = {"who": 8, "needs": 7, "unknown": 9, "bring": 9, "chain": 4, "why_now": 4}
    short = LINE[lang][: {"zh": 14, "en": 34}[lang]]
    sections = tuple(
        Section(name, name, (short if name in ("who", "bring") else LINE[lang],) * counts.get(name, 3), name in WIDE)
        for name in NAMES
    )
    return BriefPage(LINE[lang][:30], "91000000", sections, "s1")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_brief_fits_one_sheet(browser, tmp_path, lang) -> None:
    path = tmp_path / "brief.html"
    path.write_text(to_html([page_of(lang)] * 3, lang=lang), "utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 3
    assert (asked, said) == ([path.as_uri()], [])
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()
