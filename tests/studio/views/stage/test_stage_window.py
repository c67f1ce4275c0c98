"""Visitors at the window: they see, choose and vote, and can break nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.controllers.stage_controller import HOLD_S
from studio.state.keymap import split_keys
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow
from studio.views.stage.stage_window import StageWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.window_walk import (
    describe,
    heard_name,
    interactive,
    reached_by_arrows,
    takes_focus,
)


def contents(folder: Path) -> dict[str, str]:
    """Hash of every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def drop(stage: StageWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    stage.dropEvent(
        QDropEvent(
            QPointF(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


@pytest.fixture
def project(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Path:
    made = make_project(tmp_path / "Ball.p4d")
    write_take(made, "take-1")
    window.studio.document.open_path(made.path)
    qtbot.waitUntil(lambda: window.studio.state.playback.cached_count == 12, timeout=TIMEOUT_MS)
    return made.path


@pytest.fixture
def stage(window: MainWindow, project: Path, qtbot: QtBot) -> StageWindow:
    window.actions_by_name["present"].trigger()
    assert window.stage is not None
    qtbot.waitExposed(window.stage)
    qtbot.waitUntil(lambda: window.stage.attract._attract.shown is not None, timeout=TIMEOUT_MS)
    return window.stage


def screen(stage: StageWindow) -> str:
    stage.apply_state()
    assert stage.view is not None
    return stage.view.screen


def leave(window: MainWindow, qtbot: QtBot) -> None:
    window.studio.stage.leave()
    qtbot.waitUntil(lambda: window.stage is None and window.isVisible(), timeout=TIMEOUT_MS)


def test_a_visitor_drops_a_photo_and_votes(
    window: MainWindow, stage: StageWindow, project: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before = contents(project)
    assert not window.isVisible()
    assert screen(stage) == "attract"
    photo = tmp_path / "cup.png"
    photo.write_bytes(load_samples(samples_folder())[0].path.read_bytes())
    drop(stage, photo)
    qtbot.waitUntil(lambda: screen(stage) == "object", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: stage.object.viewport.picture is not None, timeout=TIMEOUT_MS)
    visitor = window.studio.stage.visitor
    assert visitor is not None
    check_keyboard(stage)
    camera = visitor.state.viewport.camera
    QTest.keyClick(stage.object.viewport, Qt.Key.Key_Left)
    assert visitor.state.viewport.camera != camera
    QTest.mouseClick(stage.object.pull, Qt.MouseButton.LeftButton)
    assert visitor.state.viewport.tool == "hand"
    camera = visitor.state.viewport.camera
    QTest.keyClick(stage.object.viewport, Qt.Key.Key_Left)
    assert visitor.state.viewport.camera == camera
    assert stage.object.viewport._key_pointer.sketch()
    QTest.mouseClick(stage.object.real, Qt.MouseButton.LeftButton)
    assert visitor.state.material.stiffness == "real"
    QTest.mouseClick(stage.object.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen(stage) == "vote", timeout=TIMEOUT_MS)
    QTest.keyClick(stage.choice, Qt.Key.Key_2)
    stage.apply_state()
    assert stage.view is not None
    assert stage.view.chosen == "right"
    qtbot.waitUntil(lambda: bool(list(project_votes(window))), timeout=TIMEOUT_MS)
    QTest.mouseClick(stage.choice.back, Qt.MouseButton.LeftButton)
    assert screen(stage) == "object"
    visits = window.studio.stage._folder
    leave(window, qtbot)
    qtbot.waitUntil(lambda: not visits.exists(), timeout=TIMEOUT_MS)
    assert contents(project) == before
    votes = tmp_path / "stage_votes.jsonl"
    assert votes.read_text().count("\n") == 1


def check_keyboard(stage: StageWindow) -> None:
    """Everything on the screen has a name and is reached by keys."""
    controls = interactive(stage)
    assert stage.object.viewport in controls
    for control in controls:
        assert heard_name(control).strip(), describe(control)
        assert takes_focus(control) or reached_by_arrows(control), describe(control)


def project_votes(window: MainWindow) -> list[Path]:
    return list(window.studio.stage._folder.glob("visit-*/*/votes.jsonl"))


@pytest.mark.parametrize("awake", [False, True])
def test_no_shortcut_of_the_table_does_anything(
    awake: bool, window: MainWindow, stage: StageWindow, project: Path, qtbot: QtBot
) -> None:
    before, state = contents(project), window.studio.state
    known = set(QApplication.topLevelWidgets())
    position, shown = state.history.position, state.document.project
    triggered: list[str] = []
    for name, action in window.actions_by_name.items():
        action.triggered.connect(lambda _checked=False, name=name: triggered.append(name))
    if awake:
        window.studio.stage.touch()
    keys = {key for held in state.keymap.keys.values() for key in split_keys(held)}
    assert len(keys) > 50
    for key in (*sorted(keys), "Alt+F4", "Ctrl+Alt+Delete", "Menu", "Alt+F", "Ctrl+Q"):
        QTest.keySequence(stage, QKeySequence(key))
    stage.close()
    qtbot.wait(20)
    assert triggered == []
    assert stage.isVisible()
    assert not window.isVisible()
    assert window.studio.stage.active
    assert (state.history.position, state.document.project) == (position, shown)
    assert [w for w in set(QApplication.topLevelWidgets()) - known if w.isVisible()] == []
    assert contents(project) == before
    leave(window, qtbot)


def test_other_files_are_refused(
    window: MainWindow, stage: StageWindow, project: Path, qtbot: QtBot
) -> None:
    drop(stage, project)
    stage.apply_state()
    assert stage.line.text() == "Only photos can be dropped here."
    assert screen(stage) == "start"
    leave(window, qtbot)


def test_a_key_wakes_and_does_nothing_else(
    window: MainWindow, stage: StageWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(stage, Qt.Key.Key_Space)
    assert screen(stage) == "start"
    assert stage.start.cards
    leave(window, qtbot)


def test_holding_escape_leaves(window: MainWindow, stage: StageWindow, qtbot: QtBot) -> None:
    assert "Escape" in stage.told.text()
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert window.stage is stage
    QTest.keyPress(stage, Qt.Key.Key_Escape)
    window.studio.stage._held_s = (window.studio.stage._held_s or 0.0) - HOLD_S
    qtbot.waitUntil(lambda: window.stage is None, timeout=TIMEOUT_MS)
    assert window.isVisible()


def test_the_countdown_is_seen(window: MainWindow, stage: StageWindow, qtbot: QtBot) -> None:
    controller = window.studio.stage
    controller.touch()
    controller._touched_s -= window.studio.state.preferences.value.stage_idle_s - 5
    qtbot.waitUntil(lambda: stage.countdown.isVisible(), timeout=TIMEOUT_MS)
    assert "Starting over in" in stage.countdown.text()
    leave(window, qtbot)


def test_dead_workers_come_back_with_the_picture_up(
    window: MainWindow, stage: StageWindow, qtbot: QtBot, kill: Callable[[int], None]
) -> None:
    runner, drawer = window.studio._runner, window.studio._drawer
    window.studio.stage.touch()
    sample = load_samples(samples_folder())[0]
    window.studio.stage.open_photo(sample.path)
    qtbot.waitUntil(lambda: screen(stage) == "object", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: stage.object.viewport.picture is not None, timeout=TIMEOUT_MS)
    for worker in (runner.worker, drawer.worker):
        died = worker.process_id
        assert died is not None
        kill(died)
        qtbot.waitUntil(
            lambda worker=worker, died=died: worker.alive and worker.process_id != died,
            timeout=TIMEOUT_MS,
        )
        assert stage.object.viewport.picture is not None
        assert screen(stage) == "object"
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [stage]
    qtbot.waitUntil(lambda: runner._ready and drawer._ready, timeout=TIMEOUT_MS)
    leave(window, qtbot)


@pytest.fixture
def kill() -> Callable[[int], None]:
    import os
    import signal

    return lambda process: os.kill(process, signal.SIGKILL)
