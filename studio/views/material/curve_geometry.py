"""Where the parts of a curve are, and which of them the pointer holds; free of painting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from studio.state.curve_axis import axis_position, scaled_value
from studio.state.distribution_drags import Handle
from studio.state.material_view import CurveView
from studio.views.theme import px

KNOB_ROW_PX = 16
PLOT_PX = 54
STRIP_PX = 14
TICK_ROW_PX = 14
EXAMPLE_ROW_PX = 14
SIDE_PX = 8
HEIGHT_PX = KNOB_ROW_PX + PLOT_PX + STRIP_PX + TICK_ROW_PX + EXAMPLE_ROW_PX
_REACH_PX = 9
"""Distance from which a handle can be held."""


@dataclass(frozen=True, slots=True)
class CurveGeometry:
    """Places of one curve in a widget of some width [px]."""

    view: CurveView
    """What is shown."""
    width: int
    """Width of the widget."""

    @property
    def plot(self) -> QRectF:
        """The curve."""
        return QRectF(
            px(SIDE_PX), px(KNOB_ROW_PX), max(self.width - 2 * px(SIDE_PX), 1), px(PLOT_PX)
        )

    @property
    def strip(self) -> QRectF:
        """The row of percentiles below the curve."""
        plot = self.plot
        return QRectF(plot.left(), plot.bottom(), plot.width(), px(STRIP_PX))

    @property
    def frame(self) -> QRectF:
        """Background of knob, curve and percentiles."""
        return QRectF(0, 0, self.width, self.strip.bottom())

    @property
    def ticks(self) -> QRectF:
        """The row of units."""
        return QRectF(0, self.strip.bottom(), self.width, px(TICK_ROW_PX))

    @property
    def examples(self) -> QRectF:
        """The row of things people know."""
        return QRectF(0, self.ticks.bottom(), self.width, px(EXAMPLE_ROW_PX))

    def x_of(self, value: float) -> float:
        """Where a value [SI] is."""
        plot = self.plot
        share = axis_position(self.view.quantity, value, self.view.axis)
        return plot.left() + plot.width() * share

    def scaled_at(self, x: float) -> float:
        """Value at a place, in the parameter's own scale."""
        plot = self.plot
        return scaled_value((x - plot.left()) / plot.width(), self.view.axis)

    @property
    def knob(self) -> QPointF:
        """Centre of the knob that moves the curve."""
        return QPointF(self.x_of(self.view.mean), px(KNOB_ROW_PX) / 2 + 1)

    def percentile_place(self, handle: Handle) -> QPointF | None:
        """Centre of a percentile's handle."""
        order = (Handle.LOW, Handle.MIDDLE, Handle.HIGH)
        if self.view.percentiles is None or handle not in order:
            return None
        value = self.view.percentiles[order.index(handle)]
        return QPointF(self.x_of(value), self.strip.center().y())

    def handle_at(self, place: QPointF) -> Handle | None:
        """What a press at a place would hold; None outside of knob, curve and percentiles.

        Where percentiles lie close together, each is held from its outer side.
        """
        if not self.frame.contains(place):
            return None
        if self.view.locked or not self.view.curve or place.y() < self.plot.top():
            return Handle.CENTRE
        if place.y() >= self.strip.top():
            return self._percentile_at(place.x())
        near = abs(place.x() - self.knob.x()) <= px(_REACH_PX)
        return Handle.CENTRE if near or not self._on_flank(place.x()) else Handle.WIDTH

    def _percentile_at(self, x: float) -> Handle:
        places = {
            handle: self.percentile_place(handle)
            for handle in (Handle.LOW, Handle.MIDDLE, Handle.HIGH)
        }
        low, middle, high = (place.x() if place is not None else 0.0 for place in places.values())
        if x <= (low + middle) / 2:
            return Handle.LOW
        return Handle.HIGH if x >= (middle + high) / 2 else Handle.MIDDLE

    def _on_flank(self, x: float) -> bool:
        """Whether the curve has some height at a place, or lies just beside it."""
        if self.view.percentiles is None:
            return False
        low, _, high = (self.x_of(value) for value in self.view.percentiles)
        wide = max(high - low, px(12))
        return low - wide <= x <= high + wide
