"""`LookFollower`: keeps the window's look as the preferences and the desktop want it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from studio.state.preferences import PreferencesState
from studio.state.themes import DARK, HIGH_CONTRAST, LIGHT
from studio.views.theme import current_theme, ui_scale
from studio.views.theme_change import apply_theme, change_theme

SYSTEM = "system"
_PAUSE_MS = 80
"""Changes that follow one another this soon, as of a held arrow key, are applied together."""
_DONE = object()


class LookFollower(QObject):
    """Applies theme and scale at once, and again whenever preferences or desktop change."""

    def __init__(self, state: PreferencesState) -> None:
        """Follow preferences as long as this object lives."""
        super().__init__()
        self._state = state
        self._steps: Iterator[None] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._step)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_changed)
        state.events.value.connect(self._on_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, *self._wanted())

    def _wanted(self) -> tuple[str, float]:
        """Theme and scale that preferences and desktop ask for."""
        wanted = self._state.value
        theme = system_theme() if wanted.theme == SYSTEM else wanted.theme
        return theme, wanted.ui_scale_percent / 100

    def _on_changed(self, _change: object) -> None:
        self._soon.start(_PAUSE_MS)

    def _begin(self) -> None:
        """Show what is wanted now, if it is not shown already; one change follows another."""
        application = QApplication.instance()
        shown = (current_theme(), ui_scale())
        if (
            self._steps is None
            and self._wanted() != shown
            and isinstance(application, QApplication)
        ):
            self._steps = change_theme(application, *self._wanted())
            self._turns.start()

    def _step(self) -> None:
        """A part of the change; the window lives on between two."""
        if self._steps is not None and next(self._steps, _DONE) is _DONE:
            self._steps = None
            self._turns.stop()
            self._begin()


def system_theme() -> str:
    """The theme that the desktop asks for; dark where it does not say."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # from Qt 6.10 on
    if accessibility is not None:
        wanted = accessibility().contrastPreference()
        if wanted == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
    return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK
