"""`scroll_pane`: a widget that may be taller than its place in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scroll_pane(body: QWidget, name: str, *, sideways: bool = False) -> QScrollArea:
    """Let a widget be scrolled, without a frame and as wide as its place.

    Args:
        body: What is scrolled.
        name: Read by screen readers.
        sideways: Whether it may also be wider than its place.
    """
    pane = QScrollArea()
    pane.setAccessibleName(name)
    pane.setWidgetResizable(True)
    pane.setFrameShape(QFrame.Shape.NoFrame)
    if not sideways:
        pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    pane.setWidget(body)
    return pane
