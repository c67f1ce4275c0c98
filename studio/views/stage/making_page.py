"""`MakingPage`: the visitor's photo while it becomes an object, or while variants are made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from studio.views.stage.big_parts import big_text, big_title
from studio.views.theme import px
from studio.views.thumbnails import ThumbnailLoader

_PHOTO_PX = 1024
_STEPS = 1000


class PhotoCard(QWidget):
    """A photo with round corners, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._photo: QPixmap | None = None
        self.setMinimumSize(px(200), px(160))

    def show_photo(self, photo: QPixmap | None) -> None:
        """Show a photo; None shows nothing."""
        self._photo = photo
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo in the middle."""
        if self._photo is None or self._photo.isNull():
            return
        size = self._photo.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2,
                      size.width(), size.height())  # fmt: skip
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        frame = QPainterPath()
        frame.addRoundedRect(area, px(16), px(16))
        painter.setClipPath(frame)
        painter.drawPixmap(area.toRect(), self._photo)

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(520), px(420))


class MakingPage(QWidget):
    """Photo, words and a quiet bar."""

    def __init__(self, thumbnails: ThumbnailLoader) -> None:
        """Show nothing yet; `thumbnails` reads the photo."""
        super().__init__()
        self._thumbnails = thumbnails
        self._path = ""
        self.title, self.text = big_title(), big_text()
        self._photo = PhotoCard()
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(px(420), px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(48), px(96), px(48), px(96))
        column.setSpacing(px(20))
        column.addWidget(self._photo, 1)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        thumbnails.loaded.connect(self._on_loaded)

    def apply(self, title: str, text: str, photo: str, fraction: float) -> None:
        """Show how far it is."""
        self.title.setText(title)
        self.text.setText(text)
        self.bar.setValue(round(fraction * _STEPS))
        self.bar.setAccessibleName(title)
        if photo != self._path:
            self._path = photo
            self._show_photo()

    def _show_photo(self) -> None:
        found = self._thumbnails.get(Path(self._path), _PHOTO_PX) if self._path else None
        self._photo.show_photo(found)

    def _on_loaded(self, path: str) -> None:
        if path == self._path:
            self._show_photo()
