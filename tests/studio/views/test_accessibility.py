"""Every control has a name, the keyboard reaches it, and one sees where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.views.main_window import MainWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.window_walk import (
    describe,
    heard_name,
    interactive,
    looks_focused,
    reached_by_arrows,
    tab_walk,
    takes_focus,
)

PAGES = ("welcome", "workspace", "doctor")


@pytest.fixture
def open_page(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Callable[[str], QWidget]:
    def show(page: str) -> QWidget:
        if page == "workspace":
            project = make_project(tmp_path / "Ball.p4d")
            write_take(project, "take-1")
            window.studio.document.open_path(project.path)
            qtbot.waitUntil(
                lambda: window.studio.state.playback.cached_count == 12, timeout=TIMEOUT_MS
            )
        elif page == "doctor":
            window.studio.state.doctor.complete = True
            window.actions_by_name["doctor"].trigger()
        qtbot.wait(50)
        window.activateWindow()
        return window

    return show


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_that_is_heard(
    page: str, open_page: Callable[[str], QWidget]
) -> None:
    window = open_page(page)
    controls = interactive(window)
    assert len(controls) > 5
    assert [describe(control) for control in controls if not heard_name(control).strip()] == []


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_every_control_and_shows_where_it_is(
    page: str, open_page: Callable[[str], QWidget], qtbot: QtBot
) -> None:
    window = open_page(page)
    reached = tab_walk(window)
    wanted = [control for control in interactive(window) if takes_focus(control)]
    assert [describe(control) for control in wanted if control not in reached] == []
    hidden = [
        describe(control)
        for control in reached
        if takes_focus(control) and not looks_focused(control)
    ]
    assert hidden == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_for_the_mouse_alone(page: str, open_page: Callable[[str], QWidget]) -> None:
    window = open_page(page)
    mouse_only = [
        describe(control)
        for control in interactive(window)
        if control.isEnabled()
        and not takes_focus(control)
        and control.focusProxy() is None
        and not reached_by_arrows(control)
    ]
    assert mouse_only == []
