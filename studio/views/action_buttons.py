"""Buttons of actions: enabled, explained and triggered as the action is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QPushButton, QToolButton

from studio.views.theme import button_text


def icon_button(action: QAction) -> QToolButton:
    """A small button with the action's icon; its text is the tooltip."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def text_button(action: QAction, *, role: str = "", sign: QIcon | None = None) -> QPushButton:
    """A button with icon and text.

    Args:
        action: What it triggers.
        role: Role of the style sheet, for example "primary".
        sign: Icon in place of the action's.
    """
    button = QPushButton(sign or action.icon(), button_text(action.text()))
    button.setProperty("role", role)
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button
