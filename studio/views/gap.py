"""`add_gap`: more room between two things of a row or column, which follows the user's scale.

Spacers of Qt are no objects: Python sees them only through `itemAt`, and what Python knows of such
an item outlives it. A widget that came to lie at the same address was taken for the item, and the
window crashed. So there are no spacers, and nothing asks a layout for its items.
"""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget


def add_gap(line: QBoxLayout, length: int) -> QWidget:
    """Add room beside the spacing of a row or column.

    Args:
        line: The row or column; its spacing is set already.
        length: Room that is added [px].

    Returns:
        What keeps the room.
    """
    side = max(length - max(line.spacing(), 0), 0)
    gap = QWidget()
    gap.setFixedSize(side, side)
    line.addWidget(gap)
    return gap
