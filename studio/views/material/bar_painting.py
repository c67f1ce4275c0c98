"""Painting one bar of `ClassBars`, and where its parts are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from studio.state.language import tr
from studio.state.material_view import ClassBar
from studio.state.resolve_material import PROMINENT_SHARE
from studio.views.icons import icon
from studio.views.theme import color, px

_LABEL_PX = 84
_PERCENT_PX = 54
_RESET_PX = 22
_BAR_PX = 8


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: where it is and how it is lit."""

    area: QRect
    """Whole row [px]."""
    hovered: bool = False
    """True under the pointer."""
    focused: bool = False
    """True where keys go."""

    @property
    def label(self) -> QRectF:
        """Name of the class."""
        return QRectF(px(8), self.area.top(), px(_LABEL_PX) - px(12), self.area.height())

    @property
    def groove(self) -> QRectF:
        """Where the bar runs; as high as the row, so that it is easy to hold."""
        left = px(_LABEL_PX)
        right = self.area.width() - px(_PERCENT_PX) - px(_RESET_PX)
        return QRectF(left, self.area.top(), max(right - left, 1), self.area.height())

    @property
    def percent(self) -> QRectF:
        """The number."""
        left = self.groove.right()
        return QRectF(left, self.area.top(), px(_PERCENT_PX), self.area.height())

    @property
    def reset(self) -> QRectF:
        """The sign that puts the prediction back."""
        left = self.area.width() - px(_RESET_PX)
        return QRectF(left, self.area.top(), px(_RESET_PX), self.area.height())


def percent_text(probability: float) -> str:
    """Probability as people read it: "62 %", "0.4 %", "<0.1 %"."""
    percent = 100 * probability
    if percent <= 0:
        return "0 %"
    if percent < 0.1:
        return "<0.1 %"
    near_an_end = percent < 9.95 or 99 < percent < 100
    text = f"{percent:.1f}" if near_an_end else f"{percent:.0f}"
    return f"{'>99.9' if text == '100.0' else text} %"


def paint_bar(painter: QPainter, row: BarRow, bar: ClassBar) -> None:
    """Paint a row: highlight, name, bar with ghost mark, percent, reset sign."""
    _paint_highlight(painter, row, bar)
    _paint_groove(painter, row, bar)
    prominent = bar.chosen or bar.probability >= PROMINENT_SHARE
    painter.setPen(color("text" if prominent else "text_muted"))
    metrics = QFontMetrics(painter.font())
    name = metrics.elidedText(
        tr(bar.material_class.label), Qt.TextElideMode.ElideRight, int(row.label.width())
    )
    painter.drawText(row.label, int(Qt.AlignmentFlag.AlignVCenter), name)
    if bar.edited:
        painter.setPen(color("warning"))
    right = row.percent.adjusted(0, 0, -px(4), 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(right, int(flags), percent_text(bar.probability))
    if bar.edited and (row.hovered or row.focused):
        side = px(14)
        place = row.reset.center()
        icon("reset").paint(
            painter, QRect(round(place.x() - side / 2), round(place.y() - side / 2), side, side)
        )


def _paint_highlight(painter: QPainter, row: BarRow, bar: ClassBar) -> None:
    area = QRectF(row.area).adjusted(0.5, 1, -0.5, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if bar.chosen or row.hovered:
        painter.setBrush(color("accent_soft" if bar.chosen else "raised"))
        painter.drawRoundedRect(area, px(4), px(4))
    if row.focused:
        painter.setPen(QPen(color("focus"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, px(4), px(4))


def _paint_groove(painter: QPainter, row: BarRow, bar: ClassBar) -> None:
    full, height = row.groove, px(_BAR_PX)
    groove = QRectF(full.left(), full.center().y() - height / 2, full.width(), height)
    radius = height / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("groove"))
    painter.drawRoundedRect(groove, radius, radius)
    filled = QRectF(groove)
    filled.setWidth(max(groove.width() * bar.probability, px(2)))
    painter.setBrush(color("accent" if bar.chosen else "control"))
    corner = min(radius, filled.width() / 2)
    painter.drawRoundedRect(filled, corner, corner)
    if bar.edited:
        ghost = groove.left() + groove.width() * bar.predicted
        painter.setPen(QPen(color("text"), max(px(2), 2)))
        reach = px(3)
        painter.drawLine(
            QPointF(ghost, groove.top() - reach), QPointF(ghost, groove.bottom() + reach)
        )
    if row.hovered or row.focused:
        painter.setPen(QPen(color("panel"), 1.5))
        painter.setBrush(color("text"))
        knob = QPointF(groove.left() + groove.width() * bar.probability, groove.center().y())
        painter.drawEllipse(knob, px(5), px(5))
