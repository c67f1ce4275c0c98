"""Fields side by side, and fields of one axis."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from studio.state.language import tr
from studio.state.quantities import Quantity
from studio.views.quantity_field import QuantityField
from studio.views.theme import px

_LEAST_PX = 58


def field_row(*widgets: QWidget) -> QWidget:
    """Widgets side by side; all but labels and buttons share the room there is."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(6))
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QLabel | QAbstractButton) else 1)
    return host


def axis_field(quantity: Quantity, axis: str = "") -> QuantityField:
    """A field as wide as there is room.

    Args:
        quantity: What is edited.
        axis: Named to screen readers beside the quantity; empty for none.
    """
    field = QuantityField(quantity, width=None)
    field.setMinimumWidth(px(_LEAST_PX))
    field.setProperty("role", "axis")
    if axis:
        title = tr(quantity.label)
        field.setAccessibleName(tr("{title} along {axis}", title=title, axis=axis))
    return field
