"""Painting a density curve: areas, percentiles, samples, marks, units and examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QLinearGradient, QPainter, QPen, QPolygonF

from studio.state.distribution_drags import Handle
from studio.state.examples import examples, placed_labels
from studio.state.language import tr
from studio.state.material_view import CurveView
from studio.views.material.curve_geometry import CurveGeometry
from studio.views.theme import color, px

TICKS = {
    "youngs_modulus_pa": ((1e3, "1 kPa"), (1e6, "1 MPa"), (1e9, "1 GPa"), (1e12, "1 TPa")),
    "poisson_ratio": ((0.0, "0"), (0.1, "0.1"), (0.2, "0.2"), (0.3, "0.3"), (0.4, "0.4")),
    "density_kg_m3": (
        (10.0, "10"), (100.0, "100"), (1000.0, "1,000"), (10000.0, "10,000 kg/m³"),
    ),
}  # fmt: skip
_SMALL_PX = 10
_GAP_PX = 7


def paint_curve(
    painter: QPainter, geometry: CurveGeometry, held: Handle | None, *, focused: bool
) -> None:
    """Paint everything of one curve.

    Args:
        painter: On the widget, antialiased.
        geometry: What is shown, and where.
        held: Handle under the pointer or in the hand.
        focused: True where keys go.
    """
    view = geometry.view
    painter.setPen(QPen(color("focus"), 1) if focused else Qt.PenStyle.NoPen)
    painter.setBrush(color("field"))
    frame = geometry.frame.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(frame, px(6), px(6))
    _paint_ticks(painter, geometry)
    _paint_examples(painter, geometry)
    _paint_areas(painter, geometry)
    _paint_samples(painter, geometry)
    _paint_marks(painter, geometry)
    if view.percentiles is not None:
        _paint_percentiles(painter, geometry, held)
    _paint_knob(painter, geometry, held is Handle.CENTRE)


def _paint_ticks(painter: QPainter, geometry: CurveGeometry) -> None:
    font = painter.font()
    font.setPixelSize(px(_SMALL_PX))
    painter.setFont(font)
    row, metrics = geometry.ticks, painter.fontMetrics()
    ticks = TICKS[geometry.view.quantity.key]
    places = [geometry.x_of(value) for value, _ in ticks]
    widths = [metrics.horizontalAdvance(text) + 2.0 for _, text in ticks]
    painter.setPen(QPen(color("border"), 1))
    for x in places:
        painter.drawLine(QPointF(x, px(4)), QPointF(x, row.top() - px(2)))
    painter.setPen(color("text_muted"))
    labels = placed_labels(
        places, widths, range(len(ticks)), room=(0.0, geometry.width), gap=px(_GAP_PX)
    )
    for label in labels:
        area = QRectF(label.left, row.top(), label.width, row.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), ticks[label.index][1])


def _paint_examples(painter: QPainter, geometry: CurveGeometry) -> None:
    known = examples()[geometry.view.quantity.key]
    row, metrics = geometry.examples, painter.fontMetrics()
    names = [tr(example.name) for example in known]
    places = [geometry.x_of(example.value) for example in known]
    widths = [metrics.horizontalAdvance(name) + 2.0 for name in names]
    painter.setPen(QPen(color("predicted", 0.75), 1))
    for x in places:
        painter.drawLine(QPointF(x, row.top() - px(2)), QPointF(x, row.top() + px(1)))
    painter.setPen(color("predicted"))
    labels = placed_labels(
        places, widths, [example.rank for example in known],
        room=(0.0, geometry.width), gap=px(_GAP_PX),
    )  # fmt: skip
    for label in labels:
        area = QRectF(label.left, row.top(), label.width, row.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), names[label.index])


def _paint_areas(painter: QPainter, geometry: CurveGeometry) -> None:
    view, plot = geometry.view, geometry.plot
    if view.behind and not view.mixed:
        _fill(painter, plot, view.behind, QBrush(color("control", 0.22)))
    if view.curve:
        shade = QLinearGradient(plot.topLeft(), plot.bottomLeft())
        strong = 0.28 if view.mixed else 0.5
        shade.setColorAt(0, color("accent", strong))
        shade.setColorAt(1, color("accent", 0.08))
        _fill(painter, plot, view.curve, QBrush(shade))
    if view.behind and view.mixed:
        _fill(painter, plot, view.behind, QBrush(color("accent", 0.55)))
    if view.ghost:
        painter.setPen(QPen(color("text_muted"), 1.2, Qt.PenStyle.DashLine))
        painter.drawPolyline(_line(plot, view.ghost))
    if view.curve:
        painter.setPen(QPen(color("predicted"), 1.6))
        painter.drawPolyline(_line(plot, view.curve))


def _line(plot: QRectF, heights: Sequence[float]) -> QPolygonF:
    left, bottom, span = plot.left(), plot.bottom(), plot.height() - px(2)
    step = plot.width() / max(len(heights) - 1, 1)
    return QPolygonF(
        [QPointF(left + step * i, bottom - span * height) for i, height in enumerate(heights)]
    )


def _fill(painter: QPainter, plot: QRectF, heights: Sequence[float], brush: QBrush) -> None:
    """Fill below a curve; without smooth edges, which the outline covers and which cost most."""
    outline = _line(plot, heights)
    outline.append(plot.bottomRight())
    outline.append(plot.bottomLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawPolygon(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _paint_samples(painter: QPainter, geometry: CurveGeometry) -> None:
    bottom = geometry.plot.bottom()
    painter.setPen(QPen(color("text", 0.55), max(px(1), 1)))
    for mark in geometry.view.samples:
        if not mark.chosen:
            x = geometry.x_of(mark.value)
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom - px(7)))
    for mark in geometry.view.samples:
        if mark.chosen:
            x = geometry.x_of(mark.value)
            painter.setPen(QPen(color("success"), max(px(2), 2)))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom - px(18)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("success"))
            painter.drawEllipse(QPointF(x, bottom - px(18)), px(3.5), px(3.5))


def _paint_marks(painter: QPainter, geometry: CurveGeometry) -> None:
    """Mean, predicted mean, and what the take simulated."""
    view, plot = geometry.view, geometry.plot
    if view.edited:
        predicted = geometry.x_of(view.predicted)
        painter.setPen(QPen(color("text_muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(predicted, plot.top()), QPointF(predicted, plot.bottom()))
    x = geometry.x_of(view.mean)
    painter.setPen(QPen(color(_tone(view)), max(px(1.5), 1)))
    painter.drawLine(QPointF(x, geometry.knob.y()), QPointF(x, plot.bottom()))
    if view.simulated is not None:
        place, size = geometry.x_of(view.simulated), px(5)
        painter.setPen(QPen(color("field"), 1))
        painter.setBrush(color("warning"))
        top = plot.bottom() - 2 * size
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(place - size, top),
                    QPointF(place + size, top),
                    QPointF(place, top + 2 * size),
                ]
            )
        )


def _paint_percentiles(painter: QPainter, geometry: CurveGeometry, held: Handle | None) -> None:
    low, middle, high = (
        geometry.percentile_place(handle) for handle in (Handle.LOW, Handle.MIDDLE, Handle.HIGH)
    )
    if low is None or middle is None or high is None:
        return
    painter.setPen(QPen(color("control"), px(2)))
    painter.drawLine(low, high)
    reach = px(4)
    painter.setPen(QPen(color("text" if held is Handle.MIDDLE else "text_muted"), max(px(2), 2)))
    painter.drawLine(middle - QPointF(0, reach), middle + QPointF(0, reach))
    for handle, place in ((Handle.LOW, low), (Handle.HIGH, high)):
        lit = held is handle
        painter.setPen(QPen(color("field"), 1))
        painter.setBrush(color("text" if lit else "text_muted"))
        radius = px(5) if lit else px(4)
        painter.drawEllipse(place, radius, radius)


def _paint_knob(painter: QPainter, geometry: CurveGeometry, lit: bool) -> None:
    tone = color(_tone(geometry.view))
    painter.setPen(QPen(color("field"), 2))
    painter.setBrush(tone)
    radius = px(7) if lit else px(6)
    if geometry.view.locked:
        side = 2 * radius
        place = geometry.knob
        square = QRectF(place.x() - radius, place.y() - radius, side, side)
        painter.drawRoundedRect(square, px(2), px(2))
    else:
        painter.drawEllipse(geometry.knob, radius, radius)


def _tone(view: CurveView) -> str:
    return "warning" if view.edited else "text"
