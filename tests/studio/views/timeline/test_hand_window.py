"""The hand by a real mouse in a real window with both processes: grab, drag, throw, replay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from sim.materials import ConstitutiveLaw
from sim.scene.hand import HandAction
from sim.take import Take
from studio.views.main_window import MainWindow
from studio.views.viewport_widget import ViewportWidget
from tests.studio.synthetic_project import make_project

LEFT = Qt.MouseButton.LeftButton
LONG_MS = 120_000


@pytest.fixture
def held(
    qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> tuple[MainWindow, ViewportWidget]:
    """A window with a soft ball in the middle of the viewport and the hand chosen."""
    window = make_window("studio.jobs.pipeline")
    window.resize(1200, 800)
    project = make_project(tmp_path / "Ball.p4d")
    studio, state = window.studio, window.studio.state
    studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: state.viewport.bounds is not None, timeout=LONG_MS)
    studio.physics.set_law(ConstitutiveLaw.JELLY)
    studio.hand.set_radius(0.35)
    qtbot.waitUntil(window.actions_by_name["tool-hand"].isEnabled, timeout=LONG_MS)
    window.actions_by_name["tool-hand"].trigger()
    assert state.viewport.tool == "hand"
    viewport = window.findChild(ViewportWidget)
    assert viewport is not None
    qtbot.waitUntil(viewport.isVisible, timeout=LONG_MS)
    return window, viewport


def middle_of(window: MainWindow) -> QPointF:
    """Where the middle of the object at rest is in the viewport [px]."""
    low, high = window.studio.state.viewport.bounds or ((0, 0, 0), (0, 0, 0))
    x, y = window.studio.viewport.project(np.mean([low, high], axis=0))[0]
    return QPointF(x, y)


@pytest.mark.slow
def test_the_object_is_grabbed_dragged_thrown_recorded_and_replayed(
    qtbot: QtBot, held: tuple[MainWindow, ViewportWidget]
) -> None:
    window, viewport = held
    studio, state = window.studio, window.studio.state
    start = middle_of(window)
    qtbot.mousePress(viewport, LEFT, pos=start.toPoint())
    qtbot.waitUntil(lambda: state.hand.holding, timeout=LONG_MS)
    name = state.hand.live_take
    assert name is not None
    qtbot.waitUntil(lambda: not state.hand.waiting, timeout=LONG_MS)
    frames = state.playback.cached_count
    for step in range(1, 9):
        qtbot.mouseMove(viewport, (start + QPointF(14 * step, -6 * step)).toPoint())
        reached = frames + step
        qtbot.waitUntil(lambda reached=reached: state.playback.cached_count >= reached,
                        timeout=LONG_MS)  # fmt: skip
        assert state.playback.frame == state.playback.last_frame
    end = (start + QPointF(160, -80)).toPoint()
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, LEFT, pos=end)
    assert not state.hand.holding
    after = state.playback.cached_count + 5
    qtbot.waitUntil(lambda: state.playback.cached_count >= after, timeout=LONG_MS)
    studio.jobs.cancel()
    qtbot.waitUntil(lambda: state.hand.live_take is None, timeout=LONG_MS)
    project = state.document.project
    assert project is not None
    take = Take.open(project / "takes" / name)
    actions = [command.action for command in take.commands()]
    assert actions[0] is HandAction.GRAB
    assert actions.count(HandAction.MOVE) >= 5
    assert actions[-1] is HandAction.RELEASE
    right = _along(window, take)
    assert right[-1] - right[0] > 0.05, "the object followed the hand to the right"
    qtbot.waitUntil(lambda: bool(state.timeline.record and state.timeline.record.hand),
                    timeout=LONG_MS)  # fmt: skip
    qtbot.waitUntil(window.actions_by_name["replay-hand"].isEnabled, timeout=LONG_MS)
    window.actions_by_name["replay-hand"].trigger()
    again = state.document.active_take
    assert again not in (None, name)
    wanted = min(after, frames + 10)
    qtbot.waitUntil(lambda: state.playback.cached_count >= wanted, timeout=LONG_MS)
    studio.jobs.cancel()
    qtbot.waitUntil(lambda: state.jobs.active is None, timeout=LONG_MS)
    replayed = Take.open(project / "takes" / str(again))
    last = min(take.frame_count, replayed.frame_count) - 1
    assert [one.action for one in replayed.commands()][:3] == actions[:3]
    assert _along(window, replayed)[last] == pytest.approx(right[last], abs=0.02)


def _along(window: MainWindow, take: Take) -> np.ndarray:
    """How far to the right the centre of mass is in every frame [m]."""
    right = window.studio.viewport.probe.camera.world_to_camera[0, :3]
    return take.diagnostics().center_m @ right


@pytest.mark.slow
def test_a_press_beside_the_object_holds_nothing(
    qtbot: QtBot, held: tuple[MainWindow, ViewportWidget]
) -> None:
    window, viewport = held
    state = window.studio.state
    qtbot.mousePress(viewport, LEFT, pos=QPoint(6, 6))
    qtbot.waitUntil(lambda: not window.studio._drawer.busy, timeout=LONG_MS)
    qtbot.mouseRelease(viewport, LEFT, pos=QPoint(6, 6))
    assert not state.hand.holding
    assert state.jobs.active is None
