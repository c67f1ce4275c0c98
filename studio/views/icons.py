"""Icons of `resources/icons`, recoloured to the theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from studio.views.theme import tokens

_SIZES = (16, 20, 24, 32, 40)


def icons_folder() -> Path:
    """Folder of the bundled icons."""
    return Path(resources.__file__).parent / "icons"


@cache
def icon(name: str, token: str = "text_muted") -> QIcon:
    """Icon of a file name without suffix, in the colour of a theme token."""
    found = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "border_strong")):
        for size in _SIZES:
            found.addPixmap(pixmap(name, shade, size), mode)
    return found


def pixmap(name: str, token: str, size_px: int) -> QPixmap:
    """Picture of an icon, `size_px` on a side."""
    source = (icons_folder() / f"{name}.svg").read_text(encoding="utf-8")
    colored = source.replace("#000", tokens()[token])
    renderer = QSvgRenderer(QByteArray(colored.encode()))
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture


def app_icon() -> QIcon:
    """Icon of the application."""
    return QIcon(str(icons_folder() / "app.svg"))
