"""`QuantityField`: a line for a physical quantity, "2e6", "3 MPa" or "2 * 1.5 kPa"."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip

from render.errors import InputError
from studio.state.language import tr
from studio.state.quantities import Quantity
from studio.views.theme import px, set_style_property

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_FINE = 0.1
"""Share of a step that an arrow key makes with Shift."""


class QuantityField(QLineEdit):
    """Commits on Enter or when focus leaves; a wrong entry turns red and says why at once."""

    committed = Signal(float)
    """New value [SI]."""

    def __init__(self, quantity: Quantity, *, width: int | None = 116, hint: str = "") -> None:
        """Edit a quantity.

        Args:
            quantity: What is edited.
            width: Fixed width [px of the design]; None takes the room there is.
            hint: First line of the tooltip; empty for the quantity's own.
        """
        super().__init__()
        self._quantity = quantity
        self._hint = hint
        self._value: float | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(tr(quantity.label))
        if width is not None:
            self.setFixedWidth(px(width))
        self._explain("")
        self.editingFinished.connect(self._on_editing_finished)
        self.textEdited.connect(self._on_text_edited)

    def show_value(self, value: float, *, edited: bool) -> None:
        """Show a value [SI] unless the user is typing."""
        set_style_property(self, "edited", "true" if edited else "false")
        if value != self._value and not (self.hasFocus() and self.isModified()):
            self._value = value
            self._restore()

    def show_unset(self, stand_in: str) -> None:
        """Show that there is no value of one's own, and faintly what stands in for it."""
        self.setPlaceholderText(stand_in)
        if self.property("invalid") != "true":
            self._explain("")
        set_style_property(self, "edited", "false")
        if self._value is not None and not (self.hasFocus() and self.isModified()):
            self._value = None
            self._restore()

    def set_hint(self, hint: str) -> None:
        """First line of the tooltip, for example where the value comes from."""
        if hint != self._hint:
            self._hint = hint
            if self.property("invalid") != "true":
                self._explain("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the entry back; up and down step the value, with Shift finely."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._restore()
        elif key in _STEPS and not self.isModified() and self._value is not None:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            steps = _STEPS[key] * (_FINE if fine else 1.0)
            self._take(self._quantity.stepped(self._value, steps))
        else:
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
            if self.hasFocus():
                place = self.mapToGlobal(self.rect().bottomLeft())
                QToolTip.showText(place, str(error), self)
            return
        self._take(value)

    def _take(self, value: float) -> None:
        changed = self._value is None or not math.isclose(value, self._value, rel_tol=1e-12)
        self._value = value
        self._restore()
        if changed:
            self.committed.emit(value)

    def _restore(self) -> None:
        self.setText("" if self._value is None else self._quantity.format(self._value))
        self.setCursorPosition(0)
        self.setModified(False)
        self._explain("")

    def _explain(self, problem: str) -> None:
        set_style_property(self, "invalid", "true" if problem else "false")
        name, range_text = tr(self._quantity.label), self._quantity.range_text
        usual = tr(
            "{name}, {range}: type a number, a value with unit or a sum, e.g. {example}",
            name=name, range=range_text, example=self._quantity.example,
        )  # fmt: skip
        steps = tr(
            "↑ and ↓ change it by {step}, with Shift by a tenth", step=self._quantity.step_text
        )
        stand_in = "" if self._value is not None else self.placeholderText()  # it may be elided
        lines = (self._hint, stand_in, usual, steps)
        self.setToolTip(problem or "\n".join(line for line in lines if line))
