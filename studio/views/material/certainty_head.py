"""`CertaintyHead`: how sure the prediction is, and a warning of an unfamiliar picture."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.state.certainty import CertaintyView
from studio.views.theme import label, px


class CertaintyHead(QWidget):
    """Words on the left, the number on the right, the warning below."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._words = label(role="value", wrap=True)
        self._number = label(role="muted")
        self._warning = label(role="warning", wrap=True)
        self._box = QFrame()
        self._box.setObjectName("noteBox")
        inner = QHBoxLayout(self._box)
        inner.setContentsMargins(px(10), px(8), px(10), px(8))
        inner.addWidget(self._warning)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._words, 1)
        row.addWidget(self._number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self._box)

    def apply(self, view: CertaintyView | None) -> None:
        """Show how sure it is; nothing for an object without prediction."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._words.setText(view.words)
        self._number.setText(view.number)
        for widget in (self._words, self._number):
            widget.setToolTip(view.explanation)
        self._warning.setText(view.warning)
        self._box.setVisible(bool(view.warning))
