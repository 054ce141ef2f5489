"""The next command to type, spelt so that it can be typed."""

from __future__ import annotations

import re

_BARE = re.compile(r"[\w.:：·\-]+")


def quoted(text: str) -> str:
    """`text` as one argument of a command: in quotes when a console would break it up."""
    return text if _BARE.fullmatch(text) else '"' + text.replace('"', "'") + '"'
