"""Large texts and buttons of the stage, to be read from some steps away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studio.views.theme import label


def big_title(text: str = "") -> QLabel:
    """One large line, centred."""
    return _centred(label(text, "stage-title", wrap=True))


def big_text(text: str = "") -> QLabel:
    """The text below it."""
    return _centred(label(text, "stage-text", wrap=True))


def big_button(text: str, verb: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """A button that a finger hits."""
    button = QPushButton(text)
    button.setProperty("role", "stage-primary" if primary else "stage")
    button.setAccessibleName(text)
    button.clicked.connect(lambda _checked=False: verb())
    return button


def _centred(widget: QLabel) -> QLabel:
    widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return widget
