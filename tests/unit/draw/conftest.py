"""The maker of fictional answers, for the map's tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """Module `made` that lies beside this file."""
    spec = importlib.util.spec_from_file_location("made", Path(__file__).parent / "made.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("made", module)
    spec.loader.exec_module(module)
    return module
