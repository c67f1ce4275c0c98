"""Fixtures of all tests: seeds, a headless Qt, private cache and configuration folders."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED_FOLDER = PROJECT_ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _seeded() -> None:
    np.random.seed(0)  # noqa: NPY002 - third-party code that still draws from the global state


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture
def shared_folder() -> Path:
    """The development data beside the checkout; absent on users' machines."""
    if not (SHARED_FOLDER / "assets" / "index.csv").exists():
        pytest.skip("development data (../shared) is not beside this checkout")
    return SHARED_FOLDER
