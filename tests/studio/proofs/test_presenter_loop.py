"""A day at a booth: many visitors, one after the other, leave nothing in memory or on disk."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow
from studio.views.stage.stage_window import StageWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views import conftest as views

make_window = views.make_window
window = views.window

CYCLES = 500
BUDGET_S = 440.0
"""Time for the cycles; as many as fit are made, at least `FEWEST`."""
WARM_UP = 50
FEWEST = 60
GROWTH = 0.03
LONGEST_MS = 60_000


def resident_bytes(process: int) -> int:
    """Memory of a process [bytes]."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def memory_of(window: MainWindow) -> dict[str, int]:
    """Memory of the window and of the workers that it has now: cancelling may renew one [bytes]."""
    workers = {"compute": window.studio._runner.worker, "view": window.studio._drawer.worker}
    found = {name: resident_bytes(worker.process_id or 0) for name, worker in workers.items()}
    return found | {"window": resident_bytes(os.getpid())}


class Visitors:
    """Come, drop a photo, vote and go."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        stage = window.stage
        assert stage is not None
        self._stage: StageWindow = stage
        self._controller = window.studio.stage
        self._qtbot = qtbot
        self._photos = [sample.path for sample in load_samples(samples_folder())]

    def come_and_go(self, number: int) -> None:
        """One cycle: drop, predict, simulate, vote, reset."""
        controller, visitor = self._controller, self._controller.visitor
        assert visitor is not None
        controller.open_photo(self._photos[number % len(self._photos)])
        self._until(lambda: self._screen == "object" and bool(visitor.state.document.takes))
        self._until(lambda: visitor.state.jobs.active is None)
        controller.compare()
        self._until(lambda: self._screen == "vote")
        controller.vote("left" if number % 2 else "right")
        controller.end_vote()
        controller.reset()
        self._until(lambda: visitor.state.document.project is None and self._screen == "attract")

    @property
    def _screen(self) -> str:
        self._stage.apply_state()
        assert self._stage.view is not None
        return self._stage.view.screen

    def _until(self, done: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(done, timeout=LONGEST_MS)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
def test_visitors_leave_nothing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: window.studio.state.playback.cached_count == 12, timeout=LONGEST_MS)
    window.present()
    visitors = Visitors(window, qtbot)
    begin, warm, done = time.monotonic(), dict[str, int](), 0
    for number in range(CYCLES):
        visitors.come_and_go(number)
        done += 1
        if done == WARM_UP:
            warm = memory_of(window)
        if time.monotonic() - begin > BUDGET_S and done >= FEWEST:
            break
    after = memory_of(window)
    growth = {name: after[name] / warm[name] - 1 for name in after}
    assert max(growth.values()) <= GROWTH, (done, growth)
    left = [path.name for path in window.studio.stage._folder.glob("visit-*")]
    assert len(left) <= 1
    window.studio.stage.leave()
    qtbot.waitUntil(lambda: window.stage is None, timeout=LONGEST_MS)
