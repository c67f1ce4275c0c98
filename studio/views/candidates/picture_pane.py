"""`PicturePane`: the picture of one take; drags turn the camera that drew it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.controllers.gallery_controller import GalleryController
from studio.jobs.view_runner import Picture
from studio.state.navigation import NOTCHES_PER_PANE
from studio.views.theme import color, px
from studio.views.viewport.pointer_events import gesture

_UNITS_PER_NOTCH = 120.0
_KEY_STEP = 0.04
"""Turn of one arrow key, in shares of the pane's height."""
_ARROWS = {
    Qt.Key.Key_Left: (-_KEY_STEP, 0.0),
    Qt.Key.Key_Right: (_KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_KEY_STEP),
    Qt.Key.Key_Down: (0.0, _KEY_STEP),
}


def image_of(picture: Picture | None) -> QImage:
    """The picture as an image that looks at its pixels; keep the picture as long."""
    if picture is None:
        return QImage()
    camera = picture.query.camera
    return QImage(picture.pixels, camera.width, camera.height, QImage.Format.Format_RGB32)


class PicturePane(QWidget):
    """LMB or MMB orbits, RMB or Shift pans, the wheel or Ctrl+MMB moves closer, arrows turn."""

    resized = Signal()
    """The pane has another size."""
    pressed = Signal()
    """The user took hold of it."""

    def __init__(self, gallery: GalleryController) -> None:
        """Show nothing yet.

        Args:
            gallery: Moves the camera.
        """
        super().__init__()
        self._gallery = gallery
        self.key = ""
        """Candidate whose camera drags turn."""
        self._picture: Picture | None = None
        self._button = Qt.MouseButton.NoButton
        self._last = QPointF()
        self.setMinimumSize(px(80), px(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def show_picture(self, picture: Picture | None) -> None:
        """Show a drawn picture; None shows the background."""
        if picture is not self._picture:
            self._picture = picture
            self.update()

    def device_size(self) -> tuple[int, int]:
        """Width and height [device px]."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture and what lies over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.paint_picture(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("focus"), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def paint_picture(self, painter: QPainter) -> None:
        """Paint the picture, stretched to the pane."""
        if self._picture is None:
            painter.fillRect(self.rect(), color("field"))
        else:
            painter.drawImage(self.rect(), image_of(self._picture))

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the picture; nothing here."""
        del painter

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        self.pressed.emit()
        if self._button == Qt.MouseButton.NoButton:
            self._button, self._last = event.button(), event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Orbit or pan."""
        if self._button == Qt.MouseButton.NoButton or not self.key:
            return
        moved, self._last = event.position() - self._last, event.position()
        right, down = moved.x() / self.height(), moved.y() / self.height()
        what = gesture(self._button, event.modifiers())
        if what == "turn":
            self._gallery.orbit(self.key, right, down)
        elif what == "move":
            self._gallery.pan(self.key, right, down)
        else:
            self._gallery.dolly(self.key, -down * NOTCHES_PER_PANE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        if event.button() == self._button:
            self._button = Qt.MouseButton.NoButton

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move closer or away."""
        if self.key:
            self._gallery.dolly(self.key, event.angleDelta().y() / _UNITS_PER_NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by arrows."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self.key or event.modifiers():
            super().keyPressEvent(event)
            return
        self._gallery.orbit(self.key, *step)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Pictures of another size are needed."""
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select by keyboard as by mouse."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.pressed.emit()

    def centred(self, width: int, height: int) -> QRect:
        """A rectangle in the middle of the pane [px]."""
        area = QRect(0, 0, min(width, self.width()), height)
        area.moveCenter(self.rect().center())
        return area
