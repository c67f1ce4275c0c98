"""A branch and what it left in the gallery of a real window, with their plots below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.state.take_record import PLOTS
from studio.views.candidates.gallery_page import GalleryPage
from studio.views.main_window import MainWindow
from studio.views.timeline.timeline_panel import TimelinePanel
from tests.studio.synthetic_project import make_project, write_take

LONG_MS = 60_000


def test_a_branch_is_compared_wiped_plotted_and_left(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    write_take(project, "take-2", left=("take-1", 3))
    studio, state = window.studio, window.studio.state
    studio.document.open_path(project.path)
    known = state.document
    qtbot.waitUntil(lambda: [t.frame_count for t in known.takes] == [12, 12], timeout=LONG_MS)
    studio.timeline.toggle("plots")
    window.actions_by_name["compare-branch"].trigger()
    page, panel = window.findChild(GalleryPage), window.findChild(TimelinePanel)
    assert page is not None
    assert panel is not None
    qtbot.waitUntil(lambda: page.isVisible() and set(studio.gallery.shown) == {"take-1", "take-2"},
                    timeout=LONG_MS)  # fmt: skip
    assert [cell.view.title for cell in page.cells[:2]] == ["take-1", "take-2"]
    qtbot.waitUntil(lambda: len(state.gallery.motions) == 2, timeout=LONG_MS)
    qtbot.waitUntil(lambda: state.timeline.other_record is not None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: panel.plots.height() == panel.plots.sizeHint().height())
    studio.playback.pause()
    place = QPoint(round(panel.plots.x_of(6)), panel.plots.height() - 10)
    qtbot.mousePress(panel.plots, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: studio.gallery.frame == 6, timeout=LONG_MS)
    assert panel.plots.readout(PLOTS[:1]).count("|") == 1
    for kind in ("wipe", "difference", "trajectories"):
        window.actions_by_name[f"compare-{kind}"].trigger()
        qtbot.waitUntil(page.compare.isVisible, timeout=LONG_MS)
        page.compare.grab()
    window.actions_by_name["compare-branch"].trigger()
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=LONG_MS)
    assert state.gallery.takes is None
    assert state.playback.frame_count == 12
