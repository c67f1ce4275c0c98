"""The console in its dock: typing, history, completion, colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.views.console.console_panel import ConsolePanel
from studio.views.main_window import MainWindow
from tests.studio.views.conftest import TIMEOUT_MS


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> ConsolePanel:
    window.actions_by_name["console"].trigger()
    qtbot.wait(20)
    panel = window.workspace.panels["console"]
    assert isinstance(panel, ConsolePanel)
    panel.input.setFocus()
    return panel


def type_line(panel: ConsolePanel, text: str) -> None:
    QTest.keyClicks(panel.input, text)
    QTest.keyClick(panel.input, Qt.Key.Key_Return)


def test_what_is_typed_runs_and_is_shown(
    window: MainWindow, panel: ConsolePanel, qtbot: QtBot
) -> None:
    type_line(panel, "6 * 7")
    qtbot.waitUntil(lambda: panel.output.toPlainText() == ">>> 6 * 7\n42", timeout=TIMEOUT_MS)
    assert panel.input.toPlainText() == ""
    type_line(panel, "for x in 'ab':")
    assert panel.input.toPlainText() == "for x in 'ab':\n    "
    type_line(panel, "print(x)")
    QTest.keyClick(panel.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.output.toPlainText().endswith("a\nb"), timeout=TIMEOUT_MS)
    assert not window.studio.state.console.busy
    window.actions_by_name["console-clear"].trigger()
    qtbot.waitUntil(lambda: panel.output.toPlainText() == "", timeout=TIMEOUT_MS)


def test_up_and_down_bring_earlier_input(panel: ConsolePanel, qtbot: QtBot) -> None:
    for text in ("1", "2"):
        type_line(panel, text)
        qtbot.waitUntil(
            lambda text=text: panel.output.toPlainText().endswith(f">>> {text}\n{text}"),
            timeout=TIMEOUT_MS,
        )
    QTest.keyClicks(panel.input, "draft")
    QTest.keyClick(panel.input, Qt.Key.Key_Up)
    assert panel.input.toPlainText() == "2"
    QTest.keyClick(panel.input, Qt.Key.Key_Up)
    assert panel.input.toPlainText() == "1"
    for _ in range(2):
        QTest.keyClick(panel.input, Qt.Key.Key_Down)
    assert panel.input.toPlainText() == "draft"


def test_tab_completes_or_goes_on(panel: ConsolePanel) -> None:
    QTest.keyClicks(panel.input, "studio.sim")
    QTest.keyClick(panel.input, Qt.Key.Key_Tab)
    assert panel.input.toPlainText() == "studio.simulate"
    panel.input.clear()
    QTest.keyClicks(panel.input, "studio.s")
    QTest.keyClick(panel.input, Qt.Key.Key_Tab)
    popup = panel.input._completer.popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert panel.input.toPlainText() == "studio.sample"
    panel.input.clear()
    QTest.keyClick(panel.input, Qt.Key.Key_Tab)
    assert not panel.input.hasFocus()


def test_a_command_from_the_console_is_done_in_the_window(
    window: MainWindow, panel: ConsolePanel, qtbot: QtBot
) -> None:
    assert window.studio.state.playback.loop
    type_line(panel, 'studio.run("loop")')
    qtbot.waitUntil(lambda: not window.studio.state.playback.loop, timeout=TIMEOUT_MS)
    window.actions_by_name["console-echo"].trigger()
    window.actions_by_name["loop"].trigger()
    qtbot.waitUntil(
        lambda: panel.output.toPlainText().endswith('# studio.run("loop")'), timeout=TIMEOUT_MS
    )
    tip = window.actions_by_name["loop"].toolTip()
    assert 'Python: studio.run("loop")' in tip
