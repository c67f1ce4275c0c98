"""`TimelineTrack`: frames as a bar: which exist, and where the playhead is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.language import tr
from studio.state.resolve import TimelineView
from studio.views.theme import color, px

_MARGIN_PX = 10
_BAR_PX = 6
_KNOB_PX = 7
_TICK_SPACING_PX = 56
_TICK_FONT_PX = 10
_HEIGHT_PX = 36


class TimelineTrack(QWidget):
    """Drag to scrub; arrow keys step."""

    sought = Signal(int)
    """The user asks for a frame."""
    stepped = Signal(int)
    """The user steps by a number of frames."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._view: TimelineView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Timeline"))
        self.setToolTip(tr("Drag to scrub"))

    def apply(self, view: TimelineView) -> None:
        """Show a new state."""
        self._view = view
        self.setEnabled(view.enabled)
        self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(400), px(_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """High enough for bar and ticks [px]."""
        return QSize(px(_TICK_SPACING_PX), px(_HEIGHT_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, existing frames, ticks and playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = self._bar()
        painter.setBrush(color("groove"))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        view = self._view
        if view is None or not view.enabled:
            return
        cached = QRectF(bar)
        cached.setWidth(max(self._x(max(view.cached_count - 1, 0)) - bar.left(), 0))
        painter.setBrush(color("border_strong"))
        painter.drawRoundedRect(cached, bar.height() / 2, bar.height() / 2)
        played = QRectF(bar)
        played.setRight(self._x(view.frame))
        painter.setBrush(color("accent_pressed"))
        painter.drawRoundedRect(played, bar.height() / 2, bar.height() / 2)
        self._paint_ticks(painter, view)
        self._paint_knob(painter, view)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek to where the button went down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def _paint_ticks(self, painter: QPainter, view: TimelineView) -> None:
        painter.setPen(QPen(color("text_faint"), 1))
        font = painter.font()
        font.setPixelSize(px(_TICK_FONT_PX))
        painter.setFont(font)
        last = max(view.frame_count - 1, 1)
        step = next(
            (
                s
                for s in (1, 2, 5, 10, 20, 50, 100, 200, 500)
                if s * self._span() / last > px(_TICK_SPACING_PX)
            ),
            last,
        )
        for frame in range(0, view.frame_count, step):
            area = QRectF(self._x(frame) - px(20), self.height() - px(13), px(40), px(12))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(frame + 1))

    def _paint_knob(self, painter: QPainter, view: TimelineView) -> None:
        focused = self.hasFocus()
        painter.setPen(QPen(color("focus" if focused else "panel"), px(2)))
        painter.setBrush(color("text" if focused else "accent"))
        painter.drawEllipse(
            QPointF(self._x(view.frame), self._bar().center().y()), px(_KNOB_PX), px(_KNOB_PX)
        )

    def _bar(self) -> QRectF:
        top = (self.height() - px(_BAR_PX)) / 2 - px(3)
        return QRectF(px(_MARGIN_PX), top, self._span(), px(_BAR_PX))

    def _span(self) -> float:
        return max(self.width() - 2 * px(_MARGIN_PX), 1)

    def _x(self, frame: int) -> float:
        count = self._view.frame_count if self._view is not None else 1
        return px(_MARGIN_PX) + self._span() * frame / max(count - 1, 1)

    def _seek(self, x: float) -> None:
        if self._view is not None and self._view.enabled:
            share = (x - px(_MARGIN_PX)) / self._span()
            self.sought.emit(round(share * (self._view.frame_count - 1)))
