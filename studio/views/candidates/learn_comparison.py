"""`LearnComparison`: what the model says of the object before and after learning, side by side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.language import tr
from studio.state.resolve_learning import ComparedObject, HalfCurve, TwoCurves, TwoShares
from studio.views.material.bar_painting import percent_text
from studio.views.theme import color, px

_HEAD_PX = 20
_BAR_ROW_PX = 22
_TITLE_PX = 24
_PLOT_PX = 48
_WORDS_PX = 34
_NAME_PX = 78
_PERCENT_PX = 48
_GAP_PX = 12
_BAR_PX = 8
_CURVE_PX = _TITLE_PX + _PLOT_PX + _WORDS_PX


class LearnComparison(QWidget):
    """Left without the adapter, right with it; both halves share their axes."""

    def __init__(self) -> None:
        """Start without an object."""
        super().__init__()
        self._object = ComparedObject((), ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Before and after learning"))

    def apply(self, compared: ComparedObject) -> None:
        """Show another object."""
        self._object = compared
        self.setAccessibleDescription(_words(compared))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Size for all classes and curves [px]."""
        rows = px(_HEAD_PX) + px(_BAR_ROW_PX) * len(self._object.classes)
        return QSize(px(280), rows + px(_CURVE_PX) * len(self._object.curves))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: rows are never squeezed."""
        return QSize(px(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, bars and curves from top to bottom."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(px(12))
        painter.setFont(font)
        painter.setPen(color("text_muted"))
        for place, title in zip(self._bar_halves(), (tr("Before"), tr("After")), strict=True):
            painter.drawText(QRectF(place[0], 0, place[1], px(_HEAD_PX)), title)
        top = float(px(_HEAD_PX))
        for row in self._object.classes:
            self._paint_class(painter, top, row)
            top += px(_BAR_ROW_PX)
        for curves in self._object.curves:
            self._paint_curves(painter, top, curves)
            top += px(_CURVE_PX)

    def _bar_halves(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Left ends and widths of the two columns of bars [px]."""
        width = (self.width() - px(_NAME_PX) - px(_GAP_PX)) / 2
        left = float(px(_NAME_PX))
        return (left, width), (left + width + px(_GAP_PX), width)

    def _paint_class(self, painter: QPainter, top: float, row: TwoShares) -> None:
        height = px(_BAR_ROW_PX)
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, px(_NAME_PX) - px(6))
        painter.setPen(color("text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(0, top, px(_NAME_PX), height), middle, name)
        tones = ("control", "accent")
        for half, share, tone in zip(
            self._bar_halves(), (row.before, row.after), tones, strict=True
        ):
            left, width = half
            groove = QRectF(left, top + (height - px(_BAR_PX)) / 2, width - px(_PERCENT_PX), 0)
            groove.setHeight(px(_BAR_PX))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("groove"))
            painter.drawRoundedRect(groove, px(4), px(4))
            filled = QRectF(groove)
            filled.setWidth(max(groove.width() * share, px(2)))
            painter.setBrush(color(tone))
            corner = min(px(4), filled.width() / 2)
            painter.drawRoundedRect(filled, corner, corner)
            painter.setPen(color("text"))
            words = QRectF(left + width - px(_PERCENT_PX), top, px(_PERCENT_PX), height)
            painter.drawText(words, middle | int(Qt.AlignmentFlag.AlignRight), percent_text(share))

    def _paint_curves(self, painter: QPainter, top: float, curves: TwoCurves) -> None:
        painter.setPen(color("text"))
        title = QRectF(0, top, self.width(), px(_TITLE_PX))
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), curves.title)
        width = (self.width() - px(_GAP_PX)) / 2
        for place, (half, tone) in enumerate(
            ((curves.before, "control"), (curves.after, "accent"))
        ):
            left = place * (width + px(_GAP_PX))
            plot = QRectF(left, top + px(_TITLE_PX), width, px(_PLOT_PX))
            _paint_plot(painter, plot, half, tone)
            words = QRectF(left, plot.bottom() + px(2), width, px(_WORDS_PX) - px(4))
            painter.setPen(color("text_muted"))
            painter.drawText(words, f"{half.middle}\n{half.reach}")


def _paint_plot(painter: QPainter, area: QRectF, half: HalfCurve, tone: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("field"))
    painter.drawRoundedRect(area, px(6), px(6))
    if not half.heights:
        return
    inner = area.adjusted(px(4), px(5), -px(4), -px(4))
    step = inner.width() / (len(half.heights) - 1)
    line = [
        QPointF(inner.left() + step * place, inner.bottom() - inner.height() * height)
        for place, height in enumerate(half.heights)
    ]
    painter.setBrush(color(tone, 0.3))
    painter.drawPolygon(QPolygonF([inner.bottomLeft(), *line, inner.bottomRight()]))
    painter.setPen(QPen(color(tone), max(px(2), 1.5)))
    painter.drawPolyline(QPolygonF(line))


def _words(compared: ComparedObject) -> str:
    """All of it in words, for screen readers."""
    classes = [
        tr("{name}: {before} before, {after} after", name=row.name,
           before=percent_text(row.before), after=percent_text(row.after))
        for row in compared.classes
    ]  # fmt: skip
    curves = [
        tr("{name}: {before} before, {after} after", name=row.title,
           before=row.before.middle, after=row.after.middle)
        for row in compared.curves
    ]  # fmt: skip
    return "; ".join((*classes, *curves))
