"""Icons of `resources/icons` in the colours of the theme, at any size."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTabBar, QWidget

from studio.views.colored_svgs import colored_svg, icons_folder
from studio.views.theme import tokens

_DISABLED = "border_strong"

_known: dict[int, tuple[str, str]] = {}
"""Cache key of an icon -> its name and token; copies of an icon share the key."""


def icon(name: str, token: str = "text_muted") -> QIcon:
    """Icon of a file name without suffix, in the colour of a theme token.

    Icons of actions, buttons, combo boxes and tabs follow when the theme changes.
    """
    shades = tokens()
    made = _made(name, shades[token], shades[_DISABLED])
    _known[made.cacheKey()] = (name, token)
    return made


def pixmap(name: str, token: str, size_px: int) -> QPixmap:
    """Picture of an icon, `size_px` on a side; see `IconLabel` for one that follows the theme."""
    return icon(name, token).pixmap(QSize(size_px, size_px))


def app_icon() -> QIcon:
    """Icon of the application."""
    return QIcon(str(icons_folder() / "app.svg"))


def recolor_icons(widget: QWidget) -> None:
    """Give the icons on a widget and its actions the colours of the theme."""
    for action in widget.actions():
        _recolor(action)
    if isinstance(widget, QAbstractButton):
        _recolor(widget)
    elif isinstance(widget, QComboBox):
        for place in range(widget.count()):
            fresh = _fresh(widget.itemIcon(place))
            if fresh is not None:
                widget.setItemIcon(place, fresh)
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            fresh = _fresh(widget.tabIcon(place))
            if fresh is not None:
                widget.setTabIcon(place, fresh)


@cache
def _made(name: str, color: str, disabled: str) -> QIcon:
    made = QIcon()
    file, faint = colored_svg(name, color), colored_svg(name, disabled)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        made.addFile(file, QSize(), mode)
    made.addFile(faint, QSize(), QIcon.Mode.Disabled)
    return made


def _recolor(owner: QAction | QAbstractButton) -> None:
    fresh = _fresh(owner.icon())
    if fresh is not None:
        owner.setIcon(fresh)


def _fresh(shown: QIcon) -> QIcon | None:
    """The icon in the present colours; None for one that is not of this module."""
    if shown.isNull() or shown.cacheKey() not in _known:
        return None
    fresh = icon(*_known[shown.cacheKey()])
    return None if fresh.cacheKey() == shown.cacheKey() else fresh
