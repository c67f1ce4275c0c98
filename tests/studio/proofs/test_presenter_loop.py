"""A day at a booth: many visitors, one after the other, leave nothing in memory or on disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.presenter_loop import (
    CYCLES,
    PATIENCE_S,
    TARGETS,
    figures,
    growth,
    run_visitors,
    thirds,
)
from studio.jobs import runner
from studio.views.main_window import MainWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views import conftest as views

make_window = views.make_window
window = views.window

WHOLE_DAY = "PHYS4D_WHOLE_PRESENTER_LOOP"
"""Environment variable: set to 1, all cycles are made, however long they take."""
BUDGET_S = 300.0
"""Time for the cycles otherwise; as many as fit are made, at least `FEWEST`."""
FEWEST = 30
LONGEST_MS = 60_000


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
def test_visitors_leave_nothing(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "CANCEL_GRACE_S", PATIENCE_S)
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: window.studio.state.playback.cached_count == 12, timeout=LONGEST_MS)
    window.present()
    whole = os.environ.get(WHOLE_DAY) == "1"
    budget_s = float("inf") if whole else BUDGET_S
    cycles = run_visitors(window, CYCLES, budget_s, fewest=FEWEST)
    assert max(growth(cycles).values()) <= TARGETS["growth"], figures(cycles)
    for counts in ([cycle.threads for cycle in cycles], [cycle.handles for cycle in cycles]):
        first, last = thirds(counts)
        assert last <= first + 1, figures(cycles)
    left = [path.name for path in window.studio.stage._folder.glob("visit-*")]
    assert len(left) <= 1
    window.studio.stage.leave()
    qtbot.waitUntil(lambda: window.stage is None, timeout=LONGEST_MS)
