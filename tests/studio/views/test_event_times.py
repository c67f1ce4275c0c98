"""Events of the window stay short, and wait for nothing, while jobs run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.views.main_window import MainWindow
from tests.studio.event_clock import TIMED, EventClock
from tests.studio.synthetic_project import make_project

TIMEOUT_MS = 60_000

pytestmark = pytest.mark.skipif(
    not TIMED, reason="times events; test_timed_process runs it in a process of its own"
)


def test_events_are_short_while_the_window_works(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, event_clock: EventClock
) -> None:
    studio, state = window.studio, window.studio.state
    project = make_project(tmp_path / "Ball.p4d").path

    def work() -> None:
        """Open, simulate, scrub, edit, save."""
        studio.document.open_path(project)
        qtbot.waitUntil(lambda: studio.saving.folder == project, timeout=TIMEOUT_MS)
        qtbot.waitUntil(lambda: state.document.gaussian_count > 0, timeout=TIMEOUT_MS)
        studio.physics.simulate()
        qtbot.waitUntil(lambda: state.jobs.active is None, timeout=TIMEOUT_MS)
        qtbot.waitUntil(
            lambda: any(take.complete for take in state.document.takes), timeout=TIMEOUT_MS
        )
        for frame in range(6):
            studio.playback.seek(frame)
            qtbot.keyClick(window.workspace.viewport, Qt.Key.Key_Period)
        studio.distribution.begin_drag("Drag")
        studio.distribution.set_sample_count(9)
        studio.distribution.end_drag()
        studio.saving.save()
        qtbot.waitUntil(lambda: not state.saving.busy, timeout=TIMEOUT_MS)

    work()  # what is done only once: imports, first panels
    with event_clock.watching():
        work()
    assert len(event_clock.costs_ms) > 50
