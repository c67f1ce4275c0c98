"""`AttractPage`: the project's takes, one fading into the next, while nobody is here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QHideEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from studio.controllers.attract_controller import AttractController
from studio.jobs.view_runner import Picture
from studio.views.candidates.picture_pane import image_of
from studio.views.theme import color

_REPAINT_MS = 33
_SHADE = 0.88
_DENSE_FROM = 0.4


class AttractPage(QWidget):
    """Paints the loop's pictures and an invitation over them."""

    def __init__(self, attract: AttractController) -> None:
        """Show the pictures of a loop."""
        super().__init__()
        self._attract = attract
        self._title = self._text = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_REPAINT_MS)
        self._timer.timeout.connect(self._on_timer)
        attract.on_picture = self.update
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def set_texts(self, title: str, text: str) -> None:
        """Show an invitation."""
        if (title, text) != (self._title, self._text):
            self._title, self._text = title, text
            self.setAccessibleName(title)
            self.setAccessibleDescription(text)
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to fade."""
        super().showEvent(event)
        self._timer.start()
        self._tell_size()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Pictures of another size are needed."""
        self._tell_size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both takes, one through the other, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), color("window"))
        blend = self._attract.blend
        if blend < 1:
            self._paint_picture(painter, self._attract.fading, 1.0)
        self._paint_picture(painter, self._attract.shown, blend)
        self._paint_words(painter)

    def _paint_picture(self, painter: QPainter, picture: Picture | None, opacity: float) -> None:
        if picture is not None:
            painter.setOpacity(opacity)
            painter.drawImage(self.rect(), image_of(picture))
            painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter) -> None:
        """A shade at the foot and the invitation on it; in the middle while nothing plays."""
        width, height = self.width(), self.height()
        foot = QRect(0, round(height * 0.62), width, height - round(height * 0.62))
        if self._attract.shown is None:
            foot.moveCenter(self.rect().center())
        else:
            gradient = QLinearGradient(QPointF(0, foot.top()), QPointF(0, height))
            gradient.setColorAt(0, color("window", 0))
            gradient.setColorAt(_DENSE_FROM, color("window", _SHADE))
            gradient.setColorAt(1, color("window", 1))
            painter.fillRect(QRectF(foot), gradient)
        title = QRect(0, foot.top(), width, round(foot.height() * 0.62))
        text = QRect(0, title.bottom(), width, foot.height() - title.height())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        self._write(painter, title, int(flags | Qt.AlignmentFlag.AlignBottom), self._title,
                    height / 18, color("text"))  # fmt: skip
        self._write(painter, text, int(flags | Qt.AlignmentFlag.AlignTop), self._text,
                    height / 36, color("text_muted"))  # fmt: skip

    def _write(
        self, painter: QPainter, area: QRect, flags: int, text: str, size_px: float, ink: QColor
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(round(size_px), 14))
        font.setWeight(QFont.Weight.DemiBold if ink == color("text") else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(ink)
        margin = self.width() // 12
        painter.drawText(area.adjusted(margin, 0, -margin, 0), flags, text)

    def _on_timer(self) -> None:
        if self._attract.blend < 1:
            self.update()

    def _tell_size(self) -> None:
        ratio = self.devicePixelRatioF()
        self._attract.set_size(round(self.width() * ratio), round(self.height() * ratio))
