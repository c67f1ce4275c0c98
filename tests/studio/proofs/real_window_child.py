"""A person at the real window: drops a photo, and works until the saved project opens again.

Run as a module with a folder to work in; needs a display. Writes what was reached, line by line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from studio.app import build_window, make_application
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow
from studio.views.material.density_curve import DensityCurve

TIMEOUT_S = 1500.0
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
ACTION = Qt.DropAction.CopyAction


def until(what: str, done: Callable[[], bool]) -> None:
    """Let the window work until something holds, and say so."""
    end = time.monotonic() + TIMEOUT_S
    while not done():
        if time.monotonic() > end:
            raise SystemExit(f"never came: {what}")
        QTest.qWait(10)
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def open_window(folder: Path) -> MainWindow:
    """The window as a user has it, at `sketch`."""
    preferences = folder / "preferences.json"
    wanted = {
        "quality": "sketch", "projects_folder": str(folder / "projects"), "tour_seen": True,
        "language": "en",
    }  # fmt: skip
    preferences.write_text(json.dumps(wanted))
    window = build_window(preferences_file=preferences)
    window.show()
    window.activateWindow()  # a display without a window manager gives no window the keyboard
    QTest.qWaitForWindowActive(window)
    until("window", lambda: window.studio.state.jobs.compute == "ready")
    return window


def drop(window: MainWindow, photo: Path) -> None:
    """Drag a file over the window and let it fall."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), ACTION, data, LEFT, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), ACTION, data, LEFT, NONE))


def drag(widget: QWidget, *points: QPoint) -> None:
    """Press, move and let go of the left button."""
    QTest.mousePress(widget, LEFT, NONE, points[0])
    for point in points[1:]:
        QTest.mouseMove(widget, point)
        QTest.qWait(30)
    QTest.mouseRelease(widget, LEFT, NONE, points[-1])
    QTest.qWait(30)


def drag_stiffness(window: MainWindow) -> None:
    """Move the knob of Young's modulus to the left."""
    window.workspace.show_dock("material")
    curves = window.workspace.docks["material"].findChildren(DensityCurve)
    curve = next(c for c in curves if "Young" in c.accessibleName())
    geometry = curve.geometry_shown
    assert geometry is not None
    knob = geometry.knob.toPoint()
    drag(curve, knob, knob - QPoint(15, 0), knob - QPoint(30, 0))


def sample_and_vote(window: MainWindow) -> None:
    """Four candidates by key, then one blind vote by key."""
    state = window.studio.state
    QTest.keyClick(window, Qt.Key.Key_4, CONTROL | SHIFT)
    until("candidates asked", lambda: bool(state.candidates.sets))
    until("candidates", lambda: len(state.candidates.runs) >= 4 and state.jobs.active is None)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    until("ballot", lambda: state.votes.ballot is not None)
    QTest.qWait(500)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
    until("vote", lambda: bool(state.votes.votes))
    window.studio.votes.end()
    window.workspace.show_centre("viewport")


def grab(window: MainWindow) -> None:
    """Take the object in hand and pull."""
    state, viewport = window.studio.state, window.workspace.viewport
    QTest.qWait(1000)
    takes = len(state.document.takes)
    QTest.keyClick(viewport, Qt.Key.Key_J)
    centre = viewport.rect().center()
    QTest.mousePress(viewport, LEFT, NONE, centre)
    until("hand", lambda: len(state.document.takes) > takes or state.hand.holding)
    for step in range(1, 8):
        QTest.mouseMove(viewport, centre + QPoint(12 * step, -6 * step))
        QTest.qWait(100)
    QTest.mouseRelease(viewport, LEFT, NONE, centre + QPoint(90, -45))
    window.actions_by_name["cancel"].trigger()
    until("let go", lambda: state.jobs.active is None)
    QTest.keyClick(viewport, Qt.Key.Key_N)


def export(window: MainWindow, out: Path) -> None:
    """Ask for the export with its key, name the file, and start it."""
    state = window.studio.state
    QTest.keyClick(window, Qt.Key.Key_E, CONTROL)
    QTest.qWait(500)
    dock = window.workspace.docks["export"]
    line = next(w for w in dock.findChildren(QLineEdit) if w.text().endswith(".mp4"))
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, str(out))
    QTest.keyClick(line, Qt.Key.Key_Tab)
    buttons = [b for b in dock.findChildren(QWidget) if b.property("role") == "primary"]
    QTest.mouseClick(buttons[0], LEFT)
    until("exported", lambda: out.exists() and state.jobs.active is None)


def main(folder: Path) -> None:
    """The whole road."""
    application = make_application()
    window = open_window(folder)
    state = window.studio.state
    drop(window, load_samples(samples_folder())[0].path)
    until("object", lambda: state.document.gaussian_count > 1000)
    until("simulated", lambda: bool(state.document.takes) and state.jobs.active is None)
    edits = state.history.position
    drag_stiffness(window)
    until("dragged", lambda: state.history.position == edits + 1)
    sample_and_vote(window)
    grab(window)
    export(window, folder / "video.mp4")
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    until("saved", lambda: not state.history.dirty and not state.saving.busy)
    kept, project = state.material.edited, state.document.project
    window.close()
    again = open_window(folder)
    assert project is not None
    again.studio.document.open_path(project)
    until("reopened", lambda: again.studio.state.document.gaussian_count > 1000)
    assert again.studio.state.material.edited == kept
    assert len(again.studio.state.votes.votes) == 1
    again.studio.saving.give_up()
    again.close()
    application.processEvents()
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
