"""`PercentEditor`: a small field over a bar for an exact probability."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from render.errors import InputError
from sim.materials import MaterialClass
from studio.state.language import mark, tr
from studio.state.quantities import Quantity
from studio.views.theme import set_style_property

PROBABILITY = Quantity(
    "probability", mark("Probability"), 0.0, 1.0, {"": 1.0, "%": 0.01}, ("%",), decimals=1,
    default_unit="%", typical=0.4,
)  # fmt: skip
"""A probability, typed and shown in percent."""


class PercentEditor(QLineEdit):
    """Hidden until a bar asks for it; commits on Enter and when focus leaves."""

    committed = Signal(object, float)
    """`MaterialClass` and its probability."""

    def __init__(self, parent: QWidget) -> None:
        """Lie over the bars."""
        super().__init__(parent)
        self._class: MaterialClass | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("role", "inline")
        self.returnPressed.connect(self._commit)
        self.hide()

    def edit(
        self, area: QRect, material_class: MaterialClass, probability: float, text: str = ""
    ) -> None:
        """Ask for the probability of a class.

        Args:
            area: Where, in the parent.
            material_class: Whose probability.
            probability: Present one.
            text: What was typed already; empty shows the present probability.
        """
        self._class = material_class
        self.setAccessibleName(
            tr("Probability of {name} in percent", name=tr(material_class.label))
        )
        self.setText(text or f"{100 * probability:.1f}".rstrip("0").rstrip("."))
        set_style_property(self, "invalid", "false")
        self.setGeometry(area)
        self.show()
        self.setFocus()
        if not text:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the probability as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)
        event.accept()  # the bars below would open it again on Enter

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits what can be read."""
        super().focusOutEvent(event)
        if self._class is not None and self.isModified():
            self._commit(leaving=True)
        self._close()

    def _commit(self, *, leaving: bool = False) -> None:
        if self._class is None:
            return
        try:
            value = PROBABILITY.parse(self.text())
        except InputError as error:
            set_style_property(self, "invalid", "true")
            if not leaving:
                QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), str(error), self)
            return
        chosen, self._class = self._class, None
        self.committed.emit(chosen, value)
        self._close()

    def _close(self) -> None:
        self._class = None
        if self.isVisible():
            self.hide()
            parent = self.parentWidget()
            if parent is not None:
                parent.setFocus()
