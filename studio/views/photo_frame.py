"""`PhotoFrame`: a picture that fills its width, with rounded corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.views.rescaling import UNSCALED
from studio.views.theme import color, px

_WIDTH_PX = 160


class PhotoFrame(QWidget):
    """A picture that fills its width, with rounded corners."""

    def __init__(self, *, aspect: float = 0.75) -> None:
        """Start empty; `aspect` is height over width."""
        super().__init__()
        self._picture: QPixmap | None = None
        self._aspect = aspect
        self.setProperty(UNSCALED, True)  # its height follows its width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show a picture; None shows an empty frame."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(_WIDTH_PX), round(px(_WIDTH_PX) * self._aspect))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the proportions."""
        self.setFixedHeight(round(self.width() * self._aspect))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the middle of the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(path, color("field"))
        picture = self._picture
        if picture is None or picture.isNull():
            return
        painter.setClipPath(path)
        factor = max(self.width() / picture.width(), self.height() / picture.height())
        width, height = picture.width() * factor, picture.height() * factor
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        painter.drawPixmap(QRectF(left, top, width, height), picture, QRectF(picture.rect()))
