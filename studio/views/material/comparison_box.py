"""`ComparisonBox`: what was asked for beside what was simulated, and why they differ."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from studio.state.language import tr
from studio.state.material_view import ComparisonView
from studio.views.theme import label, px, set_style_property

_MOST_ROWS = 10


class ComparisonBox(QFrame):
    """Hidden without a simulated take."""

    def __init__(self, simulate_expressively: Callable[[], object]) -> None:
        """Start hidden.

        Args:
            simulate_expressively: Called when the user wants to see the object deform.
        """
        super().__init__()
        self.setObjectName("noteBox")
        self._title = label(role="value")
        self._headline = label(role="warning", wrap=True)
        self._reason = label(role="muted", wrap=True)
        self._cells = [(label(role="muted"), label(), label()) for _ in range(_MOST_ROWS)]
        self._offer = QPushButton(tr("Simulate softer, so that it deforms"))
        self._offer.setToolTip(tr("Simulate again with the expressive stiffness map"))
        self._offer.clicked.connect(simulate_expressively)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addLayout(self._grid())
        column.addWidget(self._headline)
        column.addWidget(self._reason)
        column.addWidget(self._offer)
        self.hide()

    def apply(self, view: ComparisonView | None) -> None:
        """Show the comparison of a take."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(tr("In {take}", take=view.title))
        self._headline.setText(view.headline)
        self._headline.setVisible(bool(view.headline))
        self._reason.setText(view.reason)
        self._reason.setVisible(bool(view.reason))
        self._offer.setVisible(view.offers_softer)
        for place, cells in enumerate(self._cells):
            row = view.rows[place] if place < len(view.rows) else None
            texts = ("", "", "") if row is None else (row.label, row.predicted, row.simulated)
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
                cell.setVisible(row is not None)
            differs = row is not None and row.differs
            set_style_property(cells[2], "role", "warning" if differs else "muted")
            set_style_property(cells[1], "role", "" if differs else "muted")

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(0, 1)
        heads: tuple[QLabel, ...] = (
            label("", "caption"), label(tr("asked for"), "caption"),
            label(tr("simulated"), "caption"),
        )  # fmt: skip
        for row, cells in enumerate((heads, *self._cells)):
            for place, cell in enumerate(cells):
                if place:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(cell, row, place)
        return grid
