"""`ModelCardBox`: what is known of the chosen model."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.language import tr
from studio.state.resolve_model import ModelCard
from studio.views.discarded import discard
from studio.views.theme import label, px

_TEXT_PX = 180
_TOP = Qt.AlignmentFlag.AlignTop


class ModelCardBox(QWidget):
    """A line a fact, the hash to be copied, what is missing, and the whole card on demand."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(3))
        self._grid.setColumnStretch(1, 1)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._shown: list[QWidget] = []
        self._problem = label(role="warning", wrap=True)
        self._hash_name = label(tr("SHA-256"), "muted")
        self._hash_name.setParent(self)
        self._hash = QLineEdit(self)
        self._hash.setReadOnly(True)
        self._hash.setProperty("role", "flat")
        self._hash.setProperty("verbatim", True)
        self._hash.setAccessibleName(tr("SHA-256"))
        self._hash.setPlaceholderText(tr("being computed …"))
        self._toggle = QPushButton(tr("About this model"))
        self._toggle.setProperty("role", "link")
        self._toggle.setCheckable(True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(px(_TEXT_PX))
        self._text.setAccessibleName(tr("About this model"))
        self._text.setProperty("verbatim", True)
        self._text.hide()
        self._toggle.toggled.connect(self._text.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._problem)
        column.addLayout(self._grid)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._text)

    def apply(self, card: ModelCard) -> None:
        """Show what is known."""
        self._problem.setText(card.problem)
        self._problem.setVisible(bool(card.problem))
        if card.rows != self._rows:
            self._rows = card.rows
            self._fill(card.rows)
        for widget in (self._hash_name, self._hash):
            widget.setVisible(bool(card.rows))
        if self._hash.text() != card.sha256:
            self._hash.setText(card.sha256)
            self._hash.setCursorPosition(0)
            self._hash.setToolTip(card.sha256)
        self._toggle.setVisible(bool(card.text))
        self._text.setVisible(bool(card.text) and self._toggle.isChecked())
        if self._text.toPlainText() != card.text:
            self._text.setPlainText(card.text)

    def _fill(self, rows: tuple[tuple[str, str], ...]) -> None:
        discard(self._shown, self._grid)
        for place, (name, value) in enumerate(rows):
            said = label(value, wrap=True)
            said.setProperty("verbatim", True)
            named = label(name, "muted")
            self._grid.addWidget(named, place, 0, _TOP)
            self._grid.addWidget(said, place, 1)
            self._shown += [named, said]
        self._grid.addWidget(self._hash_name, len(rows), 0)
        self._grid.addWidget(self._hash, len(rows), 1)
