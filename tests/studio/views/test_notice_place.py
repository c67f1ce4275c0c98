"""Notices stay over the viewport when docks change its size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from studio.views.main_window import MainWindow
from tests.studio.synthetic_project import make_project


def test_notices_follow_the_viewport(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    state, workspace = window.studio.state, window.workspace
    window.studio.document.open_path(make_project(tmp_path / "Ball.p4d").path)
    qtbot.waitUntil(lambda: state.document.gaussian_count > 0, timeout=60_000)
    state.notices.post("warning", "A long line that says what is to be known about this object.")

    def over_viewport() -> bool:
        corner = window.notices.mapTo(window, QPoint(0, 0))
        viewport = workspace.viewport
        area = QRect(viewport.mapTo(window, QPoint(0, 0)), viewport.size())
        return area.contains(QRect(corner, window.notices.size()))

    qtbot.waitUntil(over_viewport)
    before = workspace.viewport.width()
    workspace.resizeDocks([workspace.docks["material"]], [520], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: workspace.viewport.width() < before)
    qtbot.waitUntil(over_viewport)
