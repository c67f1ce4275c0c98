"""`PlotView`: what the take says of its frames, plotted under the track on the same axis."""

from __future__ import annotations

import math
from itertools import groupby

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF

from studio.state.language import tr
from studio.state.take_record import PLOTS, PlotKind, TakeRecord
from studio.views.theme import color, px
from studio.views.timeline.frame_canvas import FrameCanvas

_PANEL_PX = 42
_PANELS = tuple(tuple(kinds) for _, kinds in groupby(PLOTS, key=lambda kind: kind.panel))
_MOST_POINTS = 2000


class PlotView(FrameCanvas):
    """Press to seek; the value under the pointer, or the playhead, is written out."""

    def __init__(self) -> None:
        """Start without a take."""
        super().__init__(tr("Energy, momentum, strain and substeps"))
        self._record: TakeRecord | None = None
        self._pointed: int | None = None
        self._curves: dict[tuple[str, int, int], QPolygonF] = {}

    def height_px(self) -> int:
        """Room for all panels [px]."""
        return px(_PANEL_PX) * len(_PANELS)

    def apply(self, record: TakeRecord | None) -> None:
        """Show another take, or more of it."""
        if record is not self._record:
            self._record = record
            self._curves.clear()
            self.update()

    def readout(self, kinds: tuple[PlotKind, ...]) -> str:
        """Values of a panel at the pointer, or at the playhead, with their units."""
        frame = self._frame_told()
        parts = []
        for kind in kinds:
            values = () if self._record is None else self._record.values(kind.name)
            if 0 <= frame < len(values):
                value = f"{values[frame]:.3g} {kind.unit}".strip()
                parts.append(tr("{name} {value}", name=tr(kind.label), value=value))
        return "   ".join(parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint panels, curves, values and playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, kinds in enumerate(_PANELS):
            area = QRectF(self.left, number * px(_PANEL_PX), self.span, px(_PANEL_PX))
            painter.setPen(QPen(color("border"), 1))
            painter.drawLine(QPointF(0, area.top()), QPointF(self.width(), area.top()))
            self.paint_name(painter, _title(kinds), area.top(), area.height())
            for kind in kinds:
                self._paint_curve(painter, kind, kinds, area)
            self._paint_values(painter, kinds, area)
        if self._record is None:
            painter.setPen(color("text_muted"))
            text = tr("Simulate the object to see its energies here.")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
        self._paint_pointed(painter)
        self.paint_playhead(painter)
        self.paint_focus(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the values here; scrub while the button is held."""
        self._pointed = round(self.frame_of(event.position().x()))
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell the values at the playhead again."""
        self._pointed = None
        self.update()
        super().leaveEvent(event)

    def _frame_told(self) -> int:
        if self._pointed is not None:
            return self._pointed
        return -1 if self.view is None else self.view.frame

    def _paint_pointed(self, painter: QPainter) -> None:
        if self._pointed is not None and self._record is not None:
            x = self.x_of(min(max(self._pointed, 0), max(self._record.frame_count - 1, 0)))
            painter.setPen(QPen(color("text_faint"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _paint_values(self, painter: QPainter, kinds: tuple[PlotKind, ...], area: QRectF) -> None:
        place = area.adjusted(px(6), px(1), -px(4), 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        text = painter.fontMetrics().elidedText(
            self.readout(kinds), Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.setPen(color("text"))
        painter.drawText(place, int(flags), text)

    def _paint_curve(
        self, painter: QPainter, kind: PlotKind, kinds: tuple[PlotKind, ...], area: QRectF
    ) -> None:
        if self._record is None:
            return
        key = (kind.name, self.width(), 0 if self.view is None else self.view.frame_count)
        if key not in self._curves:
            top = max((max(_finite(self._record.values(one.name)), default=0.0) for one in kinds),
                      default=0.0)  # fmt: skip
            self._curves[key] = self._curve(self._record.values(kind.name), top, area)
        painter.setPen(QPen(color(kind.color), px(1.5)))
        painter.drawPolyline(self._curves[key])

    def _curve(self, values: tuple[float, ...], top: float, area: QRectF) -> QPolygonF:
        """Points of a curve from 0 to its panel's largest value; long ones are thinned."""
        room = area.height() - px(8)
        every = max(len(values) // _MOST_POINTS, 1)
        return QPolygonF([
            QPointF(self.x_of(frame), area.bottom() - px(3) - room * value / (top or 1.0))
            for frame, value in enumerate(values)
            if frame % every == 0 and math.isfinite(value)
        ])  # fmt: skip


def _finite(values: tuple[float, ...]) -> list[float]:
    return [value for value in values if math.isfinite(value)]


def _title(kinds: tuple[PlotKind, ...]) -> str:
    return tr("Energy") if len(kinds) > 1 else tr(kinds[0].label)
