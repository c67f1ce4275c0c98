"""`IconLabel`: an icon that stands by itself and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.views.icons import icon
from studio.views.theme import px


class IconLabel(QWidget):
    """Paints an icon in its middle; it says nothing to a screen reader."""

    def __init__(self, name: str, token: str, size_px: int) -> None:
        """Show an icon.

        Args:
            name: File of `resources/icons` without suffix.
            token: Theme token of its colour.
            size_px: Side of the icon in the design [px].
        """
        super().__init__()
        self._name, self._token, self._side = name, token, size_px
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon of the same size."""
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        """Size of the icon [px]."""
        return QSize(px(self._side), px(self._side))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in the present colours."""
        place = QRect(0, 0, px(self._side), px(self._side))
        place.moveCenter(self.rect().center())
        with QPainter(self) as painter:
            icon(self._name, self._token).paint(painter, place)
