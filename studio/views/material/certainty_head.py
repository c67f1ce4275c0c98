"""`CertaintyHead`: how sure the prediction is, and a warning of an unfamiliar picture."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.state.certainty import CertaintyView
from studio.state.language import mark, tr
from studio.views.action_buttons import icon_button
from studio.views.theme import label, px

UNKNOWN = mark("No prediction")
UNKNOWN_HELP = mark("This object came without a photo. Take a preset or a law, or drag the values.")


class CertaintyHead(QWidget):
    """Words and what can be done with the whole material; below the number and the warning."""

    def __init__(self, actions: Iterable[QAction]) -> None:
        """Start empty; `actions` become buttons on the right."""
        super().__init__()
        self._words = label(role="value", wrap=True)
        self._number = label(role="muted", wrap=True)
        self._warning = label(role="warning", wrap=True)
        self._box = QFrame()
        self._box.setObjectName("noteBox")
        inner = QHBoxLayout(self._box)
        inner.setContentsMargins(px(10), px(8), px(10), px(8))
        inner.addWidget(self._warning)
        row = QHBoxLayout()
        row.setSpacing(px(2))
        row.addWidget(self._words, 1)
        for action in actions:
            row.addWidget(icon_button(action), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._number)
        column.addWidget(self._box)

    def apply(self, view: CertaintyView | None) -> None:
        """Show how sure it is, or that nothing is predicted."""
        self._words.setText(tr(UNKNOWN) if view is None else view.words)
        self._number.setText(tr(UNKNOWN_HELP) if view is None else view.number)
        explanation = "" if view is None else view.explanation
        for widget in (self._words, self._number):
            widget.setToolTip(explanation)
        self._warning.setText("" if view is None else view.warning)
        self._box.setVisible(view is not None and bool(view.warning))
