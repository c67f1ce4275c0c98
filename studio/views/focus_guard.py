"""`FocusGuard`: keys typed into a field stay there, and never fire a shortcut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)

_FIELDS = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_LISTS = (QComboBox, QAbstractItemView, QTabBar)
_PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_MOVE_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class FocusGuard(QObject):
    """Event filter of the application that claims typed keys for the widget in focus."""

    def watch(self) -> None:
        """Filter from now on."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim keys before shortcuts see them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if _claims(watched, event):
            event.accept()
            return True
        return False


def _claims(widget: QObject, event: QKeyEvent) -> bool:
    key, held = event.key(), event.modifiers() & (_CTRL | _ALT)
    if isinstance(widget, _FIELDS):
        return _types(event)
    if held:
        return False
    if isinstance(widget, _LISTS):
        return key in (*_PRESS_KEYS, *_MOVE_KEYS) or event.text().isalnum()
    if isinstance(widget, QAbstractSlider):
        return key in _MOVE_KEYS
    return isinstance(widget, QAbstractButton) and key in _PRESS_KEYS


def _types(event: QKeyEvent) -> bool:
    """Whether a key writes or moves in a field: all but function keys and chords.

    The right Alt key, with which many layouts write @ or ~, arrives as Ctrl and Alt together; Alt
    with the numeric pad writes characters by number.
    """
    held = event.modifiers() & (_CTRL | _ALT)
    if held == _CTRL | _ALT:
        return event.text().isprintable() and bool(event.text())
    if held == _ALT:
        return bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    if held:
        return False
    return not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
