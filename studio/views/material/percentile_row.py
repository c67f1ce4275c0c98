"""`PercentileRow`: 5, 50 and 95 % values and the spread of a curve, each to be typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.state.distribution_drags import Handle
from studio.state.language import mark, tr, within
from studio.state.material_view import CurveView
from studio.state.quantities import Quantity
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px

_HANDLES = (Handle.LOW, Handle.MIDDLE, Handle.HIGH)
_CAPTIONS = ("5 %", "50 %", "95 %")
_MOST_DECADES = 13.0


class PercentileRow(QWidget):
    """Four small fields below a curve."""

    handle_entered = Signal(object, float)
    """`Handle` and its value [SI]."""
    spread_entered = Signal(float)
    """One standard deviation: a factor where the axis is logarithmic, else a value."""

    def __init__(self, quantity: Quantity) -> None:
        """Show percentiles of a quantity."""
        super().__init__()
        spread = spread_quantity(quantity)
        name = tr(quantity.label)
        short = replace(quantity, units={"": 1.0, **quantity.units})
        if len(quantity.shown_units) == 1:  # the axis above names it
            short = replace(short, shown_units=("",))
        self._fields = [_field(replace(short, label=f"{name}, {part}")) for part in _CAPTIONS]
        self._spread = _field(spread)
        self._locked = label(tr("Locked: every sample has this value"), "muted", wrap=True)
        self._captions: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(4))
        grid.setVerticalSpacing(0)
        caption_of_spread = tr("spread ×") if quantity.logarithmic else tr("spread ±")
        fields = (*self._fields, self._spread)
        captions = (*_CAPTIONS, caption_of_spread)
        for place, (caption, field) in enumerate(zip(captions, fields, strict=True)):
            head = label(caption, "caption")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            head.setContentsMargins(0, 0, px(5), 0)
            self._captions.append(head)
            grid.addWidget(head, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self._locked, 0, 0, 2, 4)
        for handle, field in zip(_HANDLES, self._fields, strict=True):
            field.committed.connect(
                lambda value, handle=handle: self.handle_entered.emit(handle, value)
            )
        self._spread.committed.connect(self.spread_entered)

    def apply(self, view: CurveView) -> None:
        """Show percentiles, or that the value is locked; nothing without a distribution."""
        self.setVisible(view.locked or view.percentiles is not None)
        self._locked.setVisible(view.locked)
        for widget in (*self._captions, *self._fields, self._spread):
            widget.setVisible(not view.locked)
        if view.percentiles is None or view.spread is None:
            return
        for field, value in zip(self._fields, view.percentiles, strict=True):
            field.show_value(value, edited=view.edited)
        self._spread.show_value(view.spread, edited=view.edited)


def spread_quantity(quantity: Quantity) -> Quantity:
    """The spread of a quantity: a factor where it is logarithmic, a value otherwise."""
    name = tr(mark("Spread of {name}"), name=within(tr(quantity.label)))
    if quantity.logarithmic:
        return Quantity(f"{quantity.key}_spread", name, 1.0003, 10**_MOST_DECADES, typical=2.0)
    most = quantity.high - quantity.low
    return Quantity(
        f"{quantity.key}_spread", name, 1e-4, most, quantity.units, decimals=3, typical=0.05
    )


def _field(quantity: Quantity) -> QuantityField:
    field = QuantityField(quantity, width=None)
    field.setProperty("role", "flat")
    field.setMinimumWidth(px(48))
    return field
