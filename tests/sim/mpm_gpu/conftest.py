"""Tests of the Taichi kernels, on Taichi's CPU target; skipped where Taichi is not installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))  # for mpm_oracle


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules that import Taichi where it is missing; one test says so."""
    missing = importlib.util.find_spec("taichi") is None
    named = collection_path.name.startswith("test_") and collection_path.parent == FOLDER
    return True if missing and named and collection_path.stem != "test_gpu_installed" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Taichi reads syntax trees in a way that Python 3.12 deprecates."""
    for item in items:
        if item.path.parent == FOLDER:
            item.add_marker(pytest.mark.filterwarnings("ignore::DeprecationWarning:taichi.*"))
