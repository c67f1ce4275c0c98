"""The frame of the window: menus, palette, docks, layouts, notices, activity, log, tour."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from studio.app import build_window
from studio.state.jobs_state import JobStatus
from studio.state.keymap import split_keys
from studio.state.layouts import Arrangement
from studio.state.notices import Remedy
from studio.state.tour_steps import TOUR_STEPS
from studio.views.docks import DOCKS, built_in_arrangement
from studio.views.main_window import MainWindow
from studio.views.shell.name_prompt import NamePrompt
from tests.studio.synthetic_project import make_project
from tests.studio.views.conftest import FAKE, TIMEOUT_MS


@pytest.fixture
def workspace(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with an open project."""
    window.studio.document.open_path(make_project(tmp_path / "Ball.p4d").path)
    qtbot.waitUntil(lambda: window.studio.state.document.gaussian_count > 0, timeout=TIMEOUT_MS)
    window.apply_state()
    return window


def visible(window: MainWindow) -> set[str]:
    return {name for name, dock in window.workspace.docks.items() if not dock.isHidden()}


def test_the_palette_finds_runs_and_remembers(workspace: MainWindow, qtbot: QtBot) -> None:
    palette = workspace.palette_box
    qtbot.keyClick(workspace, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier
                   | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "ovr bounds")
    assert palette.found == ()
    palette.field.clear()
    qtbot.keyClicks(palette.field, "bnds")
    assert palette.found[0].entry.name == "overlay-bounds"
    assert palette.found[0].entry.keys == "Shift+B"
    assert palette.found[0].places
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert workspace.studio.state.viewport.overlays.bounds
    workspace.actions_by_name["palette"].trigger()
    assert palette.found[0].entry.name == "overlay-bounds"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_says_why_a_command_cannot_run(window: MainWindow, qtbot: QtBot) -> None:
    window.palette_box.open()
    qtbot.keyClicks(window.palette_box.field, "simulate again")
    found = window.palette_box.found[0].entry
    assert found.refusal.startswith("Open a photo")
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert window.palette_box.isVisible()
    qtbot.mouseClick(window.welcome, Qt.MouseButton.LeftButton)
    assert not window.palette_box.isVisible()


def test_recent_projects_and_own_layouts_are_in_the_palette(
    workspace: MainWindow, qtbot: QtBot
) -> None:
    workspace.studio.layouts.save_as("Wide desk", workspace.workspace.arrangement)
    workspace.palette_box.open()
    qtbot.keyClicks(workspace.palette_box.field, "recent ball")
    assert workspace.palette_box.found[0].entry.name.startswith("recent:")
    assert workspace.palette_box.found[0].entry.call.startswith('studio.open("/')
    workspace.palette_box.field.setText("wide")
    assert workspace.palette_box.found[0].entry.name == "layout:Wide desk"
    told = 'studio.run("layout:Wide desk")'
    assert workspace.palette_box.found[0].entry.call == told
    workspace.apply_state()
    menus = workspace.menuBar().findChildren(QMenu)
    (own,) = (a for m in menus for a in m.actions() if a.text() == "Wide desk")
    (recent,) = (a for m in menus if m.title() == "Open recent" for a in m.actions()[:1])
    assert told in own.toolTip()
    assert "studio.open(" in recent.toolTip()
    workspace.actions_by_name["clear-recent"].trigger()
    assert workspace.studio.preferences.value.recent == ()
    qtbot.keyClick(workspace.palette_box.field, Qt.Key.Key_Escape)


