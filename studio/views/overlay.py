"""`Overlay`: buttons that float over a corner of the viewport."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from studio.views.theme import button_text

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
        self.setObjectName("overlay")
        self._right = right
        style = Qt.ToolButtonStyle
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if with_text else style.ToolButtonIconOnly
            )
            if with_text:
                button.setText(button_text(action.text()))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        parent.installEventFilter(self)
        self.adjustSize()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            left = parent.width() - self.width() - _MARGIN_PX if self._right else _MARGIN_PX
            self.move(left, _MARGIN_PX)
