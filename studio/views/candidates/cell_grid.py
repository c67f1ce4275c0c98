"""`CellGrid`: the cells of the gallery in as many columns as the width has room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.state.gallery_parts import CellView
from studio.views.candidates.candidate_cell import CandidateCell
from studio.views.theme import px

COLUMNS = {2: 2, 4: 2, 9: 3}
"""Columns of so many cells where there is room for them."""
_CELL_PX = 132
"""Width that a cell needs at 100 %."""


class CellGrid(QWidget):
    """Makes cells as they are needed."""

    def __init__(self, make_cell: Callable[[], CandidateCell]) -> None:
        """Start without cells.

        Args:
            make_cell: Makes another one.
        """
        super().__init__()
        self._make_cell = make_cell
        self.cells: list[CandidateCell] = []
        self._shape = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(4), px(4), px(4), px(4))
        self._grid.setSpacing(px(4))

    def show_cells(self, count: int, views: Sequence[CellView]) -> None:
        """Show cells; those without a view are empty."""
        while len(self.cells) < count:
            self.cells.append(self._make_cell())
        self._arrange(count)
        for index, cell in enumerate(self.cells):
            known = index < len(views)
            cell.apply(views[index] if known else CellView("", "empty"))

    def minimumSizeHint(self) -> QSize:
        """One column wide [px]."""
        return QSize(px(_CELL_PX), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self._arrange(self._shape[0])

    def _arrange(self, count: int) -> None:
        fitting = max(self.width() // px(_CELL_PX), 1)
        columns = min(COLUMNS.get(count, 1), fitting)
        if (count, columns) == self._shape:
            return
        self._shape = count, columns
        for index, cell in enumerate(self.cells):
            self._grid.removeWidget(cell)
            if index < count:
                self._grid.addWidget(cell, index // columns, index % columns)
            cell.setVisible(index < count)
        for line in range(len(self.cells)):
            self._grid.setRowStretch(line, int(line * columns < count))
            self._grid.setColumnStretch(line, int(line < columns))