def test_layouts_switch_and_the_own_one_comes_back(workspace: MainWindow, qtbot: QtBot) -> None:
    state, actions = workspace.studio.state, workspace.actions_by_name
    assert visible(workspace) == set(built_in_arrangement("edit").visible)
    actions["dock-log"].trigger()
    actions["dock-object"].trigger()
    assert "log" in visible(workspace)
    mine = visible(workspace)
    actions["layout-save"].trigger()
    prompt = workspace.findChild(NamePrompt)
    assert prompt is not None
    qtbot.keyClicks(prompt.field, "Edit")
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    assert "exists" in prompt.problem.text()
    prompt.field.clear()
    qtbot.keyClicks(prompt.field, "Mine")
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    actions["layout-present"].trigger()
    workspace.apply_state()
    assert visible(workspace) == set(built_in_arrangement("present").visible)
    assert actions["layout-present"].isChecked()
    workspace.studio.layouts.switch("Mine")
    workspace.apply_state()
    assert visible(workspace) == mine
    actions["layout-reset"].trigger()
    actions["layout-delete"].trigger()
    assert state.layouts.own == {}
    assert visible(workspace) == mine


def test_where_docks_stand_is_read_and_restored(workspace: MainWindow, qtbot: QtBot) -> None:
    view = workspace.workspace
    view.show_dock("log")
    view.tabifyDockWidget(view.docks["material"], view.docks["log"])
    view.show_dock("log")
    QApplication.processEvents()
    seen = view.arrangement
    (right,) = (stack for stack in seen.stacks["right"] if "log" in stack.docks)
    assert set(right.docks) >= {"material", "log"}
    assert right.front == "log"
    workspace.studio.layouts.save_as("Tabbed", seen)
    workspace.studio.layouts.switch("edit")
    workspace.apply_state()
    workspace.studio.layouts.switch("Tabbed")
    workspace.apply_state()
    QApplication.processEvents()
    again = view.arrangement
    assert (again.stacks["right"], again.visible) == (seen.stacks["right"], seen.visible)


def test_a_layout_of_docks_that_are_gone_shows_the_others(workspace: MainWindow) -> None:
    layouts = workspace.studio.layouts
    layouts.save_as("Old", Arrangement({"left": ()}, {}, frozenset({"object", "hologram"})))
    layouts.switch("Old")
    workspace.apply_state()
    assert "object" in visible(workspace)
    assert workspace.workspace.docks.keys() == {dock.name for dock in DOCKS}


def test_the_last_arrangement_comes_back_at_the_next_start(
    make_window: Callable[[], MainWindow],
) -> None:
    first = make_window()
    first.actions_by_name["dock-log"].trigger()
    first.close()
    second = make_window()
    assert "log" in visible(second)


def test_docks_keep_their_sizes_when_they_are_not_seen_at_the_end(
    make_window: Callable[[], MainWindow],
) -> None:
    first = make_window()
    first.show_page("workspace")
    QApplication.processEvents()
    first.show_page("welcome")
    first.close()
    kept = make_window().workspace.arrangement.sizes_px
    assert kept.items() >= built_in_arrangement("edit").sizes_px.items()


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QSpinBox], ids=lambda m: m.__name__)
def test_no_key_that_is_typed_fires_a_shortcut(
    workspace: MainWindow, qtbot: QtBot, make: type[QWidget]
) -> None:
    field = make(workspace)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    fired: list[str] = []
    plain: list[QKeySequence] = []
    for name, action in workspace.actions_by_name.items():
        action.setEnabled(True)
        action.triggered.disconnect()
        action.triggered.connect(lambda _on=False, name=name: fired.append(name))
        for key in split_keys(workspace.studio.state.keymap.keys[name]):
            if not key.startswith(("Ctrl", "Alt", "F")) or key == "F":
                plain.append(QKeySequence(key))
    assert len(plain) > 10
    for sequence in plain:
        combination = sequence[0]
        qtbot.keyClick(field, combination.key(), combination.keyboardModifiers())
    assert fired == []
    qtbot.keyClick(field, Qt.Key.Key_F3)
    assert fired == ["palette"]
    field.deleteLater()


def test_a_remedy_runs_its_command_and_the_history_keeps_the_notice(
    workspace: MainWindow, qtbot: QtBot
) -> None:
    state = workspace.studio.state
    state.notices.post("error", "The log says more.", details="why",
                       remedy=Remedy("Show the log", "dock-log"))  # fmt: skip
    workspace.apply_state()
    (card,) = workspace.notices.cards
    card._cure()
    assert "log" in visible(workspace)
    assert state.notices.notices == ()
    workspace.apply_state()
    panel = workspace.workspace.panels["notices"]
    (kept,) = panel.cards  # type: ignore[attr-defined]
    kept.copy()
    assert QGuiApplication.clipboard().text() == "The log says more.\n\nwhy"


