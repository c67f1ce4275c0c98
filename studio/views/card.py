"""`Card`: a picture with two lines of text that can be pressed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.state.language import tr
from studio.views.elided_label import ElidedLabel
from studio.views.gap import add_gap
from studio.views.photo_frame import PhotoFrame
from studio.views.theme import px
from studio.views.thumbnails import ThumbnailLoader

CARD_WIDTH_PX = 176
THUMBNAIL_PX = 352


class Card(QFrame):
    """One sample or recent project on the welcome view."""

    pressed = Signal()

    def __init__(
        self, picture: Path, title: str, subtitle: str, thumbnails: ThumbnailLoader
    ) -> None:
        """Build a card.

        Args:
            picture: Picture to show.
            title: First line.
            subtitle: Second line.
            thumbnails: Reads the picture.
        """
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(px(CARD_WIDTH_PX))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Open {name}", name=title))
        self._picture = picture
        self._thumbnails = thumbnails
        self._frame = PhotoFrame()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(2))
        column.addWidget(self._frame)
        add_gap(column, px(4))
        column.addWidget(ElidedLabel(title, "value"))
        credit = ElidedLabel(subtitle, "muted")
        credit.setProperty("verbatim", True)  # names and folders are the same in every language
        column.addWidget(credit)
        thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed with the mouse."""
        inside = self.rect().contains(event.position().toPoint())
        if inside and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pressed with the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        self._frame.show_picture(self._thumbnails.get(self._picture, THUMBNAIL_PX))

    def _on_thumbnail_loaded(self, path: str) -> None:
        if path == str(self._picture):
            self._show()
