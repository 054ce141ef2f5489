"""
chainprospect: supply-chain prospecting for a bank's customer managers.

`open` a workspace, `connect` to a database or make a graph with `from_frames` or `from_networkx`, then ask it: nothing
heavy is imported before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chainprospect.library import Database, Graph, Result, Workspace, connect, from_frames, from_networkx
    from chainprospect.library import open_workspace as open  # noqa: A004 - the word users expect
    from chainprospect.settings import Settings, resolve_settings

__version__ = "0.1.0"
__all__ = [
    "Database",
    "Graph",
    "Result",
    "Settings",
    "Workspace",
    "connect",
    "from_frames",
    "from_networkx",
    "open",
    "resolve_settings",
]

_HOMES = {"Settings": "settings", "resolve_settings": "settings"}


def __getattr__(name: str) -> Any:
    """Public names, imported when first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'chainprospect' has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"chainprospect.{_HOMES.get(name, 'library')}")
    return getattr(home, "open_workspace" if name == "open" else name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
