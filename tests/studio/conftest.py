"""Private folders for everything the studio writes, and the fake parts of its tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.studio.event_clock import EventClock

PROJECT_ROOT = Path(__file__).resolve().parents[2]
if str(PROJECT_ROOT) not in sys.path:  # spawned processes import `tests.studio.fake_pipeline`
    sys.path.insert(0, str(PROJECT_ROOT))


@pytest.fixture
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Configuration, logs and projects go to the test's folder."""
    monkeypatch.setenv("PHYS4D_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PHYS4D_LOG_DIR", str(tmp_path / "logs"))
    return tmp_path


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The plain application; one that times events where a process of its own asks for it."""
    from PySide6.QtWidgets import QApplication

    from tests.studio.event_clock import TIMED, TimedApplication

    return TimedApplication if TIMED else QApplication


@pytest.fixture
def event_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[EventClock]:
    """Fails the test when an event that was watched took long, or waited."""
    from tests.studio.event_clock import CLOCK, guard_waits

    guard_waits(monkeypatch, CLOCK)
    for noted in (CLOCK.slow, CLOCK.waits, CLOCK.costs_ms, CLOCK.walls_ms):
        noted.clear()
    yield CLOCK
    assert CLOCK.slow == []
    assert CLOCK.waits == []
