"""`FocusGuard`: keys typed into a field stay there, and never fire a shortcut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)

_FIELDS = (QLineEdit, QAbstractSpinBox, QPlainTextEdit)
_PRESSABLE = (QAbstractButton, QComboBox, QAbstractItemView)
_PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_LIST_KEYS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class FocusGuard(QObject):
    """Event filter of the application that claims plain keys for the widget in focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim keys before shortcuts see them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if _claims(watched, event):
            event.accept()
            return True
        return False


def _claims(widget: QObject, event: QKeyEvent) -> bool:
    if event.modifiers() & _MODIFIERS:
        return False
    if isinstance(widget, _FIELDS):
        return True
    if isinstance(widget, QComboBox | QAbstractItemView):
        return event.key() in (*_PRESS_KEYS, *_LIST_KEYS) or bool(event.text().isalnum())
    return isinstance(widget, _PRESSABLE) and event.key() in _PRESS_KEYS
