"""The map as one HTML file that opens anywhere and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from chainprospect.draw.bundle import bundle
from chainprospect.draw.compact import compact
from chainprospect.draw.layout import arrange
from chainprospect.draw.payload import as_script_json, payload
from chainprospect.draw.scene import ANCHOR, Scene
from chainprospect.errors import OutputError


def render(scene: Scene, *, lang: str = "zh") -> str:
    """
    The whole page as text.

    Parameters
    ----------
    scene
        What is shown.
    lang
        Language the page opens in, one of `scene.languages`; the page can switch to the others.

    Returns
    -------
    html
        One self-contained document, the same bytes for the same scene.
    """
    script = bundle(_modules(), "main")
    picture, words = compact(payload(scene, arrange(scene), lang=lang))
    blocks = {"picture": picture, "words": words}
    return assemble(
        "page.html.j2", script=script, style=source("page.css"), blocks=blocks, title=page_title(scene), lang=lang
    )


def write_map(scene: Scene, path: Path, *, lang: str = "zh") -> int:
    """
    Write the map; a file that is already there is replaced only when the new one is whole.

    Returns
    -------
    size
        Bytes written.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    return write_page(render(scene, lang=lang), path)


def assemble(template: str, *, script: str, style: str, blocks: Mapping[str, Any], title: str, lang: str) -> str:
    """Put script, style and blocks of data into a template, under a policy that allows exactly these and no request."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    # Text of our own files goes in as it is; all that comes from data is escaped, as JSON or as HTML.
    return environment.from_string(source(template)).render(
        script=Markup(script),  # noqa: S704
        style=Markup(style),  # noqa: S704
        **{name: Markup(as_script_json(block)) for name, block in blocks.items()},  # noqa: S704
        script_hash=_digest(script),
        style_hash=_digest(style),
        title=title,
        lang={"zh": "zh-CN"}.get(lang, lang),
    )


def write_page(html: str, path: Path) -> int:
    """Write a page beside its place and swap it in; `OutputError` says what stood in the way."""
    content = html.encode("utf-8")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}. Name another path with -o.", path=path) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise OutputError(f"cannot be written: {error.strerror}. Close or free it and repeat.", path=path) from error
    return len(content)


def page_title(scene: Scene) -> str:
    """Anchors' names, without signs that HTML may not hold."""
    companies = scene.companies
    names = [companies.names[here] for here in range(len(companies)) if companies.standing[here] == ANCHOR]
    text = "、".join(names) if names else "chainprospect"
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", " ", text)[:120]


def _modules() -> dict[str, str]:
    folder = resources.files("chainprospect.draw").joinpath("page")
    found = {item.name[:-3]: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".js")}
    return dict(sorted(found.items()))


def source(name: str) -> str:
    """Text of one of the page's own files."""
    return resources.files("chainprospect.draw").joinpath("page", name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
