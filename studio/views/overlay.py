"""`Overlay`: buttons that float over a corner of the viewport."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from studio.views.action_buttons import icon_button, text_button
from studio.views.theme import px, theme_changed

_MARGIN_PX = 12


class Overlay(QFrame):
    """Keeps its corner when the parent is resized."""

    def __init__(
        self,
        parent: QWidget,
        actions: Sequence[QAction],
        *,
        right: bool = False,
        with_text: bool = False,
    ) -> None:
        """Float over a parent.

        Args:
            parent: Widget to float over.
            actions: One button each.
            right: Upper right corner instead of the upper left one.
            with_text: Show text beside icons.
        """
        super().__init__(parent)
        self.setObjectName("" if with_text else "overlay")
        self._right = right
        row = QHBoxLayout(self)
        margin = 0 if with_text else px(4)
        row.setContentsMargins(margin, margin, margin, margin)
        row.setSpacing(px(2))
        for action in actions:
            row.addWidget(text_button(action) if with_text else icon_button(action))
        parent.installEventFilter(self)
        theme_changed.connect(self._fit)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _fit(self) -> None:
        self.adjustSize()
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            margin = px(_MARGIN_PX)
            left = parent.width() - self.width() - margin if self._right else margin
            self.move(left, margin)
