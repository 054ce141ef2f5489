"""A workspace of a few companies for tests that only need one."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainprospect import prospecting
from chainprospect.settings import resolve_settings


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a buyer, its supplier and the supplier's supplier."""
    home = tmp_path_factory.mktemp("house")
    file = home / "relations.csv"
    file.write_text("source,target\n北岭变压器,华衡电网\n南湾铜材,北岭变压器\n", "utf-8")
    prospecting.build(home / "workspace", prospecting.requests_for([file]), resolve_settings(None, {}, {}))
    return home / "workspace"
