"""Buttons of actions: enabled, explained and triggered as the action is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout

from studio.views.theme import button_text, px


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


def button_column(actions: Iterable[QAction]) -> QVBoxLayout:
    """Buttons one below the other; those of what is switched on stay pressed."""
    column = QVBoxLayout()
    column.setSpacing(px(6))
    for action in actions:
        button = text_button(action)
        if action.isCheckable():
            button.setCheckable(True)
            button.setChecked(action.isChecked())
            action.toggled.connect(button.setChecked)
            button.toggled.connect(partial(_keep, button, action))
        column.addWidget(button)
    return column


def _keep(button: QPushButton, action: QAction, checked: bool) -> None:
    """A button shows what its action says, not what a click did."""
    if checked != action.isChecked():
        QTimer.singleShot(0, button, lambda: button.setChecked(action.isChecked()))
