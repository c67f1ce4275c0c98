"""The whole window with real processes and a fake pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.views.card import Card
from studio.views.main_window import MainWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(condition, timeout=TIMEOUT_MS)


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[str], Path]:
    def make(stem: str) -> Path:
        path = tmp_path / f"{stem}.png"
        image = QImage(32, 24, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        assert image.save(str(path))
        return path

    return make


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_dropped_photo_becomes_a_playing_object(
    window: MainWindow, until: Until, photo: Callable[[str], Path]
) -> None:
    state = window.studio.state
    drop(window, photo("ball"))
    assert window.windowTitle().startswith("phys4d") or "ball" in window.windowTitle()
    until(lambda: state.document.take("take-1") is not None)
    until(lambda: window.workspace.viewport.picture is not None)
    until(lambda: state.playback.cached_count == 12 and not state.playback.growing)
    until(lambda: state.jobs.active is None)
    assert state.document.project is not None
    assert state.document.project.name == "ball.p4d"
    assert state.notices.notices == ()
    until(window.actions_by_name["export"].isEnabled)


def test_cancel_frees_the_window_and_the_next_photo_works(
    window: MainWindow, until: Until, photo: Callable[[str], Path]
) -> None:
    state = window.studio.state
    drop(window, photo("endless"))
    until(lambda: state.jobs.active is not None and state.jobs.active.stage == "Working")
    until(window.actions_by_name["cancel"].isEnabled)
    window.actions_by_name["cancel"].trigger()
    until(lambda: state.jobs.active is None)
    assert state.document.photo is None
    drop(window, photo("ball"))
    until(lambda: state.document.gaussian_count > 0)


def test_a_killed_compute_process_leaves_the_project_open(
    window: MainWindow, until: Until, photo: Callable[[str], Path], tmp_path: Path
) -> None:
    state = window.studio.state
    project = make_project(tmp_path / "Ball.p4d").path
    window.studio.document.open_path(project)
    until(lambda: state.document.gaussian_count > 0)
    drop(window, photo("crash"))
    until(lambda: any(notice.severity == "error" for notice in state.notices.notices))
    until(lambda: bool(window.notices.cards))
    assert "SIGKILL" in state.notices.notices[0].text
    assert state.document.project == project
    assert state.document.gaussian_count == 400
    until(lambda: state.jobs.compute == "ready")


def test_a_failure_shows_its_details_on_demand(
    window: MainWindow, until: Until, photo: Callable[[str], Path], qtbot: QtBot
) -> None:
    drop(window, photo("bug"))
    until(lambda: bool(window.notices.cards))
    (card,) = window.notices.cards
    card.toggle_details()
    assert card.details is not None
    assert "Traceback" in card.details.toPlainText()
    card.copy()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    window.studio.state.notices.dismiss(card.notice.number)
    until(lambda: not window.notices.cards)


def test_closing_during_a_job_asks_and_can_be_refused(
    window: MainWindow, until: Until, photo: Callable[[str], Path]
) -> None:
    asked: list[str] = []

    def refuse(title: str) -> bool:
        asked.append(title)
        return False

    drop(window, photo("endless"))
    until(lambda: window.studio.state.jobs.active is not None)
    window.confirm_stop = refuse  # type: ignore[method-assign]
    window.close()
    assert asked == ["Reconstructing endless.png"]
    assert window.isVisible()
    window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
    window.close()
    assert not window.isVisible()
    assert window.studio._runner.worker.process_id is None


def test_scrubbing_draws_the_frame(window: MainWindow, until: Until, tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    viewport = window.workspace.viewport
    until(lambda: viewport.picture is not None and window.studio.state.playback.cached_count == 12)
    window.actions_by_name["last-frame"].trigger()
    until(lambda: viewport.picture is not None and viewport.picture.query.frame == 11)
    window.actions_by_name["play"].trigger()
    assert window.studio.state.playback.playing
    until(lambda: viewport.picture is not None and viewport.picture.query.frame in range(1, 11))
    window.actions_by_name["play"].trigger()
    assert not window.studio.state.playback.playing


def test_a_pasted_picture_is_opened(window: MainWindow, until: Until) -> None:
    image = QImage(32, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    data = QMimeData()
    data.setImageData(image)
    window.files.take(data)
    until(lambda: window.studio.state.document.project is not None)


def test_an_empty_clipboard_is_explained(window: MainWindow) -> None:
    window.files.take(QMimeData())
    assert "no picture" in window.studio.state.notices.notices[0].text


def test_typing_never_fires_a_shortcut(
    window: MainWindow, until: Until, tmp_path: Path, qtbot: QtBot
) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    until(lambda: window.studio.state.playback.cached_count == 12)
    until(window.actions_by_name["play"].isEnabled)
    field = window.workspace.panels["material"]._curves[0]._field
    field.setFocus()
    camera, loop = window.studio.state.viewport.camera, window.studio.state.playback.loop
    field.selectAll()
    qtbot.keyClicks(field, "3 fl.,")
    assert field.text() == "3 fl.,"
    assert not window.studio.state.playback.playing
    assert window.studio.state.playback.loop == loop
    assert window.studio.state.viewport.camera == camera
    window.workspace.viewport.setFocus()
    qtbot.keyClick(window.workspace.viewport, Qt.Key.Key_Space)
    assert window.studio.state.playback.playing


def test_every_command_is_reachable_and_no_shortcut_is_given_twice(window: MainWindow) -> None:
    menus = window.menuBar().findChildren(QMenu)
    listed = [action for menu in menus for action in menu.actions()]
    assert all(action in listed for action in window.actions_by_name.values())
    keys = [a.shortcut().toString() for a in window.actions_by_name.values()]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys))
    for name, action in window.actions_by_name.items():
        assert "Python: studio." in action.toolTip(), name
    docks = {name for name in window.actions_by_name if name.startswith("dock-")}
    assert docks == {f"dock-{name}" for name in window.workspace.docks}


def test_the_menu_chooses_how_gaussians_are_drawn(window: MainWindow) -> None:
    actions, viewport = window.actions_by_name, window.studio.state.viewport

    def ticked() -> set[str]:
        window.apply_state()
        prefixes = ("style-", "degree-", "antialiased")
        return {n for n, a in actions.items() if n.startswith(prefixes) and a.isChecked()}

    assert ticked() == {"style-splats", "degree-3"}
    for name in ("style-rings", "degree-0", "antialiased", "style-rings", "overlay-grid"):
        actions[name].trigger()
    assert ticked() == {"style-rings", "degree-0", "antialiased"}
    assert viewport.settings.style == "rings"
    assert viewport.overlays.grid
    assert actions["overlay-grid"].isChecked()
    titles = [menu.title() for menu in window.menuBar().findChildren(QMenu)]
    assert "Draw Gaussians as" in titles


def test_recent_projects_come_back(
    make_window: Callable[[], MainWindow], until: Until, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "Ball.p4d").path
    first = make_window()
    first.studio.document.open_path(project)
    until(lambda: first.studio.state.document.gaussian_count > 0)
    first.close()
    second = make_window()
    assert second.studio.state.preferences.value.recent == (str(project),)
    assert len(second.welcome._recent.findChildren(Card)) == 1


def test_a_file_named_at_the_start_is_opened(
    make_window: Callable[[], MainWindow], until: Until, tmp_path: Path, qapp: QApplication
) -> None:
    project = make_project(tmp_path / "Ball.p4d").path
    window = make_window()
    window.open_when_ready(project)
    until(lambda: window.studio.state.document.project == project)
