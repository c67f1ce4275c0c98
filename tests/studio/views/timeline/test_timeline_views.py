"""The timeline's painted parts, driven by a real mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from studio.state.remap_curve import straight
from studio.state.resolve_timeline import TimelineView
from studio.state.take_record import PLOTS, TakeRecord
from studio.state.timeline_rows import ItemKey, row_items
from studio.views.main_window import MainWindow
from studio.views.timeline.plot_view import PlotView
from studio.views.timeline.remap_view import RemapView
from studio.views.timeline.row_view import RowView
from studio.views.timeline.timeline_panel import TimelinePanel
from studio.views.timeline.timeline_track import TimelineTrack
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk
from tests.studio.synthetic_project import make_project, write_take

LEFT = Qt.MouseButton.LeftButton
FRAMES = TimelineView(True, 3, 11, 6, False, True, True, "", range_in=2, range_out=8, left_frame=1)
RECORD = TakeRecord("take-1", 11, tuple((kind.name, tuple(range(11))) for kind in PLOTS))


def place(point: QPointF) -> QPoint:
    return point.toPoint()


def test_the_track_is_scrubbed_and_stepped(qtbot: QtBot) -> None:
    track = TimelineTrack()
    qtbot.addWidget(track)
    track.resize(420, 36)
    track.show_frames(FRAMES)
    track.grab()
    with qtbot.waitSignal(track.sought) as signal:
        qtbot.mousePress(track, LEFT, pos=QPoint(round(track.x_of(5)), 18))
    assert signal.args == [5]
    with qtbot.waitSignal(track.sought) as signal:
        qtbot.mouseMove(track, QPoint(round(track.x_of(7)), 18))
        track.seek(track.x_of(7))
    assert signal.args == [7]
    with qtbot.waitSignal(track.stepped) as signal:
        qtbot.keyClick(track, Qt.Key.Key_Left)
    assert signal.args == [-1]


@pytest.fixture
def line(tmp_path: Path) -> TimelineDesk:
    return TimelineDesk(Desk(tmp_path), tmp_path, frames=11)


@pytest.fixture
def rows(qtbot: QtBot, line: TimelineDesk) -> RowView:
    line.timeline.add_marker("hit")
    view = RowView(line.items)
    qtbot.addWidget(view)
    view.resize(500, view.height_px())
    view.show_frames(TimelineView(True, 0, 11, 11, False, True, False, ""))
    view.apply(row_items(line.state))
    return view


def test_a_marker_is_dragged_with_the_mouse_as_one_step(
    qtbot: QtBot, line: TimelineDesk, rows: RowView
) -> None:
    key = ItemKey("marker", 1)
    start = rows.place_of(key)
    qtbot.mousePress(rows, LEFT, pos=place(start))
    for frame in (2, 4, 6):
        to = QPointF(rows.x_of(frame), start.y())
        qtbot.mouseMove(rows, place(to))
        rows.apply(row_items(line.state))
    qtbot.mouseRelease(rows, LEFT, pos=place(QPointF(rows.x_of(6), start.y())))
    assert line.state.timeline.markers[0].frame == 6
    line.desk.edits.undo()
    assert line.state.timeline.markers[0].frame == 0


def test_items_are_walked_moved_and_deleted_by_keys(
    qtbot: QtBot, line: TimelineDesk, rows: RowView
) -> None:
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    for _ in range(2):
        qtbot.keyClick(rows, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        rows.apply(row_items(line.state))
    assert line.state.timeline.markers[0].frame == 2
    assert "hit" in rows.accessibleDescription()
    rows.grab()
    with qtbot.waitSignal(rows.named):
        qtbot.keyClick(rows, Qt.Key.Key_F2)
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert line.state.timeline.markers == ()


def test_a_drag_is_put_back_by_escape(qtbot: QtBot, line: TimelineDesk, rows: RowView) -> None:
    start = rows.place_of(ItemKey("marker", 1))
    qtbot.mousePress(rows, LEFT, pos=place(start))
    qtbot.mouseMove(rows, place(QPointF(rows.x_of(5), start.y())))
    qtbot.keyClick(rows, Qt.Key.Key_Escape)
    assert line.state.timeline.markers[0].frame == 0


def test_rows_beside_items_seek(qtbot: QtBot, rows: RowView) -> None:
    with qtbot.waitSignal(rows.sought) as signal:
        qtbot.mousePress(rows, LEFT, pos=QPoint(round(rows.x_of(8)), 30))
    assert signal.args == [8]
    assert "drag to move" in rows.tip(rows.item_at(rows.place_of(ItemKey("marker", 1))))


def test_plots_seek_and_tell_values_with_units(qtbot: QtBot) -> None:
    plots = PlotView()
    qtbot.addWidget(plots)
    plots.resize(500, plots.height_px())
    plots.show_frames(FRAMES)
    plots.apply(None)
    plots.grab()
    plots.apply(RECORD)
    plots.grab()
    energy = tuple(kind for kind in PLOTS if kind.panel == "energy")
    assert plots.readout(energy) == "Kinetic energy 3 J   Elastic energy 3 J"
    qtbot.mouseMove(plots, QPoint(round(plots.x_of(7)), 10))
    assert plots.readout(energy).startswith("Kinetic energy 7 J")
    with qtbot.waitSignal(plots.sought) as signal:
        qtbot.mousePress(plots, LEFT, pos=QPoint(round(plots.x_of(9)), 20))
    assert signal.args == [9]


def test_the_remap_is_dragged_and_points_come_and_go(qtbot: QtBot) -> None:
    view = RemapView()
    qtbot.addWidget(view)
    view.resize(500, 120)
    view.apply(straight(2.0), 2.0, 1.0)
    view.changed.connect(lambda curve: view.apply(curve, 2.0, 1.0))
    view.grab()
    middle = QPointF((view.place_of(0).x() + view.place_of(1).x()) / 2, 20)
    with qtbot.waitSignal(view.changed) as signal:
        qtbot.mouseDClick(view, LEFT, pos=place(middle))
    assert len(signal.args[0]) == 3
    start = view.place_of(1)
    qtbot.mousePress(view, LEFT, pos=place(start))
    qtbot.mouseMove(view, place(start + QPointF(0, 30)))
    with qtbot.waitSignal(view.drag_ended) as ended:
        qtbot.mouseRelease(view, LEFT, pos=place(start + QPointF(0, 30)))
    assert ended.args == [True]
    assert view.place_of(1).y() > start.y() + 20
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.place_of(1).x() > middle.x()


def test_the_window_scrubs_marks_and_shows_plots(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    state = window.studio.state
    window.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: state.playback.cached_count == 12, timeout=60_000)
    panel = window.findChild(TimelinePanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.track.view is not None and panel.track.view.cached_count == 12)
    qtbot.wait(1)
    qtbot.mousePress(panel.track, LEFT, pos=QPoint(round(panel.track.x_of(4)), 12))
    assert state.playback.frame == 4
    window.studio.timeline.add_marker("hit")
    for name in ("plots", "remap"):
        window.studio.timeline.toggle(name)
    qtbot.waitUntil(lambda: state.timeline.record is not None, timeout=20_000)
    qtbot.waitUntil(panel.plots.isVisible)
    qtbot.waitUntil(lambda: panel.remap.height() == panel.remap.sizeHint().height())
    end = panel.remap.place_of(1)
    qtbot.mousePress(panel.remap, LEFT, pos=place(end))
    qtbot.mouseMove(panel.remap, place(end - QPointF(80, 0)))
    qtbot.mouseRelease(panel.remap, LEFT, pos=place(end - QPointF(80, 0)))
    assert float(state.timeline.time_remap.split("@")[1]) > 1
    window.studio.edits.undo()
    assert state.timeline.time_remap == ""
