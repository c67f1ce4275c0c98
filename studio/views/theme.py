"""The look of the window: colour tokens, palette and style sheet."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

import resources

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
    QPalette.ColorRole.Highlight: "accent_pressed",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "predicted",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_faint",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Light: "border_strong",
}


def themes_folder() -> Path:
    """Folder of the bundled themes."""
    return Path(resources.__file__).parent / "themes"


@cache
def tokens() -> dict[str, str]:
    """Colour of every token as "#rrggbb"."""
    text = (themes_folder() / "dark.json").read_text(encoding="utf-8")
    return {str(name): str(value) for name, value in json.loads(text).items()}


def color(token: str, alpha: float = 1.0) -> QColor:
    """Colour of a token, optionally translucent (alpha 0 to 1)."""
    value = QColor(tokens()[token])
    value.setAlphaF(alpha)
    return value


def apply_theme(application: QApplication) -> None:
    """Give the application its font, palette and style sheet."""
    application.setStyle("Fusion")
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(FONT_PX)
    application.setFont(font)
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(disabled, role, color("text_faint"))
    application.setPalette(palette)
    application.setStyleSheet(_style_sheet())


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Text with one of the roles of the style sheet: display, title, section, muted, value, …."""
    widget = QLabel(text)
    if role:
        widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    return widget


def px(length: float) -> int:
    """A length of the design in pixels of this window."""
    return round(length)


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


def _style_sheet() -> str:
    text = (themes_folder() / "studio.qss").read_text(encoding="utf-8")
    text = text.replace("{folder}", themes_folder().as_posix())
    for name, value in tokens().items():
        text = text.replace("{" + name + "}", value)
    return text
