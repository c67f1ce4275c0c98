"""`FrameCanvas`: something painted over frames; all of them share one axis and one playhead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.resolve_timeline import TimelineView
from studio.views.theme import color, px

GUTTER_PX = 100
"""Room on the left for names."""
_MARGIN_PX = 12
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class FrameCanvas(QWidget):
    """Press and drag to scrub, arrow keys to step; subclasses paint."""

    sought = Signal(int)
    """The user asks for a frame."""
    stepped = Signal(int)
    """The user steps by a number of frames."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` is read by screen readers."""
        super().__init__()
        self.view: TimelineView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setMouseTracking(True)

    def show_frames(self, view: TimelineView) -> None:
        """Show other frames or another playhead."""
        if view != self.view:
            self.view = view
            self.setEnabled(view.enabled)
            self.setAccessibleDescription(view.readout)
            self.update()

    def height_px(self) -> int:
        """Height [px of the screen]."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(400), self.height_px())

    def minimumSizeHint(self) -> QSize:
        """Smallest size [px]."""
        return QSize(px(GUTTER_PX + 60), self.height_px())

    @property
    def left(self) -> float:
        """Where the first frame is [px]."""
        return float(px(GUTTER_PX))

    @property
    def span(self) -> float:
        """Way from the first frame to the last [px]."""
        return max(self.width() - self.left - px(_MARGIN_PX), 1.0)

    def x_of(self, frame: float) -> float:
        """Where a frame is [px]."""
        count = 1 if self.view is None else self.view.frame_count
        return self.left + self.span * frame / max(count - 1, 1)

    def frame_of(self, x: float) -> float:
        """Frame at a place, whole or not."""
        count = 1 if self.view is None else self.view.frame_count
        return (x - self.left) / self.span * max(count - 1, 1)

    def paint_playhead(self, painter: QPainter) -> None:
        """A line at the present frame."""
        if self.view is not None and self.view.enabled:
            x = self.x_of(self.view.frame)
            painter.setPen(QPen(color("accent"), px(1.5)))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def paint_name(self, painter: QPainter, text: str, top: float, height: float) -> None:
        """A name in the gutter."""
        area = QRectF(px(8), top, self.left - px(16), height)
        painter.setPen(color("text_muted"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        short = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, int(flags), short)

    def paint_focus(self, painter: QPainter) -> None:
        """A frame while the keyboard is here."""
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), px(1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def seek(self, x: float) -> None:
        """Ask for the frame at a place."""
        if self.view is not None and self.view.enabled:
            self.sought.emit(round(self.frame_of(x)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek to where the button went down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.seek(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
