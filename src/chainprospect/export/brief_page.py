"""Briefs as one HTML file that prints a page of A4 each, or as Markdown."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from chainprospect.errors import OutputError
from chainprospect.export.placing import place
from chainprospect.export.plain import one_line
from chainprospect.model.brief import BriefPage, Section

_MARKED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def write_briefs(pages: Sequence[BriefPage], path: Path, *, lang: str) -> None:
    """
    Write briefs, best first; the suffix says how: .html or .md.

    Raises
    ------
    OutputError
        The suffix names no format, or the path cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".html", ".md"):
        raise OutputError("a brief is written as .html or .md; end the name in one of them.", path=path)
    text = to_html(pages, lang=lang) if suffix == ".html" else to_markdown(pages)
    place(path, [text.encode("utf-8")])


def to_html(pages: Sequence[BriefPage], *, lang: str) -> str:
    """
    One document that asks the network for nothing and runs no script: each brief a sheet of A4.

    All that comes from the data is escaped; the page's policy allows its own style alone.
    """
    import jinja2
    from markupsafe import Markup

    style = _source("brief.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    # The style is a file of our own.
    return environment.from_string(_source("brief.html.j2")).render(
        pages=[_clean(page) for page in pages],
        style=Markup(style),  # noqa: S704
        style_hash=f"sha256-{digest}",
        lang={"zh": "zh-CN"}.get(lang, lang),
        title=one_line(pages[0].title if len(pages) == 1 else "chainprospect"),
    )


def to_markdown(pages: Sequence[BriefPage]) -> str:
    """Markdown: a heading a brief, a heading a section, a line of a list a line; marks in the data stay text."""
    return "\n---\n\n".join(_markdown(_clean(page)) for page in pages)


def _markdown(page: BriefPage) -> str:
    lines = [f"# {_plain(page.title)}", "", _plain(page.subtitle), ""]
    for section in page.sections:
        mark = "- [ ] " if section.boxes else "- "
        lines += [f"## {_plain(section.title)}", "", *(f"{mark}{_plain(line)}" for line in section.lines), ""]
    return "\n".join([*lines, _plain(page.footer), ""])


def _plain(text: str) -> str:
    return text.translate(_MARKED)


def _clean(page: BriefPage) -> BriefPage:
    """The page without signs that a document may not hold."""
    sections = tuple(
        Section(each.name, each.title, tuple(one_line(line) for line in each.lines), each.wide, each.boxes)
        for each in page.sections
    )
    return BriefPage(one_line(page.title), one_line(page.subtitle), sections, one_line(page.footer))


def _source(name: str) -> str:
    return resources.files("chainprospect.export").joinpath(name).read_text("utf-8")
