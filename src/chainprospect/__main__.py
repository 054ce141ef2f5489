"""`python -m chainprospect`: the command line where no script is installed."""

from __future__ import annotations

from chainprospect.cli import run

if __name__ == "__main__":
    run()