def test_the_activity_list_shows_and_cancels_several_jobs(workspace: MainWindow) -> None:
    jobs = workspace.studio.state.jobs
    panel = workspace.workspace.panels["activity"]
    cancelled: list[int] = []
    panel._jobs.cancel_one = cancelled.append  # type: ignore[attr-defined]
    jobs.put(JobStatus(7, "Simulating"))
    jobs.put(JobStatus(8, "Exporting"))
    jobs.put(JobStatus(9, "Reading", phase="waiting"))
    for step in range(5):
        jobs.progress(7, "Frame", step / 10, 100.0 + step)
    workspace.apply_state()
    view = panel._shown
    assert view is not None
    assert view.summary == "2 running, 1 waiting"
    assert view.rows[0].time == "40 %  ·  10 %/s  ·  6 s left"
    row = panel._rows[8]  # type: ignore[attr-defined]
    row._cancel.click()
    assert cancelled == [8]
    for number in (7, 8, 9):
        jobs.finish(number, "failed", 110.0, "the disk is full")
    workspace.apply_state()
    assert panel._shown is not None
    assert panel._shown.finished[-1].subtitle == "Failed after 10 s: the disk is full"


def test_the_log_is_searched_and_copied(workspace: MainWindow) -> None:
    log = logging.getLogger("studio.test_shell")
    panel = workspace.workspace.panels["log"]
    log.warning("the first line")
    log.error("the second line")
    workspace.studio.poll()
    workspace.apply_state()
    panel._query.setText("second")  # type: ignore[attr-defined]
    assert [entry.text for entry in panel.found] == ["the second line"]  # type: ignore[attr-defined]
    panel.copy()  # type: ignore[attr-defined]
    assert "studio.test_shell  the second line" in QGuiApplication.clipboard().text()


def test_the_tour_has_six_steps_and_can_be_left_and_restarted(
    workspace: MainWindow, qtbot: QtBot
) -> None:
    assert len(TOUR_STEPS) == 6
    tour = workspace.tour
    workspace.actions_by_name["tour"].trigger()
    for step in range(6):
        assert tour.step == step
        assert tour.isVisible()
        assert not tour.lit.isEmpty()
        assert workspace.rect().contains(tour._card.geometry())
        assert not tour._card.geometry().contains(tour.lit)
        qtbot.keyClick(tour._next, Qt.Key.Key_Space)
    assert not tour.isVisible()
    assert workspace.studio.preferences.value.tour_seen
    workspace.actions_by_name["tour"].trigger()
    qtbot.keyClick(tour._next, Qt.Key.Key_Right)
    assert tour.step == 1
    qtbot.keyClick(tour._next, Qt.Key.Key_Left)
    assert tour.step == 0
    qtbot.keyClick(tour._leave, Qt.Key.Key_Escape)
    assert not tour.isVisible()


def test_escape_leaves_the_full_screen(workspace: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(workspace, Qt.Key.Key_F11)
    qtbot.waitUntil(workspace.isFullScreen)
    workspace.workspace.viewport.setFocus()
    qtbot.keyClick(workspace.workspace.viewport, Qt.Key.Key_Escape)
    assert not workspace.isFullScreen()


def test_safe_mode_takes_the_defaults_and_says_so(qtbot: QtBot, private_folders: Path) -> None:
    file = private_folders / "preferences.json"
    file.write_text('{"version": 2, "quality": "sketch", "renderer": "opengl"}')
    window = build_window(FAKE, file, safe_mode=True)
    window.show()
    qtbot.waitExposed(window)
    preferences = window.studio.preferences.value
    assert (preferences.quality, preferences.renderer) == ("preview", "software")
    assert "(safe mode)" in window.windowTitle()
    window.studio.poll()
    assert not window.studio.graphics.done
    window.close()
    assert not file.with_name("layouts.json").exists()
    assert "opengl" in file.read_text()
