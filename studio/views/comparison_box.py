"""`ComparisonBox`: what was asked for beside what was simulated, for the take that is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from studio.state.resolve_material import MaterialView
from studio.views.theme import label, separator


class ComparisonBox(QWidget):
    """Hidden without a simulated take."""

    def __init__(self, simulate_expressively: Callable[[], object]) -> None:
        """Start hidden.

        Args:
            simulate_expressively: Called when the user wants to see the object deform.
        """
        super().__init__()
        self._title = label(role="value")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._note = label(role="warning", wrap=True)
        self._offer = QPushButton("Simulate softer, so that it deforms")
        self._offer.setProperty("role", "link")
        self._offer.setToolTip("Simulate again with the expressive stiffness map")
        self._offer.clicked.connect(simulate_expressively)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(separator())
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addWidget(self._offer, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def apply(self, view: MaterialView) -> None:
        """Show the comparison of a take."""
        self.setVisible(bool(view.comparison))
        self._title.setText(view.comparison_title)
        self._note.setText(view.substitution)
        self._note.setVisible(bool(view.substitution))
        self._offer.setVisible(view.expressive_offered)
        self._clear()
        rows = [("", "Predicted", "Simulated", False)]
        rows += [(row.label, row.predicted, row.simulated, row.differs) for row in view.comparison]
        for number, (name, predicted, simulated, differs) in enumerate(rows):
            head = number == 0
            cells = (
                label(name, "muted"),
                label(predicted, "muted" if head else ""),
                label(simulated, "warning" if differs else "muted" if head else ""),
            )
            for place, cell in enumerate(cells):
                if place:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(cell, number, place)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
