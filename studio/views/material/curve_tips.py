"""Tooltips of a density curve: what is under the pointer, in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from studio.state.distribution_drags import Handle
from studio.state.examples import examples
from studio.state.language import tr
from studio.views.material.curve_geometry import CurveGeometry
from studio.views.theme import px

_NEAR_PX = 6


def tip_at(geometry: CurveGeometry, place: QPointF) -> str:
    """What a place of a curve shows, or what can be done there."""
    view = geometry.view
    for example in examples()[view.quantity.key]:
        near = abs(geometry.x_of(example.value) - place.x()) <= px(_NEAR_PX)
        if near and place.y() >= geometry.ticks.top():
            return tr(
                "{name}: {value}\nSource: {source}",
                name=tr(example.name), value=view.quantity.format(example.value),
                source=example.source,
            )  # fmt: skip
    if view.simulated is not None:
        near = abs(geometry.x_of(view.simulated) - place.x()) <= px(_NEAR_PX)
        if near and geometry.plot.contains(place):
            return tr("The shown take ran with {value}", value=view.quantity.format(view.simulated))
    return _handle_tip(geometry, geometry.handle_at(place))


def _handle_tip(geometry: CurveGeometry, handle: Handle | None) -> str:
    view = geometry.view
    quantity = view.quantity
    if view.locked or not view.curve:
        return tr("Drag to choose the value (Shift: finely)")
    if handle is Handle.WIDTH:
        return tr("Drag the flank to widen or narrow (Shift: finely)")
    if handle in (Handle.LOW, Handle.MIDDLE, Handle.HIGH) and view.percentiles is not None:
        order = (Handle.LOW, Handle.MIDDLE, Handle.HIGH)
        place = order.index(handle)
        share = ("5 %", "50 %", "95 %")[place]
        return tr(
            "{share} lie below {value}; drag to change",
            share=share, value=quantity.format(view.percentiles[place]),
        )  # fmt: skip
    if view.edited:
        return tr(
            "Mean {value}, predicted {predicted}; drag to move, double-click to reset",
            value=quantity.format(view.mean), predicted=quantity.format(view.predicted),
        )  # fmt: skip
    return tr("Mean {value}; drag to move", value=quantity.format(view.mean))
