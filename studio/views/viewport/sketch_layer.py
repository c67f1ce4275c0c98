"""`SketchLayer`: paints the marks of tools and the read-out over the viewport."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.controllers.tools.tool import Sketch
from studio.state.language import tr
from studio.views.theme import color, px

_FILL_ALPHA = 0.16
_SHADE_ALPHA = 0.72
_BROAD_PX = 12.0
"""Lines broader than this are painted as a faint band."""


class SketchLayer(QWidget):
    """Covers its parent and lets the mouse through; repainted when its parent says so."""

    def __init__(
        self,
        parent: QWidget,
        sketch: Callable[[], tuple[Sketch, ...]],
        readout: Callable[[], tuple[str, ...]],
    ) -> None:
        """Cover a widget.

        Args:
            parent: Widget that is covered.
            sketch: Gives the marks.
            readout: Gives the lines of the read-out; none hides it.
        """
        super().__init__(parent)
        self._sketch = sketch
        self._readout = readout
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Marks of the active tool"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks and read-out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._sketch():
            paint_mark(painter, mark, QRectF(self.rect()))
        lines = self._readout()
        if lines:
            _paint_readout(painter, lines, self.height())
        parent = self.parentWidget()
        if parent is not None and parent.hasFocus():
            _paint_focus(painter, QRectF(self.rect()))


def _paint_focus(painter: QPainter, area: QRectF) -> None:
    """A ring that says that the keyboard is here."""
    width = px(2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("focus"), width))
    painter.drawRect(area.adjusted(width / 2, width / 2, -width / 2, -width / 2))


def paint_mark(painter: QPainter, mark: Sketch, area: QRectF) -> None:
    """Paint one mark.

    Args:
        painter: Where.
        mark: What, in pixels of the widget.
        area: Part of the widget that texts stay in.
    """
    points = [QPointF(x, y) for x, y in mark.points]
    ink = color(mark.color)
    if mark.kind == "text":
        _paint_text(painter, points[0], mark.text, area)
    elif mark.kind == "handle":
        painter.setPen(QPen(color("window"), 1.5))
        painter.setBrush(ink)
        painter.drawEllipse(points[0], mark.width_px, mark.width_px)
    elif mark.kind == "shade":
        painter.fillRect(QPolygonF(points).boundingRect(), color(mark.color, _SHADE_ALPHA))
    elif len(points) > 1:
        _paint_line(painter, mark, points, ink)


def _paint_line(painter: QPainter, mark: Sketch, points: list[QPointF], ink: QColor) -> None:
    broad = mark.width_px > _BROAD_PX
    if broad:
        ink.setAlphaF(0.45)
    pen = QPen(ink, mark.width_px)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not broad:  # a dark line below keeps thin ones visible on every picture
        under = QPen(color("window", 0.55), mark.width_px + 2)
        painter.setPen(under)
        painter.drawPolyline(QPolygonF(points))
    if mark.dashed:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    if mark.kind == "polygon":
        fill = color(mark.color)
        fill.setAlphaF(_FILL_ALPHA)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(points))
    else:
        painter.drawPolyline(QPolygonF(points))


def _paint_text(painter: QPainter, at: QPointF, text: str, area: QRectF) -> None:
    metrics = QFontMetricsF(painter.font())
    box = metrics.boundingRect(text).adjusted(-px(8), -px(4), px(8), px(4))
    box.moveCenter(at)
    box.moveLeft(min(max(box.left(), px(8)), max(area.right() - box.width() - px(8), px(8))))
    box.moveTop(min(max(box.top(), px(8)), max(area.bottom() - box.height() - px(8), px(8))))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("panel", 0.88))
    painter.drawRoundedRect(box, px(5), px(5))
    painter.setPen(color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_readout(painter: QPainter, lines: tuple[str, ...], height: int) -> None:
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + px(20)
    tall = metrics.lineSpacing() * len(lines) + px(12)
    box = QRectF(px(12), height - tall - px(56), width, tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("panel", 0.82))
    painter.drawRoundedRect(box, px(6), px(6))
    painter.setPen(color("text"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box.adjusted(px(10), 0, -px(10), 0), int(flags), "\n".join(lines))
