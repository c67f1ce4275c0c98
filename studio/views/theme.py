"""The look of the window: colours, sizes and fonts, which may change while it is open.

Colours come from `color(token)` and sizes from `px(length)`, asked anew for each painting: neither
may be kept. `theme_changed` tells when they are others; the style sheets, palette, fonts, icons,
layouts and fixed sizes have followed by then (`studio.views.theme_change`), and everything is
painted again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from studio.state.themes import DARK, read_tokens, themes_folder
from studio.views.colored_svgs import colored_svg

FONT_FAMILIES = (
    "Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Helvetica Neue",
    "Cantarell", "Ubuntu", "Noto Sans", "DejaVu Sans",
)  # fmt: skip
FONT_PX = 13

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "predicted",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_faint",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Light: "border_strong",
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText,
)  # fmt: skip
_LENGTH = re.compile(r"\b(\d+)px")
_IMAGE = re.compile(r"image\(([a-z-]+), ([a-z_]+)\)")
_TOKEN = re.compile(r"\{([a-z_0-9]+)\}")


class _Look(QObject):
    """What is shown now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = DARK
        self.scale = 1.0
        self.changing = False


_look = _Look()
theme_changed = _look.changed
"""Emitted after colours or sizes have become others."""


def current_theme() -> str:
    """Name of the theme that is shown, one of `studio.state.themes.THEMES`."""
    return _look.theme


def ui_scale() -> float:
    """Size of everything in the window relative to its design, 0.8 to 2."""
    return _look.scale


def tokens() -> Mapping[str, str]:
    """Colour of every token as "#rrggbb"."""
    return read_tokens(_look.theme)


def color(token: str, alpha: float = 1.0) -> QColor:
    """Colour of a token, optionally translucent (alpha 0 to 1)."""
    value = QColor(tokens()[token])
    value.setAlphaF(alpha)
    return value


def px(length: float) -> int:
    """A length of the design in pixels of this window; what is visible stays visible."""
    return _scaled(length, _look.scale)


def theme_is_changing() -> bool:
    """Whether parts of the window still wear the former look."""
    return _look.changing


def begin_change(application: QApplication, theme: str, scale: float) -> None:
    """Make colours, sizes, font and palette those of another look; call `end_change` later.

    Args:
        application: The one of this process.
        theme: One of `studio.state.themes.THEMES`.
        scale: Size of everything relative to the design.
    """
    _look.theme, _look.scale, _look.changing = theme, scale, True
    application.setFont(_font())
    application.setPalette(_palette())


def end_change() -> None:
    """Tell that every part of the window wears the look."""
    _look.changing = False
    _look.changed.emit()


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Text with one of the roles of the style sheet: display, title, section, muted, value, …."""
    widget = QLabel(text)
    if role:
        widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    return widget


def separator() -> QFrame:
    """A thin horizontal line."""
    line = QFrame()
    line.setObjectName("separator")
    return line


def button_text(text: str) -> str:
    """Text of a button with an icon: Qt leaves too little room between the two."""
    return f" {text}"


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and restyle the widget if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def style_sheet() -> str:
    """The style sheet in the colours and sizes that are shown now."""
    return _style_sheet(_look.theme, _look.scale)


@cache
def _style_sheet(theme: str, scale: float) -> str:
    colors = read_tokens(theme)
    text = (themes_folder() / "studio.qss").read_text(encoding="utf-8")
    text = _IMAGE.sub(lambda found: f"url({colored_svg(found[1], colors[found[2]])})", text)
    text = _TOKEN.sub(lambda found: colors[found[1]], text)
    return _LENGTH.sub(lambda found: f"{_scaled(int(found[1]), scale)}px", text)


def _scaled(length: float, scale: float) -> int:
    return max(round(length * scale), 1 if length > 0 else 0)


def _font() -> QFont:
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(px(FONT_PX))
    return font


def _palette() -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in _TEXT_ROLES:
        palette.setColor(disabled, role, color("disabled"))
    return palette
