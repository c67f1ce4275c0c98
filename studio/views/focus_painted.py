"""`FocusPainted`: a painted widget that shows where keys go."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class FocusPainted(QWidget):
    """Repaints as focus comes and goes, so that its `paintEvent` can mark the focus."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()
