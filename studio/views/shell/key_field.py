"""`KeyField`: takes the next key that is pressed instead of typing it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from studio.state.language import tr
from studio.views.shell.actions import native_keys

_ONLY_HELD = (
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
)  # fmt: skip
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeyField(QLineEdit):
    """Shows keys; a press of any key or chord but Tab replaces them."""

    pressed = Signal(str)
    """Keys in portable writing, such as "Ctrl+Shift+P"."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Press keys"))
        self.setAccessibleName(tr("New keys"))
        self.setAccessibleDescription(tr("Press the keys that shall run the command"))

    def show_keys(self, keys: str) -> None:
        """Show keys as the system writes them."""
        self.setText(native_keys(keys))

    def event(self, event: QEvent) -> bool:
        """No shortcut fires while keys are taken."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys."""
        if event.key() in _ONLY_HELD:
            return
        if event.key() in _LEAVING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        sequence = QKeySequence(event.keyCombination())
        self.pressed.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))
