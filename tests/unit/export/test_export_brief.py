"""The brief's page: escaped, without script or request, and the same as Markdown."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from chainprospect.errors import OutputError
from chainprospect.export.brief_page import to_html, to_markdown, write_briefs
from chainprospect.model.brief import BriefPage, Section

HOSTILE = '<script>alert(1)</script> & "x" *y* [z](http://a.example)\x00'
PAGE = BriefPage(
    f"Visit brief: {HOSTILE}",
    "A1",
    (
        Section("who", "Who it is", ("Industry: valves", HOSTILE)),
        Section("bring", "Before you go", ("Pen",), boxes=True),
    ),
    "Snapshot s1",
)


def test_what_comes_from_the_data_is_escaped_and_nothing_runs() -> None:
    page = to_html([PAGE], lang="en")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;x&#34;" in page
    assert "\x00" not in page
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page.replace(
        "&#39;", "'"
    )
    assert not re.search(r"(src|href|url)\s*[=(]", style[1] + page.replace(style[1], ""))
    assert page == to_html([PAGE], lang="en")
    assert '<html lang="zh-CN">' in to_html([PAGE], lang="zh")


def test_each_brief_is_an_article() -> None:
    page = to_html([PAGE, PAGE], lang="en")
    assert page.count("<article>") == 2
    assert "<title>chainprospect</title>" in page


def test_markdown_keeps_marks_of_the_data_as_text() -> None:
    assert to_markdown([PAGE]) == (
        '# Visit brief: \\<script\\>alert(1)\\</script\\> & "x" \\*y\\* \\[z\\](http://a.example)\n\nA1\n\n'
        "## Who it is\n\n- Industry: valves\n"
        '- \\<script\\>alert(1)\\</script\\> & "x" \\*y\\* \\[z\\](http://a.example)\n\n'
        "## Before you go\n\n- [ ] Pen\n\nSnapshot s1\n"
    )


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"a brief is written as \.html or \.md; end the name in one of them\."):
        write_briefs([PAGE], tmp_path / "brief.docx", lang="en")
    write_briefs([PAGE], tmp_path / "brief.md", lang="en")
    assert (tmp_path / "brief.md").read_text("utf-8") == to_markdown([PAGE])
