"""`HistogramView`: bars of a value, and a range that is dragged over them."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from studio.state.selection import Histogram
from studio.views.focus_painted import FocusPainted
from studio.views.theme import color, px

_HEIGHT_PX = 92
_GRIP_PX = 7.0
_KEY_STEP = 0.02
"""Share of the axis that an arrow key moves the range's upper end by."""


class HistogramView(FocusPainted):
    """A drag over the bars chooses a range, a drag on its ends changes it; arrows do as well."""

    ranged = Signal(float, float)
    """Lower and upper end of the range, when a drag is over."""

    def __init__(self) -> None:
        super().__init__()
        self._histogram: Histogram | None = None
        self._range: tuple[float, float] | None = None
        self._anchor: float | None = None
        self.setMinimumHeight(px(_HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_values(self, histogram: Histogram | None, picked: tuple[float, float] | None) -> None:
        """Show bars and a range; None for none."""
        self._histogram = histogram
        if self._anchor is None:
            self._range = None
            if picked is not None and histogram is not None:
                self._range = (self._share(picked[0]), self._share(picked[1]))
        self.update()

    @property
    def picked(self) -> tuple[float, float] | None:
        """Ends of the range, as values; None without one."""
        if self._range is None or self._histogram is None:
            return None
        low, high = sorted(self._range)
        return self._value(low), self._value(high)

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(240), px(_HEIGHT_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, counts on a root scale so that rare values are seen, and the range."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(color("focus" if self.hasFocus() else "border"), 1))
        painter.setBrush(color("field"))
        painter.drawRoundedRect(area, px(4), px(4))
        if self._histogram is None:
            return
        self._paint_range(painter, area)
        counts = self._histogram.counts
        top = math.sqrt(max(max(counts), 1))
        wide = area.width() / len(counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("series_1"))
        for number, count in enumerate(counts):
            tall = math.sqrt(count) / top * (area.height() - px(6))
            bar = QRectF(area.left() + number * wide, area.bottom() - tall, wide * 0.9, tall)
            painter.drawRect(bar)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take an end of the range, or begin a new one."""
        if self._histogram is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._at(event.position())
        grip = _GRIP_PX / max(self.width(), 1)
        low, high = sorted(self._range) if self._range else (at, at)
        if self._range is not None and abs(at - low) < grip:
            self._anchor = high
        elif self._range is not None and abs(at - high) < grip:
            self._anchor = low
        else:
            self._anchor = at
        self._range = (self._anchor, at)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the range."""
        if self._anchor is not None:
            self._range = (self._anchor, self._at(event.position()))
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Tell the range."""
        self._anchor = None
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the upper end, with Shift the lower one; Return tells the range."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        elif way and self._histogram is not None:
            low, high = sorted(self._range or (0.0, 1.0))
            step = way * _KEY_STEP
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                low = min(max(low + step, 0.0), high)
            else:
                high = max(min(high + step, 1.0), low)
            self._range = (low, high)
            self.update()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        picked = self.picked
        if picked is not None and picked[1] > picked[0]:
            self.ranged.emit(*picked)

    def _paint_range(self, painter: QPainter, area: QRectF) -> None:
        if self._range is None:
            return
        low, high = sorted(self._range)
        left = area.left() + low * area.width()
        band = QRectF(left, area.top(), (high - low) * area.width(), area.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent", 0.25))
        painter.drawRect(band)
        painter.setPen(QPen(color("accent"), 2))
        painter.drawLine(band.topLeft(), band.bottomLeft())
        painter.drawLine(band.topRight(), band.bottomRight())

    def _at(self, place: QPointF) -> float:
        return float(min(max(place.x() / max(self.width(), 1), 0.0), 1.0))

    def _value(self, share: float) -> float:
        shown = self._histogram
        if shown is None:
            return 0.0
        if shown.logarithmic:
            return float(shown.low * (shown.high / shown.low) ** share)
        return shown.low + share * (shown.high - shown.low)

    def _share(self, value: float) -> float:
        shown = self._histogram
        if shown is None:
            return 0.0
        if shown.logarithmic:
            share = math.log(max(value, 1e-12) / shown.low) / math.log(shown.high / shown.low)
        else:
            share = (value - shown.low) / (shown.high - shown.low)
        return min(max(share, 0.0), 1.0)
