"""`DensityCurve`: the density of one quantity with a value that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.resolve_material import CurveView, axis_position, axis_value
from studio.views.theme import color

_HEIGHT_PX = 60
_AXIS_PX = 16
_SIDE_PX = 8
_KNOB_PX = 6
_KEY_STEP = 0.01

_TICKS = {
    "youngs_modulus_pa": ((1e3, "1 kPa"), (1e6, "1 MPa"), (1e9, "1 GPa"), (1e12, "1 TPa")),
    "poisson_ratio": ((0.0, "0"), (0.1, "0.1"), (0.2, "0.2"), (0.3, "0.3"), (0.4, "0.4")),
    "density_kg_m3": ((10.0, "10"), (100.0, "100"), (1000.0, "1,000"), (10000.0, "10,000")),
}


class DensityCurve(QWidget):
    """Drag the handle, or move it with the arrow keys."""

    dragged = Signal(float)
    """New value [SI]."""

    def __init__(self, name: str) -> None:
        """Start without a curve; `name` is read by screen readers."""
        super().__init__()
        self._view: CurveView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setToolTip("Drag to choose a value; the dashed line is the predicted one")

    def apply(self, view: CurveView) -> None:
        """Show a new curve and values."""
        if view != self._view:
            self._view = view
            self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(240, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Smallest useful size [px]."""
        return QSize(160, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint area, ticks, predicted line and handle."""
        view = self._view
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("field"))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), plot.bottom()), 6, 6)
        if view is None:
            return
        self._paint_ticks(painter, view, plot)
        self._paint_area(painter, view, plot)
        self._paint_values(painter, view, plot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the handle under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the handle by a hundredth of the axis."""
        steps = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}
        step = steps.get(Qt.Key(event.key()))
        view = self._view
        if step is None or view is None:
            super().keyPressEvent(event)
            return
        now = axis_position(view.quantity, view.chosen, view.axis)
        self.dragged.emit(axis_value(view.quantity, now + step, view.axis))

    def _paint_ticks(self, painter: QPainter, view: CurveView, plot: QRectF) -> None:
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        for value, text in _TICKS[view.quantity.key]:
            x = self._x(value, view, plot)
            painter.setPen(QPen(color("border"), 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(color("text_faint"))
            width = painter.fontMetrics().horizontalAdvance(text) + 2
            left = min(max(x - width / 2, 0), self.width() - width)
            area = QRectF(left, plot.bottom() + 2, width, _AXIS_PX - 2)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_area(self, painter: QPainter, view: CurveView, plot: QRectF) -> None:
        count = len(view.heights)
        if count < 2 or max(view.heights) == 0:
            return
        top = plot.top() + 8
        span = plot.bottom() - top
        outline = QPainterPath()
        for index, height in enumerate(view.heights):
            point = QPointF(
                plot.left() + plot.width() * index / (count - 1), plot.bottom() - span * height
            )
            outline.moveTo(point) if index == 0 else outline.lineTo(point)
        area = QPainterPath(outline)
        area.lineTo(plot.bottomRight())
        area.lineTo(plot.bottomLeft())
        area.closeSubpath()
        shade = QLinearGradient(plot.topLeft(), plot.bottomLeft())
        shade.setColorAt(0, color("accent", 0.45))
        shade.setColorAt(1, color("accent", 0.08))
        painter.fillPath(area, shade)
        painter.setPen(QPen(color("predicted"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_values(self, painter: QPainter, view: CurveView, plot: QRectF) -> None:
        predicted = self._x(view.predicted, view, plot)
        painter.setPen(QPen(color("text_muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(predicted, plot.top()), QPointF(predicted, plot.bottom()))
        chosen = self._x(view.chosen, view, plot)
        shade = color("warning" if view.edited else "text")
        painter.setPen(QPen(shade, 1.5))
        painter.drawLine(QPointF(chosen, plot.top() + _KNOB_PX), QPointF(chosen, plot.bottom()))
        painter.setPen(QPen(color("accent" if self.hasFocus() else "field"), 2))
        painter.setBrush(shade)
        painter.drawEllipse(QPointF(chosen, plot.top() + _KNOB_PX + 2), _KNOB_PX, _KNOB_PX)

    def _plot(self) -> QRectF:
        return QRectF(_SIDE_PX, 0, self.width() - 2 * _SIDE_PX, self.height() - _AXIS_PX)

    def _x(self, value: float, view: CurveView, plot: QRectF) -> float:
        return plot.left() + plot.width() * axis_position(view.quantity, value, view.axis)

    def _drag(self, x: float) -> None:
        view, plot = self._view, self._plot()
        if view is not None:
            position = (x - plot.left()) / plot.width()
            self.dragged.emit(axis_value(view.quantity, position, view.axis))
