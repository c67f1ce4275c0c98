"""`PlotView`: what takes say of their frames, plotted under the track on the same axis."""

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
_LEGEND_PX = 18
_PANELS = tuple(tuple(kinds) for _, kinds in groupby(PLOTS, key=lambda kind: kind.panel))
_MOST_POINTS = 2000
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
"""How the curves of the shown and of the other take are drawn."""


class PlotView(FrameCanvas):
    """Press to seek; the values under the pointer, or the playhead, are written out."""

    def __init__(self) -> None:
        """Start without a take."""
        super().__init__(tr("Energy, momentum, strain and substeps"))
        self._records: tuple[TakeRecord, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._pointed: int | None = None
        self._curves: dict[tuple[str, str, int, int, float], QPolygonF] = {}

    def height_px(self) -> int:
        """Room for the legend and all panels [px]."""
        return self._top + px(_PANEL_PX) * len(_PANELS)

    def apply(
        self,
        record: TakeRecord | None,
        other: TakeRecord | None = None,
        titles: tuple[str, str] = ("", ""),
    ) -> None:
        """Show another take, or more of it.

        Args:
            record: What the shown take says.
            other: What a second take says, drawn dashed on the same axes.
            titles: What both are called, for the legend.
        """
        records = tuple(one for one in (record, other) if one is not None)
        if records == self._records and titles == self._titles:
            return
        grows = len(records) != len(self._records)
        self._records, self._titles = records, titles
        self._curves.clear()
        if grows:
            self.updateGeometry()
        self.update()

    def readout(self, kinds: tuple[PlotKind, ...]) -> str:
        """Values of a panel at the pointer, or at the playhead, with their units."""
        frame = self._frame_told()
        parts = []
        for kind in kinds:
            told = [
                f"{values[own]:.3g}"
                for record in self._records
                if 0
                <= (own := self._own_frame(record, frame))
                < len(values := record.values(kind.name))
            ]
            if told:
                value = f"{' | '.join(told)} {kind.unit}".strip()
                parts.append(tr("{name} {value}", name=tr(kind.label), value=value))
        return "   ".join(parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint legend, panels, curves, values and playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        for number, kinds in enumerate(_PANELS):
            top = self._top + number * px(_PANEL_PX)
            area = QRectF(self.left, top, self.span, px(_PANEL_PX))
            painter.setPen(QPen(color("border"), 1))
            painter.drawLine(QPointF(0, area.top()), QPointF(self.width(), area.top()))
            self.paint_name(painter, _title(kinds), area.top(), area.height())
            self._paint_curves(painter, kinds, area)
            self._paint_values(painter, kinds, area)
        if not self._records:
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

    @property
    def _top(self) -> int:
        """Room for the legend [px]."""
        return px(_LEGEND_PX) if len(self._records) > 1 else 0

    def _rate(self, record: TakeRecord) -> float:
        """Frames of the clock a frame of the take."""
        if self.view is None or not record.frame_dt_s or not self.view.frame_dt_s:
            return 1.0
        return record.frame_dt_s / self.view.frame_dt_s

    def _own_frame(self, record: TakeRecord, frame: int) -> int:
        return round(frame / self._rate(record))

    def _frame_told(self) -> int:
        if self._pointed is not None:
            return self._pointed
        return -1 if self.view is None else self.view.frame

    def _paint_legend(self, painter: QPainter) -> None:
        if not self._top:
            return
        x, middle = self.left, px(_LEGEND_PX) / 2
        for title, style in zip(self._titles, _STYLES, strict=False):
            painter.setPen(QPen(color("text"), px(1.5), style))
            painter.drawLine(QPointF(x, middle), QPointF(x + px(28), middle))
            metrics = painter.fontMetrics()
            room = int(self.span / len(_STYLES)) - px(48)
            text = metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room)
            painter.setPen(color("text_muted"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            area = QRectF(x + px(34), 0, metrics.horizontalAdvance(text) + px(4), px(_LEGEND_PX))
            painter.drawText(area, int(flags), text)
            x = area.right() + px(16)

    def _paint_pointed(self, painter: QPainter) -> None:
        if self._pointed is not None and self._records and self.view is not None:
            x = self.x_of(min(max(self._pointed, 0), max(self.view.frame_count - 1, 0)))
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

    def _paint_curves(self, painter: QPainter, kinds: tuple[PlotKind, ...], area: QRectF) -> None:
        """Curves of all takes against one axis, what lies beyond the clip cut off."""
        top = max(
            (value for record in self._records for one in kinds
             for value in _finite(record.values(one.name))),
            default=0.0,
        )  # fmt: skip
        painter.save()
        painter.setClipRect(area.adjusted(-px(2), 0, px(2), 0))
        for record, style in reversed(list(zip(self._records, _STYLES, strict=False))):
            for kind in kinds:
                painter.setPen(QPen(color(kind.color), px(1.5), style))
                painter.drawPolyline(self._curve(record, kind, top, area))
        painter.restore()

    def _curve(self, record: TakeRecord, kind: PlotKind, top: float, area: QRectF) -> QPolygonF:
        """Points of a curve from 0 to its panel's largest value; long ones are thinned."""
        count, rate = 0 if self.view is None else self.view.frame_count, self._rate(record)
        key = (record.take_name, kind.name, self.width(), count, rate)
        if key not in self._curves:
            room, values = area.height() - px(8), record.values(kind.name)
            every = max(len(values) // _MOST_POINTS, 1)
            self._curves[key] = QPolygonF([
                QPointF(self.x_of(frame * rate), area.bottom() - px(3) - room * value / (top or 1))
                for frame, value in enumerate(values)
                if frame % every == 0 and math.isfinite(value)
            ])  # fmt: skip
        return self._curves[key]


def _finite(values: tuple[float, ...]) -> list[float]:
    return [value for value in values if math.isfinite(value)]


def _title(kinds: tuple[PlotKind, ...]) -> str:
    return tr("Energy") if len(kinds) > 1 else tr(kinds[0].label)
