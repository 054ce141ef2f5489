"""The command line: `run` is what `chainprospect` starts."""

from __future__ import annotations

from chainprospect.cli.main import main, run

__all__ = ["main", "run"]
