"""`discard`: takes widgets out of a layout and lets Qt delete them."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def discard(widgets: list[QWidget], layout: QLayout) -> None:
    """Take widgets out of a layout and delete them after the event that is delivered.

    The widgets are named by who made them: items that Python takes from a layout (`takeAt`) belong
    to Python from then on, and rows that went that way brought the window down when they were
    deleted.

    Args:
        widgets: What goes; empty afterwards.
        layout: Where it was.
    """
    for widget in widgets:
        widget.hide()
        layout.removeWidget(widget)
        widget.deleteLater()
    widgets.clear()
