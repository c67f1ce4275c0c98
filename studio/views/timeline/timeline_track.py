"""`TimelineTrack`: frames as a bar: which exist, which play, and where the playhead is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from studio.state.language import tr
from studio.state.resolve_timeline import TimelineView
from studio.views.theme import color, px
from studio.views.timeline.frame_canvas import FrameCanvas

_BAR_PX = 6
_KNOB_PX = 7
_TICK_SPACING_PX = 56
_TICK_FONT_PX = 10
_HEIGHT_PX = 36
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class TimelineTrack(FrameCanvas):
    """Drag to scrub; arrow keys step."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(tr("Timeline"))
        self.setToolTip(tr("Drag to scrub"))

    def height_px(self) -> int:
        """Room for bar and ticks [px]."""
        return px(_HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, existing frames, range, ticks and playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = self._bar(0, None)
        _fill(painter, bar, "groove")
        view = self.view
        if view is None or not view.enabled:
            return
        name = tr("Frame {number}", number=view.frame + 1)
        self.paint_name(painter, name, bar.center().y() - px(10), px(20))
        _fill(painter, self._bar(0, max(view.cached_count - 1, 0)), "border_strong")
        _fill(painter, self._bar(min(view.range_in or 0, view.frame), view.frame), "accent_pressed")
        self._paint_range(painter, view)
        self._paint_ticks(painter, view)
        if view.left_frame is not None:
            self._paint_leaving(painter, view.left_frame)
        self._paint_knob(painter, view)

    def _paint_range(self, painter: QPainter, view: TimelineView) -> None:
        """Brackets round the frames that play."""
        bar = self._bar(0, None)
        top, bottom, tip = bar.top() - px(5), bar.bottom() + px(5), px(4)
        painter.setPen(QPen(color("warning"), px(2)))
        for frame, way in ((view.range_in, tip), (view.range_out, -tip)):
            if frame is not None:
                x = self.x_of(min(frame, view.frame_count - 1))
                painter.drawPolyline([
                    QPointF(x + way, top), QPointF(x, top), QPointF(x, bottom),
                    QPointF(x + way, bottom),
                ])  # fmt: skip

    def _paint_leaving(self, painter: QPainter, frame: int) -> None:
        """A rhombus where the take left another one."""
        x, y, side = self.x_of(frame), self._bar(0, None).center().y(), px(5)
        painter.setPen(QPen(color("panel"), px(1)))
        painter.setBrush(color("series_4"))
        painter.drawPolygon([
            QPointF(x - side, y), QPointF(x, y - side), QPointF(x + side, y), QPointF(x, y + side),
        ])  # fmt: skip

    def _paint_ticks(self, painter: QPainter, view: TimelineView) -> None:
        painter.setPen(QPen(color("text_faint"), 1))
        font = painter.font()
        font.setPixelSize(px(_TICK_FONT_PX))
        painter.setFont(font)
        last = max(view.frame_count - 1, 1)
        room = px(_TICK_SPACING_PX)
        step = next((s for s in _STEPS if s * self.span / last > room), last)
        for frame in range(0, view.frame_count, step):
            area = QRectF(self.x_of(frame) - px(20), self.height() - px(13), px(40), px(12))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(frame + 1))

    def _paint_knob(self, painter: QPainter, view: TimelineView) -> None:
        focused = self.hasFocus()
        painter.setPen(QPen(color("focus" if focused else "panel"), px(2)))
        painter.setBrush(color("text" if focused else "accent"))
        middle = QPointF(self.x_of(view.frame), self._bar(0, None).center().y())
        painter.drawEllipse(middle, px(_KNOB_PX), px(_KNOB_PX))

    def _bar(self, first: int, last: int | None) -> QRectF:
        """The bar from one frame to another, to its end for None."""
        top = (self.height() - px(_BAR_PX)) / 2 - px(3)
        left = self.x_of(first)
        right = self.left + self.span if last is None else self.x_of(last)
        return QRectF(left, top, max(right - left, 0.0), px(_BAR_PX))


def _fill(painter: QPainter, bar: QRectF, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
