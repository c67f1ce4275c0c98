"""The timeline's painted parts, driven by a real mouse."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box
from studio.state.collider_keys import key_values
from studio.state.remap_curve import straight
from studio.state.resolve_timeline import TimelineView
from studio.state.scene_parts import Thing
from studio.state.take_record import PLOTS, TakeRecord
from studio.state.timeline import ColliderKey
from studio.state.timeline_rows import ItemKey, row_items, row_names
from studio.views.main_window import MainWindow
from studio.views.timeline.key_strip import KeyStrip
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


def test_keys_of_a_collider_have_a_row_and_come_and_go(
    qtbot: QtBot, line: TimelineDesk, rows: RowView
) -> None:
    line.state.scene.things = (Thing(1, "hammer", Obstacle(Box((0.1, 0.1, 0.1)))),)
    line.state.scene.chosen = "thing-1"

    def show() -> None:
        rows.apply(row_items(line.state), row_names(line.state))
        rows.resize(500, rows.height_px())

    show()
    assert [row.title for row in row_names(line.state)] == ["Markers", "Events", "hammer", "Camera"]
    middle = rows.place_of(ItemKey("collider", 1, 0)).y()
    qtbot.mouseDClick(rows, LEFT, pos=QPoint(round(rows.x_of(6)), round(middle)))
    show()
    start = rows.place_of(ItemKey("collider", 1, 1))
    assert start.x() == pytest.approx(rows.x_of(6))
    qtbot.mousePress(rows, LEFT, pos=place(start))
    qtbot.mouseMove(rows, place(QPointF(rows.x_of(9), start.y())))
    qtbot.mouseRelease(rows, LEFT, pos=place(QPointF(rows.x_of(9), start.y())))
    show()
    rows.grab()
    key = line.state.timeline.chosen_key
    assert key == ColliderKey(1, 1)
    assert rows.place_of(ItemKey("collider", 1, 1)).x() == pytest.approx(rows.x_of(9))
    rows.show_frames(TimelineView(True, 4, 11, 11, False, True, False, ""))
    qtbot.keyClick(rows, Qt.Key.Key_Insert)
    show()
    assert rows.place_of(ItemKey("collider", 1, 1)).x() == pytest.approx(rows.x_of(4))
    for _ in range(3):
        qtbot.keyClick(rows, Qt.Key.Key_Delete)
        show()
    assert len(row_items(line.state)) == 2
    for _ in range(5):
        line.desk.edits.undo()
    assert line.state.scene.things[0].value == Obstacle(Box((0.1, 0.1, 0.1)))


def test_a_key_is_typed_in_numbers(qtbot: QtBot, line: TimelineDesk) -> None:
    line.state.scene.things = (Thing(1, "hammer", Obstacle(Box((0.1, 0.1, 0.1)))),)
    line.colliders.add(1, 0.2)
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = {name: QAction(name, owner) for name in ("collider-key-add", "collider-key-delete")}
    strip = KeyStrip(line.colliders, actions)
    strip.setParent(owner)
    strip.apply(key_values(line.state))
    for field, text in (
        (strip.time, "120 ms"), (strip.position[2], "30 cm"), (strip.angles[0], "45 deg"),
    ):  # fmt: skip
        field.setText(text)
        field.setModified(True)
        field.editingFinished.emit()
        strip.apply(key_values(line.state))
    values = key_values(line.state)
    assert values is not None
    assert values.time_s == pytest.approx(0.12)
    assert values.position_m == pytest.approx((0, 0, 0.3))
    assert values.angles_rad == pytest.approx((math.pi / 4, 0, 0))
    line.desk.edits.undo()
    values = key_values(line.state)
    assert values is not None
    assert values.angles_rad == pytest.approx((0, 0, 0))
    assert values.position_m[2] == pytest.approx(0.3)
    strip.apply(None)
    assert strip.isHidden()


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
    pointed, none = QPointF(plots.x_of(7), 10), Qt.MouseButton.NoButton
    plots.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, pointed, pointed, none, none,
                    Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
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
