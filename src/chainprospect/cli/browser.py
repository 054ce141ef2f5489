"""A page that was written, in the reader's browser."""

from __future__ import annotations

from pathlib import Path

from chainprospect.cli.talk import Talk


def open_page(path: Path, talk: Talk) -> None:
    """Open a local page; where there is no browser, say where the page lies."""
    import webbrowser

    if not webbrowser.open(path.resolve().as_uri()):
        talk.say("no_browser", path=path.resolve())
