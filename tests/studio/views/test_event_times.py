"""Events of the window stay short, and wait for nothing, while jobs run.

What is done only once, such as imports and first panels, is done before the clock runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from render.formats.ply import write_ply
from studio.controllers.export_settings import VideoSettings
from studio.export.video_options import VideoOptions
from studio.jobs.runner import PIPELINE
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow
from studio.views.theme import current_theme, theme_is_changing, ui_scale
from tests.studio.event_clock import TIMED, EventClock
from tests.studio.synthetic_project import ball, make_project, write_take

TIMEOUT_MS = 120_000
MANY = 1_000_000
SMALL_PX = (64, 64)

pytestmark = pytest.mark.skipif(
    not TIMED, reason="times events; test_timed_process runs it in a process of its own"
)


class Work:
    """Things that a person does with a window, each until it is done."""

    def __init__(self, window: MainWindow, qtbot: QtBot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder
        self.studio, self.state = window.studio, window.studio.state
        self._exports = 0

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window live until something holds."""
        try:
            self.qtbot.waitUntil(done, timeout=TIMEOUT_MS)
        except TimeoutError as error:
            said = [notice.text for notice in self.state.notices.notices]
            raise AssertionError((self.state.jobs.jobs, said)) from error

    def open(self, path: Path) -> None:
        """Open a project."""
        self.studio.document.open_path(path)
        self.until(lambda: self.studio.saving.folder == path)
        self.until(lambda: self.state.document.gaussian_count > 0)

    def predict(self, photo: Path) -> None:
        """Drop a photo; the object that comes is simulated."""
        project = self.state.document.project
        self.studio.document.open_path(photo)
        self.until(lambda: self.state.document.project not in (None, project))
        self.until(lambda: any(take.complete for take in self.state.document.takes))
        self.until(lambda: self.state.jobs.active is None)

    def simulate(self) -> None:
        """Make a take."""
        known = len(self.state.document.takes)
        self.studio.physics.simulate()
        self.until(lambda: self.state.jobs.active is None)
        self.until(lambda: len(self.state.document.takes) > known)
        self.until(lambda: self.state.document.takes[-1].complete)

    def scrub(self) -> None:
        """Move the playhead, by the timeline and by key."""
        for frame in range(6):
            self.studio.playback.seek(frame)
            self.qtbot.keyClick(self.window.workspace.viewport, Qt.Key.Key_Period)

    def edit(self) -> None:
        """Drag a value."""
        self.studio.distribution.begin_drag("Drag")
        self.studio.distribution.set_sample_count(9)
        self.studio.distribution.end_drag()

    def export(self) -> None:
        """Write a video."""
        self._exports += 1
        out = self.folder / f"{self._exports}.mp4"
        self.studio.export.export(VideoSettings(out, VideoOptions(size_px=SMALL_PX)))
        self.until(lambda: out.exists() and self.state.jobs.active is None)

    def save(self) -> None:
        """Write the project."""
        self.studio.saving.save()
        self.until(lambda: not self.state.saving.busy)

    def leave(self) -> None:
        """Close the project without asking."""
        self.studio.saving.give_up()
        self.studio.document.close()
        self.until(lambda: self.state.document.project is None)


@pytest.fixture
def work(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Work:
    return Work(window, qtbot, tmp_path)


def test_events_are_short_while_the_window_works(work: Work, event_clock: EventClock) -> None:
    project = make_project(work.folder / "Ball.p4d").path

    def day() -> None:
        work.open(project)
        work.simulate()
        work.scrub()
        work.edit()
        work.save()

    day()
    with event_clock.watching():
        day()
    assert len(event_clock.costs_ms) > 50


def test_events_are_short_while_it_predicts_and_exports(
    work: Work, event_clock: EventClock
) -> None:
    photo = work.folder / "photo.png"
    Image.new("RGB", (640, 480), (200, 120, 40)).save(photo)

    def day() -> None:
        work.predict(photo)
        work.export()
        work.leave()

    day()
    with event_clock.watching():
        day()
    assert len(event_clock.costs_ms) > 50


def test_events_are_short_while_theme_and_size_change(work: Work, event_clock: EventClock) -> None:
    work.open(make_project(work.folder / "Ball.p4d").path)
    for dock in ("object", "material"):
        work.window.workspace.show_dock(dock)

    def look(theme: str, percent: int) -> None:
        preferences = work.studio.preferences
        preferences.change(replace(preferences.value, theme=theme, ui_scale_percent=percent))
        work.until(lambda: (current_theme(), ui_scale()) == (theme, percent / 100))
        work.until(lambda: not theme_is_changing())

    look("light", 100)
    look("dark", 100)
    with event_clock.watching():
        look("light", 100)
        look("dark", 150)
        look("dark", 100)
    assert len(event_clock.costs_ms) > 50


@pytest.mark.slow
def test_events_are_short_while_a_million_splats_open(work: Work, event_clock: EventClock) -> None:
    small = make_project(work.folder / "Small.p4d")
    large = make_project(work.folder / "Large.p4d", gaussian_count=MANY)
    for project in (small, large):
        write_take(project, "take-1", frame_count=2)
    work.open(small.path)
    with event_clock.watching():
        work.open(large.path)
        work.until(lambda: work.state.document.gaussian_count == MANY)
        work.until(lambda: not work.studio._drawer.busy)
        work.scrub()
        work.save()


@pytest.mark.slow
def test_events_are_short_with_the_real_worker(
    make_window: Callable[..., MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
    event_clock: EventClock,
) -> None:
    work = Work(make_window(PIPELINE), qtbot, tmp_path)
    work.studio.preferences.set("quality", "sketch")
    photo, splats = load_samples(samples_folder())[0].path, tmp_path / "large.ply"
    write_ply(splats, ball(MANY))

    def day() -> None:
        work.predict(photo)
        work.scrub()
        work.export()
        work.save()
        work.leave()

    day()
    with event_clock.watching():
        day()
        work.studio.document.open_path(splats)
        work.until(lambda: work.state.document.gaussian_count == MANY)
        work.until(lambda: work.state.jobs.active is None)
