"""`Sparkline`: energy and height of the centre of mass over time, with the playhead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.language import tr
from studio.views.theme import color, px

ENERGY_COLOR = "series_2"
HEIGHT_COLOR = "series_1"


class Sparkline(QWidget):
    """Two small curves; both are shares of what the whole set reaches."""

    def __init__(self) -> None:
        """Start without curves."""
        super().__init__()
        self._energy: tuple[float, ...] = ()
        self._height: tuple[float, ...] = ()
        self._frame = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            tr("Energy (orange) and height of the centre of mass (blue), on the set's scale")
        )

    def apply(self, energy: tuple[float, ...], height: tuple[float, ...]) -> None:
        """Show other curves."""
        if (energy, height) != (self._energy, self._height):
            self._energy, self._height = energy, height
            self.update()

    def show_frame(self, frame: int) -> None:
        """Move the playhead."""
        if frame != self._frame:
            self._frame = frame
            self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(72), px(22))

    def minimumSizeHint(self) -> QSize:
        """Smallest size [px]."""
        return QSize(px(28), px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both curves and the playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_curve(painter, self._height, color(HEIGHT_COLOR))
        self._paint_curve(painter, self._energy, color(ENERGY_COLOR))
        count = len(self._energy)
        if count > 1:
            x = self._x(min(self._frame, count - 1), count)
            painter.setPen(QPen(color("text_muted"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _paint_curve(self, painter: QPainter, values: Sequence[float], pen_color: QColor) -> None:
        if len(values) < 2:
            return
        room = self.height() - 4
        points = [
            QPointF(self._x(index, len(values)), 2 + room * (1 - min(max(value, 0.0), 1.0)))
            for index, value in enumerate(values)
        ]
        pen = QPen(pen_color, px(1.5))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))

    def _x(self, index: int, count: int) -> float:
        return 2 + (self.width() - 4) * index / (count - 1)
