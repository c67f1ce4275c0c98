"""`RemapView`: the time remap as a curve that is dragged."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.language import tr
from studio.state.remap_curve import Curve, moved, straight, with_point, without_point
from studio.views.theme import color, px
from studio.views.timeline.frame_canvas import GUTTER_PX

_HEIGHT_PX = 120
_REACH_PX = 9
_KNOB_PX = 5
_STEP_S = 0.04
_ROOM = 1.25
"""Film time that is shown, in lengths of the film, so that its end can be dragged out."""
_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class RemapView(QWidget):
    """Drag points; a double click adds one; Page keys choose, arrows move, Delete deletes."""

    drag_started = Signal()
    changed = Signal(object)
    """Points that the user made."""
    drag_ended = Signal(bool)
    """It was let go: True keeps the change, False puts it back."""

    def __init__(self) -> None:
        """Start with the take as it is."""
        super().__init__()
        self._curve: Curve = straight(1.0)
        self._clip_s = 1.0
        self._film_s = _ROOM
        self._frame_s = 0.0
        self._held = -1
        self._chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Curve of the time remap"))
        self.setToolTip(tr("To the right the film, upwards the take: drag points, double-click to "
                           "add one, Delete to remove it"))  # fmt: skip

    def apply(self, curve: Curve, clip_s: float, moment_s: float) -> None:
        """Show other points.

        Args:
            curve: Points.
            clip_s: Length of the take [s].
            moment_s: Moment of the take under the playhead [s].
        """
        shown = (curve, max(clip_s, 1e-3), moment_s)
        if shown != (self._curve, self._clip_s, self._frame_s):
            self._curve, self._clip_s, self._frame_s = shown
            if self._held < 0:
                self._film_s = max(curve[-1].film_s, self._clip_s) * _ROOM
            self.setEnabled(clip_s > 0)
            self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(400), px(_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Smallest size [px]."""
        return QSize(px(GUTTER_PX + 60), px(_HEIGHT_PX))

    def place_of(self, index: int) -> QPointF:
        """Where a point is [px]."""
        return self._place(*self._curve[index])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, the straight take, the curve and its points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        painter.setPen(QPen(color("accent"), px(2)))
        painter.drawPolyline(QPolygonF([self._place(*point) for point in self._curve]))
        for index in range(len(self._curve)):
            chosen = index == self._chosen
            painter.setPen(QPen(color("focus" if chosen and self.hasFocus() else "panel"), px(2)))
            painter.setBrush(color("text" if chosen else "accent"))
            painter.drawEllipse(self.place_of(index), px(_KNOB_PX), px(_KNOB_PX))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a point."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._chosen = self._point_at(event.position())
            if self._held > 0:
                self.drag_started.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._held > 0:
            film_s, take_s = self._times(event.position())
            self._tell(moved(self._curve, self._held, film_s, take_s, self._clip_s))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() == Qt.MouseButton.LeftButton and self._held > 0:
            self.drag_ended.emit(True)
        self._held = -1

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a point."""
        if self._point_at(event.position()) < 0:
            curve, index = with_point(self._curve, self._times(event.position())[0])
            if index > 0:
                self._chosen = index
                self._tell(curve)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, add or remove points."""
        key = Qt.Key(event.key())
        point = self._curve[self._chosen] if 0 < self._chosen < len(self._curve) else None
        if key == Qt.Key.Key_Escape and self._held > 0:
            self._held = -1
            self.drag_ended.emit(False)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            step = 1 if key == Qt.Key.Key_PageDown else -1
            self._chosen = min(max(self._chosen + step, 1), len(self._curve) - 1)
            self.update()
        elif point is not None and key in _MOVES:
            right, up = _MOVES[key]
            film_s, take_s = point.film_s + right * _STEP_S, point.take_s + up * _STEP_S
            self._tell(moved(self._curve, self._chosen, film_s, take_s, self._clip_s))
        elif point is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._tell(without_point(self._curve, self._chosen))
        elif key == Qt.Key.Key_Insert:
            ends = self._curve[max(self._chosen, 1) - 1 :][:2]
            self._tell(with_point(self._curve, (ends[0].film_s + ends[-1].film_s) / 2)[0])
        else:
            super().keyPressEvent(event)

    def _tell(self, curve: Curve) -> None:
        if curve != self._curve:
            self.changed.emit(curve)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(px(GUTTER_PX), px(8), -px(12), -px(18))

    def _place(self, film_s: float, take_s: float) -> QPointF:
        area = self._area()
        x = area.left() + area.width() * film_s / self._film_s
        return QPointF(x, area.bottom() - area.height() * take_s / self._clip_s)

    def _times(self, place: QPointF) -> tuple[float, float]:
        area = self._area()
        film_s = (place.x() - area.left()) / max(area.width(), 1.0) * self._film_s
        return film_s, (area.bottom() - place.y()) / max(area.height(), 1.0) * self._clip_s

    def _point_at(self, place: QPointF) -> int:
        """Index of the point under the pointer, -1 for none."""
        gaps = [math.hypot((p := self.place_of(i)).x() - place.x(), p.y() - place.y())
                for i in range(len(self._curve))]  # fmt: skip
        nearest = min(range(len(gaps)), key=gaps.__getitem__)
        return nearest if gaps[nearest] <= px(_REACH_PX) else -1

    def _paint_axes(self, painter: QPainter) -> None:
        area = self._area()
        painter.setPen(QPen(color("border"), 1))
        painter.drawRect(area)
        painter.setPen(QPen(color("text_faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self._place(0, 0), self._place(self._clip_s, self._clip_s))
        level = self._place(0, self._frame_s).y()
        painter.setPen(QPen(color("accent"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))
        painter.setPen(color("text_muted"))
        gutter = QRectF(px(8), area.top(), px(GUTTER_PX - 16), area.height())
        low, high = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        painter.drawText(gutter, int(high), tr("Take {seconds:.1f} s", seconds=self._clip_s))
        painter.drawText(gutter, int(low), tr("0 s"))
        below = QRectF(area.left(), area.bottom() + px(2), area.width(), px(16))
        text = tr("Film {seconds:.1f} s", seconds=self._curve[-1].film_s)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), text)
