"""Docks leave the window small, and say their title once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.views.main_window import MainWindow
from studio.views.shell.panel_frame import PanelFrame
from tests.studio.synthetic_project import make_project
from tests.studio.views.conftest import TIMEOUT_MS

LAPTOP_WIDTH_PX = 960


@pytest.fixture
def workspace(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with an open project."""
    window.studio.document.open_path(make_project(tmp_path / "Ball.p4d").path)
    qtbot.waitUntil(lambda: window.studio.state.document.gaussian_count > 0, timeout=TIMEOUT_MS)
    return window


def test_the_workspace_fits_a_small_window(workspace: MainWindow, qtbot: QtBot) -> None:
    workspace.resize(LAPTOP_WIDTH_PX, 600)
    qtbot.waitUntil(lambda: isinstance(workspace.workspace.docks["material"].widget(), PanelFrame))
    assert workspace.minimumSizeHint().width() <= LAPTOP_WIDTH_PX


def test_a_tab_is_the_title_of_its_dock(workspace: MainWindow, qtbot: QtBot) -> None:
    docks = workspace.workspace.docks
    qtbot.waitUntil(lambda: docks["material"].titleBarWidget() is not None)
    assert docks["material"].titleBarWidget().height() == 0
    assert docks["timeline"].titleBarWidget() is None
    docks["material"].setFloating(True)
    qtbot.waitUntil(lambda: docks["material"].titleBarWidget() is None)
