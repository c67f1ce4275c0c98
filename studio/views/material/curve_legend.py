"""`CurveLegend`: what the lines and marks of the curves mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.language import tr
from studio.state.material_view import MaterialView
from studio.views.theme import color, px

_ROW_PX = 16
_TEXT_PX = 11
_SIGN_PX = 14
_GAP_PX = 10

_Sign = Callable[[QPainter, QRectF], None]


class CurveLegend(QWidget):
    """Shows only what is there; flows into as many lines as it needs."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._items: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("What the marks of the curves mean"))

    def apply(self, view: MaterialView) -> None:
        """Show the marks that the curves have now."""
        items: list[tuple[str, str]] = []
        if view.shown_class and not view.mixed:
            items += [("class", view.shown_class), ("behind", tr("all"))]
        elif view.shown_class:
            items += [("mixture", tr("all")), ("share", view.shown_class)]
        if any(curve.edited for curve in view.curves):
            items.append(("predicted", tr("predicted")))
        if view.samples:
            items.append(("samples", tr("samples")))
        if any(row.chosen for row in view.samples):
            items.append(("sample", tr("chosen")))
        if any(curve.simulated is not None for curve in view.curves):
            items.append(("simulated", tr("simulated")))
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.setAccessibleDescription(", ".join(text for _, text in items))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Height of the lines at the present width [px]."""
        rows = 1 + max((row for row, _, _ in self._places()), default=0)
        return QSize(px(200), px(_ROW_PX) * rows if self._items else 0)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`, at any width."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, _event: object) -> None:
        """Lines may break elsewhere."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint signs and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(px(_TEXT_PX))
        painter.setFont(font)
        for (kind, text), (row, left, width) in zip(self._items, self._places(), strict=True):
            line = QRectF(left, row * px(_ROW_PX), width, px(_ROW_PX))
            _SIGNS[kind](painter, QRectF(line.left(), line.top(), px(_SIGN_PX), line.height()))
            painter.setPen(color("text_muted"))
            words = line.adjusted(px(_SIGN_PX) + px(4), 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _places(self) -> list[tuple[int, int, int]]:
        """Line, left end and width of each item [px]."""
        font = self.font()
        font.setPixelSize(px(_TEXT_PX))
        metrics = QFontMetrics(font)
        places: list[tuple[int, int, int]] = []
        row, left = 0, 0
        for _, text in self._items:
            width = px(_SIGN_PX) + px(4) + metrics.horizontalAdvance(text) + px(2)
            if left and left + width > self.width():
                row, left = row + 1, 0
            places.append((row, left, width))
            left += width + px(_GAP_PX)
        return places


def _box(token: str, alpha: float, *, line: bool) -> _Sign:
    def paint(painter: QPainter, area: QRectF) -> None:
        height = px(8)
        box = QRectF(area.left(), area.center().y() - height / 2, area.width(), height)
        painter.fillRect(box, color(token, alpha))
        if line:
            painter.setPen(QPen(color("predicted"), 1.6))
            painter.drawLine(box.topLeft(), box.topRight())

    return paint


def _paint_dashes(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(color("text_muted"), 1.2, Qt.PenStyle.DashLine))
    middle = area.center().y()
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))


def _paint_ticks(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(color("text", 0.55), 1))
    middle = area.center().y()
    for share in (0.2, 0.5, 0.8):
        x = area.left() + share * area.width()
        painter.drawLine(QPointF(x, middle - px(3)), QPointF(x, middle + px(3)))


def _paint_dot(painter: QPainter, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("success"))
    painter.drawEllipse(area.center(), px(3.5), px(3.5))


def _paint_triangle(painter: QPainter, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("warning"))
    place, size = area.center(), px(4)
    corners = [QPointF(-size, -size), QPointF(size, -size), QPointF(0, size)]
    painter.drawPolygon(QPolygonF([place + corner for corner in corners]))


_SIGNS: dict[str, _Sign] = {
    "class": _box("accent", 0.4, line=True),
    "behind": _box("control", 0.3, line=False),
    "mixture": _box("accent", 0.25, line=True),
    "share": _box("accent", 0.6, line=False),
    "predicted": _paint_dashes,
    "samples": _paint_ticks,
    "sample": _paint_dot,
    "simulated": _paint_triangle,
}
