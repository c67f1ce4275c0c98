"""Private folders for everything the studio writes, and the fake parts of its tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[2]
if str(PROJECT_ROOT) not in sys.path:  # spawned processes import `tests.studio.fake_pipeline`
    sys.path.insert(0, str(PROJECT_ROOT))


@pytest.fixture
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Configuration, logs and projects go to the test's folder."""
    monkeypatch.setenv("PHYS4D_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PHYS4D_LOG_DIR", str(tmp_path / "logs"))
    return tmp_path
