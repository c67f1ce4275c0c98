"""`LookFollower`: keeps the window's look as the preferences and the desktop want it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from studio.state.preferences import Preferences, PreferencesState
from studio.state.themes import DARK, HIGH_CONTRAST, LIGHT
from studio.views.theme import apply_theme, current_theme, ui_scale

SYSTEM = "system"
_PAUSE_MS = 80
"""Changes that follow one another this soon, as of a held arrow key, are applied together."""


class LookFollower(QObject):
    """Applies theme and scale at once, and again whenever preferences or desktop change."""

    def __init__(self, state: PreferencesState) -> None:
        """Follow preferences as long as this object lives."""
        super().__init__()
        self._state = state
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.apply)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_changed)
        state.events.value.connect(self._on_changed)
        self.apply()

    def apply(self) -> None:
        """Show what is wanted now, if it is not shown already."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_look(application, self._state.value)

    def _on_changed(self, _change: object) -> None:
        self._soon.start(_PAUSE_MS)


def apply_look(application: QApplication, preferences: Preferences) -> None:
    """Give an application the theme and scale of preferences, unless it has them."""
    theme = system_theme() if preferences.theme == SYSTEM else preferences.theme
    scale = preferences.ui_scale_percent / 100
    if (theme, scale) != (current_theme(), ui_scale()) or not application.styleSheet():
        apply_theme(application, theme, scale)


def system_theme() -> str:
    """The theme that the desktop asks for; dark where it does not say."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # from Qt 6.10 on
    if accessibility is not None:
        wanted = accessibility().contrastPreference()
        if wanted == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
    return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK
