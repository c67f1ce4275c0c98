"""Notices stay over the viewport when docks change its size, and can be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.state.notices import Notice
from studio.views.main_window import MainWindow
from studio.views.notice_stack import NoticeStack
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


def test_every_card_has_room_for_its_text(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(700, 500)
    stack = NoticeStack(parent, {}, lambda _number: None, parent.rect)
    parent.show()
    line = "A line so long that it needs several rows, since it says what failed and what to do. "
    notices = tuple(Notice(number, "error", 2 * line) for number in (1, 2, 3))
    for count in (1, 2, 3):
        stack.apply(notices[:count])
        qtbot.wait(1)
        for card in stack.cards:
            assert card.height() >= card.heightForWidth(card.width())
    parent.hide()
