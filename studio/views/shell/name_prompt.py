"""Asks for a name; what is wrong with it is said below the field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from render.errors import InputError
from studio.state.language import tr
from studio.views.dressing import dress
from studio.views.theme import label, px

_WIDTH_PX = 360


class NamePrompt(QDialog):
    """Stays open until the name is taken or the user gives up; blocks nothing."""

    def __init__(self, parent: QWidget, title: str, name: str, take: Callable[[str], None]) -> None:
        """Ask for a name.

        Args:
            parent: Window to stand over.
            title: What the name is for.
            name: Name to begin with.
            take: Takes the name; raises InputError when it cannot be used.
        """
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(_WIDTH_PX))
        self._take = take
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("Name"))
        self.field.selectAll()
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Ok, self
        )
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(title, "title"))
        column.addWidget(self.field)
        column.addWidget(self.problem)
        column.addWidget(buttons)

    def _on_accepted(self) -> None:
        try:
            self._take(self.field.text())
        except InputError as error:
            text = str(error)
            self.problem.setText(f"{text[0].upper()}{text[1:]}.")
            self.problem.show()
            self.field.setFocus()
            return
        self.accept()


def ask_name(parent: QWidget, title: str, name: str, take: Callable[[str], None]) -> None:
    """Open a `NamePrompt`; returns at once."""
    NamePrompt(parent, title, name, take).open()
