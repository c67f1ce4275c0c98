"""`QuantityField`: a line for a physical quantity, "2e6" or "3 MPa"."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from render.errors import InputError
from studio.state.quantities import Quantity
from studio.views.theme import set_style_property


class QuantityField(QLineEdit):
    """Commits on Enter or when focus leaves; a wrong entry turns red and says why."""

    committed = Signal(float)
    """New value [SI]."""

    def __init__(self, quantity: Quantity) -> None:
        """Edit a quantity."""
        super().__init__()
        self._quantity = quantity
        self._value: float | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(quantity.label)
        self.setFixedWidth(116)
        self._explain("")
        self.editingFinished.connect(self._on_editing_finished)
        self.textEdited.connect(self._on_text_edited)

    def show_value(self, value: float, *, edited: bool) -> None:
        """Show a value [SI] unless the user is typing."""
        set_style_property(self, "edited", "true" if edited else "false")
        if value != self._value and not (self.hasFocus() and self.isModified()):
            self._value = value
            self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the entry back."""
        if event.key() == Qt.Key.Key_Escape:
            self._restore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A wrong entry is taken back when focus leaves."""
        super().focusOutEvent(event)
        if self.property("invalid") == "true":
            self._restore()

    def _on_text_edited(self, text: str) -> None:
        try:
            self._quantity.parse(text)
        except InputError as error:
            self._explain(str(error))
        else:
            self._explain("")

    def _on_editing_finished(self) -> None:
        if not self.isModified():
            return
        try:
            value = self._quantity.parse(self.text())
        except InputError as error:
            self._explain(str(error))
            return
        self._value = value
        self._restore()
        self.committed.emit(value)

    def _restore(self) -> None:
        self.setText("" if self._value is None else self._quantity.format(self._value))
        self.setModified(False)
        self._explain("")

    def _explain(self, problem: str) -> None:
        set_style_property(self, "invalid", "true" if problem else "false")
        example = f"{self._quantity.label}: type a number or a value with unit"
        self.setToolTip(problem or f"{example}, e.g. {self._quantity.example}")
